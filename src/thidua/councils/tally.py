"""Votes counted exactly, in whole numbers. Pure: no Django, no clock.

The denominator is always the whole membership frozen when the ballot opened: whoever is absent without a written
opinion, leaves the paper blank or spoils it has not said yes. The share itself is dated data (Luật Thi đua, khen
thưởng and the decree in force on the day of the session); this module only compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Count = tuple[int, int, int]
"""Yes, no, invalid, as counted on paper."""


@dataclass(frozen=True)
class ItemResult:
    """What the council decided on one subject, in whole votes of the whole membership."""

    subject: str
    yes: int
    no: int
    invalid: int
    members: int
    passed: bool


def passes(yes: int, members: int, threshold: Fraction) -> bool:
    """Whether `yes` of `members` reaches the threshold, compared as whole numbers: 26/29 does not reach 90/100."""
    return yes * threshold.denominator >= threshold.numerator * members


def minimum_yes(members: int, threshold: Fraction) -> int:
    """The fewest yes votes that pass."""
    return -(-threshold.numerator * members // threshold.denominator)


def share(votes: int, members: int) -> str:
    """The share in per cent with two decimals, half up, as Vietnamese write it: `89,66 %`."""
    basis = (votes * 100_000 // members + 5) // 10 if members else 0
    return f"{basis // 100},{basis % 100:02d} %"


def rounding_misleads(yes: int, members: int, threshold: Fraction) -> bool:
    """Whether a whole percentage would tell the opposite of what the exact fraction says."""
    if not members:
        return False
    rounded = Fraction((200 * yes + members) // (2 * members), 100)
    return (rounded >= threshold) != passes(yes, members, threshold)


def percent(threshold: Fraction) -> str:
    """The threshold in words of a page: `90 %`, or the fraction itself where it is no whole percentage: `2/3`."""
    hundredths = threshold * 100
    return f"{hundredths.numerator} %" if hundredths.denominator == 1 else f"{threshold.numerator}/{threshold.denominator}"
