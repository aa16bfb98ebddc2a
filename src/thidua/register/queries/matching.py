"""Which recipients of the ledger the people and collectives of an imported file are, and which of their honours stand.

A person is found by identity number; without one by how the same unit's earlier imports named him (name, birth, unit),
when only one is meant. All by few queries over sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Q

from thidua.foundation.text import fold
from thidua.organisation.models import Person, Unit, UnitKind, UnitName
from thidua.organisation.sealing import index_cccd
from thidua.register.ledger import Line, collective_name, honour_key, number_key, unit_key
from thidua.register.models import Honour, KnownAs
from thidua.register.reading.people import spoken

CHUNK = 500
_MARK = 32
HonourKey = tuple[str, int, int]


@dataclass(slots=True)
class Found:
    """One recipient who may be meant, as the ledger knows him."""

    recipient: int | None
    person: int | None = None
    name: str = ""
    birth: str = ""
    numbered: bool = False


@dataclass
class Matches:
    """What the ledger knows of the recipients of a file, by their numbers in the file (`Line.who`).

    `rest` are candidates of whom none is sure: they are left as suspected. `units` names to ids, `collectives` the unit
    that is the recipient itself. `honours`: by recipient and award with its years, number key → number of the honour.
    """

    sure: dict[int, Found] = field(default_factory=dict)
    rest: dict[int, list[int]] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    collectives: dict[int, int] = field(default_factory=dict)
    honours: dict[int, dict[HonourKey, dict[str, int]]] = field(default_factory=dict)

    def honours_of(self, line: Line) -> dict[str, int]:
        """Decisions (compared form) by which the recipient of a line holds its honour already → the honour's number."""
        found = self.sure.get(line.who)
        if found is None or found.recipient is None:
            return {}
        return self.honours.get(found.recipient, {}).get((line.award, line.period_from, line.period_to), {})


def chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    """The values, some hundred at a time."""
    listed = list(values)
    for start in range(0, len(listed), CHUNK):
        yield listed[start : start + CHUNK]


def mark_of(line: Line) -> str:
    """The keyed hash under which a recipient without identity number is found again."""
    if line.kind != "individual":
        text = f"{line.kind}|{fold(line.name)}|{unit_key(line.unit)}"
    elif line.birth:
        text = f"p|{spoken(line.name)}|{line.birth[:4]}|{unit_key(line.unit)}"
    else:
        text = "h|" + "|".join(honour_key(line))
    return _mark(text)


@lru_cache(maxsize=65536)
def _mark(text: str) -> str:
    return index_cccd(text)[:_MARK]


def match(lines: Sequence[Line], unit_id: int) -> Matches:
    """Find the recipients of these lines. `unit_id`: the unit whose ledger it is."""
    found = Matches(units=unit_ids({line.unit for line in lines if line.unit}))
    first: dict[int, Line] = {}
    for line in lines:
        first.setdefault(line.who, line)
        if line.cccd and not first[line.who].cccd:
            first[line.who] = line
    _by_number(found, first)
    _collectives(found, first)
    _by_mark(found, lines, first, unit_id)
    ids = {one.recipient for one in found.sure.values() if one.recipient} | {
        pk for rest in found.rest.values() for pk in rest
    }
    found.honours = honours_by(ids)
    _by_honour(found, lines)
    return found


def unit_ids(names: Iterable[str]) -> dict[str, int]:
    """Units by name, current, former or alias, keyed as `unit_key` does; names of none or of several are left out."""
    keys = {unit_key(name) for name in names}
    found: dict[str, set[int]] = defaultdict(set)
    for some in chunks(keys):
        units = Unit.objects.filter(name_fold__in=some).exclude(kind=UnitKind.COLLECTIVE)
        for key, pk in units.values_list("name_fold", "pk"):
            found[key].add(pk)
        for key, pk in UnitName.objects.filter(name_fold__in=some).values_list("name_fold", "unit_id"):
            found[key].add(pk)
    return {key: ids.pop() for key, ids in found.items() if len(ids) == 1}


def _by_number(found: Matches, first: dict[int, Line]) -> None:
    wanted: dict[str | None, int] = {index_cccd(line.cccd): who for who, line in first.items() if line.cccd}
    for some in chunks(wanted):
        rows = Person.objects.filter(cccd_index__in=some).values_list(
            "cccd_index", "pk", "recipient", "full_name", "birth_date", "birth_year"
        )
        for index, pk, recipient, name, day, year in rows:
            found.sure[wanted[index]] = Found(recipient, pk, name, _birth(day, year), True)


def _birth(day: Any, year: int | None) -> str:
    return day.isoformat() if day else str(year or "")


def _collectives(found: Matches, first: dict[int, Line]) -> None:
    """The unit that a collective is: a unit of that name, or a collective of that name within its unit."""
    wanted = {
        who: (line, fold(collective_name(line)))
        for who, line in first.items()
        if line.kind == "collective" and not line.cccd
    }
    whole = unit_ids({line.name for line, _key in wanted.values()})
    within: dict[tuple[str, int | None], int] = {}
    for some in chunks(
        {
            *(key for _line, key in wanted.values()),
            *(fold(placed_name(line)) for line, _key in wanted.values()),
        }
    ):
        rows = Unit.objects.filter(name_fold__in=some, kind=UnitKind.COLLECTIVE, valid_to=None).order_by("-pk")
        within |= {(key, parent): pk for key, parent, pk in rows.values_list("name_fold", "parent_id", "pk")}
    for who, (line, key) in wanted.items():
        parent = found.units.get(unit_key(line.unit))
        unit = whole.get(unit_key(line.name)) or (parent if parent and key == unit_key(line.unit) else None)
        place = (key, parent) if parent or not line.unit else (fold(placed_name(line)), None)
        if pk := unit or within.get(place):
            found.collectives[who] = pk
    held: dict[int, list[int]] = defaultdict(list)
    for who, pk in found.collectives.items():
        held[pk].append(who)
    for some in chunks(held):
        for pk, recipient in Unit.objects.filter(pk__in=some, recipient__isnull=False).values_list("pk", "recipient"):
            found.sure |= dict.fromkeys(held[pk], Found(recipient))


def placed_name(line: Line) -> str:
    """A collective's name with its unit as printed, for a unit the catalogue does not know."""
    name = collective_name(line)
    return f"{name}, {line.unit}" if line.unit and unit_key(line.unit) != fold(name) else name


def _by_mark(found: Matches, lines: Sequence[Line], first: dict[int, Line], unit_id: int) -> None:
    """Those without a number, as the same unit's imports named them before."""
    marks: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.who not in found.sure and not first[line.who].cccd and line.kind != "collective":
            marks[mark_of(line)].add(line.who)
    candidates: dict[int, dict[int, Found]] = defaultdict(dict)
    for some in chunks(marks):
        rows = KnownAs.objects.filter(unit_id=unit_id, mark__in=some).values_list(
            "mark",
            "recipient_id",
            "recipient__person_id",
            "recipient__person__birth_date",
            "recipient__person__birth_year",
        )
        for mark, recipient, person, day, year in rows:
            for who in marks[mark]:
                candidates[who][recipient] = Found(recipient, person, birth=_birth(day, year))
    for who, some_found in candidates.items():
        birth = first[who].birth
        fitting = [one for one in some_found.values() if birth.startswith(one.birth) or one.birth.startswith(birth)]
        if len(fitting) == 1:
            found.sure[who] = fitting[0]
        elif fitting:
            found.rest[who] = [one.recipient for one in fitting if one.recipient]


def _by_honour(found: Matches, lines: Sequence[Line]) -> None:
    """Of several who may be meant, the one who holds the very honour a line tells was written from that line before."""
    held: dict[int, set[int]] = defaultdict(set)
    for line in lines if found.rest else ():
        for pk in found.rest.get(line.who, ()):
            decisions = found.honours.get(pk, {}).get((line.award, line.period_from, line.period_to), {})
            if number_key(line.number) in decisions:
                held[line.who].add(pk)
    for who, holders in held.items():
        found.sure[who] = Found(min(holders))


def honours_by(recipients: Iterable[int]) -> dict[int, dict[HonourKey, dict[str, int]]]:
    """The honours that recipients hold, in the forms by which lines are compared with them."""
    held: dict[int, dict[HonourKey, dict[str, int]]] = {}
    for some in chunks(recipients):
        rows = Honour.objects.filter(Q(recipient_id__in=some))
        for recipient, award, first, last, number, pk in rows.values_list(
            "recipient_id", "award", "period_from", "period_to", "decision_number", "pk"
        ):
            held.setdefault(recipient, {}).setdefault((award, first, last), {})[number_key(number)] = pk
    return held
