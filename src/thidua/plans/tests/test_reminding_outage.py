"""Reminders and letters after days without them: each says how things stand today, once, and which milestone it is of."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail

from thidua.accounts.tests.factories import UserFactory
from thidua.foundation.clock import HANOI
from thidua.notices.actions import deliver
from thidua.notices.models import Digest, DigestState, Notice
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory
from thidua.plans.actions.reminding import run
from thidua.plans.models import Milestone
from thidua.plans.queries.feed import calendar_entries
from thidua.plans.queries.standing import STANDINGS
from thidua.plans.tests.factories import MilestoneFactory, due, in_force

pytestmark = pytest.mark.django_db
MONDAY = date(2025, 6, 16)


def at(day: date) -> datetime:
    return datetime.combine(day, time(6, 30), HANOI).astimezone(UTC)


def remind(*days: date) -> None:
    for day in days:
        run(on=day, at=at(day))


def each(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.fixture
def unit():
    found = UnitFactory()
    found.officer = DutyFactory(code=DutyCode.UNIT_OFFICER, unit=found, user=UserFactory(email="a@tp.example")).user
    return found


@pytest.fixture
def plan():
    return in_force(number="12/KH-UBND")


def late_days(row: Milestone) -> list[date]:
    told = Notice.objects.filter(subject=f"milestone:{row.pk}", key__contains=":late")
    return sorted(told.values_list("day", flat=True))


def letter() -> str:
    (sent,) = mail.outbox
    return sent.body


# Which milestone


def test_each_milestone_of_a_task_says_which_it_is(plan, unit):
    first = due(plan, MONDAY, unit=unit, label="Gửi hồ sơ", task={"title": "Họp Hội đồng"})
    MilestoneFactory(task=first.task, printed_date=MONDAY, label="Ban hành quyết định")
    MilestoneFactory(task=first.task, printed_date=MONDAY, label="")
    MilestoneFactory(task=first.task, printed_date=MONDAY, label="họp hội đồng")
    remind(MONDAY)
    name = f"Hết hạn hôm nay · Việc {first.task.number}: Họp Hội đồng"
    titles = Notice.objects.order_by("id").values_list("title", flat=True)
    assert set(titles) == {f"{name} (Gửi hồ sơ)", f"{name} (Ban hành quyết định)", name}
    calendar = {entry.title for entry in calendar_entries(unit.officer, MONDAY)}
    assert {title.split("Họp Hội đồng")[1] for title in calendar} == {"", " (Gửi hồ sơ)", " (Ban hành quyết định)"}


# The weekly reminder


def test_without_an_outage_the_weekly_reminder_comes_weekly(plan, unit):
    row = due(plan, date(2025, 6, 13), unit=unit)
    remind(*each(MONDAY, date(2025, 7, 8)))
    assert late_days(row) == [MONDAY, date(2025, 6, 23), date(2025, 6, 30), date(2025, 7, 7)]


def test_after_an_outage_it_comes_once_and_then_a_week_later(plan, unit):
    """Down from the day of the second reminder until the Friday before the third."""
    row = due(plan, date(2025, 6, 13), unit=unit)
    remind(MONDAY, *each(date(2025, 6, 27), date(2025, 7, 18)))
    assert late_days(row) == [MONDAY, date(2025, 6, 27), date(2025, 7, 4), date(2025, 7, 11), date(2025, 7, 18)]


def test_a_run_again_after_an_outage_tells_nothing_twice(plan, unit):
    row = due(plan, date(2025, 6, 13), unit=unit)
    remind(date(2025, 6, 27), date(2025, 6, 27), date(2025, 6, 30), date(2025, 6, 30))
    assert late_days(row) == [date(2025, 6, 27)]


def test_a_day_off_in_the_way_is_no_outage(plan, unit):
    """Late from 24/04; again 01/05, a holiday with a day off after it: told 05/05, and 08/05 all the same."""
    row = due(plan, date(2025, 4, 23), unit=unit)
    remind(*each(date(2025, 4, 24), date(2025, 5, 8)))
    assert late_days(row) == [date(2025, 4, 24), date(2025, 5, 5), date(2025, 5, 8)]


# The letter


def test_a_letter_that_waited_tells_todays_counts_the_most_urgent_first(plan, unit):
    """The mail server was away from Monday to Thursday; each was told on another day."""
    far = due(plan, date(2025, 6, 25), unit=unit, task={"title": "Còn xa"})  # 7 left on Monday
    near = due(plan, date(2025, 6, 20), unit=unit, task={"title": "Gần hơn"})  # 3 left on Tuesday
    over = due(plan, date(2025, 6, 17), unit=unit, task={"title": "Đã trễ"})  # on the day on Tuesday, late on Wednesday
    remind(*each(MONDAY, date(2025, 6, 18)))
    assert Digest.objects.filter(state=DigestState.WAITING).count() == 1
    deliver(at=at(date(2025, 6, 19)), standings=STANDINGS)
    lines = [line for line in letter().splitlines() if line[:1].isdigit()]
    assert lines == [
        f"1. Quá hạn 2 ngày làm việc · Việc {over.task.number}: Đã trễ",
        f"2. Còn 1 ngày làm việc · Việc {near.task.number}: Gần hơn",
        f"3. Còn 4 ngày làm việc · Việc {far.task.number}: Còn xa",
    ]
    assert "Nhắc việc ngày 19/06/2025" in letter()
    assert Notice.objects.get(subject=f"milestone:{far.pk}").title.startswith("Còn 7"), "as it was told"


def test_what_was_done_or_dropped_meanwhile_is_said_last(plan, unit):
    done = due(plan, MONDAY, unit=unit, task={"title": "Xong rồi"})
    gone = due(plan, MONDAY, unit=unit, task={"title": "Bỏ rồi"})
    due(plan, MONDAY, unit=unit, task={"title": "Còn làm"})
    remind(MONDAY)
    Milestone.objects.filter(pk=done.pk).update(done_on=MONDAY)
    Milestone.objects.filter(pk=gone.pk).update(dropped_on=MONDAY)
    deliver(at=at(MONDAY), standings=STANDINGS)
    titles = [line.split(". ", 1)[1].split(" · ")[0] for line in letter().splitlines() if line[:1].isdigit()]
    assert titles[0] == "Hết hạn hôm nay"
    assert set(titles[1:]) == {"Đã xong", "Đã bỏ theo văn bản sửa đổi"}


def test_what_recurs_and_what_is_gone(plan, unit):
    """Twice a month: the next time counts. A milestone that was taken away keeps the words it was told with."""
    due(
        plan, None, unit=unit, task={"title": "Hằng tháng"}, relation="monthly", recurrence="FREQ=MONTHLY;BYMONTHDAY=25"
    )
    gone = due(plan, MONDAY, unit=unit, task={"title": "Mất"})
    remind(MONDAY)
    Milestone.objects.filter(pk=gone.pk).delete()
    deliver(at=at(date(2025, 6, 18)), standings=STANDINGS)
    assert "Còn 5 ngày làm việc · Việc" in letter()
    assert "Mất (nhắc ngày 16/06/2025)" in letter()


def test_any_number_of_lines_costs_the_same_queries(plan, unit, django_assert_max_num_queries):
    for _n in range(45):
        due(plan, MONDAY, unit=unit)
    remind(MONDAY)
    with django_assert_max_num_queries(16):
        deliver(at=at(MONDAY), standings=STANDINGS)
    assert letter().count("Hết hạn hôm nay") == 40
    assert "Và 5 nội dung khác" in letter()
