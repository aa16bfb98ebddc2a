"""A draft laid over the law: which verdicts turn, and by which conditions."""

from datetime import date

import pytest

from thidua.awards.rules import Facts, HeldHonour, LawInvalid, RecipientKind, judge, load_law, rules_in_force
from thidua.awards.rules.bulk.whatif import Draft, Question, compare, drafted, reasons
from thidua.awards.tests.random_facts import random_facts

LAW = load_law()
ON = date(2025, 3, 20)


def titled(*years: int) -> Facts:
    """A person with the base title in those years."""
    held = tuple(HeldHonour("CSTDCS", year, year, decision_date=date(year + 1, 1, 10)) for year in years)
    return Facts("recipient:1", RecipientKind.INDIVIDUAL, honours=held)


def asked(facts: Facts, award: str = "BKTP") -> Question:
    return Question(facts, award, 2024, ON, ON)


def test_a_threshold_turns_those_between_the_old_and_the_new_one():
    new = drafted(LAW, Draft({"BKTP.times": 3}))
    questions = [asked(titled(2023, 2024)), asked(titled(2022, 2023, 2024)), asked(titled(2024))]
    found = compare(questions, LAW, new)
    assert [place for place, _, _ in found.turned] == [0]
    assert found.turned[0][1] == "pass"
    assert sum(found.moves.values()) == 3
    (reason,) = reasons(questions[0], LAW, new)
    assert (reason.id, reason.before) == ("thanh-tich-ca-nhan", "pass")
    assert "2 lần liên tục" in reason.text_before
    assert "3 lần liên tục" in reason.text_after


def test_every_answer_is_the_single_judges_under_both_laws():
    new = drafted(LAW, Draft({"CSTDT.times": 2, "CSTDT.lag": 2}, dropped=("CSTDT.sang-kien",)))
    facts = [random_facts(seed) for seed in range(200)]
    questions = [Question(each, "CSTDT", 2024, day, ON) for each in facts for day in (ON, date(2024, 6, 1))]
    found = compare(questions, LAW, new)
    wanted = []
    for place, each in enumerate(questions):
        before, after = (
            judge(each.facts, "CSTDT", 2024, ON, rules_in_force(each.received, law=law)).verdict.value
            for law in (LAW, new)
        )
        if before != after:
            wanted.append((place, before, after))
    assert found.turned == wanted
    assert wanted


def test_a_condition_no_longer_asked_is_gone_on_every_day():
    new = drafted(LAW, Draft(dropped=("CSTDT.sang-kien", "chung.khong-vuong-vu-viec")))
    for day in (date(2024, 1, 1), ON, date(2026, 12, 1)):
        ids = {row.id for row in rules_in_force(day, law=new).compiled("CSTDT").conditions}
        assert not ids & {"sang-kien", "khong-vuong-vu-viec"}
        assert "chuoi-cstdcs" in ids


def test_a_new_condition_is_asked_for():
    row = {"kind": "held", "award": "LDTT", "times": 1, "why": "Đã là Lao động tiên tiến."}
    new = drafted(LAW, Draft(conditions={"BKTP.da-ldtt": row}, document="Dự thảo Nghị định"))
    question = asked(titled(2023, 2024))
    assert compare([question], LAW, new).moves == {("pass", "fail"): 1}
    (reason,) = reasons(question, LAW, new)
    assert (reason.id, reason.before, reason.after) == ("da-ldtt", "", "fail")


def test_a_day_without_rules_is_its_own_answer():
    new = drafted(LAW, Draft({"CSTDT.times": 2}))
    question = Question(titled(2022), "CSTDT", 2022, date(2023, 5, 1), date(2023, 5, 1))
    assert compare([question], LAW, new).moves == {("none", "none"): 1}


@pytest.mark.parametrize(
    "draft",
    [
        Draft({"CSTDT.khong-co": 1}),
        Draft(dropped=("CSTDT.khong-co",)),
        Draft(dropped=("KHONG.sang-kien",)),
        Draft(conditions={"CSTDT.moi": {"kind": "held"}}),
    ],
)
def test_what_the_law_does_not_have_is_refused(draft):
    with pytest.raises(LawInvalid):
        new = drafted(LAW, draft)
        rules_in_force(ON, "CSTDT", law=new)


def test_a_draft_is_kept_and_read_again():
    draft = Draft({"CSTDT.times": 2}, {"CSTDT.moi": {"kind": "held"}}, ("CSTDT.sang-kien",), "Dự thảo")
    assert Draft.from_json(draft.to_json()) == draft
    assert not Draft()
