"""The last days before a session, counted back from it, and where the printed plan leaves too little.

Codes and days come out, no sentences. Days are calendar days in Vietnam; lengths are working days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.backplan.rules import Rule, Step, rule_on


@dataclass(frozen=True)
class CutOff:
    """A step: the last day to begin it, the day it must be over (or is over at the earliest, after the session).

    `rule` is None for the units' dossiers, whose day follows from the other steps.
    """

    step: Step
    begins: date
    ends: date
    days: int
    rule: Rule | None


@dataclass(frozen=True)
class Printed:
    """A milestone of the plan that brings dossiers to the session, on its working day. `stated`: by the plan for this
    very session, not found by its words."""

    key: int
    day: date
    stated: bool = True


class WarningCode(StrEnum):
    """What the printed plan leaves too little of, or leaves out."""

    TOO_LITTLE = "too_little"
    AFTER_CUT_OFF = "after_cut_off"
    NOT_STATED = "not_stated"
    DAY_OFF = "day_off"
    NO_RULE = "no_rule"


@dataclass(frozen=True)
class Warned:
    """One warning. `left` working days lie between the milestone and the session, `needs` are needed by `step`."""

    code: WarningCode
    step: Step | None = None
    printed: Printed | None = None
    left: int = 0
    needs: int = 0

    @property
    def missing(self) -> int:
        """Working days that are missing."""
        return self.needs - self.left


@dataclass(frozen=True)
class Overlap:
    """A step that begins before one that comes earlier is over. `inverted`: it even begins before that one does.

    `start` and `end`: between which days the two run side by side.
    """

    step: Step
    earlier: Step
    inverted: bool
    start: date
    end: date


@dataclass(frozen=True)
class BackPlan:
    """A session planned backwards. `effective` is the working day that counts when `day` is a day off."""

    day: date
    effective: date
    kinds: frozenset[str]
    before: list[CutOff]
    after: list[CutOff]
    warnings: list[Warned]

    @property
    def overlaps(self) -> list[Overlap]:
        """Where the proposed steps do not follow one another as they are listed."""
        return list(_overlaps(self.before))

    def step(self, step: Step) -> CutOff | None:
        """The cut-off of one step."""
        return next((one for one in (*self.before, *self.after) if one.step is step), None)


def back_plan(
    day: date,
    kinds: Collection[str],
    printed: Iterable[Printed],
    calendar: OfficialCalendar,
    *,
    appraisal: int | None = None,
) -> BackPlan:
    """Plan backwards from a session on `day` with subjects of these kinds (`rules.kinds_of`).

    `printed` are the milestones that bring its dossiers in; `appraisal` replaces the office's usual number of working
    days for appraising.
    """
    counted = calendar.effective(day)
    before = _before(counted, kinds, calendar, appraisal)
    opinion = rule_on(Step.OPINION, day, kinds)
    after = [_after(counted, opinion, calendar)] if opinion else []
    plan = BackPlan(day, counted, frozenset(kinds), before, after, [])
    plan.warnings.extend(_warnings(plan, list(printed), calendar))
    return plan


def _before(
    day: date, kinds: Collection[str], calendar: OfficialCalendar, appraisal: int | None
) -> list[CutOff]:
    """The steps in their order in time: what the members read must be ready when the papers go out."""
    papers = _back(Step.PAPERS, day, day, kinds, calendar)
    papers_out = papers.begins if papers else day
    consultation = _back(Step.CONSULTATION, day, day, kinds, calendar)
    concurrence = _back(Step.CONCURRENCE, papers_out, day, kinds, calendar)
    appraised = consultation.begins if consultation else papers_out
    rule = rule_on(Step.APPRAISAL, day, kinds)
    length = appraisal if appraisal is not None else rule.days if rule else 0
    dossiers = calendar.add(appraised, -length)
    if concurrence:
        dossiers = min(dossiers, concurrence.begins)
    found = [
        CutOff(Step.DOSSIERS, dossiers, dossiers, 0, None),
        CutOff(Step.APPRAISAL, dossiers, appraised, length, rule),
        concurrence,
        consultation,
        papers,
    ]
    return [one for one in found if one]


def _back(
    step: Step, end: date, session: date, kinds: Collection[str], calendar: OfficialCalendar
) -> CutOff | None:
    rule = rule_on(step, session, kinds)
    return CutOff(step, calendar.add(end, -rule.days), end, rule.days, rule) if rule else None


def _after(day: date, rule: Rule, calendar: OfficialCalendar) -> CutOff:
    return CutOff(rule.step, day, calendar.add(day, rule.days), rule.days, rule)


def _overlaps(steps: list[CutOff]) -> Iterator[Overlap]:
    """Every step against those listed before it; handing dossiers in is a day, nothing runs beside it."""
    for place, later in enumerate(steps):
        for earlier in steps[:place]:
            end = min(earlier.ends, later.ends)
            if earlier.step is not Step.DOSSIERS and later.begins < end:
                start = max(earlier.begins, later.begins)
                yield Overlap(later.step, earlier.step, later.begins < earlier.begins, start, end)


NEEDED_BY_LAW = {"state": Step.CONSULTATION, "agreed": Step.CONCURRENCE}


def _warnings(plan: BackPlan, printed: list[Printed], calendar: OfficialCalendar) -> Iterator[Warned]:
    if plan.day != plan.effective:
        yield Warned(WarningCode.DAY_OFF)
    for kind, step in NEEDED_BY_LAW.items():
        if kind in plan.kinds and plan.step(step) is None:
            yield Warned(WarningCode.NO_RULE, step)
    if not any(one.stated for one in printed):
        yield Warned(WarningCode.NOT_STATED)
    for one in printed:
        yield from _too_little(plan, one, calendar)


def _too_little(plan: BackPlan, one: Printed, calendar: OfficialCalendar) -> Iterator[Warned]:
    """What no longer fits between the printed day and the session; if everything fits, whether appraising is cut short."""
    left = calendar.between(one.day, plan.effective)
    short = [
        Warned(WarningCode.TOO_LITTLE, step.step, one, left, needs)
        for step in plan.before
        if step.step in (Step.CONSULTATION, Step.CONCURRENCE, Step.PAPERS)
        and (needs := calendar.between(step.begins, plan.effective)) > left
    ]
    yield from short
    cut_off = plan.step(Step.DOSSIERS)
    if not short and cut_off and one.day > cut_off.begins:
        needs = calendar.between(cut_off.begins, plan.effective)
        yield Warned(WarningCode.AFTER_CUT_OFF, Step.APPRAISAL, one, left, needs)
