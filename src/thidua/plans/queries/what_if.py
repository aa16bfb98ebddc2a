"""The page that tries a day out: what else would move, and which goal could no longer be kept. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import ngettext

from thidua.plans.chain import CyclicError, what_if
from thidua.plans.models import Milestone
from thidua.plans.queries.chain import Chain, Goal, called, chain_of, float_words
from thidua.plans.queries.chain_page import today_of


@dataclass(frozen=True)
class MovedLine:
    """A milestone that would come on another day."""

    called: str
    row: Milestone
    before: date | None
    after: date
    days: int

    @property
    def words(self) -> str:
        """By how much, in words."""
        if self.days < 0:
            text = ngettext("sớm hơn %(n)s ngày làm việc", "sớm hơn %(n)s ngày làm việc", -self.days)
            return text % {"n": -self.days}
        return ngettext("muộn hơn %(n)s ngày làm việc", "muộn hơn %(n)s ngày làm việc", self.days) % {"n": self.days}


@dataclass(frozen=True)
class GoalTried:
    """The least float to a goal, before and after."""

    goal: Goal
    before: int | None
    after: int | None
    breaks: bool

    @property
    def kind(self) -> str:
        """The shape and colour of its state."""
        return "late" if self.after is not None and self.after < 0 else "ok"

    @property
    def before_words(self) -> str:
        """The float as it is, in words."""
        return "–" if self.before is None else float_words(self.before)

    @property
    def after_words(self) -> str:
        """The float as it would be, in words."""
        return "–" if self.after is None else float_words(self.after)


@dataclass(frozen=True)
class LinkTried:
    """What a link leaves to spare, before and after."""

    before_called: str
    after_called: str
    before: str
    after: str
    short: bool


@dataclass
class WhatIfPage:
    """What the page that tries a day out shows; without a day only what the milestone waits for and who waits for it."""

    chain: Chain
    row: Milestone
    called: str
    planned: date | None
    asked: date | None = None
    counted: date | None = None
    earliest: date | None = None
    kept: bool = True
    latest: list[tuple[Goal, date]] = field(default_factory=list)
    moved: list[MovedLine] = field(default_factory=list)
    goals: list[GoalTried] = field(default_factory=list)
    links: list[LinkTried] = field(default_factory=list)
    circle: bool = False


def what_if_page(row: Milestone, day: date | None, on: date) -> WhatIfPage:
    """Try a day out for a milestone. Nothing is written. Five queries."""
    chain = chain_of(row.plan, on)
    page = WhatIfPage(chain, row, called(row), chain.days.get(row.pk), asked=day)
    if day is None or row.pk not in chain.rows:
        return page
    goals = {one.key: one for one in chain.goals}
    try:
        found = what_if(
            chain.nodes, chain.links, chain.line, {key: one.keys for key, one in goals.items()},
            key=row.pk, day=day, today=today_of(row.plan, on),
        )  # fmt: skip
    except CyclicError:
        page.circle = True
        return page
    rows = chain.rows
    page.counted = chain.calendar.effective(day)
    page.earliest, page.kept = found.earliest, found.kept
    page.latest = [(goals[key], last) for key, last in found.latest.items()]
    page.moved = [
        MovedLine(called(rows[one.key]), rows[one.key], one.before, one.after, one.days) for one in found.moved
    ]
    page.goals = [
        GoalTried(goals[one.goal], one.before, one.after, one.breaks) for one in found.goals if one.before != one.after
    ]
    page.links = [
        LinkTried(
            called(rows[one.link.before]), called(rows[one.link.after]), _spare(one.before), _spare(one.after),
            one.after is not None and one.after < 0,
        )
        for one in found.links
    ]  # fmt: skip
    return page


def _spare(days: int | None) -> str:
    return "–" if days is None else float_words(days)
