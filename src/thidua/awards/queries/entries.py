"""What the catalogue says about an award on a day: names, thresholds, money.

Names and kinds are read from the catalogue as shipped, which no officer amends: they cost no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from thidua.awards.inforce import law_in_force
from thidua.awards.rules import load_law
from thidua.awards.rules.bonus import amount
from thidua.awards.rules.catalogue import award_on
from thidua.awards.rules.findings import Confidence

TITLES = ("title", "honorary", "city_title")


@dataclass(frozen=True)
class VoteThreshold:
    """The share of the whole membership an award needs on a day, where it stands and how well it is known."""

    share: Fraction
    citation: str
    confidence: Confidence
    ballot: str

    @property
    def source(self) -> str:
        """The citation as it is printed on an agenda; says so when nobody has checked it yet."""
        return (
            self.citation
            if self.confidence is Confidence.VERIFIED
            else _("%(text)s (cần kiểm tra)") % {"text": self.citation}
        )


def vote_threshold(award: str, on: date) -> VoteThreshold | None:
    """The dated threshold of an award; None when the law sets none."""
    vote = award_on(award, on, law_in_force()).vote
    if vote.share is None:
        return None
    return VoteThreshold(vote.share, str(vote.citation or ""), vote.confidence, vote.ballot or "")


def award_name(code: str, on: date) -> str:
    """The award's name in force on a day; the code itself for an award the catalogue does not know."""
    declaration = load_law().awards.get(code)
    return declaration.name if declaration else code


def is_title(code: str) -> bool:
    """Whether the award is an emulation title (danh hiệu), not a form of commendation (hình thức khen thưởng)."""
    declaration = load_law().awards.get(code)
    return declaration is not None and declaration.kind in TITLES


def award_level(code: str) -> str:
    """At whose level the award is given, a code of the catalogue; empty when the catalogue does not know it."""
    declaration = load_law().awards.get(code)
    return str(declaration.level) if declaration else ""


def short_name(code: str) -> str:
    """The award's short name whatever the day; the code itself when the catalogue does not know it."""
    declaration = load_law().awards.get(code)
    return declaration.short if declaration else code


def award_choices(on: date) -> list[tuple[str, str]]:
    """Code and name of every award given on a day, for forms."""
    return [(code, each.name) for code, each in sorted(load_law().awards.items()) if each.covers(on)]


def bonus(award: str, kind: str, on: date) -> int | None:
    """Money in đồng that goes with an award by a decision of that day; None when none is set."""
    return amount(award, kind, on, law_in_force()).vnd


def needs_check(code: str, on: date) -> tuple[str, ...]:
    """Keys of the award's values and conditions that are still to be confirmed ("cần kiểm tra")."""
    return award_on(code, on, law_in_force()).doubts
