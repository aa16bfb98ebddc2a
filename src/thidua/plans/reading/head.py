"""The head of the document: number, day and body of issue, title and year of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from thidua.foundation.dates import ReadDate, find_dates
from thidua.plans.reading.columns import raw_roles
from thidua.plans.reading.flat import flat, one_line, words_of
from thidua.plans.reading.shapes import DocumentFacts
from thidua.plans.reading.sources.blocks import Block, Paragraph

_SEARCHED = 40
_NUMBER = re.compile(r"\bso\s*:\s*(\d+[a-z]?)?\s*/\s*((?:\d{4}\s*/\s*)?[a-z][a-z0-9d-]*(?:\s*-\s*[a-z0-9]+)*)")
_KINDS = "ke hoach", "chuong trinh", "chuong trinh cong tac", "huong dan", "thong bao", "quyet dinh", "phuong an", "de an", "lich"
_PLACE_AND_DAY = re.compile(r",?\s*ngay\s*\d{1,2}\s*thang\s*\d{1,2}\s*nam\s*\d{4}")
_STOPS = re.compile(
    r"^(?:can cu|thuc hien|trien khai|nam \d{4}|nhan |de |phat huy|nham|theo |uy ban|ubnd|i\s*\.|[ivx]+\s*[.)]|\d+\s*[.)]|-{2,}|_{2,}|[*=]{2,}|\(|a\s*[.)])"
)
_MOTTO = "cong hoa xa hoi chu nghia", "doc lap tu do hanh phuc", "viet nam", "dang cong san viet nam"
_MOTTO_BESIDE = re.compile(r"(?<=\S)\s+(?:cong hoa xa hoi chu nghia|doc lap\s*-\s*tu do|dang cong san viet nam)")
_PARENT_ALONE = "uy ban nhan dan", "hoi dong nhan dan", "ubnd", "hdnd", "hoi dong thi dua khen thuong", "ban thuong vu", "ban to chuc"
_YEAR = re.compile(r"\bnam\s+(?:hoc\s+)?(20\d\d)\b")
_SCHOOL_YEAR = re.compile(r"\bnam hoc (20\d\d)\s*-\s*(20\d\d)\b")
_NO_BODY = re.compile(r"so\s*[:.]?\s*[\d/.…]|so\s*:|tm\b|kt\b|(?:mau|bieu|phu luc)\b")
_LONGEST_TITLE_LINE = 220
_TITLE_LINES = 4


def read_head(blocks: Sequence[Block]) -> DocumentFacts:
    """Return what the head of the document says; what is not found stays None."""
    lines = _lines(blocks)
    facts = DocumentFacts()
    number_at = _read_number(lines, facts)
    facts.issued_on = _issued_on(lines)
    facts.title = _title(lines)
    facts.issuer = _issuer(lines[:number_at] if number_at is not None else lines[:6])
    facts.year = _year(facts.title)
    if school := _SCHOOL_YEAR.search(flat(facts.title or "")):
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


def _lines(blocks: Sequence[Block]) -> list[str]:
    """Return the first lines of the document; cells of a letterhead are read one after the other."""
    lines: list[str] = []
    for block in blocks[:_SEARCHED]:
        if isinstance(block, Paragraph):
            lines.extend(_without_motto(line) for line in block.text.split("\n"))
        elif len(block.cells) > 3 or raw_roles(block.texts()):
            break
        else:
            for cell in block.cells:
                lines.extend(cell.own_text.split("\n"))
    return [line.strip() for line in lines if line.strip()]


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


def _title(lines: Sequence[str]) -> str | None:
    for position, line in enumerate(lines):
        words = words_of(line)
        if words in _KINDS:
            return _title_after(lines[position + 1 :]) or one_line(line)
        for kind in _KINDS:
            if words.startswith(kind + " ") and line[: len(kind)].isupper() and len(line) < _LONGEST_TITLE_LINE:
                rest = line.strip()[len(kind) :].strip(" :-")
                more = _title_after(lines[position + 1 :]) if rest.isupper() else None
                return one_line(f"{rest} {more}" if more and more.isupper() else rest)
    return None


def _title_after(lines: Sequence[str]) -> str | None:
    """Return the lines under "KẾ HOẠCH" up to where the text begins."""
    held: list[str] = []
    below = [line for line in lines if not (words_of(line).startswith(_MOTTO) or _PLACE_AND_DAY.search(flat(line)))]
    for line in below[:_TITLE_LINES]:
        if len(line) > _LONGEST_TITLE_LINE or (_STOPS.match(flat(line)) and (held or not _still_a_title(line))):
            break
        held.append(line)
        if held and line.endswith((".", ";", ":")):
            held.pop()
            break
    return one_line(" ".join(held)) or None


def _still_a_title(line: str) -> bool:
    """Tell whether a line that begins as running text does is a title all the same: "Thực hiện … năm 2025"."""
    bare = flat(line)
    ended = line.endswith((".", ";", ":"))
    return not ended and len(line) < 120 and bool(_YEAR.search(bare)) and not bare.startswith(("can cu", "nam "))


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
