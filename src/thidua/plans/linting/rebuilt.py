"""From the exchange form `plan-read/1` back to what the reader's checks look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.plans.reading.deadlines.school import NAMED as SCHOOL_YEAR
from thidua.plans.reading.flat import flat
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import DocumentFacts, Flag, Milestone, Relation, Session, Severity, Task
from thidua.plans.reading.sources.blocks import Block, Cell, Loaded, Paragraph, Row

Json = dict[str, Any]


def linted_of(reading: Json, used: Mapping[str, date]) -> Linted:
    """Return the plan for checking, with the days of `used` (by milestone key) in place of the printed ones."""
    blocks = [_block(row) for row in reading.get("source", ()) if not row["belongs_to"]]
    linted = Linted(facts=_facts(reading["document"]), blocks=blocks, tables=[], loaded=Loaded(blocks, "read"))
    linted.tasks = [_task(row, used) for row in reading["tasks"]]
    linted.sessions = [_session(row, used) for row in reading["sessions"]]
    return linted


def flag_of(row: Json) -> Flag:
    """Return a flag of the exchange form."""
    return Flag(
        row["code"], Severity(row["severity"]), row["where"], row["printed"] or "", row["message"], row["proposal"],
        tuple(row.get("also", ())),
    )  # fmt: skip


def _facts(head: Json) -> DocumentFacts:
    school = SCHOOL_YEAR.search(flat(head["title"] or ""))
    return DocumentFacts(
        number=head["number"], issued_on=_day(head["issued_on"]), issuer=head["issuer"], title=head["title"],
        year=head["year"], last_year=int(school[2]) if school else None,
    )  # fmt: skip


def _block(row: Json) -> Block:
    if row["kind"] == "paragraph":
        return Paragraph(row["text"], row["text"], {}, id=row["id"])
    cells = [Cell(text=cell, printed=cell) for cell in row["cells"] or ()]
    return Row(cells, row.get("table") or 0, {}, id=row["id"])


def _task(row: Json, used: Mapping[str, date]) -> Task:
    return Task(
        key=row["key"], part=row["part"], section=row["section"], number=row["number"], title=row["title"],
        directing=row["directing"], implementing=row["implementing"], coordinating=row["coordinating"],
        milestones=[_milestone(one, used) for one in row["milestones"]], source=row["source"],
    )  # fmt: skip


def _session(row: Json, used: Mapping[str, date]) -> Session:
    return Session(
        key=row["key"], section=row["section"], number=row["number"], title=row["title"], contents=row["contents"],
        advising=row["advising"], coordinating=row["coordinating"], source=row["source"],
        milestones=[_milestone(one, used) for one in row["milestones"]], linked_task=row["linked_task"],
    )  # fmt: skip


def _milestone(row: Json, used: Mapping[str, date]) -> Milestone:
    made = Milestone(
        key=row["key"], label=row["label"], relation=Relation(row["relation"]), printed=row["printed"],
        day=_day(row["date"]), start=_day(row["from"]), end=_day(row["to"]), month=row["month"],
        recurrence=row["recurrence"],
    )  # fmt: skip
    if (day := used.get(made.key)) and made.end:
        made.end = day
    elif day:
        made.day = day
    return made


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
