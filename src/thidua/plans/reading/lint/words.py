"""Checks of words: likely slips, periods that disagree, open lists, titles that differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from thidua.plans.reading.flat import clipped, flat, one_line, words_of
from thidua.plans.reading.lint.context import Linted, LintRules, said
from thidua.plans.reading.shapes import Flag, Severity
from thidua.plans.reading.sources.blocks import Paragraph, Row

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_PERIOD = re.compile(r"\b(giai doan|nhiem ky)\s*\(?\s*(20\d\d)\s*-\s*(20\d\d)")
_PERIOD_NAMES = {"giai doan": "giai đoạn", "nhiem ky": "nhiệm kỳ"}
_LIST = re.compile(r"phong trao[^()]{0,300}\(([^()]{3,2000})\)")
_AROUND = 40
_Place = tuple[str, str]


def checks(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _spelling(linted, rules)
    yield from _periods(linted)
    yield from _movements(linted)
    yield from _open_lists(linted)
    yield from _titles(linted)


def _places(linted: Linted) -> list[_Place]:
    """Every text with where it stands: paragraphs, cells outside tasks, and what the rows say."""
    owned = {row.id for _table, entry in linted.entries.values() for row in entry.rows}
    places = [(block.id, one_line(block.text)) for block in linted.blocks if isinstance(block, Paragraph)]
    places += [
        (block.id, one_line(cell.own_text))
        for block in linted.blocks
        if isinstance(block, Row) and block.id not in owned
        for cell in block.cells
        if cell.own_text
    ]
    return places + [(row.key, one_line(said(row))) for row in linted.rows()]


def _seams(linted: Linted) -> list[_Place]:
    """The ends of paragraphs that a page cut, with the beginnings of the next."""
    texts = [(block.id, one_line(block.text)) for block in linted.blocks if isinstance(block, Paragraph)]
    return [
        (where, f"{first[-_AROUND:]} {second[:_AROUND]}")
        for (where, first), (_next, second) in pairwise(texts)
        if second[:1].islower() or first[-1:].islower()
    ]


def _spelling(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    seen: set[tuple[str, int]] = set()
    places = [*_places(linted), *_seams(linted)]
    whole = "\n".join(text for _where, text in places)
    likely = [(n, entry) for n, entry in enumerate(rules["spelling"]) if entry["slip"] in whole]
    for where, text in places if likely else ():
        for number, entry in likely:
            at = text.find(entry["slip"])
            if at >= 0 and (where, number) not in seen:
                seen.add((where, number))
                around = text[max(0, at - _AROUND) : at + len(entry["slip"]) + _AROUND]
                message = f"“{entry['slip']}”: có thể là “{entry['maybe']}”."
                yield Flag("SPELLING", _INFO, where, clipped(around), message, entry["maybe"])


def _periods(linted: Linted) -> Iterator[Flag]:
    """Periods of the same kind that end in the same year and begin in different ones."""
    found: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for where, text in [*_places(linted), *_seams(linted)]:
        for kind, first, last in _PERIOD.findall(flat(text)):
            found[kind, int(last)].setdefault(int(first), where)
    for (kind, last), starts in found.items():
        if len(starts) > 1:
            shown = ", ".join(f"{first}-{last}" for first in sorted(starts))
            yield Flag(
                "PERIOD_DIFFERS", _WARNING, starts[max(starts)], shown,
                f"Văn bản dùng nhiều {_PERIOD_NAMES[kind]} khác nhau: {shown}.", also=tuple(starts.values()),
            )  # fmt: skip


def _movements(linted: Linted) -> Iterator[Flag]:
    """Movements that a task lists and the body does not."""
    for task in linted.tasks:
        for match in _LIST.finditer(flat(task.title)):
            listed = task.title[match.start(1) : match.end(1)].split(";")
            gone = [one_line(name) for name in listed if words_of(name) and words_of(name) not in linted.body]
            if len(listed) > 1 and gone and "phong trao" in linted.body:
                yield Flag(
                    "MOVEMENT_NOT_IN_BODY", _WARNING, task.key, "; ".join(gone),
                    "Phong trào nêu ở đây không có trong danh sách phong trào ở phần lời.",
                )  # fmt: skip


def _open_lists(linted: Linted) -> Iterator[Flag]:
    for block in linted.blocks:
        if isinstance(block, Paragraph) and block.text.rstrip().endswith(("...", "…")):
            words = words_of(block.text)
            if "phong trao" in words or "do thi van minh" in words:
                yield Flag(
                    "OPEN_LIST", _WARNING, block.id, clipped(block.text[-100:]), "Danh sách phong trào để mở (“…”)."
                )


def _titles(linted: Linted) -> Iterator[Flag]:
    """An appendix called "key tasks" that also holds the regular ones."""
    for table in linted.tables:
        parts = [words_of(heading.label) for heading, _row in table.headings if heading.is_part]
        if "trong tam" in words_of(table.caption.title) and any("thuong xuyen" in part for part in parts):
            yield Flag(
                "TITLE_CONTENT_DIFFERS", _INFO, "document", clipped(table.caption.title),
                "Phụ lục mang tên “trọng tâm” nhưng có cả phần “thường xuyên”.",
            )  # fmt: skip
