"""The parts of a plan's document outside its tables, told from the source that the reader kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from thidua.plans.reading.flat import flat, one_line, words_of

Json = dict[str, Any]

_APPENDIX = re.compile(r"^(?:phu luc|bieu)\b(?:\s+so)?\s*[:.]?\s*(?:\d{1,2}|[ivx]{1,5}|[a-h])?\s*(?:[.:-].*)?$")
_KINDS = ("ke hoach", "chuong trinh", "chuong trinh cong tac")
_RECIPIENTS = re.compile(r"^no?i nhan\b")
_SIGNS = re.compile(r"^(?:tm|kt|tl|tuq|q)\s*\.|^(?:chu tich|giam doc|truong ban|bi thu|hieu truong)$")
_DATED = re.compile(r"([^\n,|]{2,40}),\s*ngày\s[\s\d.…]*tháng", re.IGNORECASE)
_GOES_WITH = re.compile(r"\(?\s*(?:Ban hành )?[Kk]èm theo[^)]*\)?")
_NUMBERED = re.compile(r"^(?:(?P<roman>[IVX]+)\s*[.)]|(?P<deep>\d+\.\d+)\.?\s|(?P<plain>\d+)[.)]\s)")
_CODED = re.compile(r"^([A-HĐ]|[IVX]+|\d{1,2})\s*[.)/:]?$")
_CODE_AND_LABEL = re.compile(r"^([A-HĐ]|[IVX]+)\s*[.)/:-]?\s+(\S.*)$", re.DOTALL)
_LONGEST_HEADING = 140


@dataclass
class Annexed:
    """What stands above a table: its title and the line "Kèm theo …" without brackets."""

    title: str = ""
    goes_with: str = ""


@dataclass
class Outside:
    """Head, body and foot of the document; what was not found stays empty."""

    issuer: str = ""
    place: str = ""
    symbol: str = ""
    body: list[tuple[str, int, str]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    signer: str = ""
    tasks: Annexed = field(default_factory=Annexed)
    council: Annexed = field(default_factory=Annexed)
    marks: dict[str, str] = field(default_factory=dict)


def outside_of(reading: Json) -> Outside:
    """Return the parts of the document of a `plan-read/1` that are not rows of its tables."""
    source: list[Json] = reading.get("source") or []
    found = Outside(issuer=reading["document"]["issuer"] or "")
    first = next((n for n, block in enumerate(source) if _is_appendix(block) or block["belongs_to"]), len(source))
    front = source[:first]
    title = next((n for n, block in enumerate(front) if words_of(block["text"]) in _KINDS), None)
    _head(found, reading["document"], front[: title or 0])
    _body(found, reading["document"], front[(title or 0) + 1 if title is not None else 0 :])
    _annexes(found, reading, source)
    _marks(found, source)
    return found


def _is_appendix(block: Json) -> bool:
    return block["kind"] == "paragraph" and bool(_APPENDIX.match(flat(block["text"].split("\n")[0].strip())))


def _head(found: Outside, document: Json, blocks: list[Json]) -> None:
    lines = "\n".join(cell for block in blocks for cell in (block["cells"] or [block["text"]]))
    if found.issuer:
        spaced = re.search(r"\s+".join(map(re.escape, found.issuer.split())), lines)
        found.issuer = spaced.group() if spaced else found.issuer
    if dated := _DATED.search(lines):
        found.place = one_line(dated[1])
    number = re.search(r"[Ss]ố\s*:\s*[\d.…\s]*[a-zA-Z]?\s*/\s*(\S.*)", lines)
    found.symbol = one_line(number[1]) if number else (document["number"] or "").partition("/")[2]


def _body(found: Outside, document: Json, blocks: list[Json]) -> None:
    """The paragraphs between the title and the recipients; then these and the signature."""
    title, opening = words_of(document["title"] or ""), True
    for position, block in enumerate(blocks):
        text = one_line(block["text"])
        if opening and words_of(text) and words_of(text) in title:
            continue
        opening = False
        if _RECIPIENTS.match(flat(block["text"].lstrip())):
            _foot(found, blocks[position:])
            return
        if block["kind"] == "paragraph" and text:
            found.body.append((block["id"], _level(text), text))


def _level(text: str) -> int:
    numbered = _NUMBERED.match(text)
    if numbered is None or len(text) > _LONGEST_HEADING or text.endswith((".", ";", ":")):
        return 0
    return 1 if numbered["roman"] else 3 if numbered["deep"] else 2


def _foot(found: Outside, blocks: list[Json]) -> None:
    lines: list[str] = []
    signing: list[str] = []
    for block in blocks:
        cells = block["cells"] or [block["text"]]
        lines += cells[0].split("\n")
        signing += [line for cell in cells[1:] for line in cell.split("\n")]
    plain = [one_line(line) for line in lines if line.strip()]
    at = next((n for n, line in enumerate(plain) if _SIGNS.match(flat(line))), len(plain))
    signing = [one_line(line) for line in signing if line.strip()] or plain[at:]
    for line in plain[1:at]:
        if line.startswith(("-", "–")) or not found.recipients:
            found.recipients.append(line.lstrip("-– ").rstrip(" ;."))
        else:
            found.recipients[-1] = f"{found.recipients[-1]} {line.rstrip(' ;.')}"
    if signing:
        found.signature, found.signer = signing[:-1], signing[-1]


def _annexes(found: Outside, reading: Json, source: list[Json]) -> None:
    sessions = {row["key"] for row in reading["sessions"]}
    tasks = {row["key"] for row in reading["tasks"]}
    caption: list[str] = []
    for block in source:
        if _is_appendix(block):
            caption = [block["text"].partition("\n")[2]]
        elif block["kind"] == "paragraph":
            caption.append(block["text"])
        elif block["belongs_to"] in sessions and not found.council.title:
            found.council = _annexed(caption)
        elif block["belongs_to"] in tasks and not found.tasks.title:
            found.tasks = _annexed(caption)


def _annexed(lines: list[str]) -> Annexed:
    text = one_line(" ".join(lines[-4:]))
    goes_with = _GOES_WITH.search(text)
    title = text[: goes_with.start()] if goes_with else text
    return Annexed(title.strip(" ."), goes_with.group().strip(" ()") if goes_with else "")


def _marks(found: Outside, source: list[Json]) -> None:
    """The numeral of each heading inside the tables, by its bare words."""
    for block in source:
        if block["belongs_to"] or not block["cells"]:
            continue
        filled = [one_line(cell) for cell in block["cells"] if cell.strip()]
        if len(filled) == 2 and (code := _CODED.match(filled[0])):
            found.marks.setdefault(words_of(filled[1]), code[1])
        elif len(filled) == 1 and (both := _CODE_AND_LABEL.match(filled[0])):
            found.marks.setdefault(words_of(both[2]), both[1])
