"""Tasks printed as numbered paragraphs, for a plan that has no table of them.

Two ways of writing are read: a numbered line with named lines below ("- Cơ quan chủ trì: …", "- Thời gian: …"), and a
numbered sentence that says who leads and by when. What shows neither is left alone: nothing is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from thidua.plans.reading.columns import Role, role_of, settled_roles
from thidua.plans.reading.entries import Entry, Timing, Value
from thidua.plans.reading.flat import flat
from thidua.plans.reading.organisations import begins_body
from thidua.plans.reading.sections import Heading
from thidua.plans.reading.sources.blocks import Cell, Paragraph, Row

_ITEM = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})\s*[.)/]?\s+(?=\S)")
_NUMERAL_ENDS = re.compile(r"\d{1,3}\s+")  # "15 thành viên" opens no item; "1.2 Xây dựng" does
_LETTERED = re.compile(r"(?P<number>[a-zđ])\s*[.)]\s+(?=\S)")
_SECTION = re.compile(r"(?P<code>[IVX]{1,5})\s*[.)/-]\s*(?P<label>\S.*)$", re.DOTALL)
_BULLET = re.compile(r"(?:[-–+•*]|[a-zđ]\s*[.)])\s*")
_NAME = re.compile(r"(?:^|(?<=[.;])\s+)(?P<name>[^:.;\n]{2,60}?)\s*:\s*")
_LEADS = re.compile(
    r"^(?P<who>.{3,90}?)\s*,?\s+(?:chu tri|co trach nhiem|chiu trach nhiem|la dau moi|bao cao|tham muu|tong hop|huong dan"
    r"|tuyen truyen|gui|trinh|to chuc)\b"
)
_WITH = re.compile(
    r"\bphoi hop (?:voi|cung) (?P<who>.+?)(?:,?\s+(?:tham muu|to chuc|xay dung|trien khai|thuc hien|huong dan|trinh|kiem tra"
    r"|ra soat|bao cao|phat dong|theo doi|tong hop|lap|ban hanh|chuan bi)\b)"
)
_TIME = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}|\b(?:thang|quy)\s+[\divx]+\b|\bngay\s+\d{1,2}\b|\bhang (?:thang|quy|nam|tuan)\b"
)
_WHO = {Role.DIRECTING, Role.LEADING, Role.IMPLEMENTING, Role.ADVISING}
_NAMED = {
    *_WHO,
    Role.COORDINATING,
    Role.DEADLINE,
    Role.PERIOD,
    Role.START,
    Role.PRODUCT,
    Role.NOTE,
    Role.PLACE,
    Role.MONEY,
}
_LEAST_SENTENCES = 2
_PLAN = re.compile(r"(?:KẾ HOẠCH|CHƯƠNG TRÌNH)\b")  # a report says who and when as well, of what is over
_ENDS = ("noi nhan", "tm.", "kt.", "tl.", "phu luc")  # nothing below belongs to the item above
_LONGEST_LABEL = 200


@dataclass(slots=True)
class _Item:
    """One numbered line and what belongs to it."""

    number: str
    section: Heading | None
    title: Value
    rows: list[Row]
    named: list[tuple[Role, Value]] = field(default_factory=list)

    def roles(self) -> set[Role]:
        return {role for role, _value in self.named}


def tasks_in_lines(paragraphs: Iterable[Paragraph]) -> list[Entry]:
    """Return the tasks that numbered paragraphs hold, nothing when they do not name who or by when."""
    lines = list(paragraphs)
    items = _items(lines)
    named = [
        item
        for item in items
        if item.roles() & {Role.DEADLINE, Role.PERIOD} or len(item.roles() & {*_WHO, Role.COORDINATING}) > 1
    ]
    if named:
        return [_entry(item) for item in named]
    sure = [item for item in items if _says_who_and_when(item)]
    if len(sure) < _LEAST_SENTENCES or not any(_PLAN.match(block.text.strip()) for block in lines):
        return []
    sections = [item.section for item in sure]
    return [
        _sentence(item) for item in items if item in sure or (item.section in sections and begins_body(item.title.text))
    ]


def _items(paragraphs: Iterable[Paragraph]) -> list[_Item]:
    items: list[_Item] = []
    section: Heading | None = None
    parent = ""
    for block in paragraphs:
        line = flat(block.text)
        if block.aside or not line.strip():
            continue
        names = _names(block)
        if line.lstrip().startswith(_ENDS):
            section, parent = None, ""
            items.append(_Item("", None, Value(), []))
        elif (opened := _SECTION.match(block.text)) and len(block.text) <= _LONGEST_LABEL:
            section, parent = Heading(opened["code"], opened["label"].strip(), is_part=False), ""
            items.append(_Item("", section, Value(), []))
        elif (match := _ITEM.match(block.text)) and not _NUMERAL_ENDS.fullmatch(match[0]):
            parent = match["number"]
            items.append(_opened(block, match.end(), parent, section))
        elif not names and parent and (match := _LETTERED.match(block.text)):
            items.append(_opened(block, match.end(), f"{parent}.{match['number']}", section))
        elif names and items and items[-1].rows:
            items[-1].named.extend(names)
            items[-1].rows.append(_row(block))
        elif items and items[-1].rows:
            _go_on(items[-1], block)
    return [item for item in items if item.rows]


def _go_on(item: _Item, block: Paragraph) -> None:
    """The next line of what was said last: of a name's words when it carries on in small letters, of the title else."""
    running = block.text[:1].islower()
    if item.named and not running:
        return
    held = item.named[-1][1] if item.named else item.title
    held.add(_cell(block), running=running)
    item.rows.append(_row(block))


def _opened(block: Paragraph, start: int, number: str, section: Heading | None) -> _Item:
    """An item from its line; names that follow on the same line are taken off its title."""
    item = _Item(number, section, Value(), [_row(block)])
    named = _names(block, start)
    end = len(block.text)
    if named:
        first = next(match for match in _NAME.finditer(block.text, start) if _role(match["name"]))
        end, item.named = first.start(), named
    item.title = _cut(block, start, end)
    return item


def _names(block: Paragraph, start: int | None = None) -> list[tuple[Role, Value]]:
    """What a line says under names: "Chủ trì: A. Phối hợp: B"; nothing when it opens otherwise and is no numbered line."""
    begin = start
    if begin is None:
        bullet = _BULLET.match(block.text)
        begin = bullet.end() if bullet else 0
    text = block.text[begin:]
    found = [(match, role) for match in _NAME.finditer(text) if (role := _role(match["name"]))]
    if not found or (start is None and found[0][0].start() > 0) or (start is not None and found[0][0].start() == 0):
        return []
    ends = [match.start() for match, _role_ in found[1:]] + [len(text)]
    return [
        (role, _cut(block, begin + match.end(), begin + end)) for (match, role), end in zip(found, ends, strict=True)
    ]


def _role(name: str) -> Role | None:
    role = role_of(name)
    return role if role in _NAMED else None


def _entry(item: _Item) -> Entry:
    entry = _bare(item)
    for role, value in item.named:
        settled = settled_roles({0: role})[0]
        held = entry.values.setdefault(settled, Value())
        held.add(Cell(text=value.text, printed=value.printed), running=False)
        if settled is Role.DEADLINE:
            entry.timings = [Timing(held)]
    return entry


def _says_who_and_when(item: _Item) -> bool:
    line = flat(item.title.text)
    return bool(_TIME.search(line)) and (bool(_LEADS.match(line)) or begins_body(item.title.text))


def _sentence(item: _Item) -> Entry:
    """A task whose whole sentence is its title; who leads and who takes part as far as the sentence says so."""
    entry = _bare(item)
    entry.timings = [Timing(item.title)]
    if item.title.text != item.title.printed:
        return entry
    line = flat(item.title.text)
    for role, pattern in ((Role.IMPLEMENTING, _LEADS), (Role.COORDINATING, _WITH)):
        if match := pattern.search(line):
            who = item.title.text[match.start("who") : match.end("who")]
            entry.values[role] = Value(who, who)
    return entry


def _bare(item: _Item) -> Entry:
    values = {Role.NUMBER: Value(item.number, item.number), Role.TITLE: item.title}
    return Entry(item.number, None, item.section, values, [Timing(Value())], item.rows)


def _cell(block: Paragraph) -> Cell:
    return Cell(text=block.text, printed=block.printed, encoding=block.encoding)


def _row(block: Paragraph) -> Row:
    """A paragraph as a row of one cell, under its own id: the source shows it as the paragraph it is."""
    return Row([_cell(block)], 0, block.place, id=block.id)


def _cut(block: Paragraph, start: int, end: int) -> Value:
    """Part of a line, for analysis and as printed."""
    return Value(_ended(block.text[start:end]), _ended(_printed_part(block, start, end)))


def _printed_part(block: Paragraph, start: int, end: int) -> str:
    """The same part of the line as printed; one in an encoding of two characters a letter is cut at its colons."""
    if len(block.printed) == len(block.text):
        return block.printed[start:end]
    colons = block.text[:start].count(":")
    return block.printed.split(":", colons)[-1] if colons and ":" not in block.text[end:] else block.printed


def _ended(text: str) -> str:
    text = text.strip()
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text
