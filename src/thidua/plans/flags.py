"""What kind of thing a flag is about: which tab shows it, whether it is about a day, what day it proposes."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import Q

from thidua.foundation.dates import typed_day
from thidua.plans.models import Flag, Severity


class Tab(StrEnum):
    """The tabs of the review page."""

    CONFIRM = "phai-xac-nhan"
    LOOK = "nen-xem"
    RECORDED = "ghi-nhan"
    SPELLING = "chinh-ta"
    TASKS = "tat-ca"


TAB_CODES = frozenset(tab.value for tab in Tab)
BULK_TABS = (Tab.RECORDED, Tab.SPELLING)
IMPOSSIBLE = "IMPOSSIBLE_DATE"
"""The code of a printed day that no calendar has: only a day settles it."""
YEAR = "YEAR_CONFLICT"
"""The code of a title that names another year than the plan's days: settling it settles the plan's year."""
LEGACY = "LEGACY_FONT"
"""The code of words in an old font: settling it at a task gives the task words that can be read."""
_OF_SEVERITY = {Severity.ERROR: Tab.CONFIRM, Severity.WARNING: Tab.LOOK, Severity.INFO: Tab.RECORDED}


def tab_of(flag: Flag) -> Tab:
    """The tab that shows a flag: spelling apart from the rest, unless it blocks."""
    if flag.severity != Severity.ERROR and is_spelling(flag):
        return Tab.SPELLING
    return _OF_SEVERITY[Severity(flag.severity)]


def in_tab(tab: Tab) -> Q:
    """The condition that `tab_of` is this tab, for the database."""
    spelling = Q(code__startswith="SPELLING") & ~Q(severity=Severity.ERROR)
    if tab is Tab.SPELLING:
        return spelling
    return Q(severity__in=[severity for severity, held in _OF_SEVERITY.items() if held is tab]) & ~spelling


def is_spelling(flag: Flag) -> bool:
    """Whether the flag is about how a word is written."""
    return flag.code.startswith("SPELLING")


def proposed_iso(flag: Flag) -> str:
    """The day a flag proposes as an ISO date; empty when it proposes none."""
    day = typed_day(flag.proposal)
    return day.isoformat() if day else ""


def is_about_a_day(flag: Flag) -> bool:
    """Whether settling the flag settles the day that is followed: it stands at a milestone and names or proposes a day."""
    milestone = flag.milestone
    if milestone is None or is_spelling(flag):
        return False
    return bool(flag.code == IMPOSSIBLE or proposed_iso(flag) or (milestone.printed_date and not flag.proposal))


def may_give_a_day(flag: Flag) -> bool:
    """Whether a day typed for the flag becomes the day that is followed: it stands at a milestone and is no spelling."""
    return flag.milestone is not None and not is_spelling(flag)
