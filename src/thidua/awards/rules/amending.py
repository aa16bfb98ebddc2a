"""Changes laid over the law as shipped: values, conditions, rule sets, one act after another. Pure.

A new version takes over from its first day on from the version in force that day; days that another version
already holds, or days that nobody would hold, are refused with their dates (:func:`check_fits`). Laying what once
was accepted (:func:`amended`) cuts whatever it covers, so that an officer's word outlasts a new release of the
catalogue.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from .dated import DAY, DatedValue, LawInvalid, check_sequence, show
from .findings import Citation, Confidence
from .law import ConditionVersion, Law, RuleSpan, bounds_of, check_references, read_version_of_condition
from .ruleset import rules_in_force

Json = Any  # a JSON value
GENERAL = "chung"
NO_RULES = "none:"


class Sort(StrEnum):
    """What of the law is amended."""

    VALUE = "value"
    CONDITION = "condition"
    RULESET = "ruleset"


class Act(StrEnum):
    """How it is amended."""

    CHANGE = "change"
    CONFIRM = "confirm"
    CLOSE = "close"


@dataclass(frozen=True)
class Change:
    """One act. ``key``: "CSTDT.vote.share", "CSTDT.sang-kien" ("chung.…" for all awards), or the code of a rule set.

    ``content``: ``{"value", "note"}``, the condition's row, or ``{"name", "provisional", "note"}``. An ending
    (CLOSE, of conditions only) leaves the days from ``valid_from`` on without the condition.
    """

    sort: Sort
    act: Act
    key: str
    content: Mapping[str, Json]
    valid_from: date
    valid_to: date | None
    citation: Citation
    confidence: Confidence = Confidence.VERIFIED
    number: int = field(default=0, compare=False)

    @property
    def owner(self) -> str:
        """The award, or "chung"; of a value that belongs to no award its own first part."""
        return self.key.partition(".")[0]


V = TypeVar("V", DatedValue, ConditionVersion, RuleSpan)


def cut(versions: Iterable[V], start: date, end: date | None) -> list[V]:
    """What remains of versions once somebody else has taken the days from start to end."""
    parts: list[V] = []
    for version in versions:
        last = version.valid_to
        if (end is not None and version.valid_from > end) or (last is not None and last < start):
            parts.append(version)
            continue
        if version.valid_from < start:
            parts.append(replace(version, valid_to=start - DAY))
        if end is not None and (last is None or last > end):
            parts.append(replace(version, valid_from=end + DAY))
    return parts


def series_of(law: Law, sort: Sort, key: str) -> Sequence[DatedValue | ConditionVersion | RuleSpan]:
    """The versions an act on this key meets, oldest first. Rule sets are one series, whatever their codes."""
    if sort is Sort.VALUE:
        return law.values.series(key)
    if sort is Sort.RULESET:
        return sorted(law.spans, key=lambda span: span.valid_from)
    owner, _, own = key.partition(".")
    rows = law.general if owner == GENERAL else law.award(owner).conditions
    return sorted((row for row in rows if row.id == own), key=lambda row: row.valid_from)


def check_fits(law: Law, change: Change, name: str) -> None:
    """Raise :class:`LawInvalid` when the days of an act overlap another version or leave days uncovered.

    ``name`` is what the sentence calls the thing.
    """
    start, end = change.valid_from, change.valid_to
    if end is not None and end < start:
        raise LawInvalid(f"{name}: hiệu lực ngược, từ {show(start)} đến {show(end)}.")
    series = series_of(law, change.sort, change.key)
    if not series:
        return
    _check_overlap(series, change, name)
    first, last = series[0].valid_from, series[-1].valid_to
    if last is not None and start > last + DAY:
        raise LawInvalid(f"{name}: khoảng trống hiệu lực từ {show(last + DAY)} đến {show(start - DAY)}.")
    if end is not None and end + DAY < first:
        raise LawInvalid(f"{name}: khoảng trống hiệu lực từ {show(end + DAY)} đến {show(first - DAY)}.")


def _check_overlap(series: Sequence[DatedValue | ConditionVersion | RuleSpan], change: Change, name: str) -> None:
    start, end = change.valid_from, change.valid_to
    for later in series:
        if later.valid_from <= start or (end is not None and later.valid_from > end):
            continue
        until = "nay" if later.valid_to is None else show(later.valid_to)
        mine = f"từ {show(start)} trở đi" if end is None else f"từ {show(start)} đến {show(end)}"
        raise LawInvalid(
            f"{name}: hiệu lực chồng nhau, bản mới {mine} và bản đã có từ {show(later.valid_from)} đến {until}."
        )


def amended(law: Law, changes: Iterable[Change]) -> Law:
    """The law with the acts laid on it in their order. Raises :class:`LawInvalid` for a gap or a missing value."""
    values: dict[str, list[DatedValue]] = {}
    conditions: dict[str, list[ConditionVersion]] = {}
    spans = list(law.spans)
    for change in changes:
        if change.sort is Sort.VALUE:
            rows = values.setdefault(change.key, list(law.values.series(change.key)))
            values[change.key] = [*cut(rows, change.valid_from, change.valid_to), _value(change)]
        elif change.sort is Sort.RULESET:
            spans = [*cut(spans, change.valid_from, change.valid_to), _span(change)]
        else:
            had = law.general if change.owner == GENERAL else law.award(change.owner).conditions
            conditions[change.owner] = _with_condition(conditions.get(change.owner, list(had)), change)
    check_sequence("Bộ quy định", ((span.valid_from, span.valid_to) for span in spans))
    for owner, versions in conditions.items():
        _check_each(owner, versions)
    awards = {
        code: replace(award, conditions=tuple(conditions[code])) if code in conditions else award
        for code, award in law.awards.items()
    }
    general = tuple(conditions.get(GENERAL, law.general))
    table = law.values.replaced(values)
    result = Law(awards, general, tuple(spans), table, bounds_of(tuple(spans), general, awards, table))
    check_references(result)
    return result


def _value(change: Change) -> DatedValue:
    return DatedValue(
        change.key,
        change.content.get("value"),
        change.citation,
        change.valid_from,
        change.valid_to,
        change.confidence,
        note=str(change.content.get("note") or ""),
    )


def _span(change: Change) -> RuleSpan:
    return RuleSpan(
        change.key,
        str(change.content["name"]),
        change.citation,
        change.valid_from,
        change.valid_to,
        bool(change.content.get("provisional", False)),
        change.confidence,
        str(change.content.get("note") or ""),
    )


def _with_condition(versions: list[ConditionVersion], change: Change) -> list[ConditionVersion]:
    own = change.key.partition(".")[2]
    places = [place for place, row in enumerate(versions) if row.id == own]
    at = places[0] if places else len(versions)  # a changed condition keeps its place in the list
    kept = cut([row for row in versions if row.id == own], change.valid_from, change.valid_to)
    if change.act is not Act.CLOSE:
        row = {
            **change.content,
            "id": own,
            **change.citation.to_json(),
            "confidence": change.confidence.value,
        }
        row |= {"valid_from": change.valid_from, "valid_to": change.valid_to}
        kept.append(read_version_of_condition(change.owner, row, change.valid_from))
    others = [(place, row) for place, row in enumerate(versions) if row.id != own]
    before, after = [row for place, row in others if place < at], [row for place, row in others if place > at]
    return [*before, *sorted(kept, key=lambda row: row.valid_from), *after]


def _check_each(owner: str, versions: Iterable[ConditionVersion]) -> None:
    rows = list(versions)
    for each in {row.id for row in rows}:
        check_sequence(f"{owner}.{each}", ((row.valid_from, row.valid_to) for row in rows if row.id == each))


def amended_as_far_as_it_goes(law: Law, changes: Sequence[Change]) -> tuple[Law, tuple[Change, ...]]:
    """The law with every act that still fits, and those that do not: a new release must not stop the application."""
    try:
        return amended(law, changes), ()
    except LawInvalid:
        pass
    kept: list[Change] = []
    unfit: list[Change] = []
    for change in changes:
        try:
            amended(law, [*kept, change])
        except LawInvalid:
            unfit.append(change)
        else:
            kept.append(change)
    return amended(law, kept), tuple(unfit)


def check_judges(new: Law, old: Law, start: date, end: date | None) -> None:
    """Raise :class:`LawInvalid` when some award could be judged under the old law, on a day from start to end, but not
    under the new one."""
    days = [start, *(day for day in new.bounds if day > start and (end is None or day <= end))]
    for code, award in new.awards.items():
        for day in days:
            if not award.covers(day) or not any(_covers(span, day) for span in new.spans):
                continue
            try:
                rules_in_force(day, code, law=new)
            except LawInvalid:
                if _digest(old, code, day).startswith(NO_RULES):
                    continue
                raise


def _covers(span: RuleSpan, day: date) -> bool:
    return span.valid_from <= day and (span.valid_to is None or day <= span.valid_to)


def changed_awards(old: Law, new: Law, days: Mapping[str, Iterable[date]]) -> dict[str, frozenset[date]]:
    """Per award, those of its days of receipt on which dossiers are judged by other rules under the new law."""
    found = {code: frozenset(_differ(old, new, code, each)) for code, each in days.items()}
    return {code: each for code, each in found.items() if each}


def _differ(old: Law, new: Law, code: str, days: Iterable[date]) -> Iterator[date]:
    answers: dict[tuple[date, date], bool] = {}
    for day in days:
        stretch = (old.epoch(day), new.epoch(day))
        if stretch not in answers:
            answers[stretch] = _digest(old, code, day) != _digest(new, code, day)
        if answers[stretch]:
            yield day


def _digest(law: Law, code: str, day: date) -> str:
    try:
        return rules_in_force(day, code, law=law).digest(code)
    except LawInvalid as reason:
        return f"{NO_RULES} {reason}"
