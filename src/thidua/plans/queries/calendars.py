"""The official calendar for the days of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thidua.foundation.workdays import FIRST_YEAR, LAST_YEAR, OfficialCalendar, calendar_for
from thidua.organisation.queries import official_calendar

YEARS_AROUND = 6


def calendar_of(days: Iterable[date]) -> OfficialCalendar:
    """The calendar of the years in which the days lie. One query. Years without a calendar have ordinary weeks."""
    years = {day.year for day in days}
    years |= {year - 1 for year in years}
    known = [year for year in years if FIRST_YEAR <= year <= LAST_YEAR]
    return official_calendar(known) if known else OfficialCalendar()


def reading_calendar(around: date) -> OfficialCalendar:
    """The calendar for reading a plan whose year is not known yet: the years around a day."""
    return official_calendar(_years(around))


def calendar_without_database(around: date) -> OfficialCalendar:
    """The same years as announced, else by the law, without what the office entered: for reading where no database stands."""
    return calendar_for(_years(around))


def _years(around: date) -> range:
    first, last = max(FIRST_YEAR, around.year - YEARS_AROUND), min(LAST_YEAR, around.year + YEARS_AROUND)
    return range(first, last + 1)
