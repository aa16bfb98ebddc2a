from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.lunar import LunarDay, from_lunar, lunar_new_year, new_moon, to_lunar

# From printed calendars of Viet Nam.
TET = [
    (1968, 1, 29), (1976, 1, 31), (1984, 2, 2), (1985, 1, 21), (1986, 2, 9), (1990, 1, 27), (1995, 1, 31),
    (2000, 2, 5), (2004, 1, 22), (2007, 2, 17), (2010, 2, 14), (2015, 2, 19), (2020, 1, 25), (2021, 2, 12),
    (2022, 2, 1), (2023, 1, 22), (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6), (2028, 1, 26),
    (2029, 2, 13), (2030, 2, 2), (2033, 1, 31), (2034, 2, 19), (2053, 2, 18),
]  # fmt: skip


@pytest.mark.parametrize(("year", "month", "day"), TET)
def test_new_year(year, month, day):
    assert lunar_new_year(year) == date(year, month, day)


@pytest.mark.parametrize(("year", "chinese"), [(1985, (2, 20)), (2007, (2, 18)), (2030, (2, 3)), (2053, (2, 19))])
def test_new_year_differs_from_the_chinese_one(year, chinese):
    assert lunar_new_year(year) < date(year, *chinese)


def _leap_month(year: int) -> int | None:
    days = (lunar_new_year(year) + timedelta(days=n) for n in range(0, 380, 25))
    return next((m for m in (to_lunar(d) for d in days) if m.leap and m.year == year), LunarDay(0, 0, 0)).month or None


@pytest.mark.parametrize(
    ("year", "leap"),
    [
        (1985, 2),
        (1987, 7),
        (2004, 2),
        (2014, 9),
        (2017, 6),
        (2020, 4),
        (2023, 2),
        (2024, None),
        (2025, 6),
        (2033, 11),
    ],
)
def test_leap_month(year, leap):
    assert _leap_month(year) == leap


def test_ancestors_day():
    assert from_lunar(10, 3, 2024) == date(2024, 4, 18)
    assert from_lunar(10, 3, 2025) == date(2025, 4, 7)
    assert from_lunar(10, 3, 2026) == date(2026, 4, 26)


def test_leap_month_comes_after_its_namesake():
    assert to_lunar(date(2025, 7, 24)) == LunarDay(30, 6, 2025)
    assert to_lunar(date(2025, 7, 25)) == LunarDay(1, 6, 2025, leap=True)
    assert from_lunar(1, 6, 2025, leap=True) == date(2025, 7, 25)


def test_the_days_before_tet_belong_to_the_old_year():
    assert to_lunar(date(2025, 1, 28)) == LunarDay(29, 12, 2024)
    assert to_lunar(date(2025, 1, 29)) == LunarDay(1, 1, 2025)


@pytest.mark.parametrize(
    ("day", "month", "year", "leap"), [(31, 1, 2025, False), (1, 5, 2025, True), (0, 1, 2025, False)]
)
def test_days_that_a_lunar_year_has_not(day, month, year, leap):
    with pytest.raises(ValueError, match="has no day"):
        from_lunar(day, month, year, leap=leap)


@pytest.mark.parametrize("year", [1967, 2200])
def test_years_outside_the_calendar(year):
    with pytest.raises(ValueError, match="outside"):
        lunar_new_year(year)


def test_new_moon_of_the_almanac():
    # 18 February 1977, 3:37:42 dynamical time: Meeus, example 49.a; the clock was 48 s behind it.
    assert new_moon(-283) == pytest.approx(2443192.65118 - 48 / 86400, abs=5e-5)


@given(st.dates(date(1968, 2, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(day):
    lunar = to_lunar(day)
    assert from_lunar(lunar.day, lunar.month, lunar.year, leap=lunar.leap) == day
    assert 1 <= lunar.day <= 30
    assert 1 <= lunar.month <= 12


@given(st.integers(1969, 2198))
def test_years_follow_each_other(year):
    length = (lunar_new_year(year + 1) - lunar_new_year(year)).days
    assert length in (353, 354, 355, 383, 384, 385)
    assert date(year, 1, 20) <= lunar_new_year(year) <= date(year, 2, 21)
