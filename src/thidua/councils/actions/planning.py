"""Members, sessions and the agenda, until the ballot opens."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.actions import record
from thidua.councils.actions.moving import changed_meanwhile, locked
from thidua.councils.flow import SessionState
from thidua.councils.models import BallotItem, Council, Member, MemberRole, Session
from thidua.councils.policies import may_change_agenda, may_edit, may_keep_members, may_plan
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@transaction.atomic
def add_member(
    council: Council,
    *,
    name: str,
    position: str = "",
    role: str = MemberRole.MEMBER,
    rank: int = 100,
    user: User | None = None,
    valid_from: date,
    by: Acting,
    at: datetime,
) -> Member:
    """Add a member from a day on."""
    insist(may_keep_members(by, council))
    member = Member.objects.create(
        council=council,
        name=tidy(name),
        position=tidy(position),
        role=role,
        rank=rank,
        user=user,
        valid_from=valid_from,
    )
    record("councils.add_member", member.key, by=by.actor, at=at, data={"council": council.key, "role": role})
    return member


@transaction.atomic
def end_membership(member: Member, *, on: date, by: Acting, at: datetime, reason: str = "") -> None:
    """End a membership: the day `on` is the last. Rolls already frozen keep the member."""
    insist(may_keep_members(by, member.council))
    if on < member.valid_from:
        raise Refused(_("Ngày thôi không thể trước ngày bắt đầu là thành viên."))
    changed = Member.objects.filter(pk=member.pk, valid_to=None).update(valid_to=on)
    if not changed:
        raise Conflict(_("Thành viên này đã được ghi thôi từ trước. Không ghi thêm gì."))
    record("councils.end_membership", member.key, by=by.actor, at=at, reason=reason, data={"on": on.isoformat()})


@transaction.atomic
def plan_session(
    council: Council,
    *,
    year: int,
    number: int,
    title: str,
    held_on: date | None = None,
    place: str = "",
    programme_ref: str = "",
    by: Acting,
    at: datetime,
) -> Session:
    """Plan a session of a year. Raises Refused when the council already has one of that number."""
    insist(may_plan(by, council))
    try:
        with transaction.atomic():
            session = Session.objects.create(
                council=council,
                year=year,
                number=number,
                title=tidy(title),
                held_on=held_on,
                place=tidy(place),
                programme_ref=tidy(programme_ref),
            )
    except IntegrityError:
        raise _number_taken(number, year) from None
    record("councils.plan_session", session.key, by=by.actor, at=at, after=session.state, data={"council": council.key})
    return session


@transaction.atomic
def edit_session(
    session: Session,
    *,
    year: int,
    number: int,
    title: str,
    held_on: date | None,
    place: str,
    programme_ref: str,
    by: Acting,
    at: datetime,
) -> Session:
    """Change what was planned. Raises Conflict when somebody changed it since it was read."""
    insist(may_edit(by, session))
    try:
        with transaction.atomic():
            changed = Session.objects.filter(
                pk=session.pk, revision=session.revision, state__in=(SessionState.PLANNED,)
            ).update(
                year=year,
                number=number,
                title=tidy(title),
                held_on=held_on,
                place=tidy(place),
                programme_ref=tidy(programme_ref),
                revision=F("revision") + 1,
            )
    except IntegrityError:
        raise _number_taken(number, year) from None
    if not changed:
        raise changed_meanwhile(session)
    record("councils.edit_session", session.key, by=by.actor, at=at)
    session.refresh_from_db()
    return session


@transaction.atomic
def add_item(
    session: Session,
    *,
    subject: str,
    label: str,
    detail: str = "",
    threshold: Fraction,
    source: str,
    by: Acting,
    at: datetime,
) -> BallotItem:
    """Put one question on the agenda.

    `subject` is an opaque key of the room above, `threshold` the share of the whole membership in force on the day of
    the session, `source` the article it stands in. Raises Refused once the ballot is open, Conflict on a subject twice.
    """
    fresh = locked(session)
    insist(may_change_agenda(by, fresh))
    if not 0 < threshold <= 1:
        raise ValueError(f"a threshold is a share: {threshold}")
    if fresh.items.filter(subject=subject).exists():
        raise Conflict(_("“%(name)s” đã có trong chương trình của phiên. Không ghi thêm gì.") % {"name": label})
    last = fresh.items.aggregate(last=Max("position"))["last"] or 0
    item = BallotItem.objects.create(
        session=fresh,
        subject=subject,
        label=label[:200],
        detail=detail[:300],
        position=last + 1,
        threshold_numerator=threshold.numerator,
        threshold_denominator=threshold.denominator,
        threshold_source=source[:200],
    )
    record("councils.add_item", session.key, by=by.actor, at=at, data={"subject": subject})
    return item


@transaction.atomic
def remove_item(session: Session, subject: str, *, by: Acting, at: datetime, reason: str = "") -> None:
    """Take a question off the agenda. Raises Refused once the ballot is open, Conflict when it is not there."""
    fresh = locked(session)
    insist(may_change_agenda(by, fresh))
    gone, _kinds = BallotItem.objects.filter(session=fresh, subject=subject).delete()
    if not gone:
        raise Conflict(_("Nội dung này không còn trong chương trình của phiên. Không ghi thêm gì."))
    record("councils.remove_item", session.key, by=by.actor, at=at, reason=reason, data={"subject": subject})


def _number_taken(number: int, year: int) -> Refused:
    return Refused(
        _("Hội đồng đã có phiên thứ %(number)s của năm %(year)s. Phần đã nhập được giữ; hãy chọn số khác.")
        % {"number": number, "year": year}
    )
