"""Reads a list of texts to compare: Excel or CSV with a code, a title and a text column, JSON, or a folder of text files. Pure Python."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from thidua.documents.checks import check_file
from thidua.dossiers.sameness.finding import NearPair, near_pairs
from thidua.dossiers.sameness.likeness import Background, Profile, profile_of
from thidua.dossiers.sameness.passages import passages
from thidua.foundation.text import fold
from thidua.register.reading import Unreadable
from thidua.register.reading.csvfile import csv_sheets
from thidua.register.reading.excel import excel_sheets
from thidua.register.reading.sheets import Sheet

MAX_ROWS: Final = 50_000
_HEADS: Final = {
    "code": ("ma", "ma so", "ma sang kien", "ma bao cao", "ma ho so", "ma bai", "ma sk", "code", "id", "so hieu", "stt", "so thu tu"),
    "title": ("ten sang kien", "ten", "tieu de", "ten de tai", "ten giai phap", "ten sang kien de tai", "ten bao cao", "ten bai", "title", "name"),
    "text": (
        "mo ta", "noi dung", "mo ta sang kien", "mo ta tom tat", "tom tat", "tom tat noi dung", "bao cao", "bao cao thanh tich", "thanh tich",
        "tom tat thanh tich", "noi dung sang kien", "giai phap", "van ban", "text", "content", "description",
    ),
}  # fmt: skip
"""Folded headings by field, the surest first."""
_LOOK: Final = 20
_NOT_A_LIST: Final = "Cần tệp Excel, CSV hoặc JSON có cột mã, cột tên và cột nội dung."


@dataclass(frozen=True, slots=True)
class Listed:
    """One text of a list."""

    code: str
    title: str
    text: str


def read_texts(path: Path) -> list[Listed]:
    """The texts of a file or folder. Raises `Unreadable` with a Vietnamese sentence when there are none."""
    if path.is_dir():
        found = [Listed(file.stem, "", _decoded(file.read_bytes())) for file in sorted(path.glob("*.txt"))]
    elif path.suffix.casefold() == ".json":
        found = list(_from_json(path.read_bytes()))
    else:
        found = list(_from_table(path.read_bytes(), path.name))
    if not found:
        raise Unreadable("NO_TEXTS", f"Không thấy nội dung nào để so trong {path.name}. {_NOT_A_LIST}")
    return found


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def _from_json(data: bytes) -> Iterator[Listed]:
    try:
        rows = json.loads(_decoded(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable("DAMAGED", f"Tệp JSON bị hỏng. {_NOT_A_LIST}") from error
    if isinstance(rows, dict):
        rows = next((value for value in rows.values() if isinstance(value, list)), [])
    for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
        if isinstance(row, dict):
            values = {
                _field(str(key)): str(value) for key, value in reversed(row.items()) if isinstance(value, str | int)
            }
            yield Listed(values.get("code", str(number)), values.get("title", ""), values.get("text", ""))


def _field(heading: str) -> str:
    key = fold(heading.replace("_", " "))
    return next((name for name, heads in _HEADS.items() if key in heads), "")


def _from_table(data: bytes, filename: str) -> Iterator[Listed]:
    verdict = check_file(data, filename)
    if not verdict.accepted:
        raise Unreadable(verdict.reasons[0].code, verdict.reasons[0].text)
    if verdict.kind in {"xlsx", "xls"}:
        sheets = excel_sheets(data, MAX_ROWS)
    elif verdict.kind == "text":
        sheets = csv_sheets(data, MAX_ROWS)
    else:
        raise Unreadable("KIND", _NOT_A_LIST)
    for sheet in sheets:
        if not sheet.hidden:
            yield from _rows(sheet)


def _rows(sheet: Sheet) -> Iterator[Listed]:
    top = next(
        (place for place, row in enumerate(sheet.raw[:_LOOK]) if _columns(row).keys() & {"text", "title"}),
        None,
    )
    if top is None:
        return
    columns = _columns(sheet.raw[top])
    for number, row in enumerate(sheet.raw[top + 1 :], sheet.first_row + top + 1):
        values: dict[str, str] = {name: str(row[at]).strip() for name, at in columns.items() if at < len(row)}
        if values.get("text") or values.get("title"):
            yield Listed(values.get("code") or str(number), values.get("title", ""), values.get("text", ""))


def _columns(row: Sequence[Any]) -> dict[str, int]:
    """Where each field stands, by its surest heading."""
    keys = [fold(str(cell)) for cell in row]
    return {name: keys.index(head) for name, heads in _HEADS.items() for head in reversed(heads) if head in keys}


def near_texts(texts: Sequence[Listed]) -> list[dict[str, Any]]:
    """The near pairs of a list, the likest first, with the passages that stand in both (places in the `readable` texts)."""
    profiles = [profile_of(each.text, each.title) for each in texts]
    background = Background.of(profiles)
    return [_pair(texts, profiles, pair, background) for pair in near_pairs(profiles, background)]


def _pair(
    texts: Sequence[Listed], profiles: Sequence[Profile], pair: NearPair, background: Background
) -> dict[str, Any]:
    one, other = profiles[pair.first], profiles[pair.second]
    found = passages(one.text, other.text, background)
    alike = pair.likeness
    return {
        "kind": "text", "strength": "strong" if alike.strong else "likely", "first": texts[pair.first].code, "second": texts[pair.second].code,
        "score": round(alike.score, 3),
        "why": f"Giống nhau {round(alike.score * 100)} %: lời văn {round(alike.wording * 100)} %, đối tượng {round(alike.subject * 100)} %.",
        "passages": [
            {"first": [row.start, row.end], "second": [row.there, row.there_end], "words": row.words, "template": row.common} for row in found
        ],
    }  # fmt: skip
