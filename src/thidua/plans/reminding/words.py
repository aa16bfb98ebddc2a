"""The words of a reminder: plain Vietnamese sentences, kept with the notice as they were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from thidua.foundation.dates import show_date, weekday_name
from thidua.plans.reminding.steps import Level, Step

LONGEST_NAME = 160
LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone as a reminder names it; `number` and `name` are the task's, `printed` the deadline as printed, `label` what
    of the task it is the deadline of."""

    number: str
    name: str
    printed: str
    plan: str
    effective: date
    units: Sequence[str] = ()
    label: str = ""


def task_name(number: str, title: str, label: str = "") -> str:
    """ "Việc 12: Hướng dẫn … (gửi hồ sơ)": the first line of the title, cut, and which of the task's milestones it is."""
    line, which = _cut(title, LONGEST_NAME), _cut(label, LONGEST_LABEL)
    name = f"{line} ({which})" if which and which.casefold() not in line.casefold() else line
    return f"Việc {number}: {name}" if number else name


def _cut(text: str, most: int) -> str:
    line = text.strip().split("\n", 1)[0].strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def title_of(row: Deadline, step: Step) -> str:
    """How it stands, then what it is."""
    return f"{_standing(step.left)} · {task_name(row.number, row.name, row.label)}"


def _standing(left: int) -> str:
    if left < 0:
        return f"Quá hạn {-left} ngày làm việc"
    return f"Còn {left} ngày làm việc" if left else "Hết hạn hôm nay"


def detail_of(row: Deadline, step: Step) -> str:
    """The deadline as printed, the working day it means, the plan; to superiors also who carries it."""
    return joined(
        row.printed,
        f"Hạn thực tế {show_date(row.effective)} ({weekday_name(row.effective)})",
        f"Theo {row.plan}" if row.plan else "",
        f"Thực hiện: {', '.join(row.units)}" if row.units and step.level is not Level.CARRIERS else "",
    )


def joined(*sentences: str) -> str:
    """The sentences that say something, each with its full stop."""
    return " ".join(f"{text.strip().rstrip('.')}." for text in sentences if text.strip())
