"""Earliest and latest days along the links, and the float between them, in working days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from thidua.plans.chain.days import Workline
from thidua.plans.chain.graph import Link, followers, in_order, upstream, waits


@dataclass(frozen=True)
class Node:
    """A milestone on its working day: the day it is planned for, or the day it was done. None: no day is known."""

    key: int
    day: date | None
    done: bool = False


class Schedule:
    """When each milestone comes at the earliest, and for a goal at the latest. Raises CyclicError; unknown ends are ignored.

    A milestone keeps its planned day unless what it waits for, with the lead between, ends later; what is not done yet
    is not before `today` (when given). A milestone done stays on the day it was done. One without a day comes as soon
    as what it waits for allows. A day on which offices are closed counts as the working day before it.
    """

    def __init__(
        self, nodes: Iterable[Node], links: Iterable[Link], line: Workline, *, today: date | None = None
    ) -> None:
        self.line = line
        self.nodes = {node.key: node for node in nodes}
        self.links = [link for link in links if link.before in self.nodes and link.after in self.nodes]
        self._floor = None if today is None else line.place(today)
        self._order = in_order(self.nodes, self.links)
        self._into, self._out = waits(self.links), followers(self.links)
        self.planned = {key: None if node.day is None else line.place(node.day) for key, node in self.nodes.items()}
        self.expected: dict[int, int | None] = {}
        for key in self._order:
            self.expected[key] = self._expected(key)

    def _expected(self, key: int) -> int | None:
        planned, node = self.planned[key], self.nodes[key]
        if node.done and planned is not None:
            return planned
        allowed = self.allowed(key)
        known = [place for place in (planned, allowed) if place is not None]
        if not known:
            return None
        return max(known) if self._floor is None or node.done else max(*known, self._floor)

    def allowed(self, key: int) -> int | None:
        """The earliest place that what it waits for allows; None when it waits for nothing that has a day."""
        places = [
            place + link.lead
            for link in self._into.get(key, ())
            if (place := self.expected.get(link.before)) is not None
        ]
        return max(places, default=None)

    def latest(self, goal: Collection[int]) -> dict[int, int]:
        """The latest place of everything a goal waits for, and of the goal itself, if the goal keeps its planned day.

        `goal` names the milestones that are the goal (a session stands in two appendices). Those without a day set no
        bound. What is done bounds nothing before it.
        """
        ends = [key for key in goal if key in self.nodes]
        within = upstream(ends, self.links)
        found: dict[int, int] = {key: planned for key in ends if (planned := self.planned[key]) is not None}
        for key in reversed(self._order):
            if key in within:
                bounds = [
                    found[link.after] - link.lead
                    for link in self._out.get(key, ())
                    if link.after in found and not self.nodes[link.after].done
                ]
                bounds += [found[key]] if key in found else []
                if bounds:
                    found[key] = min(bounds)
        return found

    def floats(self, goal: Collection[int]) -> dict[int, int]:
        """Working days that each open milestone of the goal's chain can slip before the goal does; negative: missing.

        The goal itself is told only when its own day can no longer be kept.
        """
        found = {}
        for key, last in self.latest(goal).items():
            earliest = self.expected[key]
            if earliest is None or self.nodes[key].done:
                continue
            if key not in goal or last < earliest:
                found[key] = last - earliest
        return found

    def slack(self, link: Link) -> int | None:
        """Working days to spare on one link; None when an end has no day or what follows is done."""
        before, after = self.expected.get(link.before), self.planned.get(link.after)
        if before is None or after is None or self.nodes[link.after].done:
            return None
        return after - before - link.lead

    def tightest(self) -> set[Link]:
        """The links with the least to spare."""
        known = [(slack, link) for link in self.links if (slack := self.slack(link)) is not None]
        least = min((slack for slack, _link in known), default=None)
        return {link for slack, link in known if slack == least}
