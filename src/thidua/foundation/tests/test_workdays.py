from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.workdays import (
    OfficialCalendar,
    announced_calendar,
    announcements,
    calendar_for,
    statutory_calendar,
)

CALENDAR = calendar_for(range(2023, 2028))
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def _spans(calendar: OfficialCalendar, first: date, last: date) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if not calendar.is_working_day(day)]


def test_year_2025_as_announced():
    assert CALENDAR.reason_off(date(2025, 1, 27)) == "Tết Nguyên đán"
    assert CALENDAR.reason_off(date(2025, 4, 7)) == "Giỗ Tổ Hùng Vương"
    assert CALENDAR.reason_off(date(2025, 5, 2)) == "Nghỉ hoán đổi (làm bù 26/4)"
    assert CALENDAR.is_working_day(date(2025, 4, 26))
    assert CALENDAR.reason_off(date(2025, 4, 26)) is None
    assert CALENDAR.reason_off(date(2025, 4, 19)) == "Thứ Bảy"
    assert CALENDAR.reason_off(date(2025, 4, 20)) == "Chủ nhật"
    assert CALENDAR.reason_off(date(2025, 9, 1)) == "Quốc khánh"
    assert CALENDAR.is_working_day(date(2025, 2, 3))


# Working days between the milestones of plan 357 for 2025, counted by hand.
@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ((1, 10), (3, 10), 36),
        ((1, 17), (1, 24), 5),
        ((1, 24), (2, 28), 20),
        ((2, 28), (3, 15), 10),
        ((3, 15), (5, 31), 52),
        ((3, 30), (6, 16), 53),
        ((4, 15), (5, 31), 31),
        ((5, 31), (7, 31), 44),
        ((8, 15), (9, 10), 16),
        ((8, 29), (10, 10), 28),
        ((9, 30), (12, 31), 66),
    ],
)
def test_counts_of_the_plan_of_2025(start, end, count):
    assert CALENDAR.between(date(2025, *start), date(2025, *end)) == count


def test_deadline_on_a_day_off_is_the_working_day_before():
    assert CALENDAR.effective(date(2025, 1, 31)) == date(2025, 1, 24)
    assert CALENDAR.effective(date(2025, 3, 15)) == date(2025, 3, 14)
    assert CALENDAR.effective(date(2025, 4, 30)) == date(2025, 4, 29)
    assert CALENDAR.effective(date(2025, 6, 16)) == date(2025, 6, 16)


def test_papers_five_working_days_before_a_session():
    assert CALENDAR.add(date(2025, 3, 10), -5) == date(2025, 3, 3)
    assert CALENDAR.add(date(2025, 6, 16), -5) == date(2025, 6, 9)


def test_ten_working_days_of_comment_across_a_holiday():
    assert CALENDAR.add(date(2025, 8, 27), 10) == date(2025, 9, 12)


def test_between_leaves_out_the_first_day_and_counts_the_last():
    assert CALENDAR.between(date(2025, 6, 16), date(2025, 6, 17)) == 1
    assert CALENDAR.between(date(2025, 6, 16), date(2025, 6, 16)) == 0
    assert CALENDAR.between(date(2025, 6, 20), date(2025, 6, 22)) == 0
    assert CALENDAR.between(date(2025, 6, 17), date(2025, 6, 16)) == -1


# What public employees had off at Tết, as announced each year.
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((2016, 2, 6), (2016, 2, 14)),
        ((2017, 1, 26), (2017, 2, 1)),
        ((2018, 2, 14), (2018, 2, 20)),
        ((2019, 2, 2), (2019, 2, 10)),
        ((2020, 1, 23), (2020, 1, 29)),
        ((2021, 2, 10), (2021, 2, 16)),
        ((2022, 1, 29), (2022, 2, 6)),
        ((2023, 1, 20), (2023, 1, 26)),
        ((2024, 2, 8), (2024, 2, 14)),
        ((2025, 1, 25), (2025, 2, 2)),
        ((2026, 2, 14), (2026, 2, 22)),
    ],
)
def test_statutory_tet_is_the_one_announced(first, last):
    begin, end = date(*first), date(*last)
    calendar = statutory_calendar([begin.year])
    assert len(_spans(calendar, begin, end)) == (end - begin).days + 1
    assert calendar.is_working_day(begin - timedelta(days=1))
    assert calendar.is_working_day(end + timedelta(days=1))


def test_statutory_substitutes():
    year = statutory_calendar([2023])
    assert year.off[date(2023, 1, 2)] == "Nghỉ bù Tết Dương lịch"
    # Giỗ Tổ on Saturday 29/4 and 30/4 on Sunday, followed by the holiday of 1/5.
    assert year.off[date(2023, 5, 2)] == "Nghỉ bù Giỗ Tổ Hùng Vương"
    assert year.off[date(2023, 5, 3)] == "Nghỉ bù Ngày Chiến thắng 30/4"
    assert year.is_working_day(date(2023, 5, 4))


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2019, [2]),
        (2020, [2]),
        (2021, [2, 3]),
        (2022, [1, 2]),
        (2023, [1, 4]),
        (2024, [2, 3]),
        (2025, [1, 2]),
    ],
)
def test_national_day(year, days):
    calendar = statutory_calendar([year])
    weekdays = [day.day for day in _spans(calendar, date(year, 9, 1), date(year, 9, 6)) if day.weekday() < 5]
    assert weekdays == days


def test_holidays_that_came_later():
    assert date(2006, 4, 7) not in statutory_calendar([2006]).off
    assert statutory_calendar([2007]).off[date(2007, 4, 26)] == "Giỗ Tổ Hùng Vương"
    assert sum(name == "Tết Nguyên đán" for name in statutory_calendar([2012]).off.values()) == 4
    assert sum(name == "Tết Nguyên đán" for name in statutory_calendar([2014]).off.values()) == 5


@pytest.mark.parametrize("year", [1984, 2101])
def test_years_without_a_statutory_calendar(year):
    with pytest.raises(ValueError, match=str(year)):
        statutory_calendar([year])


@given(st.integers(1985, 2100))
def test_every_statutory_year_has_its_days_on_weekdays(year):
    """As many weekdays off as there are holidays, less those that fall on one another."""
    off = statutory_calendar([year]).off
    holidays = {day for day, name in off.items() if not name.startswith("Nghỉ bù")}
    substitutes = off.keys() - holidays
    assert len(substitutes) == sum(day.weekday() >= 5 for day in holidays)
    assert all(day.weekday() < 5 for day in substitutes)
    assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2)} <= holidays


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_announced_years_differ_from_the_law_only_by_exchanges(year):
    announced, law = announced_calendar(year), statutory_calendar([year])
    assert announced is not None
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    freed = [d for d in days if law.is_working_day(d) and not announced.is_working_day(d)]
    worked = [d for d in days if announced.is_working_day(d) and not law.is_working_day(d)]
    assert frozenset(worked) == announced.worked
    assert len(freed) == len(worked)
    assert all(announced.off[day].startswith("Nghỉ hoán đổi") for day in freed)


def test_announcements_say_where_they_come_from():
    assert announced_calendar(2027) is None
    for year, announcement in announcements().items():
        assert announcement.year == year
        assert announcement.source
        assert announcement.confidence in ("agreed", "recalled")


def test_calendar_for_falls_back_on_the_law():
    both = calendar_for([2025, 2027])
    assert both.off[date(2027, 2, 8)] == "Tết Nguyên đán"
    assert date(2025, 4, 26) in both.worked


def test_changed_days_win():
    ministry = CALENDAR.changed(
        off={date(2025, 10, 10): "Nghỉ lễ", date(2025, 4, 26): "Bão"}, worked=[date(2025, 5, 2)]
    )
    assert ministry.reason_off(date(2025, 10, 10)) == "Nghỉ lễ"
    assert ministry.reason_off(date(2025, 4, 26)) == "Bão"
    assert ministry.is_working_day(date(2025, 5, 2))
    assert CALENDAR.is_working_day(date(2025, 10, 10))


def test_calendars_are_values():
    assert OfficialCalendar({}) == OfficialCalendar()
    assert hash(OfficialCalendar({})) == hash(OfficialCalendar())


@given(DAYS, st.integers(-200, 200))
def test_add_is_undone_by_between(day, count):
    reached = CALENDAR.add(day, count)
    assert CALENDAR.is_working_day(reached)
    assert CALENDAR.between(day, reached) == count


@given(DAYS, st.integers(-60, 60), st.integers(-60, 60))
def test_adding_twice_is_adding_the_sum(day, one, other):
    assert CALENDAR.add(CALENDAR.add(day, one), other) == CALENDAR.add(day, one + other)


@given(DAYS, DAYS, st.integers(-30, 30))
def test_add_keeps_the_order(one, other, count):
    earlier, later = sorted((one, other))
    assert CALENDAR.add(earlier, count) <= CALENDAR.add(later, count)


@given(DAYS, DAYS, DAYS)
def test_between_adds_up(a, b, c):
    assert CALENDAR.between(a, b) + CALENDAR.between(b, c) == CALENDAR.between(a, c)


@given(DAYS)
def test_effective_is_the_last_working_day_not_after(day):
    effective = CALENDAR.effective(day)
    assert effective <= day
    assert CALENDAR.is_working_day(effective)
    assert CALENDAR.between(effective, day) == 0
    assert CALENDAR.effective(effective) == effective
