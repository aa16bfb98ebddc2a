"""Words that stayed behind when a plan was made from last year's: anniversaries, and years of another year's work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from thidua.plans.reading.deadlines.school import NAMED as SCHOOL_YEAR
from thidua.plans.reading.flat import clipped, flat
from thidua.plans.reading.lint.context import Linted, LintRules
from thidua.plans.reading.shapes import Flag, Severity
from thidua.plans.reading.sources.blocks import Paragraph
from thidua.plans.rolling.texts import citations

_ANNIVERSARY = re.compile(
    r"(?P<cue>ky niem (?:lan thu )?)?\b(?P<count>\d{1,3}) nam\b(?P<what>(?:(?!\d{1,3} nam\b)[^;()]){0,110})"
    r"(?P<dates>\((?:\d{1,2}/\d{1,2}/)?(?P<founded>1[0-9]\d\d|20\d\d)\s*-\s*(?:\d{1,2}/\d{1,2}/)?(?P<kept>20\d\d)\)"
    r"|\(\d{1,2}/\d{1,2}/(?P<since>1[0-9]\d\d|20\d\d)\))?"
)
_REMEMBERED = re.compile(
    r"^ (?:ngay|thanh lap|chien thang|quoc khanh|cach mang|dai thang|giai phong|thong nhat|toan quoc|tong tuyen cu|truyen thong)\b"
)
_WHOLE_DAY = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\bngay\s+\d{0,2}\s+thang\s+\d{0,2}\s+nam\s+\d{4}")
_PERIOD = re.compile(r"(?<!\d)(?:19|20)\d\d\s*-\s*20\d\d(?!\d)")
_YEAR = re.compile(r"(?:\bnam\s+|/\s?)(?P<year>20\d\d)(?!\d)(?!\s*-)")
_ATTACHED = re.compile(r"^\(?\s*kem theo\b")
_NEAR = 1


@dataclass(frozen=True)
class _Text:
    """A text with its place; the year is that of the plan."""

    where: str
    text: str
    year: int

    @property
    def bare(self) -> str:
        return flat(self.text)

    def put(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]


def checks(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """Anniversaries that do not fit the plan's year, and years before it in what is still to be done."""
    year = linted.facts.year
    if year is None:
        return
    for one in _texts(linted, year):
        yield from _anniversaries(one, rules)
        yield from _years(one, linted, rules)


def _texts(linted: Linted, year: int) -> Iterator[_Text]:
    for row in linted.rows():
        yield _Text(row.key, row.title, year)
        yield from (_Text(row.key, point, year) for point in getattr(row, "contents", ()) if point not in row.title)
    for block in linted.blocks:
        if isinstance(block, Paragraph) and not _ATTACHED.match(flat(block.text)):
            yield _Text(block.id, block.text, year)


def _anniversaries(one: _Text, rules: LintRules) -> Iterator[Flag]:
    for match in _ANNIVERSARY.finditer(one.bare):
        if not match["cue"] and not _REMEMBERED.match(match["what"]):
            continue  # "kế hoạch 5 năm": no anniversary
        count = int(match["count"])
        printed = one.text[match.start() : match.end()].strip(" ,.")
        founded = match["founded"] or match["since"]
        begun = int(founded) if founded else _known(match["what"], rules)
        if begun is None:
            if match["cue"]:
                yield Flag(
                    "ANNIVERSARY_UNKNOWN", Severity.INFO, one.where, clipped(printed),
                    "Máy không biết năm gốc của ngày kỷ niệm này; cần xem số năm có đúng với năm của kế hoạch không.",
                )  # fmt: skip
            continue
        kept = int(match["kept"]) if match["kept"] else begun + count
        if begun + count == kept and one.year <= kept <= one.year + _NEAR:
            continue
        due = one.year - begun
        if due <= 0:
            continue
        new = one.text[match.start() : match.end()]
        if match["kept"]:
            at = match.start("kept") - match.start()
            new = new[:at] + str(one.year) + new[at + 4 :]
        at = match.start("count") - match.start()
        new = (new[:at] + str(due) + new[at + len(match["count"]) :]).strip(" ,.").removesuffix(" và")
        yield Flag(
            "ANNIVERSARY_OLD", Severity.WARNING, one.where, clipped(printed),
            f"Năm {one.year} là {due} năm (từ {begun}), ở đây ghi {count} năm{_until(match['kept'])}. Đề xuất: “{clipped(new, 160)}”.",
            new,
        )  # fmt: skip


def _until(kept: str | None) -> str:
    return f", đến năm {kept}" if kept else ""


def _known(what: str, rules: LintRules) -> int | None:
    found = (row for row in rules["anniversaries"] if any(word in what for word in row["words"]))
    return next((int(row["year"]) for row in found), None)


def _years(one: _Text, linted: Linted, rules: LintRules) -> Iterator[Flag]:
    bare = one.bare
    taken = [*citations(bare), *(match.span() for match in _WHOLE_DAY.finditer(bare))]
    for match in SCHOOL_YEAR.finditer(bare):
        taken.append(match.span())
        last = int(match[2])
        if last < one.year:
            new = one.put(match.start(1), match.end(2), f"{one.year - 1}-{one.year}")
            yield _old(one, f"năm học {match[1]}-{match[2]}", new)
    taken += [match.span() for match in _PERIOD.finditer(bare)]
    for match in _YEAR.finditer(bare):
        year, place = int(match["year"]), match.start("year")
        if year >= one.year or linted.facts.covers(year) or any(start <= place < end for start, end in taken):
            continue
        if year == one.year - 1 and _looks_back(bare, place, rules):
            continue
        yield _old(one, f"năm {year}", one.put(place, match.end("year"), str(one.year)))


def _looks_back(bare: str, place: int, rules: LintRules) -> bool:
    """Whether a text sums up, judges or rewards what was done, so that the last year named at a place is meant."""
    clause = re.split(r"[;.]", bare[:place])[-1]
    ahead = any(word in clause for word in rules["looks_ahead"])
    return not ahead and any(word in bare for word in rules["looks_back"])


def _old(one: _Text, named: str, new: str) -> Flag:
    return Flag(
        "YEAR_OLD", Severity.WARNING, one.where, clipped(one.text),
        f"Còn ghi {named} trong kế hoạch năm {one.year}; có thể còn sót từ kế hoạch năm trước. Đề xuất: “{clipped(new, 160)}”.",
        new,
    )  # fmt: skip
