"""`thidua plan …`: what is printed, what is exchanged, how it ends."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import OperationalError

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.foundation.clock import today
from thidua.organisation.models import CalendarDay, DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import commands
from thidua.plans.demo.build import FILE, build
from thidua.plans.models import Flag, Milestone, Plan, PlanState, Task
from thidua.plans.tests.cases.schema import wrong_in
from thidua.plans.tests.factories import PlanFactory, active, appraiser, due, head, in_force, milestone_of

READ_SCHEMA = "plan-read-1"


@pytest.fixture
def plan_command(capsys):
    """Run `thidua plan …` in this process: its exit code and what it prints."""

    def run(*words):
        root = argparse.ArgumentParser(prog="thidua")
        commands.register(root.add_subparsers(required=True))
        options = root.parse_args(["plan", *map(str, words)])
        return options.run(options), capsys.readouterr().out

    return run


@pytest.fixture
def this_year(tmp_path):
    """The demonstration plan of the year in which the test runs."""
    file = tmp_path / "ke-hoach-nam-nay.docx"
    file.write_bytes(build(today().year))
    return file


def everything():
    return {
        model: list(model.objects.order_by("pk").values()) for model in (Plan, Task, Milestone, Flag, StoredFile, Event)
    }


# read


@pytest.mark.django_db
def test_read_prints_json_by_its_schema_and_writes_nothing(plan_command):
    before = everything()
    code, out = plan_command("read", FILE, "--json")
    found = json.loads(out)
    assert code == 0
    assert wrong_in(found, READ_SCHEMA) == []
    assert (len(found["tasks"]), len(found["sessions"]), found["document"]["number"]) == (45, 7, "12/KH-UBND")
    assert everything() == before


@pytest.mark.django_db
def test_read_prints_a_summary_for_people(plan_command):
    code, out = plan_command("read", FILE)
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "12/KH-UBND 2024-12-09 Công tác thi đua, khen thưởng năm 2025"
    assert lines[1].startswith("45 việc, 53 mốc, 7 dòng chương trình Hội đồng,")
    assert sum(line.split()[0] == "error" for line in lines[2:]) == 5


@pytest.mark.django_db
def test_read_follows_the_days_off_the_office_entered(plan_command, this_year):
    day = date(today().year, 4, 25)  # the deadline of task 16
    CalendarDay.objects.create(day=day, kind=CalendarDay.Kind.OFF, name="Nghỉ theo thông báo riêng")
    _code, out = plan_command("read", this_year)
    assert "Nghỉ theo thông báo riêng" in out


@pytest.mark.django_db
def test_read_says_what_it_cannot_read(plan_command, tmp_path):
    broken = tmp_path / "hong.docx"
    broken.write_bytes(b"PK\x03\x04" + bytes(300))
    for words in (["read", broken], ["read", broken, "--json"]):
        code, out = plan_command(*words)
        assert code == 1
        assert "bị hỏng" in out
    assert plan_command("read", tmp_path / "khong-co.docx") == (1, "Không thấy tệp khong-co.docx.\n")


@pytest.mark.django_db
def test_read_says_when_there_is_no_table_of_tasks(plan_command, tmp_path):
    letter = tmp_path / "thong-bao.txt"
    letter.write_text("THÔNG BÁO\nVề lịch họp giao ban tuần tới của cơ quan.\n", encoding="utf-8")
    head()
    for words in (("read", letter), ("import", letter), ("lint", letter)):
        code, out = plan_command(*words)
        assert (code, "không có bảng nhiệm vụ" in out) == (1, True), words
        code, out = plan_command(*words, "--json")
        assert (code, "không có bảng nhiệm vụ" in json.loads(out)["error"]) == (1, True), words
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("read", "khong-co.docx"), "Không thấy tệp"),
        (("import", "khong-co.docx"), "Không thấy tệp"),
        (("import", "pyproject.toml", "--as", "khong-ai"), "Không có tài khoản khong-ai"),
        (("lint", "khong-co"), "Không có tệp hoặc kế hoạch khong-co"),
        (("board", "--year", "1999"), "năm 1999"),
        (("roll", "khong-co", "--year", "2026"), "Không có kế hoạch khong-co"),
        (("export", "khong-co", "--docx", "x.docx"), "Không có kế hoạch khong-co"),
        (("backplan", "khong-co"), "Không có kế hoạch khong-co"),
    ],
)
def test_every_refusal_is_json_for_who_asked_for_json(plan_command, words, said):
    code, out = plan_command(*words)
    assert (code, said in out) == (1, True)
    code, out = plan_command(*words, "--json")
    assert (code, said in json.loads(out)["error"]) == (1, True)


@pytest.mark.django_db
def test_what_was_exported_is_told_as_json(plan_command, tmp_path):
    plan = in_force()
    code, out = plan_command("export", plan.pk, "--docx", tmp_path / "ra.docx", "--json")
    assert (code, json.loads(out)["file"]) == (0, "ra.docx")
    code, out = plan_command("export", plan.pk, "--docx", tmp_path / "khong-co" / "ra.docx", "--json")
    assert (code, "Không ghi được tệp" in json.loads(out)["error"]) == (1, True)


def alone(folder, *words):
    """The installed command in a process of its own, with the application's settings and its own folder."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("THIDUA_", "DJANGO_", "DATABASE_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "thidua.config.cli", "plan", *map(str, words)],
        env={**kept, "THIDUA_VAR": str(folder), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def test_read_works_where_no_database_was_made(this_year, tmp_path):
    """An empty THIDUA_VAR: days off come from the calendar kept with the program."""
    (tmp_path / "var").mkdir()
    done = alone(tmp_path / "var", "read", this_year, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert wrong_in(found, READ_SCHEMA) == []
    assert len(found["tasks"]) == 45
    assert any("Ngày Chiến thắng 30/4" in flag["message"] for flag in found["flags"] if flag["code"] == "HOLIDAY")


@pytest.mark.django_db
def test_without_a_database_the_same_is_read_as_with_an_untouched_one(plan_command, tmp_path):
    _code, out = plan_command("read", FILE, "--json")
    assert alone(tmp_path / "var", "read", FILE, "--json").stdout == out


@pytest.mark.django_db
def test_a_database_that_stands_and_fails_is_not_passed_over(plan_command, monkeypatch):
    def locked(_around):
        raise OperationalError("database is locked")

    monkeypatch.setattr(commands.reading, "reading_calendar", locked)
    with pytest.raises(OperationalError, match="locked"):
        plan_command("read", FILE)


# import


@pytest.mark.django_db
def test_import_keeps_a_draft_in_the_name_of_the_only_head(plan_command):
    by = head()
    code, out = plan_command("import", FILE, "--json")
    plan = Plan.objects.get()
    assert code == 0
    assert json.loads(out) == {
        "schema": "plan-import/1", "id": plan.pk, "number": "12/KH-UBND", "tasks": 45, "milestones": 60,
        "flags": plan.flags.count(),
    }  # fmt: skip
    assert (plan.state, plan.imported_by) == (PlanState.DRAFT, by.user)
    assert Event.objects.get(verb="plans.import").actor == by.user.key


@pytest.mark.django_db
def test_import_prints_a_line_for_people_and_refuses_the_second_time(plan_command):
    head()
    code, out = plan_command("import", FILE)
    assert code == 0
    assert out.startswith("Đã nạp 12/KH-UBND")
    assert "45 việc, 60 mốc" in out
    code, out = plan_command("import", FILE, "--json")
    assert code == 1
    assert "đã được nạp" in out
    assert Plan.objects.count() == 1


@pytest.mark.django_db
def test_import_asks_who_when_there_are_two_heads_or_none(plan_command):
    assert plan_command("import", FILE) == (1, "Hãy nêu tài khoản của người làm: --as TÊN.\n")
    first, _second = head(), head()
    assert plan_command("import", FILE) == (1, "Hãy nêu tài khoản của người làm: --as TÊN.\n")
    code, _out = plan_command("import", FILE, "--as", first.user.username)
    assert code == 0
    assert Plan.objects.get().imported_by == first.user


@pytest.mark.django_db
def test_import_in_the_name_of_an_appraiser_and_of_nobody_else(plan_command):
    by, other = appraiser(), acting(DutyCode.UNIT_HEAD)
    ended = appraiser()
    ended.duty.valid_to = date(2020, 1, 1)
    ended.duty.save()
    for who in (other, ended):
        code, out = plan_command("import", FILE, "--as", who.user.username)
        assert (code, out) == (1, f"Tài khoản {who.user.username} không có nhiệm vụ được nạp kế hoạch.\n")
    assert plan_command("import", FILE, "--as", "khong-ai") == (1, "Không có tài khoản khong-ai.\n")
    assert not Plan.objects.exists()
    assert plan_command("import", FILE, "--as", by.user.username)[0] == 0
    assert Plan.objects.get().imported_by == by.user


@pytest.mark.django_db
def test_import_of_nothing_says_so(plan_command, tmp_path):
    head()
    empty = tmp_path / "trong.docx"
    empty.write_bytes(b"")
    code, out = plan_command("import", empty)
    assert code == 1
    assert "Tệp không có nội dung. Chưa lưu gì." in out
    assert plan_command("import", tmp_path / "khong-co.docx") == (1, "Không thấy tệp khong-co.docx.\n")
    assert not Plan.objects.exists()


# board

BOARD = {"schema", "on", "plan", "counts", "tasks"}
PLAN = {"id", "number", "issuer", "title", "year", "before_is_inclusive"}
TASK = {
    "key", "part", "section", "number", "title", "directing", "implementing", "coordinating", "units",
    "units_missing", "milestones",
}  # fmt: skip
MILESTONE = {
    "key", "label", "relation", "printed", "printed_date", "used_date", "effective", "working_days_left", "standing",
    "done_on", "next_time",
}  # fmt: skip


@pytest.mark.django_db
def test_board_in_its_exchange_form(plan_command):
    plan = active()
    code, out = plan_command("board", "--year", 2025, "--json")
    found = json.loads(out)
    assert code == 0
    assert (set(found), set(found["plan"]), found["schema"]) == (BOARD, PLAN, "plan-board/1")
    assert found["on"] == today().isoformat()
    assert found["plan"]["id"] == plan.pk
    assert len(found["tasks"]) == 45
    assert {frozenset(task) for task in found["tasks"]} == {frozenset(TASK)}
    milestones = [row for task in found["tasks"] for row in task["milestones"]]
    assert {frozenset(row) for row in milestones} == {frozenset(MILESTONE)}
    assert sum(found["counts"].values()) == len(milestones) == 53
    row = next(row for row in milestones if row["key"] == "PL1.22.1")
    assert (row["printed_date"], row["used_date"], row["effective"]) == (
        "2024-06-16",
        "2025-06-16",
        "2025-06-16",
    )


@pytest.mark.django_db
def test_board_counts_how_milestones_stand_today(plan_command):
    day = today()
    plan = in_force(year=day.year)
    due(plan, day - timedelta(days=30))
    due(plan, day + timedelta(days=3))
    due(plan, day + timedelta(days=90))
    due(plan, None)
    due(plan, day - timedelta(days=30), done_on=day)
    _code, out = plan_command("board", "--json")
    assert json.loads(out)["counts"] == {"late": 1, "soon": 1, "ahead": 1, "undated": 1, "done": 1}
    code, out = plan_command("board")
    assert code == 0
    assert "5 việc, 5 mốc" in out
    assert "1 quá hạn, 1 sắp hạn, 1 còn trong hạn, 1 chưa có ngày, 1 đã xong" in out


@pytest.mark.django_db
def test_board_says_when_no_plan_is_in_force(plan_command):
    PlanFactory(year=2025, state=PlanState.CLOSED)
    said = (1, "Chưa có kế hoạch nào đang thực hiện cho năm 2025.\n")
    assert plan_command("board", "--year", 2025) == said
    code, out = plan_command("board", "--year", 2025, "--json")
    assert (code, json.loads(out)["error"] + "\n") == said


# recount


@pytest.mark.django_db
def test_recount_moves_the_working_days_of_plans_in_force(plan_command):
    by = head()
    plan = active(by)
    assert plan_command("recount") == (0, "Đã tính lại; 0 mốc đổi ngày làm việc cuối.\n")
    CalendarDay.objects.create(day=date(2025, 6, 5), kind=CalendarDay.Kind.OFF, name="Nghỉ theo thông báo")
    assert plan_command("recount") == (0, "Đã tính lại; 1 mốc đổi ngày làm việc cuối.\n")
    assert milestone_of(plan, "PL1.21.1").effective == date(2025, 6, 4)
    assert Event.objects.get(verb="plans.recount").actor == by.user.key


@pytest.mark.django_db
def test_recount_leaves_drafts_and_ended_plans_alone(plan_command):
    by = head()
    rows = [due(PlanFactory(state=state), date(2025, 6, 15)) for state in (PlanState.DRAFT, PlanState.CLOSED)]
    assert plan_command("recount", "--as", by.user.username)[0] == 0
    for row in rows:
        row.refresh_from_db()
        assert row.effective == date(2025, 6, 15)
    assert plan_command("recount", "--as", "khong-ai")[0] == 1


# the whole command


@pytest.mark.django_db
def test_another_year_of_the_demonstration_reads_by_the_schema(plan_command, tmp_path):
    file = tmp_path / "ke-hoach-2027.docx"
    file.write_bytes(build(2027))
    _code, out = plan_command("read", file, "--json")
    found = json.loads(out)
    assert wrong_in(found, READ_SCHEMA) == []
    assert found["document"]["year"] == 2027


# bad arguments, bad files


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backplan", "9" * 30), "Không có kế hoạch"),
        (("export", "{plan}", "--docx", "{folder}/khong-co/x.docx"), "Không ghi được tệp x.docx"),
        (("roll", "{plan}", "--year", "2026", "--docx", "{folder}"), "Không ghi được tệp"),
        (("roll", "{plan}", "--year", "20260"), "trước năm"),
        (("lint", "{folder}/sai.json"), "không phải kết quả đọc kế hoạch"),
        (("lint", "{folder}"), "Không có tệp hoặc kế hoạch"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(plan_command, tmp_path, words, said):
    by = head()
    plan = active(by)
    (tmp_path / "sai.json").write_text('{"schema": "plan-read/1", "document": 5}')
    code, out = plan_command(*(word.format(plan=plan.pk, folder=tmp_path) for word in words))
    assert code == 1
    assert said in out
