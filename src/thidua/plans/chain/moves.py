"""What happens elsewhere when one day is moved. Nothing is changed: two schedules are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from thidua.plans.chain.days import Workline
from thidua.plans.chain.graph import Link
from thidua.plans.chain.schedule import Node, Schedule


@dataclass(frozen=True)
class Moved:
    """A milestone that comes on another day than before; `days` are working days, later positive."""

    key: int
    before: date | None
    after: date
    days: int


@dataclass(frozen=True)
class GoalChange:
    """The least float on the chain to a goal, before and after. None: nothing on it has a day."""

    goal: str
    before: int | None
    after: int | None

    @property
    def breaks(self) -> bool:
        """Whether the move is what makes the float negative."""
        return self.after is not None and self.after < 0 and (self.before is None or self.before >= 0)


@dataclass(frozen=True)
class LinkChange:
    """The working days to spare on a link of the moved milestones, before and after."""

    link: Link
    before: int | None
    after: int | None


@dataclass(frozen=True)
class WhatIf:
    """What a move does. `earliest`: the earliest day that what the milestone waits for allows. `kept`: whether the day
    asked for can be kept. `latest`: for each goal the last day of the milestone that keeps the goal."""

    key: int
    asked: date
    earliest: date | None
    kept: bool
    latest: dict[str, date]
    moved: list[Moved]
    goals: list[GoalChange]
    links: list[LinkChange]


def what_if(
    nodes: Iterable[Node],
    links: Iterable[Link],
    line: Workline,
    goals: Mapping[str, tuple[int, ...]],
    *,
    key: int,
    day: date,
    today: date | None = None,
) -> WhatIf:
    """Compare the plan with the same plan in which the milestone `key` is planned for `day`. Raises CyclicError.

    A goal that stands in two places (a session, in both appendices) is moved in both.
    """
    nodes, links = list(nodes), list(links)
    old = Schedule(nodes, links, line, today=today)
    same = {key}.union(*(ends for ends in goals.values() if key in ends))
    shifted = [replace(node, day=day, done=False) if node.key in same else node for node in nodes]
    new = Schedule(shifted, links, line, today=today)
    allowed, asked = new.allowed(key), line.place(day)
    moved = _moved(old, new)
    touched = {one.key for one in moved} | {key}
    return WhatIf(
        key=key,
        asked=day,
        earliest=None if allowed is None else line.day(allowed),
        kept=allowed is None or allowed <= asked,
        latest={
            name: line.day(found[key])
            for name, ends in goals.items()
            if key not in ends and key in (found := new.latest(ends))
        },
        moved=moved,
        goals=[GoalChange(name, _least(old, ends), _least(new, ends)) for name, ends in goals.items()],
        links=[
            LinkChange(link, old.slack(link), new.slack(link))
            for link in new.links
            if (link.before in touched or link.after in touched) and old.slack(link) != new.slack(link)
        ],
    )


def _moved(old: Schedule, new: Schedule) -> list[Moved]:
    found = []
    for key, place in new.expected.items():
        was = old.expected[key]
        if place is not None and place != was:
            before = None if was is None else old.line.day(was)
            found.append(Moved(key, before, new.line.day(place), 0 if was is None else place - was))
    return sorted(found, key=lambda one: (one.after, one.key))


def _least(schedule: Schedule, ends: tuple[int, ...]) -> int | None:
    return min(schedule.floats(ends).values(), default=None)
