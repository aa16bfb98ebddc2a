"""The year in fast motion: the plan is taken in, put in force and worked on, one run each calendar day from its first day to
the last of the year; letters over a real mail server, the calendar through a client library, next year's plan at the end."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse

from thidua.foundation.clock import HANOI
from thidua.foundation.workdays import calendar_for
from thidua.notices.actions import deliver, make_feed
from thidua.notices.feeds import address_of
from thidua.notices.models import Digest, Notice
from thidua.notices.tests.conftest import smtp  # noqa: F401 - the fixture of the room below
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import actions, tasks
from thidua.plans.models import Milestone, Plan
from thidua.plans.queries.paper import plan_docx, plan_proposals
from thidua.plans.queries.standing import STANDINGS
from thidua.plans.reading.read import read_plan
from thidua.plans.rolling import paper_of, ready_choices, taken
from thidua.plans.tests.factories import blocking, demo, head

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2024, 12, 10), date(2025, 12, 31)
CALENDAR = calendar_for(range(2023, 2028))
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKDAYS = [day for day in (FIRST + timedelta(days=n) for n in range(-120, 500)) if CALENDAR.is_working_day(day)]
OPEN_TO_THE_END = ("PL1.3.1", "PL1.25.1")
"""Milestones nobody reports done: they are overdue from their day on."""
LINE = re.compile(r"^\d+\. (.+?) · .*?/ke-hoach/moc/(\d+)/", re.MULTILINE | re.DOTALL)
"""A line of a letter: how its milestone stands, and which one its address opens."""

Told = set[tuple[date, str]]
"""The days on which people are told of one milestone, and in what words."""


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), HANOI).astimezone(UTC)


def done_on(row: Milestone) -> date | None:
    """Two working days after its day the unit reports each milestone, apart from two."""
    return None if row.key in OPEN_TO_THE_END else CALENDAR.add(row.effective, 2)


def standing(effective: date, day: date) -> str:
    left = WORKDAYS.index(effective) - WORKDAYS.index(day)
    if left < 0:
        return f"Quá hạn {-left} ngày làm việc"
    return f"Còn {left} ngày làm việc" if left else "Hết hạn hôm nay"


def expected(row: Milestone) -> Told:
    """By hand, on the list of working days: when carriers hear of a milestone that stays open until a day.

    What was due before the first day of the count is told on that day, as the most recent one alone.
    """
    place, done = WORKDAYS.index(row.effective), done_on(row)
    until = min(LAST, done - timedelta(days=1) if done else LAST)
    planned = [WORKDAYS[place - n] for n in (30, 14, 7, 3, 1, 0)]
    late = WORKDAYS[place + 1]
    while late <= until:
        planned.append(next(day for day in WORKDAYS if day >= late))
        late += timedelta(days=7)
    days = {day for day in planned if FIRST <= day <= until} | ({FIRST} if min(planned) < FIRST else set())
    return {(day, standing(row.effective, day)) for day in days}


def taken_in(by) -> Plan:
    """The document of 2025, read, its wrong years settled as proposed, in force on the first day."""
    plan = actions.keep_plan(demo(), by=by, at=morning(FIRST))
    while flag := blocking(plan).first():
        actions.resolve_flag(flag, "accepted", by=by, at=morning(FIRST))
    return actions.activate(plan, by=by, at=morning(FIRST))


class Phone:
    """A client that subscribes to a person's calendar: asks every working day, reads what changed."""

    def __init__(self, client, who) -> None:
        self.client, self.etag, self.shown = client, "", {}
        self.url = reverse("plans:feed", args=[address_of(make_feed(by=who, at=morning(FIRST)).code)])

    def look(self, day: date) -> dict[str, tuple[str, date]]:
        """By the key of a milestone, how it stands and on which day, as of a morning."""
        with time_machine.travel(morning(day), tick=False):
            answer = self.client.get(self.url, headers={"If-None-Match": self.etag})
        if answer.status_code != 304:
            self.etag, self.shown = answer["ETag"], {}
            for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT"):
                if "RRULE" not in event and "RECURRENCE-ID" not in event:
                    self.shown |= self._read(event)
        return self.shown

    def _read(self, event) -> dict[str, tuple[str, date]]:
        close = event.start + timedelta(minutes=30)
        rings = [(event.start + alarm["TRIGGER"].dt).astimezone(HANOI) for alarm in event.walk("VALARM")]
        assert all(CALENDAR.is_working_day(ring.date()) and ring.hour == 8 for ring in rings)
        assert close.astimezone(HANOI).time() == time(17)
        key = str(event["UID"]).split("@")[0].split("-", 1)[1]
        return {key: (str(event["SUMMARY"]).split(" · ")[0], event.start.date())}


def as_it_stands(row: Milestone, day: date) -> tuple[str, date]:
    done = done_on(row)
    reported = done is not None and done <= day
    return ("Đã xong" if reported else "Quá hạn" if row.effective < day else "Hạn"), row.effective


def told_by(letters) -> dict[int, Told]:
    """What letters say, by milestone."""
    found: dict[int, Told] = defaultdict(set)
    for day, letter in letters:
        text = letter.get_body(("plain",)).get_content()
        lines = LINE.findall(text)
        assert len(lines) == len(re.findall(r"^\d+\. ", text, re.MULTILINE))
        for words, pk in lines:
            assert (day, words) not in found[int(pk)], "told twice"
            found[int(pk)].add((day, words))
    return found


def test_the_year_from_the_document_of_2025_to_the_one_of_2026(smtp, client):  # noqa: F811 - the fixture
    office = head(email="truongban@thanhpho.example")
    plan = taken_in(office)
    unit = UnitFactory(name="Sở Nội vụ")
    officer = acting(DutyCode.UNIT_OFFICER, unit, email="canbo@thanhpho.example")
    leader = DutyFactory(code=DutyCode.LEADER, user__email="lanhdao@thanhpho.example").user
    for task in plan.tasks.all():
        task.units.set([unit])
    rows = {row.pk: row for row in plan.milestones.filter(task__isnull=False)}
    dated = {pk: row for pk, row in rows.items() if row.effective}
    phone = Phone(client, officer)

    arrived: dict[str, list] = defaultdict(list)
    for day in DAYS:
        for row in dated.values():
            if day == done_on(row):
                actions.report_done(row, on=row.effective, by=office, at=morning(day))
        tasks.remind(at=morning(day))
        before = len(smtp.box.letters)
        deliver(at=morning(day), standings=STANDINGS)
        for letter in smtp.box.letters[before:]:
            arrived[letter["To"]].append((day, letter))
        if CALENDAR.is_working_day(day):
            assert phone.look(day) == {row.key: as_it_stands(row, day) for row in dated.values()}, day
        else:
            assert len(smtp.box.letters) == before, "a letter on a day off"

    told = told_by(arrived[officer.user.email])
    assert {row.key: told[pk] for pk, row in dated.items()} == {row.key: expected(row) for row in dated.values()}
    superiors_hear_of_what_stays_open(arrived, office.user, leader, rows)
    what_recurs_is_told_each_month(told, rows)
    one_letter_a_day_and_the_same_in_the_application(smtp, arrived, (officer.user, office.user, leader))
    next_years_plan_is_written_and_read_back(plan, office)


def superiors_hear_of_what_stays_open(arrived, office, leader, rows):
    late = {pk for pk, row in rows.items() if row.key in OPEN_TO_THE_END}
    oldest = min(rows[pk].effective for pk in late)
    for user, allowance in ((office, 5), (leader, 15)):
        assert set(told_by(arrived[user.email])) == late
        assert arrived[user.email][0][0] == CALENDAR.add(oldest, allowance + 1)


def what_recurs_is_told_each_month(told, rows):
    """The 25th or the working day before it, and 7, 3 and 1 working days ahead."""
    monthly = next(pk for pk, row in rows.items() if row.recurrence)
    days = [CALENDAR.effective(date(2025, month, 25)) for month in range(1, 13)]
    ahead = {WORKDAYS[WORKDAYS.index(day) - n]: day for day in days for n in (7, 3, 1, 0)}
    assert told[monthly] == {(day, standing(named, day)) for day, named in ahead.items()}


def one_letter_a_day_and_the_same_in_the_application(smtp, arrived, people):  # noqa: F811 - the fixture, handed on
    for user in people:
        days = [day for day, _letter in arrived[user.email]]
        notices = Notice.objects.filter(user=user)
        assert days == sorted(set(notices.values_list("day", flat=True)))
        assert Counter(notices.values_list("day", flat=True)) == Counter(
            day for lines in told_by(arrived[user.email]).values() for day, _words in lines
        )
    assert all(CALENDAR.is_working_day(notice.day) for notice in Notice.objects.all())
    assert len({letter["Message-ID"] for letter in smtp.box.letters}) == len(smtp.box.letters)
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}


def next_years_plan_is_written_and_read_back(plan, by):
    """Drafted from the year that was, put in force, written as a Word file: read back, nothing of it is lost."""
    at = morning(LAST)
    paper, found = plan_proposals(plan, 2026)
    choices = ready_choices(found)
    wanted = taken(paper, found, choices, new_year=2026, number="371", dated=date(2025, 12, 30))
    new = actions.roll_over(plan, 2026, choices, number="371", dated=date(2025, 12, 30), by=by, at=at)
    actions.activate(new, by=by, at=at)
    new = Plan.objects.get(pk=new.pk)
    again = read_plan(plan_docx(new, at), "ke-hoach-2026.docx", calendar=CALENDAR).to_json()
    assert again["document"] == new.reading["document"]
    assert (again["document"]["number"], again["document"]["year"]) == ("371/KH-UBND", 2026)
    assert list(paper_of(again).slots().values()) == list(wanted.slots().values())
    for name, count in (("tasks", 37), ("sessions", 7)):
        assert len(again[name]) == count
        assert [without_places(row) for row in again[name]] == [without_places(row) for row in new.reading[name]]
    assert [row["text"] for row in again["source"]] == [row["text"] for row in new.reading["source"]]


def without_places(row: dict) -> dict:
    """A task, session or milestone without flags and places, which belong to the paper it was read from."""
    kept = {name: value for name, value in row.items() if name not in ("flags", "source")}
    if "milestones" in kept:
        kept["milestones"] = [without_places(one) for one in kept["milestones"]]
    return kept
