"""The head of the document: number, day and body of issue, title and year of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile

from thidua.foundation.dates import ReadDate, find_dates
from thidua.plans.reading.columns import raw_roles
from thidua.plans.reading.deadlines.school import NAMED as SCHOOL_YEAR
from thidua.plans.reading.flat import flat, one_line, words_of
from thidua.plans.reading.shapes import DocumentFacts
from thidua.plans.reading.sources.blocks import Block, Paragraph

_SEARCHED = 40
_NUMBER = re.compile(r"\bso\s*:\s*(\d+[a-z]?)?\s*/\s*((?:\d{4}\s*/\s*)?[a-z][a-z0-9d-]*(?:\s*-\s*[a-z0-9]+)*)")
_KINDS = (
    "ke hoach",
    "chuong trinh",
    "chuong trinh cong tac",
    "huong dan",
    "thong bao",
    "quyet dinh",
    "phuong an",
    "de an",
    "lich",
)
_PLACE_AND_DAY = re.compile(
    r",?\s*ngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4}|^[^\d,;:]{2,40},\s*ngay\s*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
)
_YEAR_ALONE = re.compile(r"^nam (?:hoc )?20\d\d(?:\s*-\s*20\d\d)?$")
_STOPS = re.compile(
    r"^(?:can cu|thuc hien|trien khai|nam \d{4}|phu luc|bieu (?:so|mau)|nhan |de |phat huy|nham|theo "
    r"|uy ban|ubnd|i\s*\.|[ivx]+\s*[.)]|\d+\s*[.)]|-{2,}|_{2,}|[*=]{2,}|\(|a\s*[.)])"
)
_MOTTO = "cong hoa xa hoi chu nghia", "doc lap tu do hanh phuc", "viet nam", "dang cong san viet nam"
_MOTTO_BESIDE = re.compile(r"(?<=\S)\s+(?:cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|dang cong san viet nam)")
_PARENT_ALONE = (
    "uy ban nhan dan",
    "hoi dong nhan dan",
    "ubnd",
    "hdnd",
    "hoi dong thi dua khen thuong",
    "ban thuong vu",
    "ban to chuc",
)
_YEAR = re.compile(r"\bnam\s+(?:hoc\s+)?(20\d\d)\b")
_NO_BODY = re.compile(r"so\s*[:.]?\s*[\d/.…]|so\s*:|tm\b|kt\b|(?:mau|bieu|phu luc)\b")
_LONGEST_TITLE_LINE = 220
_TITLE_LINES = 4
_MOST_CELLS = 3  # of a letterhead
_EDGES = " *_"


def read_head(blocks: Sequence[Block]) -> DocumentFacts:
    """Return what the head of the document says; what is not found stays None."""
    placed = _lines(blocks)
    lines = [line.text for line in placed]
    facts = DocumentFacts()
    number_at = _read_number(lines, facts)
    facts.issued_on = _issued_on(lines)
    facts.title = _title(placed)
    facts.issuer = _issuer(lines[:number_at] if number_at is not None else lines[:6])
    facts.year = _year(facts.title)
    if school := SCHOOL_YEAR.search(flat(facts.title or "")):
        facts.year, facts.last_year = int(school[1]), int(school[2])
    return facts


def settle_year(facts: DocumentFacts, years: Sequence[int]) -> None:
    """Give a plan whose title names no year the year that most of its deadlines print, else that of issue."""
    if facts.year is not None:
        return
    if years:
        facts.year = max(set(years), key=lambda year: (years.count(year), year))
    elif facts.issued_on:
        facts.year = facts.issued_on.year


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the head and where it stands: the block it is part of, the table when it is in one."""

    text: str
    block: str
    table: int | None


def _lines(blocks: Sequence[Block]) -> list[_Line]:
    """Return the first lines of the document; cells of a letterhead are read one after the other."""
    lines: list[_Line] = []
    for block in blocks[:_SEARCHED]:
        if isinstance(block, Paragraph):
            found = [] if block.aside else [_without_motto(line) for line in block.text.split("\n")]
            lines.extend(_Line(text.strip(_EDGES), block.id, None) for text in found)
        elif len(block.cells) > _MOST_CELLS or raw_roles(block.texts()):
            break
        else:
            found = [line for cell in block.cells for line in cell.own_text.split("\n")]
            lines.extend(_Line(text.strip(_EDGES), block.id, block.table) for text in found)
    return [line for line in lines if line.text]


def _without_motto(line: str) -> str:
    """Return the left half of a letterhead line whose right half is the motto of the state or the party."""
    motto = _MOTTO_BESIDE.search(flat(line))
    return line[: motto.start()] if motto else line


def _read_number(lines: Sequence[str], facts: DocumentFacts) -> int | None:
    for position, line in enumerate(lines):
        if match := _NUMBER.search(flat(line)):
            printed = line[match.start() : match.end()].split(":", 1)[1].strip()
            facts.printed_number = printed
            facts.number = re.sub(r"\s+", "", printed) if match[1] else None
            return position
    return None


def _issued_on(lines: Sequence[str]) -> date | None:
    """Return the day printed after the place, or that of a signature line; never one from running text."""
    for line in lines:
        bare = flat(line)
        if len(line) < 90 and _PLACE_AND_DAY.search(bare) and "kem theo" not in bare and "ke hoach so" not in bare:
            days = [found.as_date() for _, _, found in find_dates(line) if isinstance(found, ReadDate)]
            if days and days[0]:
                return days[0]
    return None


def _title(lines: Sequence[_Line]) -> str | None:
    for position, line in enumerate(lines):
        words, below = words_of(line.text), lines[position + 1 :]
        if words in _KINDS:
            return _title_after(line, below) or one_line(line.text)
        for kind in _KINDS:
            if (
                words.startswith(kind + " ")
                and line.text[: len(kind)].isupper()
                and len(line.text) < _LONGEST_TITLE_LINE
            ):
                rest = line.text.strip()[len(kind) :].strip(" :-")
                more = _title_after(line, below) if rest.isupper() else None
                return one_line(f"{rest} {more}" if more and more.isupper() else rest)
    return None


def _title_after(kind: _Line, below: Sequence[_Line]) -> str | None:
    """Return the lines under "KẾ HOẠCH" up to where the title ends; a table below is no part of it."""
    near = list(takewhile(lambda line: line.table is None or line.table == kind.table, below))
    kept = [
        line for line in near if (words := words_of(line.text)) and not words.startswith(_MOTTO)
    ]  # a rule of dashes has no words
    pieces = [
        one_line(" ".join(line.text for line in group)) for _block, group in groupby(kept, key=lambda line: line.block)
    ]
    held: list[str] = []
    for position, piece in enumerate(pieces[:_TITLE_LINES]):
        if _ends_title(piece, held, pieces[position + 1 : _TITLE_LINES]):
            break
        held.append(piece)
        if piece.endswith((".", ";", ":")):
            held.pop()
            break
    return one_line(" ".join(held)) or None


def _ends_title(piece: str, held: list[str], following: Sequence[str]) -> bool:
    """Tell whether a line below the title is no part of it: text, another part of the head, a line of a table."""
    bare = flat(piece)
    if len(piece) > _LONGEST_TITLE_LINE or _PLACE_AND_DAY.search(bare) or _NUMBER.search(bare):
        return True
    if re.search(r"[;|\t]", piece) and raw_roles(re.split(r"[;|\t]", piece)):
        return True
    if held and _is_whole(held, piece):
        return True
    if _YEAR_ALONE.match(bare):
        return False
    return bool(_STOPS.match(bare)) and (bool(held) or not _still_a_title(piece, following))


def _is_whole(held: Sequence[str], piece: str) -> bool:
    """Tell whether the title is whole before a line: it names its year, and the line begins anew."""
    said = " ".join(held)
    goes_on = piece[0].islower() or piece[0] in "(“" or (said.isupper() and piece.isupper())
    return bool(_YEAR.search(flat(said))) and not goes_on


def _still_a_title(piece: str, following: Sequence[str]) -> bool:
    """Tell whether a line that begins as running text does is a title all the same: "Thực hiện … năm 2025"."""
    if flat(piece).startswith(("can cu", "nam ")):
        return False
    whole = piece
    for more in ["", *following]:
        whole = one_line(f"{whole} {more}")
        if whole.endswith((".", ";", ":")) or len(whole) >= _LONGEST_TITLE_LINE:
            return False
        if _YEAR.search(flat(whole)):
            return True
    return False


def _issuer(lines: Sequence[str]) -> str | None:
    """Return the body named above the number: the last of several, a name cut in two joined again."""
    names = [one_line(line) for line in lines if _names_a_body(line)]
    if not names:
        return None
    issuer = names[-1]
    for name in reversed(names[:-1]):
        if words_of(name) in _PARENT_ALONE or words_of(name).endswith((" va", " cua")):
            issuer = f"{name} {issuer}"
        else:
            break
    return issuer


def _names_a_body(line: str) -> bool:
    words = words_of(line)
    letters = [character for character in line if character.isalpha()]
    upper = bool(letters) and sum(character.isupper() for character in letters) * 10 >= len(letters) * 8
    return upper and not words.startswith(_MOTTO) and words not in _KINDS and not _NO_BODY.match(flat(line))


def _year(title: str | None) -> int | None:
    if not title:
        return None
    years = [int(year) for year in _YEAR.findall(flat(title))]
    return years[-1] if years else None
