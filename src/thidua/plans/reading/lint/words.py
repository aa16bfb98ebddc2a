"""Checks of words: likely slips, periods that disagree, open lists, titles that differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from thidua.plans.reading.flat import clipped, flat, one_line, words_of
from thidua.plans.reading.lint.context import Linted, LintRules
from thidua.plans.reading.shapes import Flag, Severity
from thidua.plans.reading.sources.blocks import Paragraph

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_PERIOD = re.compile(r"\b(giai doan|nhiem ky)\s*\(?\s*(20\d\d)\s*-\s*(20\d\d)")
_LIST = re.compile(r"phong trao.*?\(([^()]+)\)")


def checks(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    """Every check of this module."""
    yield from _spelling(linted, rules)
    yield from _periods(linted)
    yield from _movements(linted)
    yield from _titles(linted)


def _spelling(linted: Linted, rules: LintRules) -> Iterator[Flag]:
    places = [(block.id, one_line(block.printed)) for block in linted.blocks if isinstance(block, Paragraph)]
    places += [(row.key, one_line(row.title)) for row in linted.rows()]
    ends = [(first[0], f"{first[1][-30:]} {second[1][:30]}") for first, second in zip(places, places[1:], strict=False) if second[1][:1].islower()]
    seen: set[tuple[str, str]] = set()
    for where, text in (*places, *ends):
        for entry in rules["spelling"]:
            slip = entry["slip"]
            if slip in text and (where, entry["maybe"][:8]) not in seen:
                seen.add((where, entry["maybe"][:8]))
                at = text.index(slip)
                yield Flag("SPELLING", _INFO, where, clipped(text[max(0, at - 40) : at + 60]), f"“{slip}”: có thể là “{entry['maybe']}”.", entry["maybe"])


def _periods(linted: Linted) -> Iterator[Flag]:
    found: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    texts = [(block.id, block.text) for block in linted.blocks if isinstance(block, Paragraph)]
    texts += [(row.key, row.title) for row in linted.rows()]
    for where, text in texts:
        for kind, first, last in _PERIOD.findall(flat(text)):
            found[kind].setdefault((int(first), int(last)), where)
    for kind, spans in found.items():
        ends: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for span in spans:
            ends[span[1]].append(span)
        name = {"giai doan": "giai đoạn", "nhiem ky": "nhiệm kỳ"}[kind]
        for same_end in ends.values():
            if len(same_end) > 1:
                shown = ", ".join(f"{a}-{b}" for a, b in sorted(same_end))
                yield Flag("PERIOD_DIFFERS", _WARNING, spans[sorted(same_end)[-1]], shown, f"Văn bản dùng nhiều {name} khác nhau: {shown}.", also=tuple(spans[span] for span in same_end))


def _movements(linted: Linted) -> Iterator[Flag]:
    body = linted.body()
    for task in linted.tasks:
        for listed in _LIST.findall(flat(task.title)):
            if ";" not in listed:
                continue
            gone = [one_line(name) for name in listed.split(";") if words_of(name) and words_of(name) not in body]
            if gone and body:
                yield Flag("MOVEMENT_NOT_IN_BODY", _WARNING, task.key, "; ".join(gone), "Phong trào nêu ở đây không có trong danh sách phong trào ở phần lời.")
    for block in linted.blocks:
        if isinstance(block, Paragraph) and "phong trao" in flat(block.text) and block.text.rstrip().endswith(("...", "…")):
            yield Flag("OPEN_LIST", _WARNING, block.id, clipped(block.text[-100:]), "Danh sách phong trào để mở (“…”).")


def _titles(linted: Linted) -> Iterator[Flag]:
    """An appendix called "key tasks" that also holds the regular ones."""
    for table in linted.tables:
        parts = [heading.label for heading, _row in table.headings if heading.is_part]
        title = words_of(table.caption.title)
        if "trong tam" in title and any("thuong xuyen" in words_of(part) for part in parts):
            yield Flag("TITLE_CONTENT_DIFFERS", _INFO, "document", clipped(table.caption.title), "Phụ lục mang tên “trọng tâm” nhưng có cả phần “thường xuyên”.")
