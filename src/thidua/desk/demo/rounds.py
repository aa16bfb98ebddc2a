"""What the plan, the agencies and the public bring to the demonstration city: rounds opened from the plan, one to the level above
with opinions asked, a list published for comments, and two units that hand in one achievement.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from thidua.desk.demo.nominees import INITIATIVES, Nominee, nominees
from thidua.desk.demo.sending import Cast, send
from thidua.dossiers import actions as dossiers
from thidua.dossiers.actions.opening import open_by_month, open_due, open_planned
from thidua.dossiers.actions.twins_found import look_at_all
from thidua.dossiers.asking import ANSWER_DAYS, dated_days
from thidua.dossiers.models import Consultation, Dossier, PaperPart, Round, Triage
from thidua.dossiers.queries.planned import Planned, planned
from thidua.dossiers.queries.twins import whole_backlog
from thidua.dossiers.routes import RouteCode
from thidua.foundation.clock import local_day
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.plans.models import Plan, Task

ORDER = "HCLD3"
WRITTEN = (
    "Tổ trưởng dời điểm tập kết rác khỏi cổng trường, xếp lại giờ thu gom và giao từng ngõ cho một nhóm trông coi. "
    "Sau 5 tháng, điểm tồn đọng giảm từ 14 xuống 2, bà con tự nhắc nhau phân loại tại nhà, đội xe đi ít hơn mỗi đêm."
)
COPIED = (
    "Sau 7 tháng, điểm tồn đọng giảm từ 31 xuống 4, bà con tự nhắc nhau phân loại tại nhà, đội xe đi ít hơn mỗi đêm. "
    "Cán bộ phụ trách dời điểm tập kết rác khỏi cổng trường, xếp lại giờ thu gom và giao từng ngõ cho một nhóm trông coi."
)
"""The report of one unit, and the one another unit made of it."""
APART = 3
"""How many lists before the last sent one the first of the two stands."""

Lists = list[tuple[Unit, list[Nominee]]]


def copied(lists: Lists) -> Lists:
    """The lists, with one achievement handed in by two units: the officer is to find it."""
    sent = len(lists) - 1  # the last list is only begun
    for place, text in ((sent - 1 - APART, WRITTEN), (sent - 1, COPIED)):
        unit, people = lists[place]
        facts = {
            **people[0].facts,
            "initiatives": [{**people[0].facts["initiatives"][0], "name": "Đổi giờ thu gom rác cổng trường"}],
        }
        lists[place] = (unit, [replace(people[0], achievement=text, facts=facts), *people[1:]])
    return lists


def build_rounds(cast: Cast, plan: Plan, *, on: date, at: datetime) -> None:
    """Open from the plan what is due, send one list to the level above with its opinions, look for twins."""
    head = cast.of("truongban", DutyCode.OFFICE_HEAD)
    lines = [row for group in planned(plan, on) for row in group.rows]
    due = [row.proposal.key for row in lines if _runs(row, on) and not row.proposal.month]
    open_planned(plan, due, by=head, at=at - timedelta(days=3))
    for task in {row.proposal.tasks[0] for row in lines if row.proposal.pattern == "ntvt"}:
        open_by_month(Task.objects.get(pk=task), "ntvt", on=True, by=head, at=at - timedelta(days=3))
    open_due(at=at)
    if dated_days(ANSWER_DAYS, on - timedelta(days=9)):  # nobody is asked where the law on file sets no time to answer
        _state_round(cast, next(row for row in lines if row.proposal.pattern == "nha-nuoc"), head, on=on, at=at)
    look_at_all(whole_backlog().values_list("pk", flat=True), at=at)


def _runs(row: Planned, on: date) -> bool:
    one = row.proposal
    return bool(one.opens_on and one.closes_on and one.opens_on <= on <= one.closes_on)


def _state_round(cast: Cast, line: Planned, head: Acting, *, on: date, at: datetime) -> None:
    """Two nominees for an order: an agency has answered, another is waited for, the public may write."""
    appraiser = cast.of("thamdinh", DutyCode.APPRAISER)
    round_ = dossiers.open_round(
        {
            "code": f"huan-chuong-{on.year}", "title": f"Huân chương Lao động, bổ sung năm {on.year}", "awards": [ORDER],
            "period": on.year - 1, "opens_on": on - timedelta(days=30), "closes_on": on + timedelta(days=5), "route": RouteCode.STATE,
            "task_id": line.proposal.tasks[0],
        },
        by=head, at=at - timedelta(days=31),
    )  # fmt: skip
    ((unit, people),) = nominees(round_.period, skip=18, units=1, each=2, first=len(INITIATIVES) - 6)
    rows = list(_sent(cast, round_, unit, people, at=at - timedelta(days=14)))
    for row in rows:
        dossiers.receive(row, by=appraiser, at=at - timedelta(days=12))
    _ask_agencies(rows, appraiser, at=at)
    (shown,) = dossiers.publish(
        rows, f"Đề nghị tặng Huân chương Lao động năm {on.year}", by=appraiser, at=at - timedelta(days=5)
    )
    _hear_the_public(shown, appraiser, at=at)


def _sent(cast: Cast, round_: Round, unit: Unit, people: list[Nominee], *, at: datetime) -> list[Dossier]:
    found = send(cast, round_, unit, people, award=ORDER, at=at).dossiers
    return list(found.select_related("submission", "recipient__person", "unit", "round__session").order_by("id"))


def _ask_agencies(rows: list[Dossier], appraiser: Acting, *, at: datetime) -> None:
    seen = (PaperPart.REPORT.value, PaperPart.MINUTES.value)
    police = dossiers.ask(
        rows, dossiers.Asked("Công an Thành phố", "Việc chấp hành pháp luật của người được đề nghị", seen, "1204/BTĐKT"),
        by=appraiser, at=at - timedelta(days=9),
    )  # fmt: skip
    answered = dossiers.Letter("3310/CATP-PV01", local_day(at - timedelta(days=2)))
    said = {row.pk: dossiers.Said("agree", "Không có vi phạm.") for row in rows}
    dossiers.answer_request(police, said, answered, by=appraiser, at=at - timedelta(days=1))
    dossiers.ask(
        rows, dossiers.Asked("Sở Tài chính", "Việc chấp hành quy định về tài chính, ngân sách", seen, "1205/BTĐKT"),
        by=appraiser, at=at - timedelta(days=4),
    )  # fmt: skip


def _hear_the_public(shown: Consultation, appraiser: Acting, *, at: datetime) -> None:
    first, second = shown.lines.order_by("id")
    said = dossiers.comment(
        shown, "Bà con trong tổ dân phố đồng tình, đề nghị khen thưởng.", line=first.pk, at=at - timedelta(days=3)
    )
    dossiers.triage(
        said, Triage.VALID, "Ghi nhận, không có nội dung phải xác minh.", by=appraiser, at=at - timedelta(days=2)
    )
    dossiers.comment(
        shown, "Đề nghị xem lại phần sáng kiến: nhiều người cùng làm, báo cáo chỉ nêu một người.", line=second.pk,
        name="Nguyễn Văn Bình", contact="0900 000 123", at=at - timedelta(days=1),
    )  # fmt: skip
