"""Who sees a plan and who may do what with it: every duty, every state, every question, each no with its reason."""

from __future__ import annotations

import pytest

from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import OFFICE_DUTIES, UNIT_DUTIES
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting
from thidua.plans import policies, queries
from thidua.plans.models import CouncilRow, Milestone, Plan, PlanState, Resolution, Severity
from thidua.plans.tests.factories import (
    AT,
    FlagFactory,
    MilestoneFactory,
    PlanFactory,
    TaskFactory,
    due,
    head,
    in_force,
    named_in_tests,
)

pytestmark = pytest.mark.django_db

HEAD, APPRAISER = DutyCode.OFFICE_HEAD, DutyCode.APPRAISER
DRAFT, ACTIVE, CLOSED = PlanState.DRAFT, PlanState.ACTIVE, PlanState.CLOSED
# question: who may, in which states, the reason for the wrong state, the reason for the wrong duty
TABLE = {
    "may_resolve": (
        {HEAD, APPRAISER},
        {DRAFT},
        "không còn ở bước soát",
        "do lãnh đạo Ban hoặc chuyên viên thẩm định xác nhận",
    ),
    "may_set_counting": ({HEAD}, {DRAFT, ACTIVE}, "Kế hoạch đã kết thúc", "Việc này do lãnh đạo Ban"),
    "may_activate": (
        {HEAD},
        {DRAFT},
        "đã được phát hành trước đó",
        "do lãnh đạo Ban Thi đua - Khen thưởng phát hành",
    ),
    "may_discard": ({HEAD}, {DRAFT}, "phát hành thì không bỏ được", "lãnh đạo Ban hoặc người đã nạp bỏ"),
    "may_settle": (
        {HEAD, APPRAISER},
        {DRAFT, ACTIVE},
        "Kế hoạch đã kết thúc",
        "do lãnh đạo Ban hoặc chuyên viên thẩm định thống nhất",
    ),
    "may_close": ({HEAD}, {ACTIVE}, "Chỉ kết thúc kế hoạch đang thực hiện", "Việc này do lãnh đạo Ban"),
}


def everybody() -> dict[DutyCode, Acting]:
    return {code: acting(code) for code in DutyCode}


def nobody() -> Acting:
    return Acting(UserFactory(), None)


def test_every_question_is_asked_here():
    asked = {*TABLE, "may_import", "may_choose_units", "may_report"}
    elsewhere = named_in_tests(r"\b(may_\w+)", but="test_policies.py")
    assert {name for name in vars(policies) if name.startswith("may_")} - asked - elsewhere == set()


@pytest.mark.parametrize("question", TABLE)
@pytest.mark.parametrize("state", PlanState)
def test_table_of_duties_and_states(question, state):
    duties, states, wrong_state, wrong_duty = TABLE[question]
    plan = PlanFactory(state=state)
    for code, who in everybody().items():
        answer = getattr(policies, question)(who, plan)
        assert answer.allowed is (code in duties and state in states), (question, code, state)
        if not answer.allowed:
            assert (wrong_duty if state in states else wrong_state) in answer.reason, (question, code, state)
    assert not getattr(policies, question)(nobody(), plan).allowed


def test_plans_are_taken_in_by_the_head_appraisers_and_units_for_themselves():
    answers = {code: policies.may_import(who) for code, who in everybody().items()}
    assert {code for code, answer in answers.items() if answer.allowed} == {HEAD, APPRAISER, *UNIT_DUTIES}
    assert "do lãnh đạo Ban, chuyên viên thẩm định nạp" in answers[DutyCode.CLERK].reason
    assert not policies.may_import(nobody()).allowed


# Putting in force


def test_blocking_flags_stand_in_the_way_until_the_last_is_settled():
    plan, by = PlanFactory(), head()
    one, two = (FlagFactory(plan=plan, severity=Severity.ERROR) for _ in range(2))
    FlagFactory(plan=plan, severity=Severity.WARNING)
    FlagFactory(plan=PlanFactory(), severity=Severity.ERROR)
    for left, flag in ((2, one), (1, two)):
        assert f"Còn {left} điều phải xác nhận" in policies.may_activate(by, plan).reason
        assert policies.blocking_flags(plan) == left
        flag.resolution, flag.resolved_at = Resolution.KEPT, AT
        flag.save()
    assert policies.may_activate(by, plan).allowed


def test_the_rival_is_named():
    plan = PlanFactory()
    rival = in_force(number="3/KH-TN", yearly=True)
    assert "kế hoạch công tác năm là 3/KH-TN" in policies.year_is_free(plan).reason
    rival.number, rival.title = "", "Kế hoạch chưa có số"
    rival.save()
    assert "Kế hoạch chưa có số" in policies.year_is_free(plan).reason


@pytest.mark.parametrize("other", [{"year": 2024}, {"yearly": False}, {"state": CLOSED}, {"state": DRAFT}])
def test_no_rival_of_another_year_kind_or_state(other):
    PlanFactory(**{"state": ACTIVE, "yearly": True} | other)
    assert policies.rival(PlanFactory()) is None


# Taking away


def test_who_took_a_plan_in_may_take_it_away_while_still_in_that_duty():
    own, other = acting(APPRAISER), acting(APPRAISER)
    plan = PlanFactory(imported_by=own.user)
    assert policies.may_discard(own, plan).allowed
    assert "người đã nạp bỏ" in policies.may_discard(other, plan).reason
    moved_on = Acting(own.user, acting(DutyCode.CLERK).duty)
    assert not policies.may_discard(moved_on, plan).allowed


# Units of a task, milestones


@pytest.mark.parametrize("state", PlanState)
def test_units_are_chosen_by_the_head_before_the_end(state):
    task = TaskFactory(plan__state=state)
    for code, who in everybody().items():
        answer = policies.may_choose_units(who, task)
        assert answer.allowed is (code == HEAD and state != CLOSED), (code, state)
        if not answer.allowed:
            said = "Kế hoạch đã kết thúc" if state == CLOSED else "do lãnh đạo Ban Thi đua - Khen thưởng chọn"
            assert said in answer.reason


@pytest.mark.parametrize("state", PlanState)
def test_a_milestone_is_reported_by_the_office_and_the_unit_that_carries_it(state):
    unit = UnitFactory()
    row = MilestoneFactory(task__plan__state=state)
    row.task.units.add(unit)
    allowed = {HEAD, APPRAISER, DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD}
    for code in DutyCode:
        answer = policies.may_report(acting(code, unit), row)
        assert answer.allowed is (state == ACTIVE and code in allowed), (code, state)
        if not answer.allowed:
            said = "Chỉ báo xong mốc của kế hoạch đang thực hiện" if state != ACTIVE else "do đơn vị thực hiện"
            assert said in answer.reason


@pytest.mark.parametrize("code", [DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD])
def test_another_unit_reports_nothing(code):
    row = due(in_force(), None, unit=UnitFactory())
    assert "do đơn vị thực hiện hoặc Ban" in policies.may_report(acting(code), row).reason
    assert not policies.may_report(nobody(), row).allowed


def test_rows_of_the_programme_are_reported_by_the_office_alone():
    plan, unit = in_force(), UnitFactory()
    task = TaskFactory(plan=plan)
    task.units.add(unit)
    session = CouncilRow.objects.create(plan=plan, key="PL2.1", position=1, title="Phiên họp", task=task)
    row = Milestone.objects.create(
        plan=plan, council_row=session, key="PL2.1.1", position=1, relation="before", printed="x"
    )
    assert policies.may_report(head(), row).allowed
    assert not policies.may_report(acting(DutyCode.UNIT_HEAD, unit), row).allowed


# Who sees what


@pytest.mark.parametrize("code", DutyCode)
def test_drafts_are_seen_by_the_office_and_the_rest_by_everyone_with_a_duty(code):
    rows = {state: due(PlanFactory(state=state), None) for state in PlanState}
    who = acting(code)
    seen = set(PlanState) if code in OFFICE_DUTIES else {ACTIVE, CLOSED}
    assert {plan.state for plan in queries.plans(who)} == seen
    assert set(queries.milestones(who)) == {rows[state] for state in seen}
    assert set(queries.tasks(who)) == {rows[state].task for state in seen}
    assert set(Plan.objects.filter(policies.seen_by(who))) == {rows[state].plan for state in seen}


def test_without_a_duty_nothing_is_seen():
    due(in_force(), None)
    who = nobody()
    assert not queries.plans(who).exists()
    assert not queries.tasks(who).exists()
    assert not queries.milestones(who).exists()
