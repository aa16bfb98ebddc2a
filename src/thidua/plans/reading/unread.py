"""Tables that were not read as tables of tasks: which of them may hold tasks after all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.plans.reading.columns import OF_PEOPLE_OR_MONEY, Role, role_of
from thidua.plans.reading.flat import flat, words_of
from thidua.plans.reading.sources.blocks import Row

_TIME = re.compile(
    r"\d{1,2}\s?/\s?\d{1,2}\b|\b(?:thang|quy)\s+[\divx]|\bthuong xuyen\b|\bhang (?:thang|quy|nam|tuan)\b|\bky han\b"
)
_TITLE_ROWS = 3  # at the top of a table, where its header stands
_LEAST_COLUMNS = 3
_SHOWN = 5


def may_hold_tasks(rows: Sequence[Row]) -> bool:
    """Tell whether a table that was not read has rows like tasks: several columns, and times in some of them."""
    wide = [row for row in rows if sum(bool(text.strip()) for text in row.texts()) >= _LEAST_COLUMNS]
    if not wide:
        return False
    head = [text for row in rows[:_TITLE_ROWS] for text in row.texts() if text.strip()]
    if any(OF_PEOPLE_OR_MONEY.fullmatch(words_of(text)) or role_of(text) is Role.MONEY for text in head):
        return False
    return any(_TIME.search(flat(text)) for row in wide for text in row.texts())


def first_cells(rows: Sequence[Row]) -> str:
    """Return the first cells of a table, to name it by."""
    cells = [text for row in rows for text in (" ".join(text.split()) for text in row.texts()) if text]
    return " | ".join(cells[:_SHOWN])
