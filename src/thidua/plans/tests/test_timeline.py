"""The timeline: where things lie, what is drawn, filters, paging, pages for eyes, screen readers and phones."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.foundation.workdays import calendar_for
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import gantt
from thidua.plans.models import Milestone, PlanState
from thidua.plans.queries.board import PAGE, Filters
from thidua.plans.queries.timeline import timeline
from thidua.plans.tests.chains import at_key, demo_in_force, head, link, milestone, plan_of, row

CALENDAR = calendar_for([2025])


# Where things lie


def test_whole_months_are_drawn_and_days_keep_their_order():
    scale = gantt.scale_for([date(2025, 2, 10), date(2025, 4, 3)], 2025)
    assert (scale.first, scale.last) == (date(2025, 2, 1), date(2025, 4, 30))
    assert [month for month, _x, _width in gantt.months_of(scale)] == [
        date(2025, 2, 1), date(2025, 3, 1), date(2025, 4, 1),
    ]  # fmt: skip
    assert scale.left(date(2025, 2, 1)) == 0
    assert scale.left(date(2025, 2, 10)) < scale.middle(date(2025, 2, 10)) < scale.right(date(2025, 2, 10))
    assert scale.right(scale.last) == scale.width


def test_a_day_far_off_stands_at_the_edge_and_does_not_stretch_the_drawing():
    scale = gantt.scale_for([date(1990, 1, 1), date(2025, 6, 1), date(2060, 1, 1)], 2025)
    assert len(gantt.months_of(scale)) == gantt.MOST_MONTHS
    assert scale.first == date(2024, 12, 1)
    assert scale.middle(date(1990, 1, 1)) == scale.middle(scale.first)
    assert scale.middle(date(2060, 1, 1)) == scale.middle(scale.last)


def test_a_plan_without_days_shows_its_year():
    scale = gantt.scale_for([], 2025)
    assert (scale.first, scale.last) == (date(2025, 1, 1), date(2025, 12, 31))


def test_weekends_and_holidays_are_shaded_and_holidays_named():
    shades = gantt.shades_of(gantt.scale_for([date(2025, 5, 10), date(2025, 5, 11)], 2025), CALENDAR)
    assert len(shades) == 5  # 1–4 May together, then four weekends
    assert "Quốc tế Lao động" in shades[0].name
    assert {one.name for one in shades[1:]} == {""}


def test_words_stand_right_else_left_else_not_at_all():
    def beside(places, *texts, begins=None):
        found = gantt.words_beside(places, begins or places, texts, 400)
        return [(one.anchor, one.text) if one else None for one in found]

    assert beside([100], ["24/01"]) == [("start", "24/01")]
    assert beside([395], ["24/01"]) == [("end", "24/01")]
    assert beside([100, 120], ["24/01"], ["31/01"]) == [("end", "24/01"), ("start", "31/01")]
    # No room on either side of the one in the middle: its words are in the list.
    assert beside([100, 115, 130], ["a/01"], ["24/01"], ["b/01"])[1] is None
    assert beside([300], ["24/01, quá hạn", "24/01"]) == [("end", "24/01, quá hạn")]
    assert beside([380, 398], ["24/01, quá hạn", "24/01"], [""], begins=[60, 398])[0] == ("end", "24/01")


def test_words_left_of_a_bar_stand_before_its_beginning():
    (words,) = gantt.words_beside([395], [300], [["24/01"]], 400)
    assert words is not None
    assert words.x < 300


def test_names_over_the_drawing_do_not_cover_each_other():
    assert gantt.lanes_for([(0, 50), (40, 90), (60, 110), (100, 120)]) == [0, 1, 0, 1]


def test_arrows_end_at_the_mark_from_the_side_they_come_from():
    assert gantt.arrow(10, 10, 100, 60).d == "M10 18V60H87"
    assert gantt.arrow(10, 60, 100, 10).d == "M10 52V10H87"
    assert gantt.arrow(10, 10, 60, 10).d == "M18 10H52"
    down = gantt.arrow(100, 10, 100, 82)  # the same day, two rows lower: from above
    assert down.d == "M100 18V64H100V69"
    assert down.head.startswith("M100 74L")


# What is drawn


@pytest.fixture
def demo(db):
    return demo_in_force()


ON = date(2025, 5, 20)


def test_every_task_has_its_line_and_every_dated_milestone_its_mark(demo):
    page = timeline(demo, ON, Filters())
    tasks = [one for one in page.rows if one.task]
    assert len(tasks) == 45
    marks = [mark for one in tasks for mark in one.marks]
    dated = Milestone.objects.filter(plan=demo, task__isnull=False).exclude(effective=None)
    assert sorted(mark.pk for mark in marks) == sorted(dated.values_list("pk", flat=True))
    assert all(0 <= mark.x <= page.width for mark in marks)
    assert page.rows[-1].y < page.height
    late = next(mark for mark in marks if mark.pk == at_key(demo, "PL1.2.1").pk)
    assert late.kind == "late"
    assert late.words is not None
    assert "quá hạn" in late.words.text


def test_ranges_and_months_are_bars(demo):
    bars = {one.task.task.number: one.bars for one in timeline(demo, ON, Filters()).rows if one.task}
    assert [len(bars[number]) for number in ("9", "40", "2")] == [1, 1, 0]
    (bar,) = bars["9"]  # 01/01 to 28/02, all past
    assert bar.done == bar.width > 100


@pytest.mark.django_db
def test_a_bar_shows_how_much_of_it_has_passed():
    assert_passed = {date(2025, 2, 28): 0, date(2025, 3, 16): 0.5, date(2025, 4, 15): 1}
    for day, share in assert_passed.items():
        plan = plan_of()
        row(plan, date(2025, 3, 31), from_date=date(2025, 3, 1))
        bar = timeline(plan, day, Filters()).rows[1].bars[0]
        assert bar.done == pytest.approx(share * bar.width, abs=0.03 * bar.width)


def test_sessions_the_congress_and_today_are_vertical_lines(demo):
    flags = {flag.title: flag for flag in timeline(demo, ON, Filters()).flags}
    assert {flag.css for flag in flags.values()} == {"session", "goal", "today"}
    assert sum(flag.css == "session" for flag in flags.values()) == 4
    assert any(flag.css == "goal" and "10/10/2025" in title for title, flag in flags.items())
    assert "Hôm nay: 20/05/2025" in flags
    # A day outside the drawing has no line.
    assert not any(flag.css == "today" for flag in timeline(demo, date(2030, 1, 1), Filters()).flags)


@pytest.mark.django_db
def test_what_waits_for_what_is_an_arrow_the_tightest_red():
    plan = plan_of()
    one, two, three = (row(plan, date(2025, 3, day)) for day in (3, 5, 28))
    link(one, two)
    link(two, three)
    arrows = timeline(plan, date(2025, 1, 6), Filters()).arrows
    assert [arrow.css for arrow in arrows] == ["", "tight"]
    assert "03/03/2025" in arrows[1].title


@pytest.mark.django_db
def test_a_circle_is_told_and_everything_else_is_drawn():
    plan = plan_of()
    one, two = row(plan, date(2025, 3, 3)), row(plan, date(2025, 3, 5))
    link(one, two)
    link(two, one)
    page = timeline(plan, ON, Filters())
    assert page.circular
    assert len(page.arrows) == 2


@pytest.mark.django_db
def test_only_what_leads_to_a_goal():
    plan = plan_of()
    first, second, _other = (row(plan, date(2025, 3, day)) for day in (3, 5, 7))
    Milestone.objects.filter(pk=second.pk).update(goal=True)
    link(first, second)
    page = timeline(plan, ON, Filters(), second.key)
    assert [one.task.task.pk for one in page.rows if one.task] == [first.task_id, second.task_id]
    assert timeline(plan, ON, Filters(), "PL9.9").goal is None


@pytest.mark.django_db
def test_filters_and_pages_of_two_hundred():
    plan, unit = plan_of(), UnitFactory()
    rows = [row(plan, date(2025, 3, 3), title=f"Việc {n}") for n in range(PAGE + 1)]
    rows[0].task.units.add(unit)
    link(rows[0], rows[PAGE])
    first = timeline(plan, ON, Filters())
    assert (sum(one.task is not None for one in first.rows), first.board.next_after) == (PAGE, PAGE)
    assert (first.arrows, first.cut) == ([], 1)
    rest = timeline(plan, ON, Filters(after=PAGE))
    assert [one.task.task.pk for one in rest.rows if one.task] == [rows[PAGE].task_id]
    narrowed = timeline(plan, ON, Filters(unit=unit.pk))
    assert [one.task.task.pk for one in narrowed.rows if one.task] == [rows[0].task_id]


@pytest.mark.django_db
def test_a_plan_being_reviewed_is_drawn_by_the_days_it_will_have():
    plan = plan_of(PlanState.DRAFT)
    planned = row(plan, date(2025, 6, 15))
    Milestone.objects.filter(pk=planned.pk).update(effective=None)
    (mark,) = timeline(plan, ON, Filters()).rows[1].marks
    assert "13/06/2025" in mark.title  # a Sunday: the Friday before


@pytest.mark.django_db
def test_the_list_by_month_holds_every_milestone_the_undated_last():
    plan = plan_of()
    row(plan, date(2025, 4, 1))
    early = row(plan, date(2025, 3, 3))
    milestone(plan, None, 99, task=early.task)
    months = timeline(plan, ON, Filters()).by_month
    assert [(month, len(entries)) for month, entries in months] == [
        (date(2025, 3, 1), 1), (date(2025, 4, 1), 1), (None, 1),
    ]  # fmt: skip


# The page


@pytest.fixture
def office(client, db):
    boss = head()
    client.force_login(boss.user)
    return boss


def test_the_page_draws_links_and_lists(client, office):
    plan = demo_in_force(office)
    text = client.get(reverse("plans:timeline", args=[plan.pk])).content.decode()
    task = plan.tasks.get(number="22")
    names = re.search(r"<ol class=\"pl-gantt-names.*?</ol>", text, re.DOTALL)[0]
    assert f'href="/ke-hoach/viec/{task.pk}/"' in names
    assert "16/06/2025" in names  # in words for who does not see the drawing
    drawing = re.search(r"<svg class=\"pl-gantt\" width.*?</svg>", text, re.DOTALL)[0]
    assert 'aria-hidden="true"' in drawing
    assert drawing.count('<use href="#g-') == 49
    assert f"/van-ban/#{task.source['blocks'][0]}" in text  # the line of the document
    assert "style=" not in drawing


def test_the_page_of_an_empty_filter_says_so(client, office):
    plan = demo_in_force(office)
    text = client.get(reverse("plans:timeline", args=[plan.pk]), {"q": "không có chữ này"}).content.decode()
    assert "Không có việc nào như vậy" in text
    assert "pl-gantt-names" not in text


@pytest.mark.django_db
def test_a_draft_is_not_for_units(client):
    plan = plan_of(PlanState.DRAFT)
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    for name in ("timeline", "monthly", "leader", "leader_pdf", "leader_xlsx", "saved"):
        assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404


def test_the_same_queries_for_one_task_and_for_many(client, office):
    counts = []
    for size in (1, 60):
        plan, unit = plan_of(), UnitFactory()
        rows = [row(plan, date(2025, 3, 3)) for _ in range(size)]
        for one in rows:
            one.task.units.add(unit)
        if size > 1:
            link(rows[0], rows[1])
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("plans:timeline", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


# The names of the months


@pytest.mark.parametrize(
    ("width", "names"),
    [
        (130, ["Tháng 12/2024", "Tháng 1/2025", "Tháng 2", "Tháng 10"]),
        (70, ["12/2024", "1/2025", "Th. 2", "Th. 10"]),
        (55, ["T12", "T1", "T2", "T10"]),
        (58, ["T12/24", "T1/25", "Th. 2", "Th. 10"]),
    ],
)
def test_names_of_months_do_not_run_into_one_another(width, names):
    months = [(date(2024, 12, 1), 0), (date(2025, 1, 1), 1), (date(2025, 2, 1), 2), (date(2025, 10, 1), 3)]
    assert gantt.month_names([(month, n * width, width) for month, n in months]) == names


def test_a_year_of_the_plan_fits_beside_the_names_on_1280():
    scale = gantt.scale_for([date(2024, 12, 31), date(2025, 12, 20)], 2025)
    assert scale.width + gantt.EDGE <= 1280 - 240 - 2 * 32 - 240  # less the menu, the margins and the names
    names, places = gantt.month_names(gantt.months_of(scale)), [x for _month, x, _width in gantt.months_of(scale)]
    ends = [x + 5 + len(name) * gantt.MONTH_LETTER for name, x in zip(names, places, strict=True)]
    assert all(end + 5 <= x for end, x in zip(ends, places[1:], strict=False))
