"""A person's calendar of the plan, over HTTP at its secret address, read by a client library."""

from __future__ import annotations

from datetime import date, timedelta

import icalendar
import pytest
import time_machine
import vobject
from dateutil.rrule import rrulestr
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.foundation.workdays import calendar_for
from thidua.notices.actions import make_feed, revoke_feed
from thidua.notices.feeds import address_of
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans.models import Milestone
from thidua.plans.tests.factories import AT, PlanFactory, active, due, in_force

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 16)


@pytest.fixture(autouse=True)
def _in_march():
    with time_machine.travel("2025-03-03T02:00:00+00:00", tick=False):
        yield


def url_for(who) -> str:
    return reverse("plans:feed", args=[address_of(make_feed(by=who, at=AT).code)])


def events(client, who):
    response = client.get(url_for(who))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return getattr(vobject.readOne(response.content.decode()), "vevent_list", [])


def names(client, who) -> set[str]:
    return {event.summary.value for event in events(client, who)}


@pytest.fixture
def plan():
    return in_force(number="12/KH-UBND")


def test_the_address_needs_no_session_and_may_be_taken_back(client, plan):
    who = acting(DutyCode.OFFICE_HEAD)
    url = url_for(who)
    assert client.get(url).status_code == 200
    assert not client.cookies
    for wrong in (url.replace(".ics", "a.ics"), "/ke-hoach/lich/x.ics", url.replace("/lich/", "/lich/a")):
        assert client.get(wrong).status_code == 404
    revoke_feed(by=who, at=AT)
    assert client.get(url).status_code == 404


def test_the_locked_account_and_post_are_refused(client, plan):
    who = acting(DutyCode.OFFICE_HEAD)
    url = url_for(who)
    assert client.post(url).status_code == 405
    who.user.is_active = False
    who.user.save()
    assert client.get(url).status_code == 404


def test_units_see_theirs_the_office_all(client, plan):
    mine, other = UnitFactory(), UnitFactory()
    officer, elsewhere = acting(DutyCode.UNIT_OFFICER, mine), acting(DutyCode.UNIT_HEAD)
    carried = due(plan, DAY, unit=mine, task={"title": "Việc của tôi"})
    helped = due(plan, DAY, unit=other, task={"title": "Việc phối hợp"})
    helped.task.partners.add(mine)
    due(plan, DAY, unit=other, task={"title": "Việc phụ trách", "accountable": officer.user})
    due(plan, DAY, unit=other, task={"title": "Việc khác"})
    seen = names(client, officer)
    assert seen == {
        f"Hạn · Việc {row.task.number}: {row.task.title}" for row in Milestone.objects.exclude(task__title="Việc khác")
    }
    assert len(seen) == 3
    assert carried.task.title in str(seen)
    assert len(names(client, acting(DutyCode.APPRAISER))) == len(names(client, acting(DutyCode.LEADER))) == 4
    assert names(client, elsewhere) == set()


def test_duties_are_those_of_today(client, plan):
    unit = UnitFactory()
    who = acting(DutyCode.UNIT_OFFICER, unit)
    due(plan, DAY, unit=unit)
    who.duty.valid_to = date(2025, 3, 2)
    who.duty.save()
    assert names(client, who) == set()


def test_done_is_marked_dropped_is_gone_drafts_are_not_there(client, plan):
    who = acting(DutyCode.OFFICE_HEAD)
    done = due(plan, DAY, done_on=date(2025, 3, 1), task={"title": "Xong rồi"})
    due(plan, DAY, dropped_on=date(2025, 3, 1))
    due(PlanFactory(), DAY)
    (event,) = events(client, who)
    assert event.summary.value == f"Đã xong · Việc {done.task.number}: Xong rồi"
    assert "valarm" not in event.contents


def test_an_event_keeps_its_uid_when_its_day_moves(client, plan):
    who = acting(DutyCode.OFFICE_HEAD)
    row = due(plan, DAY)
    (before,) = events(client, who)
    Milestone.objects.filter(pk=row.pk).update(effective=DAY + timedelta(days=3))
    (after,) = events(client, who)
    assert before.uid.value == after.uid.value
    assert before.uid.value.endswith(f"-{row.key}@thidua")
    assert after.dtstart.value.date() == date(2025, 6, 19)
    assert after.url.value == f"http://127.0.0.1:8000/ke-hoach/moc/{row.pk}/"


def test_a_client_that_asks_again_is_told_nothing_changed(client, plan):
    url = url_for(acting(DutyCode.OFFICE_HEAD))
    row = due(plan, DAY)
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Milestone.objects.filter(pk=row.pk).update(effective=DAY + timedelta(days=1))
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert "private" in first["Cache-Control"]


def test_the_calendar_costs_the_same_at_one_and_fifty(client, plan):
    url = url_for(acting(DutyCode.OFFICE_HEAD))
    costs = []
    for more in (1, 49):
        for _ in range(more):
            due(plan, DAY)
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_the_demonstration_plan_as_a_calendar(client):
    by = acting(DutyCode.OFFICE_HEAD)
    plan = active(by)
    found = events(client, by)
    singles = [event for event in found if not hasattr(event, "rrule") and not hasattr(event, "recurrence_id")]
    dated = plan.milestones.filter(task__isnull=False, effective__isnull=False)
    assert len(singles) == dated.count()
    assert {event.dtstart.value.date() for event in singles} == set(dated.values_list("effective", flat=True))
    assert len({event.uid.value for event in singles}) == len(singles)
    (monthly,) = [event for event in found if hasattr(event, "rrule")]
    assert [day.month for day in monthly.getrruleset(addRDate=True)] == list(range(1, 13))
    moved = {
        event.recurrence_id.value.date(): event.dtstart.value.date()
        for event in found
        if hasattr(event, "recurrence_id")
    }
    # 25/01 is in the leave of Tết, 25/5 a Sunday, 25/10 a Saturday.
    assert moved == {
        date(2025, 1, 25): date(2025, 1, 24), date(2025, 5, 25): date(2025, 5, 23), date(2025, 10, 25): date(2025, 10, 24)
    }  # fmt: skip


def test_other_duties_see_what_they_answer_for_alone(client, plan):
    due(plan, DAY, unit=UnitFactory())
    assert names(client, acting(DutyCode.COUNCIL_MEMBER)) == set()


# What recurs, as clients read it


def opened_by_icalendar(data: bytes) -> dict[date, date]:
    """By the day the rule names, the day shown: the rule expanded as RFC 5545 says, then the occurrences moved."""
    series = icalendar.Calendar.from_ical(data).walk("VEVENT")
    found: dict[date, date] = {}
    for event in series:
        if "RRULE" in event:
            rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event.start)
            found |= {moment.date(): moment.date() for moment in rule}
    for event in series:
        if "RECURRENCE-ID" in event:
            named = event["RECURRENCE-ID"].dt
            assert named.date() in found, "an occurrence is moved that the rule does not have"
            assert (named.hour, named.tzinfo.key) == (event.start.hour, "Asia/Ho_Chi_Minh")
            found[named.date()] = event.start.date()
    return found


def opened_by_vobject(data: bytes) -> dict[date, date]:
    series = vobject.readOne(data.decode()).vevent_list
    found = {
        m.date(): m.date() for event in series if hasattr(event, "rrule") for m in event.getrruleset(addRDate=True)
    }
    for event in series:
        if hasattr(event, "recurrence_id"):
            found[event.recurrence_id.value.date()] = event.dtstart.value.date()
    return found


MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=25"


@pytest.mark.parametrize(
    ("rule", "title", "count", "last"),
    [
        (MONTHLY, "Công tác thi đua năm 2025", 12, date(2025, 12, 25)),
        (MONTHLY, "Công tác thi đua năm học 2025-2026", 9, date(2026, 5, 25)),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "Công tác thi đua năm 2025", 7, date(2025, 12, 31)),
        ("FREQ=MONTHLY;BYMONTHDAY=10,25", "Công tác thi đua năm 2025", 24, date(2025, 12, 25)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "Công tác thi đua năm 2025", 12, date(2025, 12, 31)),
        ("FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", "Công tác thi đua năm 2025", 4, date(2025, 12, 15)),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "Công tác thi đua năm 2025",
            12,
            date(2025, 12, 31),
        ),
    ],
)
def test_two_clients_open_what_recurs_to_the_same_working_days_until_the_plan_ends(client, rule, title, count, last):
    plan = in_force(year=2025, title=title)
    due(plan, None, relation="monthly_on_day", recurrence=rule)
    data = client.get(url_for(acting(DutyCode.OFFICE_HEAD))).content
    found = opened_by_icalendar(data)
    assert found == opened_by_vobject(data)
    assert (len(found), max(found)) == (count, last)
    calendar = calendar_for([2025, 2026])
    assert found == {named: calendar.effective(named) for named in found}
