"""Checks of what a task lacks or has twice: title, unit, its own number, a year, a time within its section."""

from __future__ import annotations

from collections.abc import Iterator

from thidua.plans.reading.flat import clipped, words_of
from thidua.plans.reading.lint.context import Linted
from thidua.plans.reading.sections import months_of
from thidua.plans.reading.shapes import Flag, Milestone, Relation, Severity, Task

_WARNING, _INFO = Severity.WARNING, Severity.INFO
_TIMED = (
    Relation.BEFORE, Relation.BY, Relation.ON, Relation.RANGE, Relation.IN_MONTH, Relation.WITHIN_QUARTER,
    Relation.ON_OCCASION,
)  # fmt: skip


def checks(linted: Linted) -> Iterator[Flag]:
    """Every check of this module."""
    for task in linted.tasks:
        yield from _lacks(linted, task)
        yield from _outside_section(linted, task)
    yield from _twice(linted)
    if linted.facts.year is None:
        yield from _without_year(linted)
    for table in linted.tables:
        if table.guessed and table.entries:
            yield Flag(
                "COLUMNS_GUESSED", _WARNING, table.entries[0].rows[0].id, "",
                "Bảng không có hàng tên cột; máy đoán cột theo nội dung các ô, cần xem lại từng việc.",
            )  # fmt: skip


def _lacks(linted: Linted, task: Task) -> Iterator[Flag]:
    if not task.title:
        yield Flag("EMPTY_TITLE", _WARNING, task.key, "", "Hàng có số hoặc thời hạn nhưng ô nội dung để trống.")
    if not task.implementing and not task.directing and not task.coordinating:
        yield Flag(
            "UNIT_NOT_STATED",
            _WARNING,
            task.key,
            "",
            "Văn bản không nêu đơn vị thực hiện trong bảng. Máy không suy ra.",
        )
    if linted.entries[task.key][1].shares_number:
        yield Flag(
            "SHARED_NUMBER", _INFO, task.key, task.number or "",
            "Ô số thứ tự gộp cho nhiều hàng; mỗi hàng có nội dung riêng được đọc thành một việc.",
        )  # fmt: skip


def _outside_section(linted: Linted, task: Task) -> Iterator[Flag]:
    """A time outside the quarter or month that the section is named after."""
    months = months_of(task.section or "")
    for milestone in task.milestones if months else ():
        named = _year_and_month(milestone)
        if (
            named
            and linted.facts.covers(named[0])
            and months
            and named[1] not in months
            and not _closes(milestone, months)
        ):
            yield Flag(
                "OUTSIDE_SECTION_PERIOD", _WARNING, milestone.key, milestone.printed,
                f"Thời hạn không thuộc “{clipped(task.section or '', 60)}” là mục chứa việc này; cần xem bên nào đúng.",
            )  # fmt: skip


def _year_and_month(milestone: Milestone) -> tuple[int, int] | None:
    if milestone.relation not in _TIMED or milestone.relation is Relation.RANGE:
        return None
    if milestone.month:
        year, month = milestone.month.split("-")
        return int(year), int(month)
    return (milestone.day.year, milestone.day.month) if milestone.day else None


def _closes(milestone: Milestone, months: range) -> bool:
    """Tell whether "trước 01/4" closes the first quarter."""
    day = milestone.day
    return milestone.relation is Relation.BEFORE and day is not None and day.day == 1 and day.month - 1 in months


def _twice(linted: Linted) -> Iterator[Flag]:
    seen: dict[tuple[str, ...], Task] = {}
    for task in linted.tasks:
        if not task.title:
            continue
        said = (
            words_of(task.title),
            *map(words_of, task.implementing),
            "|",
            *(words_of(m.printed) for m in task.milestones),
        )
        if (first := seen.setdefault(said, task)) is not task:
            yield Flag(
                "SAME_TASK_TWICE", _WARNING, task.key, clipped(task.title),
                f"Giống hệt việc {first.key}: cùng nội dung, đơn vị và thời hạn.", also=(first.key,),
            )  # fmt: skip


def _without_year(linted: Linted) -> Iterator[Flag]:
    impossible = {id(milestone) for milestone, remark in linted.remarks if remark.value == "impossible_date"}
    for milestone in linted.milestones():
        bare = not (milestone.last_day or milestone.start or milestone.month)
        if milestone.relation in _TIMED and bare and id(milestone) not in impossible:
            yield Flag(
                "YEAR_UNKNOWN", _WARNING, milestone.key, milestone.printed,
                "Không rõ năm của kế hoạch nên chỗ in không có năm chưa thành ngày; cần ghi ngày đầy đủ.",
            )  # fmt: skip
