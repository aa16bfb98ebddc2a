"""`thidua plan lint | roll | export` at a console."""

from __future__ import annotations

import argparse
import json

import pytest

from thidua.plans import commands
from thidua.plans.demo.build import FILE
from thidua.plans.models import Plan
from thidua.plans.reading.read import read_plan
from thidua.plans.tests.factories import active, demo, draft, head

pytestmark = pytest.mark.django_db


def run(*words: object) -> int:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    options = parser.parse_args(["plan", *map(str, words)])
    return options.run(options)


def test_lint_a_file(capsys):
    assert run("lint", FILE, "--json") == 1
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "plan-lint/1" and shown["counts"]["error"] == 5


def test_lint_a_reading(capsys, tmp_path):
    path = tmp_path / "doc.json"
    path.write_text(json.dumps(demo().reading), encoding="utf-8")
    assert run("lint", path) == 1
    assert "DATE" not in capsys.readouterr().out.split("\n")[0]
    path.write_text("[1]", encoding="utf-8")
    assert run("lint", path) == 1
    assert "plan-read/1" in capsys.readouterr().out


def test_lint_a_stored_plan_by_id_and_by_number(capsys):
    plan = active()
    assert run("lint", plan.pk) == 0
    assert run("lint", "12/KH-UBND", "--json") == 0
    assert '"SEQUENCE_INVERTED"' in capsys.readouterr().out
    assert run("lint", "khong-co") == 1


def test_lint_a_draft_fails_while_an_error_is_open():
    assert run("lint", draft().pk) == 1


def test_roll_prints_the_proposals_and_saves_nothing(capsys):
    plan = active()
    assert run("roll", plan.pk, "--year", 2026, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "plan-roll/1"
    row = next(one for one in shown["proposals"] if one["id"] == "PL1.22:due2")
    assert (row["old_date"], row["date"], row["kind"]) == ("2025-03-30", "2026-03-30", "day")
    assert Plan.objects.count() == 1
    assert run("roll", plan.pk, "--year", 2025) == 1


def test_roll_writes_a_word_file(tmp_path):
    plan = active(head(username="lanhdao"))
    path = tmp_path / "2026.docx"
    assert run("roll", plan.pk, "--year", 2026, "--docx", path, "--as", "lanhdao") == 0
    assert read_plan(path.read_bytes(), path.name).document.year == 2026
    assert run("roll", plan.pk, "--year", 2026, "--docx", path, "--as", "khong-co") == 1


def test_export_writes_a_word_file(tmp_path):
    plan = active()
    path = tmp_path / "ra.docx"
    assert run("export", plan.pk, "--docx", path) == 0
    assert len(read_plan(path.read_bytes(), path.name).tasks) == 45
    assert run("export", "khong-co", "--docx", path) == 1
