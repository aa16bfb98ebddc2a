"""From the exchange form `plan-read/1` to rows: tasks, council rows, milestones, flags, in few statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from thidua.organisation.models import Unit
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, Task

Json = dict[str, Any]
BATCH = 500


def keep_rows(plan: Plan, reading: Json, *, units: Mapping[str, Unit | None]) -> dict[str, int]:
    """Write everything read under the plan. Returns how many rows of each kind."""
    tasks = Task.objects.bulk_create(_tasks(plan, reading["tasks"], units), batch_size=BATCH)
    by_key = {task.key: task for task in tasks}
    sessions = CouncilRow.objects.bulk_create(_sessions(plan, reading["sessions"], by_key), batch_size=BATCH)
    rows = {row.key: row for row in sessions}
    milestones = Milestone.objects.bulk_create(_milestones(plan, reading, by_key, rows), batch_size=BATCH)
    flags = Flag.objects.bulk_create(
        _flags(plan, reading["flags"], by_key, rows, {row.key: row for row in milestones}), batch_size=BATCH
    )
    link_units(tasks, units)
    return {
        "tasks": len(tasks),
        "council_rows": len(sessions),
        "milestones": len(milestones),
        "flags": len(flags),
    }


def link_units(tasks: Iterable[Task], units: Mapping[str, Unit | None]) -> None:
    """Tie tasks just written to the units their printed names resolve to, those that carry and those that coordinate."""
    carrying, helping = [], []
    for task in tasks:
        carrying += [Task.units.through(task=task, unit=unit) for unit in _found(task.implementing, units)]
        helping += [Task.partners.through(task=task, unit=unit) for unit in _found(task.coordinating, units)]
    Task.units.through.objects.bulk_create(carrying, batch_size=BATCH)
    Task.partners.through.objects.bulk_create(helping, batch_size=BATCH)


def _found(names: Iterable[str], units: Mapping[str, Unit | None]) -> list[Unit]:
    """The units of the names, each once."""
    return list({unit.pk: unit for unit in map(units.get, names) if unit}.values())


def _tasks(plan: Plan, rows: Iterable[Json], units: Mapping[str, Unit | None]) -> list[Task]:
    return [
        Task(
            plan=plan,
            key=row["key"],
            position=position,
            part=row["part"] or "",
            section=row["section"] or "",
            number=row["number"] or "",
            title=row["title"],
            directing=row["directing"] or "",
            implementing=row["implementing"],
            coordinating=row["coordinating"],
            unresolved=[name for name in row["implementing"] if not units.get(name)],
            unresolved_partners=[name for name in row["coordinating"] if not units.get(name)],
            source=row["source"],
        )
        for position, row in enumerate(rows, start=1)
    ]


def _sessions(plan: Plan, rows: Iterable[Json], tasks: Mapping[str, Task]) -> list[CouncilRow]:
    return [
        CouncilRow(
            plan=plan,
            key=row["key"],
            position=position,
            section=row["section"] or "",
            number=row["number"] or "",
            title=row["title"],
            contents=row["contents"],
            advising=row["advising"],
            coordinating=row["coordinating"],
            task=tasks.get(row["linked_task"] or ""),
            source=row["source"],
        )
        for position, row in enumerate(rows, start=1)
    ]


def _milestones(
    plan: Plan, reading: Json, tasks: Mapping[str, Task], rows: Mapping[str, CouncilRow]
) -> list[Milestone]:
    owned: list[tuple[Task | None, CouncilRow | None, Json]] = []
    for source in reading["tasks"]:
        owned += [(tasks[source["key"]], None, item) for item in source["milestones"]]
    for source in reading["sessions"]:
        owned += [(None, rows[source["key"]], item) for item in source["milestones"]]
    return [milestone_from(plan, task, row, item, n) for n, (task, row, item) in enumerate(owned, start=1)]


def milestone_from(plan: Plan, task: Task | None, row: CouncilRow | None, item: Json, position: int) -> Milestone:
    """A milestone, not saved yet, from its exchange form."""
    return Milestone(
        plan=plan,
        task=task,
        council_row=row,
        key=item["key"],
        position=position,
        label=item["label"] or "",
        relation=item["relation"],
        printed=item["printed"] or "",
        printed_date=_day(item["date"] or item["to"]),
        from_date=_day(item["from"]),
        month=item["month"] or "",
        recurrence=item["recurrence"] or "",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _flags(
    plan: Plan, rows: Iterable[Json], tasks: Mapping[str, Task], sessions: Mapping[str, CouncilRow],
    milestones: Mapping[str, Milestone],
) -> list[Flag]:  # fmt: skip
    made = []
    for position, row in enumerate(rows, start=1):
        milestone = milestones.get(row["where"])
        task = milestone.task if milestone else tasks.get(row["where"])
        session = milestone.council_row if milestone else sessions.get(row["where"])
        made.append(
            Flag(
                plan=plan,
                code=row["code"],
                severity=row["severity"],
                where=row["where"][:80],
                also=list(row.get("also", ())),
                task=task,
                council_row=session,
                milestone=milestone,
                printed=row["printed"] or "",
                message=row["message"],
                proposal=row["proposal"] or "",
                position=position,
            )
        )
    return made
