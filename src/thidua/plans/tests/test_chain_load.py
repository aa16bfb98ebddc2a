"""The load of a plan by month, day and carrier, and who prepares two goals at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.organisation.models import UnitKind
from thidua.organisation.tests.factories import UnitFactory, UserFactory
from thidua.plans import actions
from thidua.plans.models import Milestone
from thidua.plans.queries.load import carried, crunches, double_booked, load
from thidua.plans.queries.load_people import load_table
from thidua.plans.tests.chains import AT, ON, at_key, demo_in_force, head, plan_of, row

pytestmark = pytest.mark.django_db


def test_the_load_by_month_and_the_peaks_are_those_of_the_calendar():
    """calendar.md 5."""
    found = load(demo_in_force())
    assert found.months == [
        ("2024-12", 1), ("2025-01", 6), ("2025-02", 6), ("2025-03", 5), ("2025-04", 4), ("2025-05", 2), ("2025-06", 6),
        ("2025-07", 4), ("2025-08", 6), ("2025-09", 3), ("2025-10", 1), ("2025-11", 1), ("2025-12", 4),
    ]  # fmt: skip
    assert found.undated == 4
    assert dict(found.peaks) == {
        date(2025, 1, 31): 3, date(2025, 2, 28): 5, date(2025, 6, 30): 3, date(2025, 7, 31): 4, date(2025, 8, 29): 4,
    }  # fmt: skip


def test_the_load_is_counted_for_units_persons_and_printed_names():
    plan, unit, person = plan_of(), UnitFactory(name="Sở Một"), UserFactory(full_name="Người Một")
    one, two = row(plan, date(2025, 3, 3)), row(plan, date(2025, 4, 1))
    row(plan, None)
    one.task.units.add(unit)
    two.task.units.add(unit)
    two.task.accountable = person
    two.task.unresolved = ["Các đơn vị"]
    two.task.save()
    found = {(holder.kind, holder.name): months for holder, months in load(plan).by_holder}
    assert found == {
        ("unit", "Sở Một"): {"2025-03": 1, "2025-04": 1},
        ("person", "Người Một"): {"2025-04": 1},
        ("printed", "Các đơn vị"): {"2025-04": 1},
    }
    assert load(plan).by_holder[0][0].name == "Sở Một"


def test_the_same_queries_for_few_and_for_many():
    counts = []
    for size in (1, 50):
        plan, unit = plan_of(), UnitFactory()
        for _number in range(size):
            row(plan, date(2025, 3, 3)).task.units.add(unit)
        with CaptureQueriesContext(connection) as asked:
            load(plan)
            double_booked(plan, date(2025, 3, 1), date(2025, 3, 31))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_carries_two_tasks_in_a_window():
    plan, busy, free = plan_of(), UnitFactory(name="Sở Bận"), UnitFactory(name="Sở Rảnh")
    days = (date(2025, 9, 16), date(2025, 10, 10), date(2025, 10, 13))
    rows = [row(plan, day) for day in days]
    for found in rows:
        found.task.units.add(busy)
    rows[0].task.units.add(free)
    rows[2].task.units.add(free)
    (one,) = double_booked(plan, date(2025, 9, 16), date(2025, 10, 10))
    assert (one.holder.name, one.tasks, [booking.day for booking in one.bookings]) == (
        "Sở Bận",
        2,
        [date(2025, 9, 16), date(2025, 10, 10)],
    )
    Milestone.objects.filter(pk=rows[0].pk).update(done_on=date(2025, 9, 10))
    assert double_booked(plan, date(2025, 9, 16), date(2025, 10, 10)) == []


def test_two_milestones_of_one_task_are_not_two_tasks():
    plan, unit = plan_of(), UnitFactory()
    one = row(plan, date(2025, 9, 16))
    one.task.units.add(unit)
    Milestone.objects.filter(pk=row(plan, date(2025, 9, 17)).pk).update(task=one.task)
    assert double_booked(plan, date(2025, 9, 1), date(2025, 9, 30)) == []


def test_session_4_and_the_congress_fall_on_the_same_office_from_16_september_to_10_october():
    """calendar.md 4: Ban TĐKT 16/9-10/10."""
    by = head()
    UnitFactory(name="Sở Nội vụ", kind=UnitKind.DEPARTMENT)
    plan = demo_in_force(by)
    assert crunches(plan, ON) == []
    actions.mark_goal(at_key(plan, "PL1.36.1"), goal=True, by=by, at=AT)
    (one,) = crunches(plan, ON)
    assert (one.start, one.end) == (date(2025, 9, 16), date(2025, 10, 10))
    assert [goal.key for goal in one.goals] == ["PL2.I.4", "PL1.36.1"]
    assert [holder.name for holder in one.holders] == [
        holder.name for holder in one.holders if "Nội vụ" in holder.name or "TĐKT" in holder.name
    ]
    assert one.holders


def test_goals_with_nobody_in_common_are_no_crunch():
    by = head()
    plan = plan_of(by=by)
    meeting, congress = row(plan, date(2025, 9, 30)), row(plan, date(2025, 10, 2))
    row(plan, date(2025, 9, 30), council="Phiên họp thứ tư", tied=meeting.task)
    meeting.task.units.add(UnitFactory())
    congress.task.units.add(UnitFactory())
    actions.mark_goal(congress, goal=True, by=by, at=AT)
    assert crunches(plan, ON) == []
    congress.task.units.add(meeting.task.units.get())
    assert len(crunches(plan, ON)) == 1


def test_the_table_counts_persons_and_units_by_month_and_whom_nobody_answers_for():
    plan, unit, person = plan_of(), UnitFactory(name="Sở Một"), UserFactory(full_name="Người Một")
    rows = [row(plan, date(2025, month, 3)) for month in (9, 9, 10, 11)]
    for found in rows:
        found.task.units.add(unit)
    for found in rows[:3]:
        found.task.accountable = person
        found.task.save()
    known = carried(plan)
    booked = double_booked(plan, date(2025, 9, 16), date(2025, 10, 10), known)
    months = [date(2025, month, 1) for month in (9, 10, 11)]
    table = load_table(load(plan, known), known, months, booked)
    assert [(one.name, one.cells, one.total, one.booked) for one in table.persons] == [("Người Một", [2, 1, 0], 3, 0)]
    assert (table.nobody.cells, table.nobody.total) == ([0, 0, 1], 1)
    assert [(one.name, one.total) for one in table.units] == [("Sở Một", 4)]
    booked = double_booked(plan, date(2025, 9, 1), date(2025, 10, 10), known)
    assert [one.holder.name for one in booked] == ["Người Một", "Sở Một"]
    assert load_table(load(plan, known), known, months, booked).persons[0].booked == 3
