"""Who may do what while a plan is carried out: by duty, by the state of the plan, and for whose unit."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import in_office
from thidua.organisation.tests.factories import UnitFactory, UserFactory, acting
from thidua.plans import policies
from thidua.plans.models import Dispatch, Extension, PlanState, SavedView
from thidua.plans.tests.factories import AT, MilestoneFactory, PlanFactory, StoredFileFactory, TaskFactory

pytestmark = pytest.mark.django_db
HEAD, KEEPERS = {DutyCode.OFFICE_HEAD}, {DutyCode.OFFICE_HEAD, DutyCode.APPRAISER}
D, A, C = PlanState.DRAFT, PlanState.ACTIVE, PlanState.CLOSED
OF_PLAN = {
    "may_chain": (KEEPERS, {D, A}),
    "may_roll": (KEEPERS, {A, C}),
    "may_amend": (HEAD, {A}),
    "may_urge": (KEEPERS, {A}),
    "may_dispatch": (KEEPERS | {DutyCode.CLERK}, {A, C}),
}
OF_TASK = {
    "may_set_accountable": (HEAD, {D, A}),
    "may_collect": (HEAD, {A}),
    "may_close_task": (HEAD, {A}),
}
READERS = {DutyCode.LEADER, DutyCode.INSPECTOR}


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("question", [*OF_PLAN, *OF_TASK])
def test_answer_by_duty_and_state(question, state):
    duties, states = {**OF_PLAN, **OF_TASK}[question]
    plan = PlanFactory(state=state)
    thing = plan if question in OF_PLAN else TaskFactory(plan=plan)
    for code in DutyCode:
        answer = getattr(policies, question)(acting(code), thing)
        assert answer.allowed is (code in duties and state in states), (code, state)
        assert answer.allowed or answer.reason


@pytest.mark.parametrize("question", ["may_see_collected", "may_see_readers"])
def test_what_all_units_did_is_read_by_the_office_leaders_and_inspectors(question):
    for code in DutyCode:
        who = acting(code)
        assert getattr(policies, question)(who).allowed is (in_office(who) or code in READERS), code


def test_closed_task_is_opened_again_by_the_head_alone():
    task = TaskFactory(plan=PlanFactory(state=A), closed_on=date(2025, 3, 1))
    for code in DutyCode:
        assert policies.may_reopen_task(acting(code), task).allowed is (code in HEAD)
    assert "đã khép" in policies.may_note(acting(DutyCode.OFFICE_HEAD), task).reason
    task.closed_on = None
    assert "chưa khép" in policies.may_reopen_task(acting(DutyCode.OFFICE_HEAD), task).reason


def test_units_tell_and_ask_for_what_they_carry():
    unit, plan = UnitFactory(), PlanFactory(state=A)
    task = TaskFactory(plan=plan)
    task.units.add(unit)
    milestone = MilestoneFactory(task=task)
    own, stranger = acting(DutyCode.UNIT_OFFICER, unit), acting(DutyCode.UNIT_OFFICER)
    for question, thing in (("may_note", task), ("may_ask_extension", milestone)):
        assert getattr(policies, question)(own, thing).allowed, question
        assert not getattr(policies, question)(stranger, thing).allowed, question
    assert policies.may_hand_in(own, task, {unit.pk}).allowed
    assert not policies.may_hand_in(stranger, task, {unit.pk}).allowed
    assert not policies.may_hand_in(acting(DutyCode.OFFICE_HEAD), task, {unit.pk}).allowed


def test_extension_is_decided_by_the_head_once():
    milestone = MilestoneFactory(task=TaskFactory(plan=PlanFactory(state=A)))
    asked = Extension.objects.create(
        milestone=milestone, asked_day=date(2025, 5, 5), reason="x", asked_by=UserFactory(), asked_at=AT
    )
    for code in DutyCode:
        assert policies.may_decide_extension(acting(code), asked).allowed is (code in HEAD)
    asked.state = "refused"
    assert "đã có quyết định" in policies.may_decide_extension(acting(DutyCode.OFFICE_HEAD), asked).reason


def test_saved_filter_is_changed_by_whose_it_is():
    owner, other = acting(DutyCode.UNIT_HEAD), acting(DutyCode.OFFICE_HEAD)
    view = SavedView.objects.create(user=owner.user, name="x", query="loc=qua-han", at=AT)
    assert policies.may_save_view(owner).allowed
    assert not policies.may_save_view(Acting(UserFactory(), None)).allowed
    assert policies.may_change_view(owner, view).allowed
    assert not policies.may_change_view(other, view).allowed


def test_who_sends_documents_reminds_those_who_have_not_opened_them():
    plan = PlanFactory(state=A)
    sent = Dispatch(plan=plan, title="x", file=StoredFileFactory(), by=UserFactory(), at=AT)
    for code in DutyCode:
        who = acting(code)
        assert policies.may_remind_unread(who, sent).allowed is policies.may_dispatch(who, plan).allowed
