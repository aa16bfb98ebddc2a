"""Which tasks of a plan are rounds, and what each proposes: read from `catalogue/rounds.yaml`. Pure: no Django, no clock.

A row of the plan may hold several rounds (a session of the council considers five things), and one round may stand in
two rows (the hand-in and the session that considers it): rows of one kind and year are put together.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from thidua.awards.rules.catalogue import catalogue_on
from thidua.dossiers.routes import RouteCode
from thidua.foundation.text import fold

FILE = Path(__file__).parent / "catalogue" / "rounds.yaml"
_YEAR = re.compile(r"\b(20\d\d)\b")
_BATCH = re.compile(r"đợt\s+(\d+)(?:/(?:năm )?(20\d\d))?", re.IGNORECASE)
_PARTS = re.compile(r"[;\n]|\s[-–]\s+(?=[^\W\d_a-zà-ỹđ])")
"""What stands between the things a session considers: a dash only before a capital letter (not in “2024 - 2025”)."""
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Deadline:
    """One milestone of a task as a proposal needs it: its words, the day kept, the first day and month if printed so."""

    pk: int
    label: str
    day: date | None
    start: date | None = None
    month: str = ""
    recurrence: str = ""


@dataclass(frozen=True)
class Row:
    """One task of a plan: its number and words, what the council considers under it, its milestones."""

    pk: int
    number: str
    title: str
    contents: tuple[str, ...] = ()
    implementing: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    session: bool = False


@dataclass(frozen=True)
class Proposal:
    """One round a plan proposes. `key`: the same for the same proposal of the same plan, year after year.

    `tasks`: the rows it stands in, the one that gives the window first; `sessions`: those that are sessions of the council.
    """

    key: str
    pattern: str
    title: str
    route: str
    awards: tuple[str, ...]
    period: int
    opens_on: date | None
    closes_on: date | None
    tasks: tuple[int, ...]
    numbers: tuple[str, ...]
    milestone: int | None = None
    milestone_day: date | None = None
    sessions: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    month: int = 0
    exact: bool = field(default=False, compare=False)
    """Whether the window stands in the plan; else it is reckoned back from the day all is to be done."""


@lru_cache(maxsize=1)
def book() -> Mapping[str, Any]:
    """The patterns as data."""
    found: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def proposals(rows: Iterable[Row], year: int, issued: date | None = None) -> list[Proposal]:
    """What the rows of a plan of a year propose, in the order of the plan; rows of one kind and year together."""
    found: dict[str, Proposal] = {}
    for row in rows:
        for one in _of_row(row, year):
            known = found.get(one.key)
            found[one.key] = _joined(known, one) if known else one
    return list(found.values())


def _of_row(row: Row, year: int) -> Iterable[Proposal]:
    if any(re.match(pattern, fold(row.title)) for pattern in book()["not_rounds"]):
        return
    for text in _contents(row):
        for pattern in _matching(text):
            yield from _proposed(pattern, row, text, year)


def _contents(row: Row) -> Sequence[str]:
    """The things one row is about: those of the council's programme, else the parts after the colon, else its words."""
    if not row.session:
        return [row.title]
    if row.contents:
        return row.contents
    _head, colon, tail = row.title.partition(":")
    return [part.strip(" -–•.") for part in _PARTS.split(tail if colon else row.title) if part.strip(" -–•.")]


def _matching(text: str) -> Iterable[Mapping[str, Any]]:
    """The first pattern that fits, and those that may stand beside another."""
    key, taken = fold(text), False
    for pattern in book()["patterns"]:
        if re.search(pattern["match"], key) and (not taken or pattern.get("also")):
            taken = True
            yield pattern


def _proposed(pattern: Mapping[str, Any], row: Row, text: str, year: int) -> Iterable[Proposal]:
    period = _period(text, year - pattern["back"])
    batch = _BATCH.search(text)
    words = f", đợt {batch[1]}/{batch[2] or year}" if batch else ("" if "năm" in pattern["title"] else f" năm {year}")
    base = Proposal(
        "", pattern["key"], pattern["title"].format(year=period, n=words), RouteCode(pattern["route"]).value, awards_of(pattern, year),
        period, None, None, (row.pk,), (row.number,), sessions=(row.pk,) if row.session else (), kinds=tuple(pattern.get("kinds", ())),
        named=row.implementing if pattern.get("named") else (),
    )  # fmt: skip
    if pattern.get("monthly"):
        yield from _months(base, row, year)
        return
    mark = (
        f"{pattern['key']}-{period}"
        if pattern.get("one")
        else f"{pattern['key']}-{period}{f'-dot{batch[1]}' if batch else _own(row)}"
    )
    for deadline, more, kinds in _windows(pattern, row):
        first, last, exact = window(deadline, year, said=deadline is not None and _says(row, deadline))
        yield replace(
            base, key=f"{mark}{fold(more)[:30].replace(' ', '-').replace(',', '')}", title=base.title + more, kinds=kinds or base.kinds,
            opens_on=first, closes_on=last, exact=exact, milestone=deadline.pk if deadline else None,
            milestone_day=deadline.day if deadline else None,
        )  # fmt: skip


def _own(row: Row) -> str:
    return f"-{fold(row.number).replace(' ', '')}"


def _windows(pattern: Mapping[str, Any], row: Row) -> Iterable[tuple[Deadline | None, str, tuple[str, ...]]]:
    """The hand-in day of the row; one for each when its kind is split by whom the day is for."""
    days = [one for one in row.deadlines if _says(row, one)]
    splits = pattern.get("split", ())
    for one in days if splits else ():
        more = next((tuple(split) for split in splits if re.search(split[0], fold(one.label))), None)
        yield one, more[1] if more else "", tuple(more[2]) if more else ()
    if not (splits and days):
        yield next(iter((*days, *row.deadlines)), None), "", ()


def _says(row: Row, deadline: Deadline) -> bool:
    """Whether the milestone is the day by which dossiers come in: by its own words, else by those of the row."""
    words = fold(deadline.label)
    if not words or (len(row.deadlines) == 1 and not row.session):
        return bool(re.search(book()["task_deadline"], fold(row.title)))
    return bool(re.search(book()["deadline"], words)) and not re.search(book()["not_deadline"], words)


def window(deadline: Deadline | None, year: int, *, said: bool) -> tuple[date | None, date | None, bool]:
    """First and last day, and whether the plan says so (`said`); a plan that names no day proposes the whole year."""
    if deadline is not None and deadline.month:
        start = date.fromisoformat(f"{deadline.month}-01")
        return start, start.replace(day=calendar.monthrange(start.year, start.month)[1]), True
    if deadline is None or deadline.day is None:
        return date(year, 1, 1), date(year, 12, 31), False
    last = deadline.day if said else deadline.day - timedelta(days=book()["back_days"])
    return deadline.start or last - timedelta(days=book()["open_days"]), last, said


def _months(base: Proposal, row: Row, year: int) -> Iterable[Proposal]:
    """The twelve of a year: each from the day after the last one closed to its own day."""
    rule = next((one for one in row.deadlines if "BYMONTHDAY=" in one.recurrence), None)
    day = int(re.sub(r".*BYMONTHDAY=(\d+).*", r"\1", rule.recurrence)) if rule else 0
    for month in MONTHS:
        last = monthly_day(year, month, day)
        before = monthly_day(year - 1, 12, day) if month == 1 else monthly_day(year, month - 1, day)
        yield replace(
            base, key=f"{base.pattern}-{year}-{month:02d}", title=f"{base.title.removesuffix(f' năm {year}')}, tháng {month}/{year}",
            opens_on=before + timedelta(days=1), closes_on=last, month=month, exact=bool(day), milestone=rule.pk if rule else None,
        )  # fmt: skip


def monthly_day(year: int, month: int, day: int) -> date:
    """The day of a month; its last day when the month is shorter or no day is said (0)."""
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day, last) if day else last)


def _period(text: str, otherwise: int) -> int:
    """The achievement year: the last one the words name outside a batch number, else the usual one."""
    years = [int(found) for found in _YEAR.findall(_BATCH.sub("", text))]
    return max(years) if years else otherwise


def awards_of(pattern: Mapping[str, Any], year: int) -> tuple[str, ...]:
    """The codes a kind of round takes: named, or all of a level given in that year."""
    given = catalogue_on(date(year, 12, 31))
    if "level" not in pattern:
        known = {award.code for award in given}
        return tuple(code for code in pattern["awards"] if code in known)
    return tuple(
        a.code for a in given if a.declaration.level == pattern["level"] and a.code not in pattern.get("except", ())
    )


def _joined(first: Proposal, second: Proposal) -> Proposal:
    """One proposal of two rows: the window of the one that says it, the sessions of both."""
    window_from, other = (second, first) if second.exact and not first.exact else (first, second)
    return replace(
        window_from, tasks=(*window_from.tasks, *(pk for pk in other.tasks if pk not in window_from.tasks)),
        numbers=(*window_from.numbers, *(n for n in other.numbers if n not in window_from.numbers)),
        sessions=tuple(dict.fromkeys((*first.sessions, *second.sessions))),
        awards=tuple(dict.fromkeys((*first.awards, *second.awards))),
    )  # fmt: skip
