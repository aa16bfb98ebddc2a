"""The catalogue holds every award with its authority, votes, money and doubts, and compares two days."""

import os
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from thidua.awards.rules import LawInvalid, NoRulesInForce, load_law, rules_in_force
from thidua.awards.rules.catalogue import award_on, catalogue_on, diff, threshold
from thidua.awards.rules.trajectory import LEVELS
from thidua.foundation.text import fold

ROOT = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("THIDUA_SHARED") or ROOT.parent / "shared")
LAW = load_law()
CODES = sorted(LAW.awards)
DAY = date(2026, 3, 20)
shared = pytest.mark.skipif(not (SHARED / "law" / "law.yaml").is_file(), reason="shared material is absent")


def test_there_are_fifty_awards():
    assert len(CODES) == 50
    assert len(catalogue_on(DAY)) == 50


@pytest.mark.parametrize("code", CODES)
def test_an_entry_says_everything_a_reader_needs(code):
    entry = award_on(code, DAY)
    shown = entry.to_json()
    assert entry.decided_by
    assert entry.declaration.citations
    assert entry.declaration.sources
    assert entry.declaration.level in LEVELS
    assert entry.declaration.kind in {"title", "form", "honorary", "prize", "city_title", "city_form"}
    assert shown["recipients"]
    assert shown["conditions"]
    assert "vote.share" in entry.values
    assert shown["vote"]["ballot"] in {"required", "setting"}
    assert "dossier" in entry.values
    assert any(key.startswith("bonus.") for key in entry.values)
    assert "certificate" in entry.values
    assert all(rule.why.strip().endswith(".") for rule in entry.rules)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("day", [date(2024, 6, 30), date(2025, 6, 30), date(2025, 7, 1), date(2026, 12, 1)])
def test_every_award_given_on_a_day_compiles_with_its_numbers(code, day):
    if not LAW.awards[code].covers(day):
        with pytest.raises(LawInvalid):
            rules_in_force(day, code)
        return
    compiled = rules_in_force(day).compiled(code)
    assert compiled.conditions
    assert all(condition.citation.document for condition in compiled.conditions)


@pytest.mark.parametrize("code", CODES)
def test_values_run_on_without_a_day_missing_until_now(code):
    open_keys = {key for key in LAW.values.names() if key.startswith(f"{code}.")}
    ended = {key for key in open_keys if LAW.values.series(key)[-1].valid_to is not None}
    assert ended == set()


def test_a_name_or_alias_means_one_award():
    names = [{fold(name) for name in (each.name, each.short, *each.aliases)} for each in LAW.awards.values()]
    written = [name for own in names for name in own]
    assert [name for name, times in Counter(written).items() if times > 1] == []


def test_what_is_not_verified_is_marked():
    entry = award_on("TTLDTT", DAY)
    assert "share.ldtt" in entry.doubts
    assert "ty-le-ldtt" in entry.doubts
    assert "xep-loai" not in entry.doubts


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("CSTDTQ", Fraction(9, 10), Fraction(9, 10)),
        ("CSTDT", Fraction(9, 10), Fraction(3, 4)),
        ("CSTDCS", Fraction(4, 5), Fraction(3, 4)),
        ("COTP", Fraction(4, 5), Fraction(3, 4)),
        ("COCP", Fraction(4, 5), Fraction(4, 5)),
        ("AHLD", Fraction(9, 10), Fraction(9, 10)),
        ("AHLLVT", Fraction(9, 10), Fraction(9, 10)),
        ("HN_CDTDUT", Fraction(9, 10), Fraction(9, 10)),
        ("GDVH", None, None),
    ],
)
def test_thresholds_are_dated(code, before, after):
    assert threshold(code, date(2025, 6, 30)) == before
    assert threshold(code, date(2025, 7, 1)) == after


@pytest.mark.parametrize("code", ["LDTT", "CSTDCS", "TTLDTT", "GK", "TDPVH"])
def test_the_district_gives_until_the_end_of_june_2025(code):
    assert "Chủ tịch UBND cấp huyện" in award_on(code, date(2025, 6, 30)).decided_by
    after = award_on(code, date(2025, 7, 1)).decided_by
    assert "Chủ tịch UBND cấp huyện" not in after
    assert "Chủ tịch UBND cấp xã" in after


def test_quotas_known():
    assert award_on("COCP", DAY).get("quota.share") == "20/100"
    assert award_on("HN_CDTDUT", DAY).get("quota.count") == 10
    assert award_on("CSTDCS", DAY).get("quota.share") is None


def test_an_unknown_code_and_a_day_before_the_law_are_refused_in_words():
    with pytest.raises(LawInvalid, match="Không có danh hiệu"):
        award_on("KHONG", DAY)
    with pytest.raises(NoRulesInForce, match="31/12/2023"):
        diff(date(2023, 12, 31), DAY)


def test_two_days_under_the_same_text_do_not_differ():
    assert diff(date(2025, 8, 6), date(2025, 8, 20)).changes == ()


def test_the_first_of_july_2025_changes_rule_set_authority_and_votes():
    changes = {(row.owner, row.key): row for row in diff(date(2025, 6, 30), date(2025, 7, 1)).changes}
    assert changes[("chung", "ruleset")].sort == "ruleset"
    votes = changes[("CSTDT", "vote.share")]
    assert (votes.before, votes.after) == ("90/100", "75/100")
    assert changes[("TTLDTT", "decided_by")].before != changes[("TTLDTT", "decided_by")].after
    assert changes[("COCP", "vote.share")].only_source
    assert "huyện" in str(changes[("BKTTG", "thanh-tich-nguoi-lao-dong")].before)
    assert "xã" in str(changes[("BKTTG", "thanh-tich-nguoi-lao-dong")].after)


def test_the_first_of_october_2026_is_provisional():
    assert not rules_in_force(date(2026, 9, 30)).provisional
    assert rules_in_force(date(2026, 10, 1)).provisional


@shared
def test_the_catalogue_agrees_with_the_law_as_collected():
    rows = yaml.safe_load((SHARED / "law" / "law.yaml").read_text("utf-8"))["awards"]
    assert {row["code"] for row in rows} == set(CODES)
    for row in rows:
        entry = award_on(row["code"], date(2025, 9, 1))
        share = row["vote"]["min_share_of_full_membership_pct"]
        if share is not None:
            assert entry.vote.share == Fraction(share, 100), row["code"]
        for kind, wanted in coefficients(row):
            found = entry.get(f"bonus.{kind}")
            assert Fraction(str(found)) == Fraction(str(wanted)), (row["code"], kind)
        assert (entry.confidence == "verified") == (row["confidence"] == "verified"), row["code"]


def coefficients(row):
    """(kind, coefficient) pairs of an award as collected, fixed amounts alone."""
    money = row["bonus"]
    for kind in ("individual", "collective", "household"):
        if isinstance(money.get(kind), dict):
            yield kind, money[kind]["coefficient_base_salary"]
    for number, part in money.get("individual_by_class", {}).items():
        yield f"individual.{number}", part["coefficient_base_salary"]
    plain = money.get("coefficient_base_salary")
    if plain is not None and money["kind"] == "fixed":
        kind = row["recipients"][0]
        yield kind, plain
