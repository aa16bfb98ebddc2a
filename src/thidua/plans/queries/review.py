"""The review of a plan: its flags put together by what they are about, in tabs, with the document beside them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Subquery

from thidua.plans import flags
from thidua.plans.flags import Tab
from thidua.plans.models import Flag, Milestone, Plan, Task
from thidua.plans.queries.questions import Item, Question, key_of, questions_of
from thidua.plans.queries.source import SourceView, source_view

PAGE = 40
TASKS_PAGE = 100


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
    everything, still_open = _counts(plan)
    shown = _tab(tab, everything)
    page, more = ([], False) if shown is Tab.TASKS else _page_of_questions(plan, shown, after)
    picked = _picked(plan, page, chosen)
    next_after, before = after + PAGE if more else 0, max(0, after - PAGE) if after else None
    tasks: list[Task] = []
    if shown is Tab.TASKS:
        tasks, next_after, before = _page_of_tasks(plan, after)
    return Review(
        plan=plan, tab=shown, items=_items(page, picked, shown), open_counts=still_open, all_counts=everything, chosen=picked,
        source=source_view(plan, flag=picked, at=at, marks=_marks(plan, page, picked)),
        next_after=next_after, before=before, settled=plan.flags.exclude(resolution="").count(), tasks=tasks,
        old_fonts=open_old_fonts(plan).count(),
    )  # fmt: skip


def _counts(plan: Plan) -> tuple[dict[Tab, int], dict[Tab, int]]:
    """How many flags each tab has, and how many of them are open; of the tasks, how many there are."""
    everything, still_open = dict.fromkeys(Tab, 0), dict.fromkeys(Tab, 0)
    kinds = plan.flags.order_by().values_list("code", "severity").annotate(
        all=Count("pk"), open=Count("pk", filter=Q(resolution=""))
    )  # fmt: skip
    for code, severity, count, count_open in kinds:
        tab = flags.tab_of(Flag(code=code, severity=severity))
        everything[tab] += count
        still_open[tab] += count_open
    everything[Tab.TASKS] = still_open[Tab.TASKS] = plan.tasks.count()
    return everything, still_open


def _whole(rows: QuerySet[Flag]) -> QuerySet[Flag]:
    return rows.select_related("task", "council_row", "milestone", "resolved_by").order_by("position", "pk")


def _page_of_questions(plan: Plan, tab: Tab, after: int) -> tuple[list[Question], bool]:
    """The questions of a tab from the one numbered `after`, and whether more follow.

    What the flags of the tab are about is told from a few of their columns; the flags of the page alone are loaded whole.
    """
    columns = ("pk", "code", "severity", "proposal", "milestone_id", "milestone__printed_date")
    keys: dict[tuple[str, int], None] = {}
    for pk, code, severity, proposal, milestone, printed in (
        plan.flags.filter(flags.in_tab(tab)).order_by("position", "pk").values_list(*columns).iterator()
    ):
        flag = Flag(pk=pk, code=code, severity=severity, proposal=proposal)
        if milestone:
            flag.milestone = Milestone(pk=milestone, printed_date=printed)
        keys[key_of(flag)] = None
        if len(keys) > after + PAGE:
            break
    wanted = list(keys)[after : after + PAGE]
    alone = [pk for kind, pk in wanted if kind == "flag"]
    days = [pk for kind, pk in wanted if kind == "milestone"]
    rows = _whole(plan.flags.filter(Q(pk__in=alone) | Q(milestone__in=days)))
    found = {key_of(question.main): question for question in questions_of(plan, rows)}
    return [found[key] for key in wanted], len(keys) > after + PAGE


def _marks(plan: Plan, page: list[Question], picked: Flag | None) -> list[str]:
    """The words to mark in the source: those of the flag chosen, and of all settled with it."""
    if picked is None:
        return []
    own = next((question.rows for question in page if picked in question.rows), None)
    if own is None:
        others = plan.flags.filter(milestone=picked.milestone_id) if flags.is_about_a_day(picked) else []
        own = [row for row in others if flags.is_about_a_day(row)] or [picked]
    return [row.printed for row in own]


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


def _picked(plan: Plan, page: list[Question], asked: int | None) -> Flag | None:
    """The flag asked for, else the first open one of the page, else its first."""
    on_page = (row for question in page for row in question.rows if row.pk == asked)
    found = next(on_page, None) or (_whole(plan.flags.filter(pk=asked)).first() if asked else None)
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
