"""The rows of a board narrowed, put under headings, and cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from thidua.foundation.text import fold
from thidua.plans.due import Standing
from thidua.plans.queries.board.shapes import KINDS, LOCS, Filters, Group, MilestoneLine, TaskLine


def narrowed(rows: Iterable[TaskLine], asked: Filters) -> list[TaskLine]:
    """The tasks that pass every filter; milestones that do not match are marked, not taken away."""
    wanted = LOCS.get(asked.loc)
    text = fold(asked.text)
    kept = []
    for row in rows:
        if asked.unit and asked.unit not in (unit.pk for unit in row.units):
            continue
        if asked.part and row.task.part != asked.part:
            continue
        if text and text not in fold(f"{row.task.number} {row.task.title}"):
            continue
        for line in row.lines:
            line.matches = wanted is None or line.standing in wanted
        if wanted is None or any(line.matches for line in row.lines):
            kept.append(row)
    return kept


def arranged(rows: list[TaskLine], asked: Filters) -> tuple[list[Group], list[tuple[TaskLine, MilestoneLine]]]:
    """The rows under their headings, as asked for; and by deadline, what is done apart."""
    if asked.view == "han":
        return _by_deadline(rows, asked)
    return (_by_unit(rows, asked) if asked.view == "don-vi" else _as_printed(rows)), []


def _as_printed(rows: list[TaskLine]) -> list[Group]:
    """Under the parts and sections of the document, in its order."""

    def heading(row: TaskLine) -> tuple[str, str]:
        return row.task.part, row.task.section

    return [
        Group(" · ".join(filter(None, names)) or _("Nhiệm vụ"), tasks=list(group))
        for names, group in groupby(rows, heading)
    ]


def _by_unit(rows: list[TaskLine], asked: Filters) -> list[Group]:
    """Under each unit that carries tasks; then the printed groups for which no unit was chosen."""
    units: dict[int, Group] = {}
    groups: dict[str, Group] = {}
    for row in rows:
        for unit in row.units:
            if not asked.unit or unit.pk == asked.unit:
                units.setdefault(unit.pk, Group(unit.name)).tasks.append(row)
        for name in row.task.unresolved if not asked.unit else ():
            groups.setdefault(name, Group(name, note=_("chưa chọn đơn vị"))).tasks.append(row)
        if not row.units and not row.task.unresolved and not asked.unit:
            groups.setdefault("", Group(_("Chưa ghi đơn vị thực hiện"))).tasks.append(row)
    return [*sorted(units.values(), key=lambda group: fold(group.title)), *groups.values()]


HEADINGS: dict[Standing, Callable[[], str]] = {
    Standing.LATE: lambda: _("Quá hạn"),
    Standing.SOON: lambda: _("Sắp hạn"),
    Standing.AHEAD: lambda: _("Còn trong hạn"),
    Standing.UNDATED: lambda: _("Thường xuyên hoặc chưa rõ ngày"),
}


def _by_deadline(rows: list[TaskLine], asked: Filters) -> tuple[list[Group], list[tuple[TaskLine, MilestoneLine]]]:
    """Every milestone by its working day, most urgent first; what is done stands apart."""
    pairs = [(row, line) for row in rows for line in row.lines if line.matches]
    groups = []
    for kind, title in HEADINGS.items():
        lines = [pair for pair in pairs if pair[1].standing is kind]
        lines.sort(key=lambda pair: (pair[1].row.effective or date.max, pair[0].task.position, pair[1].row.position))
        if lines:
            groups.append(Group(title(), lines=lines, kind=KINDS[kind]))
    done = [pair for pair in pairs if pair[1].standing is Standing.DONE]
    done.sort(key=lambda pair: (pair[0].task.position, pair[1].row.position))
    return groups, done


def paged(groups: list[Group], after: int, size: int | None) -> tuple[list[Group], int]:
    """The groups cut to one page of rows from `after` on, and where the next page starts (0: no more)."""
    whole = sum(len(group.lines or group.tasks) for group in groups)
    page, place, end = [], 0, whole if size is None else after + size
    for group in groups:
        count = len(group.lines or group.tasks)
        first, last = max(0, after - place), min(count, end - place)
        if first < last:
            cut = Group(group.title, group.tasks[first:last], group.lines[first:last], group.kind, group.note, count)
            page.append(cut)
        place += count
    return page, end if whole > end else 0
