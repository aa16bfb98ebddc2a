"""Many judged at once are judged as one by one: every award, every stretch of the law, every readable case."""

from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.awards.rules import Facts, LawInvalid, Status, facts_from_json, judge, load_law, rules_in_force
from thidua.awards.rules.bulk import columns_of, evaluate, judge_bulk, sheets
from thidua.awards.rules.bulk.answering import answers
from thidua.awards.rules.criteria import KINDS
from thidua.awards.rules.law import CATALOGUE
from thidua.awards.tests.random_facts import LAST, random_facts
from thidua.awards.tests.test_catalogue_cases import read_cases

LAW = load_law()
CODES = sorted(LAW.awards)
SPANS = [span.valid_from for span in LAW.spans]
# Every day on which something of the law begins, as far as a rule set covers it.
DAYS = [day for day in LAW.bounds if SPANS[0] <= day]
SEEDS = st.lists(st.integers(0, 2**48), min_size=1, max_size=12)


def assert_same(facts: list[Facts], award: str, period: int, on: date, received: date) -> None:
    """Verdict and status of every condition are those of the single judge, and so are the full reasons."""
    rules = rules_in_force(received)
    outcome = evaluate(columns_of(facts), award, period, on, rules)
    for row, (each, sheet) in enumerate(zip(facts, sheets(outcome), strict=True)):
        alone = judge(each, award, period, on, rules)
        assert outcome.status(row) is alone.verdict, (award, period, on, each)
        assert outcome.reasons(row) == {found.id: found.status for found in alone.conditions}, (award, each)
        assert sheet == alone, (award, period, on, each)


@pytest.mark.parametrize("received", DAYS, ids=str)
@settings(max_examples=3, deadline=None)
@given(seeds=SEEDS, period=st.integers(2023, LAST), later=st.integers(0, 400))
def test_random_facts_have_the_single_verdict_for_every_award_on_every_day_of_the_law(received, seeds, period, later):
    facts = [random_facts(seed) for seed in seeds]
    for award in CODES:
        if LAW.awards[award].covers(received):
            assert_same(facts, award, period, received + timedelta(days=later), received)


def test_every_readable_case_has_the_single_verdict_in_a_crowd():
    groups = defaultdict(list)
    for path in sorted(CATALOGUE.glob("*/cases.yaml")):
        for award, case, facts in read_cases(path):
            received = case["received"]
            groups[award, case["period"], case.get("on", received), received].append(facts_from_json(facts))
    for (award, period, on, received), facts in groups.items():
        assert_same(facts, award, period, on, received)


def test_a_crowd_holds_every_status():
    columns, on = columns_of([random_facts(seed) for seed in range(300)]), date(2025, 9, 20)
    totals: Counter[str] = Counter()
    for award in CODES:
        counts = evaluate(columns, award, 2024, on, rules_in_force(on)).counts()
        assert sum(counts.values()) == 300
        totals.update(counts)
    assert all(totals[status.value] for status in Status)


def test_nobody_has_no_verdicts():
    rules = rules_in_force(date(2025, 3, 20))
    assert list(judge_bulk([], "CSTDT", 2024, date(2025, 3, 20), rules)) == []


def test_an_unknown_award_is_refused():
    with pytest.raises(LawInvalid):
        evaluate(columns_of([]), "KHONG", 2024, date(2025, 3, 20), rules_in_force(date(2025, 3, 20)))


def test_few_kinds_are_left_to_the_single_judge():
    """A kind without a columnar form works, slowly; whoever adds one is told here to give it a form."""
    alone = answers.dispatch(object)
    shapes = {
        type(condition.criterion)
        for code in CODES
        for day in DAYS
        if LAW.awards[code].covers(day)
        for condition in rules_in_force(day).compiled(code).conditions
    }
    assert {shape.__name__ for shape in shapes if answers.dispatch(shape) is alone} == set()
    assert len(KINDS) >= len(shapes)
