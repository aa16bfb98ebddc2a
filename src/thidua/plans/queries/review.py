"""The review of a plan: its flags put together by what they are about, in tabs, with the document beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from thidua.foundation.dates import show_date, weekday_name
from thidua.foundation.workdays import OfficialCalendar
from thidua.plans import flags
from thidua.plans.due import effective_day, named_day
from thidua.plans.flags import Tab
from thidua.plans.models import CouncilRow, Flag, Milestone, Plan, Resolution, Task
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.source import SourceView, source_view

PAGE = 40
TASKS_PAGE = 100


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
        counted = effective_day(
            self.day, self.milestone.relation, inclusive=self.inclusive, calendar=self.calendar
        )
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
            return _("Chương trình Hội đồng. Tham mưu: %(names)s.") % {
                "names": "; ".join(self.owner.advising) or "–"
            }
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


@dataclass
class Review:
    """What the review page shows."""

    plan: Plan
    tab: Tab
    items: list[Item]
    open_counts: dict[Tab, int]
    all_counts: dict[Tab, int]
    chosen: Flag | None
    source: SourceView | None
    next_after: int
    before: int | None
    settled: int
    old_fonts: int
    tasks: list[Task]

    @property
    def blocking(self) -> int:
        """How many flags still block."""
        return self.open_counts[Tab.CONFIRM]

    @property
    def bulk_count(self) -> int:
        """How many open flags of this tab may be kept as printed at once."""
        return self.open_counts[self.tab] if self.tab in flags.BULK_TABS else 0


def review(plan: Plan, *, tab: str = "", chosen: int | None = None, after: int = 0, at: str = "") -> Review:
    """The review page of a plan: one tab of its questions and the source around the chosen one."""
    rows = list(
        plan.flags.select_related("task", "council_row", "milestone", "resolved_by").order_by(
            "position", "pk"
        )
    )
    everything, still_open = dict.fromkeys(Tab, 0), dict.fromkeys(Tab, 0)
    for row in rows:
        everything[flags.tab_of(row)] += 1
        still_open[flags.tab_of(row)] += not row.resolution
    shown = _tab(tab, everything)
    questions = _questions(plan, rows)
    wanted = [question for question in questions if any(flags.tab_of(row) is shown for row in question.rows)]
    page = wanted[after : after + PAGE]
    picked = _picked(page, rows, chosen)
    everything[Tab.TASKS] = still_open[Tab.TASKS] = plan.tasks.count()
    next_after, before = after + PAGE if len(wanted) > after + PAGE else 0, max(0, after - PAGE) if after else None
    tasks: list[Task] = []
    if shown is Tab.TASKS:
        tasks, next_after, before = _page_of_tasks(plan, after)
    marks = [
        row.printed for question in questions if picked and picked in question.rows for row in question.rows
    ]
    return Review(
        plan=plan, tab=shown, items=_items(page, picked, shown), open_counts=still_open, all_counts=everything, chosen=picked,
        source=source_view(plan, flag=picked, at=at, marks=marks),
        next_after=next_after, before=before, settled=sum(bool(row.resolution) for row in rows), tasks=tasks,
        old_fonts=sum(row.code == flags.LEGACY and bool(row.proposal) and not row.resolution for row in rows),
    )  # fmt: skip


def _page_of_tasks(plan: Plan, after: int) -> tuple[list[Task], int, int | None]:
    """The tasks after the one with the id `after` (0: from the first), and the ids from which the next page and the page
    before start: 0 for the first page, and no page before the first. The same queries for any number of tasks."""
    rows = plan.tasks.order_by("position", "pk")
    place = Subquery(Task.objects.filter(plan=plan, pk=after).values("position"))
    later = Q(position__gt=place) | Q(position=place, pk__gt=after)
    tasks = list((rows.filter(later) if after else rows).prefetch_related("milestones", "flags")[: TASKS_PAGE + 1])
    if after and not tasks:
        return _page_of_tasks(plan, 0)
    next_after = tasks[TASKS_PAGE - 1].pk if len(tasks) > TASKS_PAGE else 0
    if not after:
        return tasks[:TASKS_PAGE], next_after, None
    before = rows.exclude(later).reverse().values_list("pk", flat=True)[TASKS_PAGE : TASKS_PAGE + 1]
    return tasks[:TASKS_PAGE], next_after, next(iter(before), 0)


def page_of(task: Task) -> int:
    """From where the page of tasks starts that shows a task first: the id of the one before it, 0 for the first."""
    earlier = Q(position__lt=task.position) | Q(position=task.position, pk__lt=task.pk)
    last = Task.objects.filter(earlier, plan=task.plan_id).order_by("-position", "-pk").first()
    return last.pk if last else 0


def open_old_fonts(plan: Plan) -> QuerySet[Flag]:
    """The open flags on words in an old font whose conversion is proposed."""
    return plan.flags.filter(code=flags.LEGACY, resolution="").exclude(proposal="").order_by("position", "pk")


def _tab(asked: str, counts: dict[Tab, int]) -> Tab:
    """The tab asked for, else the first that holds something."""
    if asked in flags.TAB_CODES:
        return Tab(asked)
    return next((tab for tab in Tab if counts.get(tab)), Tab.TASKS)


def _questions(plan: Plan, rows: Iterable[Flag]) -> list[Question]:
    grouped: dict[tuple[str, int], list[Flag]] = {}
    for row in rows:
        key = ("milestone", row.milestone_id or 0) if flags.is_about_a_day(row) else ("flag", row.pk)
        grouped.setdefault(key, []).append(row)
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


def _picked(page: list[Question], rows: list[Flag], asked: int | None) -> Flag | None:
    """The flag asked for, else the first open one of the page, else its first."""
    found = next((row for row in rows if row.pk == asked), None)
    if found:
        return found
    first = next((question for question in page if question.open), page[0] if page else None)
    return first.main if first else None


def _items(page: list[Question], picked: Flag | None, tab: Tab) -> list[Item]:
    """Questions about the same task under one heading, in the order of the document."""
    items: dict[tuple[str, int], Item] = {}
    for question in page:
        flag = question.main
        owner = flag.task or flag.council_row
        key = (type(owner).__name__, owner.pk if owner else 0)
        item = items.setdefault(key, Item(owner, see_url=f"?muc={tab}&canh={flag.pk}#dieu-{flag.pk}"))
        item.questions.append(question)
        item.chosen = item.chosen or (picked is not None and picked in question.rows)
    return list(items.values())
