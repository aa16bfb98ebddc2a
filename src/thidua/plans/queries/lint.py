"""What is doubtful in a stored plan, each finding beside the task it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.foundation.clock import local_day
from thidua.plans import linting
from thidua.plans.models import CouncilRow, Plan, Severity, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.paper import Confirmed, Stored, stored
from thidua.plans.queries.unknown import unknown_units
from thidua.plans.reading.shapes import Flag as Finding

Json = dict[str, Any]


@dataclass(frozen=True)
class Placed:
    """A finding with the task or the row of the council's programme it is about; neither for the whole document."""

    finding: Finding
    task: Task | None
    row: CouncilRow | None


@dataclass
class Linted:
    """The findings of a plan by severity, and the values used in place of printed ones."""

    groups: list[tuple[Severity, list[Placed]]]
    confirmed: list[Confirmed]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(rows) for _severity, rows in self.groups)


def plan_findings(plan: Plan, held: Stored | None = None) -> list[Finding]:
    """What is doubtful in a plan as it is used, without what a person settled already."""
    held = held or stored(plan)
    rows = (*held.reading["tasks"], *held.reading["sessions"])
    named = [one["date"] or one["to"] for row in rows for one in row["milestones"]]
    days = [date.fromisoformat(day) for day in named if day]
    calendar = calendar_of([*days, *held.used.values(), date(plan.year or local_day(plan.imported_at).year, 1, 1)])
    settled = list(plan.flags.exclude(resolution="").values_list("code", "where"))
    reading = _units_looked_up(plan, held.reading)
    return linting.findings(reading, calendar=calendar, used=held.used, settled=settled)


def _units_looked_up(plan: Plan, reading: Json) -> Json:
    """The reading with the names no unit bears looked up anew, those only for which nobody has chosen units since."""
    unresolved = {
        key: [*carrying, *helping]
        for key, carrying, helping in plan.tasks.values_list("key", "unresolved", "unresolved_partners")
    }
    told = [flag for flag in reading["flags"] if flag["code"] != "UNIT_UNKNOWN"]
    found = unknown_units(reading, only=unresolved)
    return {**reading, "flags": [*told, *(flag.to_json() for flag in found)]}


def plan_lint(plan: Plan) -> Linted:
    """The page of findings. The same number of queries for any plan."""
    held = stored(plan)
    tasks: dict[str, Task] = {row.key: row for row in plan.tasks.all()}
    rows: dict[str, CouncilRow] = {row.key: row for row in plan.council_rows.all()}
    for milestone in plan.milestones.select_related("task", "council_row"):
        if milestone.task:
            tasks.setdefault(milestone.key, milestone.task)
        elif milestone.council_row:
            rows.setdefault(milestone.key, milestone.council_row)
    placed = [Placed(one, tasks.get(one.where), rows.get(one.where)) for one in plan_findings(plan, held)]
    groups = [
        (severity, [one for one in placed if one.finding.severity.value == severity.value]) for severity in Severity
    ]
    return Linted([group for group in groups if group[1]], held.confirmed)
