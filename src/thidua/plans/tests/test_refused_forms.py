"""A form sent by somebody whose duty does not allow it answers 403 with the reason, and writes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions
from thidua.plans.models import ExtensionState, Plan, Task
from thidua.plans.tests.factories import AT, due, head, in_force

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 13)


@pytest.fixture
def row():
    return due(in_force(), DAY, unit=UnitFactory())


ABOUT_A_MILESTONE = ("milestone", "undo", "ask_extension")
ABOUT_A_TASK = (
    "task", "partners", "accountable", "note", "close_task", "registrations", "urge_task",
)  # fmt: skip
ABOUT_A_PLAN = (
    "chain", "chain_accept", "chain_goal", "roll", "roll_file", "amend", "urge_plan", "dispatches", "counting",
    "activate", "discard", "close", "keep_all", "read_old_fonts",
)  # fmt: skip


def pages(row):
    yield from ((name, reverse(f"plans:{name}", args=[row.pk])) for name in (*ABOUT_A_MILESTONE, "urge_milestone"))
    yield from ((name, reverse(f"plans:{name}", args=[row.task_id])) for name in ABOUT_A_TASK)
    yield from ((name, reverse(f"plans:{name}", args=[row.plan_id])) for name in ABOUT_A_PLAN)


@pytest.mark.parametrize(
    "form",
    [{}, {"day": "27/6/2025", "reason": "x", "note": "x", "on": "1/1/2025", "moc": "1", "before": "gom"}],
)
@pytest.mark.parametrize("duty", [DutyCode.UNIT_OFFICER, DutyCode.COUNCIL_MEMBER])
def test_every_form_of_the_room_refuses_with_403_and_a_reason(client, row, form, duty):
    client.force_login(acting(duty).user)
    before = Event.objects.count(), list(Plan.objects.values()), list(Task.objects.values())
    # An officer of a unit takes the unit's own plans in.
    taking_in = [] if duty == DutyCode.UNIT_OFFICER else [("upload", reverse("plans:upload"))]
    for name, url in [*pages(row), *taking_in]:
        answer = client.post(url, {**form, "moc": str(row.pk)})
        assert answer.status_code == 403, name
        assert answer.context["reason"].endswith("."), name
    assert before == (Event.objects.count(), list(Plan.objects.values()), list(Task.objects.values()))


def test_only_the_office_and_units_take_plans_in(client):
    client.force_login(acting(DutyCode.COUNCIL_MEMBER).user)
    answer = client.post(reverse("plans:upload"), {})
    assert answer.status_code == 403
    assert answer.context["reason"].endswith(".")


def test_asking_twice_is_refused_with_the_reason_and_the_first_request_stays(client, row):
    by = acting(DutyCode.UNIT_OFFICER, row.task.units.get())
    actions.ask_extension(row, day=date(2099, 6, 27), reason="x", by=by, at=AT)
    client.force_login(by.user)
    answer = client.post(reverse("plans:ask_extension", args=[row.pk]), {"day": "28/6/2099", "reason": "y"})
    assert answer.status_code == 403
    assert "đang có một đề nghị gia hạn chờ quyết định" in answer.content.decode()
    assert list(row.extensions.values_list("state", flat=True)) == [ExtensionState.ASKED]


def test_what_the_duty_allows_but_the_day_does_not_stays_at_the_form(client, row):
    client.force_login(head().user)
    answer = client.post(reverse("plans:ask_extension", args=[row.pk]), {"day": "31/02/2025", "reason": "Chờ số liệu"})
    assert answer.status_code == 200
    assert "Chờ số liệu" in answer.content.decode()
    assert "31/02/2025" in answer.content.decode()
