"""Every change that next year's plan would need, old beside new, with its reasons. A person takes, edits or leaves each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from thidua.foundation.dates import ReadDate
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.lint.context import LintRules, is_meeting
from thidua.plans.rolling.days import Shift
from thidua.plans.rolling.drops import drop_of
from thidua.plans.rolling.paper import Due, Paper, PaperRow
from thidua.plans.rolling.restyling import restyled
from thidua.plans.rolling.rules import RollRules
from thidua.plans.rolling.texts import Reworded, reworded
from thidua.plans.rolling.used import last_day

Json = dict[str, Any]


class Kind(StrEnum):
    """What is proposed: another day, other words, or to leave a task out."""

    DAY = "day"
    TEXT = "text"
    DROP = "drop"


@dataclass(frozen=True)
class Proposal:
    """One change. `id` is the place (`PL1.7:due1`); `look` asks a person to read it even if nothing is proposed.

    `ticked` tells whether it is taken unless the person says otherwise. `day` is where a deadline goes.
    """

    id: str
    kind: Kind
    where: str
    number: str
    about: str
    old: str
    new: str
    reasons: tuple[str, ...] = ()
    ticked: bool = True
    look: bool = False
    day: date | None = None
    old_day: date | None = None

    def to_json(self) -> Json:
        """Return the proposal for machines."""
        return {
            "id": self.id, "kind": self.kind.value, "where": self.where, "number": self.number, "old": self.old,
            "new": self.new, "reasons": list(self.reasons), "ticked": self.ticked, "look": self.look,
            "old_date": self.old_day.isoformat() if self.old_day else None,
            "date": self.day.isoformat() if self.day else None,
        }  # fmt: skip


@dataclass
class _Work:
    shift: Shift
    facts: LintRules
    found: list[Proposal] = field(default_factory=list)

    def reworded(self, text: str) -> Reworded:
        return reworded(text, year=self.shift.old_year, by=self.shift.years)


def proposals(
    paper: Paper, *, old_year: int, new_year: int, calendar: OfficialCalendar,
    rules: RollRules | None = None, facts: LintRules | None = None,
) -> list[Proposal]:  # fmt: skip
    """Return what would change for `new_year`, in the order of the document.

    `paper` is the plan as it is used; `calendar` must know both years. Only what changes, or what a person has to look
    at, is listed. Raises ValueError when the new year is not after the old one.
    """
    if new_year <= old_year:
        raise ValueError("the new plan must be of a later year")
    work = _Work(Shift(old_year, new_year, calendar, rules or RollRules.standard()), facts or LintRules.standard())
    outside = paper.outside
    _text(work, "doc:subject", "document", "", "Trích yếu", paper.subject)
    for block, _level, text in outside.body:
        _text(work, f"{block}:body", block, "", "Phần lời", text)
    _text(work, "doc:tasks", "document", "", "Tên Phụ lục 1", outside.tasks.title)
    for row in paper.tasks:
        drop = drop_of(row.title, new_year=new_year, old_year=old_year, rules=work.shift.rules)
        if drop:
            work.found.append(
                Proposal(
                    f"{row.key}:drop",
                    Kind.DROP,
                    row.key,
                    row.number,
                    "Cả việc",
                    row.title,
                    "",
                    (drop.reason,),
                    drop.sure,
                    not drop.sure,
                )
            )
        _row(work, row)
    _text(work, "doc:council", "document", "", "Tên Phụ lục 2", outside.council.title)
    for row in paper.sessions:
        _row(work, row)
    return work.found


def _row(work: _Work, row: PaperRow) -> None:
    _text(work, f"{row.key}:title", row.key, row.number, "Nội dung", row.title, looks=_looks(work, row.title))
    for n, point in enumerate(row.contents, 1):
        _text(work, f"{row.key}:point{n}", row.key, row.number, "Nội dung phiên họp", point)
    who = "; ".join(row.coordinating)
    if looks := _ended(work, who):
        _text(work, f"{row.key}:who", row.key, row.number, "Đơn vị phối hợp", who, looks=looks)
    words = words_of(row.title)
    for n, (due, parts) in enumerate(_dues(work, row, words), 1):
        _day(work, row, f"{row.key}:due{n}", due, parts)


def _text(
    work: _Work, place: str, where: str, number: str, about: str, old: str, *, looks: tuple[str, ...] = ()
) -> None:
    new = work.reworded(old)
    seen = (*new.looks, *looks)
    if new.text != old or seen:
        changed = new.text != old
        work.found.append(
            Proposal(place, Kind.TEXT, where, number, about, old, new.text, (*new.changes, *seen), changed, bool(seen))
        )


def _looks(work: _Work, title: str) -> tuple[str, ...]:
    words = words_of(title)
    rows = [row["text"] for row in work.shift.rules["look_at"] if any(word in words for word in row["words"])]
    return (*rows, *_ended(work, title))


def _ended(work: _Work, text: str) -> tuple[str, ...]:
    """What the words name that has ended before the new year's plan begins."""
    words, begins = words_of(text), date(work.shift.new_year, 1, 1)
    return tuple(
        f"“{row['shown']}”: từ {row['on']:%d/%m/%Y} {row['text']} ({row['source']})."
        for row in work.facts["ended_levels"]
        if row["on"] <= begins and any(word in words for word in row["words"])
    )


Parts = list[tuple[Json, date | None, date | None, str]]
"""For each milestone of a line: itself, its old day, its new day, why."""


def _dues(work: _Work, row: PaperRow, words: str) -> Iterator[tuple[Due, Parts]]:
    """The lines of a row with where each of their milestones goes. Cut-offs of a meeting follow the meeting."""
    meeting = _meeting(row) if is_meeting(words) else None
    session = last_day(meeting) if meeting else None
    new_session = (
        work.shift.moved(session, meeting["relation"], f"{words} {words_of(meeting['label'])}").day
        if meeting and session
        else None
    )
    for due in row.due:
        parts: Parts = []
        for milestone in due.milestones:
            day = last_day(milestone)
            if day is None:
                parts.append((milestone, None, None, ""))
            elif session and new_session and milestone is not meeting and _for_dossiers(milestone) and day < session:
                moved = work.shift.before_session(day, session, new_session)
                parts.append((milestone, day, moved.day, moved.reason))
            else:
                around = f"{words} {words_of(due.text)}"
                moved = work.shift.moved(day, milestone["relation"], around)
                parts.append((milestone, day, moved.day, moved.reason))
        yield due, parts


def _for_dossiers(milestone: Json) -> bool:
    return "ho so" in words_of(milestone["label"])


def _meeting(row: PaperRow) -> Json | None:
    stated = [milestone for due in row.due for milestone in due.milestones]
    return next((one for one in stated if last_day(one) and not _for_dossiers(one)), None)


def _day(work: _Work, row: PaperRow, place: str, due: Due, parts: Parts) -> None:
    """One line of a deadline cell: its days written anew, the years of its other words moved."""
    shift = work.shift
    days = {old: new for _milestone, old, new, _why in parts if old and new}
    starts = {date.fromisoformat(one["from"]) for one, *_rest in parts if one["from"]}
    days |= {start: shift.same_day(start) for start in starts if start not in days}
    kept: list[str] = []

    def move(found: ReadDate) -> ReadDate | None:
        day = found.as_date()
        if day in days:
            return ReadDate.of(days[day])
        if day is None and abs(found.year - shift.old_year) <= 1:
            return ReadDate(found.printed, found.precision, found.year + shift.years, found.month, None)
        kept.append(found.printed)
        return None

    new = restyled(due.text, move, year=shift.old_year)
    # What is no date, such as "Quý I/2025" or "đợt 1/2025" in the words of an action.
    rest = reworded(new, year=shift.old_year, by=shift.years) if new == due.text else Reworded(new)
    reasons = [why for _milestone, _old, _new, why in parts if why]
    first = next(((old, day) for _one, old, day, _why in parts if old), (None, None))
    unwritten = any(old and day != old for old, day in days.items()) and new == due.text
    if unwritten:
        reasons.append("Máy không viết lại được ô này; cần người sửa.")
    if rest.text != due.text or unwritten:
        work.found.append(
            Proposal(
                place, Kind.DAY, row.key, row.number, "Thời hạn", due.text, rest.text,
                tuple(dict.fromkeys([*reasons, *rest.changes])) or ("Cùng tháng của năm sau.",),
                not unwritten, unwritten or bool(kept), first[1], first[0],
            )
        )  # fmt: skip
