"""What the faces show: the home of each duty, search over several rooms, the journal in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from thidua.desk.home.council import member_home, secretary_home, teller_home
from thidua.desk.home.leader import leader_home
from thidua.desk.home.office import appraiser_home, clerk_home, head_home
from thidua.desk.home.plan import of_unit, strip
from thidua.desk.home.shapes import Home, with_deadline
from thidua.desk.home.unit import unit_home
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.queries import official_calendar
from thidua.plans.models import Milestone

HOMES: dict[str, Callable[..., Home]] = {
    DutyCode.UNIT_OFFICER: unit_home,
    DutyCode.UNIT_HEAD: unit_home,
    DutyCode.INTAKE_OFFICER: appraiser_home,
    DutyCode.APPRAISER: appraiser_home,
    DutyCode.OFFICE_HEAD: head_home,
    DutyCode.CLERK: clerk_home,
    DutyCode.COUNCIL_SECRETARY: secretary_home,
    DutyCode.TELLER: teller_home,
    DutyCode.COUNCIL_MEMBER: member_home,
    DutyCode.COUNCIL_CHAIR: member_home,
    DutyCode.LEADER: leader_home,
}
SHOWN = 5


def home_of(acting: Acting, *, on: date) -> dict[str, Any]:
    """The home page of the duty acted in: acts others wait for, then by deadline, the first five shown."""
    calendar = official_calendar([on.year, on.year + 1])
    build = HOMES.get(acting.duty.code) if acting.duty else None
    home = build(acting, on=on) if build else Home()
    todos = [with_deadline(todo, on=on, calendar=calendar) for todo in home.todos]
    todos.sort(key=lambda todo: (not todo.first, todo.due is None, todo.due or on))
    milestones = Milestone.objects.filter(task__isnull=False)
    if acting.holds(DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD) and acting.unit:
        milestones = milestones.filter(of_unit(acting.unit))
    else:
        milestones = milestones.filter(plan__unit=None)
    return {
        "todos": todos[:SHOWN],
        "more": len(todos) - SHOWN if len(todos) > SHOWN else 0,
        "counters": home.counters,
        "strip": strip(acting, on=on, calendar=calendar, milestones=milestones),
    }
