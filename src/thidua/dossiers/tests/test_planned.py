"""Opening rounds from a plan in force: one, all, a year's months, by the clock; what is open, what moved, what overlaps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers.actions.opening import open_by_month, open_due, open_planned
from thidua.dossiers.actions.rounds import open_round, tie_round
from thidua.dossiers.models import MonthlyOpening, Round
from thidua.dossiers.policies import may_draw_up, rounds_seen_by
from thidua.dossiers.queries.planned import moved_milestone, overlap_words, overlaps_of, planned
from thidua.dossiers.tasks import open_months
from thidua.dossiers.tests.factories import RoundFactory
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans.models import CouncilRow, PlanState
from thidua.plans.tests.factories import MilestoneFactory, PlanFactory, TaskFactory

pytestmark = pytest.mark.django_db
AT = datetime(2025, 2, 14, 2, 0, tzinfo=UTC)
DAY = date(2025, 2, 14)


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


@pytest.fixture
def plan():
    """A small plan in force: a session with two contents, its hand-in, monthly rounds, a list of named units."""
    made = PlanFactory(state=PlanState.ACTIVE, year=2025)
    handed = TaskFactory(plan=made, number="9", position=9, title="Đơn vị trình khen thưởng tổng kết năm 2024")
    MilestoneFactory(task=handed, label="Trình", printed_date=date(2025, 2, 28), from_date=date(2025, 1, 1))
    session = TaskFactory(plan=made, number="7", position=7, title="Họp Hội đồng Thi đua - Khen thưởng")
    MilestoneFactory(task=session, label="Họp Hội đồng", printed_date=date(2025, 3, 10))
    CouncilRow.objects.create(
        plan=made, key="PL2.I.1", position=1, title="Phiên thứ nhất", task=session,
        contents=["Hình thức khen thưởng năm 2024 của cụm, khối", "Khen thưởng cấp Nhà nước đợt 1/2025"],
    )  # fmt: skip
    monthly = TaskFactory(plan=made, number="43", position=43, title="Xét, tặng “Người tốt, việc tốt”")
    MilestoneFactory(
        task=monthly, printed_date=None, recurrence="FREQ=MONTHLY;BYMONTHDAY=25", relation="monthly_on_day"
    )
    TaskFactory(plan=made, number="35", position=35, title="Xét, khen thưởng Thủ khoa xuất sắc")
    return made


def keys(plan):
    return [row.proposal.key for group in planned(plan, DAY) for row in group.rows]


def test_all_open_with_one_act_once_and_tied_to_plan_and_session(plan, head):
    held = SessionFactory(year=2025, number=1, programme_ref="I.1", held_on=date(2025, 3, 8))
    opened = open_planned(plan, keys(plan), by=head, at=AT)
    assert [title for title, _why in opened.refused] == ["Thủ khoa xuất sắc năm 2025"]  # no unit is named
    assert Round.objects.count() == len(opened.made) == 14
    summed = Round.objects.get(proposal="tong-ket-2024")
    assert (summed.opens_on, summed.closes_on, summed.period) == (date(2025, 1, 1), date(2025, 2, 28), 2024)
    assert summed.task.number == "9"
    assert (summed.session, summed.route) == (held, "regular")
    assert Round.objects.get(proposal="nha-nuoc-2024-dot1").route == "state"
    again = open_planned(plan, keys(plan), by=head, at=AT)
    assert (again.made, len(again.refused)) == ([], 15)
    assert Event.objects.filter(verb="dossiers.open_round").count() == 14


def test_named_senders_come_from_the_units_of_the_task(plan, head):
    unit, other = UnitFactory(), UnitFactory()
    plan.tasks.get(number="35").units.add(unit)
    made = open_planned(plan, ["thu-khoa-2025-35"], by=head, at=AT).made[0]
    assert [rule.unit for rule in made.senders.all()] == [unit]
    officer = acting(DutyCode.UNIT_OFFICER, other)
    assert not may_draw_up(officer, made, made.opens_on)
    assert not Round.objects.filter(rounds_seen_by(officer)).exists()
    assert may_draw_up(acting(DutyCode.UNIT_OFFICER, unit), made, made.opens_on)


def test_only_the_head_and_only_of_a_plan_in_force(plan, head):
    with pytest.raises(Refused, match="lãnh đạo Ban"):
        open_planned(plan, keys(plan), by=acting(DutyCode.APPRAISER), at=AT)
    plan.state = PlanState.CLOSED
    with pytest.raises(Refused, match="thực hiện"):
        open_planned(plan, keys(plan), by=head, at=AT)
    assert not Round.objects.exists()


def test_a_milestone_that_moves_is_told_and_changes_nothing(plan, head):
    made = open_planned(plan, ["tong-ket-2024"], by=head, at=AT).made[0]
    assert moved_milestone(made) == ""
    made.milestone.effective = date(2025, 3, 14)
    assert "nay là 14/03/2025" in moved_milestone(made)
    assert "28/02/2025" in moved_milestone(made)
    made.milestone.dropped_on = date(2025, 2, 20)
    assert "đã bỏ" in moved_milestone(made)


def test_months_open_by_the_clock_once_each_when_said_so(plan, head):
    task = plan.tasks.get(number="43")
    assert open_due(at=AT).made == []
    open_by_month(task, "ntvt", on=True, by=head, at=AT)
    open_by_month(task, "ntvt", on=True, by=head, at=AT)
    assert MonthlyOpening.objects.count() == 1
    assert open_months(at=AT) == 1
    assert open_months(at=AT) == 0
    assert Round.objects.get().proposal == "ntvt-2025-02"
    assert open_months(at=AT + timedelta(days=1)) == 0  # open already
    assert open_months(at=datetime(2025, 2, 26, 1, 0, tzinfo=UTC)) == 1
    open_by_month(task, "ntvt", on=False, by=head, at=AT)
    assert open_months(at=datetime(2025, 3, 26, 1, 0, tzinfo=UTC)) == 0
    assert set(Event.objects.filter(verb="dossiers.open_round").values_list("actor", flat=True)) == {"system"}


def test_overlapping_rounds_are_told(head):
    first = RoundFactory(
        title="Đợt Một", awards=["CSTDT", "BKTP"], opens_on=date(2025, 1, 1), closes_on=date(2025, 3, 1)
    )
    same = RoundFactory(title="Đợt Hai", awards=["BKTP"], opens_on=date(2025, 2, 1), closes_on=date(2025, 4, 1))
    for other in (
        {"period": 2023},
        {"awards": ["COTP"]},
        {"opens_on": date(2025, 4, 2), "closes_on": date(2025, 5, 1)},
    ):
        RoundFactory(**{"awards": ["BKTP"], "opens_on": date(2025, 2, 1), "closes_on": date(2025, 4, 1)} | other)
    assert [row.title for row in overlaps_of(first, DAY)] == ["Đợt Hai"]
    assert "“Đợt Một”" in overlap_words(overlaps_of(same, DAY))
    assert overlap_words([]) == ""


def test_the_page_opens_one_all_and_shows_them_open(client, plan, head):
    client.force_login(head.user)
    page = reverse("dossiers:plan_rounds", args=[plan.pk])
    assert client.get(reverse("dossiers:round_plans")).url == page
    text = client.get(page).content.decode()
    assert "Khen thưởng cấp Nhà nước, đợt 1/2025" in text
    url = reverse("dossiers:open_rounds", args=[plan.pk])
    for _time in range(2):
        assert client.post(url, {"one": "tong-ket-2024", "form_key": "a"}).status_code == 302
    assert Round.objects.count() == 1
    assert "Đã mở" in client.get(page).content.decode()
    months = " ".join(key for key in keys(plan) if key.startswith("ntvt"))
    client.post(url, {"chosen": ["nha-nuoc-2024-dot1", months], "form_key": "b"})
    assert Round.objects.count() == 14
    client.post(url, {"form_key": "c"})
    client.post(url, {"one": "khong-co", "form_key": "d"})
    assert Round.objects.count() == 14
    changed = client.get(reverse("dossiers:round_new") + f"?ke-hoach={plan.pk}&de-xuat=thu-khoa-2025-35")
    assert changed.context["form"].initial["route"] == "valedictorian"


def test_opened_from_the_form_it_counts_as_opened_from_the_plan(client, plan, head):
    unit = UnitFactory(name="Thành đoàn thử")
    client.force_login(head.user)
    data = {
        "code": "tk", "title": "Thủ khoa", "awards": ["HN_THUKHOA"], "period": "2025", "opens_on": "01/01/2026", "closes_on": "31/12/2999",
        "route": "valedictorian", "task": plan.tasks.get(number="35").pk, "units": unit.name, "form_key": "a",
    }  # fmt: skip
    url = reverse("dossiers:round_new") + f"?ke-hoach={plan.pk}&de-xuat=thu-khoa-2025-35"
    assert client.post(url, data | {"units": "Không có đơn vị ấy"}).context["form"].errors["units"]
    assert client.post(url, data | {"units": "", "form_key": "b"}).context["form"].errors["units"]
    assert client.post(url, data | {"form_key": "c"}).status_code == 302
    assert Round.objects.get().proposal == "thu-khoa-2025-35"


@pytest.mark.parametrize("duty", [None, DutyCode.APPRAISER, DutyCode.UNIT_OFFICER, DutyCode.CLERK])
def test_nobody_else_opens(client, plan, duty):
    if duty:
        client.force_login(acting(duty).user)
    for name in ("plan_rounds", "open_rounds", "by_month"):
        url = reverse(f"dossiers:{name}", args=[plan.pk])
        answer = (
            client.get(url)
            if name == "plan_rounds"
            else client.post(url, {"one": "tong-ket-2024", "pattern": "ntvt", "on": "1", "form_key": name})
        )
        assert answer.status_code == (403 if duty else 302)
    assert not Round.objects.exists()
    assert not MonthlyOpening.objects.exists()


def test_the_page_asks_as_often_for_a_large_plan(client, plan, head):
    client.force_login(head.user)
    page = reverse("dossiers:plan_rounds", args=[plan.pk])

    def queries():
        with CaptureQueriesContext(connection) as context:
            client.get(page)
        return len(context)

    client.get(page)
    few = queries()
    for n in range(40):
        task = TaskFactory(plan=plan, number=f"x{n}", position=100 + n, title="Khen thưởng chuyên đề")
        MilestoneFactory(task=task, label="Gửi hồ sơ", printed_date=date(2025, 5, 1))
    assert len(keys(plan)) > 50
    assert queries() == few


def test_a_crash_while_a_round_is_written_leaves_nothing_of_it(monkeypatch, plan, head):
    def crash(*_args, **_named):
        raise RuntimeError

    monkeypatch.setattr("thidua.dossiers.actions.opening.record", crash)
    with pytest.raises(RuntimeError):
        open_planned(plan, ["tong-ket-2024"], by=head, at=AT)
    assert not Round.objects.exists()


def test_opened_by_hand_with_kinds(head):
    fields = {"code": "a", "title": "A", "awards": ["BKTP"], "period": 2025, "opens_on": today(), "closes_on": today()}
    made = open_round(fields, senders={"kinds": ["ward", "commune"]}, by=head, at=AT)
    assert {rule.kind for rule in made.senders.all()} == {"ward", "commune"}


def test_two_heads_open_one_proposal_the_slower_is_told_and_a_route_without_a_vote_has_no_session(plan, head):
    made = open_planned(plan, ["tong-ket-2024"], by=head, at=AT).made[0]
    fields = {
        "code": "b",
        "title": "B",
        "awards": ["BKTP"],
        "period": 2025,
        "opens_on": DAY,
        "closes_on": DAY,
        "task": made.task,
    }
    with pytest.raises(Conflict, match="vừa được mở"):
        open_round(fields | {"proposal": made.proposal}, by=head, at=AT)
    straight = open_round(fields | {"route": "sudden"}, by=head, at=AT)
    with pytest.raises(Refused, match="không gắn phiên"):
        tie_round(straight, session=SessionFactory(), task=None, by=head, at=AT)
