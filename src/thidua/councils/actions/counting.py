"""From the frozen roll to the agreed count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.accounts.models import User
from thidua.audit.actions import record
from thidua.audit.queries import history_of
from thidua.councils import queries, tally
from thidua.councils.actions.moving import changed_meanwhile, locked, move
from thidua.councils.flow import SessionVerb
from thidua.councils.models import Attendance, BallotItem, PaperCount, RollEntry, Session
from thidua.councils.policies import (
    may_call_off,
    may_confirm_count,
    may_open_ballot,
    may_see_counting,
    may_type_counts,
)
from thidua.councils.queries import Counting
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@transaction.atomic
def open_ballot(
    session: Session,
    attendance: Mapping[int, Attendance],
    *,
    reasons: Mapping[int, str] | None = None,
    agenda: Collection[int] | None = None,
    early: bool = False,
    by: Acting,
    at: datetime,
) -> Session:
    """Freeze the whole membership of the day as the roll, and open the ballot.

    `attendance` tells of every member (by id) how he takes part; the denominator is everybody, present or not.
    `reasons` says why some are absent, `agenda` which questions (by id) stood on the page from which the ballot is
    opened, `early` that a session set for a later day is held today. From now on neither roll nor agenda changes.
    Raises Refused when somebody is not told of or the agenda is empty, Conflict when the session changed.
    """
    fresh = locked(session, session.revision)
    insist(may_open_ballot(by, fresh))
    if fresh.held_on and local_day(at) < fresh.held_on and not early:
        raise Refused(
            _("Phiên ghi họp ngày %(day)s, chưa tới. Chưa mở phiếu; nếu họp hôm nay, đánh dấu vào ô xác nhận.")
            % {"day": show_date(fresh.held_on)}
        )
    day = queries.day_of_roll(fresh, local_day(at))
    members = list(queries.members_on(fresh.council, day))
    _check_agenda(fresh, agenda)
    _check_roll({member.pk for member in members}, attendance)
    why = reasons or {}
    RollEntry.objects.bulk_create(
        RollEntry(
            session=fresh,
            member=member,
            attendance=attendance[member.pk],
            reason=why.get(member.pk, "")[:200] if attendance[member.pk] != Attendance.PRESENT else "",
        )
        for member in members
    )
    BallotItem.objects.filter(session=fresh).update(members=len(members))
    planned = fresh.held_on.isoformat() if fresh.held_on else ""
    move(fresh, SessionVerb.OPEN_BALLOT, by=by, at=at, data={"planned": planned}, held_on=day)
    session.refresh_from_db()
    return fresh


@transaction.atomic
def call_off_ballot(session: Session, reason: str, *, by: Acting, at: datetime) -> Session:
    """Go back to the preparation of a session whose ballot was opened by mistake: until somebody typed counts."""
    fresh = locked(session, session.revision)
    insist(may_call_off(by, fresh))
    if not reason.strip():
        raise Refused(_("Hủy mở phiếu cần ghi lý do. Chưa ghi gì."))
    fresh.roll.all().delete()
    BallotItem.objects.filter(session=fresh).update(members=None)
    opened = history_of(fresh.key).filter(verb=f"councils.{SessionVerb.OPEN_BALLOT}").first()
    planned = opened.data.get("planned", "") if opened else ""
    day = date.fromisoformat(planned) if planned else None
    move(fresh, SessionVerb.CALL_OFF, by=by, at=at, reason=reason.strip(), held_on=day)
    session.refresh_from_db()
    return fresh


def _check_agenda(session: Session, seen: Collection[int] | None) -> None:
    standing = set(session.items.values_list("pk", flat=True))
    if not standing:
        raise Refused(_("Chương trình phiên chưa có nội dung nào để bỏ phiếu."))
    if seen is not None and standing != set(seen):
        raise changed_meanwhile(session)


def _check_roll(members: set[int], attendance: Mapping[int, Attendance]) -> None:
    if not members:
        raise Refused(_("Hội đồng chưa có thành viên nào vào ngày họp."))
    if members != set(attendance):
        raise Refused(_("Danh sách thành viên vừa thay đổi. Chưa mở phiếu; hãy xem lại phần điểm danh."))
    if all(kind == Attendance.ABSENT for kind in attendance.values()):
        raise Refused(_("Không có ai dự họp hoặc gửi ý kiến. Chưa mở phiếu."))


@transaction.atomic
def type_counts(
    session: Session,
    counts: Mapping[int, tally.Count],
    *,
    collected: int | None = None,
    seen: str | None = None,
    by: Acting,
    at: datetime,
) -> Counting:
    """Keep what one person counted on paper: yes, no and invalid of every question (by id), all or nothing.

    `collected` is how many ballot papers came back: every question must add up to it. `seen` is the mark of his own
    former typing that he saw on the page (empty when there was none); Conflict when it is another one now. Two people
    type, each may type anew until the count is confirmed; what the other typed is never told. Raises Refused when a sum
    is wrong, when two others have already typed, or when a question is missing.
    """
    fresh = locked(session)
    insist(may_type_counts(by, fresh))
    _check_counts(fresh, counts, collected)
    standing = queries.counting(fresh)
    own = standing.of(by.user)
    if own is None and len(standing.typings) >= 2:
        raise Refused(
            _("Đã có hai người nhập phiếu: %(names)s. Muốn thay người, bỏ bản nhập của một người trước.")
            % {"names": ", ".join(typing.by.full_name for typing in standing.typings)}
        )
    if own is not None and seen is not None and own.mark != seen:
        raise Conflict(_("Anh/chị đã nhập bản khác ở một trang khác. Bản đó được giữ; hãy mở lại trang để xem."))
    PaperCount.objects.filter(item__session=fresh, by=by.user).delete()
    PaperCount.objects.bulk_create(
        PaperCount(item_id=item, by=by.user, yes=yes, no=no, invalid=invalid, at=at)
        for item, (yes, no, invalid) in counts.items()
    )
    # The journal is read by more people than may see the counting: it tells who typed, never what.
    record("councils.type_counts", session.key, by=by.actor, at=at, data={"items": len(counts)})
    return queries.counting(fresh)


def _check_counts(session: Session, counts: Mapping[int, tally.Count], collected: int | None) -> None:
    expected = set(session.items.values_list("pk", flat=True))
    if set(counts) != expected:
        raise Refused(_("Phải nhập đủ mọi nội dung của phiên một lần. Chưa ghi gì."))
    most = queries.participation(session.roll.all()).taking_part
    if collected is not None and collected > most:
        raise Refused(_("Số phiếu thu về không thể quá %(most)s, là số người dự họp và gửi ý kiến.") % {"most": most})
    labels = dict(session.items.values_list("pk", "label"))
    for item, (yes, no, invalid) in counts.items():
        total = yes + no + invalid
        if min(yes, no, invalid) < 0 or total > most or (collected is not None and total != collected):
            raise Refused(
                _(
                    "“%(name)s”: tổng ba ô là %(total)s, không khớp số phiếu %(papers)s. Chưa ghi gì; số đã nhập được giữ."
                )
                % {"name": labels[item], "total": total, "papers": most if collected is None else collected}
            )


@transaction.atomic
def discard_counts(session: Session, typed_by: User, *, reason: str, by: Acting, at: datetime) -> None:
    """Put one person's typing away so that somebody else can type; the secretary any, a teller only his own."""
    fresh = locked(session)
    insist(may_see_counting(by, fresh))
    insist(may_type_counts(by, fresh))
    if typed_by.pk != by.user.pk:
        insist(may_confirm_count(by, fresh))
    if not reason.strip():
        raise Refused(_("Hãy ghi lý do bỏ bản nhập."))
    gone, _kinds = PaperCount.objects.filter(item__session=fresh, by=typed_by).delete()
    if not gone:
        raise Conflict(_("Bản nhập này không còn. Không ghi thêm gì."))
    record("councils.discard_counts", session.key, by=by.actor, at=at, reason=reason, data={"typed_by": typed_by.key})


@transaction.atomic
def confirm_count(session: Session, *, by: Acting, at: datetime) -> list[tally.ItemResult]:
    """Write the count on which two people agree, decide every question exactly, and close the counting.

    Raises Refused while two people do not agree on every question, Conflict when the session changed meanwhile.
    """
    fresh = locked(session, session.revision)
    insist(may_confirm_count(by, fresh))
    counting = queries.counting(fresh)
    if len(counting.typings) < 2:
        raise Refused(_("Phải có hai người nhập phiếu độc lập. Hiện có %(n)s người.") % {"n": len(counting.typings)})
    if counting.differing:
        raise Refused(differing_sentence(len(counting.differing)))
    agreed = counting.typings[0].counts
    items = list(fresh.items.order_by("position", "id"))
    for item in items:
        item.yes, item.no, item.invalid = agreed[item.pk]
        item.passed = tally.passes(item.yes, item.members or 0, item.threshold)
    BallotItem.objects.bulk_update(items, ["yes", "no", "invalid", "passed"], batch_size=200)
    move(fresh, SessionVerb.CONFIRM_COUNT, by=by, at=at)
    session.refresh_from_db()
    return [_result(item) for item in items]


def _result(item: BallotItem) -> tally.ItemResult:
    return tally.ItemResult(
        item.subject, item.yes or 0, item.no or 0, item.invalid or 0, item.members or 0, bool(item.passed)
    )


def differing_sentence(number: int) -> str:
    """What both counters are told: on how many questions they differ, not how."""
    return ngettext(
        "Hai người nhập khác nhau ở %(n)s mục. Mời cả hai đếm lại trên phiếu giấy.",
        "Hai người nhập khác nhau ở %(n)s mục. Mời cả hai đếm lại trên phiếu giấy.",
        number,
    ) % {"n": number}
