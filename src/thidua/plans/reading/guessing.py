"""Tables without a header: cards of two columns, and columns told from what their cells hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.plans.reading.captions import Caption
from thidua.plans.reading.columns import Role, role_of, settled_roles
from thidua.plans.reading.deadlines import read_deadline
from thidua.plans.reading.entries import Entry, Table, Timing, Value
from thidua.plans.reading.flat import one_line
from thidua.plans.reading.headers import is_numeral
from thidua.plans.reading.organisations import begins_body
from thidua.plans.reading.shapes import Relation
from thidua.plans.reading.sources.blocks import Row

_COUNT = re.compile(r"^(.*?)\s*(?:số\s*)?(\d{1,3})?\s*[:.]?$", re.DOTALL)
_CARD_COLUMNS = 2
_LEAST_ROWS = 2
_NO_TIME = (Relation.UNSTATED, Relation.UNREAD)
_TIME_OR_UNIT = {Role.DEADLINE, Role.PERIOD, Role.LEADING, Role.IMPLEMENTING, Role.DIRECTING, Role.ADVISING}


def cards(rows: Sequence[Row]) -> list[Entry]:
    """Return the tasks of a table that prints each under the other: the name on the left, the words on the right."""
    labelled = [(row, *_label_and_role(row)) for row in rows]
    known = [role for _row, _number, role in labelled if role]
    if len(known) < len(rows) or Role.TITLE not in known or not _TIME_OR_UNIT & set(known):
        return []
    entries: list[Entry] = []
    for row, number, role in labelled:
        if role is Role.TITLE or not entries:
            entries.append(Entry(number, None, None, {}, [Timing(Value())], []))
        entries[-1].rows.append(row)
        settled = settled_roles({0: role})[0] if role else Role.NOTE
        value = entries[-1].values.setdefault(settled, Value())
        value.add(row.cells[1], running=False)
        if settled is Role.DEADLINE:
            entries[-1].timings = [Timing(value)]
    return entries


def _label_and_role(row: Row) -> tuple[str, Role | None]:
    filled = [cell for cell in row.cells if cell.own_text.strip()]
    if len(row.cells) != _CARD_COLUMNS or len(filled) != _CARD_COLUMNS:
        return "", None
    match = _COUNT.match(one_line(row.cells[0].own_text))
    return (match[2] or "", role_of(match[1])) if match else ("", None)


def card_table(entries: list[Entry]) -> Table:
    """Return cards as one table, without columns."""
    return Table(Caption(), {}, [[]], entries=entries)


def guessed_roles(rows: Sequence[Row]) -> dict[int, Role]:
    """Return what the columns of a table without a header hold, told from all their cells; nothing when unsure."""
    width = min((len(row.cells) for row in rows), default=0)
    if len(rows) < _LEAST_ROWS or width < len(("title", "unit", "time")):
        return {}
    columns = [[one_line(row.cells[column].own_text) for row in rows] for column in range(width)]
    found: dict[int, Role] = {}
    for column, texts in enumerate(columns):
        filled = [text for text in texts if text]
        if not filled:
            continue
        if column == 0 and all(map(is_numeral, filled)):
            found[column] = Role.NUMBER
        elif all(map(_is_time, filled)):
            found.setdefault(column, Role.DEADLINE)
        elif Role.TITLE in found.values() and sum(map(begins_body, filled)) * 2 > len(filled):
            found[column] = Role.COORDINATING if Role.IMPLEMENTING in found.values() else Role.IMPLEMENTING
        elif Role.TITLE not in found.values():
            found[column] = Role.TITLE
    roles = list(found.values())
    sure = roles.count(Role.DEADLINE) == 1 and Role.TITLE in roles and Role.IMPLEMENTING in roles
    return found if sure else {}


def _is_time(text: str) -> bool:
    return any(character.isdigit() or character in "IVX" for character in text) and not any(
        reading.relation in _NO_TIME for reading in read_deadline(text, year=None)
    )
