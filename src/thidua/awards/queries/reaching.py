"""What the law says to one recipient: what is within reach and when, and why, from the ledger alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.awards.inforce import law_in_force, rules_of_day
from thidua.awards.queries.panel import VerdictView, verdict_view
from thidua.awards.rules import Facts, LawInvalid, judge
from thidua.awards.rules.reach import HALF_YEAR, Reach
from thidua.awards.rules.trajectory import Strip, Trajectory, trajectory


@dataclass(frozen=True)
class Next:
    """An award within reach, and how the recipient stands towards it in the present period."""

    reach: Reach
    verdict: VerdictView
    doubt: bool


@dataclass(frozen=True)
class Prospects:
    """The trajectory of a recipient as the page shows it, the nearest award first; strips with the name of their aim."""

    road: Trajectory
    period: int
    nexts: tuple[Next, ...]
    strips: tuple[tuple[Strip, str], ...]


def present_period(on: date) -> int:
    """The achievement year looked at on a day: in the first half of a year still the year before."""
    return on.year - 1 if on.month <= HALF_YEAR else on.year


def prospects(facts: Facts, on: date) -> Prospects | None:
    """What is within reach by the law in force that day; None when no rules cover it. No query of its own."""
    try:
        rules = rules_of_day(on)
        road = trajectory(facts, on, rules)
    except LawInvalid:
        return None
    period = present_period(on)
    nexts = []
    for reach in road.reachable:
        view = verdict_view(judge(facts, reach.award, period, on, rules).to_record())
        doubt = any(row["doubt"] for row in view.rows if row["kind"] != "info")
        nexts.append(Next(reach, view, doubt))
    names = rules.law.awards
    return Prospects(road, period, tuple(nexts), tuple((strip, names[strip.towards].short) for strip in road.strips))


def awards_for(kind: str, on: date) -> list[tuple[str, str]]:
    """Code and name of the awards given that day to this kind of recipient, for a choice on the page."""
    rows = law_in_force().awards.values()
    return [(row.code, row.name) for row in rows if kind in row.recipients and row.covers(on)]


def why(facts: Facts, award: str, period: int, on: date) -> VerdictView:
    """The conditions of one award for one period, each answered from the ledger. Raises LawInvalid."""
    return verdict_view(judge(facts, award, period, on, rules_of_day(on, award)).to_record())
