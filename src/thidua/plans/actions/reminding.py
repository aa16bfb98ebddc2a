"""Reminding people of milestones: one run a working day, in pieces that are each done wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from thidua.notices.actions import Message, advance, complete, slot_for_writing, take_slot, tell
from thidua.notices.models import Slot
from thidua.notices.queries import told_on
from thidua.plans.due import plan_span
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.reminding import Due, due_until, oldest_open, roster_on, units_of
from thidua.plans.reminding.habits import habits_on
from thidua.plans.reminding.people import Roster
from thidua.plans.reminding.steps import Step, Steps
from thidua.plans.reminding.words import Deadline, detail_of, title_of

SLOT = "plans.remind"
CHUNK = 500
"""Milestones in one piece: a piece holds the database for a fraction of a second."""


@dataclass(frozen=True)
class Run:
    """What became of a day's run: whether the day is a working day, and how many notices it made in all."""

    day: date
    working: bool
    notices: int = 0


@dataclass(frozen=True)
class _Day:
    """What holds for the whole run."""

    on: date
    until: date
    steps: Steps
    roster: Roster


def run(*, on: date, at: datetime) -> Run:
    """Tell everyone what is due on a day (Vietnam), once; on a day off nothing is told and the next working day catches up.

    Run again, by a second worker or after a crash at any step, it goes on where it got to and tells nothing twice. After
    days without a run, each milestone is told of once, by the most recent of its reminders.
    """
    first = min(oldest_open(on) or on, on).year
    calendar = calendar_of(date(year, 1, 1) for year in range(first, on.year + 2))
    if not calendar.is_working_day(on):
        return Run(on, working=False)
    habits = habits_on(on)
    until = calendar.add(on, max((*habits.before, 0)))
    day = _Day(on, until, Steps(calendar, on, habits), roster_on(on))
    slot = take_slot(SLOT, on, at=at)
    while slot.completed_at is None:
        slot = _piece(slot, day, at=at)
    return Run(on, working=True, notices=slot.made)


@transaction.atomic
def _piece(slot: Slot, day: _Day, *, at: datetime) -> Slot:
    """The next milestones and how far the run got, in one transaction; when there are none left, the letters."""
    slot = slot_for_writing(slot)
    if slot.completed_at:
        return slot
    rows = due_until(day.on, day.until, after=slot.cursor, limit=CHUNK)
    if not rows:
        return complete(slot, at=at)
    made = tell(_messages(rows, day), at=at)
    return advance(slot, cursor=rows[-1].pk, made=made)


def _messages(rows: Iterable[Due], day: _Day) -> Iterator[Message]:
    due = [(row, effective, steps) for row in rows for effective, steps in _steps(row, day.steps) if steps]
    due.sort(key=lambda found: found[2][0].left, reverse=True)  # the most urgent last: the newest is shown first
    found: list[tuple[Message, Step]] = []
    units = units_of(row.task for row, _effective, _steps in due if row.task)
    for row, effective, steps in due:
        carried_by = units.get(row.task or 0, [])
        carriers = day.roster.carriers(row.accountable, (unit for unit, _name in carried_by), row.own_of)
        words = Deadline(
            row.number or "", row.title or row.row_title, row.printed, row.plan or row.plan_title, effective,
            [name for _unit, name in carried_by], row.label,
        )  # fmt: skip
        for step in steps:
            people = day.roster.people(step.level, carriers, row.own_of)
            found += [(message, step) for message in _of_step(row, words, step, people, day.on)]
    yield from _not_too_soon(found, day)


def _not_too_soon(found: Iterable[tuple[Message, Step]], day: _Day) -> Iterator[Message]:
    """Without those whose weekly predecessor came a few days ago because of an outage. One query."""
    before = {message.key: _key_before(message, step) for message, step in found if step.previous}
    told = told_on(before.values())
    for message, step in found:
        last = told.get((before.get(message.key, ""), message.user))
        if last is None or not day.steps.too_soon(step, last):
            yield message


def _key_before(message: Message, step: Step) -> str:
    return message.key.removesuffix(step.code) + step.previous


def _steps(row: Due, steps: Steps) -> Iterator[tuple[date, tuple[Step, ...]]]:
    if row.effective:
        yield row.effective, steps.of_deadline(row.effective)
    elif found := steps.of_recurrence(row.recurrence, plan_span(row.year, row.plan_title) if row.year else None):
        yield found


def _of_step(row: Due, words: Deadline, step: Step, users: Iterable[int], on: date) -> Iterator[Message]:
    key = f"milestone:{row.pk}:{words.effective.isoformat()}:{step.level}:{step.code}"
    title, detail = title_of(words, step), detail_of(words, step)
    url, subject = reverse("plans:milestone", args=[row.pk]), f"milestone:{row.pk}"
    for user in users:
        yield Message(user, key, f"plans.{step.level}", title, on, detail, url, subject)
