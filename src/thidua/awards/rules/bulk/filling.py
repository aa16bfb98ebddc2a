"""From facts one by one to columns."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

import numpy as np

from thidua.foundation.text import fold

from ..criteria.person import DISCIPLINE_ORDER
from ..facts import ASSUMED, RATING_ORDER, SCOPE_ORDER, Facts, HeldHonour, Scope
from ..facts_json import honour_to_json
from .columns import (
    FLAGS,
    LISTS,
    MEMBERS,
    ROUTES,
    TABLES,
    UNKNOWN,
    WORDS,
    Codes,
    Columns,
    HonourColumns,
    Ints,
    Mask,
    Table,
    Vocabulary,
    day_code,
    marked,
)

UNNAMED_FORM = 99  # a measure of a form nobody knows counts as heavy as any bound
FLAGGED: Mapping[bool | None, int] = {None: UNKNOWN, False: 0, True: 1}
Rows = dict[str, list[tuple[int, ...]]]
Held = tuple[list[int], list[HeldHonour]]


def columns_of(facts: Sequence[Facts], awards: Container[str] | None = None) -> Columns:
    """The columns of a list of facts, in its order. ``awards``: honours of these alone are laid out (None: of all)."""
    words = Vocabulary()
    rows: Rows = {name: [] for name in TABLES}
    held: dict[str, Held] = defaultdict(lambda: ([], []))
    stated: dict[str, Codes] = {}
    for place, each in enumerate(facts):
        for honour in each.honours or ():
            if awards is None or honour.award in awards:
                places, honours = held[honour.award]
                places.append(place)
                honours.append(honour)
        for code, value in each.attested.items():
            if code not in stated:
                stated[code] = np.full(len(facts), UNKNOWN, np.int8)
            stated[code][place] = value
        for name, write in WRITERS:
            if getattr(each, name):
                write(place, each, rows, words)
    return Columns(
        size=len(facts),
        words={name: _numbers(name, list(map(attrgetter(name), facts)), words) for name in WORDS},
        flags={name: np.array([FLAGGED[value] for value in map(attrgetter(name), facts)], np.int8) for name in FLAGS},
        employed=np.array([_ordinal(each.employed_from) for each in facts], np.int32),
        known={name: np.array([getattr(each, name) is not None for each in facts], np.bool_) for name in LISTS},
        honours={code: _honours(*found) for code, found in held.items()},
        tables={name: Table(names, rows[name]) for name, names in TABLES.items()},
        attested=stated,
        supposed=marked(len(facts), _supposing(held)),
        vocabulary=words,
        source=facts.__getitem__,
    )


def register_columns(
    kinds: Sequence[str],
    nationalities: Sequence[str | None],
    deceased: Mask,
    honours: Mapping[str, HonourColumns],
    source: Callable[[int], Facts],
) -> Columns:
    """Columns of recipients of whom the register alone speaks: kind, nationality, death and honours; nothing else is
    known."""
    size, words = len(kinds), Vocabulary()
    unknown = np.full(size, UNKNOWN, np.int8)
    return Columns(
        size=size,
        words={name: unknown.astype(np.int32) for name in WORDS}
        | {
            "kind": _numbers("kind", kinds, words),
            "nationality": _numbers("nationality", nationalities, words),
        },
        flags=dict.fromkeys(FLAGS, unknown)
        | {
            "vouched": np.ones(size, np.int8),
            "claims_complete": np.zeros(size, np.int8),
            "deceased": np.where(deceased, 1, unknown).astype(np.int8),
        },
        employed=unknown.astype(np.int32),
        known={name: np.full(size, name == "honours") for name in LISTS},
        honours=honours,
        tables={name: Table(names, []) for name, names in TABLES.items()},
        attested={},
        supposed=np.zeros(size, np.bool_),
        vocabulary=words,
        source=source,
    )


def _honours(places: list[int], honours: list[HeldHonour]) -> HonourColumns:
    last = np.array([row.last_year for row in honours], np.int32)
    order = np.argsort(last, kind="stable")
    days = {day: _code(day) for day in {row.decision_date for row in honours}}
    districts = {row.decided_by: row.by_district for row in honours}
    sorted_honours = [honours[place] for place in order.tolist()]

    def laid(values: Iterable[int], sort: type[np.generic]) -> Any:
        return np.fromiter(values, sort, len(honours))[order]

    return HonourColumns(
        owner=np.array(places, np.int32)[order],
        first=laid((row.first_year for row in honours), np.int32),
        last=last[order],
        decided=laid((days[row.decision_date] for row in honours), np.int32),
        revoked=laid((row.status == "revoked" for row in honours), np.bool_),
        route=laid((ROUTES.index(row.route) for row in honours), np.int8),
        district=laid((districts[row.decided_by] for row in honours), np.bool_),
        described=lambda place: honour_to_json(sorted_honours[place]),
    )


def _supposing(held: Mapping[str, Held]) -> list[int]:
    """Whose honours are only supposed, at least one of them."""
    rows = (zip(*found, strict=True) for found in held.values())
    return [place for found in rows for place, honour in found if honour.decided_by == ASSUMED]


def _numbers(sort: str, values: Sequence[str | None], words: Vocabulary) -> Ints:
    known = {value: words.number(sort, value) for value in dict.fromkeys(values)}
    return np.array([known[value] for value in values], np.int32)


def _flag(value: bool | None) -> int:
    return FLAGGED[value]


def _ordinal(day: date | None) -> int:
    return UNKNOWN if day is None else day.toordinal()


def _code(day: date | None) -> int:
    return 0 if day is None else day_code(day)


def _initiatives(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    for item in facts.initiatives or ():
        for award, year in item.used_for:
            rows["uses"].append((len(rows["initiatives"]), words.number("award", award), year))
        rows["initiatives"].append(
            (
                place,
                words.number("sort", item.kind),
                UNKNOWN if item.scope is None else SCOPE_ORDER[item.scope],
                _code(item.recognised_on),
                words.number("by", item.recognised_by),
                _flag(item.effective),
                _flag(item.replicable),
                item.share == 0,
                item.scope is Scope.MINISTRY,
                words.number("name", fold(item.name) or f"#{len(rows['initiatives'])}"),
            )
        )


def _ratings(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["ratings"] += [(place, year, RATING_ORDER[rating]) for year, rating in (facts.ratings or {}).items()]


def _discipline(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["discipline"] += [
        (place, DISCIPLINE_ORDER.get(row.form, UNNAMED_FORM), day_code(row.since), _code(row.until))
        for row in facts.discipline or ()
    ]


def _pending(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["pending"] += [(place, day_code(row.since), _code(row.resolved_on)) for row in facts.pending or ()]


def _leave(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["leave"] += [
        (place, words.number("leave", row.kind), row.since.toordinal(), row.until.toordinal())
        for row in facts.leave or ()
    ]


def _members(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    for year, row in (facts.members or {}).items():
        counts = (getattr(row, name) for name in MEMBERS[2:])
        rows["members"].append((place, year, *(UNKNOWN if count is None else count for count in counts)))


def _clusters(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    for year, row in (facts.clusters or {}).items():
        rank = UNKNOWN if row.rank is None else row.rank
        rows["clusters"].append((place, year, rank, _flag(row.acclaimed)))


def _posts(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["posts"].append((place,))


def _proposed(place: int, facts: Facts, rows: Rows, words: Vocabulary) -> None:
    rows["proposed_with"] += [(place, words.number("award", code)) for code in facts.proposed_with or ()]


WRITERS: tuple[tuple[str, Callable[[int, Facts, Rows, Vocabulary], None]], ...] = (
    ("initiatives", _initiatives),
    ("ratings", _ratings),
    ("discipline", _discipline),
    ("pending", _pending),
    ("leave", _leave),
    ("members", _members),
    ("clusters", _clusters),
    ("posts", _posts),
    ("proposed_with", _proposed),
)
