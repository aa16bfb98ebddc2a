"""Where the two appendices differ: seen until a named person settles it, and again when one of them changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import actions, queries
from thidua.plans.models import CouncilRow, PlanState
from thidua.plans.queries.programme import differences
from thidua.plans.tests.factories import AT, MilestoneFactory, TaskFactory, head, in_force

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 20)


@pytest.fixture
def row():
    """Session 2: the programme prints 16/06/2025, the task 16/06/2024 and the day its dossiers are due."""
    plan = in_force()
    task = TaskFactory(plan=plan, number="22", coordinating=["Sở Nội vụ"])
    row = CouncilRow.objects.create(
        plan=plan,
        key="PL2.II.2",
        position=1,
        number="2",
        title="Họp phiên thứ hai",
        task=task,
        coordinating=["Sở Nội vụ"],
    )
    MilestoneFactory(plan=plan, task=task, label="Các đơn vị gửi hồ sơ", printed_date=date(2025, 3, 30))
    MilestoneFactory(plan=plan, task=task, label="Họp Hội đồng", printed_date=date(2024, 6, 16))
    MilestoneFactory(plan=plan, council_row=row, task=None, key="PL2.II.2.1", printed_date=date(2025, 6, 16))
    return row


def test_a_difference_is_settled_by_a_person_with_the_reason(row):
    (found,) = differences(row)
    assert "16/06/2025" in found.text and "16/06/2024" in found.text and "30/03" not in found.text
    assert found.settled is None
    by = head()
    row = actions.settle(row, found.code, "  Theo chương trình: năm 2024 in nhầm ", by=by, at=AT)
    (found,) = differences(row)
    assert found.settled["reason"] == "Theo chương trình: năm 2024 in nhầm"
    assert found.settled["by"] == by.user.full_name
    event = Event.objects.get(verb="plans.settle")
    assert (event.subject, event.reason) == (row.plan.key, "Theo chương trình: năm 2024 in nhầm")
    (line,) = queries.programme(row.plan, DAY)
    assert line.differences == [found]


def test_what_is_settled_opens_anew_when_an_appendix_says_something_else(row):
    (found,) = differences(row)
    row = actions.settle(row, found.code, "Theo chương trình", by=head(), at=AT)
    row.task.milestones.filter(label="Họp Hội đồng").update(printed_date=date(2025, 6, 18))
    (found,) = differences(row)
    assert found.settled is None and "18/06/2025" in found.text


def test_units_named_by_one_appendix_alone_are_settled_too(row):
    row.coordinating = ["Sở Nội vụ", "Thành đoàn"]
    row.save()
    unit = next(each for each in differences(row) if "Thành đoàn" in each.text)
    row = actions.settle(row, unit.code, "Theo chương trình", by=head(), at=AT)
    assert [each.settled is None for each in differences(row)] == [True, False]


def test_what_cannot_be_settled(row):
    (found,) = differences(row)
    with pytest.raises(Refused, match="theo bên nào"):
        actions.settle(row, found.code, " ", by=head(), at=AT)
    with pytest.raises(Refused, match="chuyên viên thẩm định thống nhất"):
        actions.settle(row, found.code, "Theo chương trình", by=acting(DutyCode.UNIT_OFFICER), at=AT)
    with pytest.raises(Conflict, match="không còn khác nhau"):
        actions.settle(row, "day:?", "Theo chương trình", by=head(), at=AT)
    actions.settle(row, found.code, "Theo chương trình", by=head(), at=AT)
    with pytest.raises(Conflict, match="vừa được thống nhất"):
        actions.settle(row, found.code, "Theo nhiệm vụ", by=head(), at=AT)
    row.plan.state = PlanState.CLOSED
    row.plan.save()
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.settle(row, found.code, "Theo nhiệm vụ", by=head(), at=AT)


def test_on_the_page(client, row):
    who = head()
    client.force_login(who.user)
    page = reverse("plans:board", args=[row.plan_id]) + "?xem=hoi-dong"
    assert "Ghi điều thống nhất" in client.get(page).content.decode()
    (found,) = differences(row)
    url = reverse("plans:settle", args=[row.pk])
    told = client.post(url, {"code": found.code, "reason": ""}, follow=True).content.decode()
    assert "theo bên nào và vì sao. Chưa ghi gì" in told
    told = client.post(url, {"code": found.code, "reason": "Theo chương trình"}, follow=True).content.decode()
    assert "Đã thống nhất: Theo chương trình" in " ".join(told.split())
    assert "Ghi điều thống nhất" not in told
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    assert "Ghi điều thống nhất" not in client.get(page).content.decode()
    assert client.post(url, {"code": found.code, "reason": "x"}).status_code == 403
