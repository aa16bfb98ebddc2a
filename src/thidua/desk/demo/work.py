"""The year's work in the demonstration city, carried through the real actions so that every screen has something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from thidua.accounts.models import User
from thidua.awards.queries import vote_threshold
from thidua.councils.actions import MinutesFacts, make_minutes, open_ballot, plan_session, type_counts
from thidua.councils.models import Attendance, Council, Session
from thidua.councils.queries import members_on
from thidua.decisions.actions import draft_grant, issue, set_signer
from thidua.desk.demo.city import City
from thidua.desk.demo.nominees import nominees
from thidua.desk.demo.people import Names
from thidua.desk.demo.plans import build_plans
from thidua.desk.demo.rounds import build_rounds, copied
from thidua.desk.demo.sending import AWARD, Cast, fill, morning, send
from thidua.dossiers import actions as dossiers
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.queries import official_calendar
from thidua.plans.models import Plan, Task


def build_work(city: City, users: dict[str, User], council: Council, names: Names, *, on: date, at: datetime) -> None:
    """Last year's plan is done, this year's is under way; one round is decided, one is open.

    Where the law on file knows no vote for last year's session (before 2024) no round is decided: nothing is made up.
    """
    cast = Cast(users)
    head = cast.of("truongban", DutyCode.OFFICE_HEAD)
    plans = build_plans(head, on=on, at=at)
    secretary = cast.of("thuky", DutyCode.COUNCIL_SECRETARY)
    if vote_threshold(AWARD, _session_day(on.year - 1)):
        _decided_round(cast, council, plans.last, secretary, on=on)
    _open_round(cast, council, plans.current, secretary, on=on, at=at)
    build_rounds(cast, plans.current, on=on, at=at)


def _session_day(year: int) -> date:
    """The day of the second session of a year."""
    return date(year, 6, 12)


def second_session(plan: Plan) -> Task | None:
    """The task of the council's second session in a plan."""
    row = plan.council_rows.filter(section__contains="phiên họp", number__startswith="2").select_related("task").first()
    return row.task if row else None


def _decided_round(cast: Cast, council: Council, plan: Plan, secretary: Acting, *, on: date) -> None:
    """Last year's round: submitted, appraised, voted on, decided, certificates made."""
    year = on.year - 1
    head, appraiser = cast.of("truongban", DutyCode.OFFICE_HEAD), cast.of("thamdinh", DutyCode.APPRAISER)
    session = plan_session(
        council, year=year, number=2, title=f"Phiên họp thứ hai năm {year}", held_on=_session_day(year), place="Trụ sở UBND Thành phố",
        programme_ref="I.2", by=secretary, at=morning(date(year, 5, 20)),
    )  # fmt: skip
    round_ = dossiers.open_round(
        {
            "code": f"cstdtp-dot-1-{year}", "title": f"Chiến sĩ thi đua Thành phố, đợt 1/{year}", "awards": [AWARD],
            "period": year - 1, "opens_on": date(year, 2, 1), "closes_on": date(year, 3, 30),
            "task": second_session(plan), "session": session,
        },
        by=head, at=morning(date(year, 1, 20)),
    )  # fmt: skip
    for place, (unit, people) in enumerate(nominees(round_.period, skip=0, units=6, each=3)):
        send(cast, round_, unit, people, at=morning(date(year, 3, 3) + timedelta(days=place)))
    rows = list(
        Dossier.objects.filter(round=round_)
        .select_related("submission", "recipient__person", "unit", "round__session")
        .order_by("id")
    )
    for dossier in rows:
        dossiers.receive(dossier, by=appraiser, at=morning(date(year, 4, 2)))
        _conclude(dossier, appraiser, head, at=morning(date(year, 4, 15)))
    dossiers.put_on_agenda(session, _eligible(rows), by=secretary, at=morning(date(year, 6, 2)))
    _vote(cast, session, secretary, day=_session_day(year))
    decision = draft_grant(session, AWARD, by=head, at=morning(date(year, 6, 16)))
    decision = set_signer(
        decision,
        "Hoàng Minh Đức",
        decision.signer_position,
        decision.title,
        by=head,
        at=morning(date(year, 6, 16)),
    )
    issue(decision, date(year, 6, 25), by=cast.of("vanthu", DutyCode.CLERK), at=morning(date(year, 6, 25)))


def _conclude(dossier: Dossier, appraiser: Acting, head: Acting | None, *, at: datetime) -> None:
    """Follow the verdict; what it could not know was settled by the papers. The head of the office approves, or has yet to."""
    reason = {
        "fail": "Không đủ điều kiện theo bảng Xét theo quy định.",
        "unknown": "Đã đối chiếu quyết định công nhận sáng kiến bản gốc, đủ điều kiện.",
    }.get(dossier.verdict_code, "")
    dossiers.conclude(dossier, eligible=dossier.verdict_code != "fail", text=reason, by=appraiser, at=at)
    if head is not None:
        dossiers.approve(dossier, by=head, at=at)


def _eligible(rows: Iterable[Dossier]) -> list[Dossier]:
    return [row for row in rows if row.state == DossierState.APPRAISED]


def _vote(cast: Cast, session: Session, secretary: Acting, *, day: date) -> None:
    """A ballot on paper, counted by two, with one nominee just below the threshold."""
    members = list(members_on(session.council, day))
    attendance = {member.pk: Attendance.PRESENT for member in members}
    attendance[members[-1].pk] = Attendance.WRITTEN
    attendance[members[-2].pk] = Attendance.ABSENT
    open_ballot(session, attendance, reasons={members[-2].pk: "đi công tác"}, by=secretary, at=morning(day))
    taking_part = len(members) - 1
    counts = {
        item.pk: (taking_part - place % 2 if place else 20, place % 2 if place else taking_part - 20, 0)
        for place, item in enumerate(session.items.order_by("position"))
    }
    for teller in ("kiemphieu1", "kiemphieu2"):
        type_counts(session, counts, collected=taking_part, by=cast.of(teller, DutyCode.TELLER), at=morning(day, 10))
    session.refresh_from_db()
    dossiers.conclude_vote(session, by=secretary, at=morning(day, 11))
    session.refresh_from_db()
    make_minutes(
        session,
        MinutesFacts(
            number="02", started_at=morning(day, 8), ended_at=morning(day, 11), venue=session.place,
            chair=(members[0].name, members[0].position), secretary=(secretary.user.full_name, "Thư ký Hội đồng"),
            tellers=[("Hoàng Văn Kiên", "Trưởng ban"), ("Đặng Thị Mai", "Ủy viên")],
            proceedings=["Thư ký trình bày kết quả thẩm định.", "Hội đồng thảo luận và bỏ phiếu."],
            conclusions=["Hội đồng thông qua các trường hợp đạt tỷ lệ phiếu."],
        ),
        by=secretary, at=morning(day, 12),
    )  # fmt: skip


def _open_round(cast: Cast, council: Council, plan: Plan, secretary: Acting, *, on: date, at: datetime) -> None:
    """This year's round: open now (extended), lists in every stage."""
    head, appraiser = cast.of("truongban", DutyCode.OFFICE_HEAD), cast.of("thamdinh", DutyCode.APPRAISER)
    session = plan_session(
        council, year=on.year, number=2, title=f"Phiên họp thứ hai năm {on.year}", place="Trụ sở UBND Thành phố",
        held_on=official_calendar([on.year, on.year + 1]).effective(on + timedelta(days=24)),
        programme_ref="I.2", by=secretary, at=at - timedelta(days=20),
    )  # fmt: skip
    round_ = dossiers.open_round(
        {
            "code": f"cstdtp-dot-1-{on.year}", "title": f"Chiến sĩ thi đua Thành phố, đợt 1/{on.year} (phiên 2)", "awards": [AWARD],
            "period": on.year - 1, "opens_on": on - timedelta(days=40), "closes_on": on - timedelta(days=1),
            "task": second_session(plan), "session": session,
        },
        by=head, at=at - timedelta(days=41),
    )  # fmt: skip
    *lists, begun = copied(nominees(round_.period, skip=8, units=10, each=4, first=18))
    sent = [
        send(cast, round_, unit, people, at=at - timedelta(days=20 - 2 * place))
        for place, (unit, people) in enumerate(lists)
    ]
    fill(cast, round_, *begun, at=at - timedelta(days=3))
    dossiers.extend_window(
        round_, on + timedelta(days=14), "Phiên 2 của Hội đồng dời lịch; gia hạn để các đơn vị bổ sung hồ sơ.",
        by=head, at=at - timedelta(days=2),
    )  # fmt: skip
    for place, submission in enumerate(sent[:6]):
        rows = submission.dossiers.order_by("id").select_related(
            "submission", "recipient__person", "unit", "round__session"
        )
        for dossier in rows:
            dossiers.receive(dossier, by=appraiser, at=at - timedelta(days=4))
            if place < 2:
                _conclude(dossier, appraiser, head, at=at - timedelta(days=2))
        if place == 1:
            dossiers.put_on_agenda(session, _eligible(rows), by=secretary, at=at - timedelta(days=1))
        if place == 3:
            for dossier in rows:
                _conclude(dossier, appraiser, None, at=at - timedelta(days=1))
        if place == 4:
            matter = dossiers.Matter(
                "complaint", on - timedelta(days=6), "Đơn số 12/ĐKN do Thanh tra Thành phố chuyển", False
            )
            dossiers.hold(rows[0], matter, by=appraiser, at=at - timedelta(days=1))
        if place == 2:
            _return(rows[1], appraiser, on=on, at=at - timedelta(days=3))


def _return(dossier: Dossier, appraiser: Acting, *, on: date, at: datetime) -> None:
    points = [
        dossiers.Point(
            "part:initiative",
            "Thiếu quyết định công nhận sáng kiến có phạm vi ảnh hưởng cấp Thành phố.",
            on + timedelta(days=7),
        ),
        dossiers.Point("part:minutes", "Biên bản bình xét của đơn vị chưa có chữ ký thư ký.", on + timedelta(days=7)),
    ]
    dossier.refresh_from_db()
    dossiers.return_for_supplement(dossier, points, by=appraiser, at=at)
