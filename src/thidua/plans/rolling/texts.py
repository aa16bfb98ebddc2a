"""Years inside the words of a plan: which move with the plan, which a person must look at, which never move."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from thidua.plans.reading.deadlines.school import NAMED as SCHOOL_YEAR
from thidua.plans.reading.flat import flat

# Citations keep their years: a law, a numbered document, the day of a document, the day from which something is in effect.
_DAY = r"ngay\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\s+thang\s+\d{1,2}\s+nam\s+\d{4})"
_SIGNED = rf"(?:\s+cua\s+[^,;()]{{1,60}}?)?\s+{_DAY}"
_CITED = re.compile(
    rf"\b(?:bo luat|luat|phap lenh)\b[^.;()]{{0,80}}?\b(?:nam\s+\d{{4}}|{_DAY})"
    rf"|\b\d+\s*/\s*(?:\d{{4}}\s*/\s*)?[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:{_SIGNED})?"
    rf"|\b\d+\s*/\s*\d{{4}}\s*/\s*[a-z]+\d*(?:{_SIGNED})?"
    rf"|\b\d+\s*-\s*[a-z]+(?:/[a-z]+)?{_SIGNED}"
    rf"|\bso\s+\d+\s*-\s*[a-z]+(?:/[a-z]+)?(?:{_SIGNED})?"
    rf"|\bso\s+\d+{_SIGNED}"
    r"|\bhieu luc\b[^.;()]{0,40}?\d{4}"
)
_PERIOD = re.compile(r"(?<![\d/])(?:19|20)\d\d\s*-\s*20\d\d(?![\d/])")
_ANNIVERSARY = re.compile(r"\b(\d{1,3})\s+nam\s+(?:ngay|thanh lap|chien thang|cach mang|quoc khanh)\b")
_FROM_TO = re.compile(r"\(\s*\d{1,2}/\d{1,2}/\d{4}\s*-\s*\d{1,2}/\d{1,2}/(\d{4})\s*\)")
_VOLUME = re.compile(r"\btap\s+(?:thu\s+)?(\d{1,3})(?!\d)")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_NAMED = re.compile(r"(?:\bnam\s+|/|/\s*nam\s+)$")


@dataclass
class Reworded:
    """A text for the other year: what changed, what a person has to look at."""

    text: str
    changes: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    new: str
    why: str


def citations(bare: str) -> list[tuple[int, int]]:
    """Where a bare text cites laws, numbered documents and their days: their years are their own."""
    return [match.span() for match in _CITED.finditer(bare)]


def reworded(text: str, *, year: int, by: int) -> Reworded:
    """Return `text` of the plan of `year` as the plan `by` years later would say it.

    The plan's own year and its neighbours move ("năm 2025", "đợt 1/2025", "năm 2024" of a sum-up), school years and the
    number of a yearly volume with them. An anniversary of the plan's year moves whole, its count and its day, and is pointed
    out: whether it is celebrated is for a person. Periods and anniversaries of other years are only pointed out. Citations
    stay. So every year that means the plan's own moves, or none stands in the text.
    """
    bare = flat(text)
    taken = citations(bare)
    result = Reworded(text)
    edits: list[_Edit] = []
    for match in SCHOOL_YEAR.finditer(bare):
        if not _inside(match.start(), taken):
            taken.append(match.span())
            edits += [_moved(text, match.span(group), by, "năm học của năm sau") for group in (1, 2)]
    for match in _PERIOD.finditer(bare):
        if not _inside(match.start(), taken):
            taken.append(match.span())
            result.looks.append(
                f"“{text[match.start() : match.end()]}” là một giai đoạn: cần người xem, máy không đổi."
            )
    edits += _anniversaries(text, bare, result, taken, year=year, by=by)
    for match in _VOLUME.finditer(bare):
        edits.append(_moved(text, match.span(1), by, "số tập tiếp theo"))
    for match in _YEAR.finditer(bare):
        value = int(match.group())
        if abs(value - year) > 1 or _inside(match.start(), taken):
            continue
        if not _NAMED.search(bare[: match.start()]):
            result.looks.append(f"“{match.group()}” đứng riêng: xem có phải năm của kế hoạch không.")
        why = {0: "năm của kế hoạch", -1: "năm liền trước năm của kế hoạch", 1: "năm liền sau năm của kế hoạch"}[
            value - year
        ]
        edits.append(_moved(text, match.span(), by, why))
    result.looks = list(dict.fromkeys(result.looks))
    _apply(result, edits)
    return result


def _anniversaries(
    text: str, bare: str, result: Reworded, taken: list[tuple[int, int]], *, year: int, by: int
) -> list[_Edit]:
    """The counts and days of anniversaries that fall in the plan's year; the places of all their days are taken."""
    edits: list[_Edit] = []
    days = list(_FROM_TO.finditer(bare))
    taken += [match.span() for match in days]
    edits += [
        _moved(text, match.span(1), by, "ngày kỷ niệm trong năm của kế hoạch")
        for match in days
        if int(match[1]) == year
    ]
    counts = list(_ANNIVERSARY.finditer(bare))
    ends = [match.start() for match in counts[1:]] + [len(bare)]
    for match, end in zip(counts, ends, strict=False):
        own = next((day for day in days if match.end() <= day.start() < end), None)
        if own is None or int(own[1]) == year:
            edits.append(_moved(text, match.span(1), by, "số năm kỷ niệm"))
    if counts or days:
        shown = text[slice(*(counts or days)[0].span())]
        result.looks.append(
            f"Có ngày kỷ niệm (“{shown}”): cần người xem năm {year + by} còn kỷ niệm không; ngày của năm khác được giữ."
        )
    return edits


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _moved(text: str, span: tuple[int, int], by: int, why: str) -> _Edit:
    return _Edit(*span, str(int(text[span[0] : span[1]]) + by), why)


def _apply(result: Reworded, edits: list[_Edit]) -> None:
    parts, end, text = [], 0, result.text
    for edit in sorted(edits, key=lambda one: one.start):
        parts += [text[end : edit.start], edit.new]
        end = edit.end
        said = f"{text[edit.start : edit.end]} thành {edit.new} ({edit.why})."
        if said not in result.changes:
            result.changes.append(said)
    result.text = "".join([*parts, text[end:]])
