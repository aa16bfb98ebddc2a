"""What a plan names that is not there: units no list has, deadlines that wait for each other in a circle."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from thidua.organisation.models import DutyCode, UnitName
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions
from thidua.plans.queries.lint import plan_findings
from thidua.plans.reading.read import read_plan
from thidua.plans.tests.factories import AT, head
from thidua.plans.tests.test_commands import plan_command
from thidua.plans.tests.test_reading_checks import flags, plan, read, row

__all__ = ["plan_command"]
DAY = "Trước ngày 03/3/2026"


def circle_of(*rows: str, numbers: list[int] | None = None) -> list[tuple[str, str]]:
    found = flags(read(plan(*rows, numbers=numbers)), "CIRCLE")
    return [(flag.where, flag.message.split("(")[1].split(")")[0]) for flag in found]


def test_two_that_wait_for_each_other_are_each_flagged():
    assert circle_of(row(), row(when="Theo tiến độ việc 3"), row(when="Sau khi hoàn thành nhiệm vụ số 2")) == [
        ("PL1.2.1", "việc 2 → việc 3 → việc 2"),
        ("PL1.3.1", "việc 3 → việc 2 → việc 3"),
    ]


def test_a_longer_circle_and_one_that_waits_for_itself():
    rows = (row(when="Theo tiến độ việc 2"), row(when="Theo tiến độ mục 3"), row(when="Theo tiến độ việc 1"))
    assert circle_of(*rows)[0] == ("PL1.1.1", "việc 1 → việc 2 → việc 3 → việc 1")
    assert circle_of(row(when="Theo tiến độ việc 1")) == [("PL1.1.1", "việc 1 → việc 1")]


@pytest.mark.parametrize(
    "rows",
    [
        (row(when="Theo tiến độ việc 2"), row(when=DAY)),
        (row(when="Theo tiến độ việc 2"), row(when="Theo tiến độ việc 3"), row()),
        (row(when="Theo tiến độ việc 2 Kế hoạch số 10/KH-UBND"), row(when="Theo tiến độ việc 1")),
        (row(when="Theo tiến độ việc 2 và trước ngày 03/3/2026"), row(when="Theo tiến độ việc 1")),
        (row(when="Theo tiến độ việc 9"),),
        (row(when="Theo văn bản của Trung ương"), row(when="Theo tiến độ việc 1")),
    ],
)
def test_no_circle(rows):
    assert circle_of(*rows) == []


def test_a_number_two_tasks_have_points_at_neither():
    rows = (row(when="Theo tiến độ việc 2"), row(when="Theo tiến độ việc 1"), row())
    assert circle_of(*rows, numbers=[1, 2, 2]) == []


def test_a_chain_of_thousands_has_no_circle_and_is_soon_looked_through():
    rows = [row(when=f"Theo tiến độ việc {n + 1}") for n in range(1, 900)]
    assert circle_of(*rows, row()) == []
    assert len(circle_of(*rows, row(when="Theo tiến độ việc 1"))) == 900


# Units


TEXT = plan(
    row(who="Sở Vũ trụ"),
    row(who="Sở Nội vụ; các sở, ban, ngành", by="Sở Vũ trụ; Văn phòng cũ"),
    row(who="Sở Không gian", when="Theo tiến độ việc 4"),
    row(when="Theo tiến độ việc 3"),
)


@pytest.fixture
def known():
    unit = UnitFactory(name="Sở Nội vụ")
    UnitName.objects.create(unit=unit, name="Văn phòng cũ", name_fold="van phong cu")
    return unit


def taken_in():
    return actions.import_plan(TEXT.encode(), "ke-hoach.txt", by=head(), at=AT)


def told(rows):
    return {row.printed: [row.where, *row.also] for row in rows if row.code == "UNIT_UNKNOWN"}


@pytest.mark.django_db
def test_review_names_each_unknown_unit_once_with_its_tasks(known, client):
    made = taken_in()
    assert told(made.flags.all()) == {"Sở Vũ trụ": ["PL1.1", "PL1.2"], "Sở Không gian": ["PL1.3"]}
    client.force_login(acting(DutyCode.APPRAISER).user)
    page = client.get(reverse("plans:review", args=[made.pk]), {"muc": "nen-xem"}).content.decode()
    assert "“Sở Vũ trụ” không có trong danh mục đơn vị, dùng ở 2 việc" in page
    assert "Các hạn chờ nhau thành vòng (việc 3 → việc 4 → việc 3)" in page


@pytest.mark.django_db
def test_lint_of_a_stored_plan_forgets_what_units_were_chosen_for(known):
    made, by = taken_in(), head()
    assert set(told(plan_findings(made))) == {"Sở Vũ trụ", "Sở Không gian"}
    actions.choose_units(made.tasks.get(key="PL1.3"), [known], by=by, at=AT)
    actions.choose_units(made.tasks.get(key="PL1.1"), [known], by=by, at=AT)
    assert told(plan_findings(made)) == {"Sở Vũ trụ": ["PL1.2"]}
    UnitFactory(name="Sở Vũ trụ")
    assert told(plan_findings(made)) == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "key"), [("read", "flags"), ("lint", "findings")])
def test_the_command_tells_both_of_a_file(known, plan_command, tmp_path, verb, key):
    file = tmp_path / "ke-hoach.txt"
    file.write_text(TEXT)
    _code, printed = plan_command(verb, file, "--json")
    rows = json.loads(printed)[key]
    assert {one["printed"] for one in rows if one["code"] == "UNIT_UNKNOWN"} == {"Sở Vũ trụ", "Sở Không gian"}
    assert {one["where"] for one in rows if one["code"] == "CIRCLE"} == {"PL1.3.1", "PL1.4.1"}


@pytest.mark.django_db
def test_a_list_that_knows_none_of_the_names_tells_nothing():
    UnitFactory(name="Sở của tỉnh khác")
    assert told(taken_in().flags.all()) == {}
    assert "CIRCLE" in {flag.code for flag in read_plan(TEXT.encode(), "ke-hoach.txt").flags}
