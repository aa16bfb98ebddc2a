from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.clock import today
from thidua.organisation.models import CalendarDay, DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client):
    who = acting(DutyCode.OFFICE_HEAD)
    client.force_login(who.user)
    return who


@pytest.mark.parametrize("name", ["units", "calendar", "act_as"])
def test_pages_answer_to_signed_in_people_only(client, name):
    url = reverse(f"organisation:{name}")
    assert client.get(url).status_code == 302
    client.force_login(acting().user)
    assert client.get(url).status_code == 200


def test_unit_page_shows_names_and_duties(client, head):
    unit = UnitFactory(name="Sở Thử nghiệm Xanh")
    duty = DutyFactory(unit=unit)
    page = client.get(reverse("organisation:unit", args=[unit.pk])).content.decode()
    assert "Sở Thử nghiệm Xanh" in page
    assert duty.user.full_name in page


def test_unknown_unit_is_404(client, head):
    assert client.get(reverse("organisation:unit", args=[10**6])).status_code == 404


def test_head_enters_a_day_off_with_its_event(client, head):
    url = reverse("organisation:calendar_year", args=[2027])
    form = {"day": "30/04/2027", "kind": "off", "name": "Nghỉ lễ", "source": "TB 1/2027", "form_key": "k1"}
    assert client.post(url, form).status_code == 302
    assert CalendarDay.objects.get().day == date(2027, 4, 30)
    assert Event.objects.filter(verb="organisation.set_calendar_day").count() == 1


def test_same_form_twice_has_one_effect(client, head):
    url = reverse("organisation:calendar_year", args=[2027])
    form = {"day": "30/04/2027", "kind": "off", "name": "Nghỉ lễ", "form_key": "k1"}
    first, second = client.post(url, form), client.post(url, form)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert Event.objects.filter(verb="organisation.set_calendar_day").count() == 1


def test_day_of_another_year_is_refused_and_kept(client, head):
    url = reverse("organisation:calendar_year", args=[2027])
    page = client.post(url, {"day": "30/04/2026", "kind": "off", "name": "Nghỉ lễ", "form_key": "k2"})
    assert page.status_code == 200
    assert "30/04/2026" in page.content.decode()
    assert not CalendarDay.objects.exists()


def test_officer_cannot_change_the_calendar(client):
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    url = reverse("organisation:calendar_year", args=[2027])
    page = client.post(url, {"day": "30/04/2027", "kind": "off", "name": "Nghỉ lễ"})
    assert page.status_code == 403
    assert "Lịch nghỉ do lãnh đạo Ban" in page.content.decode()
    assert not CalendarDay.objects.exists()


def test_acting_changes_to_a_held_duty_only(client):
    who = acting(DutyCode.APPRAISER)
    second = DutyFactory(user=who.user, code=DutyCode.CLERK)
    foreign = DutyFactory(code=DutyCode.OFFICE_HEAD)
    client.force_login(who.user)
    client.post(reverse("organisation:act_as"), {"duty": foreign.pk})
    assert "acting_duty" not in client.session
    client.post(reverse("organisation:act_as"), {"duty": second.pk})
    assert client.session["acting_duty"] == second.pk


def test_ended_duty_opens_nothing_at_the_next_request(client, head):
    url = reverse("organisation:calendar_year", args=[2027])
    head.duty.valid_to = today() - timedelta(days=1)
    head.duty.save()
    page = client.post(url, {"day": "30/04/2027", "kind": "off", "name": "Nghỉ lễ"})
    assert page.status_code == 403
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("mark", ["abc|x", "abc|²", "abc", "|", "a|" + "9" * 400, "9" * 5000])
def test_mark_of_the_next_page_is_never_an_error(client, head, mark):
    assert client.get(reverse("organisation:units"), {"sau": mark}).status_code == 200
