"""Dated, cited values: the only place a legal number may come from.

A series is every version of one value ("CSTDT.years"). Versions must follow each other day by
day: a gap or an overlap is refused with its dates, a version without a document too. A changed
value (an override kept in the database, a draft decree) replaces what it covers and leaves the
rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from .findings import Citation, Confidence

Json = Any  # a YAML or JSON value: number, text, list or mapping

DAY = timedelta(days=1)


class LawInvalid(ValueError):  # noqa: N818 - named for what it says, as in the foundation
    """The law as data contradicts itself; the message is a Vietnamese sentence naming key and dates."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One version of one value. ``valid_to`` is the last day, None while open."""

    key: str
    value: Json
    citation: Citation
    valid_from: date
    valid_to: date | None = None
    confidence: Confidence = Confidence.UNKNOWN
    source: str = ""
    note: str = ""

    def covers(self, day: date) -> bool:
        """In force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def to_json(self) -> dict[str, Json]:
        """Everything, dates as ISO text."""
        return {
            "key": self.key,
            "value": self.value,
            **self.citation.to_json(),
            "valid_from": self.valid_from.isoformat(),
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "confidence": self.confidence.value,
            "source": self.source,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "DatedValue":
        """Inverse of :meth:`to_json`; raises :class:`LawInvalid`."""
        return read_version(str(data["key"]), data)


def show(day: date) -> str:
    """16/06/2025."""
    return day.strftime("%d/%m/%Y")


def read_day(key: str, value: Json) -> date:
    """A YAML date or ISO text. Raises :class:`LawInvalid`."""
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise LawInvalid(f"{key}: ngày hiệu lực không đọc được ({value!r}).") from None


def read_citation(key: str, row: Mapping[str, Json]) -> Citation:
    """Document, article, clause. Raises :class:`LawInvalid` when the document is missing."""
    document = str(row.get("document") or "").strip()
    if not document:
        raise LawInvalid(f"{key}: thiếu căn cứ (văn bản).")
    return Citation(document, str(row.get("article") or ""), str(row.get("clause") or ""))


def read_confidence(key: str, row: Mapping[str, Json]) -> Confidence:
    """The mark of a row. Raises :class:`LawInvalid` when it is missing or misspelt."""
    try:
        return Confidence(str(row.get("confidence")))
    except ValueError:
        raise LawInvalid(f"{key}: thiếu mức tin cậy (verified, partly, recalled, unknown).") from None


def read_version(key: str, row: Mapping[str, Json]) -> DatedValue:
    """One version from YAML or JSON. Raises :class:`LawInvalid`."""
    if "valid_from" not in row:
        raise LawInvalid(f"{key}: thiếu ngày bắt đầu hiệu lực.")
    start = read_day(key, row["valid_from"])
    end = None if row.get("valid_to") is None else read_day(key, row["valid_to"])
    if end is not None and end < start:
        raise LawInvalid(f"{key}: hiệu lực ngược, từ {show(start)} đến {show(end)}.")
    return DatedValue(
        key=key,
        value=row.get("value"),
        citation=read_citation(key, row),
        valid_from=start,
        valid_to=end,
        confidence=read_confidence(key, row),
        source=str(row.get("source") or ""),
        note=str(row.get("note") or ""),
    )


def check_sequence(key: str, spans: Iterable[tuple[date, date | None]]) -> None:
    """Raise :class:`LawInvalid` when versions overlap or leave days uncovered, naming the days."""
    ordered = sorted(spans, key=lambda span: span[0])
    for (start, end), (next_start, _) in pairwise(ordered):
        if end is None or end >= next_start:
            until = "nay" if end is None else show(end)
            raise LawInvalid(
                f"{key}: hiệu lực chồng nhau, bản từ {show(start)} đến {until} và bản từ {show(next_start)}."
            )
        if end + DAY < next_start:
            raise LawInvalid(f"{key}: khoảng trống hiệu lực từ {show(end + DAY)} đến {show(next_start - DAY)}.")


def _cut(version: DatedValue, change: DatedValue) -> list[DatedValue]:
    """What remains of a version once a change has taken its days."""
    end = version.valid_to
    if change.valid_to is not None and version.valid_from > change.valid_to:
        return [version]
    if end is not None and end < change.valid_from:
        return [version]
    parts = []
    if version.valid_from < change.valid_from:
        parts.append(replace(version, valid_to=change.valid_from - DAY))
    if change.valid_to is not None and (end is None or end > change.valid_to):
        parts.append(replace(version, valid_from=change.valid_to + DAY))
    return parts


class DatedTable:
    """All series, checked. Reading: :meth:`on`."""

    def __init__(self, versions: Iterable[DatedValue], overrides: Iterable[DatedValue] = ()) -> None:
        self._series: dict[str, list[DatedValue]] = defaultdict(list)
        for version in versions:
            self._series[version.key].append(version)
        self._check()
        self._override(list(overrides))
        self._check()

    def _check(self) -> None:
        for key, series in self._series.items():
            check_sequence(key, ((version.valid_from, version.valid_to) for version in series))
            series.sort(key=lambda version: version.valid_from)

    def _override(self, changes: list[DatedValue]) -> None:
        grouped: dict[str, list[DatedValue]] = defaultdict(list)
        for change in changes:
            if not change.citation.document:
                raise LawInvalid(f"{change.key}: thiếu căn cứ (văn bản).")
            grouped[change.key].append(change)
        for key, group in grouped.items():
            kept = self._series.get(key, [])
            for change in group:
                kept = [part for version in kept for part in _cut(version, change)]
            self._series[key] = kept + group

    def replaced(self, series: Mapping[str, Iterable[DatedValue]]) -> "DatedTable":
        """The same table with some series put in place of those it has. Raises :class:`LawInvalid` for a gap or overlap."""
        changed = DatedTable(version for rows in series.values() for version in rows)
        table = DatedTable(())
        table._series.update(self._series)
        table._series.update(changed._series)
        return table

    def names(self) -> list[str]:
        """Every key, sorted."""
        return sorted(self._series)

    def series(self, key: str) -> tuple[DatedValue, ...]:
        """Every version of a key, oldest first (empty when there is none)."""
        return tuple(self._series.get(key, ()))

    def on(self, key: str, day: date) -> DatedValue | None:
        """The version in force that day, or None."""
        return next((version for version in self._series.get(key, ()) if version.covers(day)), None)
