"""A plan as it stood on a day, and the list of what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thidua.foundation.dates import show_date
from thidua.foundation.numbers import whole_number
from thidua.organisation.queries import unit_by_name
from thidua.plans.drafts import (
    Draft,
    Dropped,
    NewDay,
    NewMilestones,
    NewRowTitle,
    NewTask,
    NewTitle,
    NewUnits,
)
from thidua.plans.models import Amendment, Change, ChangedField, CouncilRow, Milestone, Plan, Task
from thidua.plans.queries.extending import counted, present_day

PAGE = 50


@dataclass
class MilestoneThen:
    """A milestone as it stood: the day followed then, whether another is followed now, and whether it was dropped."""

    row: Milestone
    day: date | None
    moved: bool
    dropped: bool


@dataclass
class TaskThen:
    """A task or row of the council's programme as it stood: its words, who carried it, its milestones."""

    row: Task | CouncilRow
    title: str
    names: list[str]
    changed: bool
    lines: list[MilestoneThen] = field(default_factory=list)


@dataclass
class PlanThen:
    """One page of a plan as it stood on a day. `next_after`: where the next page starts, "" for no more."""

    on: date
    tasks: list[TaskThen]
    sessions: list[TaskThen]
    next_after: str


def value_on(changes: Sequence[Change], day: date, now: str) -> str:
    """What one thing was on a day, given its changes in order and what it is now."""
    past = [change for change in changes if change.since <= day]
    if past:
        return past[-1].after
    return changes[0].before if changes else now


def plan_on(plan: Plan, day: date, *, after: str = "") -> PlanThen:
    """A plan as it stood on a day: days and words replayed from what changed. Six queries."""
    added_later = plan.changes.filter(field=ChangedField.ADDED, since__gt=day).values("task")
    rows = plan.tasks.exclude(pk__in=added_later).order_by("position", "pk")
    first, _dot, second = after.partition(".")
    place, pk = whole_number(first), whole_number(second)
    if place is not None and pk is not None:
        rows = rows.filter(Q(position__gt=place) | Q(position=place, pk__gt=pk))
    tasks = list(rows[: PAGE + 1])
    more, tasks = len(tasks) > PAGE, tasks[:PAGE]
    sessions = [] if more else list(plan.council_rows.order_by("position", "pk"))
    return PlanThen(
        on=day,
        tasks=_then(tasks, plan, day),
        sessions=_then(sessions, plan, day),
        next_after=f"{tasks[-1].position}.{tasks[-1].pk}" if more else "",
    )


def _then(rows: Sequence[Task] | Sequence[CouncilRow], plan: Plan, day: date) -> list[TaskThen]:
    """Rows of one kind as they stood. Two queries."""
    owner = "council_row" if rows and isinstance(rows[0], CouncilRow) else "task"
    keys = [row.pk for row in rows]
    changes: dict[tuple[str, int], list[Change]] = {}
    about = Q(council_row__in=keys) | Q(milestone__council_row__in=keys) if owner == "council_row" else Q(task__in=keys)
    for change in plan.changes.filter(about).order_by("since", "pk"):
        changes.setdefault(
            (change.field, change.milestone_id or change.task_id or change.council_row_id or 0), []
        ).append(change)
    found = {row.pk: _owner_then(row, changes, day) for row in rows}
    added_later = plan.changes.filter(field=ChangedField.MILESTONE, since__gt=day).values("milestone")
    milestones = Milestone.objects.filter(**{f"{owner}__in": keys}).exclude(pk__in=added_later)
    for row in milestones.order_by("position", "pk"):
        found[row.council_row_id or row.task_id or 0].lines.append(_milestone_then(row, changes, day))
    return list(found.values())


def _owner_then(row: Task | CouncilRow, changes: dict[tuple[str, int], list[Change]], day: date) -> TaskThen:
    title = value_on(changes.get((ChangedField.TITLE, row.pk), []), day, row.title)
    if isinstance(row, CouncilRow):
        return TaskThen(row, title, list(row.advising), title != row.title)
    now = "\n".join(row.implementing)
    names = value_on(changes.get((ChangedField.UNITS, row.pk), []), day, now)
    return TaskThen(row, title, names.split("\n") if names else [], title != row.title or names != now)


def _milestone_then(row: Milestone, changes: dict[tuple[str, int], list[Change]], day: date) -> MilestoneThen:
    now = present_day(row)
    text = value_on(changes.get((ChangedField.DAY, row.pk), []), day, now.isoformat() if now else "")
    then = date.fromisoformat(text) if text else None
    return MilestoneThen(row, then, then != now, bool(row.dropped_on and row.dropped_on <= day))


@dataclass(frozen=True)
class ChangeLine:
    """One change in words: what, before, after, and a remark such as the last working day."""

    what: str
    about: str
    before: str
    after: str
    note: str = ""
    change: Change | None = None


@dataclass(frozen=True)
class ChangePage:
    """One page of changes, newest first, and where the next one starts ("" for no more)."""

    rows: list[ChangeLine]
    next_before: str


def changes_of(plan: Plan, *, before: str = "") -> ChangePage:
    """What changed in a plan, newest first. One query."""
    rows = _with_grounds(plan.changes.all()).order_by("-since", "-id")
    day, _dot, last_seen = before.partition(".")
    if (pk := whole_number(last_seen)) and (since := _day(day)):
        rows = rows.filter(Q(since__lt=since) | Q(since=since, pk__lt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ChangePage([change_line(row) for row in found[:PAGE]], f"{last.since.isoformat()}.{last.pk}" if last else "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def changes_about(*, task: Task | None = None, milestone: Milestone | None = None) -> list[ChangeLine]:
    """What changed about one task (its milestones included) or one milestone, newest first. One query."""
    about = Q(milestone=milestone) if milestone else Q(task=task)
    rows = _with_grounds(Change.objects.filter(about)).order_by("-since", "-id")
    return [change_line(row) for row in rows[:PAGE]]


def amendments_of(plan: Plan) -> QuerySet[Amendment]:
    """The documents that amend a plan, newest first."""
    return plan.amendments.select_related("file", "by").order_by("-issued_on", "-id")


def _with_grounds(rows: QuerySet[Change]) -> QuerySet[Change]:
    return rows.select_related(
        "task",
        "council_row",
        "milestone__council_row",
        "amendment",
        "extension__asked_unit",
        "extension__asked_by",
        "by",
    )


def change_line(row: Change) -> ChangeLine:
    """A change in words; days as 16/06/2025, names on one line."""
    return ChangeLine(
        what=str(row.get_field_display()),
        about=_about(row.task or row.council_row, row.milestone),
        before=_shown(row.field, row.before),
        after=_shown(row.field, row.after),
        change=row,
    )


def _about(owner: Task | CouncilRow | None, milestone: Milestone | None) -> str:
    if owner is None and milestone is not None:
        owner = milestone.council_row
    if owner is None:
        return ""
    title = owner.title.split("\n", 1)[0]
    named = f"{owner.number}. {title}" if owner.number else title
    return f"{named}: {milestone.label or milestone.printed}" if milestone else named


def _shown(kind: str, text: str) -> str:
    if kind in (ChangedField.DAY, ChangedField.DROPPED) and (day := _day(text)):
        return show_date(day)
    return "; ".join(text.split("\n")) if kind == ChangedField.UNITS else text


@dataclass(frozen=True)
class Known:
    """What a draft of an amendment is about, by id."""

    tasks: dict[int, Task]
    rows: dict[int, CouncilRow]
    milestones: dict[int, Milestone]


def drafted_lines(drafts: Iterable[Draft], known: Known) -> list[ChangeLine]:
    """What a draft of an amendment would change, in words. Asks the calendar once for each new day."""
    return [_drafted(draft, known) for draft in drafts]


def _drafted(draft: Draft, known: Known) -> ChangeLine:
    if isinstance(draft, NewDay):
        row = known.milestones[draft.milestone]
        last, why = counted(row, draft.day)
        text = _("Ngày làm việc cuối: %(day)s.") % {"day": show_date(last)}
        return _line(
            ChangedField.DAY,
            row.owner,
            row,
            _present(row),
            show_date(draft.day),
            f"{text} ({why})" if why else text,
        )
    if isinstance(draft, Dropped):
        row = known.milestones[draft.milestone]
        return _line(ChangedField.DROPPED, row.owner, row, _present(row), "")
    if isinstance(draft, NewTask):
        title = draft.title.split("\n", 1)[0]
        return _line(ChangedField.ADDED, None, None, "", title, "; ".join(draft.deadlines))
    if isinstance(draft, NewMilestones):
        owner = known.tasks[draft.task] if draft.task else known.rows[draft.row or 0]
        return _line(ChangedField.MILESTONE, owner, None, "", "; ".join(draft.deadlines))
    if isinstance(draft, NewRowTitle):
        return _line(ChangedField.TITLE, known.rows[draft.row], None, known.rows[draft.row].title, draft.title)
    task = known.tasks[draft.task]
    if isinstance(draft, NewTitle):
        return _line(ChangedField.TITLE, task, None, task.title, draft.title)
    return _line(ChangedField.UNITS, task, None, "; ".join(task.implementing), "; ".join(draft.names))


def _line(
    kind: ChangedField,
    owner: Task | CouncilRow | None,
    row: Milestone | None,
    before: str,
    after: str,
    note: str = "",
) -> ChangeLine:
    return ChangeLine(str(kind.label), _about(owner, row), before, after, note)


def _present(row: Milestone) -> str:
    day = present_day(row)
    return show_date(day) if day else row.printed


def unknown_units(drafts: Iterable[Draft], tasks: dict[int, Task]) -> list[str]:
    """Names in a draft that are no known unit's, those that stand in the plan already apart."""
    named: list[str] = []
    for draft in drafts:
        if isinstance(draft, NewUnits):
            named += [name for name in draft.names if name not in tasks[draft.task].implementing]
        elif isinstance(draft, NewTask):
            named += [*draft.implementing, *draft.coordinating]
    return [name for name in dict.fromkeys(named) if unit_by_name(name) is None]
