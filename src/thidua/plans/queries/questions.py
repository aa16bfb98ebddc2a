"""What one person settles at once on the review page: all flags on one printed day, or one other flag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from thidua.foundation.dates import show_date, weekday_name
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans import flags
from thidua.plans.due import effective_day, named_day
from thidua.plans.flags import Tab
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, Resolution, Task
from thidua.plans.queries.calendars import calendar_of


@dataclass
class Question:
    """What one person settles at once: all flags on one printed day, or one other flag.

    `main` is the flag the acts send; `open` tells whether anything is left to settle.
    """

    main: Flag
    rows: list[Flag]
    calendar: OfficialCalendar
    inclusive: bool

    @property
    def open(self) -> bool:
        """Whether a flag of the group is still open."""
        return not self.main.resolution

    @property
    def milestone(self) -> Milestone | None:
        """The milestone it is about."""
        return self.main.milestone

    @property
    def about_a_day(self) -> bool:
        """Whether a day is settled."""
        return flags.is_about_a_day(self.main)

    @property
    def printed(self) -> str:
        """The words of the document."""
        return self.milestone.printed if self.milestone and self.about_a_day else self.main.printed

    @property
    def proposed(self) -> str:
        """The proposal as shown: a day as 16/06/2025."""
        iso = flags.proposed_iso(self.main)
        return show_date(date.fromisoformat(iso)) if self.about_a_day and iso else self.main.proposal

    @property
    def day(self) -> date | None:
        """The day shown large: the confirmed one, else the proposed one, else the printed one."""
        if not self.about_a_day or self.milestone is None:
            return None
        iso = "" if self.main.resolution else flags.proposed_iso(self.main)
        if iso:
            return date.fromisoformat(iso)
        return named_day(self.milestone.used_date, self.milestone.printed_date, self.milestone.month)

    @property
    def value(self) -> str:
        """What is followed, proposed or kept, in words."""
        if self.day:
            return show_date(self.day)
        if self.main.resolution == Resolution.KEPT:
            return _("như in")
        return self.main.resolved_value if self.main.resolution else self.proposed

    @property
    def value_label(self) -> str:
        """What the value is."""
        if self.main.resolution:
            return _("Dùng để theo dõi") if self.about_a_day else _("Đã xác nhận")
        if self.main.proposal:
            return _("Máy đề xuất")
        return _("Đang hiểu là") if self.day else ""

    @property
    def side(self) -> str:
        """Weekday, and the working day that counts when it is another."""
        if self.day is None or self.milestone is None:
            return ""
        counted = effective_day(self.day, self.milestone.relation, inclusive=self.inclusive, calendar=self.calendar)
        name, reason = weekday_name(self.day), self.calendar.reason_off(self.day)
        if reason and reason != name:
            name = f"{name}, {reason}"
        if counted is None or counted == self.day:
            return name
        return _("%(weekday)s; ngày làm việc cuối: %(day)s") % {"weekday": name, "day": show_date(counted)}


@dataclass
class Item:
    """A task, a council row or the document as a whole, with the questions about it."""

    owner: Task | CouncilRow | None
    questions: list[Question] = field(default_factory=list)
    chosen: bool = False
    see_url: str = ""

    @property
    def title(self) -> str:
        """The owner's title up to its list of points."""
        return self.owner.title.split("\n", 1)[0] if self.owner else ""

    @property
    def is_task(self) -> bool:
        """Whether it is a task, which may be given other words, parted, put together."""
        return isinstance(self.owner, Task)

    @property
    def who(self) -> str:
        """Who carries the work, and the row of the council's programme that repeats it."""
        if isinstance(self.owner, CouncilRow):
            return _("Chương trình Hội đồng. Tham mưu: %(names)s.") % {"names": "; ".join(self.owner.advising) or "–"}
        if self.owner is None:
            return ""
        text = _("Thực hiện: %(who)s. Phối hợp: %(with)s.")
        return text % {
            "who": "; ".join(self.owner.implementing) or "–",
            "with": "; ".join(self.owner.coordinating) or "–",
        }

    @property
    def kind(self) -> str:
        """How the left edge is drawn: all settled, something blocking, or neither."""
        if not any(question.open for question in self.questions):
            return "okk"
        blocking = any(
            flags.tab_of(row) is Tab.CONFIRM and not row.resolution
            for question in self.questions
            for row in question.rows
        )
        return "bad" if blocking else ""


def key_of(flag: Flag) -> tuple[str, int]:
    """What a flag is settled with: all that is about the same day, else itself alone."""
    return ("milestone", flag.milestone_id or 0) if flags.is_about_a_day(flag) else ("flag", flag.pk)


def questions_of(plan: Plan, rows: Iterable[Flag]) -> list[Question]:
    """Flags in the order given, put together by what is settled at once."""
    grouped: dict[tuple[str, int], list[Flag]] = {}
    for row in rows:
        grouped.setdefault(key_of(row), []).append(row)
    calendar = calendar_of(_days(grouped.values()))
    return [Question(_main(group), group, calendar, plan.before_is_inclusive) for group in grouped.values()]


def _days(groups: Iterable[list[Flag]]) -> set[date]:
    proposed = {flags.proposed_iso(row) for group in groups for row in group if row.milestone} - {""}
    printed = {
        day
        for group in groups
        for row in group
        if row.milestone
        and (day := named_day(row.milestone.used_date, row.milestone.printed_date, row.milestone.month))
    }
    return printed | {date.fromisoformat(text) for text in proposed}


def _main(group: list[Flag]) -> Flag:
    """The flag that leads: an open one before a settled one, a blocking one before others, one that proposes something."""
    order = {Tab.CONFIRM: 0, Tab.LOOK: 1, Tab.RECORDED: 2, Tab.SPELLING: 3}
    return min(
        group,
        key=lambda row: (bool(row.resolution), order[flags.tab_of(row)], not row.proposal, row.position),
    )
