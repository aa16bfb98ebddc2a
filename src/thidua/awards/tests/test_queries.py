"""The bridge from the ledger to the law: facts, verdicts, replay, thresholds, money."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.awards import queries
from thidua.awards.actions import keep_rules
from thidua.awards.inforce import held
from thidua.awards.models import RuleSnapshot
from thidua.awards.rules import LawInvalid, Status, judge, judge_many, rules_in_force
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
ON = date(2025, 3, 20)
AT = datetime(2025, 3, 20, 2, tzinfo=UTC)
MERIT = {"name": "Số hóa hồ sơ", "scope": "province", "recognised_on": "2024-11-20", "recognised_by": "city"}


@pytest.fixture
def holder():
    recipient = RecipientFactory()
    for year in (2022, 2023, 2024):
        HonourFactory(recipient=recipient, period_from=year, decision_date=date(year + 1, 1, 15))
    return recipient


def test_facts_carry_who_and_what_the_ledger_knows(holder):
    facts = queries.facts_for(holder, {})
    assert facts.recipient == holder.key
    assert facts.kind == "individual"
    assert facts.birth_year == holder.person.birth_year
    assert [row.year for row in facts.honours] == [2022, 2023, 2024]
    assert facts.initiatives is None


def test_a_nominee_in_nobodys_ledger_is_known_to_hold_nothing():
    facts = queries.facts_for(None, {}, kind="collective")
    assert facts.honours == ()
    assert facts.kind == "collective"


def test_declared_facts_complete_the_ledger(holder):
    facts = queries.facts_for(holder, {"initiatives": [MERIT], "honours": [{"award": "CSTDT", "period": "2021"}]})
    assert len(facts.honours) == 4
    assert facts.initiatives[0].name == "Số hóa hồ sơ"
    assert facts.recipient == holder.key


def in_order(facts):
    """Facts with their honours in one order: the ledger gives no order of its own."""
    return replace(facts, honours=tuple(sorted(facts.honours, key=lambda row: (row.award, row.first_year))))


def test_many_have_the_facts_and_verdicts_they_have_alone_at_the_same_cost(holder):
    others = [RecipientFactory() for _ in range(4)]
    HonourFactory(recipient=others[0], award="LDTT", status="revoked")
    HonourFactory(recipient=others[0], award="BKTP", period_from=2020, period_to=2021)
    rows = [holder, *others]
    many = queries.facts_for_many(rows)
    alone = {row.pk: queries.facts_for(row, {}) for row in rows}
    assert {pk: in_order(facts) for pk, facts in many.items()} == {pk: in_order(facts) for pk, facts in alone.items()}
    rules = rules_in_force(ON)
    for award in ("CSTDT", "BKTP", "BKTTG"):
        together = judge_many(many.values(), award, 2024, ON, rules)
        assert together == [judge(alone[pk], award, 2024, ON, rules) for pk in many]
    with CaptureQueriesContext(connection) as one:
        queries.facts_for_many([holder])
    with CaptureQueriesContext(connection) as five:
        queries.facts_for_many(rows)
    assert len(five) == len(one)


def test_a_verdict_record_holds_all_that_a_panel_shows(holder):
    record = queries.verdict_for(holder, {"initiatives": [MERIT]}, "CSTDT", 2024, ON)
    assert record["verdict"] == "pass"
    assert record["ruleset"] == "ND98"
    assert len(record["digest"]) == 64
    assert record["facts"]["recipient"] == holder.key
    assert all(row["why"] and row["citation"]["document"] for row in record["conditions"])
    assert record["on"] == "2025-03-20"


def test_a_revoked_honour_no_longer_counts(holder):
    holder.honours.filter(period_to=2023).update(status="revoked")
    record = queries.verdict_for(holder, {"initiatives": [MERIT]}, "CSTDT", 2024, ON)
    failed = {row["id"]: row["text"] for row in record["conditions"] if row["status"] == "fail"}
    assert set(failed) == {"chuoi-cstdcs"}
    assert "2023" in failed["chuoi-cstdcs"]


def test_a_verdict_comes_out_again_after_the_ledger_has_changed(holder):
    record = queries.verdict_for(holder, {"initiatives": [MERIT]}, "CSTDT", 2024, ON)
    assert queries.replayed(record) is None
    digest = keep_rules("CSTDT", received_on=ON, at=AT)
    assert digest == record["digest"]
    holder.honours.update(status="revoked")
    again = queries.replayed(record)
    assert again.verdict is Status.PASS
    assert again.to_record() == {key: value for key, value in record.items() if key != "facts"}


def test_keeping_the_same_rules_again_keeps_one_row():
    keep_rules("CSTDT", received_on=ON, at=AT)
    keep_rules("CSTDT", received_on=date(2025, 3, 21), at=AT)
    assert RuleSnapshot.objects.count() == 1


def test_one_evaluation_is_the_engines_own(holder):
    facts = queries.facts_for(holder, {})
    alone = judge(facts, "CSTDT", 2024, ON, rules_in_force(ON)).to_record()
    record = queries.verdict_for(holder, {}, "CSTDT", 2024, ON)
    assert {key: record[key] for key in alone} == alone


def test_a_verdict_costs_one_query_and_the_law_is_asked_for_once_in_a_request(holder):
    with held(), CaptureQueriesContext(connection) as cost:
        queries.verdict_for(holder, {}, "CSTDT", 2024, ON)
        queries.verdict_for(holder, {}, "CSTDT", 2023, ON)
    assert len(cost) == 3  # one stamp, and the honours each time


def test_days_and_codes_without_rules_are_refused(holder):
    with pytest.raises(LawInvalid):
        queries.verdict_for(holder, {}, "CSTDT", 2022, date(2023, 5, 1))
    with pytest.raises(LawInvalid):
        queries.verdict_for(holder, {}, "KHONG", 2024, ON)


def test_thresholds_names_choices_and_money():
    assert queries.vote_threshold("CSTDT", ON).share == Fraction(9, 10)
    assert queries.vote_threshold("CSTDT", date(2025, 8, 1)).confidence == "recalled"
    assert queries.vote_threshold("GDVH", ON) is None
    assert queries.award_name("CSTDT", ON) == "Chiến sĩ thi đua Thành phố"
    assert queries.award_name("CU", ON) == "CU"
    assert len(queries.award_choices(date(2025, 8, 1))) == 50
    assert queries.bonus("LDTT", "individual", date(2026, 7, 1)) == 760_000
    assert queries.bonus("GDVH", "household", ON) is None
    assert "vote.share" in queries.needs_check("CSTDT", date(2025, 8, 1))
