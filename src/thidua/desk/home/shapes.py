"""Shapes of the home page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.foundation.dates import show_date
from thidua.foundation.workdays import OfficialCalendar

CAP = 1000


def capped(rows: QuerySet[Any]) -> int:
    """How many rows, counting no further than CAP: a counter must not cost more in a large city than in a small one."""
    return rows.order_by()[:CAP].count()


def shown(number: int) -> str:
    """A counted number; `999+` when the counting stopped."""
    return str(number) if number < CAP else f"{CAP - 1}+"


@dataclass(frozen=True)
class Todo:
    """One act that is mine now, one click from done. `first`: somebody waits for my answer, so it stands before deadlines."""

    title: str
    url: str
    act: str
    why: str = ""
    due: date | None = None
    kind: str = "info"
    due_text: str = ""
    first: bool = False


@dataclass(frozen=True)
class Counter:
    """A number that is a link to exactly the rows it counts."""

    number: int
    label: str
    url: str
    side: str = ""
    hot: bool = False

    @property
    def shown(self) -> str:
        """The number in words of the page."""
        return shown(self.number)


@dataclass
class Home:
    """Everything the page shows."""

    todos: list[Todo] = field(default_factory=list)
    counters: list[Counter] = field(default_factory=list)


def with_deadline(todo: Todo, *, on: date, calendar: OfficialCalendar) -> Todo:
    """The same act with its deadline in words: the date and the working days left, never a colour alone."""
    if todo.due is None:
        return todo
    left = calendar.between(on, calendar.effective(todo.due))
    day = show_date(todo.due)
    if todo.due < on:
        late = max(1, -left)
        text = ngettext("Quá hạn %(n)s ngày làm việc, hạn %(day)s", "Quá hạn %(n)s ngày làm việc, hạn %(day)s", late)
        kind, shown = "late", text % {"n": late, "day": day}
    elif left <= 0:
        kind, shown = "late", _("Hết hạn hôm nay, %(day)s") % {"day": day}
    else:
        text = ngettext("Còn %(n)s ngày làm việc, hạn %(day)s", "Còn %(n)s ngày làm việc, hạn %(day)s", left)
        kind, shown = ("warn" if left <= 3 else "info"), text % {"n": left, "day": day}
    return replace(todo, kind=kind, due_text=shown)
