"""What the checks look at: everything read, and the dated facts to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from thidua.plans.reading.deadlines import Remark
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.shapes import DocumentFacts, Milestone, Session, Task
from thidua.plans.reading.sources.blocks import Block, Loaded, Paragraph
from thidua.plans.reading.tables import Entry, Table

DATA = Path(__file__).resolve().parent.parent / "data" / "lint.yaml"


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

    def rows(self) -> list[Task | Session]:
        """Tasks, then rows of the council's programme."""
        return [*self.tasks, *self.sessions]

    def milestones(self) -> Iterator[Milestone]:
        """Every milestone in the order of the document."""
        for row in self.rows():
            yield from row.milestones

    def owner(self, milestone: Milestone) -> Task | Session:
        """The task or session a milestone belongs to."""
        return next(row for row in self.rows() if milestone in row.milestones)

    def keys_in_order(self) -> list[str]:
        """Keys as the document has them, for sorting flags."""
        return ["document", *(key for row in self.rows() for key in (row.key, *(m.key for m in row.milestones)))]

    def body(self) -> str:
        """The words of the paragraphs outside tables, folded."""
        return " ".join(words_of(block.text) for block in self.blocks if isinstance(block, Paragraph))


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
