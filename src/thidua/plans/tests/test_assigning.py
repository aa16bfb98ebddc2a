"""Who answers for a task, which units carry it and help, whole kinds at once, units that ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import today
from thidua.foundation.text import fold
from thidua.organisation.models import DutyCode, Succession, UnitKind
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, UserFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import PlanState
from thidua.plans.queries.details import COMMUNES, accountable_choices, unit_lines, units_of_kinds
from thidua.plans.tests.factories import AT, TaskFactory, draft, due, head, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def task():
    return TaskFactory(plan=in_force(), unresolved=["Các đơn vị"], unresolved_partners=["Các ngành"])


def body(answer):
    return answer.content.decode()


def sign_in(client, who):
    client.force_login(who.user)
    return who


def test_nobody_answers_for_a_task_until_somebody_is_chosen(task):
    assert task.accountable is None
    person, by = DutyFactory(code=DutyCode.APPRAISER).user, head()
    found = actions.set_accountable(task, person, seen=None, by=by, at=AT)
    assert found.accountable == person
    event = Event.objects.get(verb="plans.set_accountable")
    assert (event.subject, event.before, event.after) == (task.key_in_journal, "", person.key)
    assert actions.set_accountable(task, None, seen=person.pk, by=by, at=AT).accountable is None


def test_only_somebody_with_a_duty_that_day_answers(task):
    former = DutyFactory(valid_to=date(2025, 2, 13)).user
    for person in (UserFactory(), former):
        with pytest.raises(Refused, match="không giữ nhiệm vụ nào"):
            actions.set_accountable(task, person, seen=None, by=head(), at=AT)
    task.refresh_from_db()
    assert task.accountable is None


def test_the_second_of_two_who_choose_is_told_who_was_chosen(task):
    one, two = DutyFactory().user, DutyFactory().user
    actions.set_accountable(task, one, seen=None, by=head(), at=AT)
    with pytest.raises(Conflict, match=one.full_name):
        actions.set_accountable(task, two, seen=None, by=head(), at=AT)
    task.refresh_from_db()
    assert task.accountable == one


@pytest.mark.parametrize("code", [code for code in DutyCode if code != DutyCode.OFFICE_HEAD])
def test_the_accountable_person_is_chosen_by_the_head_alone(task, code):
    assert "do lãnh đạo Ban" in policies.may_set_accountable(acting(code), task).reason
    with pytest.raises(Refused):
        actions.set_accountable(task, None, seen=None, by=acting(code), at=AT)


def test_choices_are_the_office_leaders_and_people_of_its_units(task):
    unit, helper = UnitFactory(), UnitFactory()
    task.units.add(unit)
    task.partners.add(helper)
    wanted = {
        DutyFactory(code=DutyCode.APPRAISER).user, DutyFactory(code=DutyCode.LEADER).user,
        DutyFactory(unit=unit).user, DutyFactory(unit=helper, code=DutyCode.UNIT_HEAD).user,
    }  # fmt: skip
    DutyFactory()
    DutyFactory(code=DutyCode.APPRAISER, valid_to=today() - timedelta(days=1))
    assert set(accountable_choices(task, today())) == wanted
    task.accountable = UserFactory()
    assert set(accountable_choices(task, today())) == {*wanted, task.accountable}


def test_partners_are_chosen_as_units_are_and_printed_names_stay(task):
    one, two = UnitFactory(), UnitFactory()
    task.coordinating = ["Các ngành"]
    task.save()
    found = actions.choose_partners(task, [two, one, two], by=head(), at=AT)
    assert set(found.partners.all()) == {one, two}
    assert (found.unresolved_partners, found.coordinating, found.unresolved) == (
        [],
        ["Các ngành"],
        ["Các đơn vị"],
    )
    assert not found.units.exists()
    assert Event.objects.get(verb="plans.choose_partners").data == {
        "before": [],
        "after": sorted([one.pk, two.pk]),
    }


@pytest.mark.parametrize("choose", [actions.choose_units, actions.choose_partners])
def test_a_list_chosen_meanwhile_by_another_is_a_conflict(task, choose):
    one, two = UnitFactory(), UnitFactory()
    choose(task, [one], seen=[], by=head(), at=AT)
    with pytest.raises(Conflict, match="vừa được người khác đổi"):
        choose(task, [two], seen=[], by=head(), at=AT)
    choose(task, [two], seen=[one.pk], by=head(), at=AT)
    kept = task.units if choose is actions.choose_units else task.partners
    assert list(kept.all()) == [two]


def test_names_that_resolve_become_partners_when_a_plan_is_taken_in():
    unit = UnitFactory(name="Ban TĐKT Thành phố", name_fold=fold("Ban TĐKT Thành phố"))
    plan = draft()
    helped = [task for task in plan.tasks.all() if "Ban TĐKT Thành phố" in task.coordinating]
    assert helped, "the demonstration plan names this body"
    for task in plan.tasks.prefetch_related("partners"):
        named = "Ban TĐKT Thành phố" in task.coordinating
        assert list(task.partners.all()) == ([unit] if named else [])
        assert task.unresolved_partners == [name for name in task.coordinating if name != "Ban TĐKT Thành phố"]


def test_whole_kinds_are_in_force_on_the_day():
    day = today()
    ward, commune, town = (UnitFactory(kind=kind) for kind in (UnitKind.WARD, UnitKind.COMMUNE, UnitKind.TOWN))
    department = UnitFactory(kind=UnitKind.DEPARTMENT)
    UnitFactory(kind=UnitKind.WARD, valid_to=day - timedelta(days=1))
    assert set(units_of_kinds([COMMUNES], day)) == {ward, commune, town}
    assert list(units_of_kinds(["department"], day)) == [department]
    assert set(units_of_kinds(["department", "ward"], day)) == {department, ward}


def test_a_whole_kind_is_chosen_with_one_box(client, task):
    wards = {UnitFactory(kind=UnitKind.WARD) for _ in range(3)}
    single = UnitFactory()
    sign_in(client, head())
    page = body(client.get(reverse("plans:task", args=[task.pk])))
    assert "Chọn tất cả xã, phường, thị trấn" in page
    assert "Chọn cả 3" in page
    client.post(reverse("plans:task", args=[task.pk]), {"units": [single.pk], "whole": [COMMUNES], "seen": ""})
    assert set(task.units.all()) == {*wards, single}
    answer = client.post(reverse("plans:partners", args=[task.pk]), {"whole": ["ward"], "seen": ""}, follow=True)
    assert set(task.partners.all()) == wards
    assert "Đã ghi 3 đơn vị phối hợp" in body(answer)


def test_the_long_list_is_shown_only_when_it_is_needed(client, task):
    by, unit = sign_in(client, head()), UnitFactory()
    actions.choose_units(task, [unit], by=by, at=AT)
    url = reverse("plans:task", args=[task.pk])
    assert 'name="units"' not in body(client.get(url))
    assert 'name="units"' in body(client.get(url, {"chon": "don-vi"}))
    assert "Ghi đơn vị phối hợp" in body(client.get(url, {"chon": "phoi-hop"}))
    sign_in(client, acting())
    assert 'name="units"' not in body(client.get(url, {"chon": "don-vi"}))


def test_a_page_out_of_date_chooses_nothing(client, task):
    one, two = UnitFactory(), UnitFactory()
    by = sign_in(client, head())
    actions.choose_units(task, [one], by=by, at=AT)
    answer = client.post(reverse("plans:task", args=[task.pk]), {"units": [two.pk], "seen": ""})
    assert answer.status_code == 409
    assert list(task.units.all()) == [one]


def test_a_unit_that_ended_is_shown_with_its_successors(client, task):
    day = today()
    district = UnitFactory(name="Quận Cũ", kind=UnitKind.DISTRICT, valid_to=day - timedelta(days=30))
    wards = [UnitFactory(name=name, kind=UnitKind.WARD) for name in ("Phường Mới Một", "Phường Mới Hai")]
    for ward in wards:
        Succession.objects.create(predecessor=district, successor=ward, on=day - timedelta(days=29))
    task.units.add(district)
    (line,) = unit_lines(task.units.all(), day)
    assert (line.ended_on, line.successors) == (district.valid_to, tuple(wards))
    sign_in(client, acting())
    page = body(client.get(reverse("plans:task", args=[task.pk])))
    for name in ("Quận Cũ", "nay là", "Phường Mới Một", "Phường Mới Hai"):
        assert name in page


def test_who_took_over_the_work_of_a_unit_carries_its_tasks():
    district, ward = UnitFactory(), UnitFactory(kind=UnitKind.WARD)
    row = due(in_force(), today(), unit=district)
    by = acting(DutyCode.UNIT_HEAD, ward)
    assert not policies.may_report(by, row).allowed
    Succession.objects.create(predecessor=district, successor=ward, on=date(2025, 7, 1))
    assert policies.may_report(by, row).allowed
    assert policies.carries(by, row.task)
    assert not policies.carries(acting(DutyCode.CLERK, ward), row.task)


def test_the_person_stands_at_the_head_of_the_page(client, task):
    person = DutyFactory(code=DutyCode.APPRAISER, user=UserFactory(full_name="Trần Thị Phụ Trách")).user
    url = reverse("plans:task", args=[task.pk])
    sign_in(client, head())
    assert "chưa có ai" in body(client.get(url))
    form = {"user": person.pk, "seen": "", "form_key": "mot-lan"}
    for _ in range(2):
        assert client.post(reverse("plans:accountable", args=[task.pk]), form).status_code == 302
    assert Event.objects.filter(verb="plans.set_accountable").count() == 1
    assert "Trần Thị Phụ Trách" in body(client.get(url))
    sign_in(client, acting())
    form["form_key"] = "lan-khac"
    assert client.post(reverse("plans:accountable", args=[task.pk]), form).status_code == 403


def test_nothing_is_chosen_after_the_end(task):
    task.plan.state = PlanState.CLOSED
    task.plan.save()
    for act in (
        lambda: actions.set_accountable(task, None, seen=None, by=head(), at=AT),
        lambda: actions.choose_partners(task, [], by=head(), at=AT),
    ):
        with pytest.raises(Refused, match="đã kết thúc"):
            act()


# Closing


def test_a_task_is_closed_with_its_result_when_its_milestones_are_done(task):
    by = head()
    row = due(task.plan, date(2025, 3, 1))
    with pytest.raises(Refused, match="Còn 1 mốc chưa xong"):
        actions.close_task(row.task, note="Xong", by=by, at=AT)
    actions.report_done(row, on=date(2025, 2, 14), by=by, at=AT)
    with pytest.raises(Refused, match="cần ghi kết quả"):
        actions.close_task(row.task, note="  ", by=by, at=AT)
    found = actions.close_task(row.task, note="Đã ban hành 5/KH-TN.", by=by, at=AT)
    assert (found.closed_on, found.closed_by, found.closing_note) == (
        date(2025, 2, 14),
        by.user,
        "Đã ban hành 5/KH-TN.",
    )
    with pytest.raises(Conflict, match="vừa khép việc này"):
        actions.close_task(row.task, note="Lần nữa", by=head(), at=AT)
    assert Event.objects.filter(verb="plans.close_task").count() == 1


def test_a_dropped_milestone_does_not_keep_a_task_open():
    row = due(in_force(), date(2025, 3, 1), dropped_on=date(2025, 2, 1))
    assert actions.close_task(row.task, note="Mốc đã bỏ.", by=head(), at=AT).closed_on


def test_a_closed_task_takes_nothing_until_it_is_opened_again():
    by, row = head(), due(in_force(), date(2025, 3, 1))
    row = actions.report_done(row, on=date(2025, 2, 14), by=by, at=AT)
    task = actions.close_task(row.task, note="Xong.", by=by, at=AT)
    for act in (
        lambda: actions.undo_done(row, reason="Nhầm", by=by, at=AT),
        lambda: actions.add_note(task, text="Thêm", by=by, at=AT),
        lambda: actions.set_accountable(task, None, seen=None, by=by, at=AT),
    ):
        with pytest.raises(Refused, match="đã khép"):
            act()
    with pytest.raises(Refused, match="cần có lý do"):
        actions.reopen_task(task, reason=" ", by=by, at=AT)
    found = actions.reopen_task(task, reason="Còn thiếu văn bản.", by=by, at=AT)
    assert (found.closed_on, found.closing_note) == (None, "Xong.")
    assert Event.objects.get(verb="plans.reopen_task").reason == "Còn thiếu văn bản."
    with pytest.raises(Conflict, match="đang mở"):
        actions.reopen_task(task, reason="Lần nữa", by=by, at=AT)
    actions.undo_done(row, reason="Nhầm", by=by, at=AT)


@pytest.mark.parametrize("code", [DutyCode.APPRAISER, DutyCode.UNIT_HEAD])
def test_closing_is_the_heads(code):
    row = due(in_force(), date(2025, 3, 1), done_on=date(2025, 2, 1))
    assert "lãnh đạo Ban" in policies.may_close_task(acting(code), row.task).reason
    row.task.closed_on = date(2025, 2, 2)
    assert "lãnh đạo Ban" in policies.may_reopen_task(acting(code), row.task).reason


def test_closing_and_opening_on_the_page(client):
    row = due(in_force(), today(), done_on=today())
    url = reverse("plans:task", args=[row.task_id])
    sign_in(client, head())
    page = body(client.get(url))
    assert page.index("Việc làm được bây giờ") < page.index("Các mốc")
    assert "Cần ghi" not in page
    answer = client.post(reverse("plans:close_task", args=[row.task_id]), {"note": ""})
    assert "Khép việc cần ghi kết quả bằng lời" in body(answer)
    answer = client.post(reverse("plans:close_task", args=[row.task_id]), {"note": "Đã họp xong."}, follow=True)
    assert "Đã họp xong." in body(answer)
    assert "Đã khép" in body(answer)
    answer = client.post(reverse("plans:reopen_task", args=[row.task_id]), {"reason": "Bổ sung"}, follow=True)
    assert "Đã mở lại việc này" in body(answer)
    row.task.refresh_from_db()
    assert row.task.closed_on is None
