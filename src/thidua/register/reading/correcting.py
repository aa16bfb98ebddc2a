"""The officer mends a list in place: a field, a proposal, a row left out. Pure Python.

Each function returns a new reading in which the rows changed were judged again and all rows compared anew, once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from thidua.foundation.text import tidy
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.judging import TWINS, judge_again
from thidua.register.reading.messages import field_of, keepable
from thidua.register.reading.sameness import compare
from thidua.register.reading.shapes import Ignored, Key, ListReading, Problem, Row

EDITABLE: Final = frozenset(
    {
        "name",
        "birth",
        "sex",
        "cccd",
        "position",
        "unit",
        "awards",
        "rating",
        "achievement",
        "kind",
        "initiative",
        "note",
    }
)
LEFT_OUT: Final = "Người nộp bỏ dòng này khỏi danh sách."
# A dossier found to be there already was found by these; when one changes it is looked for anew.
_TELL_TWINS: Final = frozenset({"name", "birth", "cccd", "awards"})


def correct(reading: ListReading, row: Key, field: str, value: str, *, names: AwardNames | None = None) -> ListReading:
    """The reading after `field` of the row was typed anew.

    `value` is as a person types it (any form of date, award names or codes, "Tập thể" …). What the file
    printed stays in `printed`. KeyError for an unknown row, ValueError for a field that is not editable.
    """
    return with_rows(reading, {row: corrected(reading.find(row), field, value)}, names)


def accept(reading: ListReading, row: Key, problem_code: str, *, names: AwardNames | None = None) -> ListReading:
    """The reading after the officer agreed: the proposal is taken, or, without one, the row stands as it is.

    KeyError when the row or the problem is not there, ValueError when it cannot stand (`keepable`).
    """
    old = reading.find(row)
    found = _found(old, problem_code)
    if not found.proposal:
        return keep(reading, row, problem_code, names=names)
    return correct(reading, row, found.field, found.proposal, names=names)


def keep(reading: ListReading, row: Key, problem_code: str, *, names: AwardNames | None = None) -> ListReading:
    """The reading after the officer said that the value stands as the file has it, whatever was proposed.

    KeyError when the row or the problem is not there, ValueError when it cannot stand (`keepable`).
    """
    old = reading.find(row)
    if not keepable(_found(old, problem_code)):
        raise ValueError(problem_code)
    return with_rows(reading, {row: replace(old, waived=(*old.waived, problem_code))}, names)


def accept_many(
    reading: ListReading, rows: Collection[Key], problem_code: str, *, names: AwardNames | None = None
) -> ListReading:
    """The reading after every proposal for this problem in these rows was taken; others stay as they are."""
    wanted = set(rows)
    changed = {
        row.key: corrected(row, found.field, found.proposal)
        for row in reading.rows
        if row.key in wanted
        for found in [next((p for p in row.problems if p.code == problem_code and p.proposal), None)]
        if found
    }
    return with_rows(reading, changed, names)


def leave_out(reading: ListReading, row: Key) -> ListReading:
    """The reading without this row, which is kept among the ignored ones. KeyError when it is not there."""
    reading.find(row)
    return leave_out_many(reading, [row])


def leave_out_many(reading: ListReading, rows: Collection[Key]) -> ListReading:
    """The reading without these rows, which are kept among the ignored ones."""
    gone = set(rows)
    left, same = compare([row for row in reading.rows if row.key not in gone], several=reading.several)
    ignored = [Ignored(row.sheet, row.row, LEFT_OUT) for row in reading.rows if row.key in gone]
    return replace(reading, rows=left, same=same, ignored=(*reading.ignored, *ignored))


def with_twins(reading: ListReading, twins: Mapping[Key, Mapping[str, str]]) -> ListReading:
    """The reading with what is known about dossiers that are there already, in place of what was known before.

    A twin is told by hints: `twin` (code of a dossier of the unit), `twin_maybe` (the same, by name only),
    `twin_elsewhere` (any word: another unit's).
    """
    changed = {}
    for row in reading.rows:
        hints = {**_without_twins(row.hints), **twins.get(row.key, {})}
        if hints != row.hints:
            changed[row.key] = replace(row, hints=hints)
    return with_rows(reading, changed, None)


def _without_twins(hints: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in hints.items() if name not in TWINS}


def _found(row: Row, code: str) -> Problem:
    for found in row.problems:
        if found.code == code:
            return found
    raise KeyError(code)


def corrected(row: Row, field: str, value: str) -> Row:
    """The row with a field typed anew, not judged yet. ValueError for a field that is not editable."""
    if field not in EDITABLE:
        raise ValueError(field)
    texts = _settled(row)
    texts[field] = tidy(value)
    waived = tuple(code for code in row.waived if field_of(code) != field)
    hints = _without_twins(row.hints) if field in _TELL_TWINS else row.hints
    if field == "cccd":
        hints = {name: value for name, value in hints.items() if name != "cccd_from"}
    return replace(row, texts=texts, waived=waived, hints=hints)


def _settled(row: Row) -> dict[str, str]:
    """The row's texts with what was told by another field's cell written into its own."""
    texts = dict(row.texts)
    if texts.pop("position_unit", ""):
        texts |= {"position": row.position, "unit": row.unit}
    for field, value in (("birth", row.birth), ("sex", row.sex), ("position", row.position)):
        if value and not texts.get(field):
            texts[field] = value
    return texts


def with_rows(reading: ListReading, changed: Mapping[Key, Row], names: AwardNames | None) -> ListReading:
    """The reading with these rows in place of the old ones, judged again, all compared anew."""
    known = names or AwardNames.standard()
    judged = {key: judge_again(row, known) for key, row in changed.items()}
    rows, same = compare([judged.get(row.key, row) for row in reading.rows], several=reading.several)
    return replace(reading, rows=rows, same=same)
