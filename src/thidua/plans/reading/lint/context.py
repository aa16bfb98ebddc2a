"""What the checks look at: everything read, and the dated facts to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from thidua.plans.reading.deadlines import Remark
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.shapes import DocumentFacts, Milestone, Session, Task
from thidua.plans.reading.sources.blocks import Block, Loaded, Paragraph, Row
from thidua.plans.reading.tables import Entry, Table

DATA = Path(__file__).resolve().parent.parent / "data" / "lint.yaml"
_MEETING = re.compile(
    r"\b(?:hop|phien hop|ky hop|phien|ky) (?:\w+ ){0,5}?hoi dong\b|\bhoi dong (?:\w+ ){0,8}?(?:hop|phien hop)\b"
)
_DOSSIER = re.compile(r"\bho so\b")


@dataclass
class Linted:
    """A plan as read, with what the reader noticed on the way."""

    facts: DocumentFacts
    blocks: list[Block]
    tables: list[Table]
    loaded: Loaded
    tasks: list[Task] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    entries: dict[str, tuple[Table, Entry]] = field(default_factory=dict)
    remarks: list[tuple[Milestone, Remark]] = field(default_factory=list)
    unread: list[list[Row]] = field(default_factory=list)
    _words: dict[str, str] = field(default_factory=dict)

    def rows(self) -> list[Task | Session]:
        """Tasks, then rows of the council's programme."""
        return [*self.tasks, *self.sessions]

    def milestones(self) -> Iterator[Milestone]:
        """Every milestone in the order of the document."""
        for row in self.rows():
            yield from row.milestones

    def words(self, row: Task | Session) -> str:
        """The bare words of a row's title and points."""
        if row.key not in self._words:
            self._words[row.key] = words_of(said(row))
        return self._words[row.key]

    def keys_in_order(self) -> list[str]:
        """Keys as the document has them, for sorting flags."""
        return ["document", *(key for row in self.rows() for key in (row.key, *(m.key for m in row.milestones)))]

    @cached_property
    def meetings(self) -> list[Task]:
        """The tasks that are meetings of the council. Called once all tasks are read."""
        return [task for task in self.tasks if is_meeting(self.words(task))]

    @cached_property
    def body(self) -> str:
        """The bare words of the paragraphs outside tables."""
        return " ".join(words_of(block.text) for block in self.blocks if isinstance(block, Paragraph))


def said(row: Task | Session) -> str:
    """Everything a row says of what is to be done: of a session also the points that it takes up."""
    return row.title if isinstance(row, Task) else " ".join([row.title, *row.contents])


def is_meeting(words: str) -> bool:
    """Tell from the bare words of a title whether the council meets."""
    return bool(_MEETING.search(words[:120]))


def is_for_dossiers(milestone: Milestone) -> bool:
    """Tell whether a milestone is the day for handing in dossiers."""
    return bool(_DOSSIER.search(words_of(milestone.label)))


@dataclass(frozen=True)
class LintRules:
    """The dated facts of `data/lint.yaml`, or a caller's own in the same form."""

    data: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        """One group of facts; empty when it is not given."""
        return self.data.get(name) or []

    @staticmethod
    @lru_cache(maxsize=1)
    def standard() -> LintRules:
        """The facts that come with the product."""
        return LintRules(yaml.safe_load(DATA.read_text(encoding="utf-8")))
