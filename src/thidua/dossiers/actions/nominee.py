"""The nominee's personal link, what he says on his page, and the unit's answer."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.audit.actors import Actor
from thidua.dossiers.models import Dossier, NomineeLink, NomineeReply, ReplyKind
from thidua.dossiers.policies.nominee import may_answer_nominee, may_give_link, may_reply
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

TOKEN_BYTES = 32
LASTS = timedelta(days=30)
"""How long a link opens; a city may shorten it, the page and the unit see the day."""
NEEDS_WORDS = {
    ReplyKind.WRONG: "Hãy ghi chỗ sai và thông tin đúng. Chưa gửi gì.",
    ReplyKind.WITHDRAWAL: "Hãy ghi lý do xin rút. Chưa gửi gì.",
}
LONGEST = 2000


def hash_of(token: str) -> str:
    """What is kept of a token: long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(dossier: Dossier, *, by: Acting, at: datetime) -> tuple[NomineeLink, str]:
    """Make a link for the nominee and return it with its token, which is shown once and kept nowhere. Earlier links end."""
    insist(may_give_link(by, dossier))
    dossier.links.filter(revoked_at=None).update(revoked_at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    made = NomineeLink.objects.create(
        dossier=dossier, token_hash=hash_of(token), made_by=by.user, made_at=at, expires_at=at + LASTS
    )
    record("dossiers.make_link", dossier.key, by=by.actor, at=at, data={"link": made.pk})
    return made, token


@transaction.atomic
def revoke_link(link: NomineeLink, *, by: Acting, at: datetime) -> None:
    """End a link at once."""
    insist(may_give_link(by, link.dossier))
    NomineeLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at)
    record("dossiers.revoke_link", link.dossier.key, by=by.actor, at=at, data={"link": link.pk})


@transaction.atomic
def open_link(link: NomineeLink, *, at: datetime) -> None:
    """Note when a link was first opened."""
    if NomineeLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at):
        record("dossiers.open_link", link.dossier.key, by=_nominee(link), at=at)


@transaction.atomic
def reply(link: NomineeLink, kind: ReplyKind, text: str = "", *, at: datetime) -> NomineeReply:
    """Record what the nominee says. The same thing said twice in a row is recorded once. Raises Refused."""
    insist(may_reply(link, kind, at))
    words = text.strip()[:LONGEST]
    if kind in NEEDS_WORDS and not words:
        raise Refused(_(NEEDS_WORDS[kind]))
    last = _last_of_its_sort(link.dossier, kind)
    if last and last.kind == kind and last.text == words and last.answered_at is None:
        return last
    made = NomineeReply.objects.create(dossier=link.dossier, link=link, kind=kind, text=words, at=at)
    record("dossiers.nominee_reply", link.dossier.key, by=_nominee(link), at=at, after=kind.value)
    return made


def _last_of_its_sort(dossier: Dossier, kind: ReplyKind) -> NomineeReply | None:
    """The last reply that this one could repeat or turn round."""
    sort = {ReplyKind.CONSENT, ReplyKind.REFUSAL} if kind in (ReplyKind.CONSENT, ReplyKind.REFUSAL) else {kind}
    return dossier.replies.filter(kind__in=sort).order_by("-id").first()


def _nominee(link: NomineeLink) -> Actor:
    return Actor(f"nominee:{link.pk}")


@transaction.atomic
def answer_nominee(said: NomineeReply, text: str, *, by: Acting, at: datetime) -> NomineeReply:
    """The unit answers an error pointed out or a request to withdraw."""
    insist(may_answer_nominee(by, said))
    if not text.strip():
        raise Refused(_("Hãy ghi đã xử lý thế nào. Chưa ghi gì."))
    rows = NomineeReply.objects.filter(pk=said.pk, answered_at=None)
    if not rows.update(answer=text.strip()[:500], answered_by=by.user, answered_at=at):
        raise Conflict(_("Điều này vừa có người trả lời. Chưa ghi gì; hãy mở lại trang."))
    record("dossiers.answer_nominee", said.dossier.key, by=by.actor, at=at, data={"reply": said.pk})
    said.refresh_from_db()
    return said
