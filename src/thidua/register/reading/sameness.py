"""Is one nominee there twice? Rows of one list compared with each other. Pure Python.

Certain: the same identity number under one name, or the same name, date of birth and no contradiction.
Suspected: one letter, spacing, tone or year apart. Nothing is merged here; the officer decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from thidua.foundation.text import fold
from thidua.register.reading.identity import read_identity
from thidua.register.reading.messages import BETWEEN_ROWS, problem
from thidua.register.reading.people import spoken
from thidua.register.reading.shapes import Key, Kind, Problem, Row, Sameness, SameRows

_CLOSE: Final = 90.0  # rapidfuzz ratio of folded names from which two are looked at as one
_CROWD: Final = 400  # rows sharing a bare key (year only, unit only) beyond which they are not paired


@dataclass(frozen=True, slots=True)
class _Nominee:
    row: Row
    spoken: str
    folded: str
    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class _Verdict:
    verdict: Sameness
    why: str
    shared: bool = False
    numbered: bool = False  # told by the identity number itself


def compare(rows: Sequence[Row], *, several: bool = False) -> tuple[tuple[Row, ...], tuple[SameRows, ...]]:
    """The rows with their problems between rows renewed, and what was found, in order of the list.

    `several`: the file has several sheets, so a row is named with its sheet.
    """
    people = [_nominee(row) for row in rows if row.name]
    found: dict[tuple[int, int], _Verdict] = {}
    for left, right in _pairs(people):
        if (left, right) not in found and (verdict := _verdict(people[left], people[right])):
            found[left, right] = verdict
    problems: dict[Key, list[Problem]] = defaultdict(list)
    for (left, right), verdict in sorted(found.items()):
        _tell(people[left].row, people[right].row, verdict, problems, several)
    renewed = tuple(_renewed(row, problems.get(row.key, [])) for row in rows)
    return renewed, tuple(_gathered(people, found))


def _renewed(row: Row, problems: list[Problem]) -> Row:
    own = [p for p in row.problems if p.code not in BETWEEN_ROWS]
    if not problems and len(own) == len(row.problems):
        return row
    first = {p.code: p for p in reversed(problems)}
    return row.with_problems([*own, *reversed(first.values())])


def _nominee(row: Row) -> _Nominee:
    number = ""
    if row.cccd:
        birth_year = int(row.birth[:4]) if row.birth else None
        number = read_identity(row.cccd, birth_year, "").full
    return _Nominee(row, spoken(row.name), fold(row.name), number, fold(row.unit))


def _pairs(people: Sequence[_Nominee]) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: same number, same name, or alike enough within one birth or one unit."""
    for key in (lambda p: p.number, lambda p: f"{p.row.kind}|{p.folded}"):
        for places in _blocks(people, key).values():
            yield from combinations(places, 2)
    births = _blocks(people, lambda p: p.row.birth)
    years = _blocks(people, lambda p: p.row.birth[:4] if len(p.row.birth) < 10 else "")
    for birth, places in births.items():
        if len(places) <= _CROWD:
            yield from _alike(people, combinations(places, 2))
        if len(birth) == 10 and len(bare := years.get(birth[:4], [])) <= _CROWD:
            yield from _alike(people, ((min(a, b), max(a, b)) for a in places for b in bare))
    for places in _blocks(people, lambda p: "" if p.row.birth else f"{p.row.kind}|{p.unit}").values():
        if len(places) <= _CROWD:
            yield from _alike(people, combinations(places, 2))


def _blocks(people: Sequence[_Nominee], key: object) -> dict[str, list[int]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        if text := key(person):  # type: ignore[operator] # a function of one nominee
            blocks[text].append(place)
    return blocks


def _alike(people: Sequence[_Nominee], pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for left, right in pairs:
        a, b = people[left], people[right]
        if a is not b and a.row.kind is b.row.kind and fuzz.ratio(a.folded, b.folded, score_cutoff=_CLOSE):
            yield left, right


def _verdict(a: _Nominee, b: _Nominee) -> _Verdict | None:
    persons = a.row.kind is b.row.kind is Kind.INDIVIDUAL
    if a.number and a.number == b.number and (persons or _one_award(a.row, b.row)):
        return _same_number(a, b)
    if a.row.kind is not b.row.kind:
        return None
    if a.row.kind is not Kind.INDIVIDUAL:
        return _collectives(a, b)
    return _by_name(a, b)


def _same_number(a: _Nominee, b: _Nominee) -> _Verdict:
    if a.spoken == b.spoken:
        return _Verdict(Sameness.SAME, "cùng số CCCD, cùng họ tên", numbered=True)
    if fuzz.ratio(a.folded, b.folded) >= _CLOSE:
        return _Verdict(Sameness.SAME, "cùng số CCCD, họ tên viết gần giống nhau", numbered=True)
    return _Verdict(Sameness.SUSPECTED, "hai họ tên khác nhau dùng chung một số CCCD", shared=True)


def _one_award(a: Row, b: Row) -> bool:
    """Whether two rows may be for one award; a row that names none may be for any."""
    return not a.awards or not b.awards or bool(set(a.awards) & set(b.awards))


def _collectives(a: _Nominee, b: _Nominee) -> _Verdict | None:
    same_unit = a.unit == b.unit
    if a.spoken == b.spoken:
        if same_unit:
            return _Verdict(Sameness.SAME, "cùng tên, cùng đơn vị")
        return _Verdict(Sameness.DIFFERENT, "cùng tên, khác đơn vị") if a.unit and b.unit else None
    digits = [[c for c in p.folded if c.isdigit()] for p in (a, b)]
    if same_unit and digits[0] == digits[1] and a.folded == b.folded:
        return _Verdict(Sameness.SUSPECTED, "tên chỉ khác dấu, cùng đơn vị")
    return None


def _by_name(a: _Nominee, b: _Nominee) -> _Verdict | None:
    births = _births(a.row.birth, b.row.birth)
    if births == "other":
        if a.spoken != b.spoken:
            return None
        return _Verdict(Sameness.DIFFERENT, f"cùng họ tên, khác ngày sinh ({a.row.birth} và {b.row.birth})")
    if a.spoken == b.spoken:
        return _one_name(a, b, births)
    return _near_name(a, b, births)


def _births(a: str, b: str) -> str:
    """How two births stand: "same", "near" (one only a year), "other", "unknown"."""
    if not a or not b:
        return "unknown"
    if a == b:
        return "same"
    short = min(len(a), len(b))
    return "near" if short < 10 and a[:short] == b[:short] else "other"


def _one_name(a: _Nominee, b: _Nominee, births: str) -> _Verdict | None:
    if a.number and b.number:
        if Levenshtein.distance(a.number, b.number) <= 2:
            return _Verdict(Sameness.SUSPECTED, "cùng họ tên, số CCCD chỉ khác một hai chữ số")
        if births == "same" and len(a.row.birth) == 10:
            return _Verdict(Sameness.SUSPECTED, "cùng họ tên, cùng ngày sinh nhưng khác số CCCD")
        return _Verdict(Sameness.DIFFERENT, "cùng họ tên, khác số CCCD")
    if births == "same":
        return _Verdict(Sameness.SAME, "cùng họ tên, cùng ngày sinh")
    if births == "near":
        sure = a.unit == b.unit and bool(a.unit)
        verdict = Sameness.SAME if sure else Sameness.SUSPECTED
        return _Verdict(verdict, "cùng họ tên, cùng năm sinh" + (", cùng đơn vị" if sure else ""))
    return _Verdict(Sameness.SUSPECTED, "cùng họ tên, chưa đủ ngày sinh để phân biệt")


def _near_name(a: _Nominee, b: _Nominee, births: str) -> _Verdict | None:
    if a.number and b.number and Levenshtein.distance(a.number, b.number) > 2:
        return None
    same_unit = a.unit == b.unit and bool(a.unit)
    glued = a.folded.replace(" ", "") == b.folded.replace(" ", "")
    if births == "unknown" and not (same_unit and (glued or _one_letter(a, b))):
        return None
    if births == "near" and not same_unit and not glued:
        return None
    if births == "same" and len(a.row.birth) < 10 and not same_unit and not glued:
        return None
    if glued:
        return _Verdict(Sameness.SUSPECTED, "họ tên chỉ khác dấu hoặc dấu cách" + _and_birth(births))
    if not _one_letter(a, b):
        return None
    return _Verdict(Sameness.SUSPECTED, "họ tên khác nhau một chữ cái" + _and_birth(births))


def _one_letter(a: _Nominee, b: _Nominee) -> bool:
    return Levenshtein.distance(a.folded, b.folded) <= (1 if min(len(a.folded), len(b.folded)) < 12 else 2)


def _and_birth(births: str) -> str:
    return {"same": ", cùng ngày sinh", "near": ", cùng năm sinh"}.get(births, ", cùng đơn vị")


def _tell(first: Row, later: Row, verdict: _Verdict, problems: dict[Key, list[Problem]], several: bool) -> None:
    there = _place(first, several)
    if verdict.shared:
        problems[first.key].append(problem("CCCD_SHARED", printed=_place(later, several)))
        problems[later.key].append(problem("CCCD_SHARED", printed=there))
    elif verdict.verdict is Sameness.SAME:
        if not _one_award(first, later):
            problems[later.key].append(problem("SAME_PERSON_OTHER_AWARD", printed=there))
        else:
            code = "SAME_NUMBER" if verdict.numbered else "SAME_PERSON"
            found = problem(code, printed=there, choices=verdict.why)
            problems[later.key].append(found)
    elif verdict.verdict is Sameness.SUSPECTED:
        problems[later.key].append(problem("SAME_SUSPECTED", printed=there, choices=verdict.why))


def _place(row: Row, several: bool) -> str:
    return f"dòng {row.row} ({row.sheet})" if several else f"dòng {row.row}"


def _gathered(people: Sequence[_Nominee], found: dict[tuple[int, int], _Verdict]) -> Iterator[SameRows]:
    """Pairs of one verdict that hang together are told once: three equal rows are one entry."""
    groups: list[tuple[set[int], _Verdict]] = []
    held: dict[tuple[Sameness, str, int], set[int]] = {}
    for (left, right), verdict in sorted(found.items()):
        first, second = ((verdict.verdict, verdict.why, place) for place in (left, right))
        group, other = held.get(first) or held.get(second), held.get(second)
        if group is None:
            group = set()
            groups.append((group, verdict))
        joining = {left, right} | (other or set())
        if other and other is not group:
            other.clear()  # told with the group it hangs together with
        group |= joining
        held.update({(verdict.verdict, verdict.why, place): group for place in joining})
    for places, verdict in groups:
        if places:
            keys = tuple(people[place].row.key for place in sorted(places))
            yield SameRows(keys, verdict.verdict, verdict.why[:1].upper() + verdict.why[1:] + ".")
