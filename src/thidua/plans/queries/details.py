"""One task or milestone with what surrounds it, and what the journal tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.audit.queries import history_of
from thidua.foundation.dates import show_iso
from thidua.organisation.models import Duty, DutyCode, Succession, Unit, UnitKind
from thidua.organisation.policies import OFFICE_DUTIES, UNIT_DUTIES
from thidua.organisation.queries import valid_on
from thidua.plans.due import WorkdaysLeft
from thidua.plans.models import Extension, Milestone, Note, Plan, Task
from thidua.plans.queries.board import MilestoneLine, milestone_line
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.history import changes_about
from thidua.plans.queries.own import units_within
from thidua.plans.queries.registering import missing_under
from thidua.plans.queries.source import place_of
from thidua.plans.words import VERBS

HISTORY = 30
NOTES = 20


def lines_of(rows: Iterable[Milestone], on: date) -> list[MilestoneLine]:
    """Milestones as they stand on a day. One query for the calendar."""
    found = list(rows)
    left = WorkdaysLeft(calendar_of([on, *(row.effective or row.printed_date or on for row in found)]), on)
    return [milestone_line(row, left) for row in found]


def milestone_page(row: Milestone, on: date) -> dict[str, object]:
    """What the page of a milestone shows: itself, its task or council row, its sisters, what was settled and changed."""
    (line,) = lines_of([row], on)
    owner = row.owner
    sisters = (
        Milestone.objects.filter(task=row.task, council_row=row.council_row, dropped_on=None)
        .exclude(pk=row.pk)
        .order_by("position")
    )
    return {
        "line": line,
        "milestone": row,
        "owner": owner,
        "plan": row.plan,
        "sisters": lines_of(sisters, on),
        "flags": row.flags.select_related("resolved_by").order_by("position"),
        "units": unit_lines(row.task.units.all(), on) if row.task else [],
        "extensions": _extensions(Extension.objects.filter(milestone=row)),
        "changes": changes_about(milestone=row),
        "place": _place(row.plan_id, owner.key),
    }


def task_page(task: Task, on: date, *, notes_before: int = 0) -> dict[str, object]:
    """What the page of a task shows: its milestones, people, units, notes, what was asked for and what changed."""
    rows = list(task.milestones.order_by("position"))
    lines = lines_of([row for row in rows if not row.dropped_on], on)
    notes = list(_notes(task, notes_before)[: NOTES + 1])
    return {
        "task": task,
        "plan": task.plan,
        "missing": missing_under(task, on),
        "lines": lines,
        "dropped": [row for row in rows if row.dropped_on],
        "nearest": min((line for line in lines if not line.row.done_on), key=_urgency, default=None),
        "units": unit_lines(task.units.all(), on),
        "partners": unit_lines(task.partners.all(), on),
        "notes": notes[:NOTES],
        "older_notes": notes[NOTES - 1].pk if len(notes) > NOTES else 0,
        "extensions": _extensions(Extension.objects.filter(milestone__task=task)),
        "changes": changes_about(task=task),
        "sessions": task.council_rows.order_by("position"),
        "flags": task.flags.select_related("resolved_by").order_by("position"),
        "place": _place(task.plan_id, task.key),
        "journal_keys": [task.key_in_journal, *(row.key_in_journal for row in rows)],
    }


def _urgency(line: MilestoneLine) -> tuple[date, int]:
    """Nearest working day first; what has none comes last."""
    return (line.row.effective or date.max, line.row.position)


def _notes(task: Task, before: int) -> QuerySet[Note]:
    rows = task.notes.select_related("by", "unit", "file").order_by("-id")
    return rows.filter(pk__lt=before) if before else rows


def _extensions(rows: QuerySet[Extension]) -> list[Extension]:
    related = ("milestone", "asked_by", "asked_unit", "decided_by")
    return list(rows.select_related(*related).order_by("-id")[:HISTORY])


@dataclass(frozen=True)
class UnitLine:
    """A unit of a task; when it has ended, since when and who took over its work."""

    unit: Unit
    ended_on: date | None = None
    successors: tuple[Unit, ...] = ()


def unit_lines(units: QuerySet[Unit], on: date) -> list[UnitLine]:
    """Units in order of name, those that ended with their successors. Two queries."""
    rows = list(units.order_by("name_fold", "id"))
    ended = [unit.pk for unit in rows if unit.valid_to and unit.valid_to < on]
    heirs: dict[int, list[Unit]] = {}
    for link in Succession.objects.filter(predecessor__in=ended).select_related("successor").order_by("id"):
        heirs.setdefault(link.predecessor_id, []).append(link.successor)
    return [UnitLine(unit, unit.valid_to if unit.pk in ended else None, tuple(heirs.get(unit.pk, ()))) for unit in rows]


def accountable_choices(task: Task, on: date) -> QuerySet[User]:
    """Who may answer for a task: people of the office, the city's leaders, people of its units, and the one chosen.

    In a unit's own plan: people of that unit.
    """
    of_task = Unit.objects.filter(Q(tasks=task) | Q(coordinated_tasks=task))
    who = Q(code__in=[*OFFICE_DUTIES, DutyCode.LEADER]) | Q(code__in=UNIT_DUTIES, unit__in=of_task.values("pk"))
    if task.plan.unit_id:
        who = Q(unit__in=units_within(task.plan).values("pk"))
    held = Duty.objects.filter(valid_on(on)).filter(who)
    chosen = Q(pk__in=held.values("user")) | Q(pk=task.accountable_id)
    return User.objects.filter(chosen).order_by("full_name", "id")


COMMUNES = "communes"
WHOLE_KINDS: dict[str, tuple[UnitKind, ...]] = {
    COMMUNES: (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWN),
    **{kind.value: (kind,) for kind in UnitKind if kind is not UnitKind.COLLECTIVE},
}
"""Whole groups of units that are chosen at once: every kind, and all communes, wards and towns together."""


def units_of_kinds(codes: Iterable[str], on: date) -> QuerySet[Unit]:
    """The units in force on a day of whole groups (codes of `WHOLE_KINDS`)."""
    kinds = {kind for code in codes for kind in WHOLE_KINDS[code]}
    return Unit.objects.filter(valid_on(on), kind__in=kinds).order_by("name_fold", "id")


def _place(plan_id: int, key: str) -> str:
    """Where the row stands in the document; the large result of reading is fetched for this alone."""
    return place_of(Plan.objects.only("reading").get(pk=plan_id), key)


@dataclass(frozen=True)
class Told:
    """One line of history: when, who, what, why."""

    at: datetime
    who: str
    verb: str
    reason: str


def history(*subjects: str) -> list[Told]:
    """What the journal tells of the subjects, newest first. Two queries."""
    events = list(history_of(*subjects)[:HISTORY])
    names = _names(events)
    return [
        Told(event.at, names.get(event.actor, ""), VERBS.get(event.verb, event.verb), _why(event)) for event in events
    ]


def _why(event: Event) -> str:
    """The reason, with the day the event is about where it names one."""
    day = str(event.data.get("on", "")) if event.verb in ("plans.report_done", "plans.undo_done") else ""
    told = [_("ngày %(day)s") % {"day": show_iso(day)}] if day else []
    return ". ".join([*told, *filter(None, [event.reason])])


def _names(events: Iterable[Event]) -> dict[str, str]:
    keys = {int(event.actor.split(":")[1]) for event in events if event.actor.startswith("user:")}
    return {user.key: user.full_name for user in User.objects.filter(pk__in=keys)}
