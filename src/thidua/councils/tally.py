"""What a count is and what it decides. Pure: no Django, no clock.

The denominator is always the whole membership frozen when the ballot opened: whoever is absent without a written
opinion, leaves the paper blank or spoils it has not said yes. The share itself is dated data (Luật Thi đua, khen
thưởng and the decree in force on the day of the session); the exact comparison is the foundation's.
"""

from __future__ import annotations

from dataclasses import dataclass

from thidua.foundation.shares import minimum_yes, passes, rounding_misleads
from thidua.foundation.shares import show_share as share
from thidua.foundation.shares import show_threshold as percent

__all__ = ["Count", "ItemResult", "minimum_yes", "passes", "percent", "rounding_misleads", "share"]

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
