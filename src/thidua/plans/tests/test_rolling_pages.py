"""Drafting next year's plan: who may, what the page offers, what is sent, what stands afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import actions, policies
from thidua.plans.models import Plan, PlanState
from thidua.plans.queries.paper import plan_proposals
from thidua.plans.reading.read import read_plan
from thidua.plans.rolling import Choice, ready_choices
from thidua.plans.tests.factories import AT, active, appraiser, draft, head
from thidua.plans.views import rolling

pytestmark = pytest.mark.django_db


def choices_of(plan, year=2026):
    return ready_choices(plan_proposals(plan, year)[1])


def sent(choices, **more):
    """The choices as the form sends them."""
    data = {"year": "2026", "number": "", "dated": "", "form_key": "khoa-1", **more}
    for place, choice in choices.items():
        data[f"t:{place}"] = choice.text
        if choice.taken:
            data[f"c:{place}"] = "1"
    return data


# Who may


def test_those_who_take_plans_in_may_roll_a_plan_in_force_over():
    plan = active()
    assert policies.may_roll(head(), plan) and policies.may_roll(appraiser(), plan)
    assert not policies.may_roll(acting(DutyCode.UNIT_HEAD), plan)


def test_a_draft_is_not_rolled_over_and_a_closed_plan_is():
    by = head()
    assert not policies.may_roll(by, draft(by))
    plan = Plan.objects.get()
    plan.state = PlanState.CLOSED
    assert policies.may_roll(by, plan)
    plan.year = None
    assert not policies.may_roll(by, plan)


def test_a_unit_is_refused(client):
    plan = active()
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert client.get(reverse("plans:roll", args=[plan.pk])).status_code == 403
    assert client.post(reverse("plans:roll_file", args=[plan.pk]), {"year": 2026}).status_code == 403
    assert Plan.objects.count() == 1


# The action


def test_the_draft_is_a_plan_like_any_other():
    by = head()
    plan = active(by)
    new = actions.roll_over(plan, 2026, choices_of(plan), by=by, at=AT)
    assert (new.state, new.year, new.number, new.issued_on) == (PlanState.DRAFT, 2026, "", None)
    assert (new.tasks.count(), new.council_rows.count()) == (37, 7)
    assert new.flags.filter(severity="error").count() == 0
    assert new.file.kind == "docx" and new.imported_by == by.user
    event = Event.objects.get(verb="plans.roll")
    assert event.subject == new.key and event.data["from"] == plan.pk and event.data["year"] == 2026
    assert Event.objects.filter(verb="plans.import", subject=new.key).count() == 1
    assert actions.activate(new, by=by, at=AT).state == PlanState.ACTIVE


def test_the_old_plan_stays_as_it_was():
    by = head()
    plan = active(by)
    before = list(plan.milestones.values("printed", "used_date", "effective"))
    actions.roll_over(plan, 2026, choices_of(plan), by=by, at=AT)
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    assert list(plan.milestones.values("printed", "used_date", "effective")) == before


def test_number_and_day_given_are_those_of_the_draft():
    by = head()
    plan = active(by)
    new = actions.roll_over(plan, 2026, choices_of(plan), number="371", dated=date(2025, 12, 26), by=by, at=AT)
    assert (new.number, new.issued_on) == ("371/KH-UBND", date(2025, 12, 26))
    with pytest.raises(Refused, match="đã được nạp"):
        actions.roll_over(plan, 2026, choices_of(plan), number="371", dated=date(2025, 12, 26), by=by, at=AT)


@pytest.mark.parametrize("year", [2025, 2024, 2099])
def test_a_year_that_is_not_next_is_refused(year):
    by = head()
    plan = active(by)
    with pytest.raises(Refused, match="Năm của kế hoạch mới"):
        actions.roll_over(plan, year, {}, by=by, at=AT)
    assert Plan.objects.count() == 1


def test_an_empty_text_is_refused_and_nothing_is_kept():
    by = head()
    plan = active(by)
    choices = {**choices_of(plan), "PL1.7:due1": Choice(True, "  ")}
    with pytest.raises(Refused, match="đang để trống"):
        actions.roll_over(plan, 2026, choices, by=by, at=AT)
    assert Plan.objects.count() == 1 and not Event.objects.filter(verb="plans.roll").exists()


def test_a_unit_cannot_act():
    plan = active()
    with pytest.raises(Refused):
        actions.roll_over(plan, 2026, {}, by=acting(DutyCode.UNIT_HEAD), at=AT)


# The page


def test_the_page_offers_every_proposal_with_its_reason(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    page = client.get(reverse("plans:roll", args=[plan.pk])).content.decode()
    for place in choices_of(plan):
        assert f'name="t:{place}"' in page
    assert "Giữ 53 ngày làm việc trước phiên họp 16/06/2026" in page
    assert "Đại hội Thi đua yêu nước tổ chức 5 năm một lần" in page
    assert "style=" not in page.split("<main")[-1]


def test_another_year_may_be_asked_for(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    page = client.get(reverse("plans:roll", args=[plan.pk]), {"nam": "2030"}).content.decode()
    assert "10/3/2030" in page or "08/3/2030" in page
    assert 'name="c:PL1.13:drop"' not in page
    for wrong in ("2025", "x", "99999999"):
        assert client.get(reverse("plans:roll", args=[plan.pk]), {"nam": wrong}).status_code == 200


@pytest.mark.parametrize("apart", [0, 5], ids=["the same second", "five seconds apart"])
def test_sending_makes_one_draft_however_often(client, monkeypatch, apart):
    moments = iter([AT, AT, *[AT + timedelta(seconds=apart)] * 10])
    monkeypatch.setattr(rolling, "now", lambda: next(moments))
    by = head()
    plan = active(by)
    client.force_login(by.user)
    url = reverse("plans:roll", args=[plan.pk])
    data = sent(choices_of(plan))
    first, second = client.post(url, data), client.post(url, data)
    new = Plan.objects.get(year=2026)  # one, not two
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == reverse("plans:review", args=[new.pk])
    assert client.get(first["Location"]).status_code == 200


def test_what_was_typed_stays_when_something_is_refused(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    choices = {
        **choices_of(plan),
        "PL1.7:due1": Choice(True, ""),
        "PL1.8:due1": Choice(True, "Trước ngày 20/02/2026"),
        "PL1.10:due1": Choice(False, "Trước ngày 27/02/2026"),
    }
    answer = client.post(reverse("plans:roll", args=[plan.pk]), sent(choices))
    page = answer.content.decode()
    assert "đang để trống" in page and 'value="Trước ngày 20/02/2026"' in page
    assert 'name="c:PL1.10:due1" value="1">' in page
    assert Plan.objects.count() == 1


def test_the_word_file_without_keeping_anything(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    answer = client.post(reverse("plans:roll_file", args=[plan.pk]), sent(choices_of(plan), number="371"))
    reading = read_plan(answer.content, "x.docx")
    assert (reading.document.year, len(reading.tasks)) == (2026, 37)
    assert Plan.objects.count() == 1


def test_a_wrong_day_is_told_at_the_form(client):
    by = head()
    plan = active(by)
    client.force_login(by.user)
    answer = client.post(reverse("plans:roll", args=[plan.pk]), sent(choices_of(plan), dated="31/02/2026"))
    assert answer.status_code == 200 and Plan.objects.count() == 1
