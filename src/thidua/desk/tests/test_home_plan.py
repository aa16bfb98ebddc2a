"""What of plans stands on whose home: the city's work before other plans', and who waits for an answer first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.foundation.clock import now, today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions
from thidua.plans.models import PlanState
from thidua.plans.tests.factories import PlanFactory, due, in_force

pytestmark = pytest.mark.django_db
SOON, LATER = timedelta(days=3), timedelta(days=90)


@pytest.fixture
def titles(client):
    def read(who):
        client.force_login(who.user)
        return [todo.title for todo in client.get("/").context["todos"]]

    return read


def test_the_head_finds_the_offices_own_of_the_plan_of_the_year_before_other_plans(titles):
    office = UnitFactory(name="Ban Thi đua thử")
    yearly, congress, units = in_force(yearly=True), in_force(yearly=False), in_force(unit=UnitFactory())
    for n in range(5):
        due(congress, today() + n * SOON, task={"title": f"Việc Đại hội {n}"})
        due(units, today() + n * SOON, task={"title": f"Việc riêng {n}"})
    due(yearly, today() + LATER, task={"title": "Việc của Sở"})
    due(yearly, today() + 2 * LATER, unit=office, task={"title": "Việc của Ban"})
    found = titles(acting(DutyCode.OFFICE_HEAD, office))
    assert found[:2] == ["Việc Đại hội 0", "Việc Đại hội 1"], "what fits after them, by deadline"
    assert {"Việc của Sở", "Việc của Ban"} <= set(found)
    assert not any("riêng" in title for title in found)


def test_four_of_the_offices_own_leave_no_place_for_others(titles):
    office, yearly = UnitFactory(), in_force(yearly=True)
    for n in range(4):
        due(yearly, today() + LATER, unit=office, task={"title": f"Việc của Ban {n}"})
    due(yearly, today(), task={"title": "Việc của Sở"})
    assert set(titles(acting(DutyCode.OFFICE_HEAD, office))) == {f"Việc của Ban {n}" for n in range(4)}


def test_a_request_that_waits_stands_first_with_who_decides(titles):
    office, unit = UnitFactory(), UnitFactory()
    ban, own_head = acting(DutyCode.OFFICE_HEAD, office), acting(DutyCode.UNIT_HEAD, unit)
    officer = acting(DutyCode.UNIT_OFFICER, unit)
    late = due(in_force(yearly=True), today() - SOON, unit=office, task={"title": "Việc đã trễ"})
    row = due(late.plan, today() + LATER, unit=unit, task={"title": "Việc xin thêm ngày"})
    asked = actions.ask_extension(row, day=today() + 2 * LATER, reason="Chờ", by=officer, at=now())
    assert titles(ban)[0] == "Quyết định 1 đề nghị gia hạn"
    for who in (own_head, officer, acting(DutyCode.APPRAISER, office)):
        assert not any("gia hạn" in title for title in titles(who)), who.duty
    actions.refuse_extension(asked, reason="Không đủ lý do", by=ban, at=now())
    assert not any("gia hạn" in title for title in titles(ban))


def test_in_a_units_own_plan_it_stands_with_its_head_alone(titles):
    unit = UnitFactory()
    own, boss = in_force(unit=unit), acting(DutyCode.UNIT_HEAD, unit)
    officer = acting(DutyCode.UNIT_OFFICER, unit)
    row = due(own, today() + LATER, task={"title": "Việc chưa giao"})
    actions.ask_extension(row, day=today() + 2 * LATER, reason="Chờ", by=officer, at=now())
    assert titles(boss)[0] == "Quyết định 1 đề nghị gia hạn"
    assert "Việc chưa giao" in titles(officer)
    assert not any("gia hạn" in title for title in titles(acting(DutyCode.OFFICE_HEAD)))


def test_a_units_draft_is_reviewed_by_the_unit(titles):
    unit = UnitFactory()
    PlanFactory(unit=unit, state=PlanState.DRAFT, number="9/KH-SO")
    assert "Soát kế hoạch 9/KH-SO" in titles(acting(DutyCode.UNIT_OFFICER, unit))
    for code in (DutyCode.OFFICE_HEAD, DutyCode.UNIT_OFFICER):
        assert "Soát kế hoạch 9/KH-SO" not in titles(acting(code))


def test_many_requests_cost_no_more_queries_than_one(client):
    boss = acting(DutyCode.OFFICE_HEAD)
    client.force_login(boss.user)
    client.get("/")
    counts = []
    for n in (1, 12):
        for _one in range(n):
            unit = UnitFactory()
            row = due(in_force(), today() + LATER, unit=unit)
            by = acting(DutyCode.UNIT_OFFICER, unit)
            actions.ask_extension(row, day=today() + 2 * LATER, reason="Chờ", by=by, at=now())
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
