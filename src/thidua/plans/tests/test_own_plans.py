"""A unit's own plan: taken in by its people alone, kept, decided on and reminded of within the unit."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode, Succession, UnitKind
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions, policies, queries
from thidua.plans.actions import reminding
from thidua.plans.forms import UnitsForm
from thidua.plans.models import Plan, PlanState
from thidua.plans.queries.calendars import calendar_of
from thidua.plans.queries.details import accountable_choices
from thidua.plans.tests.factories import AT, PlanFactory, demo, due, head, in_force

pytestmark = pytest.mark.django_db
DAY, LATER = date(2025, 6, 13), date(2025, 6, 27)


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Có Kế hoạch Riêng")


@pytest.fixture
def officer(unit):
    return acting(DutyCode.UNIT_OFFICER, unit)


@pytest.fixture
def boss(unit):
    return acting(DutyCode.UNIT_HEAD, unit)


@pytest.fixture
def own(unit):
    return in_force(unit=unit)


def test_an_officer_takes_in_a_plan_of_his_own_unit_and_only_the_unit_sees_the_draft(unit, officer, boss):
    plan = actions.keep_plan(demo(), by=officer, at=AT)
    assert plan.unit == unit
    for who, sees in ((officer, True), (boss, True), (head(), False), (acting(DutyCode.UNIT_HEAD), False)):
        assert queries.plans(who).filter(pk=plan.pk).exists() is sees, who.duty
    assert policies.may_resolve(officer, plan).allowed
    assert "kế hoạch riêng của Sở Có Kế hoạch Riêng" in policies.may_resolve(head(), plan).reason
    assert "kế hoạch riêng của" in policies.may_discard(head(), plan).reason


def test_what_the_office_takes_in_is_no_units():
    assert actions.keep_plan(demo(), by=head(), at=AT).unit is None


def test_printed_names_mean_the_unit_and_what_is_within_it(unit, officer):
    """Another organisation is not charged with tasks by a plan that is not its own."""
    names = {name for task in demo().reading["tasks"] for name in task["implementing"]}
    theirs, mine = sorted(names)[:2]
    outside, inside = UnitFactory(name=theirs), UnitFactory(name=mine, parent=unit, kind=UnitKind.COLLECTIVE)
    plan = actions.keep_plan(demo(), by=officer, at=AT)
    assert not outside.tasks.exists()
    assert inside.tasks.filter(plan=plan).exists()
    assert any(theirs in task.unresolved for task in plan.tasks.all())


def test_it_is_put_in_force_by_the_units_head_beside_the_citys_plan(unit, officer, boss):
    plan = PlanFactory(unit=unit)
    with pytest.raises(Refused):
        actions.activate(plan, by=officer, at=AT)
    with pytest.raises(Refused, match="kế hoạch riêng"):
        actions.activate(plan, by=head(), at=AT)
    done = actions.activate(plan, yearly=True, by=boss, at=AT)
    assert (done.state, done.yearly) == (PlanState.ACTIVE, False)


def test_the_units_head_chooses_units_and_people_within_it(unit, boss, officer, own):
    task = due(own, DAY).task
    team, stranger = UnitFactory(parent=unit, kind=UnitKind.COLLECTIVE), acting(DutyCode.UNIT_HEAD)
    assert set(UnitsForm(task).fields["units"].queryset) == {unit, team}
    actions.choose_units(task, [team], by=boss, at=AT)
    with pytest.raises(Refused, match="các tập thể thuộc đơn vị"):
        actions.choose_units(task, [stranger.unit], by=boss, at=AT)
    assert list(task.units.all()) == [team]
    assert set(accountable_choices(task, today())) == {boss.user, officer.user}
    actions.set_accountable(task, officer.user, seen=None, by=boss, at=AT)
    with pytest.raises(Refused, match="không giữ nhiệm vụ nào ở đơn vị"):
        actions.set_accountable(task, stranger.user, seen=officer.user.pk, by=boss, at=AT)
    for who in (head(), officer, stranger):
        assert not policies.may_choose_units(who, task), who.duty
        assert not policies.may_set_accountable(who, task), who.duty


def test_whole_kinds_add_nothing_from_outside(unit, own):
    task = due(own, DAY).task
    UnitFactory()
    form = UnitsForm(task, {"whole": [UnitKind.DEPARTMENT.value]})
    assert form.is_valid()
    assert form.cleaned_data["units"] == [unit]


def test_more_time_is_decided_by_the_units_head_and_told_to_him(officer, boss, own):
    ban = head()
    asked = actions.ask_extension(due(own, DAY), day=LATER, reason="Chờ số liệu", by=officer, at=AT)
    assert set(Notice.objects.values_list("user", flat=True)) == {boss.user.pk}
    assert "kế hoạch riêng" in policies.may_decide_extension(ban, asked).reason
    assert "không tự quyết định; người khác của đơn vị" in policies.may_decide_extension(officer, asked).reason
    assert not policies.may_decide_extension(acting(DutyCode.UNIT_HEAD), asked)
    assert actions.grant_extension(asked, by=boss, at=AT).granted_day == LATER


def test_what_the_head_asked_for_is_decided_by_his_officer(officer, boss, own):
    asked = actions.ask_extension(due(own, DAY), day=LATER, reason="Chờ số liệu", by=boss, at=AT)
    assert set(Notice.objects.values_list("user", flat=True)) == {officer.user.pk}
    assert not policies.may_decide_extension(boss, asked)
    assert not policies.may_decide_extension(head(), asked)
    assert policies.may_decide_extension(officer, asked).allowed


def test_reminders_of_it_stay_in_the_unit(officer, boss, own):
    """The accountable officer is late: his head is told, neither the Ban's head nor the city's leader."""
    head(), acting(DutyCode.LEADER)
    due(own, DAY, task={"accountable": officer.user})
    late = calendar_of([DAY]).add(DAY, 60)
    reminding.run(on=late, at=AT)
    assert set(Notice.objects.values_list("user", "topic")) == {
        (officer.user.pk, "plans.carriers"), (boss.user.pk, "plans.head"),
    }  # fmt: skip


def test_a_task_given_to_nobody_is_told_to_the_unit_not_to_the_office(officer, boss, own):
    head()
    due(own, DAY)
    reminding.run(on=DAY, at=AT)
    assert set(Notice.objects.values_list("user", flat=True)) == {officer.user.pk, boss.user.pk}


@pytest.mark.parametrize("question", ["may_urge", "may_dispatch"])
def test_it_urges_and_sends_to_no_other_units(question, boss, own):
    assert "kế hoạch riêng" in getattr(policies, question)(head(), own).reason
    assert not getattr(policies, question)(boss, own)


def test_the_unit_that_took_over_an_ended_units_work_keeps_its_plan(unit, own):
    heir = acting(DutyCode.UNIT_HEAD)
    assert not policies.leads(heir, own)
    Succession.objects.create(predecessor=unit, successor=heir.unit, on=date(2025, 7, 1))
    assert not policies.leads(heir, own), "the unit still stands"
    unit.valid_to = date(2025, 6, 30)
    unit.save()
    assert policies.leads(heir, Plan.objects.get(pk=own.pk))


def test_the_page_says_whose_plan_it_will_be(client, unit, officer):
    client.force_login(officer.user)
    page = client.get(reverse("plans:upload")).content.decode()
    assert f"Kế hoạch nạp ở đây là của {unit.name}" in page
    assert "Lãnh đạo đơn vị phát hành" in page


def test_a_document_another_keeps_as_a_draft_is_told_without_a_way_to_it(client, officer):
    plan = actions.keep_plan(demo(), by=head(), at=now())
    client.force_login(officer.user)
    file = SimpleUploadedFile(demo().name, demo().data)
    page = client.post(reverse("plans:upload"), {"file": file, "form_key": "k"}).content.decode()
    assert "đã được nạp ngày" in page
    assert reverse("plans:review", args=[plan.pk]) not in page
