"""Small plans with links, and the demonstration plan in force, for the tests of the chain and of back-planning."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from itertools import count

from thidua.documents.models import StoredFile
from thidua.foundation.workdays import calendar_for
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import actions
from thidua.plans.demo.build import FILE
from thidua.plans.models import CouncilRow, Dependency, Milestone, Plan, PlanState, Severity, Task
from thidua.plans.reading.read import read_plan

AT = datetime(2024, 12, 16, 2, 0, tzinfo=UTC)
ON = date(2024, 12, 16)
"""Before the first deadline of the demonstration plan: nothing is late yet."""
_numbers = count(1)


def head():
    return acting(DutyCode.OFFICE_HEAD)


@cache
def _read():
    data = FILE.read_bytes()
    reading = read_plan(data, FILE.name, calendar=calendar_for(range(2019, 2032))).to_json()
    return actions.ReadDocument(data, FILE.name, "docx", reading)


def demo_in_force(by=None) -> Plan:
    """The demonstration plan: the days of the official one, every blocking flag settled as proposed."""
    by = by or head()
    plan = actions.keep_plan(_read(), by=by, at=AT)
    while flag := plan.flags.filter(severity=Severity.ERROR, resolution="").first():
        actions.resolve_flag(flag, "accepted", by=by, at=AT)
    return actions.activate(plan, by=by, at=AT)


def plan_of(state=PlanState.ACTIVE, by=None) -> Plan:
    """A plan without rows."""
    number = next(_numbers)
    mark = hashlib.sha256(f"chuoi {number}".encode()).hexdigest()
    user = (by or head()).user
    file = StoredFile.objects.create(
        name="ke-hoach.docx", kind="docx", size=1, sha256=mark, path=f"{mark[:2]}/{mark}", subject="plan",
        added_by=user, added_at=AT,
    )  # fmt: skip
    return Plan.objects.create(
        number=f"{number}/KH-TN", issued_on=date(2024, 12, 9), issuer=f"Ủy ban nhân dân Thử nghiệm {number}",
        title="Công tác thi đua, khen thưởng", year=2025, state=state, file=file, content_sha256=mark,
        imported_by=user, imported_at=AT,
        reading={"document": {}, "tasks": [], "sessions": [], "flags": [], "source": []},
    )  # fmt: skip


def row(plan: Plan, day: date | None, *, title: str = "", council: str = "", tied: Task | None = None, **fields):
    """A task (or a row of the programme) with one milestone on a day."""
    number = plan.tasks.count() + plan.council_rows.count() + 1
    owner: dict[str, object]
    if council:
        owner = {
            "council_row": CouncilRow.objects.create(
                plan=plan,
                key=f"PL2.I.{number}",
                position=number,
                number=str(number),
                title=council,
                task=tied,
            )
        }
    else:
        owner = {
            "task": Task.objects.create(
                plan=plan,
                key=f"PL1.{number}",
                position=number,
                number=str(number),
                title=title or f"Việc {number}",
            )
        }
    return milestone(plan, day, number * 10, **owner, **fields)


def milestone(plan: Plan, day: date | None, position: int, **fields):
    return Milestone.objects.create(
        plan=plan, key=f"M{position}", position=position, relation="before" if day else "when_arises",
        printed=f"trước ngày {day:%d/%m/%Y}" if day else "khi phát sinh", printed_date=day, used_date=day,
        effective=day, **fields,
    )  # fmt: skip


def link(before, after, lead=0):
    return Dependency.objects.create(plan=before.plan, before=before, after=after, lead=lead, added_at=AT)


def at_key(plan: Plan, key: str) -> Milestone:
    return plan.milestones.get(key=key)
