"""Plans for tests: the demonstration document taken in, and small plans built row by row. Rooms above import these."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import factory
from factory.django import DjangoModelFactory

from thidua.accounts.tests.factories import UserFactory
from thidua.documents.models import StoredFile
from thidua.foundation.workdays import calendar_for
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.tests.factories import acting
from thidua.plans import actions
from thidua.plans.demo.build import FILE
from thidua.plans.models import Flag, Milestone, Plan, PlanState, Severity, Task
from thidua.plans.reading.read import read_plan

AT = datetime(2025, 2, 14, 2, 0, tzinfo=UTC)
"""A Friday morning in Hanoi, between the first deadlines of the demonstration plan and the rest."""
HERE = Path(__file__).resolve().parent
ISSUER = "Ủy ban nhân dân Thành phố Thử nghiệm"


class StoredFileFactory(DjangoModelFactory[StoredFile]):
    class Meta:
        model = StoredFile

    name = "ke-hoach.docx"
    kind = "docx"
    size = 1
    sha256 = factory.Sequence(lambda n: hashlib.sha256(f"tep {n}".encode()).hexdigest())
    path = factory.LazyAttribute(lambda o: f"{o.sha256[:2]}/{o.sha256}")
    subject = "plan"
    added_by = factory.SubFactory(UserFactory)
    added_at = AT


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    number = factory.Sequence(lambda n: f"{n + 1}/KH-TN")
    issued_on = date(2024, 12, 9)
    issuer = ISSUER
    title = "Công tác thi đua, khen thưởng"
    year = 2025
    file = factory.SubFactory(StoredFileFactory)
    content_sha256 = factory.Sequence(lambda n: hashlib.sha256(f"ke hoach {n}".encode()).hexdigest())
    reading = factory.LazyFunction(lambda: {"document": {}, "tasks": [], "sessions": [], "flags": [], "source": []})
    imported_by = factory.SubFactory(UserFactory)
    imported_at = AT


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda o: str(o.position))
    key = factory.LazyAttribute(lambda o: f"PL1.{o.position}")
    title = factory.LazyAttribute(lambda o: f"Việc thử nghiệm {o.position}")
    part = "A. Nhiệm vụ trọng tâm"
    section = "Quý I"


class MilestoneFactory(DjangoModelFactory[Milestone]):
    """A milestone of a task; the day printed is the one used and the last working day unless told otherwise."""

    class Meta:
        model = Milestone

    task = factory.SubFactory(TaskFactory)
    plan = factory.LazyAttribute(lambda o: o.task.plan)
    position = factory.Sequence(lambda n: n + 1)
    key = factory.LazyAttribute(lambda o: f"{o.task.key}.{o.position}")
    relation = "before"
    printed_date = date(2025, 6, 16)
    used_date = factory.SelfAttribute("printed_date")
    effective = factory.SelfAttribute("used_date")
    printed = factory.LazyAttribute(
        lambda o: f"trước ngày {o.printed_date:%d/%m/%Y}" if o.printed_date else "thường xuyên"
    )


class FlagFactory(DjangoModelFactory[Flag]):
    class Meta:
        model = Flag

    plan = factory.SubFactory(PlanFactory)
    code = "NAME_VARIANT"
    severity = Severity.INFO
    where = "document"
    message = "Cũng viết cách khác."
    position = factory.Sequence(lambda n: n + 1)


def head(**user: Any) -> Acting:
    """The head of the standing office."""
    return acting(DutyCode.OFFICE_HEAD, **user)


def appraiser() -> Acting:
    """An appraiser: takes plans in and settles flags, puts none in force."""
    return acting(DutyCode.APPRAISER)


@cache
def demo() -> actions.ReadDocument:
    """The committed demonstration plan, read once for all tests."""
    data = FILE.read_bytes()
    reading = read_plan(data, FILE.name, calendar=calendar_for(range(2019, 2032))).to_json()
    return actions.ReadDocument(data, FILE.name, "docx", reading)


def draft(by: Acting | None = None) -> Plan:
    """The demonstration plan as a draft: 45 tasks, 53 milestones, five blocking flags on four days."""
    return actions.keep_plan(demo(), by=by or head(), at=AT)


def settled(by: Acting | None = None) -> Plan:
    """The demonstration plan as a draft on which every blocking flag was settled as proposed."""
    by = by or head()
    plan = draft(by)
    while flag := blocking(plan).first():
        actions.resolve_flag(flag, "accepted", by=by, at=AT)
    return plan


def active(by: Acting | None = None) -> Plan:
    """The demonstration plan in force."""
    by = by or head()
    return actions.activate(settled(by), by=by, at=AT)


def blocking(plan: Plan) -> Any:
    """The blocking flags still open."""
    return plan.flags.filter(severity=Severity.ERROR, resolution="")


def flag_of(plan: Plan, code: str, where: str) -> Flag:
    """One flag of the demonstration plan."""
    return plan.flags.get(code=code, where=where)


def milestone_of(plan: Plan, key: str) -> Milestone:
    """One milestone of the demonstration plan, as it stands now."""
    return plan.milestones.get(key=key)


def in_force(**fields: Any) -> Plan:
    """A plan in force without rows."""
    return PlanFactory(state=PlanState.ACTIVE, activated_by=UserFactory(), activated_at=AT, **fields)


def due(
    plan: Plan,
    day: date | None,
    *,
    unit: Unit | None = None,
    task: dict[str, Any] | None = None,
    **fields: Any,
) -> Milestone:
    """A task of the plan with one milestone whose last working day is `day`, carried by the unit."""
    if day is None:
        fields = {"relation": "when_arises", **fields}
    row = MilestoneFactory(task=TaskFactory(plan=plan, **(task or {})), printed_date=day, **fields)
    if unit:
        row.task.units.add(unit)
    return row


def named_in_tests(pattern: str, *, but: str = "") -> set[str]:
    """What the test files of this room and of the rooms above it name: the first group of the pattern, `but` one file."""
    files = [file for file in HERE.parent.parent.glob("*/tests/test_*.py") if file.name != but]
    return {name for file in files for name in re.findall(pattern, file.read_text())}
