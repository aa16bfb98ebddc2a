"""A year in fast motion: the demonstration plan, one run each calendar day, letters over a real mail server."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta

import pytest

from thidua.foundation.clock import HANOI
from thidua.foundation.workdays import calendar_for
from thidua.notices.actions import deliver
from thidua.notices.models import Digest, Notice
from thidua.notices.tests.conftest import smtp  # noqa: F401 - the fixture of the room below
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory
from thidua.plans import tasks
from thidua.plans.actions import report_done
from thidua.plans.models import Milestone
from thidua.plans.queries.standing import STANDINGS
from thidua.plans.tests.factories import active, head

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2024, 12, 10), date(2026, 1, 15)
CALENDAR = calendar_for(range(2023, 2028))
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WORKDAYS = [
    day for day in (FIRST + timedelta(days=n) for n in range(-120, 500)) if CALENDAR.is_working_day(day)
]
OPEN_TO_THE_END = ("PL1.3.1", "PL1.25.1")
"""Milestones nobody reports done: they are overdue from their day on."""


def morning(day: date) -> datetime:
    return datetime.combine(day, time(7), HANOI).astimezone(UTC)


def expected_days(effective: date, until: date) -> list[date]:
    """By hand, on the list of working days: when carriers hear of a milestone that stays open until a day.

    What was due before the first day of the count is told on that day, as the most recent one alone.
    """
    place = WORKDAYS.index(effective)
    planned = [WORKDAYS[place - n] for n in (30, 14, 7, 3, 1, 0)]
    late = WORKDAYS[place + 1]
    while late <= until:
        planned.append(next(day for day in WORKDAYS if day >= late))
        late += timedelta(days=7)
    before = [day for day in planned if day < FIRST]
    return sorted({day for day in planned if FIRST <= day <= until} | ({FIRST} if before else set()))


def test_every_reminder_arrives_on_its_working_day_and_none_on_a_holiday(smtp):  # noqa: F811 - the fixture
    leader_of_office = head(email="truongban@thanhpho.example")
    plan = active(leader_of_office)
    unit = UnitFactory(name="Sở Nội vụ")
    officer = DutyFactory(code=DutyCode.UNIT_OFFICER, unit=unit, user__email="canbo@thanhpho.example").user
    leader = DutyFactory(code=DutyCode.LEADER, user__email="lanhdao@thanhpho.example").user
    for task in plan.tasks.all():
        task.units.set([unit])
    rows = {row.pk: row for row in plan.milestones.filter(task__isnull=False)}
    dated = {pk: row for pk, row in rows.items() if row.effective}

    arrived: dict[str, list[date]] = defaultdict(list)
    for day in DAYS:
        for row in dated.values():
            # Two working days after its day the unit reports each milestone, apart from two.
            if row.key not in OPEN_TO_THE_END and day == CALENDAR.add(row.effective, 2):
                report_done(row, on=row.effective, by=leader_of_office, at=morning(day))
        tasks.remind(at=morning(day))
        before = len(smtp.box.letters)
        deliver(at=morning(day), standings=STANDINGS)
        for letter in smtp.box.letters[before:]:
            arrived[letter["To"]].append(day)

    told: dict[int, list[date]] = defaultdict(list)
    for notice in Notice.objects.filter(user=officer, topic="plans.carriers"):
        told[int(notice.subject.split(":")[1])].append(notice.day)
    for pk, row in dated.items():
        until = LAST if row.key in OPEN_TO_THE_END else CALENDAR.add(row.effective, 1)
        until = max(until, row.effective)
        assert sorted(told[pk]) == expected_days(row.effective, until), row.key

    holidays = [notice.day for notice in Notice.objects.all() if not CALENDAR.is_working_day(notice.day)]
    assert holidays == []
    assert all(CALENDAR.is_working_day(day) for days in arrived.values() for day in days)

    # One letter a person and day, on the days of his notices, each with all of that day.
    for user in (officer, leader_of_office.user, leader):
        days = sorted(set(Notice.objects.filter(user=user).values_list("day", flat=True)))
        assert arrived[user.email] == days
    assert len({letter["Message-ID"] for letter in smtp.box.letters}) == len(smtp.box.letters)
    assert set(Digest.objects.values_list("state", flat=True)) == {"sent"}

    # Superiors hear of the two that stay open, and of nothing else.
    late = {pk for pk, row in rows.items() if row.key in OPEN_TO_THE_END}
    for user in (leader_of_office.user, leader):
        subjects = Counter(Notice.objects.filter(user=user).values_list("subject", flat=True))
        assert set(subjects) == {f"milestone:{pk}" for pk in late}
    first = min(Notice.objects.filter(topic="plans.leader").values_list("day", flat=True))
    oldest = min(Milestone.objects.filter(pk__in=late).values_list("effective", flat=True))
    assert first == CALENDAR.add(oldest, 16)

    # What recurs on the 25th is told twelve times on its day or the working day before.
    monthly = next(pk for pk, row in rows.items() if row.recurrence)
    on_the_day = [
        day
        for day in told[monthly]
        if Notice.objects.filter(
            subject=f"milestone:{monthly}", user=officer, day=day, key__endswith=":d0"
        ).exists()
    ]
    assert sorted(on_the_day) == [CALENDAR.effective(date(2025, month, 25)) for month in range(1, 13)]
    assert len(told[monthly]) == 48
