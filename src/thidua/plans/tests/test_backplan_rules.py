"""Back-planning without a database: the dated lead times, the last days before a session, what the plan leaves too little of."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.workdays import calendar_for
from thidua.plans.backplan import (
    Confidence,
    Printed,
    Step,
    WarningCode,
    back_plan,
    brings_dossiers,
    kinds_of,
    rule_on,
)
from thidua.plans.backplan.rules import rules

OFFICIAL = calendar_for([2024, 2025, 2026])
STATE = kinds_of(["Xét khen thưởng cấp Nhà nước đợt 1/2025", "Xét Cờ thi đua của Chính phủ năm 2024"])
CITIZEN = kinds_of(["Xét danh hiệu “Công dân Thủ đô ưu tú” năm 2025"])
SESSION_1, SESSION_2 = date(2025, 3, 10), date(2025, 6, 16)
SESSION_3, SESSION_4 = date(2025, 7, 31), date(2025, 9, 30)


def begins(day, kinds, step, **more):
    found = back_plan(day, kinds, [], OFFICIAL, **more).step(step)
    return found and found.begins


# The rules


def test_every_rule_names_its_document_and_how_sure_it_is():
    for rule in rules():
        assert rule.document
        assert rule.days > 0
        assert rule.article or rule.confidence is not Confidence.VERIFIED or "71/2025" in rule.document
        assert rule.note or rule.confidence is Confidence.VERIFIED
        assert rule.valid_to is None or rule.valid_from <= rule.valid_to


def test_no_two_rules_of_a_step_for_the_same_subjects_hold_on_one_day():
    by_step = {}
    for rule in rules():
        by_step.setdefault((rule.step, rule.needs), []).append(rule)
    for found in by_step.values():
        ordered = sorted(found, key=lambda rule: rule.valid_from)
        assert all(a.valid_to and a.valid_to + timedelta(days=1) <= b.valid_from for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("day", "days", "document", "confidence"),
    [
        (date(2023, 6, 1), 7, "QĐ 09/2020/QĐ-UBND", Confidence.SECONDARY),
        (SESSION_1, 10, "NĐ 98/2023/NĐ-CP", Confidence.SECONDARY),
        (date(2025, 6, 30), 10, "NĐ 98/2023/NĐ-CP", Confidence.SECONDARY),
        (date(2025, 7, 1), 10, "NĐ 152/2025/NĐ-CP", Confidence.VERIFIED),
    ],
)
def test_consultation_by_the_rule_in_force_on_the_day(day, days, document, confidence):
    rule = rule_on(Step.CONSULTATION, day, STATE)
    assert (rule.days, rule.document, rule.confidence) == (days, document, confidence)


def test_seven_days_for_the_outstanding_citizens_after_the_session():
    assert rule_on(Step.OPINION, SESSION_3, CITIZEN).confidence is Confidence.UNVERIFIED
    rule = rule_on(Step.OPINION, date(2026, 7, 31), CITIZEN)
    assert (rule.days, rule.document, rule.confidence) == (7, "QĐ 71/2025/QĐ-UBND", Confidence.VERIFIED)
    assert rule_on(Step.CONSULTATION, SESSION_3, CITIZEN) is None


def test_where_no_rule_is_on_file_nothing_is_made_up():
    day = date(2027, 6, 1)
    assert rule_on(Step.CONSULTATION, day, STATE) is None
    plan = back_plan(day, STATE, [], OFFICIAL)
    assert plan.step(Step.CONSULTATION) is None
    assert {(one.code, one.step) for one in plan.warnings} >= {
        (WarningCode.NO_RULE, Step.CONSULTATION),
        (WarningCode.NO_RULE, Step.CONCURRENCE),
    }


@pytest.mark.parametrize(
    ("subjects", "kinds"),
    [
        (["Xét khen thưởng CẤP NHÀ NƯỚC đợt 2"], {"state", "agreed"}),
        (["Chiến sỹ thi đua toàn quốc năm 2025"], {"state"}),
        (["Cờ thi đua của Chính phủ khối doanh nghiệp"], {"agreed"}),
        (["“Công dân Thủ đô ưu tú”"], {"citizen"}),
        (["Chiến sĩ thi đua Thành phố đợt 1/2025"], set()),
        ([], set()),
    ],
)
def test_subjects_are_known_by_their_words(subjects, kinds):
    assert kinds_of(subjects) == kinds


@pytest.mark.parametrize(
    ("label", "title", "brings"),
    [
        ("Các đơn vị gửi hồ sơ", "Họp Hội đồng", True),
        ("Trình và tổng kết", "Đơn vị trình khen thưởng tổng kết năm 2024", True),
        ("", "Tập huấn nghiệp vụ", False),
        ("Họp Hội đồng", "Họp Hội đồng Thi đua - Khen thưởng", False),
    ],
)
def test_milestones_that_bring_dossiers_are_known_by_their_words(label, title, brings):
    assert brings_dossiers(label, title) is brings


# The sessions of the real plan, as calendar.md 3 counts them


def test_session_1_papers_on_3_march_comment_over_by_then():
    assert begins(SESSION_1, STATE, Step.CONSULTATION) == date(2025, 2, 14)
    assert begins(SESSION_1, STATE, Step.PAPERS) == date(2025, 3, 3)
    assert begins(SESSION_1, STATE, Step.CONCURRENCE) == date(2025, 1, 23)


def test_session_2_papers_on_9_june_comment_over_by_then():
    assert begins(SESSION_2, STATE, Step.CONSULTATION) == date(2025, 5, 23)
    assert begins(SESSION_2, STATE, Step.PAPERS) == date(2025, 6, 9)


def test_session_3_papers_on_24_july_and_no_consultation_before_it():
    assert begins(SESSION_3, CITIZEN, Step.PAPERS) == date(2025, 7, 24)
    plan = back_plan(SESSION_3, CITIZEN, [], OFFICIAL)
    assert plan.step(Step.CONSULTATION) is None
    assert plan.step(Step.OPINION).ends == date(2025, 8, 11)


def test_session_4_papers_on_23_september_comment_over_by_then():
    assert begins(SESSION_4, STATE, Step.CONSULTATION) == date(2025, 9, 8)
    assert begins(SESSION_4, STATE, Step.PAPERS) == date(2025, 9, 23)


def test_the_window_of_item_9_leaves_six_days_where_consultation_and_papers_need_sixteen():
    window = Printed(9, date(2025, 2, 28), stated=False)
    found = back_plan(SESSION_1, STATE, [window], OFFICIAL).warnings
    (one,) = [warned for warned in found if warned.step is Step.CONSULTATION]
    assert (one.code, one.printed, one.left, one.needs, one.missing) == (
        WarningCode.TOO_LITTLE,
        window,
        6,
        16,
        10,
    )
    assert WarningCode.NOT_STATED in {warned.code for warned in found}
    assert Step.PAPERS not in {warned.step for warned in found}  # five are needed, six are left


def test_a_comfortable_session_has_no_warning():
    assert back_plan(SESSION_2, STATE, [Printed(1, date(2025, 3, 28))], OFFICIAL).warnings == []


def test_dossiers_after_the_cut_off_cut_the_appraisal_short():
    plan = back_plan(SESSION_2, STATE, [Printed(1, date(2025, 4, 24))], OFFICIAL)
    assert plan.step(Step.DOSSIERS).begins == date(2025, 4, 22)
    (one,) = plan.warnings
    assert (one.code, one.missing) == (WarningCode.AFTER_CUT_OFF, 2)


def test_a_session_on_a_day_off_is_counted_from_the_working_day_before():
    plan = back_plan(date(2025, 5, 31), frozenset(), [Printed(1, date(2025, 4, 1))], OFFICIAL)
    assert plan.effective == date(2025, 5, 30)
    assert [one.code for one in plan.warnings] == [WarningCode.DAY_OFF]
    assert plan.step(Step.PAPERS).begins == date(2025, 5, 23)


def test_the_length_of_the_appraisal_can_be_chosen():
    assert begins(SESSION_4, frozenset(), Step.DOSSIERS, appraisal=17) == OFFICIAL.add(date(2025, 9, 23), -17)
    assert begins(SESSION_4, frozenset(), Step.DOSSIERS, appraisal=0) == date(2025, 9, 23)


@given(
    st.dates(date(2024, 3, 1), date(2026, 12, 31)),
    st.sets(st.sampled_from(["state", "agreed", "citizen"])),
    st.integers(0, 40),
)
def test_the_steps_follow_each_other_and_end_by_the_session(day, kinds, appraisal):
    plan = back_plan(day, kinds, [], OFFICIAL, appraisal=appraisal)
    dossiers = plan.step(Step.DOSSIERS)
    for one, then in pairwise(plan.before):
        whole = one.step in (Step.CONCURRENCE, Step.CONSULTATION)
        assert one.ends < then.begins if whole else one.ends <= then.begins
    for one in plan.before:
        assert one.begins <= one.ends <= plan.effective
        assert dossiers.begins <= one.begins
        assert OFFICIAL.is_working_day(one.begins)
        if one.rule and one.step is not Step.APPRAISAL:
            assert OFFICIAL.between(one.begins, one.ends) == one.rule.days


def test_the_articles_are_those_of_the_law_catalogue(shared):
    known = (shared / "law/law.md").read_text(encoding="utf-8")
    assert "| T2 | public notice by the province before its council | 10 working days | Điều 44 cl.2 |" in known
    assert "| T1 | agency asked for opinion must answer | 10 working days | Điều 34 cl.6 |" in known
