"""Who is who among the lines of one ledger, which line repeats which, and which contradict each other. Pure Python.

The same identity number is one recipient. Without a number, the same name, birth and unit are one when only one is
meant by them; otherwise the lines stay apart, and a person decides later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, islice
from typing import Final

from thidua.foundation.dates import show_iso
from thidua.foundation.text import fold
from thidua.register.ledger.shapes import Line
from thidua.register.ledger.values import number_key
from thidua.register.reading.messages import problem
from thidua.register.reading.people import spoken
from thidua.register.reading.shapes import Problem

_STANDINGS: Final = {
    "valid": "còn hiệu lực",
    "revoked": "đã thu hồi",
    "corrected": "đã đính chính",
    "reissued": "đã cấp lại",
}
_CROWD: Final = 6  # namesakes of one birth beyond which pairs tell nothing


@lru_cache(maxsize=65536)
def unit_key(unit: str) -> str:
    """The form in which units are compared: case and spaces make no difference, marks do not either."""
    return fold(unit)


def collective_name(line: Line) -> str:
    """A collective's name without the unit it belongs to: "Văn phòng, Phường Đống Đa" of that ward is "Văn phòng"."""
    head, comma, tail = line.name.rpartition(",")
    return head.strip() if comma and line.unit and unit_key(tail) == unit_key(line.unit) else line.name


def compare(lines: Sequence[Line], *, kept: frozenset[str] = frozenset()) -> None:
    """Number the recipients (`who`), name the lines that repeat an earlier one (`twin`), add what contradicts.

    `kept`: codes of problems a person let stand.
    """
    several = len({line.sheet for line in lines}) > 1
    _number(lines)
    _by_number(lines, several)
    _by_honour(lines, several, kept)


# ---- who is who ----------------------------------------------------------------------------------------------


def _number(lines: Sequence[Line]) -> None:
    numbers: dict[tuple[str, ...], int] = {}
    unnumbered: list[Line] = []
    nameless: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        if line.cccd:
            line.who = numbers.setdefault((line.cccd,), len(numbers))
        elif line.kind == "individual" and line.birth:
            unnumbered.append(line)
        elif line.kind == "individual":
            nameless.setdefault((line.sheet, line.owner), []).append(line)
        else:
            key = (line.kind, fold(collective_name(line)), unit_key(line.unit))
            line.who = numbers.setdefault(key, len(numbers))
    if unnumbered:
        _by_birth(lines, unnumbered, numbers)
    _by_honour_alone(nameless.values(), numbers)


def honour_key(line: Line) -> tuple[str, ...]:
    """What a line says, where neither number nor birth tells who it is about."""
    years = (str(line.period_from), str(line.period_to))
    return (spoken(line.name), unit_key(line.unit), line.award, *years, number_key(line.number))


def _by_honour_alone(rows: Iterable[list[Line]], numbers: dict[tuple[str, ...], int]) -> None:
    """Name and unit alone never join two rows, unless both tell the very same honour."""
    told: dict[tuple[str, ...], int] = {}
    for row in rows:
        keys = [honour_key(line) for line in row]
        known = {told[key] for key in keys if key in told}
        who = (
            known.pop()
            if len(known) == 1
            else numbers.setdefault(("row", row[0].sheet, str(row[0].owner)), len(numbers))
        )
        for line, key in zip(row, keys, strict=True):
            line.who = who
            told.setdefault(key, who)


def _by_birth(lines: Sequence[Line], unnumbered: Sequence[Line], numbers: dict[tuple[str, ...], int]) -> None:
    """Lines without a number: the one person of that name, birth and unit; a new one where there is none or several."""
    wanted = {(spoken(line.name), line.birth[:4], unit_key(line.unit)) for line in unnumbered}
    there: dict[tuple[str, str, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in lines:
        if line.cccd and line.birth:
            key = (spoken(line.name), line.birth[:4], unit_key(line.unit))
            if key in wanted:
                there[key][line.who].add(line.birth)
    for line in sorted(unnumbered, key=lambda line: -len(line.birth)):  # whole dates first: a year alone fits several
        key = (spoken(line.name), line.birth[:4], unit_key(line.unit))
        fitting = [who for who, births in there[key].items() if _agree(births, line.birth)]
        if len(fitting) == 1:
            line.who = fitting[0]
        else:
            line.who = numbers.setdefault((*key, line.birth), len(numbers))
        if len(fitting) < 2:
            there[key][line.who].add(line.birth)


def _agree(births: Iterable[str], birth: str) -> bool:
    """Whether a birth is one of these, or only a year beside them."""
    return all(birth.startswith(each) or each.startswith(birth) for each in births)


def rivals(lines: Iterable[Line]) -> list[tuple[int, int]]:
    """Pairs of persons of one name and birth who were kept apart, one of them without a number: a person decides."""
    named: dict[tuple[str, str], dict[int, Line]] = defaultdict(dict)
    for line in lines:
        if line.kind == "individual" and line.birth:
            named[fold(line.name), line.birth[:4]].setdefault(line.who, line)
    pairs = []
    for group in named.values():
        for (who, line), (other, against) in combinations(islice(group.items(), _CROWD), 2):
            if not (line.cccd and against.cccd) and _agree((against.birth,), line.birth):
                pairs.append((who, other))
    return pairs


# ---- one number, one person ----------------------------------------------------------------------------------


def _by_number(lines: Sequence[Line], several: bool) -> None:
    first: dict[str, Line] = {}
    doubtful: set[str] = set()
    for line in lines:
        if line.cccd:
            other = first.setdefault(line.cccd, line)
            if other.name != line.name and spoken(other.name) != spoken(line.name):
                doubtful.add(line.cccd)
            if other.birth != line.birth and line.birth and other.birth and not _agree((other.birth,), line.birth):
                doubtful.add(line.cccd)
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines if doubtful else ():
        if line.cccd in doubtful:
            groups[line.cccd].append(line)
    for group in groups.values():
        _tell_other(group, "CCCD_SHARED", [spoken(line.name) for line in group], several)
        _tell_other(group, "BIRTH_DIFFERS", [line.birth[:4] for line in group], several)


def _tell_other(group: Sequence[Line], code: str, values: Sequence[str], several: bool) -> None:
    """Tell the lines that differ from most; all of them where there is no majority."""
    counts = Counter(value for value in values if value)
    if len(counts) < 2:
        return
    (most, times), *_rest = counts.most_common(1)
    majority = most if times * 2 > sum(counts.values()) else None
    for line, value in zip(group, values, strict=True):
        other = next(
            (o for o, v in zip(group, values, strict=True) if v and v != value and majority in (None, v)),
            None,
        )
        if value and value != majority and other is not None:
            line.problems.append(
                problem(code, printed=_where(other, several), choices=show_iso(other.birth) if other.birth else "")
            )


# ---- one honour, one line ------------------------------------------------------------------------------------


def _by_honour(lines: Sequence[Line], several: bool, kept: frozenset[str]) -> None:
    first: dict[tuple[int, str, int, int], int] = {}
    crowded: dict[tuple[int, str, int, int], list[int]] = {}
    for place, line in enumerate(lines):
        if not line.award or not line.period_to:
            continue
        key = (line.who, line.award, line.period_from, line.period_to)
        earlier = first.setdefault(key, place)
        if earlier != place:
            crowded.setdefault(key, [earlier]).append(place)
    for places in crowded.values():
        _compare_honours(lines, places, several, kept)


def _compare_honours(lines: Sequence[Line], places: Sequence[int], several: bool, kept: frozenset[str]) -> None:
    seen: dict[str, int] = {}
    for place in places:
        line = lines[place]
        key = number_key(line.number)
        if key in seen:
            _repeat(lines, place, seen[key], several)
        elif not key and seen:  # the same honour with its decision left out
            _repeat(lines, place, next(iter(seen.values())), several)
        else:
            bare = seen.pop("", None) if key else None
            seen[key] = place
            if bare is not None:
                _repeat(lines, bare, place, several)
    numbered = [place for key, place in seen.items() if key]
    if len(numbered) > 1 and "HONOUR_TWICE" not in kept:
        for place in numbered:
            other = lines[next(each for each in numbered if each != place)]
            lines[place].problems.append(problem("HONOUR_TWICE", printed=_where(other, several), choices=other.number))


def _repeat(lines: Sequence[Line], place: int, earlier: int, several: bool) -> None:
    """One line says what another says, or says something else about the same honour."""
    line, other = lines[place], lines[earlier]
    line.twin = earlier
    differs, field = "", "status"
    if line.standing != other.standing:
        differs = f"dòng kia ghi {_STANDINGS[other.standing]}, dòng này ghi {_STANDINGS[line.standing]}"
    elif line.day and other.day and line.day != other.day:
        field = "decision_date"
        differs = f"dòng kia ghi ngày quyết định {show_iso(other.day)}, dòng này ghi {show_iso(line.day)}"
    if not differs:
        line.problems.append(_twice(other, several))
        return
    line.problems.append(problem("HONOUR_CONTRADICTS", field=field, printed=_where(other, several), choices=differs))
    other.problems.append(
        problem(
            "HONOUR_CONTRADICTS",
            field=field,
            printed=_where(line, several),
            choices=differs.replace("kia", "#").replace("này", "kia").replace("#", "này"),
        )
    )


def _twice(other: Line, several: bool) -> Problem:
    return problem("TWICE", printed=_where(other, several))


def _where(line: Line, several: bool) -> str:
    return f"{line.sheet}, dòng {line.row}" if several else f"dòng {line.row}"
