"""What every command may meet: a reader that goes away, a database that is not there or not ready, a refusal."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import pytest
from django.db import OperationalError

from thidua.config import cli
from thidua.foundation.answers import Refused


def run_in_a_process(folder, *words, **more):
    environment = {
        **os.environ,
        "THIDUA_VAR": str(folder),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "thidua.config.settings",
    }
    command = [sys.executable, "-m", "thidua.config.cli", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def test_a_reader_that_goes_away_ends_the_command_without_a_traceback(tmp_path):
    sample = "from thidua.plans.demo.build import FILE; print(FILE)"
    made = subprocess.run([sys.executable, "-c", sample], capture_output=True, text=True, check=True)
    process = run_in_a_process(tmp_path, "plan", "read", "--json", made.stdout.strip())
    assert process.stdout.readline() == "{\n"
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait() == cli.READER_LEFT
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


@pytest.mark.parametrize("words", [("calendar", "workdays", "2025-01-01", "2025-01-31"), ("plan", "board", "--json")])
def test_a_database_that_is_not_migrated_is_told_in_a_sentence(tmp_path, words):
    process = run_in_a_process(tmp_path, *words)
    out, err = process.communicate()
    assert process.returncode == 1
    said = "Cơ sở dữ liệu chưa được chuẩn bị. Chưa làm gì; hãy chạy: thidua manage migrate"
    assert (json.loads(out)["error"] if "--json" in words else out.rstrip("\n")) == said
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "wrong", "help_of"),
    [
        (("law", "check", "--bogus", "--json"), "không hiểu --bogus", "thidua law check --help"),
        (
            ("register", "search", "--json", "an", "--year", "x"),
            "--year không nhận 'x'",
            "thidua register search --help",
        ),
        (("plan", "--json"), "còn thiếu VIỆC", "thidua plan --help"),
        (("frob", "--json"), "LỆNH không nhận 'frob'; chọn một trong", "thidua frob --help"),
    ],
)
def test_a_command_called_wrongly_tells_who_asked_for_json_in_json(words, wrong, help_of, capsys):
    with pytest.raises(SystemExit) as ended:
        cli._understood(list(words))
    said = capsys.readouterr()
    assert ended.value.code == 2
    reason = json.loads(said.out)["error"]
    assert wrong in reason and help_of in reason
    assert said.err == ""


def test_a_command_called_wrongly_prints_its_usage_to_who_did_not_ask_for_json(capsys):
    with pytest.raises(SystemExit):
        cli._understood(["law", "check", "--bogus"])
    said = capsys.readouterr()
    assert said.out == ""
    assert "--bogus" in said.err


def done(run, capsys):
    code = cli._done(argparse.Namespace(run=run))
    return code, capsys.readouterr().out


def test_a_refusal_is_told_and_ends_with_one(capsys):
    def refused(_options):
        raise Refused("Chưa làm được.")

    assert done(refused, capsys) == (1, "Chưa làm được.\n")


@pytest.mark.django_db
def test_an_error_of_a_database_that_stands_is_not_hidden(capsys):
    def broken(_options):
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError, match="locked"):
        done(broken, capsys)
