"""The Vietnamese lunar calendar, computed from the sun and the moon at UTC+7.

A lunar month begins on the day of a new moon; the month that holds the winter solstice is the eleventh;
when thirteen months lie between two eleventh months, the first without a principal solar term is leap.
Days are those of Viet Nam (UTC+7), which is why Tết differs from the Chinese new year in 1985, 2007, 2030.
Good for 1968 (when Viet Nam took UTC+7 for its calendar) to 2199.

Source of the series: J. Meeus, Astronomical Algorithms, 2nd ed., chapters 25 (sun) and 49 (new moon);
difference of dynamical and universal time after F. Espenak and J. Meeus.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import floor, radians, sin

_UTC7 = 7 / 24
_JULIAN_OF_ORDINAL_0 = 1721424.5  # Julian date of the midnight that begins ordinal day 0 of `date`
_J2000 = 2451545.0
_SYNODIC_MONTH = 29.530588861

FIRST_YEAR, LAST_YEAR = 1968, 2199


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar; `year` is that of the Gregorian year in which it began with Tết."""

    day: int
    month: int
    year: int
    leap: bool = False


def lunar_new_year(year: int) -> date:
    """Return Tết Nguyên đán, day 1 of lunar month 1, of `year`."""
    return from_lunar(1, 1, year)


def to_lunar(value: date) -> LunarDay:
    """Return the lunar day of a Gregorian day; ValueError outside 1968–2199."""
    year = value.year if value >= lunar_new_year(value.year) else value.year - 1
    month = max((m for m in _months(year) if m.first <= value), key=lambda m: m.first)
    return LunarDay((value - month.first).days + 1, month.number, year, month.leap)


def from_lunar(day: int, month: int, year: int, *, leap: bool = False) -> date:
    """Return the Gregorian day of a lunar day; ValueError when the lunar year has no such day."""
    for found in _months(year):
        if (found.number, found.leap) == (month, leap) and 1 <= day <= found.length:
            return found.first + timedelta(days=day - 1)
    raise ValueError(f"lunar year {year} has no day {day} of month {month}" + (" (leap)" if leap else ""))


@dataclass(frozen=True, slots=True)
class _Month:
    first: date
    length: int
    number: int
    leap: bool


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[_Month, ...]:
    """Return the twelve or thirteen months of a lunar year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"lunar year {year} is outside {FIRST_YEAR}–{LAST_YEAR}")
    both = _from_eleventh_month(year - 1) + _from_eleventh_month(year)
    start = next(i for i, month in enumerate(both) if month.number == 1 and not month.leap)
    end = next(i for i, month in enumerate(both) if i > start and month.number == 1 and not month.leap)
    return tuple(both[start:end])


@lru_cache(maxsize=256)
def _from_eleventh_month(year: int) -> tuple[_Month, ...]:
    """Return the months from the eleventh of `year` to the tenth (or leap tenth) of the next year."""
    first, next_first = _eleventh_month(year), _eleventh_month(year + 1)
    starts = [_new_moon_day(k) for k in range(first, next_first + 1)]
    leap = _leap_position(starts) if len(starts) == 14 else None
    months = []
    for i, (start, following) in enumerate(pairwise(starts)):
        passed = i - (leap is not None and i >= leap)
        months.append(_Month(start, (following - start).days, (10 + passed) % 12 + 1, i == leap))
    return tuple(months)


def _leap_position(starts: list[date]) -> int:
    """Return the place of the first month in which the sun enters no new sign."""
    signs = [_sign_at_midnight(day) for day in starts]
    return next(i for i in range(1, 13) if signs[i] == signs[i + 1])


def _eleventh_month(year: int) -> int:
    """Return the number of the new moon that begins the month holding the winter solstice of `year`."""
    k = floor((date(year, 12, 31).toordinal() + _JULIAN_OF_ORDINAL_0 - 2451550.1) / _SYNODIC_MONTH) + 1
    # The solstice falls in the month when at its first midnight the sun is not past 270°.
    while _new_moon_day(k) > date(year, 12, 31) or _sign_at_midnight(_new_moon_day(k)) in (9, 10, 11):
        k -= 1
    return k


def _sign_at_midnight(day: date) -> int:
    """Return the sign (0–11, 30° each) the sun is in when `day` begins in Viet Nam."""
    return int(_sun_longitude(day.toordinal() + _JULIAN_OF_ORDINAL_0 - _UTC7) // 30)


def _new_moon_day(k: int) -> date:
    return date.fromordinal(floor(new_moon(k) + _UTC7 - _JULIAN_OF_ORDINAL_0))


def _days_ahead(julian: float) -> float:
    """Return dynamical minus universal time, in days: to 2005–2050 by observation, later by forecast."""
    year = 2000 + (julian - _J2000) / 365.2425
    t = year - 2000
    if year < 1986:
        u = year - 1975
        seconds = 45.45 + 1.067 * u - u**2 / 260 - u**3 / 718
    elif year < 2005:
        seconds = 63.86 + t * (0.3345 + t * (-0.060374 + t * (0.0017275 + t * 0.000651814)))
        seconds += 0.00002373599 * t**5
    elif year < 2050:
        seconds = 62.92 + 0.32217 * t + 0.005589 * t**2
    else:
        seconds = -20 + 32 * ((year - 1820) / 100) ** 2 - 0.5628 * max(0.0, 2150 - year)
    return seconds / 86400


def _sun_longitude(julian: float) -> float:
    """Return the apparent longitude of the sun, in degrees 0–360, at a Julian date of universal time."""
    t = (julian + _days_ahead(julian) - _J2000) / 36525
    anomaly = radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    centre = (
        (1.914602 - t * (0.004817 + 0.000014 * t)) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    true = 280.46646 + t * (36000.76983 + 0.0003032 * t) + centre
    return (true - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * t))) % 360


# Meeus, table 49.A: coefficient in days, power of the eccentricity, multiples of the sun's anomaly, the
# moon's anomaly, the moon's argument of latitude and the node.
_PERIODIC = (
    (-0.40720, 0, 0, 1, 0, 0), (0.17241, 1, 1, 0, 0, 0), (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0), (0.00739, 1, -1, 1, 0, 0), (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0), (-0.00111, 0, 0, 1, -2, 0), (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0), (-0.00042, 0, 0, 3, 0, 0), (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0), (-0.00024, 1, -1, 2, 0, 0), (-0.00017, 0, 0, 0, 0, 1),
    (-0.00007, 0, 2, 1, 0, 0), (0.00004, 0, 0, 2, -2, 0), (0.00004, 0, 3, 0, 0, 0),
    (0.00003, 0, 1, 1, -2, 0), (0.00003, 0, 0, 2, 2, 0), (-0.00003, 0, 1, 1, 2, 0),
    (0.00003, 0, -1, 1, 2, 0), (-0.00002, 0, -1, 1, -2, 0), (-0.00002, 0, 1, 3, 0, 0),
    (0.00002, 0, 0, 4, 0, 0),
)  # fmt: skip
# Meeus, chapter 49: the planets' share. Coefficient in days, angle at k = 0, degrees per new moon.
_PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


@lru_cache(maxsize=4096)
def new_moon(k: int) -> float:
    """Return the Julian date, in universal time, of the new moon number `k`; number 0 is 6 January 2000."""
    t = k / 1236.85
    eccentricity = 1 - t * (0.002516 + 0.0000074 * t)
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    mean = 2451550.09766 + _SYNODIC_MONTH * k + 0.00015437 * t**2
    periodic = sum(
        size * eccentricity**power * sin(s * sun + m * moon + f * latitude + n * node)
        for size, power, s, m, f, n in _PERIODIC
    )
    planets = sum(size * sin(radians(angle + rate * k)) for size, angle, rate in _PLANETS)
    dynamical = mean + periodic + planets
    return dynamical - _days_ahead(dynamical)
