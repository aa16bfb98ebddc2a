"""Properties of judging: many equal one, stored equals fresh, more honours never hurt, the worst decides."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.awards.rules import (
    Facts,
    HeldHonour,
    Initiative,
    RecipientKind,
    Status,
    Verdict,
    facts_from_json,
    facts_to_json,
    judge,
    judge_many,
    replay,
    rules_in_force,
)
from thidua.awards.rules.facts import Discipline, Pending, Rating, Scope
from thidua.awards.rules.findings import overall

DAY = date(2025, 9, 1)
RULES = rules_in_force(DAY)
ASKED = ("LDTT", "CSTDCS", "CSTDT", "CSTDTQ", "BKTP", "BKTTG", "HCLD3", "HCLD2", "HN_CDTDUT")
HELD = ("LDTT", "CSTDCS", "CSTDT", "BKTP", "BKTTG", "HCLD3", "HN_CDTDUT")
FORMS = {"BKTP", "BKTTG", "HCLD3", "HCLD2"}
YEARS = st.integers(2012, 2025)


@st.composite
def honours(draw):
    first = draw(YEARS)
    last = first + draw(st.sampled_from([0, 0, 0, 1, 2]))
    decided = date(last, 12, 1) + timedelta(days=draw(st.integers(0, 200)))
    return HeldHonour(
        draw(st.sampled_from(HELD)),
        first,
        last,
        decision_date=draw(st.sampled_from([None, decided])),
        status=draw(st.sampled_from(["valid", "valid", "corrected", "revoked"])),
        route=draw(st.sampled_from(["merit", "merit", "sudden"])),
    )


initiatives = st.builds(
    Initiative,
    name=st.just("Sáng kiến"),
    scope=st.sampled_from([None, *Scope]),
    recognised_on=st.one_of(st.none(), st.dates(date(2019, 1, 1), date(2026, 1, 1))),
    kind=st.sampled_from(["initiative", "research"]),
    recognised_by=st.sampled_from([None, "city", "base"]),
)
measures = st.builds(
    Discipline,
    form=st.sampled_from(["khien_trach", "canh_cao"]),
    since=st.dates(date(2012, 1, 1), date(2020, 1, 1)),
    until=st.one_of(st.none(), st.dates(date(2020, 1, 2), date(2026, 1, 1))),
)
CODES = ("wide_achievement", "contribution", "movement_result", "exemplary_conduct")
KINDS = (RecipientKind.INDIVIDUAL, RecipientKind.INDIVIDUAL, None, RecipientKind.COLLECTIVE)
PERIODS = st.integers(2023, 2025)
facts = st.builds(
    Facts,
    recipient=st.just("recipient:1"),
    kind=st.sampled_from(KINDS),
    nationality=st.sampled_from([None, "VN", "FR"]),
    honours=st.one_of(st.none(), st.lists(honours(), max_size=9).map(tuple)),
    initiatives=st.one_of(st.none(), st.lists(initiatives, max_size=3).map(tuple)),
    ratings=st.one_of(st.none(), st.dictionaries(YEARS, st.sampled_from(Rating), max_size=12)),
    discipline=st.one_of(st.none(), st.lists(measures, max_size=2).map(tuple)),
    pending=st.one_of(st.none(), st.just(()), st.just((Pending("complaint", date(2025, 8, 1)),))),
    attested=st.dictionaries(st.sampled_from(CODES), st.booleans()),
    vouched=st.booleans(),
)
with_ledger = facts.filter(lambda row: row.honours is not None)


@given(st.lists(facts, max_size=6), st.sampled_from(ASKED), PERIODS)
def test_many_at_once_get_exactly_the_answers_they_get_alone(rows, award, period):
    many = judge_many(rows, award, period, DAY, RULES)
    assert many == [judge(row, award, period, DAY, RULES) for row in rows]


@given(facts, st.sampled_from(ASKED), PERIODS)
def test_a_verdict_comes_out_again_from_what_is_stored(row, award, period):
    fresh = judge(row, award, period, DAY, RULES)
    kept_facts = json.loads(json.dumps(facts_to_json(row)))
    kept_rules = json.loads(json.dumps(RULES.snapshot(award)))
    again = replay(facts_from_json(kept_facts), kept_rules, period, DAY)
    assert again == fresh
    assert Verdict.from_json(json.loads(json.dumps(fresh.to_record()))) == fresh


@given(facts)
def test_facts_survive_their_json(row):
    assert facts_from_json(json.loads(json.dumps(facts_to_json(row)))) == row


ORDER = {Status.FAIL: 0, Status.UNKNOWN: 1, Status.PASS: 2}


def added_honour_hurts(row, award, period, more):
    """Conditions that got worse by one more honour of another award."""
    before = {each.id: each.status for each in judge(row, award, period, DAY, RULES).conditions}
    richer = replace(row, honours=(*(row.honours or ()), more))
    after = {each.id: each.status for each in judge(richer, award, period, DAY, RULES).conditions}
    return {key for key, status in before.items() if status is Status.PASS and after[key] is not Status.PASS}


@settings(max_examples=300)
@given(with_ledger, st.sampled_from(ASKED), PERIODS, honours())
def test_one_more_honour_of_another_award_never_makes_a_pass_fail(row, award, period, more):
    if more.award == award or (award == "CSTDTQ" and more.award == "CSTDT"):
        return  # once in a lifetime, once for a period, years used, day to file: rules that say so
    hurt = added_honour_hurts(row, award, period, more)
    if {award, more.award} <= FORMS and more.year == period:
        hurt -= {"khong-trung-thanh-tich"}  # Điều 5: one achievement is not rewarded by several forms
    assert hurt == set()


@settings(max_examples=300)
@given(with_ledger, PERIODS, honours())
def test_one_more_city_title_never_breaks_the_chain_towards_the_national_one(row, period, more):
    more = replace(more, award="CSTDT")
    assert "chuoi-cstdt" not in added_honour_hurts(row, "CSTDTQ", period, more)


def test_a_revoked_title_in_between_does_not_break_a_linked_chain():
    held = [HeldHonour("CSTDT", year, year, decision_date=date(year + 1, 6, 1)) for year in (2021, 2024)]
    held += [HeldHonour("CSTDCS", year, year) for year in (2022, 2023, 2024)]
    row = Facts("r", RecipientKind.INDIVIDUAL, honours=tuple(held))
    revoked = HeldHonour("CSTDT", 2023, 2023, status="revoked")
    assert added_honour_hurts(row, "CSTDTQ", 2024, revoked) == set()


@pytest.mark.parametrize(
    ("statuses", "answer"),
    [
        ([], Status.PASS),
        ([Status.PASS, Status.UNKNOWN], Status.UNKNOWN),
        ([Status.UNKNOWN, Status.HOLD], Status.HOLD),
        ([Status.HOLD, Status.FAIL, Status.PASS], Status.FAIL),
    ],
)
def test_the_worst_answer_decides(statuses, answer):
    assert overall(statuses) is answer


def test_the_digest_names_the_rules_of_the_day_of_receipt():
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2025, 9, 1), date(2026, 10, 1))
    digests = [rules_in_force(day).digest("CSTDT") for day in days]
    assert digests[0] != digests[1] == digests[2] != digests[3]


def test_a_dossier_received_before_july_2025_is_judged_by_the_old_decree_to_the_end():
    row = Facts("r", RecipientKind.INDIVIDUAL, honours=())
    verdict = judge(row, "CSTDT", 2024, date(2025, 9, 1), rules_in_force(date(2025, 6, 30)))
    assert verdict.ruleset == "ND98"
    assert "98/2023" in verdict.conditions[-1].text


def test_every_finding_has_sentence_citation_and_reason():
    row = Facts("r", RecipientKind.INDIVIDUAL)
    for award in ASKED:
        for each in judge(row, award, 2024, DAY, RULES).conditions:
            assert each.text.endswith(".")
            assert "!" not in each.text
            assert each.citation.document
            assert each.why
