"""What may stand as the file has it, and what must be mended or left out."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.register.reading import accept, accept_many, check_nominee, keep, keepable, read_list
from thidua.register.reading.births import read_birth
from thidua.register.reading.messages import CODES, problem
from thidua.register.tests.test_reading_lists import PEOPLE, codes, read, workbook

ON = date(2026, 3, 16)


def line(**cells: object) -> list[object]:
    row = {"name": "Trần Văn Bình", "birth": "16/6/1985", "cccd": "001085123456", "awards": "LĐTT", **cells}
    return [1, row["name"], row["birth"], row["cccd"], "Kế toán", "Phòng Tài chính", row["awards"]]


def problems(**cells: object):
    return read(workbook(PEOPLE, line(**cells), line(name="Lê Thị Cúc", cccd="001185123457")), on=ON).rows[0].problems


@pytest.mark.parametrize(
    ("cells", "code", "stands"),
    [
        ({"name": ""}, "NAME_MISSING", False),
        ({"name": "Bình"}, "NAME_ODD", True),
        ({"name": "Ma Thị Hời (TP)", "cccd": "001185123459"}, "NAME_MARK", True),
        ({"cccd": "00108512345"}, "CCCD_LENGTH", False),
        ({"cccd": "123456789"}, "CCCD_OLD", False),
        ({"cccd": "1,089E+09"}, "CCCD_SCIENTIFIC", False),
        ({"cccd": "không rõ số"}, "CCCD_LETTERS", False),
        ({"cccd": "001070123456"}, "CCCD_MISMATCH", True),
        ({"cccd": ""}, "CCCD_MISSING", True),
        ({"birth": ""}, "BIRTH_MISSING", True),
        ({"birth": "30/30/1990"}, "IMPOSSIBLE_DATE", False),
        ({"birth": "7/7/2035"}, "BIRTH_FUTURE", False),
        ({"birth": "17/3/2026"}, "BIRTH_FUTURE", False),
        ({"birth": "2027"}, "BIRTH_FUTURE", False),
        ({"birth": "mùa xuân"}, "BIRTH_UNREADABLE", False),
        ({"birth": "'89"}, "BIRTH_SHORT", False),
        ({"birth": "1890"}, "BIRTH_UNLIKELY", True),
        ({"awards": "Danh hiệu lạ"}, "AWARD_UNKNOWN", False),
        ({"awards": ""}, "AWARD_MISSING", False),
    ],
)
def test_keeping_is_offered_only_where_the_value_can_be_kept(cells: dict[str, object], code: str, stands: bool):
    found = {one.code: one for one in problems(**cells)}
    assert code in found
    assert keepable(found[code]) is stands


def test_what_cannot_stand_is_not_let_stand():
    reading = read(workbook(PEOPLE, line(awards="Danh hiệu lạ"), line(name="Lê Thị Cúc", cccd="")))
    first, second = reading.rows
    for act in (accept, keep):
        with pytest.raises(ValueError, match="AWARD_UNKNOWN"):
            act(reading, first.key, "AWARD_UNKNOWN")
    assert "CCCD_MISSING" not in codes(keep(reading, second.key, "CCCD_MISSING").rows[1])


def test_a_lost_cell_is_mended_where_it_is_needed():
    assert not keepable(problem("CELL_ERROR", field="name", printed="B2", choices="#N/A"))
    assert not keepable(problem("FORMULA_EMPTY", field="awards", printed="B2"))
    assert keepable(problem("CELL_ERROR", field="position", printed="B2", choices="#N/A"))


def test_one_number_is_not_kept_for_two():
    shared = [line(), line(name="Ngô Quang Khải")]
    province = [line(cccd="003085123456"), line(name="Ngô Quang Khải", cccd="003085123456")]
    household = [line(awards="GĐVH"), line(name="Hộ ông Ngô Quang Khải", birth="", awards="GĐVH")]
    for rows in (shared, province, household):
        reading = read(workbook(PEOPLE, *rows))
        found = [[p for p in row.problems if p.code == "CCCD_SHARED"] for row in reading.rows]
        assert [[keepable(p) for p in each] for each in found] == [[False], [False]]
        assert "Một số chỉ của một người" in found[0][0].message
        with pytest.raises(ValueError, match="CCCD_SHARED"):
            keep(reading, reading.rows[0].key, "CCCD_SHARED")


def test_a_household_and_its_head_may_be_for_two_awards():
    reading = read(workbook(PEOPLE, line(), line(name="Hộ ông Trần Văn Bình", birth="", awards="GĐVH")))
    assert "CCCD_SHARED" not in [code for row in reading.rows for code in codes(row)]


def test_every_warning_may_stand():
    assert all(keepable(problem(code)) for code in CODES if not problem(code).blocking)


@pytest.mark.parametrize(
    ("text", "year"),
    [("'89", "1989"), ("‘89", "1989"), ("89", "1989"), ("sinh năm 89", "1989"), ("05", "2005"), ("21", "1921")],
)
def test_two_figures_of_a_year_propose_four(text: str, year: str):
    found = read_birth(text)
    assert (found.value, found.code, found.proposal) == ("", "BIRTH_SHORT", year)


def test_a_year_among_words_is_proposed():
    assert read_birth("khoảng 10 giờ 1989").proposal == "1989"


@pytest.mark.parametrize(
    ("text", "code"), [("16/3/2026", ""), ("17/3/2026", "BIRTH_FUTURE"), ("2026", ""), ("04/2026", "BIRTH_FUTURE")]
)
def test_nobody_is_born_after_the_day_of_reading(text: str, code: str):
    assert read_birth(text, "2026-03-16").code in ({code} if code else {"", "BIRTH_UNLIKELY"})


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Ma Thị Hời (TP)", "Ma Thị Hời"),
        ("Ma Thị Hời (P.GĐ)", "Ma Thị Hời"),
        ("Ma Thị Hời [KT]", "Ma Thị Hời"),
        ("Thích Minh Tuệ (Nguyễn Văn An)", ""),
        ("Ma Thị Hời", ""),
    ],
)
def test_a_mark_after_the_name_is_flagged(name: str, bare: str):
    reading = read(workbook(PEOPLE, line(name=name, cccd=""), line(name="Lê Thị Cúc", cccd="")))
    marked = [one for one in reading.rows[0].problems if one.code == "NAME_MARK"]
    assert [one.proposal for one in marked] == ([bare] if bare else [])
    if bare:
        assert accept(reading, reading.rows[0].key, "NAME_MARK").rows[0].name == bare
        assert keep(reading, reading.rows[0].key, "NAME_MARK").rows[0].name == name


def test_all_proposals_of_a_kind_at_once():
    rows = [
        line(name=f"Trần Văn {name}", cccd=1085000000 + n) for n, name in enumerate(("An", "Bình", "Chung", "Dũng"))
    ]
    reading = read(workbook(PEOPLE, *rows))
    after = accept_many(reading, [row.key for row in reading.rows[:3]], "CCCD_ZERO_LOST")
    assert [row.cccd for row in after.rows] == ["001085000000", "001085000001", "001085000002", "1085000003"]


def test_words_no_dossier_can_hold():
    long = "Phòng " + "rất dài " * 40
    reading = read_list(
        workbook(PEOPLE, [1, "Trần Văn Bình", "1985", "001085123456", "Kế toán", long, "LĐTT"]), "a.xlsx"
    )
    assert [(p.code, p.field, keepable(p)) for p in reading.rows[0].problems] == [("TEXT_LONG", "unit", False)]


@pytest.mark.parametrize(
    ("details", "found"),
    [
        ({"name": "Trần Văn Bình", "birth": "16/06/1985", "cccd": "001085123456"}, []),
        ({"name": "Trần Văn B1nh", "birth": "1985", "cccd": ""}, ["NAME_ODD"]),
        ({"name": "Trần Văn Bình", "birth": "01/01/2030", "cccd": ""}, ["BIRTH_FUTURE"]),
        ({"name": "Trần Văn Bình", "birth": "1970", "cccd": "001085123456"}, ["CCCD_MISMATCH"]),
        ({"name": "Bà Trần Thị Bình", "birth": "1985", "cccd": "001085123456"}, ["CCCD_MISMATCH"]),
        ({"name": "Phòng Tài chính", "birth": "", "cccd": "", "kind": "collective"}, []),
        ({"name": "Tổ 3", "birth": "", "cccd": ""}, []),
    ],
)
def test_one_nominee_typed_by_hand(details: dict[str, str], found: list[str]):
    assert [
        one.code
        for one in check_nominee(**details, award="LDTT" if "kind" not in details else "TTLDTT", on=ON)
        if one.code != "AWARD_KIND"
    ] == found
