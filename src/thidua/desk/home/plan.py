"""Milestones of the plan as next acts, and the strip of the next 30 days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.councils.policies import sessions_seen_by
from thidua.desk.home.shapes import Todo
from thidua.dossiers.models import Round
from thidua.dossiers.policies import rounds_seen_by
from thidua.foundation.words import mark
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.plans.models import Milestone, Plan, PlanState, Severity, Task
from thidua.plans.policies import may_decide_extension
from thidua.plans.policies import seen_by as plans_seen_by
from thidua.plans.queries.extending import extensions, waiting

STRIP_DAYS = 30
MOST_ASKED = 50
LANES = 3
WEEKDAYS = (mark("T2"), mark("T3"), mark("T4"), mark("T5"), mark("T6"), mark("T7"), mark("CN"))


def open_milestones(rows: QuerySet[Milestone]) -> QuerySet[Milestone]:
    """Milestones of active plans that are not done and have a day, nearest first."""
    return (
        rows.filter(plan__state=PlanState.ACTIVE, done_on=None, dropped_on=None, effective__isnull=False)
        .select_related("task", "council_row")
        .order_by("effective", "id")
    )


def of_unit(unit: Unit) -> Q:
    """Condition on milestones: those of tasks the unit carries, and in its own plan those nobody was given yet."""
    carried = Task.objects.filter(units=unit)
    return Q(task__in=carried.values("pk")) | Q(plan__unit=unit, task__isnull=False, task__units=None)


def office_first(rows: QuerySet[Milestone], unit: Unit | None) -> QuerySet[Milestone]:
    """The city's milestones, those of the unit (the office) in the plan of the year first, then that plan's others, then those
    of the Congress and other plans; units' own plans are theirs."""
    own = Q(plan__yearly=True, task__in=Task.objects.filter(units=unit).values("pk"))
    rank = Case(When(own, then=0), When(plan__yearly=True, then=1), default=2)
    return open_milestones(rows.filter(plan__unit=None)).annotate(rank=rank).order_by("rank", "effective", "id")


def drafts_to_review(acting: Acting) -> list[Todo]:
    """One act for each plan under review that the person keeps."""
    rows = Plan.objects.filter(plans_seen_by(acting), state=PlanState.DRAFT).select_related("unit").defer("reading")
    blocking = Count("flags", filter=Q(flags__severity=Severity.ERROR, flags__resolution=""))
    return [
        Todo(
            _("Soát kế hoạch %(plan)s") % {"plan": plan.number or plan.title},
            reverse("plans:review", args=[plan.pk]),
            _("Mở trang soát"),
            _("Còn %(n)s điều phải xác nhận.") % {"n": plan.blocking}
            if plan.blocking
            else _("Đã soát xong, có thể phát hành."),
        )
        for plan in rows.annotate(blocking=blocking)[:3]
    ]


def extension_todos(acting: Acting) -> list[Todo]:
    """The requests for more time that wait for this person's decision, as one act."""
    rows = [row for row in waiting(extensions(acting)).order_by("id")[:MOST_ASKED] if may_decide_extension(acting, row)]
    if not rows:
        return []
    text = ngettext("Quyết định %(n)s đề nghị gia hạn", "Quyết định %(n)s đề nghị gia hạn", len(rows))
    why = short(rows[0].milestone.owner.title)
    days = [row.milestone.effective for row in rows if row.milestone.effective]
    url = reverse("plans:extensions")
    return [Todo(text % {"n": len(rows)}, url, _("Xem và quyết định"), why, min(days, default=None), first=True)]


def milestone_todos(rows: QuerySet[Milestone], *, on: date, limit: int) -> list[Todo]:
    """The nearest open milestones as acts."""
    return todos_of(open_milestones(rows)[:limit])


def todos_of(rows: Iterable[Milestone]) -> list[Todo]:
    """Milestones as acts, in their order."""
    return [
        Todo(
            short(row.task.title if row.task else row.council_row.title if row.council_row else row.label),
            reverse("plans:milestone", args=[row.pk]),
            _("Báo đã xong"), row.label, row.effective,
        )
        for row in rows
    ]  # fmt: skip


def short(text: str, limit: int = 90) -> str:
    """A title on one or two lines: cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + " …"


def strip(
    acting: Acting, *, on: date, calendar: OfficialCalendar, milestones: QuerySet[Milestone]
) -> dict[str, list[dict[str, Any]]]:
    """The next 30 days and what falls on them, of what the person may open, in at most three lanes, for the component `c-calendar-strip`."""
    days = [on + timedelta(days=n) for n in range(STRIP_DAYS)]
    events: list[tuple[date, str, str, str]] = [
        (row.effective, "warn" if row.effective - on <= timedelta(days=7) else "wait",
         short(row.label or (row.task.title if row.task else ""), 34), reverse("plans:milestone", args=[row.pk]))
        for row in open_milestones(milestones).filter(effective__gte=on, effective__lt=on + timedelta(days=STRIP_DAYS))[:9]
        if row.effective
    ]  # fmt: skip
    events += [
        (row.held_on, "main", short(row.title, 34), reverse("councils:session", args=[row.pk]))
        for row in Session.objects.filter(sessions_seen_by(acting), held_on__gte=on, held_on__lte=days[-1]).exclude(
            state=SessionState.CLOSED
        )[:3]
        if row.held_on
    ]
    events += [
        (row.closes_on, "info", _("Hết hạn nhận: %(round)s") % {"round": short(row.title, 24)},
         reverse("dossiers:round", args=[row.pk]))
        for row in Round.objects.filter(rounds_seen_by(acting), closes_on__gte=on, closes_on__lte=days[-1]).order_by("closes_on")[:3]
    ]  # fmt: skip
    return {
        "days": [
            {
                "label": WEEKDAYS[day.weekday()], "day": day.day, "month": day.month, "first": day == on or day.day == 1,
                "off": not calendar.is_working_day(day), "today": day == on,
            }
            for day in days
        ],
        "events": place(sorted(events, key=lambda event: event[0]), on),
    }  # fmt: skip


def place(events: list[tuple[date, str, str, str]], on: date) -> list[dict[str, Any]]:
    """Give each event a lane where it does not lie on another; what finds no lane is left to the list below."""
    free = [0] * LANES
    placed = []
    for day, kind, label, url in events:
        start = (day - on).days + 1
        span = min(8, STRIP_DAYS + 1 - start)
        begin = start if span >= 6 else max(1, STRIP_DAYS + 1 - 6)
        lane = next((number for number, end in enumerate(free) if end < begin), None)
        if lane is None:
            continue
        free[lane] = begin + 7
        placed.append(
            {"start": begin, "span": min(8, STRIP_DAYS + 1 - begin), "lane": lane + 1, "kind": kind,
             "date": date_format(day, "d/m"), "label": label, "url": url}
        )  # fmt: skip
    return placed
