"""Times that come again: the relation and the rule (RFC 5545 RRULE parts) they stand for."""

from __future__ import annotations

import re

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.shapes import Relation

Recurring = tuple[int, int, Relation, str | None, bool]

_COUNTS = {"mot": 1, "ba": 3, "sau": 6}
_RULES = {
    "tuan": "FREQ=WEEKLY",
    "thang": "FREQ=MONTHLY",
    "quy": "FREQ=MONTHLY;INTERVAL=3",
    "nam": "FREQ=YEARLY",
}
_UNIT_RULES = {"tuan": "FREQ=WEEKLY", "thang": "FREQ=MONTHLY", "nam": "FREQ=YEARLY"}


def recurring(bare: str) -> Recurring | None:
    """Return (start, end, relation, rule, says how it stands) of what recurs in unmarked text, or None."""
    return _on_days_of_month(bare) or _on_days_of_year(bare) or _every_period(bare)


def _on_days_of_month(bare: str) -> Recurring | None:
    if match := p.DAY_OF_EVERY_MONTH.search(bare):
        days = sorted({int(day) for day in re.findall(r"\d{1,2}", match["days"])})
        if all(1 <= day <= 31 for day in days):
            rule = f"FREQ=MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
            return match.start(), match.end(), Relation.MONTHLY_ON_DAY, rule, bool(match["cue"])
    if match := p.LAST_DAY_OF_EVERY_MONTH.search(bare):
        return match.start(), match.end(), Relation.MONTHLY_ON_DAY, "FREQ=MONTHLY;BYMONTHDAY=-1", True
    return None


def _on_days_of_year(bare: str) -> Recurring | None:
    if (match := p.DAY_OF_QUARTER_END.search(bare)) and 1 <= int(match["days"]) <= 31:
        rule = f"FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY={int(match['days'])}"
        return match.start(), match.end(), Relation.PERIODIC, rule, True
    if match := p.DAY_OF_EVERY_YEAR.search(bare):
        day, month = int(match["day"]), int(match["month"])
        if 1 <= day <= 31 and 1 <= month <= 12:
            rule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
            return match.start(), match.end(), Relation.PERIODIC, rule, True
    return None


def _every_period(bare: str) -> Recurring | None:
    match = p.EVERY_PERIOD.search(bare)
    if match is None or p.ATOM.search(bare):
        return None
    if match["unit"] == "thang":
        arises = bool(p.AS_ARISES.search(bare))
        rule = None if arises else "FREQ=MONTHLY"
        return match.start(), match.end(), Relation.MONTHLY_AS_ARISES, rule, arises
    return match.start(), match.end(), Relation.PERIODIC, _rule(match), False


def _rule(match: re.Match[str]) -> str:
    if match["unit"]:
        return _RULES[match["unit"]]
    if match["half"]:
        return "FREQ=MONTHLY;INTERVAL=6"
    if match["yearly"]:
        return "FREQ=YEARLY"
    count = _COUNTS.get(match["count"]) or int(match["count"])
    if match["of"] == "quy":
        return f"FREQ=MONTHLY;INTERVAL={count * 3}"
    rule = _UNIT_RULES[match["of"]]
    return rule if count == 1 else f"{rule};INTERVAL={count}"
