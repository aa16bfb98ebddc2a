"""The last days before a session, counted back from it, and where the printed plan leaves too little.

Codes and days come out, no sentences. Days are calendar days in Vietnam; lengths are working days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.backplan.rules import Rule, Step, gap_after, rule_on


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
    very session, not found by its words. `asked`: people and agencies are asked about what it brings."""

    key: int
    day: date
    stated: bool = True
    asked: bool = True


@dataclass(frozen=True)
class Following:
    """What the plan lets follow the session: the last day for the Party committee's opinion, and the honouring."""

    opinion: date | None = None
    honoured: date | None = None


class WarningCode(StrEnum):
    """What the printed plan leaves too little of, or leaves out."""

    TOO_LITTLE = "too_little"
    AFTER_CUT_OFF = "after_cut_off"
    NOT_STATED = "not_stated"
    DAY_OFF = "day_off"
    NO_RULE = "no_rule"
    NO_ROOM_AFTER = "no_room_after"


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
class BackPlan:
    """A session planned backwards. `effective` is the working day that counts when `day` is a day off.

    `reserve`: the working days for the decision, between the opinion after the session and the making of certificates;
    negative when they overlap, None when the plan names no honouring.
    """

    day: date
    effective: date
    kinds: frozenset[str]
    before: list[CutOff]
    after: list[CutOff]
    warnings: list[Warned]
    reserve: int | None = None

    def step(self, step: Step) -> CutOff | None:
        """The cut-off of one step."""
        return next((one for one in (*self.before, *self.after) if one.step is step), None)


def back_plan(
    day: date,
    kinds: Collection[str],
    printed: Sequence[Printed],
    calendar: OfficialCalendar,
    *,
    appraisal: int | None = None,
    following: Following | None = None,
) -> BackPlan:
    """Plan backwards from a session on `day` with subjects of these kinds (`rules.kinds_of`).

    `printed` are the milestones that bring its dossiers in; `appraisal` replaces the office's usual number of working
    days for appraising, `following` is what the plan lets follow the session.
    """
    counted = calendar.effective(day)
    before = _before(counted, kinds, calendar, appraisal)
    after = _after(counted, kinds, calendar, following or Following())
    reserve = calendar.between(after[0].ends, after[1].begins) if len(after) > 1 else None
    plan = BackPlan(day, counted, frozenset(kinds), before, after, [], reserve)
    plan.warnings.extend(_warnings(plan, printed))
    for one in printed:
        steps = before if one.asked else _before(counted, (), calendar, appraisal)
        plan.warnings.extend(_too_little(plan, one, steps, calendar))
    if reserve is not None and reserve < 0:
        plan.warnings.append(Warned(WarningCode.NO_ROOM_AFTER, Step.CERTIFICATES, None, reserve, 0))
    return plan


def _before(day: date, kinds: Collection[str], calendar: OfficialCalendar, appraisal: int | None) -> list[CutOff]:
    """The steps in their order in time, each over when the next one begins: what the members read is ready when the
    papers go out."""
    papers = _back(Step.PAPERS, day, day, kinds, calendar)
    consultation = _back(Step.CONSULTATION, papers.begins if papers else day, day, kinds, calendar)
    next_begins = next((one.begins for one in (consultation, papers) if one), day)
    concurrence = _back(Step.CONCURRENCE, next_begins, day, kinds, calendar)
    appraised = concurrence.begins if concurrence else next_begins
    rule = rule_on(Step.APPRAISAL, day, kinds)
    length = appraisal if appraisal is not None else rule.days if rule else 0
    dossiers = calendar.add(appraised, -length)
    found = [
        CutOff(Step.DOSSIERS, dossiers, dossiers, 0, None),
        CutOff(Step.APPRAISAL, dossiers, appraised, length, rule),
        concurrence,
        consultation,
        papers,
    ]
    return [one for one in found if one]


def _back(step: Step, then: date, session: date, kinds: Collection[str], calendar: OfficialCalendar) -> CutOff | None:
    """A step that is over when the next one begins on `then`."""
    rule = rule_on(step, session, kinds)
    end = calendar.add(then, -gap_after(step))
    return CutOff(step, calendar.add(end, -rule.days), end, rule.days, rule) if rule else None


def _after(session: date, kinds: Collection[str], calendar: OfficialCalendar, following: Following) -> list[CutOff]:
    """The opinion asked after the session and after the Party committee's; certificates, counted back from the honouring."""
    opinion, certificates = (rule_on(step, session, kinds) for step in (Step.OPINION, Step.CERTIFICATES))
    if not opinion:
        return []
    begins = max(session, following.opinion or session)
    found = [CutOff(opinion.step, begins, calendar.add(begins, opinion.days), opinion.days, opinion)]
    if certificates and following.honoured:
        end = calendar.effective(following.honoured)
        start = calendar.add(end, -certificates.days)
        found.append(CutOff(certificates.step, start, end, certificates.days, certificates))
    return found


NEEDED_BY_LAW = {"state": Step.CONSULTATION, "agreed": Step.CONCURRENCE}


def _warnings(plan: BackPlan, printed: Iterable[Printed]) -> Iterator[Warned]:
    if plan.day != plan.effective:
        yield Warned(WarningCode.DAY_OFF)
    for kind, step in NEEDED_BY_LAW.items():
        if kind in plan.kinds and plan.step(step) is None:
            yield Warned(WarningCode.NO_RULE, step)
    if not any(one.stated for one in printed):
        yield Warned(WarningCode.NOT_STATED)


def _too_little(plan: BackPlan, one: Printed, steps: list[CutOff], calendar: OfficialCalendar) -> Iterator[Warned]:
    """What no longer fits between the printed day and the session; if everything fits, whether appraising is cut short."""
    left = calendar.between(one.day, plan.effective)
    short = [
        Warned(WarningCode.TOO_LITTLE, step.step, one, left, needs)
        for step in steps
        if step.step in (Step.CONSULTATION, Step.CONCURRENCE, Step.PAPERS)
        and (needs := calendar.between(step.begins, plan.effective)) > left
    ]
    yield from short
    cut_off = steps[0]
    if not short and one.day > cut_off.begins:
        needs = calendar.between(cut_off.begins, plan.effective)
        yield Warned(WarningCode.AFTER_CUT_OFF, Step.APPRAISAL, one, left, needs)
