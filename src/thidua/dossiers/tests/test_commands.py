from __future__ import annotations

import json

import pytest

from thidua.config.cli import main
from thidua.dossiers.tests.factories import in_state, workbook
from thidua.dossiers.tests.test_lists import GOOD, LOST


def run(*arguments):
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return ended.value.code


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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read", "khong-co.xlsx"), "Không thấy tệp"),
        (("read", "thu-muc"), "Không thấy tệp"),
        (("read", "hong.xlsx"), "Danh sách phải là tệp"),
        (("read", "tot.xlsx", "--award", "XYZ"), "XYZ"),
        (("read", "tot.xlsx", "--learnt", "hong.xlsx"), "JSON"),
        (("read", "tot.xlsx", "--learnt", "mang.json"), "tiêu đề cột"),
        (("duplicates", "khong-co.xlsx"), "Không thấy tệp"),
        (("duplicates", "hong.xlsx"), "không nhận"),
        (("duplicates",), "--round"),
    ],
)
def test_bad_input_asked_in_json_is_answered_in_json_with_exit_1(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "thu-muc").mkdir()
    (tmp_path / "hong.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "tot.xlsx").write_bytes(workbook(GOOD))
    (tmp_path / "mang.json").write_text("[1]")
    assert run("dossiers", *arguments, "--json") == 1
    assert words in json.loads(capsys.readouterr().out)["error"]


def test_a_file_that_is_not_there_or_too_large_is_refused_in_the_shape_of_a_check(tmp_path, monkeypatch, capsys):
    large = tmp_path / "lon.xlsx"
    with large.open("wb") as target:
        target.truncate(60 * 1024 * 1024)
    for path in (tmp_path / "khong-co.xlsx", tmp_path, large):
        assert run("files", "check", str(path), "--json") == 1
        found = json.loads(capsys.readouterr().out)
        assert (found["accepted"], [reason["code"] for reason in found["reasons"]]) == (False, ["NOT_READ"])
        assert sorted(found) == ["accepted", "kind", "reasons", "schema"]
    assert run("dossiers", "read", str(large), "--json") == 1
    assert "50 MB" in json.loads(capsys.readouterr().out)["error"]


@pytest.mark.django_db
def test_a_round_nobody_opened_is_told_in_json(capsys):
    for command in ("status", "duplicates"):
        assert run("dossiers", command, "--round", "khong-co", "--json") == 1
        assert "khong-co" in json.loads(capsys.readouterr().out)["error"]
    round_ = in_state("submitted").round
    assert run("dossiers", "status", "--round", str(round_.pk), "--json") == 0


@pytest.mark.django_db
def test_status_counts_and_names_nobody(capsys):
    dossier = in_state("submitted")
    assert run("dossiers", "status", "--round", dossier.round.code, "--json") == 0
    out = capsys.readouterr().out
    assert json.loads(out)["states"] == {"submitted": 1}
    assert dossier.name not in out
    assert run("dossiers", "status", "--round", "khong-co") == 1
