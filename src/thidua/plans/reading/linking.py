"""Which table is the council's programme, and which task each of its rows repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from thidua.plans.reading.columns import Role
from thidua.plans.reading.flat import words_of
from thidua.plans.reading.shapes import Session, Task
from thidua.plans.reading.tables import Table

SESSION = re.compile(r"\b(?:phien|ky) hop\b")
_NAMES_SESSION = re.compile(r"\b(?:phien|ky hop|lan hop)\b")
_OPENS_WITH_SESSION = re.compile(r"(?:phien|ky) hop\b")
_OPENING = re.compile(r"^(?:(?:xet|duyet|de nghi|tang|thuong|cong nhan|danh hieu) )+(?=.)")
_WHICH = re.compile(
    r"\b(?:lan|phien|ky|phien hop|ky hop)(?: hoi dong)? (?:thu )?(?P<word>nhat|hai|ba|tu|nam|sau|bay|tam|\d{1,2}|[iv]{1,4})\b"
)
_ORDINALS = {
    "nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
}  # fmt: skip


def sorted_tables(tables: Sequence[Table]) -> tuple[list[Table], list[Table]]:
    """Part the tables of tasks from the programme of the council; a programme alone is read as tasks."""
    programme = [table for table in tables if _is_programme(table)]
    known = {id(table) for table in programme}
    tasks = [table for table in tables if id(table) not in known]
    return (tasks, programme) if tasks else (list(tables), [])


def _is_programme(table: Table) -> bool:
    """Tell whether a table is the council's programme: by its title, or by rows that are its sessions."""
    title = words_of(table.caption.title)
    sessions = sum(bool(_OPENS_WITH_SESSION.match(words_of(entry.text(Role.TITLE)[:80]))) for entry in table.entries)
    named = "hoi dong" in title and any(
        word in title for word in ("chuong trinh", "phien hop", "lich hop", "ke hoach hop")
    )
    advised = table.column_of(Role.ADVISING) is not None
    numbered = table.column_of(Role.SESSION) is not None
    return sessions * 3 >= len(table.entries) or numbered or (named and (sessions > 0 or advised))


def link(tasks: Iterable[Task], sessions: Sequence[Session], is_meeting: Callable[[Task], bool]) -> None:
    """Tie each row of the programme to the meeting among the tasks that it repeats.

    Told by the points both take up, else by the number of the session, else by a day that no other has.
    """
    free = {task.key: task for task in tasks if is_meeting(task)} if sessions else {}
    for told in (_by_points, _by_ordinal, _by_day):
        for session in sessions:
            found = None if session.linked_task else told(session, list(free.values()))
            if found:
                session.linked_task = found.key
                del free[found.key]


def _by_points(session: Session, free: Sequence[Task]) -> Task | None:
    wanted = {_OPENING.sub("", words_of(point)) for point in session.contents} - {""}
    shared = {task.key: sum(point in words_of(task.title) for point in wanted) for task in free if wanted}
    best = max(free, key=lambda task: shared[task.key], default=None) if shared else None
    return best if best and shared[best.key] * 2 >= len(wanted) else None


def _by_ordinal(session: Session, free: Sequence[Task]) -> Task | None:
    number = _ordinal(session.title) if _NAMES_SESSION.search(words_of(session.title)) else None
    found = [task for task in free if number and _ordinal(task.title) == number]
    return found[0] if len(found) == 1 else None


def _by_day(session: Session, free: Sequence[Task]) -> Task | None:
    days = {m.last_day for m in session.milestones if m.last_day}
    if not _NAMES_SESSION.search(words_of(session.title)):
        return None
    found = [task for task in free if days & {m.last_day for m in task.milestones}]
    return found[0] if len(found) == 1 else None


def _ordinal(title: str) -> int | None:
    match = _WHICH.search(words_of(title)[:160])
    if match is None:
        return None
    word = match["word"]
    return int(word) if word.isdigit() else _ORDINALS.get(word)
