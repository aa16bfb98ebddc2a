"""The same achievement twice: who sees suspicions, who decides them, what they stand in the way of."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Twin, TwinDecision, TwinStrength
from thidua.dossiers.policies.beside import authors, not_own
from thidua.dossiers.policies.holding import ENDED
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import in_office

NOT_IN_THE_WAY = (DossierState.WITHDRAWN, DossierState.INELIGIBLE, DossierState.NOT_PASSED, DossierState.REVOKED)
"""States in which a dossier takes nothing from another one."""


def twins_seen_by(acting: Acting) -> Q:
    """The suspicions a person sees whole: the office and the inspector all, a unit none (it is told on its own dossier)."""
    if in_office(acting) or acting.holds(DutyCode.INSPECTOR):
        return Q(first__sent_at__isnull=False) & (Q(second=None) | Q(second__sent_at__isnull=False))
    return Q(pk__in=())


def may_see_twins(acting: Acting) -> Answer:
    """Whether the list of suspicions is for this duty."""
    if in_office(acting) or acting.holds(DutyCode.INSPECTOR):
        return Answer.yes()
    return Answer.no(_("Danh sách có thể trùng dành cho Ban và thanh tra; đơn vị được báo ngay ở hồ sơ của mình."))


def may_decide_twin(acting: Acting, twin: Twin) -> Answer:
    """An officer of appraisal or the head of the office; never author or nominee of either dossier, nor when all is over."""
    if not acting.holds(DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Trùng hay không do chuyên viên thẩm định hoặc lãnh đạo Ban kết luận."))
    pair = [row for row in (twin.first, twin.second) if row is not None]
    if all(row.state in ENDED for row in pair):
        return Answer.no(_("Các hồ sơ này đã kết thúc nên không kết luận trùng hay không nữa."))
    for dossier in pair:
        if acting.user.pk in authors(dossier):
            return Answer.no(_("Người lập hoặc gửi danh sách không kết luận trùng cho hồ sơ trong danh sách đó."))
        if not (answer := not_own(acting, dossier)):
            return answer
    return Answer.yes()


def beside(dossier: Dossier) -> Q:
    """Condition on suspicions: those of a dossier whose other side is still there."""
    return (Q(first=dossier.pk) & (Q(second=None) | ~Q(second__state__in=NOT_IN_THE_WAY))) | (
        Q(second=dossier.pk) & ~Q(first__state__in=NOT_IN_THE_WAY)
    )


@cache
def has_twins() -> Exists:
    """Condition on dossiers: there is a suspicion on it. Costs no query of its own; the pages of most dossiers ask no more."""
    return Exists(Twin.objects.filter(Q(first=OuterRef("pk")) | Q(second=OuterRef("pk"))))


def known_without(dossier: Dossier) -> bool:
    """Whether the dossier was read with `has_twins` and there is nothing on it."""
    return getattr(dossier, "has_twins", None) is False


def told_on(dossier: Dossier) -> list[Twin]:
    """The suspicions of a dossier that are told on its page, the strong first; a weak one only after a decision."""
    rows = Twin.objects.filter(beside(dossier)).exclude(strength=TwinStrength.WEAK, decision="")
    return list(
        rows.select_related("first__unit", "second__unit", "honour", "against")
        .defer("passages")
        .order_by("-strength", "-id")
    )


def not_twin(dossier: Dossier) -> Answer:
    """No while a strong suspicion waits for a decision, and after a decision that this dossier is the one to go."""
    if known_without(dossier):
        return Answer.yes()
    rows = dossier.twins_read if hasattr(dossier, "twins_read") else told_on(dossier)
    standing = [twin for twin in rows if twin.decision == TwinDecision.SAME and twin.against_id == dossier.pk]
    standing += [twin for twin in rows if not twin.decision and twin.strength == TwinStrength.STRONG]
    twin = min(standing, key=lambda row: (row.decision, row.pk), default=None)
    if twin is None:
        return Answer.yes()
    other = twin.second if twin.first_id == dossier.pk else twin.first
    whom = other.code if other else _("một lần khen trong Sổ")
    if twin.decision:
        return Answer.no(
            _("Đã kết luận trùng với %(whom)s: trả lại hoặc kết luận không đủ điều kiện.") % {"whom": whom}
        )
    return Answer.no(
        _(
            "Có thể trùng với %(whom)s (%(kind)s), chưa ai kết luận. Mở mục “Có thể trùng”, ghi trùng hay không trùng trước."
        )
        % {"whom": whom, "kind": twin.get_kind_display()}
    )
