"""A stored plan as a Word file: what was printed, what was confirmed in its place, and a note that says so."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans.actions import import_plan
from thidua.plans.models import Amendment, Change, ChangedField, Plan
from thidua.plans.queries.lint import plan_findings, plan_lint
from thidua.plans.queries.paper import not_kept, plan_docx, plan_paper, stored
from thidua.plans.reading.read import read_plan
from thidua.plans.tests.factories import (
    AT,
    FlagFactory,
    MilestoneFactory,
    PlanFactory,
    TaskFactory,
    active,
    demo,
    draft,
    head,
)
from thidua.plans.tests.test_rolling import CALENDAR, assert_same, without_marks

pytestmark = pytest.mark.django_db


def read_back(plan: Plan) -> dict:
    return read_plan(plan_docx(plan, AT), "x.docx", calendar=CALENDAR).to_json()


def footers(plan: Plan) -> str:
    with zipfile.ZipFile(BytesIO(plan_docx(plan, AT))) as file:
        return " ".join(file.read(name).decode() for name in file.namelist() if "footer" in name)


def test_a_draft_is_exported_word_for_word():
    plan = draft()
    assert_same(demo().reading, read_back(plan))
    assert stored(plan).confirmed == []
    assert "Bản xuất" not in footers(plan)


def test_the_official_plan_is_exported_word_for_word(shared):
    data = (shared / "samples/ke-hoach-357.docx").read_bytes()
    plan = import_plan(data, "ke-hoach-357.docx", by=head(), at=AT)
    assert_same(plan.reading, read_back(plan))


def test_confirmed_days_stand_in_the_words_and_a_note_lists_them():
    by = head(full_name="Trần Thị Xác Nhận")
    plan = active(by)
    reading = read_back(plan)
    printed = {m["key"]: m["printed"] for task in reading["tasks"] for m in task["milestones"]}
    assert printed["PL1.22.1"] == "trước ngày 16/6/2025"
    assert printed["PL1.21.1"] == "Trước ngày 05/6/2025"
    confirmed = {row.where: row for row in stored(plan).confirmed}
    assert set(confirmed) == {"PL1.20.2", "PL1.21.1", "PL1.22.1", "PL1.22.2"}
    assert confirmed["PL1.21.1"].printed == "Trước ngày 05/6/2024"
    assert confirmed["PL1.21.1"].used == "05/06/2025"
    assert "Trần Thị Xác Nhận" in confirmed["PL1.21.1"].by
    assert "05/6/2024" in footers(plan) and "05/06/2025" in footers(plan)
    assert plan.milestones.get(key="PL1.21.1").printed == "Trước ngày 05/6/2024"


def test_a_slip_that_was_corrected_stands_corrected():
    plan = draft()
    task = plan.tasks.get(key="PL1.22")
    task.title = task.title.replace("vẻ vang", "vể vang")
    task.save(update_fields=["title"])
    flag = FlagFactory(
        plan=plan, code="SPELLING", where="PL1.22", task=task, printed="xung phong vể vang", proposal="vẻ vang",
        resolution="accepted", resolved_value="vẻ vang", resolved_by=head().user, resolved_at=AT,
    )  # fmt: skip
    paper, confirmed = plan_paper(plan)
    title = next(row.title for row in paper.tasks if row.key == "PL1.22")
    assert "vẻ vang" in title and "vể vang" not in title
    assert [(row.printed, row.used) for row in confirmed] == [("vể vang", "vẻ vang")]
    flag.resolution, flag.resolved_value = "kept", ""
    flag.save(update_fields=["resolution", "resolved_value"])
    assert "vể vang" in next(row.title for row in plan_paper(plan)[0].tasks if row.key == "PL1.22")


def test_what_an_amendment_changed_is_named_with_it():
    plan, by = active(), head()
    amendment = Amendment.objects.create(
        plan=plan, number="77/KH-UBND", issued_on=date(2025, 5, 5), title="Sửa đổi", file=plan.file, by=by.user, at=AT
    )
    task = plan.tasks.get(key="PL1.16")
    Change.objects.create(
        plan=plan, amendment=amendment, task=task, field=ChangedField.TITLE, before="Tập huấn cũ", after=task.title,
        since=date(2025, 5, 5), by=by.user, at=AT,
    )  # fmt: skip
    assert any(row.printed == "Tập huấn cũ" and "77/KH-UBND" in row.by for row in stored(plan).confirmed)


def test_dropped_milestones_and_tasks_are_left_out():
    plan = active()
    plan.milestones.filter(key__in=("PL1.16.1", "PL1.1.2")).update(dropped_on="2025-05-05")
    reading = read_back(plan)
    keys = {task["title"] for task in reading["tasks"]}
    assert len(reading["tasks"]) == 44 and plan.tasks.get(key="PL1.16").title not in keys
    assert len(reading["tasks"][0]["milestones"]) == 2


def test_numbers_that_word_cannot_keep_are_told():
    plan = PlanFactory()
    task = TaskFactory(plan=plan, number="1.a")
    MilestoneFactory(task=task, plan=plan)
    paper, _confirmed = plan_paper(plan)
    assert [where for where, _why in not_kept(paper, 2025)] == [task.key]
    assert not_kept(plan_paper(draft())[0], 2025) == []


def test_a_task_read_from_rows_is_the_task_read_from_the_document():
    plan = draft()
    held = stored(plan).reading
    assert [without_marks(row) for row in held["tasks"]] == [without_marks(row) for row in demo().reading["tasks"]]
    assert [without_marks(row) for row in held["sessions"]] == [
        without_marks(row) for row in demo().reading["sessions"]
    ]


# Findings of a stored plan


def test_findings_follow_the_confirmed_days():
    assert sum(flag.severity == "error" for flag in plan_findings(draft())) == 5


def test_findings_of_a_plan_in_force_have_no_error_left():
    found = plan_findings(active())
    assert not any(flag.severity == "error" for flag in found)
    assert ("SEQUENCE_INVERTED", "PL1.29") in {(flag.code, flag.where) for flag in found}


def test_findings_stand_beside_their_tasks_and_cost_the_same_queries():
    plan = active()
    with CaptureQueriesContext(connection) as many:
        shown = plan_lint(plan)
    placed = {one.finding.where: one for _severity, rows in shown.groups for one in rows}
    assert placed["PL1.29"].task.number == "29" and placed["PL2.I.4"].row.number == "4"
    small = PlanFactory()
    MilestoneFactory(task=TaskFactory(plan=small, implementing=["Sở Nội vụ"]), plan=small)
    with CaptureQueriesContext(connection) as one:
        plan_lint(small)
    assert len(one) == len(many)


# Pages


def test_the_page_of_findings(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    page = client.get(reverse("plans:lint", args=[plan.pk])).content.decode()
    assert "Trao giải 11/06/2025" in page and "05/6/2024" in page
    assert reverse("plans:export", args=[plan.pk]) in page


def test_the_word_file_is_sent(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    answer = client.get(reverse("plans:export", args=[plan.pk]))
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert len(read_plan(answer.content, "x.docx").tasks) == 45


@pytest.mark.parametrize("name", ["lint", "export", "outcome", "outcome_file", "compare"])
def test_drafts_are_not_shown_to_units(client, name):
    plan = draft()
    unit = acting(DutyCode.UNIT_OFFICER)
    client.force_login(unit.user)
    assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 404
    assert client.get(reverse(f"plans:{name}", args=[999999])).status_code == 404


@pytest.mark.parametrize("name", ["lint", "export", "outcome", "outcome_file", "compare"])
def test_units_read_plans_in_force(client, name):
    plan = active()
    unit = acting(DutyCode.UNIT_OFFICER)
    client.force_login(unit.user)
    assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 200
