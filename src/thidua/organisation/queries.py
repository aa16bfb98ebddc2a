"""Reading units, duties and the official calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from thidua.accounts.models import User
from thidua.foundation.text import fold
from thidua.foundation.workdays import OfficialCalendar, calendar_for
from thidua.organisation.models import CalendarDay, Duty, Unit, UnitName


def valid_on(day: date) -> Q:
    """Condition: the dated row is in force on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def duties_on(user: User, day: date) -> QuerySet[Duty]:
    """The duties a user holds on a day, with their units, in a stable order."""
    return Duty.objects.filter(valid_on(day), user=user).select_related("unit").order_by("id")


def official_calendar(years: Iterable[int]) -> OfficialCalendar:
    """The calendar of the years: what the office has entered wins over what is announced or computed. One query.

    A year with entered days takes all of its days from the table.
    """
    wanted = sorted(set(years))
    entered: dict[int, list[CalendarDay]] = {}
    for row in CalendarDay.objects.filter(day__year__gte=min(wanted), day__year__lte=max(wanted)):
        entered.setdefault(row.day.year, []).append(row)
    base = calendar_for(year for year in wanted if year not in entered)
    off, worked = dict(base.off), set(base.worked)
    for rows in entered.values():
        off.update({row.day: row.name for row in rows if row.kind == CalendarDay.Kind.OFF})
        worked.update(row.day for row in rows if row.kind == CalendarDay.Kind.WORKED)
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
