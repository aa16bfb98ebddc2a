"""A school year as a time: "Năm học 2026-2027", its beginning, its end."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from thidua.plans.reading.deadlines.result import Reading, Remark
from thidua.plans.reading.shapes import Relation

NAMED = re.compile(r"\bnam hoc\s*\(?\s*(20\d\d)\s*-\s*(20\d\d)(?!\d)")
"""A school year named anywhere in a bare text: its two years."""
_WHOLE_PIECE = re.compile(
    r"(?:\b(?P<before>truoc(?: khi)?)\s+)?(?:\b(?P<part>ca|trong(?:\s+ca)?|suot|het|ket\s+thuc|cuoi|dau|khai\s+giang)\s+)?"
    r"\bnam\s+hoc\s*:?\s*\(?\s*(?P<first>20\d\d)\s*-\s*(?P<last>20\d\d)\s*\)?\s*$"
)
_ENDS, _BEGINS = ("het", "ket thuc", "cuoi"), ("dau", "khai giang")


def school_year(piece: str, bare: str) -> Reading | None:
    """Return the reading of a piece that ends with a school year; None when it does not, or the years do not follow.

    Its days are those of the data, for a person to confirm: hence the remark.
    """
    match = _WHOLE_PIECE.search(bare)
    if match is None or int(match["last"]) != int(match["first"]) + 1:
        return None
    begins, ends = days_of(int(match["first"]))
    reading = Reading(
        _label(piece[: match.start()]),
        Relation.RANGE,
        piece[match.start() :].strip(),
        remarks=[Remark.SCHOOL_YEAR],
    )
    part = " ".join((match["part"] or "").split())
    if part in _ENDS:
        reading.relation, reading.day = Relation.BEFORE if match["before"] else Relation.BY, ends
    elif part in _BEGINS or match["before"]:
        reading.relation, reading.day = Relation.BEFORE if match["before"] else Relation.ON, begins
    else:
        reading.start, reading.end = begins, ends
    return reading


def days_of(first: int) -> tuple[date, date]:
    """The first and last day of the school year that begins in a year, as far as the data tell."""
    row = next(row for row in reversed(_data()) if row["from"] <= first)
    begins, ends = row["begins"], row["ends"]
    return date(first, begins["month"], begins["day"]), date(first + 1, ends["month"], ends["day"])


def _label(text: str) -> str:
    return " ".join(text.split()).strip(" .,;:()-–+•*")


@cache
def _data() -> list[dict[str, Any]]:
    text = files("thidua.plans.reading").joinpath("data", "school_year.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = sorted(yaml.safe_load(text), key=lambda row: row["from"])
    return found
