"""What the rows of a plan propose as rounds: the demonstration plan whole, and what is read how."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from thidua.dossiers.proposing import Deadline, Row, book, monthly_day, proposals
from thidua.dossiers.routes import RouteCode
from thidua.plans.demo.build import FILE
from thidua.plans.reading.read import read_plan

ROUNDS = {"2", "7", "9", "20", "22", "23", "26", "30", "34", "35", "39", "40", "43", "44", "45"}
"""The items of the 2025 plan that are rounds."""
SHARED = Path(os.environ.get("THIDUA_SHARED", Path(__file__).resolve().parents[5] / "shared"))
REAL = SHARED / "samples" / "ke-hoach-357.docx"


def rows_of(data):
    reading = read_plan(data, "ke-hoach.docx")
    sessions = [row.contents for row in reading.sessions if row.section.startswith("Các phiên")]
    found = []
    for place, task in enumerate(reading.tasks):
        is_session = task.title.startswith("Họp Hội đồng")
        days = tuple(
            Deadline(n, one.label, one.day or one.end, one.start, one.month or "", one.recurrence or "")
            for n, one in enumerate(task.milestones)
        )
        contents = tuple(sessions.pop(0)) if is_session and sessions else ()
        found.append(Row(place, task.number, task.title, contents, tuple(task.implementing), days, is_session))
    return found


@pytest.fixture(scope="module")
def found():
    return {one.key: one for one in proposals(rows_of(FILE.read_bytes()), 2025)}


def numbers(rows):
    return {number for one in rows for number in one.numbers}


def test_all_rounds_of_the_plan_are_recognised_and_nothing_else(found):
    assert numbers(found.values()) == ROUNDS


@pytest.mark.parametrize("with_contents", [True, False])
def test_the_real_plan_gives_the_same(with_contents):
    if not REAL.exists():
        pytest.skip("shared material: samples/ke-hoach-357.docx")
    rows = rows_of(REAL.read_bytes())
    if not with_contents:  # the things a session considers are then read from the words of its row
        rows = [Row(row.pk, row.number, row.title, (), row.implementing, row.deadlines, row.session) for row in rows]
    found = proposals(rows, 2025)
    assert numbers(found) == ROUNDS
    assert {one.pattern for one in found if "34" in one.numbers} == {"nha-nuoc", "co-chinh-phu-gd", "cstdtp-gd", "tnxp"}


def test_the_hand_in_and_the_session_of_one_thing_are_one_round(found):
    one = found["tong-ket-2024"]
    assert one.numbers == ("9", "7")
    assert (one.opens_on, one.closes_on, one.exact) == (date(2025, 1, 1), date(2025, 2, 28), True)
    assert len(one.sessions) == 1
    assert found["cdtdut-2025"].numbers == ("23", "26")
    assert found["ahld-2024"].closes_on == date(2025, 1, 10)


def test_a_session_considers_several_each_by_its_route(found):
    routes = {one.pattern: one.route for one in found.values() if "22" in one.numbers}
    assert routes == {
        "nha-nuoc": "state",
        "cstdtq": "state",
        "co-chinh-phu-dn": "state",
        "cstdtp": "regular",
        "tnxp": "volunteer",
    }


def test_windows_by_unit_and_reckoned_back(found):
    assert found["nam-hoc-2025-30"].closes_on == date(2025, 7, 31)
    schools = next(one for key, one in found.items() if key.startswith("nam-hoc-2025-30-"))
    assert (schools.closes_on, schools.kinds) == (date(2025, 8, 15), ("school",))
    assert not found["sang-kien-2025-39"].exact
    assert (found["tong-ket-2025"].opens_on, found["tong-ket-2025"].closes_on) == (
        date(2025, 12, 1),
        date(2025, 12, 31),
    )


def test_twelve_months_by_the_day_of_the_plan(found):
    months = [one for one in found.values() if one.pattern == "ntvt"]
    assert [one.month for one in months] == list(range(1, 13))
    assert {one.closes_on.day for one in months} == {25}
    assert (months[0].opens_on, months[1].opens_on) == (date(2024, 12, 26), date(2025, 1, 26))
    assert months[4].title == "Người tốt, việc tốt, tháng 5/2025"
    assert sum(one.pattern == "knc" for one in found.values()) == 12
    assert monthly_day(2025, 2, 30) == monthly_day(2025, 2, 0) == date(2025, 2, 28)


def test_keys_are_one_each_and_fit_their_column(found):
    assert all(len(key) <= 80 and re.fullmatch(r"[a-z0-9-]+", key) for key in found), list(found)


def test_awards_and_routes_of_the_patterns_exist(found):
    assert {row["route"] for row in book()["patterns"]} <= set(RouteCode)
    assert all(one.awards for one in found.values())


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Hướng dẫn khen thưởng tổng kết khối doanh nghiệp năm 2026", []),
        ("Tổ chức Đại hội, vinh danh “Công dân Thủ đô ưu tú” năm 2026", []),
        ("Đơn vị tổng kết phong trào Người tốt, việc tốt", []),
        ("Xét khen thưởng thành tích kháng chiến", ["resistance"]),
        ("Đề nghị truy tặng huân chương", ["posthumous"]),
        ("Khen thưởng chuyên đề và đột xuất", ["simplified", "sudden"]),
        ("", []),
    ],
)
def test_other_plans_and_other_words(title, wanted):
    assert [one.route for one in proposals([Row(1, "1", title)], 2026)] == wanted
