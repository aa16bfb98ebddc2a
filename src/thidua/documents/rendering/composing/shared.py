"""Parts that several papers have in common: head, foot, list of recipients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from thidua.documents.rendering.blocks import (
    Align,
    Block,
    Closing,
    Column,
    Head,
    Heading,
    Line,
    Para,
    ParaStyle,
    Row,
    Sign,
    Table,
    Title,
    group_row,
    labelled,
    line,
    row,
)
from thidua.documents.rendering.contexts import Entry, Group, Letterhead, Person, Signature
from thidua.documents.rendering.wording import (
    END,
    ended,
    full_number,
    joined,
    lines_of,
    listed,
    long_day,
    roman,
)

NOBODY = "Không có trường hợp nào."

WIDE = 7
"""Columns from which a list is printed across the sheet."""

_CENTRED = ("sex", "birth_year", "vote")
_COLUMNS = (
    ("name", "Họ và tên / Tên tập thể", 42.0),
    ("sex", "Giới tính", 14.0),
    ("birth_year", "Năm sinh", 18.0),
    ("post", "Chức vụ, đơn vị công tác", 58.0),
    ("award", "Danh hiệu, hình thức", 36.0),
    ("achievement", "Tóm tắt thành tích", 60.0),
    ("earlier_honours", "Đã được khen thưởng", 42.0),
    ("vote", "Tỷ lệ phiếu", 20.0),
    ("initiative", "Sáng kiến, đề tài", 42.0),
    ("note", "Ghi chú", 26.0),
)


def head(letterhead: Letterhead) -> Head:
    """Return the head of a paper."""
    number = full_number(letterhead["number"], letterhead["symbol"]) if letterhead["symbol"] else ""
    return Head(
        parent=tuple(part.upper() for part in lines_of(letterhead["parent"])),
        issuer=tuple(part.upper() for part in lines_of(letterhead["issuer"])),
        number=f"Số: {number}" if number else "",
        place_and_date=f"{letterhead['place']}, {long_day(letterhead['dated'], 'letterhead.dated')}",
    )


def reference(name: str, letterhead: Letterhead, author: str) -> str:
    """Return how an attached sheet names the paper it belongs to."""
    number = full_number(letterhead["number"], letterhead["symbol"])
    return f"(Kèm theo {name} số {number} {long_day(letterhead['dated'], 'letterhead.dated')} của {author})"


def sign(signature: Signature, hint: str = "") -> Sign:
    """Return a place to sign, the posts in capitals."""
    return Sign(tuple(part.upper() for part in signature["lines"]), signature["name"], hint)


def closing(context: Mapping[str, Any]) -> Closing:
    """Return the foot of a paper with its recipients."""
    items = context["recipients"]
    return Closing(tuple("- " + item for item in listed(items)), sign(context["signature"]))


def body(texts: Sequence[str]) -> list[Block]:
    """Return plain paragraphs."""
    return [Para(line(part)) for text in texts for part in lines_of(text)]


def dashed(texts: Sequence[str]) -> list[Block]:
    """Return paragraphs opened by a dash."""
    return [Para(line("- " + text)) for text in listed(texts)]


def addressees(names: Sequence[str]) -> list[Block]:
    """Return "Kính gửi:" with one name, or with each on a line of its own."""
    if len(names) == 1:
        return [Para(labelled("Kính gửi:", ended(names[0], ".")), ParaStyle.CENTRE)]
    lines = [Para(line("Kính gửi:", bold=True), ParaStyle.ADDRESS, keep=True)] if names else []
    last = len(names) - 1
    return [*lines, *(Para(line("- " + ended(name, "." if i == last else ";")), ParaStyle.ADDRESS)
                      for i, name in enumerate(names))]  # fmt: skip


def grounds(texts: Sequence[str], proposer: str = "") -> list[Block]:
    """Return the legal grounds, the last one being the proposal where there is one."""
    last = [f"Theo đề nghị của {proposer}"] if proposer else []
    return [Para(line(text, italic=True), ParaStyle.GROUND) for text in listed([*texts, *last])]


def closed(blocks: list[Block]) -> list[Block]:
    """Return the blocks with "./." after the last paragraph, as Nghị định 30/2020 asks."""
    for i in range(len(blocks) - 1, -1, -1):
        block = blocks[i]
        if isinstance(block, Para):
            *runs, last = block.text
            ends = type(last)(ended(last.text, END), last.bold, last.italic)
            return [*blocks[:i], Para((*runs, ends), block.style, block.keep), *blocks[i + 1 :]]
    return blocks


def sections(parts: Sequence[tuple[str, Sequence[Block]]]) -> list[Block]:
    """Return the parts that have contents under Roman headings numbered without gaps."""
    filled = [(title, blocks) for title, blocks in parts if blocks]
    result: list[Block] = []
    for i, (title, blocks) in enumerate(filled, start=1):
        result += [Heading(f"{roman(i)}. {title}", 1), *blocks]
    return result


def person(someone: Person) -> str:
    """Return "name, role"."""
    return joined([someone["name"], someone["role"]])


def table_title(text: str) -> Para:
    """Return a line that stays with the table below it."""
    return Para(line(text, bold=True), keep=True)


def entry_count(groups: Sequence[Group]) -> int:
    """Return how many recipients a list has."""
    return sum(len(group["entries"]) for group in groups)


def entry_list(title: str, attached_to: str, groups: Sequence[Group]) -> tuple[list[Block], bool]:
    """Return title and table of a list of recipients, and whether it wants a sheet across."""
    table = entry_table(groups)
    return [Title("DANH SÁCH", (title,), attached_to), table], len(table.columns) >= WIDE


def entry_table(groups: Sequence[Group]) -> Table:
    """Return the table of recipients with the columns that have something to say."""
    entries = [entry for group in groups for entry in group["entries"]]
    used = [c for c in _COLUMNS if c[0] == "name" or any(_value(c[0], entry) for entry in entries)]
    columns = [Column("TT", 11, Align.CENTRE)]
    columns += [Column(title, width, Align.CENTRE if key in _CENTRED else Align.LEFT) for key, title, width in used]
    rows: list[Row] = []
    number = 0
    filled = [group for group in groups if group["entries"]]
    for i, group in enumerate(filled, start=1):
        if group["title"]:
            rows.append(group_row(roman(i), group["title"]))
        for entry in group["entries"]:
            number += 1
            rows.append(row(str(number), *(_value(key, entry) for key, _, _ in used)))
    return Table(tuple(columns), tuple(rows or [_nobody()]))


def table(columns: Sequence[Column], rows: Sequence[Row]) -> Table:
    """Return a table that says so when it is empty."""
    return Table(tuple(columns), tuple(rows or [_nobody()]))


def numbered(items: Sequence[Any], cells: Callable[[Any], Sequence[str | Sequence[str]]]) -> list[Row]:
    """Return one row per item with its number in front."""
    return [row(str(i), *cells(item)) for i, item in enumerate(items, start=1)]


def _nobody() -> Row:
    text: Line = line(NOBODY, italic=True)
    return Row((((),), (text,)), group=True)


def _value(key: str, entry: Entry) -> str | list[str]:
    if key == "post":
        return joined([entry.get("role"), entry.get("unit")])
    return cast("str | list[str]", entry.get(key, ""))
