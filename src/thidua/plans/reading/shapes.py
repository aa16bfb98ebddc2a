"""What reading a plan gives: tasks, council sessions, flags and the source beside them.

Plain data; texts are as printed (white space tidied), dates are calendar days without a time zone.
`to_json` gives the exchange form `plan-read/1`, described in docs/schemas/plan-read-1.json.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

SCHEMA: Final = "plan-read/1"

Json = dict[str, Any]


class Relation(StrEnum):
    """How a milestone stands to what is printed as its time."""

    BEFORE = "before"
    ON_OCCASION = "on_occasion"
    RANGE = "range"
    IN_MONTH = "in_month"
    MONTHLY_ON_DAY = "monthly_on_day"
    MONTHLY_AS_ARISES = "monthly_as_arises"
    PERIODIC = "periodic"
    BY_DOCUMENT = "by_document"
    WHEN_ARISES = "when_arises"
    ON = "on"
    WITHIN_QUARTER = "within_quarter"
    BY = "by"
    UNSTATED = "unstated"
    UNREAD = "unread"


class Severity(StrEnum):
    """How much a flag weighs: an error blocks activation until a person confirms."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(slots=True)
class Flag:
    """Something found in the document. `proposal` is only a suggestion; nothing has been changed."""

    code: str
    severity: Severity
    where: str
    printed: str
    message: str
    proposal: str | None = None
    also: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Return the flag in the exchange form."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "where": self.where,
            "printed": self.printed,
            "message": self.message,
            "proposal": self.proposal,
            "also": list(self.also),
        }


@dataclass(slots=True)
class Milestone:
    """One time of one task: the action words, the relation, the printed words and the day(s) they name."""

    key: str
    label: str
    relation: Relation
    printed: str
    day: date | None = None
    start: date | None = None
    end: date | None = None
    month: str | None = None
    recurrence: str | None = None
    flags: list[str] = field(default_factory=list)

    @property
    def last_day(self) -> date | None:
        """The last calendar day the milestone names, when it names any."""
        return self.day or self.end

    def to_json(self) -> Json:
        """Return the milestone in the exchange form; the keys that do not apply hold null."""
        return {
            "key": self.key,
            "label": self.label,
            "relation": self.relation.value,
            "printed": self.printed,
            "date": _iso(self.day),
            "from": _iso(self.start),
            "to": _iso(self.end),
            "month": self.month,
            "recurrence": self.recurrence,
            "flags": list(self.flags),
        }


@dataclass(slots=True)
class Task:
    """One row of a table of tasks. `contents` are the points of a list inside its title."""

    key: str
    part: str | None
    section: str | None
    number: str | None
    title: str
    directing: str
    implementing: list[str]
    coordinating: list[str]
    milestones: list[Milestone]
    source: Json
    contents: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        """Return the task in the exchange form."""
        return {
            "key": self.key,
            "part": self.part,
            "section": self.section,
            "number": self.number,
            "title": self.title,
            "directing": self.directing,
            "implementing": list(self.implementing),
            "coordinating": list(self.coordinating),
            "milestones": [milestone.to_json() for milestone in self.milestones],
            "flags": list(self.flags),
            "source": dict(self.source),
        }


@dataclass(slots=True)
class Session:
    """One row of the council's programme, with the task that it repeats when one was found."""

    key: str
    section: str | None
    number: str | None
    title: str
    contents: list[str]
    advising: list[str]
    coordinating: list[str]
    milestones: list[Milestone]
    source: Json
    linked_task: str | None = None
    flags: list[str] = field(default_factory=list)

    def to_json(self) -> Json:
        """Return the row in the exchange form."""
        return {
            "key": self.key,
            "section": self.section,
            "number": self.number,
            "title": self.title,
            "contents": list(self.contents),
            "advising": list(self.advising),
            "coordinating": list(self.coordinating),
            "milestones": [milestone.to_json() for milestone in self.milestones],
            "linked_task": self.linked_task,
            "flags": list(self.flags),
            "source": dict(self.source),
        }


@dataclass(slots=True)
class DocumentFacts:
    """The head of the document, each part None when it is not printed. `last_year` closes a school year."""

    number: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    title: str | None = None
    year: int | None = None
    printed_number: str | None = None
    last_year: int | None = None

    def covers(self, year: int) -> bool:
        """Tell whether a year is that of the plan; a school year has two. Any year when none is known."""
        return self.year is None or year in (self.year, self.last_year)

    def to_json(self) -> Json:
        """Return the head in the exchange form."""
        return {
            "number": self.number,
            "issued_on": _iso(self.issued_on),
            "issuer": self.issuer,
            "title": self.title,
            "year": self.year,
        }


@dataclass(slots=True)
class SourceBlock:
    """One paragraph or table row of the source, for a screen that shows it beside the parsed rows."""

    id: str
    kind: str
    text: str
    cells: list[str] | None
    place: dict[str, int]
    belongs_to: str | None = None

    def to_json(self) -> Json:
        """Return the block in the exchange form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "text": self.text,
            "cells": self.cells,
            **{name: self.place.get(name) for name in ("line", "page", "table", "row")},
            "belongs_to": self.belongs_to,
        }


@dataclass(slots=True)
class PlanReading:
    """Everything read from one plan."""

    document: DocumentFacts
    tasks: list[Task]
    sessions: list[Session]
    flags: list[Flag]
    source: list[SourceBlock]

    def milestones(self) -> list[Milestone]:
        """Return the milestones of the tasks, in the order of the document."""
        return [milestone for task in self.tasks for milestone in task.milestones]

    def to_json(self) -> Json:
        """Return the exchange form `plan-read/1`."""
        return {
            "schema": SCHEMA,
            "document": self.document.to_json(),
            "tasks": [task.to_json() for task in self.tasks],
            "sessions": [session.to_json() for session in self.sessions],
            "flags": [flag.to_json() for flag in self.flags],
            "source": [block.to_json() for block in self.source],
        }


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
