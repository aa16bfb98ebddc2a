"""The nominee's own page: who gives the link, what may be said on it, who answers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from thidua.dossiers.models import Dossier, NomineeLink, NomineeReply, ReplyKind
from thidua.dossiers.policies.beside import for_unit, not_own
from thidua.dossiers.policies.holding import ENDED
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES
from thidua.register.models import RecipientKind


def may_give_link(acting: Acting, dossier: Dossier) -> Answer:
    """Make or end a personal link: the unit, for a person, while the dossier is under way."""
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, dossier.unit_id):
        return Answer.no(_("Liên kết cá nhân do đơn vị trình tạo."))
    if dossier.kind != RecipientKind.INDIVIDUAL:
        return Answer.no(_("Liên kết cá nhân chỉ dành cho người được đề nghị."))
    if dossier.state in ENDED:
        return Answer.no(_("Hồ sơ đã có kết quả nên không tạo liên kết nữa."))
    return not_own(acting, dossier)


def link_stands(link: NomineeLink, at: datetime) -> bool:
    """Whether a link still opens its dossier."""
    return link.revoked_at is None and at < link.expires_at


def may_reply(link: NomineeLink, kind: ReplyKind, at: datetime) -> Answer:
    """Say something on the page: while the link stands and the dossier is under way."""
    if not link_stands(link, at):
        return Answer.no(_("Liên kết này đã hết hạn hoặc đã thu lại. Hãy hỏi đơn vị để có liên kết mới."))
    if link.dossier.state in ENDED:
        return Answer.no(_("Hồ sơ đã có kết quả nên không ghi thêm được. Hãy liên hệ đơn vị."))
    if kind == ReplyKind.WITHDRAWAL and link.dossier.replies.filter(kind=kind, answered_at=None).exists():
        return Answer.no(_("Đề nghị rút đã gửi đến đơn vị và đang chờ trả lời."))
    return Answer.yes()


def may_answer_nominee(acting: Acting, said: NomineeReply) -> Answer:
    """Answer an error or a request to withdraw: the unit, once."""
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, said.dossier.unit_id):
        return Answer.no(_("Đơn vị trình trả lời người được đề nghị."))
    if said.kind not in (ReplyKind.WRONG, ReplyKind.WITHDRAWAL):
        return Answer.no(_("Điều này không cần trả lời."))
    if said.answered_at is not None:
        return Answer.no(_("Điều này đã được trả lời."))
    return not_own(acting, said.dossier)
