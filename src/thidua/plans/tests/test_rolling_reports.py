"""Two plans side by side, and a plan against what became of it."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.organisation.tests.factories import UnitFactory
from thidua.plans import actions
from thidua.plans.models import Task
from thidua.plans.queries.compare import Fate, compare
from thidua.plans.queries.outcome import outcome, outcome_xlsx
from thidua.plans.queries.paper import plan_proposals
from thidua.plans.rolling import Choice, ready_choices
from thidua.plans.tests.factories import AT, MilestoneFactory, PlanFactory, TaskFactory, active, head

pytestmark = pytest.mark.django_db
YEAR_END = date(2026, 1, 15)


def next_year(plan, by, **more):
    choices = {**ready_choices(plan_proposals(plan, 2026)[1]), **more}
    return actions.roll_over(plan, 2026, choices, by=by, at=AT)


# Compared


def test_the_rolled_plan_beside_the_old_one():
    by = head()
    plan = active(by)
    both = compare(plan, next_year(plan, by))
    assert both.counts == {
        Fate.SAME: both.counts[Fate.SAME],
        Fate.CHANGED: both.counts[Fate.CHANGED],
        Fate.NEW: 0,
        Fate.DROPPED: 8,
    }
    assert both.counts[Fate.SAME] + both.counts[Fate.CHANGED] == 37
    by_old = {pair.old.number: pair for pair in both.pairs if pair.old}
    assert by_old["21"].new.title.endswith("tập 32 (năm 2026)")
    assert not by_old["21"].title_changed and by_old["21"].fate is Fate.SAME
    assert (by_old["16"].days[0].old, by_old["16"].days[0].new, by_old["16"].days[0].moved) == (
        date(2025, 4, 25), date(2026, 4, 24), -1,
    )  # fmt: skip
    assert by_old["16"].fate is Fate.CHANGED
    assert [pair.old.number for pair in both.pairs if pair.fate is Fate.DROPPED] == [
        "1",
        "11",
        "12",
        "13",
        "19",
        "25",
        "27",
        "31",
    ]


def test_dropped_tasks_stand_where_they_stood():
    by = head()
    plan = active(by)
    numbers = [pair.old.number for pair in compare(plan, next_year(plan, by)).pairs]
    assert numbers == [str(n) for n in range(1, 46)]


def test_a_task_put_in_other_words_is_still_the_task():
    by = head()
    plan = active(by)
    new = next_year(
        plan, by, **{"PL1.16:title": Choice(True, "Tổ chức tập huấn nghiệp vụ thi đua, khen thưởng năm 2026")}
    )
    pair = next(one for one in compare(plan, new).pairs if one.old and one.old.number == "16")
    assert pair.new is not None and pair.title_changed and pair.fate is Fate.CHANGED


def small(year, *titles, **more):
    plan = PlanFactory(year=year)
    for n, title in enumerate(titles, 1):
        MilestoneFactory(task=TaskFactory(plan=plan, title=title, number=str(n), position=n, **more), plan=plan)
    return plan


def test_likeness_is_of_whole_titles_not_of_shared_words():
    old = small(2025, "Hội nghị", "Kiểm tra công tác thi đua, khen thưởng")
    new = small(2026, "Hội nghị biểu dương phong trào thi đua và tổng kết các cụm, khối", "Khen thưởng đột xuất")
    assert compare(old, new).counts == {Fate.SAME: 0, Fate.CHANGED: 0, Fate.NEW: 2, Fate.DROPPED: 2}


def test_equal_titles_are_paired_once_each():
    old, new = small(2025, "Họp Ban", "Họp Ban"), small(2026, "Họp Ban")
    counts = compare(old, new).counts
    assert counts[Fate.DROPPED] == 1 and counts[Fate.NEW] == 0


def test_other_units_are_a_change():
    old = small(2025, "Tập huấn", implementing=["Sở A"])
    new = small(2026, "Tập huấn", implementing=["Sở B"])
    (pair,) = compare(old, new).pairs
    assert pair.who_changed and pair.fate is Fate.CHANGED


def test_the_same_queries_for_one_task_and_for_many():
    def queries(count):
        old, new = (small(year, *(f"Việc số {n} của đơn vị" for n in range(count))) for year in (2025, 2026))
        with CaptureQueriesContext(connection) as caught:
            compare(old, new)
        return len(caught)

    assert queries(1) == queries(30)


def test_the_page_compares_with_the_year_before_unless_told(client):
    by = head()
    plan = active(by)
    new = next_year(plan, by)
    client.force_login(by.user)
    page = client.get(reverse("plans:compare", args=[new.pk])).content.decode()
    assert "8 việc không còn" in page and "25/04/2025" in page and "24/04/2026" in page
    told = client.get(reverse("plans:compare", args=[plan.pk]), {"voi": str(new.pk)}).content.decode()
    assert "8 việc không còn" in told
    assert client.get(reverse("plans:compare", args=[plan.pk]), {"voi": "x"}).status_code == 200


# Plan against fact


def done(plan, number, day, place=0):
    row = plan.milestones.filter(task__number=number).order_by("position")[place]
    row.done_on = day
    row.save(update_fields=["done_on"])
    return row


@pytest.fixture
def year_over():
    """The year 2025 as it went: what the newspapers and the next plan tell of items 15, 35, 36 and 38."""
    plan = active()
    done(plan, "15", date(2025, 3, 22))
    done(plan, "35", date(2025, 11, 14))
    done(plan, "36", date(2025, 10, 10))
    done(plan, "38", date(2025, 12, 26))
    return plan


def by_number(report):
    return {line.task.number: line for line in report.lines if line.done}


def test_the_slippages_of_2025(year_over):
    lines = by_number(outcome(year_over, YEAR_END))
    assert (lines["35"].due, lines["35"].late, lines["35"].code) == (date(2025, 9, 30), 33, "late")
    assert (lines["38"].due, lines["38"].late, lines["38"].code) == (date(2025, 12, 15), 9, "late")
    assert (lines["15"].code, lines["15"].late) == ("in_time", -6)
    assert (lines["36"].code, lines["36"].late) == ("in_time", 0)


def test_what_is_not_done_is_overdue_or_ahead(year_over):
    report = outcome(year_over, date(2025, 6, 30))
    codes = {line.milestone.key: line.code for line in report.lines}
    assert codes["PL1.17.1"] == "overdue" and codes["PL1.23.1"] == "ahead" and codes["PL1.39.1"] == "ahead"
    assert report.whole.in_time + report.whole.late + report.whole.overdue + report.whole.ahead == len(report.lines)
    assert report.undated == 4 and len(report.lines) == 49


def test_done_on_the_saturday_after_the_day_due_is_late(year_over):
    done(year_over, "28", date(2025, 8, 2))
    line = by_number(outcome(year_over, YEAR_END))["28"]
    assert (line.due, line.code, line.late) == (date(2025, 7, 31), "late", 1)
    done(year_over, "29", date(2025, 8, 30))
    line = by_number(outcome(year_over, YEAR_END))["29"]
    assert (line.due, line.code, line.late) == (date(2025, 8, 29), "late", 0)


def test_totals_by_unit_count_a_task_for_each_unit_that_carries_it(year_over):
    first, second = UnitFactory(name="Thành đoàn Thử"), UnitFactory(name="Sở Thử")
    year_over.tasks.get(number="35").units.set([first, second])
    totals = {total.name: total for total in outcome(year_over, YEAR_END).by_unit}
    assert (totals["Thành đoàn Thử"].late, totals["Sở Thử"].late, totals["Thành đoàn Thử"].worst) == (1, 1, 33)
    assert "Các đơn vị thuộc Thành phố" in totals


def test_totals_by_month_are_in_the_order_of_the_year(year_over):
    months = [total.name for total in outcome(year_over, YEAR_END).by_month]
    assert months == ["12/2024", *(f"{n:02d}/2025" for n in range(1, 13))]
    december = next(total for total in outcome(year_over, YEAR_END).by_month if total.name == "12/2025")
    assert december.late == 1 and december.average == 9


def test_the_excel_file_holds_days_as_days_and_texts_as_texts(year_over):
    Task.objects.filter(plan=year_over, number="38").update(title="=HYPERLINK(1)")
    book = CalamineWorkbook.from_filelike(BytesIO(outcome_xlsx(outcome(year_over, YEAR_END))))
    assert book.sheet_names == ["Các mốc", "Theo đơn vị", "Theo tháng"]
    rows = book.get_sheet_by_name("Các mốc").to_python()
    row = next(row for row in rows if row[1] == "=HYPERLINK(1)")
    assert row[5] == date(2025, 12, 15) and row[6] == date(2025, 12, 26) and row[7] == 9
    assert len(rows) == 50


def test_the_page_names_what_slipped(client, year_over):
    client.force_login(head().user)
    page = client.get(reverse("plans:outcome", args=[year_over.pk])).content.decode()
    assert "14/11/2025" in page and "Chậm so với kế hoạch" in page
    answer = client.get(reverse("plans:outcome_file", args=[year_over.pk]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_a_plan_without_dated_milestones_shows_an_empty_page(client):
    by = head()
    plan = PlanFactory(state="active")
    client.force_login(by.user)
    assert "Chưa có mốc nào" in client.get(reverse("plans:outcome", args=[plan.pk])).content.decode()


def test_outcome_costs_the_same_queries_for_one_and_for_many():
    def queries(count):
        plan = small(2025, *(f"Việc số {n}" for n in range(count)))
        with CaptureQueriesContext(connection) as caught:
            outcome(plan, YEAR_END)
        return len(caught)

    assert queries(1) == queries(30)
