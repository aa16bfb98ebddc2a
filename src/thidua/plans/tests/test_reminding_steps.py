"""Which reminder is due on which day: pure, against days counted by hand on a list of working days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from thidua.foundation.workdays import calendar_for
from thidua.plans.due import next_time, plan_span
from thidua.plans.reminding.entries import Mark, entry_of
from thidua.plans.reminding.habits import Habits, habits_on
from thidua.plans.reminding.people import Roster
from thidua.plans.reminding.steps import Level, Step, Steps
from thidua.plans.reminding.words import Deadline, detail_of, task_name, title_of

CALENDAR = calendar_for(range(2023, 2028))
HABITS = habits_on(date(2025, 1, 1))


def steps(on: date, habits: Habits = HABITS) -> Steps:
    return Steps(CALENDAR, on, habits)


def codes(effective: date, on: date) -> list[tuple[str, str]]:
    return [(step.level.value, step.code) for step in steps(on).of_deadline(effective)]


def workdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if CALENDAR.is_working_day(day)]


def test_habits_are_dated_and_say_that_they_are_habits():
    assert (HABITS.before, HABITS.recurring, HABITS.again) == ((30, 14, 7, 3, 1), (7, 3, 1), 7)
    assert (HABITS.office_head, HABITS.leader, HABITS.confidence) == (5, 15, "habit")
    assert habits_on(date(1999, 1, 1)) == HABITS


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (date(2025, 5, 5), ""),  # 31 left
        (date(2025, 5, 6), "d30"),
        (date(2025, 5, 27), "d30"),  # 15 left: the one of 30 is still the most recent
        (date(2025, 5, 28), "d14"),
        (date(2025, 6, 6), "d7"),
        (date(2025, 6, 12), "d3"),
        (date(2025, 6, 16), "d1"),
        (date(2025, 6, 17), "d0"),
    ],
)
def test_before_a_deadline(on, code):
    assert codes(date(2025, 6, 17), on) == ([("carriers", code)] if code else [])


def test_each_step_first_shows_on_its_own_working_day():
    """An independent count: the list of working days, walked backwards from the deadline and forwards after it."""
    for effective in workdays(date(2025, 1, 2), date(2025, 12, 31))[::9]:
        days = workdays(effective - timedelta(days=80), effective + timedelta(days=60))
        place = days.index(effective)
        first_seen: dict[str, date] = {}
        for day in days:
            for _level, code in [row for row in codes(effective, day) if row[0] == "carriers"]:
                first_seen.setdefault(code, day)
        expected = {f"d{n}": days[place - n] for n in (30, 14, 7, 3, 1, 0)} | {"late": days[place + 1]}
        assert {code: first_seen[code] for code in expected} == expected
        for number in range(2, 8):
            planned = days[place + 1] + timedelta(days=7 * (number - 1))
            arrives = next(day for day in days if day >= planned)
            again = next(day for day in days if day >= planned + timedelta(days=7))
            if arrives != again:  # a holiday longer than a week takes two to the same day: the later one is told
                assert first_seen[f"late{number}"] == arrives


def test_a_long_holiday_gives_one_reminder_not_two():
    effective = date(2025, 1, 16)  # late from 17/01; again 24/01; 31/01 is in Tết
    assert codes(effective, date(2025, 1, 24)) == [("carriers", "late2"), ("head", "late")]
    assert [code for level, code in codes(effective, date(2025, 2, 3)) if level == "carriers"] == ["late3"]


def test_superiors_are_told_after_their_allowance_then_weekly():
    effective = date(2025, 6, 16)
    days = workdays(date(2025, 6, 17), date(2025, 8, 15))
    head = [codes(effective, day) for day in days]
    assert [level for level, _code in head[4]] == ["carriers"]  # five working days late
    assert ("head", "late") in head[5]
    assert [level for level, _code in head[14]] == ["carriers", "head"]  # fifteen
    assert ("leader", "late") in head[15]
    assert ("leader", "late2") in head[20]


def test_a_step_says_the_days_left_as_they_are():
    assert steps(date(2025, 5, 27)).of_deadline(date(2025, 6, 17)) == (Step(Level.CARRIERS, "d30", 15),)
    assert steps(date(2025, 6, 20)).of_deadline(date(2025, 6, 17))[0].left == -3


def test_other_habits_need_data_alone():
    changed = replace(HABITS, before=(10,), again=14, office_head=0)
    found = steps(date(2025, 6, 18), changed).of_deadline(date(2025, 6, 17))
    assert [(step.level.value, step.code) for step in found] == [("carriers", "late"), ("head", "late")]
    assert steps(date(2025, 6, 2), changed).of_deadline(date(2025, 6, 17)) == ()
    assert steps(date(2025, 6, 3), changed).of_deadline(date(2025, 6, 17))[0].code == "d10"


RULE = "FREQ=MONTHLY;BYMONTHDAY=25"
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("on", "day", "code"),
    [
        (date(2025, 1, 24), date(2025, 1, 24), "d0"),  # 25/01 is the first day of Tết leave
        (date(2025, 5, 14), date(2025, 5, 23), "d7"),  # 25/5 is a Sunday
        (date(2025, 6, 24), date(2025, 6, 25), "d1"),
        (date(2025, 6, 26), date(2025, 7, 25), ""),
    ],
)
def test_what_recurs_is_told_for_its_next_time(on, day, code):
    effective, found = steps(on).of_recurrence(RULE, YEAR)
    assert (effective, [step.code for step in found]) == (day, [code] if code else [])


def test_what_recurs_stays_in_the_year_of_its_plan():
    assert steps(date(2025, 12, 26)).of_recurrence(RULE, YEAR) is None
    assert steps(date(2026, 1, 26)).of_recurrence(RULE, YEAR) is None
    assert steps(date(2025, 6, 24)).of_recurrence("FREQ=MONTHLY", YEAR) is None


ROSTER = Roster(
    holders=frozenset({1, 2, 3, 8, 9}), keepers=frozenset({8}), office_heads=frozenset({8}),
    leaders=frozenset({9}), units={10: frozenset({1, 2}), 11: frozenset({3})},
)  # fmt: skip


@pytest.mark.parametrize(
    ("accountable", "units", "told"),
    [
        (3, [10], {3}),
        (None, [10, 11], {1, 2, 3}),
        (77, [10], {1, 2}),  # the accountable person holds no duty any more
        (None, [12], {8}),  # a unit without officials
        (None, [], {8}),
    ],
)
def test_the_right_people_by_duty(accountable, units, told):
    assert ROSTER.carriers(accountable, units) == told


def test_nobody_is_told_twice_of_the_same():
    carriers = ROSTER.carriers(None, [])
    assert ROSTER.people(Level.OFFICE_HEAD, carriers) == frozenset()
    assert ROSTER.people(Level.LEADER, carriers) == {9}


ROW = Deadline(
    "22", "Họp Hội đồng\n- Xét đợt 2", "Họp Hội đồng trước ngày 16/6/2025", "12/KH-UBND", date(2025, 6, 16), ["Sở A", "Sở B"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("left", "words"),
    [(7, "Còn 7 ngày làm việc"), (0, "Hết hạn hôm nay"), (-3, "Quá hạn 3 ngày làm việc")],
)
def test_words(left, words):
    assert title_of(ROW, Step(Level.CARRIERS, "", left)) == f"{words} · Việc 22: Họp Hội đồng"


def test_details_name_the_carriers_to_superiors_alone():
    own, above = (detail_of(ROW, Step(level, "", -6)) for level in (Level.CARRIERS, Level.OFFICE_HEAD))
    assert own == "Họp Hội đồng trước ngày 16/6/2025. Hạn thực tế 16/06/2025 (Thứ Hai). Theo 12/KH-UBND."
    assert above == own + " Thực hiện: Sở A, Sở B."


def test_a_long_title_is_cut():
    assert len(task_name("1", "dài " * 100)) < 180


def test_a_calendar_entry_rings_on_working_days():
    mark = Mark(
        uid="x", number="1", name="Việc", printed="Trước ngày 31/01/2025", plan="", url="", effective=date(2025, 2, 3),
        stamp=datetime(2024, 12, 10, tzinfo=UTC),
    )  # fmt: skip
    entry = entry_of(mark, CALENDAR, HABITS, on=date(2025, 2, 3))
    closes = datetime.combine(entry.day, entry.closes)
    rings = [closes - alarm for alarm in entry.alarms]
    days = workdays(date(2025, 1, 10), date(2025, 2, 3))
    assert [ring.date() for ring in rings] == [days[-8], days[-4], days[-2], days[-1]]
    assert {ring.hour for ring in rings} == {8}
    later = date(2025, 2, 4)
    done = entry_of(replace(mark, done=True), CALENDAR, HABITS, on=later)
    assert (done.title, done.alarms) == ("Đã xong · Việc 1: Việc", ())
    assert entry.title == "Hạn · Việc 1: Việc"
    assert entry_of(mark, CALENDAR, HABITS, on=later).title == "Quá hạn · Việc 1: Việc"
    assert entry_of(replace(mark, effective=None), CALENDAR, HABITS, on=later) is None


@pytest.mark.parametrize(
    ("rule", "on", "day"),
    [
        ("FREQ=MONTHLY;BYMONTHDAY=25", date(2025, 6, 25), date(2025, 6, 25)),
        ("FREQ=MONTHLY;BYMONTHDAY=25", date(2025, 12, 26), date(2026, 1, 25)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2025, 2, 1), date(2025, 3, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2025, 2, 1), date(2025, 2, 28)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", date(2025, 5, 2), date(2025, 5, 30)),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", date(2025, 6, 16), date(2025, 9, 15)),
        ("FREQ=WEEKLY;BYDAY=FR", date(2025, 6, 16), date(2025, 6, 20)),
        ("FREQ=MONTHLY", date(2025, 6, 16), None),
        ("not a rule;BYDAY", date(2025, 6, 16), None),
    ],
)
def test_the_next_time_of_what_recurs(rule, on, day):
    assert next_time(rule, on) == day


def test_a_plan_of_a_school_year_runs_until_that_ends():
    assert plan_span(2026, "Công tác thi đua năm học 2026-2027") == (date(2026, 9, 1), date(2027, 5, 31))
    assert plan_span(2026, "Công tác thi đua năm 2026") == (date(2026, 1, 1), date(2026, 12, 31))
    assert steps(date(2027, 4, 23)).of_recurrence(RULE, plan_span(2026, "Năm học 2026-2027")) is not None
