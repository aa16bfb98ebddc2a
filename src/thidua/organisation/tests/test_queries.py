from __future__ import annotations

from datetime import date

import pytest

from thidua.foundation.text import fold
from thidua.organisation.models import CalendarDay, Duty, Succession, Unit, UnitKind, UnitName
from thidua.organisation.queries import (
    duties_on,
    find_units,
    months_of,
    official_calendar,
    unit_by_name,
    with_predecessors,
)
from thidua.organisation.tests.factories import DutyFactory, PersonFactory, UnitFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 2)


@pytest.mark.parametrize(
    ("start", "end", "held"),
    [
        (date(2025, 6, 2), None, True),
        (date(2025, 6, 3), None, False),
        (date(2025, 1, 1), date(2025, 6, 2), True),
        (date(2025, 1, 1), date(2025, 6, 1), False),
    ],
)
def test_duty_holds_from_first_to_last_day(start, end, held):
    duty = DutyFactory(valid_from=start, valid_to=end)
    assert list(duties_on(duty.user, DAY)) == ([duty] if held else [])


def test_calendar_knows_announced_days():
    calendar = official_calendar([2025])
    assert not calendar.is_working_day(date(2025, 1, 29))
    assert calendar.effective(date(2025, 1, 31)) == date(2025, 1, 24)


def test_entered_day_changes_only_itself():
    CalendarDay.objects.create(day=DAY, kind=CalendarDay.Kind.OFF, name="Nghỉ thử")
    calendar = official_calendar([2025])
    assert calendar.reason_off(DAY) == "Nghỉ thử"
    assert not calendar.is_working_day(date(2025, 1, 29))


def test_entered_make_up_day_beats_weekend_and_holiday():
    saturday = date(2025, 6, 7)
    CalendarDay.objects.create(day=saturday, kind=CalendarDay.Kind.WORKED, name="Làm bù")
    CalendarDay.objects.create(day=date(2025, 4, 30), kind=CalendarDay.Kind.WORKED, name="Trực")
    calendar = official_calendar([2025])
    assert calendar.is_working_day(saturday)
    assert calendar.is_working_day(date(2025, 4, 30))


def test_unit_is_found_by_old_name_and_alias():
    unit = UnitFactory(name="Sở Nội vụ")
    UnitName.objects.create(unit=unit, name="Sở Tổ chức", name_fold=fold("Sở Tổ chức"))
    assert unit_by_name("SỞ NỘI  VỤ") == unit
    assert unit_by_name("so to chuc") == unit


def test_unit_known_twice_is_nobody():
    UnitFactory(name="Xã An Khánh", code="a")
    UnitFactory(name="Xã An Khánh", code="b")
    assert unit_by_name("Xã An Khánh") is None


def test_family_holds_predecessors_and_collectives_once():
    unit, old, other = UnitFactory(), UnitFactory(), UnitFactory()
    within = UnitFactory(parent=unit, kind=UnitKind.COLLECTIVE)
    Succession.objects.create(predecessor=old, successor=unit, on=date(2025, 7, 1))
    people = [PersonFactory(unit=each) for each in (unit, old, within, other)]
    found = list(type(people[0]).objects.filter(with_predecessors(unit)).order_by("id"))
    assert found == people[:3]


def test_find_units_by_part_without_marks_and_former_name():
    ward = UnitFactory(name="Phường Ô Chợ Dừa", kind=UnitKind.WARD)
    UnitName.objects.create(unit=ward, name="Phường Thổ Quan", name_fold=fold("Phường Thổ Quan"))
    UnitFactory(name="Phường Láng", kind=UnitKind.WARD)
    for text in ("cho dua", "tho quan"):
        assert find_units(text, kind="", ended=False, on=DAY).rows == [ward]


def test_find_units_ended_apart():
    gone = UnitFactory(valid_to=date(2025, 6, 1))
    kept = UnitFactory()
    assert find_units("", kind="", ended=False, on=DAY).rows == [kept]
    assert find_units("", kind="", ended=True, on=DAY).rows == [gone]


def test_find_units_pages_through_all_once():
    made = {UnitFactory().pk for _ in range(120)}
    seen: list[int] = []
    after = ""
    while True:
        page = find_units("", kind="", ended=False, on=DAY, after=after)
        seen += [unit.pk for unit in page.rows]
        after = page.next_after
        if not after:
            break
    assert len(seen) == len(set(seen)) == Unit.objects.count() == 120
    assert set(seen) == made


def test_months_cover_the_year_once():
    months = months_of(2024, official_calendar([2024]))
    days = [cell.day for _month, cells in months for cell in cells if cell]
    assert len(days) == 366
    assert days == sorted(days)


def test_duties_cost_one_query(django_assert_num_queries):
    duty = DutyFactory()
    for _ in range(5):
        Duty.objects.create(user=duty.user, code="appraiser", unit=UnitFactory(), valid_from=DAY)
    with django_assert_num_queries(1):
        assert [each.unit.name for each in duties_on(duty.user, DAY)]
