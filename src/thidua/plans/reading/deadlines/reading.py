"""Reads one deadline cell into readings, one for each time it names."""

from __future__ import annotations

import re

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.bare import bare
from thidua.plans.reading.deadlines.recurring import Recurring, recurring
from thidua.plans.reading.deadlines.result import Reading, Remark, Stated
from thidua.plans.reading.deadlines.segments import segments_of
from thidua.plans.reading.deadlines.stated import stated_in
from thidua.plans.reading.deadlines.undated import undated
from thidua.plans.reading.flat import flat
from thidua.plans.reading.shapes import Relation

_LONGEST_CELL = 4000
_LABEL_EDGES = " \t\n.,;:()-–+•*"
_LABEL_TAIL = re.compile(r"(?:^|\s)(?:và|vào|trong|là|xong trong)\s*$", re.IGNORECASE)
_LONE_DAY = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?")


def read_deadline(text: str, *, year: int | None) -> list[Reading]:
    """Return the readings of a cell, in order. `year` completes days printed without one.

    An empty cell gives one reading "unstated", one that is not understood one reading "unread".
    """
    cut = text[:_LONGEST_CELL]
    if p.BLANK.match(flat(cut)):
        return [Reading("", Relation.UNSTATED, text.strip())]
    readings = [reading for piece in segments_of(cut) for reading in _read_piece(piece, year)]
    if not readings:
        readings = [Reading("", Relation.UNREAD, " ".join(cut.split()))]
    _share_before(readings)
    _keep_printed(readings, cut)
    if len(cut) < len(text):
        readings[-1].remarks.append(Remark.CUT_SHORT)
    return readings


def _share_before(readings: list[Reading]) -> None:
    """Let "trước" hold for the days behind it that stand alone: "trước 10/3; 10/6"."""
    before = bool(readings) and readings[0].relation is Relation.BEFORE and not readings[0].label
    if before and all(
        reading.relation is Relation.ON and _LONE_DAY.fullmatch(reading.printed) for reading in readings[1:]
    ):
        for reading in readings[1:]:
            reading.relation = Relation.BEFORE


def _keep_printed(readings: list[Reading], cell: str) -> None:
    """Give the whole cell as printed where what was put together is not in it word for word."""
    whole = " ".join(cell.split())
    for reading in readings:
        reading.printed = " ".join(reading.printed.split())
        if reading.printed not in whole:
            reading.printed = whole


def _read_piece(piece: str, year: int | None) -> list[Reading]:
    plain = bare(piece)
    text = p.masked(plain.text)
    again = recurring(text)
    beside = _blanked(text, again)
    stated = stated_in(piece, plain, beside, year)
    if len(again) == 1 and not stated:
        return [_recurring(piece, text, again[0])]
    stated.extend(_placed(piece, one) for one in again)
    if stated:
        return _labelled(piece, sorted(stated, key=lambda one: one.start))
    return [undated(piece, plain.text.strip(), year)]


def _blanked(text: str, again: list[Recurring]) -> str:
    for one in again:
        text = text[: one.start] + ";" * (one.end - one.start) + text[one.end :]
    return text


def _placed(piece: str, one: Recurring) -> Stated:
    remarks = [] if one.has_cue else [Remark.NO_CUE]
    printed = piece[one.start : one.end].strip()
    return Stated(one.start, one.end, Reading("", one.relation, printed, recurrence=one.rule, remarks=remarks))


def _recurring(piece: str, text: str, one: Recurring) -> Reading:
    """Return what recurs as the only time of a piece, with the words beside it as its label."""
    reading = _placed(piece, one).reading
    if _edge_words(text, one.start, one.end):
        reading.printed = piece
        return reading
    before, behind = _label(piece[: one.start]), _label(piece[one.end :])
    reading.label = before or behind
    if before and behind:
        reading.printed = piece[one.start :]
    return reading


def _edge_words(text: str, start: int, end: int) -> bool:
    """Tell whether the words beside a recurrence belong to it: "Hằng tháng theo thực tế", "định kỳ"."""
    around = f"{text[:start]} {text[end:]}".strip(_LABEL_EDGES)
    return not around or bool(p.AS_ARISES.search(around)) or around in ("dinh ky", "thuc hien", "theo dinh ky")


def _labelled(piece: str, stated: list[Stated]) -> list[Reading]:
    """Give each time its action words: those before it, or those behind when nothing stands before."""
    before = [_label(piece[(stated[i - 1].end if i else 0) : found.start]) for i, found in enumerate(stated)]
    tail = _label(piece[stated[-1].end :])
    behind = not before[0] and bool(tail)
    labels = [*before[1:], tail] if behind else [*before[:-1], "; ".join(filter(None, (before[-1], tail)))]
    for found, label in zip(stated, labels, strict=True):
        found.reading.label = label
        if len(stated) > 1:
            found.reading.remarks.append(Remark.RUN_TOGETHER)
    return [found.reading for found in stated]


def _label(text: str) -> str:
    label = " ".join(text.split()).strip(_LABEL_EDGES)
    return _LABEL_TAIL.sub("", label).strip(_LABEL_EDGES)
