from __future__ import annotations

import json

import pytest

from thidua.config.cli import parser
from thidua.dossiers.tests.factories import in_state, workbook
from thidua.dossiers.tests.test_lists import GOOD, LOST


def run(*arguments):
    options = parser().parse_args(list(arguments))
    return options.run(options)


def test_read_prints_the_rows_and_what_is_wrong_with_them(tmp_path, capsys):
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(workbook(GOOD, LOST))
    assert run("dossiers", "read", str(path)) == 0
    assert "dòng 3" in capsys.readouterr().out
    assert run("dossiers", "read", str(path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in found["rows"]] == [GOOD[1], LOST[1]]


def test_read_says_what_is_wrong_with_the_file(tmp_path, capsys):
    assert run("dossiers", "read", str(tmp_path / "khong-co.xlsx")) == 1
    broken = tmp_path / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    assert run("dossiers", "read", str(broken)) == 1
    assert capsys.readouterr().out.count(".") >= 2


@pytest.mark.django_db
def test_status_counts_and_names_nobody(capsys):
    dossier = in_state("submitted")
    assert run("dossiers", "status", "--round", dossier.round.code, "--json") == 0
    out = capsys.readouterr().out
    assert json.loads(out)["states"] == {"submitted": 1}
    assert dossier.name not in out
    assert run("dossiers", "status", "--round", "khong-co") == 1
