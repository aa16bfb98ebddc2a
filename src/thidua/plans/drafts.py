"""What one amendment changes, row by row, before anything is written. Pure: ids, days and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True)
class NewDay:
    """A milestone gets another day."""

    milestone: int
    day: date


@dataclass(frozen=True)
class Dropped:
    """A milestone is dropped."""

    milestone: int


@dataclass(frozen=True)
class NewTitle:
    """A task gets other words."""

    task: int
    title: str


@dataclass(frozen=True)
class NewUnits:
    """A task is carried by others: their names as the amendment prints them."""

    task: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class NewRowTitle:
    """A row of the council's programme gets other words."""

    row: int
    title: str


@dataclass(frozen=True)
class NewMilestones:
    """Deadlines are added to a task, or to a row of the council's programme, as printed, one a line."""

    deadlines: tuple[str, ...]
    task: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class NewTask:
    """A task is added after the last one of its section; its deadlines stand as printed, one a line."""

    title: str
    deadlines: tuple[str, ...]
    number: str = ""
    part: str = ""
    section: str = ""
    directing: str = ""
    implementing: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()


Draft: TypeAlias = NewDay | Dropped | NewTitle | NewUnits | NewTask | NewRowTitle | NewMilestones


@dataclass(frozen=True)
class AmendingDocument:
    """The document that amends: number, day it was issued, day it takes effect, title."""

    number: str
    issued_on: date
    since: date
    title: str
