"""Reads one deadline cell into readings, one for each time it names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from thidua.plans.reading.deadlines import patterns as p
from thidua.plans.reading.deadlines.named import Named, adjoining, named_time, named_times
from thidua.plans.reading.deadlines.recurring import recurring
from thidua.plans.reading.deadlines.segments import segments_of
from thidua.plans.reading.flat import flat
from thidua.plans.reading.shapes import Relation

_LONGEST_CELL = 4000
_LABEL_EDGES = " \t\n.,;:()-–+•*"
_LABEL_TAIL = re.compile(r"(?:^|\s)(?:và|vào|trong|là|xong trong)\s*$", re.IGNORECASE)


class Remark(StrEnum):
    """What the reader adds to a reading; each becomes a flag."""

    RUN_TOGETHER = "run_together"
    YEAR_ASSUMED = "year_assumed"
    IMPOSSIBLE_DATE = "impossible_date"
    VAGUE = "vague"
    OPEN_RANGE = "open_range"
    BACKWARD_RANGE = "backward_range"
    NO_CUE = "no_cue"
    CUT_SHORT = "cut_short"


@dataclass(slots=True)
class Reading:
    """One time read from a cell. `printed` is the part of the cell that states it."""

    label: str
    relation: Relation
    printed: str
    day: date | None = None
    start: date | None = None
    end: date | None = None
    month: str | None = None
    recurrence: str | None = None
    remarks: list[Remark] = field(default_factory=list)


@dataclass(slots=True)
class _Stated:
    """A time with the words around it: where it begins and ends in the piece, and what it says."""

    start: int
    end: int
    reading: Reading


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
    _keep_printed(readings, cut)
    if len(cut) < len(text):
        readings[-1].remarks.append(Remark.CUT_SHORT)
    return readings


def _keep_printed(readings: list[Reading], cell: str) -> None:
    """Give the whole cell as printed where what was put together is not in it word for word."""
    whole = " ".join(cell.split())
    for reading in readings:
        reading.printed = " ".join(reading.printed.split())
        if reading.printed not in whole:
            reading.printed = whole


def _read_piece(piece: str, year: int | None) -> list[Reading]:
    bare = p.masked(flat(piece))
    if again := recurring(bare):
        start, end, relation, rule, has_cue = again
        whole = _edge_words(bare, start, end)
        before, behind = _label(piece[:start]), _label(piece[end:])
        label = "" if whole else before or behind
        printed = piece if whole else piece[start:] if before and behind else piece[start:end]
        reading = Reading(label, relation, printed, recurrence=rule)
        if not has_cue:
            reading.remarks.append(Remark.NO_CUE)
        return [reading]
    stated = _stated(piece, bare, year)
    if stated:
        return _labelled(piece, stated)
    return [_without_date(piece, flat(piece).strip(), year)]


def _edge_words(bare: str, start: int, end: int) -> bool:
    """Tell whether the words beside a recurrence belong to it: "Hằng tháng theo thực tế", "định kỳ"."""
    around = f"{bare[:start]} {bare[end:]}".strip(_LABEL_EDGES)
    return not around or bool(p.AS_ARISES.search(around)) or around in ("dinh ky", "thuc hien", "theo dinh ky")


def _stated(piece: str, bare: str, year: int | None) -> list[_Stated]:
    """Return the times named in a piece, ranges put together."""
    atoms = list(_atoms(bare))
    own_years = [int(found) for atom in atoms for found in re.findall(r"20\d\d", atom.group())]
    assumed = own_years[-1] if len(set(own_years)) == 1 else year
    stated: list[_Stated] = []
    position = 0
    while position < len(atoms):
        atom = atoms[position]
        left = stated[-1].end if stated else 0
        following = atoms[position + 1] if position + 1 < len(atoms) else None
        if following and _is_range(bare, left, atom, following, assumed):
            stated.append(_range(piece, bare, left, atom, following, assumed))
            position += 2
            continue
        stated.extend(_singles(piece, bare, left, atom, assumed))
        position += 1
    for found in stated:
        if found.reading.remarks and assumed != year and Remark.YEAR_ASSUMED in found.reading.remarks:
            found.reading.remarks.remove(Remark.YEAR_ASSUMED)
    return stated


def _atoms(bare: str) -> list[re.Match[str]]:
    """Return the named times; "2/3" amid words is a share unless a word before it says that it is a day."""
    found: list[re.Match[str]] = []
    for match in p.ATOM.finditer(bare):
        ends = not bare[match.end() :].strip(" ).")
        if match.lastgroup == "day" and not (ends or p.CUE.search(bare[: match.start()]) or _after_atom(bare, match, found)):
            continue
        found.append(match)
    return found


def _after_atom(bare: str, match: re.Match[str], found: list[re.Match[str]]) -> bool:
    if not found:
        following = p.ATOM.search(bare, match.end())
        return following is not None and bool(p.TO.match(bare[match.end() : following.start()]))
    return bool(re.fullmatch(r"\s*(?:,|va|-|den)\s*(?:ngay\s+)?", bare[found[-1].end() : match.start()]))


def _is_range(
    bare: str, left: int, atom: re.Match[str], following: re.Match[str], year: int | None
) -> bool:
    """Tell whether two times are the ends of one range: "từ … đến …", or months that adjoin."""
    between = bare[atom.end() : following.start()]
    if p.TO.match(between) or re.match(r"^\s*(?:-|den)\s*(?:het\s+)?(?:thang|quy)?\s*$", between):
        return True
    wide = {"month", "quarter", "bare_month"}
    if not p.AND.match(between) or {atom.lastgroup, following.lastgroup} - wide:
        return False
    last = named_time(following, year)
    first = named_time(atom, last.year or year)
    return adjoining(first, last) and not p.BEFORE.search(bare[left : atom.start()])


def _range(
    piece: str, bare: str, left: int, atom: re.Match[str], following: re.Match[str], year: int | None
) -> _Stated:
    last = named_time(following, year)
    first = named_time(atom, last.year or year)
    before, between = bare[left : atom.start()], bare[atom.end() : following.start()]
    opening = p.FROM.search(before) or (p.ON if first.kind == "day" else p.INSIDE).search(before)
    start = left + opening.start() if opening else atom.start()
    reading = Reading("", Relation.RANGE, piece[start : following.end()].strip())
    reading.start, reading.end = first.first_day, last.last_day
    _remark(reading, first, last)
    if p.VAGUE.search(bare[start : atom.start()]) or p.VAGUE.search(between):
        reading.remarks.append(Remark.VAGUE)
    if reading.start and reading.end and reading.start > reading.end:
        reading.remarks.append(Remark.BACKWARD_RANGE)
    return _Stated(start, following.end(), reading)


def _remark(reading: Reading, *times: Named) -> None:
    if any(named.impossible for named in times):
        reading.remarks.append(Remark.IMPOSSIBLE_DATE)
    if any(named.year_assumed for named in times):
        reading.remarks.append(Remark.YEAR_ASSUMED)


def _singles(piece: str, bare: str, left: int, atom: re.Match[str], year: int | None) -> list[_Stated]:
    """Return what one named time states: one time, or each of the months that it lists."""
    found = []
    for start, end, named in named_times(atom, year):
        found.append(_single(piece, bare, left, (start, end), named))
        left = end
    return found


def _single(piece: str, bare: str, left: int, place: tuple[int, int], named: Named) -> _Stated:
    before = bare[left : place[0]]
    relation, offset = _relation(before, named)
    start = left + offset
    end = _closing_bracket(bare, start, place[1])
    reading = Reading("", relation, piece[start:end].strip())
    _fill(reading, named, before)
    _remark(reading, named)
    if named.kind == "month" and p.VAGUE.search(before[offset:]):
        reading.remarks.append(Remark.VAGUE)
    first_too = relation is Relation.BY and p.FROM_DAY_TO.search(before)
    if named.kind == "day" and (relation in (Relation.ON, Relation.RANGE) or first_too):
        start = _days_before(reading, bare, left, place[0], start)
        reading.printed = piece[start:end].strip()
    return _Stated(start, end, reading)


def _closing_bracket(bare: str, start: int, end: int) -> int:
    """Take in the bracket that closes behind a date when it opened before it: "dịp Quốc khánh (2/9/2025)"."""
    opened = "(" in bare[start:end] and ")" not in bare[start:end]
    return end + 1 if opened and bare[end : end + 1] == ")" else end


def _relation(before: str, named: Named) -> tuple[Relation, int]:
    """Return how a named time stands, and where in the text before it the words for that begin."""
    if match := p.OCCASION.search(before):
        return Relation.ON_OCCASION, match.start()
    if match := p.BEFORE.search(before):
        return Relation.BEFORE, match.start()
    if match := p.FROM.search(before):
        return Relation.RANGE, match.start()
    if match := p.BY.search(before):
        return Relation.BY, match.start()
    if match := p.AFTER.search(before):
        return Relation.RANGE, match.start()
    if named.kind == "day":
        match = p.ON.search(before)
        return Relation.ON, match.start() if match else len(before)
    match = p.INSIDE.search(before)
    kinds = {"month": Relation.IN_MONTH, "quarter": Relation.WITHIN_QUARTER, "half": Relation.RANGE, "span": Relation.RANGE}
    return kinds[named.kind], match.start() if match else len(before)


def _fill(reading: Reading, named: Named, before: str) -> None:
    """Put the named days into the reading, as the relation has it."""
    if reading.relation is Relation.RANGE and named.kind not in ("half", "span"):
        reading.start = named.first_day
        reading.remarks.append(Remark.OPEN_RANGE)
    elif named.kind == "day":
        reading.day = named.first_day
    elif named.kind == "month":
        reading.month = named.month
    else:
        reading.start, reading.end = named.first_day, named.last_day
    to_its_end = "het" in before.split()[-3:] and named.kind != "day"
    if reading.relation is Relation.BY and to_its_end and named.last_day:
        reading.day, reading.month, reading.start, reading.end = named.last_day, None, None, None


def _days_before(reading: Reading, bare: str, left: int, at: int, start: int) -> int:
    """Read "từ 15 đến 20/6/2025" and "ngày 15, 16/6/2025" whose first days stand before the date; return the start."""
    last = reading.day or reading.start
    before = bare[left:at]
    match = p.FIRST_DAY.search(before) or p.DAY_LIST.search(before)
    if last is None or match is None:
        return start
    days = [int(found) for found in re.findall(r"\d{1,2}", match.group())]
    if not days or not 0 < days[0] < last.day:
        return start
    reading.relation = Relation.RANGE
    reading.day, reading.start, reading.end = None, date(last.year, last.month, days[0]), last
    if Remark.OPEN_RANGE in reading.remarks:
        reading.remarks.remove(Remark.OPEN_RANGE)
    return left + match.start()


def _labelled(piece: str, stated: list[_Stated]) -> list[Reading]:
    """Give each time its action words: those before it, or those behind when nothing stands before."""
    before = [
        _label(piece[(stated[i - 1].end if i else 0) : found.start]) for i, found in enumerate(stated)
    ]
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


def _without_date(piece: str, bare: str, year: int | None) -> Reading:
    printed = piece.strip()
    if p.BY_DOCUMENT.match(bare):
        return Reading("", Relation.BY_DOCUMENT, printed)
    if p.WHOLE_YEAR.match(bare):
        own = re.search(r"20\d\d", bare)
        chosen = int(own.group()) if own else year
        reading = Reading("", Relation.RANGE if chosen else Relation.UNREAD, printed)
        if chosen:
            reading.start, reading.end = date(chosen, 1, 1), date(chosen, 12, monthrange(chosen, 12)[1])
            reading.remarks.extend([] if own else [Remark.YEAR_ASSUMED])
        return reading
    if p.AS_ARISES.search(bare):
        return Reading("", Relation.WHEN_ARISES, printed)
    if re.search(r"(?<!\w)theo\s+\w+", bare):
        return Reading("", Relation.BY_DOCUMENT, printed)
    if p.NO_DATE_OCCASION.search(bare):
        return Reading("", Relation.ON_OCCASION, printed)
    return Reading("", Relation.UNREAD, printed)
