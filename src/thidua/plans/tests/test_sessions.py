"""By session: what leads to each row of the programme, the days left, the float."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.plans.models import Milestone
from thidua.plans.queries.sessions import MOST_LINES, sessions
from thidua.plans.tests.chains import demo_in_force, head, link, milestone, plan_of, row

pytestmark = pytest.mark.django_db
ON = date(2025, 5, 20)


@pytest.fixture
def office(client):
    boss = head()
    client.force_login(boss.user)
    return boss


def test_every_row_of_the_programme_with_its_day_and_the_milestones_of_its_task():
    found = sessions(demo_in_force(), ON)
    assert len(found.rows) == 7
    assert not found.linked
    second = found.rows[1]
    assert (second.goal.day, second.left) == (date(2025, 6, 16), 19)
    assert second.words == "Còn 19 ngày làm việc"
    assert [one.line.row.label for one in second.before] == ["Đơn vị gửi hồ sơ"]
    assert second.before[0].spare is None
    assert (found.rows[0].words, found.rows[0].kind) == ("Đã qua", "held")
    assert {one.words for one in found.rows[4:]} == {"Chưa có ngày"}


def test_what_is_linked_leads_to_the_session_with_its_float():
    plan = plan_of()
    far, near = row(plan, date(2025, 6, 2)), row(plan, date(2025, 6, 9))
    session = row(plan, date(2025, 6, 16), council="Phiên họp thứ hai")
    link(far, near)
    link(near, session, lead=2)
    (found,) = sessions(plan, ON).rows
    # Each counted from its own day: what stands between has days of its own to give.
    assert [(one.line.row.pk, one.spare) for one in found.before] == [(far.pk, 8), (near.pk, 3)]
    assert found.kind == "ok"


def test_a_late_milestone_before_it_makes_a_session_red():
    plan = plan_of()
    late = row(plan, date(2025, 5, 14))
    link(late, row(plan, date(2025, 6, 16), council="Phiên họp thứ hai"))
    (found,) = sessions(plan, ON).rows
    assert (found.late, found.kind) == (1, "late")
    Milestone.objects.filter(pk=late.pk).update(done_on=date(2025, 5, 13))
    assert sessions(plan, ON).rows[0].kind == "ok"


def test_a_goal_a_person_named_stands_after_the_programme():
    plan = plan_of()
    row(plan, date(2025, 6, 16), council="Phiên họp thứ hai")
    congress = row(plan, date(2025, 10, 10), title="Tổ chức Đại hội")
    Milestone.objects.filter(pk=congress.pk).update(goal=True)
    assert [one.title for one in sessions(plan, ON).rows] == ["Phiên họp thứ hai", "Tổ chức Đại hội"]


def test_a_circle_leaves_the_days_without_float():
    plan = plan_of()
    one, two = row(plan, date(2025, 6, 2)), row(plan, date(2025, 6, 9))
    link(one, two)
    link(two, one)
    link(two, row(plan, date(2025, 6, 16), council="Phiên họp"))
    (found,) = sessions(plan, ON).rows
    assert [item.spare for item in found.before] == [None, None]


def test_a_long_list_is_cut_and_counted():
    plan = plan_of()
    task = row(plan, date(2025, 6, 2)).task
    row(plan, date(2025, 6, 16), council="Phiên họp", tied=task)
    for number in range(MOST_LINES + 5):
        milestone(plan, date(2025, 5, 26), 500 + number, task=task)
    (found,) = sessions(plan, ON).rows
    assert (len(found.before), found.more) == (MOST_LINES, 5)  # the latest of the task is the meeting itself


def test_the_page(client, office):
    plan = demo_in_force(office)
    text = client.get(reverse("plans:board", args=[plan.pk]), {"xem": "phien"}).content.decode()
    council = plan.council_rows.get(key="PL2.I.2")
    assert council.title.rstrip(" :") in text
    assert f"/van-ban/#{council.source['blocks'][0]}" in text
    assert f"{reverse('plans:backplan', args=[plan.pk])}?phien=PL2.I.2" in text


def test_the_same_queries_for_few_and_for_many(client, office):
    counts = []
    for size in (1, 20):
        plan = plan_of()
        for number in range(size):
            link(row(plan, date(2025, 6, 2)), row(plan, date(2025, 6, 16), council=f"Phiên họp {number}"))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("plans:board", args=[plan.pk]), {"xem": "phien"}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
