"""Shares of a whole, compared and printed exactly in whole numbers: 26 of 29 prints "90 %" and does not reach 90 %.

Pure. The denominator of a vote is always the whole membership: whoever is absent, leaves the paper blank or spoils it
has not said yes. Which share is needed is dated data of the law; this module only compares.
"""

from __future__ import annotations

from fractions import Fraction


def passes(yes: int, members: int, threshold: Fraction) -> bool:
    """Whether `yes` votes reach `threshold` (0 to 1) of all `members`, compared as whole numbers.

    Raises ValueError for impossible counts: no members, fewer than no votes, more votes than members.
    """
    if members < 1 or not 0 <= yes <= members:
        raise ValueError(f"Số phiếu không hợp lệ: {yes} trên {members} thành viên.")
    return yes * threshold.denominator >= threshold.numerator * members


def minimum_yes(members: int, threshold: Fraction) -> int:
    """The fewest yes votes of `members` that reach `threshold`."""
    return -(-threshold.numerator * members // threshold.denominator)


def rounding_misleads(yes: int, members: int, threshold: Fraction) -> bool:
    """Whether a whole percentage, rounded half up, would tell the opposite of what the exact fraction says."""
    if not members:
        return False
    rounded = Fraction((200 * yes + members) // (2 * members), 100)
    return (rounded >= threshold) != passes(yes, members, threshold)


def show_share(votes: int, members: int) -> str:
    """The share in per cent as Vietnamese write it, two decimals, rounded half up: `89,66 %`. `0,00 %` of nobody."""
    basis = (20_000 * votes + members) // (2 * members) if members else 0
    return f"{basis // 100},{basis % 100:02d} %"


def show_threshold(threshold: Fraction) -> str:
    """The threshold in words of a page: `90 %`, or the fraction itself where it is no whole percentage: `2/3`."""
    hundredths = threshold * 100
    if hundredths.denominator == 1:
        return f"{hundredths.numerator} %"
    return f"{threshold.numerator}/{threshold.denominator}"
