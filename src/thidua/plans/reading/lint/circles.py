"""Deadlines that point at each other: "Theo tiến độ việc 4" in task 3 and "Theo tiến độ việc 3" in task 4 name no day at all."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping

from thidua.plans.reading.flat import flat
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.shapes import Flag, Milestone, Severity, Task

Pointers = list[tuple[Milestone, Task]]
"""The milestones of a task that point at another, each with that one."""
# "của Kế hoạch số 12", "Quyết định": what is numbered there is not this plan's.
_POINTS_AT = re.compile(
    r"(?:\btheo|\bsau(?: khi)?|\btruoc(?: khi)?|\bcung(?: voi)?|\bngay khi)\b[^.;:]{0,60}?"
    r"\b(?:viec|nhiem vu|muc|noi dung|dong|stt|tt)(?: so| thu)? (?P<number>\d{1,3}(?:\.\d{1,3})*)(?![\d/-])"
    r"(?![^.;]*\b(?:ke hoach|quyet dinh|van ban|cong van|huong dan|thong tu|nghi dinh)\b)"
)


def checks(linted: Linted) -> Iterator[Flag]:
    """One flag on each milestone of a circle, which is told with its tasks in order."""
    by_number = _by_number(linted.tasks)
    points = _leading_on({task.key: _pointed_at(task, by_number) for task in linted.tasks})
    numbers = {task.key: task.number or task.key for task in linted.tasks}
    told: set[str] = set()
    for start in points:
        circle = [] if start in told else _circle(start, points)
        told.update(circle)
        for place, key in enumerate(circle):
            order = [*circle[place:], *circle[:place], key]
            for milestone, other in points[key]:
                if other.key == order[1]:
                    yield _flag(milestone, [numbers[one] for one in order])


def _by_number(tasks: list[Task]) -> dict[str, Task]:
    """The tasks by their printed number, those numbers only that one task has."""
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(_bare(task.number), []).append(task)
    return {number: rows[0] for number, rows in found.items() if number and len(rows) == 1}


def _bare(number: str | None) -> str:
    return (number or "").strip().strip(".)")


def _pointed_at(task: Task, by_number: Mapping[str, Task]) -> Pointers:
    """The tasks the deadlines of a task point at. A deadline that names a day of its own waits for nobody."""
    return [
        (milestone, by_number[match["number"]])
        for milestone in task.milestones
        if milestone.last_day is None and milestone.month is None
        for match in _POINTS_AT.finditer(flat(milestone.printed))
        if match["number"] in by_number
    ]


def _leading_on(points: Mapping[str, Pointers]) -> dict[str, Pointers]:
    """Only the tasks from which one can follow the pointers without end: nothing else is part of a circle."""
    left = {key: len(rows) for key, rows in points.items()}
    pointing: dict[str, list[str]] = {}
    for key, rows in points.items():
        for _milestone, task in rows:
            pointing.setdefault(task.key, []).append(key)
    ends = [key for key, count in left.items() if not count]
    while ends:
        for key in pointing.get(ends.pop(), ()):
            left[key] -= 1
            if not left[key]:
                ends.append(key)
    return {key: [one for one in points[key] if left[one[1].key]] for key, count in left.items() if count}


def _circle(start: str, points: Mapping[str, Pointers]) -> list[str]:
    """The shortest way from a task back to it, each task once; empty when no way leads back."""
    came_from: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for _milestone, task in points[here]:
            if task.key == start:
                way = [here]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if task.key not in came_from:
                came_from[task.key] = here
                waiting.append(task.key)
    return []


def _flag(milestone: Milestone, numbers: list[str]) -> Flag:
    way = " → ".join(f"việc {number}" for number in numbers)
    return Flag(
        "CIRCLE", Severity.WARNING, milestone.key, milestone.printed,
        f"Các hạn chờ nhau thành vòng ({way}) nên không việc nào có ngày. Cần một ngày cho ít nhất một việc.",
    )  # fmt: skip
