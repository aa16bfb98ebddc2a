"""Votes counted exactly, in whole numbers: 26 of 29 prints "90 %" and fails 90 %."""

from fractions import Fraction


def passes(yes: int, members: int, threshold: Fraction) -> bool:
    """Whether ``yes`` votes reach ``threshold`` (0 to 1) of all ``members``.

    The denominator is the whole membership: an absent, blank or spoiled vote is not a yes.
    Raises ValueError for impossible counts.
    """
    if members < 1 or not 0 <= yes <= members:
        raise ValueError(f"Số phiếu không hợp lệ: {yes} trên {members} thành viên.")
    return yes * threshold.denominator >= threshold.numerator * members


def minimum_yes(members: int, threshold: Fraction) -> int:
    """The fewest yes votes that pass."""
    return -(-threshold.numerator * members // threshold.denominator)
