"""The calendar of a plan: days from Monday, holidays by name, milestones on their working day, the agenda."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.organisation.models import CalendarDay
from thidua.plans.models import Milestone
from thidua.plans.queries.board import Filters
from thidua.plans.queries.monthly import IN_A_DAY, MOST_IN_LIST, month_of
from thidua.plans.tests.chains import demo_in_force, head, milestone, plan_of, row

pytestmark = pytest.mark.django_db
ON = date(2025, 5, 20)


@pytest.fixture
def office(client):
    boss = head()
    client.force_login(boss.user)
    return boss


def days_of(month):
    return {one.day: one for week in month.weeks for one in week}


def test_weeks_begin_on_monday_and_hold_the_whole_month():
    month = month_of(plan_of(), ON, Filters(), date(2025, 6, 17))
    assert [week[0].day.weekday() for week in month.weeks] == [0] * len(month.weeks)
    assert {len(week) for week in month.weeks} == {7}
    found = days_of(month)
    assert (min(found), max(found)) == (date(2025, 5, 26), date(2025, 7, 6))
    assert not found[date(2025, 5, 31)].inside
    assert found[date(2025, 6, 1)].inside
    assert (month.month, month.earlier, month.later) == (date(2025, 6, 1), date(2025, 5, 1), date(2025, 7, 1))


def test_the_months_beside_december_and_january_are_in_other_years():
    assert month_of(plan_of(), ON, Filters(), date(2025, 12, 1)).later == date(2026, 1, 1)
    assert month_of(plan_of(), ON, Filters(), date(2025, 1, 31)).earlier == date(2024, 12, 1)


def test_holidays_are_named_and_make_up_days_are_worked():
    CalendarDay.objects.create(day=date(2025, 5, 10), kind=CalendarDay.Kind.WORKED, name="Làm bù")
    found = days_of(month_of(plan_of(), ON, Filters(), date(2025, 5, 1)))
    assert "Quốc tế Lao động" in found[date(2025, 5, 1)].off
    assert not found[date(2025, 5, 1)].working
    assert found[date(2025, 5, 10)].working
    assert (found[date(2025, 5, 11)].working, found[date(2025, 5, 11)].off) == (False, "")


def test_a_milestone_stands_on_its_working_day_not_on_the_day_printed():
    plan = plan_of()
    found = row(plan, date(2025, 8, 31))
    Milestone.objects.filter(pk=found.pk).update(effective=date(2025, 8, 29))
    days = days_of(month_of(plan, ON, Filters(), date(2025, 8, 1)))
    assert [item.line.row.pk for item in days[date(2025, 8, 29)].items] == [found.pk]
    assert days[date(2025, 8, 31)].items == []


def test_what_recurs_by_rule_stands_on_each_of_its_days():
    plan = plan_of()
    owner = row(plan, date(2025, 6, 2)).task
    milestone(plan, None, 99, task=owner, recurrence="FREQ=MONTHLY;BYMONTHDAY=25")
    items = [
        (day, item.again) for day, one in days_of(month_of(plan, ON, Filters(), date(2025, 6, 1))).items() for item in one.items
    ]  # fmt: skip
    assert items == [(date(2025, 6, 2), False), (date(2025, 6, 25), True)]


def test_without_a_month_the_nearest_with_milestones_is_shown():
    plan = plan_of()
    row(plan, date(2025, 3, 3))
    row(plan, date(2025, 9, 3))
    assert month_of(plan, date(2025, 9, 20), Filters()).month == date(2025, 9, 1)
    assert month_of(plan, date(2027, 1, 1), Filters()).month == date(2025, 9, 1)
    assert month_of(plan_of(), ON, Filters()).month == date(2025, 5, 1)


def test_a_full_day_shows_a_few_and_the_list_shows_all():
    plan = plan_of()
    for _ in range(IN_A_DAY + 2):
        row(plan, date(2025, 6, 2))
    month = month_of(plan, ON, Filters(), date(2025, 6, 1))
    day = days_of(month)[date(2025, 6, 2)]
    assert (len(day.shown), day.more, month.count) == (IN_A_DAY, 2, IN_A_DAY + 2)
    assert [len(one.items) for one in month.agenda] == [IN_A_DAY + 2]


def test_the_list_stops_where_it_is_long_enough():
    plan = plan_of()
    owner = row(plan, date(2025, 6, 2)).task
    for number in range(MOST_IN_LIST):
        milestone(plan, date(2025, 6, 3), 1000 + number, task=owner)
    month = month_of(plan, ON, Filters(), date(2025, 6, 1))
    assert month.cut
    assert sum(len(one.items) for one in month.agenda) == MOST_IN_LIST


def test_a_holiday_of_several_days_stands_once_in_the_list():
    month = month_of(plan_of(), ON, Filters(), date(2025, 1, 1))
    holidays = [(one.day, one.until) for one in month.agenda if one.off]
    assert holidays[0] == (date(2025, 1, 1), date(2025, 1, 1))
    assert len(holidays) == 2
    assert holidays[1][0] < date(2025, 1, 29) < holidays[1][1]  # Tết, 29 January


def test_filters_narrow_the_month(office):
    plan = demo_in_force(office)
    whole = month_of(plan, ON, Filters(), date(2025, 6, 1))
    found = month_of(plan, ON, Filters(text="Họp Hội đồng"), date(2025, 6, 1))
    assert 0 < found.count < whole.count
    late = month_of(plan, ON, Filters(loc="da-xong"), date(2025, 6, 1))
    assert late.count == 0


def test_the_page_and_its_links(client, office):
    plan = demo_in_force(office)
    text = client.get(reverse("plans:monthly", args=[plan.pk]), {"thang": "2025-06", "loc": "qua-han"}).content.decode()
    assert re.search(r'href="[^"]*loc=qua-han&amp;thang=2025-05"', text)
    assert re.search(r'href="[^"]*loc=qua-han&amp;thang=2025-07"', text)
    assert '<input type="hidden" name="thang" value="2025-06">' in text  # filtering stays in the month
    assert "Thứ Hai" in text
    assert f"/van-ban/#{plan.tasks.get(number='22').source['blocks'][0]}" in text


@pytest.mark.parametrize("typed", ["2025-13", "0000-01", "9999-12", "năm nay", "2025", "²025-06", "2025-06-01"])
def test_what_is_no_month_is_told_and_the_nearest_shown(client, office, typed):
    answer = client.get(reverse("plans:monthly", args=[plan_of().pk]), {"thang": typed})
    assert answer.status_code == 200
    assert "Không đọc được tháng" in answer.content.decode()


def test_the_same_queries_for_one_task_and_for_many(client, office):
    counts = []
    for size in (1, 60):
        plan = plan_of()
        for _ in range(size):
            row(plan, date(2025, 3, 3))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("plans:monthly", args=[plan.pk]), {"thang": "2025-03"}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
