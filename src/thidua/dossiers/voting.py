"""On which routes the council votes, by the dated data of the law room; a round keeps the answer of its first day."""

from __future__ import annotations

from datetime import date

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import DatedValue

VOTED, UNPUBLISHED = "duong.bo-phieu", "duong.khong-cong-khai"


def vote_rule(on: date) -> DatedValue | None:
    """The rule in force on a day, with where it stands; None when nothing is set."""
    return law_in_force().value(VOTED, on)


def votes_on(route: str, on: date) -> bool:
    """Whether the council votes on a route by the rule of a day; it does where no rule is set."""
    rule = vote_rule(on)
    return rule is None or route in rule.value


def published_on(route: str, on: date) -> bool:
    """Whether names of a route are published for the opinion of the public where the award asks for it."""
    rule = law_in_force().value(UNPUBLISHED, on)
    return rule is None or route not in rule.value
