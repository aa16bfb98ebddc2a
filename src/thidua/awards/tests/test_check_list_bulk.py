"""`thidua law check-list` of a long list answers every row as `thidua law check` answers it alone."""

import json
from datetime import date
from itertools import islice
from random import Random

import pytest

from thidua.awards.listing import facts_of
from thidua.awards.rules import facts_to_json, judge, rules_in_force
from thidua.awards.tests.random_facts import random_facts
from thidua.config.cli import main

pytestmark = pytest.mark.django_db
AWARDS = ("CSTDT", "CSTDCS", "BKTP", "BKTTG", "HCLD3", "TTLDXS", "COTP", "LDTT")
DAYS = ("2024-06-01", "2025-03-20", "2025-09-20", "2026-11-02")
ROWS = 2000


def rows():
    """Nominees the ledger does not hold: everything is declared. Some rows cannot be judged."""
    rng = Random(11)
    for number in range(ROWS):
        facts = facts_to_json(random_facts(number))
        facts.pop("recipient")
        row = {"award": rng.choice(AWARDS), "period": 2024, "on": rng.choice(DAYS), "facts": facts}
        if number % 100 == 7:
            row["award"] = "KHONG"
        if number % 100 == 8:
            row["facts"] = {"honours": "ba lần"}
        yield row


def test_a_list_of_two_thousand_is_answered_as_one_by_one(tmp_path, capsys):
    asked = list(rows())
    path = tmp_path / "danh-sach.json"
    path.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    with pytest.raises(SystemExit):
        main(["law", "check-list", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert [row["row"] for row in told["rows"]] == list(range(1, ROWS + 1))
    wrong = [row for row in told["rows"] if "error" in row]
    assert len(wrong) == told["totals"]["error"] == 2 * ROWS // 100
    assert all(told["totals"][status] for status in ("pass", "fail", "unknown", "hold"))
    for given, row in zip(asked, told["rows"], strict=True):
        if "error" in row:
            continue
        day = date.fromisoformat(given["on"])
        facts = facts_of(None, {"claims_complete": True, **given["facts"]}, {})
        alone = judge(facts, given["award"], 2024, day, rules_in_force(day)).to_record()
        assert {key: row[key] for key in alone} == json.loads(json.dumps(alone))


def test_a_row_of_the_list_reads_as_the_single_command(tmp_path, capsys):
    asked = [
        row for row in islice(rows(), 60) if row["award"] != "KHONG" and isinstance(row["facts"].get("honours"), list)
    ][::3]
    path, alone = tmp_path / "danh-sach.json", tmp_path / "mot.json"
    path.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    with pytest.raises(SystemExit):
        main(["law", "check-list", str(path), "--json"])
    told = json.loads(capsys.readouterr().out)["rows"]
    for given, row in zip(asked, told, strict=True):
        alone.write_text(json.dumps(given["facts"], ensure_ascii=False), "utf-8")
        with pytest.raises(SystemExit):
            main(
                [
                    "law",
                    "check",
                    "--facts",
                    str(alone),
                    "--award",
                    given["award"],
                    "--period",
                    "2024",
                    "--on",
                    given["on"],
                    "--json",
                ]
            )
        single = json.loads(capsys.readouterr().out)
        assert {key: row[key] for key in ("verdict", "conditions", "digest")} == {
            key: single[key] for key in ("verdict", "conditions", "digest")
        }
