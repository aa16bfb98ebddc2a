"""Reading units, duties and the official calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from thidua.foundation.numbers import whole_number
from thidua.foundation.text import fold
from thidua.foundation.workdays import OfficialCalendar, calendar_for
from thidua.organisation.models import CalendarDay, Succession, Unit, UnitKind, UnitName
from thidua.organisation.validity import duties_on, valid_on

__all__ = [
    "DayCell", "UnitPage", "duties_on", "find_units", "months_of", "official_calendar", "unit_by_name", "unit_page",
    "valid_on", "with_predecessors",
]  # fmt: skip


def official_calendar(years: Iterable[int]) -> OfficialCalendar:
    """The calendar of the years: announced or computed days, changed day by day by what the office entered. One query."""
    wanted = sorted(set(years))
    base = calendar_for(wanted)
    off, worked = dict(base.off), set(base.worked)
    for row in CalendarDay.objects.filter(day__year__gte=min(wanted), day__year__lte=max(wanted)):
        if row.kind == CalendarDay.Kind.OFF:
            off[row.day] = row.name
            worked.discard(row.day)
        else:
            off.pop(row.day, None)
            worked.add(row.day)
    return OfficialCalendar(off=off, worked=frozenset(worked))


def unit_by_name(text: str) -> Unit | None:
    """The one unit known under this name, current, former or alias; None when there is none or more than one."""
    key = fold(text)
    found = set(Unit.objects.filter(name_fold=key).values_list("id", flat=True))
    found |= set(UnitName.objects.filter(name_fold=key).values_list("unit_id", flat=True))
    return Unit.objects.get(pk=found.pop()) if len(found) == 1 else None


def with_predecessors(unit: Unit) -> Q:
    """Condition on `unit`: the unit itself, a collective within it, or a unit whose work it took over.

    A subquery, not a join: a row is found once however many ways lead to it.
    """
    family = Unit.objects.filter(Q(pk=unit.pk) | Q(parent=unit) | Q(successions__successor=unit))
    return Q(unit__in=family.values("pk"))


PAGE = 50


@dataclass(frozen=True)
class UnitPage:
    """One page of units and the mark from which the next one starts."""

    rows: list[Unit]
    next_after: str


def find_units(text: str, *, kind: str, ended: bool, on: date, after: str = "") -> UnitPage:
    """Units whose current or former name begins with or contains what is typed, in order of name."""
    rows = Unit.objects.exclude(kind=UnitKind.COLLECTIVE).select_related("parent")
    if kind:
        rows = rows.filter(kind=kind)
    rows = rows.filter(valid_to__lt=on) if ended else rows.filter(valid_on(on))
    if key := fold(text):
        former = UnitName.objects.filter(name_fold__contains=key).values("unit_id")
        rows = rows.filter(Q(name_fold__contains=key) | Q(pk__in=former))
    if after:
        name, _sep, number = after.rpartition("|")
        rows = rows.filter(Q(name_fold__gt=name) | Q(name_fold=name, id__gt=whole_number(number) or 0))
    found = list(rows.order_by("name_fold", "id")[: PAGE + 1])
    more = len(found) > PAGE
    found = found[:PAGE]
    return UnitPage(found, f"{found[-1].name_fold}|{found[-1].pk}" if more else "")


def unit_page(unit: Unit, *, on: date) -> dict[str, object]:
    """What the page of a unit shows: names, predecessors and successors, collectives, duties in force."""
    return {
        "names": unit.names.order_by("valid_from"),
        "predecessors": Succession.objects.filter(successor=unit).select_related("predecessor"),
        "successors": Succession.objects.filter(predecessor=unit).select_related("successor"),
        "children": unit.children.order_by("name_fold")[:PAGE],
        "duties": unit.duties.filter(valid_on(on)).select_related("user").order_by("code", "id"),
    }


@dataclass(frozen=True)
class DayCell:
    """One day of a month's sheet."""

    day: date
    off: bool
    holiday: str
    worked: bool


def months_of(year: int, official: OfficialCalendar) -> list[tuple[int, list[DayCell | None]]]:
    """The twelve months as weeks from Monday, padded with None, for the calendar page."""
    months = []
    for month in range(1, 13):
        first = date(year, month, 1)
        days = [first + timedelta(days=n) for n in range(31)]
        cells: list[DayCell | None] = [None] * first.weekday()
        cells += [
            DayCell(day, not official.is_working_day(day), official.off.get(day, ""), day in official.worked)
            for day in days
            if day.month == month
        ]
        months.append((month, cells))
    return months
