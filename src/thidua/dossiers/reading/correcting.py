"""The officer mends a list in place: one field, one proposal, one row left out. Pure Python.

Each function returns a new reading in which that row was judged again and all rows compared anew.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from thidua.dossiers.reading.awardnames import AwardNames
from thidua.dossiers.reading.judging import judge_again
from thidua.dossiers.reading.messages import field_of
from thidua.dossiers.reading.sameness import compare
from thidua.dossiers.reading.shapes import Ignored, Key, ListReading, Row
from thidua.foundation.text import tidy

EDITABLE: Final = frozenset(
    {"name", "birth", "sex", "cccd", "position", "unit", "awards", "rating", "achievement", "kind", "initiative", "note"}
)


def correct(
    reading: ListReading, row: Key, field: str, value: str, *, names: AwardNames | None = None
) -> ListReading:
    """The reading after `field` of the row was typed anew.

    `value` is as a person types it (any form of date, award names or codes, "Tập thể" …). What the file
    printed stays in `printed`. KeyError for an unknown row, ValueError for a field that is not editable.
    """
    if field not in EDITABLE:
        raise ValueError(field)
    old = reading.find(row)
    texts = _settled(old)
    texts[field] = tidy(value)
    waived = tuple(code for code in old.waived if field_of(code) != field)
    return _with(reading, replace(old, texts=texts, waived=waived), names)


def accept(reading: ListReading, row: Key, problem_code: str, *, names: AwardNames | None = None) -> ListReading:
    """The reading after the officer agreed: the proposal is taken, or, without one, the row stands as it is.

    KeyError when the row or the problem is not there.
    """
    old = reading.find(row)
    found = next((p for p in old.problems if p.code == problem_code), None)
    if found is None:
        raise KeyError(problem_code)
    if found.proposal:
        return correct(reading, row, found.field, found.proposal, names=names)
    return _with(reading, replace(old, waived=(*old.waived, problem_code)), names)


def leave_out(reading: ListReading, row: Key) -> ListReading:
    """The reading without this row, which is kept among the ignored ones."""
    reading.find(row)
    rows, same = compare([r for r in reading.rows if r.key != row])
    ignored = (*reading.ignored, Ignored(row[0], row[1], "Người nộp bỏ dòng này khỏi danh sách."))
    return replace(reading, rows=rows, same=same, ignored=ignored)


def _settled(row: Row) -> dict[str, str]:
    """The row's texts with what was told by another field's cell written into its own."""
    texts = dict(row.texts)
    if texts.pop("position_unit", ""):
        texts |= {"position": row.position, "unit": row.unit}
    for field, value in (("birth", row.birth), ("sex", row.sex), ("position", row.position)):
        if value and not texts.get(field):
            texts[field] = value
    return texts


def _with(reading: ListReading, changed: Row, names: AwardNames | None) -> ListReading:
    judged = judge_again(changed, names or AwardNames.standard())
    rows, same = compare([judged if row.key == changed.key else row for row in reading.rows])
    return replace(reading, rows=rows, same=same)
