"""The day's run: who is told what and when, once, whatever happens to the run."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.accounts.tests.factories import UserFactory
from thidua.foundation.clock import HANOI
from thidua.notices.models import Digest, Notice, Slot
from thidua.organisation.models import CalendarDay, DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import tasks
from thidua.plans.actions import reminding
from thidua.plans.actions.reminding import run
from thidua.plans.models import Milestone, PlanState
from thidua.plans.tests.factories import due, in_force

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 16)
SEVEN_BEFORE = date(2025, 6, 5)


def at(day: date) -> datetime:
    return datetime.combine(day, time(6, 30), HANOI).astimezone(UTC)


def remind(day: date):
    return run(on=day, at=at(day))


def told(user=None):
    rows = Notice.objects.order_by("id")
    rows = rows.filter(user=user) if user else rows
    return [(row.topic, row.title.split(" · ")[0]) for row in rows]


@pytest.fixture
def office():
    return {code: DutyFactory(code=code).user for code in (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER, DutyCode.LEADER)}


@pytest.fixture
def unit():
    found = UnitFactory(name="Sở Thử nghiệm Xanh")
    found.officer = DutyFactory(code=DutyCode.UNIT_OFFICER, unit=found, user__email="canbo@thanhpho.example").user
    found.head = DutyFactory(code=DutyCode.UNIT_HEAD, unit=found).user
    return found


@pytest.fixture
def plan():
    return in_force(number="12/KH-UBND")


def test_officers_and_heads_of_the_carrying_unit_are_told(plan, unit, office):
    row = due(plan, DAY, unit=unit)
    DutyFactory(code=DutyCode.UNIT_OFFICER)  # of another unit
    assert remind(SEVEN_BEFORE).notices == 2
    assert set(Notice.objects.values_list("user", flat=True)) == {unit.officer.pk, unit.head.pk}
    notice = Notice.objects.get(user=unit.officer)
    assert notice.title == f"Còn 7 ngày làm việc · Việc {row.task.number}: {row.task.title}"
    assert notice.detail == "Trước ngày 16/06/2025. Hạn thực tế 16/06/2025 (Thứ Hai). Theo 12/KH-UBND.".replace(
        "Trước", "trước"
    )
    assert (notice.url, notice.subject, notice.day) == (
        f"/ke-hoach/moc/{row.pk}/",
        f"milestone:{row.pk}",
        SEVEN_BEFORE,
    )


def test_the_accountable_person_alone_when_there_is_one(plan, unit, office):
    person = acting(DutyCode.UNIT_OFFICER, unit).user
    due(plan, DAY, unit=unit, task={"accountable": person})
    remind(SEVEN_BEFORE)
    assert set(Notice.objects.values_list("user", flat=True)) == {person.pk}


@pytest.mark.parametrize("state", ["left", "ended", "locked"])
def test_who_left_is_not_told_the_unit_is(plan, unit, office, state):
    person = UserFactory(is_active=state != "locked")
    if state != "left":
        DutyFactory(user=person, unit=unit, valid_to=date(2025, 5, 1) if state == "ended" else None)
    due(plan, DAY, unit=unit, task={"accountable": person})
    remind(SEVEN_BEFORE)
    assert set(Notice.objects.values_list("user", flat=True)) == {unit.officer.pk, unit.head.pk}


def test_the_office_when_no_unit_was_chosen(plan, office):
    due(plan, DAY)
    remind(SEVEN_BEFORE)
    assert set(Notice.objects.values_list("user", flat=True)) == {
        office[DutyCode.OFFICE_HEAD].pk, office[DutyCode.APPRAISER].pk
    }  # fmt: skip


def test_a_row_of_the_programme_is_told_unless_it_repeats_a_task(plan, office):
    row = due(plan, DAY)
    for task in (None, row.task):
        council_row = plan.council_rows.create(key=f"PL2.{task}", position=1, title="Phiên họp", task=task)
        Milestone.objects.create(
            plan=plan, council_row=council_row, key=f"PL2.{task}.1", position=1, relation="before",
            printed="trước 16/6", used_date=DAY, effective=DAY,
        )  # fmt: skip
    remind(SEVEN_BEFORE)
    assert Notice.objects.filter(user=office[DutyCode.OFFICE_HEAD]).count() == 2


@pytest.mark.parametrize(
    "change",
    [{"done_on": date(2025, 6, 1)}, {"dropped_on": date(2025, 6, 5)}, {"effective": None}],
    ids=["done", "dropped", "undated"],
)
def test_what_is_over_is_not_told(plan, unit, office, change):
    row = due(plan, DAY, unit=unit)
    Milestone.objects.filter(pk=row.pk).update(**change)
    assert remind(SEVEN_BEFORE).notices == 0


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_plans_in_force(plan, unit, office, state):
    due(plan, DAY, unit=unit)
    plan.state = state
    plan.save()
    assert remind(SEVEN_BEFORE).notices == 0


def test_a_task_closed_is_not_told(plan, unit, office):
    due(plan, DAY, unit=unit, task={"closed_on": date(2025, 6, 1)})
    assert remind(SEVEN_BEFORE).notices == 0


def test_dropped_from_a_later_day_is_still_told(plan, unit, office):
    due(plan, DAY, unit=unit, dropped_on=date(2025, 6, 6))
    assert remind(SEVEN_BEFORE).notices == 2


def test_a_second_run_tells_nothing(plan, unit, office):
    due(plan, DAY, unit=unit)
    first = remind(SEVEN_BEFORE)
    assert remind(SEVEN_BEFORE) == first
    assert Notice.objects.count() == 2
    Slot.objects.all().delete()  # even if it were forgotten that the day was done
    assert remind(SEVEN_BEFORE).notices == 0
    assert Notice.objects.count() == 2


def test_nothing_on_days_off_and_the_next_working_day_catches_up(plan, unit, office):
    due(plan, date(2025, 6, 17), unit=unit)
    CalendarDay.objects.create(day=date(2025, 6, 6), kind="off", name="Nghỉ đột xuất")
    due(plan, date(2025, 6, 16), unit=unit)  # seven left on Thursday the 5th, were the 6th not off
    for day in (date(2025, 6, 6), date(2025, 6, 7), date(2025, 6, 8)):
        assert not remind(day).working
    assert not Notice.objects.exists()
    assert not Slot.objects.exists()
    assert remind(date(2025, 6, 9)).notices == 4


def test_after_an_outage_one_reminder_a_milestone(plan, unit, office):
    for number in range(5):
        due(plan, DAY + timedelta(days=7 * number), unit=unit)
    remind(date(2025, 4, 1))
    # Each of five to two people; late by 22, 17, 12 and 7 days also to the head, by 22 and 17 to the leader.
    assert remind(date(2025, 7, 16)).notices == 10 + 4 + 2
    own = Notice.objects.filter(user=unit.officer)
    assert own.count() == 5
    assert Digest.objects.count() == 1
    assert remind(date(2025, 7, 17)).notices < 5


def test_a_day_that_moved_is_told_anew(plan, unit, office):
    row = due(plan, DAY, unit=unit)
    remind(SEVEN_BEFORE)
    Milestone.objects.filter(pk=row.pk).update(used_date=date(2025, 6, 17), effective=date(2025, 6, 17))
    assert remind(date(2025, 6, 6)).notices == 2


def test_who_takes_over_is_told_how_it_stands(plan, unit, office):
    due(plan, DAY, unit=unit)
    remind(SEVEN_BEFORE)
    newcomer = DutyFactory(code=DutyCode.UNIT_OFFICER, unit=unit).user
    assert remind(date(2025, 6, 6)).notices == 1
    assert told(newcomer) == [("plans.carriers", "Còn 6 ngày làm việc")]


def test_late_goes_to_the_head_then_to_the_leader(plan, unit, office):
    due(plan, DAY, unit=unit)
    day, late_by_day = DAY, {}
    for _ in range(30):
        day += timedelta(days=1)
        remind(day)
    for row in Notice.objects.order_by("id"):
        late_by_day.setdefault(row.user_id, []).append((row.day, row.title.split(" · ")[0]))
    assert late_by_day[unit.officer.pk][:2] == [
        (date(2025, 6, 17), "Quá hạn 1 ngày làm việc"), (date(2025, 6, 24), "Quá hạn 6 ngày làm việc")
    ]  # fmt: skip
    assert late_by_day[office[DutyCode.OFFICE_HEAD].pk] == [
        (date(2025, 6, 24), "Quá hạn 6 ngày làm việc"), (date(2025, 7, 1), "Quá hạn 11 ngày làm việc"),
        (date(2025, 7, 8), "Quá hạn 16 ngày làm việc"), (date(2025, 7, 15), "Quá hạn 21 ngày làm việc"),
    ]  # fmt: skip
    assert late_by_day[office[DutyCode.LEADER].pk] == [
        (date(2025, 7, 8), "Quá hạn 16 ngày làm việc"), (date(2025, 7, 15), "Quá hạn 21 ngày làm việc")
    ]  # fmt: skip
    assert "Thực hiện: Sở Thử nghiệm Xanh." in Notice.objects.filter(topic="plans.head").first().detail


def test_the_most_urgent_is_shown_first(plan, unit, office):
    for days in (3, -2, 10, 0):
        due(plan, DAY + timedelta(days=days), unit=unit)
    remind(DAY)
    shown = [notice.title.split(" · ")[0] for notice in Notice.objects.filter(user=unit.head).order_by("-id")]
    assert shown == [
        "Quá hạn 1 ngày làm việc", "Hết hạn hôm nay", "Còn 3 ngày làm việc", "Còn 8 ngày làm việc"
    ]  # fmt: skip


def test_what_recurs_is_told_each_month(plan, unit, office):
    due(plan, None, unit=unit, relation="recurring", recurrence="FREQ=MONTHLY;BYMONTHDAY=25", effective=None)
    for day in (date(2025, 6, 16), date(2025, 6, 25), date(2025, 6, 26), date(2025, 7, 16)):
        remind(day)
    assert [row.day for row in Notice.objects.filter(user=unit.head).order_by("id")] == [
        date(2025, 6, 16), date(2025, 6, 25), date(2025, 7, 16)
    ]  # fmt: skip


def test_the_clock_waits_for_the_offices_hour_and_runs_once(plan, unit, office):
    due(plan, DAY, unit=unit)
    early = datetime(2025, 6, 4, 23, 0, tzinfo=UTC)  # six in the morning of the 5th in Hanoi
    assert tasks.remind(at=early) is None
    assert tasks.remind(at=early + timedelta(minutes=30)).notices == 2
    assert tasks.remind(at=early + timedelta(minutes=31)) is None
    assert Slot.objects.get().day == SEVEN_BEFORE


# -- killed at any step


class Killed(BaseException):
    """The process ends here: no code catches it."""


def killed_at(statement: int):
    """Let so many statements through to the database and end the process at the next one."""
    count = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count > statement:
            raise Killed
        return execute(sql, params, many, context)

    return wrapper


def city(plan, units=3, each=5):
    """Milestones at every step, in several pieces of a run."""
    for number in range(units):
        unit = UnitFactory()
        for code in (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD):
            DutyFactory(code=code, unit=unit, user__email=f"{code}{number}@thanhpho.example")
        for place in range(each):
            due(plan, DAY + timedelta(days=(-28, -1, 0, 3, 10)[place % 5]), unit=unit)


def outcome():
    notices = sorted(Notice.objects.values_list("user", "key", "digest__slot", "digest__user"))
    return notices, sorted(Digest.objects.values_list("user", "slot")), Slot.objects.get().made


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_statement_nothing_is_missed_and_nothing_doubled(monkeypatch, office):
    monkeypatch.setattr(reminding, "CHUNK", 4)
    city(in_force())
    remind(DAY)
    whole = outcome()
    assert len(whole[0]) > 30
    assert len(whole[1]) == 6
    broken = 0
    for statement in range(500):
        Notice.objects.all().delete()
        Digest.objects.all().delete()
        Slot.objects.all().delete()
        try:
            with connection.execute_wrapper(killed_at(statement)):
                remind(DAY)
        except Killed:
            broken += 1
            remind(DAY)
            assert outcome() == whole, f"killed at statement {statement}"
        else:
            break
    assert broken > 30  # every statement of the run was a place to be killed at
    assert outcome() == whole


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("place", ["take_slot", "slot_for_writing", "due_until", "tell", "advance", "complete"])
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_around_each_act(monkeypatch, office, place, after):
    monkeypatch.setattr(reminding, "CHUNK", 4)
    city(in_force())
    act = getattr(reminding, place)

    def killed(*args, **kwargs):
        if after:
            act(*args, **kwargs)
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(reminding, place, killed)
        remind(DAY)
    remind(DAY)
    found = outcome()
    Notice.objects.all().delete()
    Digest.objects.all().delete()
    Slot.objects.all().delete()
    remind(DAY)
    assert outcome() == found


def test_killed_one_evening_the_next_morning_makes_good(monkeypatch, plan, unit, office):
    due(plan, DAY, unit=unit)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(reminding, "complete", lambda *args, **kwargs: (_ for _ in ()).throw(Killed))
        remind(SEVEN_BEFORE)
    assert Notice.objects.count() == 2  # told in the application, the letter not made yet
    remind(date(2025, 6, 6))
    assert Notice.objects.count() == 2
    assert Digest.objects.get().notices.count() == 1


# -- size


def test_each_piece_costs_the_same_whatever_the_size(monkeypatch, plan, office):
    monkeypatch.setattr(reminding, "CHUNK", 50)
    unit = UnitFactory()
    DutyFactory(code=DutyCode.UNIT_OFFICER, unit=unit)
    costs = []
    for total in (100, 400):
        while Milestone.objects.count() < total:
            due(plan, DAY, unit=unit)
        Notice.objects.all().delete()
        Slot.objects.all().delete()
        with CaptureQueriesContext(connection) as seen:
            assert remind(DAY).notices == total
        costs.append(len(seen))
    assert (costs[1] - costs[0]) % 6 == 0
    assert (costs[1] - costs[0]) // 6 <= 12
