"""Which row of a table names its columns, and which only closes it or counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.plans.reading.columns import Role, is_exact_name, month_of, months_named, raw_roles, role_of
from thidua.plans.reading.entries import Table, at
from thidua.plans.reading.flat import flat, words_of
from thidua.plans.reading.sources.blocks import Row

_NUMERAL = re.compile(r"(?:\d{1,4}[a-zđ]?|[ivx]{1,5}|[a-hđ])(?:[.\-]\d{1,3})*[.)]?", re.IGNORECASE)
_FEW = 3  # cells: a row with fewer is a header only when every one of them is a name
_CLOSING = re.compile(
    r"(?:tong (?:cong|so)\b|(?:tong|cong)\s*:|(?:ghi chu|luu y|chu thich)\s*:|\(?\*+\)?\s|noi nhan\s*:|nguoi (?:lap|ky)\b"
    r"|(?:tm|kt|tl|tuq)\.\s)"
)
_SIGNED = re.compile(r"(?:pho )?(?:chu tich|giam doc|truong phong|truong ban|thu truong)(?: \w+){0,3}")
_MOST_CLOSING = 2


def is_numeral(text: str) -> bool:
    """Tell whether a cell holds a row's number: "2", "3a", "2)", "IV", "I.1"."""
    return bool(_NUMERAL.fullmatch(flat(text.strip())))


def is_header(texts: Sequence[str], table: Table | None, *, inside: bool) -> bool:
    """Tell whether a row names the columns of a table of tasks.

    `table` is the one read so far, `inside` tells that the row stands in the same table of the file. There most of
    its cells must be names of columns and nothing else, since a task may well begin "Nội dung …".
    """
    roles = raw_roles(texts)
    if roles is None:
        return False
    filled = [text for column, text in enumerate(texts) if text.strip() and column not in months_named(texts)]
    exact = sum(map(is_exact_name, filled))
    if len(filled) < _FEW:
        return exact == len(filled)
    if table is None:
        return not inside or exact * 3 >= len(filled) * 2
    number = table.column_of(Role.NUMBER)
    if number is not None and is_numeral(at(list(texts), number)):
        return False
    if inside:
        return exact * 3 >= len(filled) * 2
    return exact * 2 >= len(filled) or len(texts) != len(table.headers[0])


def is_subheader(table: Table, row: Row) -> bool:
    """Tell whether a row only refines the header above: "Chủ trì" and "Phối hợp" under "Phân công"."""
    own = [(column, cell.own_text) for column, cell in enumerate(row.cells) if cell.own_text.strip()]
    if len(own) < 2:
        return False
    outer = {table.column_of(Role.TITLE), table.column_of(Role.NUMBER)}
    named = all(role_of(text) or month_of(text) for _column, text in own)
    return named and all(column not in outer for column, _text in own)


def closes(texts: Sequence[str], table: Table) -> bool:
    """Tell whether a row is no task but what stands under a table: a total, a note, a signature."""
    filled = [(column, text.strip()) for column, text in enumerate(texts) if text.strip()]
    if not filled or len(filled) > _MOST_CLOSING + 1:
        return False
    column, first = filled[0]
    if table.column_of(Role.NUMBER) == column and is_numeral(first):
        return False
    bare = flat(first)
    if not _CLOSING.match(bare) and not (first.isupper() and _SIGNED.fullmatch(words_of(first))):
        return bare in ("tong", "cong")
    timed = {at(list(texts), held) for held, role in table.roles.items() if role is Role.DEADLINE} - {""}
    return not timed or len(filled) <= 1
