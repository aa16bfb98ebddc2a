"""Whether the year in the title can be that of the plan, by the days that the plan names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from thidua.plans.reading.deadlines import Remark
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Milestone, Severity

_SEVERAL = 2
_SUPPLIED = frozenset({Remark.YEAR_ASSUMED, Remark.NEXT_YEAR})


def meant_year(linted: Linted) -> int | None:
    """Return the year that the printed days name where none of them can lie in the year of the title; else None.

    A day before the signature, or with a year that the reader supplied and so before it, does not count for the title.
    """
    facts = linted.facts
    supplied = {id(milestone) for milestone, remark in linted.remarks if remark in _SUPPLIED}
    printed: Counter[int] = Counter()
    for milestone in linted.milestones():
        year = _year_of(milestone)
        if year is None:
            continue
        if facts.covers(year) and not _is_past(linted, milestone):
            return None
        if not facts.covers(year) and id(milestone) not in supplied:
            printed[year] += 1
    year, times = max(printed.items(), key=lambda pair: pair[1], default=(None, 0))
    return year if times >= _SEVERAL and times * 2 > printed.total() else None


def checks(linted: Linted) -> Iterator[Flag]:
    """The year of the title against the years that the deadlines print."""
    year, facts = meant_year(linted), linted.facts
    if year is None:
        return
    keys = tuple(m.key for m in linted.milestones() if _year_of(m) == year)
    signed = f", văn bản ký ngày {facts.issued_on:%d/%m/%Y}" if facts.issued_on else ""
    yield Flag(
        "YEAR_CONFLICT", Severity.ERROR, "document", facts.title or "",
        f"Tên kế hoạch ghi năm {facts.year} nhưng {len(keys)} mốc có in năm đều thuộc năm {year}{signed}; "
        "cần xác nhận kế hoạch của năm nào.",
        str(year), keys,
    )  # fmt: skip


def _year_of(milestone: Milestone) -> int | None:
    if milestone.last_day:
        return milestone.last_day.year
    return int(milestone.month[:4]) if milestone.month else None


def _is_past(linted: Linted, milestone: Milestone) -> bool:
    issued = linted.facts.issued_on
    if issued is None:
        return False
    if milestone.last_day:
        return milestone.last_day < issued
    return bool(milestone.month) and f"{milestone.month}" < f"{issued:%Y-%m}"
