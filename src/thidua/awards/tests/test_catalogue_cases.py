"""Every readable case beside an award is judged, and every award has all kinds of cases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.awards.rules import facts_from_json, judge, load_law, rules_in_force
from thidua.awards.rules.law import CATALOGUE

AWARDS = sorted(path.parent.name for path in CATALOGUE.glob("*/award.yaml"))


def read_cases(path: Path) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(award, case, facts) with the shared facts of the file filled in."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    award = data.get("award") or path.parent.name
    for case in data["cases"]:
        facts = {**data["base"], **case.get("facts", {})}
        shared = {key: data[key] for key in ("received", "on", "period") if key in data}
        yield award, {**shared, **case}, facts


ALL = [
    pytest.param(award, case, facts, id=f"{award}: {case['case']}")
    for path in sorted(CATALOGUE.glob("*/cases.yaml"))
    for award, case, facts in read_cases(path)
]


@pytest.mark.parametrize(("award", "case", "facts"), ALL)
def test_case_is_judged_as_written(award, case, facts):
    received: date = case["received"]
    verdict = judge(facts_from_json(facts), award, case["period"], case.get("on", received), rules_in_force(received))
    found = {finding.id: finding for finding in verdict.conditions}
    story = "\n".join(f"{each.id}: {each.status} {each.text}" for each in verdict.conditions)
    assert verdict.verdict == case["verdict"], story
    for condition, status in case.get("conditions", {}).items():
        assert found[condition].status == status, story
    for condition, words in case.get("says", {}).items():
        assert words in found[condition].text, story


@pytest.mark.parametrize("award", AWARDS)
def test_award_has_a_passing_failing_unknown_and_boundary_case_for_every_condition(award):
    seen: dict[str, set[str]] = {}
    bounds: set[str] = set()
    for _, case, _ in read_cases(CATALOGUE / award / "cases.yaml"):
        for condition, status in case.get("conditions", {}).items():
            seen.setdefault(condition, set()).add(status)
        bounds |= set(case.get("boundary", ()))
    for condition in {version.id for version in load_law().award(award).conditions}:
        assert seen.get(condition, set()) >= {"pass", "fail", "unknown"}, condition
        assert condition in bounds, condition


@pytest.mark.parametrize("award", AWARDS)
def test_award_has_a_passing_and_a_failing_case(award):
    verdicts = {case["verdict"] for _, case, _ in read_cases(CATALOGUE / award / "cases.yaml")}
    assert verdicts >= {"pass", "fail"}


def test_shared_conditions_have_passing_holding_and_unknown_cases():
    seen: dict[str, set[str]] = {}
    for place in ("_common", "BKTP"):  # a form, for what forms share
        for _, case, _ in read_cases(CATALOGUE / place / "cases.yaml"):
            for condition, status in case.get("conditions", {}).items():
                seen.setdefault(condition, set()).add(status)
    for condition in ("khong-dang-ky-luat", "khong-vuong-vu-viec"):
        assert seen[condition] == {"pass", "hold", "unknown"}
    for condition in ("khong-trung-ky", "khong-trung-thanh-tich", "doi-tuong", "khong-truy-tang"):
        assert seen[condition] == {"pass", "fail", "unknown"}
