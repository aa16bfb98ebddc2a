"""Columns: dates in three of them, headings of all kinds, what nobody named, what was not read and is said by a person."""

from __future__ import annotations

import io
from typing import Any

import pytest
import xlsxwriter

from thidua.register.reading import (
    CHOICES,
    ListReading,
    accept,
    carry_over,
    choices_of,
    correct,
    leave_out,
    read_list,
)
from thidua.register.reading.people import is_name, sex_word, with_capital
from thidua.register.tests.test_reading_lists import codes, read, told, workbook


def fields(reading: ListReading) -> dict[str, str]:
    return {column.column: column.field for column in reading.columns}


# ---- the date of birth in three columns ---------------------------------------------------------------------

PARTS = [["Trần Thị Bình", 4, 5, 1980, "001180131001"], ["Trần Văn Tư", 31, 4, 1980, "001080131002"]]


@pytest.mark.parametrize(
    ("head", "merges"),
    [
        ([["Họ tên", "Ngày", "Tháng", "Năm", "CCCD"]], ()),
        ([["HỌ TÊN", "NGÀY", "THÁNG", "NĂM", "CCCD"]], ()),
        ([["Ho ten", "Ngay", "Thang", "Nam", "CCCD"]], ()),
        ([["Họ tên", "Ngày sinh", "", "", "CCCD"], ["", "Ngày", "Tháng", "Năm", ""]], ()),
        ([["Họ tên", "Ngày sinh", "", "", "CCCD"], ["", "Ngày", "Tháng", "Năm", ""]], ("A1:A2", "B1:D1", "E1:E2")),
        (
            [
                ["Thông tin cá nhân", "", "", "", ""],
                ["Họ tên", "Ngày sinh", "", "", "CCCD"],
                ["", "Ngày", "Tháng", "Năm", ""],
            ],
            ("A1:E1", "A2:A3", "B2:D2", "E2:E3"),
        ),
    ],
)
def test_day_month_and_year_make_one_date(head: list[list[str]], merges: tuple[str, ...]):
    reading = read(workbook(*head, *PARTS, merges=merges), default_award="LĐTT")
    first, second = reading.rows
    assert told(first, "name", "birth", "sex") == ("Trần Thị Bình", "1980-05-04", "female")
    assert (first.printed["birth"], first.cells["birth"][0]) == ("4/5/1980", "B")
    assert (second.birth, codes(second)) == ("", ["IMPOSSIBLE_DATE"])
    assert "31/4/1980" in second.problems[0].message
    assert second.problems[0].proposal == "1980"


@pytest.mark.parametrize(
    "parent", ["Sinh", "SINH", "Ngày tháng năm", "NTNS", "Năm sinh", "Sinh ngày", "Thời gian sinh"]
)
@pytest.mark.parametrize(
    "below", [("Ngày", "Tháng", "Năm"), ("(Ngày)", "(Tháng)", "(Năm)"), ("Ngày sinh", "Tháng sinh", "Năm sinh")]
)
@pytest.mark.parametrize("merges", [(), ("A1:A2", "B1:D1", "E1:E2")])
def test_whatever_stands_over_day_month_and_year(parent: str, below: tuple[str, ...], merges: tuple[str, ...]):
    reading = read(
        workbook(["Họ tên", parent, "", "", "CCCD"], ["", *below, ""], *PARTS, merges=merges), default_award="LĐTT"
    )
    assert told(reading.rows[0], "name", "birth", "sex") == ("Trần Thị Bình", "1980-05-04", "female")
    assert [fields(reading)[letter] for letter in "BCD"] == ["birth_day", "birth_month", "birth_year"]


def test_headings_without_marks_and_the_year_first():
    rows = [["Trần Thị Bình", 1980, 5, 4, "001180131001"]]
    for head in (["Năm", "Tháng", "Ngày"], ["Nam", "Thang", "Ngay"]):
        reading = read(workbook(["Họ tên", "Ngày sinh", "", "", "CCCD"], ["", *head, ""], *rows), default_award="LĐTT")
        assert reading.rows[0].birth == "1980-05-04"


def test_month_and_year_under_sinh():
    head = [["Họ tên", "Sinh", "", "CCCD"], ["", "Tháng", "Năm", ""]]
    reading = read(workbook(*head, ["Trần Thị Bình", 5, 1980, "001180131001"], merges=("B1:C1",)), default_award="LĐTT")
    assert reading.rows[0].birth == "1980-05"


def test_one_column_under_sinh_holds_the_whole_date():
    reading = read(
        workbook(["Họ tên", "Sinh", "CCCD"], ["", "Ngày", ""], ["Trần Thị Bình", "4/5/1980", "001180131001"])
    )
    assert reading.rows[0].birth == "1980-05-04"


UNNAMED = workbook(["Họ tên", "P", "Q", "R", "CCCD"], *PARTS)


@pytest.mark.parametrize(
    "chosen",
    [
        {"B": "birth_day", "C": "birth_month", "D": "birth_year"},
        {"B": "birth", "C": "birth", "D": "birth"},
        {"C": "birth", "D": "birth", "B": "birth_day"},
    ],
)
def test_a_person_names_the_parts_of_a_date(chosen: dict[str, str]):
    reading = read(
        UNNAMED, chosen={("Danh sách", letter): field for letter, field in chosen.items()}, default_award="LĐTT"
    )
    assert [row.birth for row in reading.rows] == ["1980-05-04", ""]
    assert [codes(row) for row in reading.rows] == [[], ["IMPOSSIBLE_DATE"]]
    assert choices_of(reading.columns) == {
        ("Danh sách", "B"): "birth_day",
        ("Danh sách", "C"): "birth_month",
        ("Danh sách", "D"): "birth_year",
    }


def test_a_part_that_was_read_as_the_birth_joins_those_named():
    data = workbook(["Họ tên", "Ngày sinh", "Q", "R", "CCCD"], *PARTS)
    for field in ("birth", "birth_month"):
        chosen = {("Danh sách", "C"): field, ("Danh sách", "D"): "birth" if field == "birth" else "birth_year"}
        reading = read(data, chosen=chosen, default_award="LĐTT")
        assert [row.birth for row in reading.rows] == ["1980-05-04", ""]
        assert read(data, chosen=choices_of(reading.columns), default_award="LĐTT").rows == reading.rows


def test_a_whole_date_makes_way_for_the_one_named():
    data = workbook(
        ["Họ tên", "Ngày sinh", "Q", "Đề nghị"],
        ["Trần Văn Bình", "1/1/1990", "4/5/1980", "LĐTT"],
        ["Lê Thị Cúc", "1/1/1990", "5/5/1980", "LĐTT"],
    )
    reading = read(data, chosen={("Danh sách", "C"): "birth"})
    assert [row.birth for row in reading.rows] == ["1980-05-04", "1980-05-05"]


@pytest.mark.parametrize(
    ("parts", "birth", "found"),
    [
        (["", "", 1980], "1980", []),
        (["", 5, 1980], "1980-05", []),
        ([4, "", 1980], "", ["BIRTH_UNREADABLE"]),
        (["", "", ""], "", ["BIRTH_MISSING"]),
        ([4, 5, 80], "1980-05-04", []),
    ],
)
def test_parts_that_are_missing(parts: list[Any], birth: str, found: list[str]):
    reading = read(
        workbook(
            ["Họ tên", "Ngày", "Tháng", "Năm", "Đề nghị"], ["Trần Thị Bình", *parts, "LĐTT"], [*PARTS[0][:4], "LĐTT"]
        )
    )
    assert (reading.rows[0].birth, codes(reading.rows[0])) == (birth, found)


def test_a_year_beside_a_whole_date_is_no_part_of_it():
    reading = read(workbook(["Họ tên", "Ngày sinh", "Năm", "Đề nghị"], ["Trần Thị Bình", "4/5/1980", 2025, "LĐTT"]))
    assert (reading.rows[0].birth, reading.rows[0].sex, fields(reading)["C"]) == ("1980-05-04", "", "year")


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Nam", "male"),
        ("NAM", "male"),
        ("Nữ", "female"),
        ("nu", "female"),
        ("Năm", ""),
        ("năm", ""),
        ("Nam Định", ""),
        ("Nẫm", ""),
        ("", ""),
    ],
)
def test_sex_is_told_by_the_whole_word(text: str, sex: str):
    assert sex_word(text) == sex


def test_ticks_under_nam_and_nu_are_the_sex():
    reading = read(
        workbook(["Họ tên", "Nam", "Nữ", "Đề nghị"], ["Trần Bình", "x", "", "LĐTT"], ["Lê Cúc", "", "x", "LĐTT"])
    )
    assert [row.sex for row in reading.rows] == ["male", "female"]


# ---- headings -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Số giấy tờ", "cccd"), ("Mã số cá nhân", "cccd"), ("Số ĐDCN", "cccd"), ("Số ĐDCN/CCCD", "cccd"), ("Số thẻ căn cước", "cccd"),
        ("Định danh", "cccd"), ("Số giấy tờ tùy thân (CCCD)", "cccd"), ("Ngày cấp giấy tờ", "id_date"),
    ],
)  # fmt: skip
def test_headings_of_the_identity_number(heading: str, field: str):
    reading = read(workbook(["Họ tên", heading, "Đề nghị"], ["Trần Văn Bình", "001085123456", "LĐTT"]))
    assert fields(reading)["B"] == field


@pytest.mark.parametrize(
    "heading", ["Cán bộ đề nghị", "Cán bộ được đề nghị", "Người đề nghị khen", "Đồng chí", "Cá nhân đề nghị"]
)
def test_headings_of_the_name(heading: str):
    reading = read(
        workbook(
            ["TT", heading, "Mã số cá nhân"], [1, "Trần Văn Bình", "001085123456"], [2, "Lê Thị Cúc", "001185123457"]
        )
    )
    assert [row.name for row in reading.rows] == ["Trần Văn Bình", "Lê Thị Cúc"]


def test_a_number_with_words_around_it():
    reading = read(
        workbook(["Họ tên", "Số giấy tờ", "Đề nghị"], ["Trần Thị Bình", "Số 001180131001 cấp ngày 1/1/2022", "LĐTT"])
    )
    assert told(reading.rows[0], "cccd", "problems") == ("001180131001", ())


def test_a_heading_row_is_never_the_first_nominee():
    rows = [
        ["", "Đơn vị", "", "Nhân sự", "", "Ngày tháng năm", "Vị trí công tác", "Thành tích nổi bật"],
        ["", "Phòng Một", "", "Ông: Ma Văn Kháng", "", "12.03.1980", "Trưởng phòng", "Chủ trì 2 đề án"],
        ["", "Phòng Hai", "", "Bà Ma Thị Hời", "", "1981", "Chuyên viên", ""],
    ]
    reading = read(workbook(*rows))
    assert [told(row, "row", "name", "unit") for row in reading.rows] == [
        (2, "Ma Văn Kháng", "Phòng Một"), (3, "Ma Thị Hời", "Phòng Hai"),
    ]  # fmt: skip
    assert "Tiêu đề cột." in [line.why for line in reading.ignored if line.row == 1]


def test_a_heading_repeated_among_the_lines_is_no_nominee():
    head = ["TT", "Họ và tên", "Ngày sinh", "Đề nghị"]
    reading = read(workbook(head, [1, "Trần Văn Bình", "1980", "LĐTT"], head, [2, "Lê Thị Cúc", "1981", "LĐTT"]))
    assert [row.name for row in reading.rows] == ["Trần Văn Bình", "Lê Thị Cúc"]


def test_numbers_nobody_named_are_proposed_and_flagged():
    reading = read(
        workbook(
            ["Họ tên", "Ghi thêm", "Đề nghị"],
            ["Trần Văn Bình", "001085123456", "LĐTT"],
            ["Lê Thị Cúc", 1185123457, "LĐTT"],
        )
    )
    assert {c.column: c.how for c in reading.columns}["B"] == "content"
    assert [row.cccd for row in reading.rows] == ["001085123456", "1185123457"]
    assert [codes(row) for row in reading.rows] == [["CCCD_COLUMN"], ["CCCD_COLUMN", "CCCD_ZERO_LOST"]]
    agreed = correct(reading, reading.rows[0].key, "cccd", "001085123456")
    assert codes(agreed.rows[0]) == []


@pytest.mark.parametrize("number", ["0912345678", "091 234 5678", "912345678", "20001234567890"])
def test_telephone_and_account_numbers_are_not(number: str):
    reading = read(
        workbook(["Họ tên", "Ghi thêm", "Đề nghị"], ["Trần Văn Bình", number, "LĐTT"], ["Lê Thị Cúc", number, "LĐTT"])
    )
    assert [row.cccd for row in reading.rows] == ["", ""]


# ---- columns not read, and what a person says they are --------------------------------------------------------

HEAD = ["TT", "Họ tên", "Quân hàm", "Cột A", "Đề nghị"]
ROWS = [
    [1, "Trần Văn Bình", "x1", "Đội 1", "LĐTT"],
    [2, "Lê Thị Cúc", "x2", "Đội 2", "LĐTT"],
    [3, "Phạm Thị Dung", "x3", "Đội 3", "LĐTT"],
]  # fmt: skip
FILE = workbook(HEAD, *ROWS)


def test_columns_not_read_are_told_with_what_is_in_them():
    [quan, *_rest] = [column for column in read(FILE).columns if column.field == "unknown"]
    assert (quan.column, quan.header, quan.samples) == ("C", "Quân hàm", ("x1", "x2", "x3"))


def test_a_column_without_heading_is_told_too():
    reading = read(
        workbook(
            ["TT", "Họ tên", "", "Đề nghị"], [1, "Trần Văn Bình", "abc1", "LĐTT"], [2, "Lê Thị Cúc", "abc2", "LĐTT"]
        )
    )
    assert [(c.column, c.samples) for c in reading.columns if c.field == "unknown"] == [("C", ("abc1", "abc2"))]


WORDS = [
    field
    for field in CHOICES
    if not field.startswith("birth") and field not in {"name", "skipped", "awards", "cccd", "sex"}
]


@pytest.mark.parametrize("field", WORDS)
def test_a_person_says_what_a_column_is(field: str):
    reading = read(FILE, chosen={("Danh sách", "C"): field})
    assert [row.texts[field] for row in reading.rows] == ["x1", "x2", "x3"]
    assert [getattr(row, field, row.extra.get(field)) for row in reading.rows] == ["x1", "x2", "x3"]
    assert choices_of(reading.columns) == {("Danh sách", "C"): field}


def test_a_chosen_column_takes_the_place_of_another():
    reading = read(FILE, chosen={("Danh sách", "C"): "name"})
    assert [row.name for row in reading.rows] == ["x1", "x2", "x3"]
    assert fields(reading)["B"] == "unknown"


def test_a_skipped_column_is_neither_read_nor_told():
    reading = read(FILE, chosen={("Danh sách", "C"): "skipped"})
    assert fields(reading)["C"] == "skipped"
    assert all("x1" not in row.texts.values() for row in reading.rows)


def test_corrections_go_with_their_lines():
    before = read_list(FILE, "danh-sach.xlsx")
    here = correct(before, before.rows[0].key, "name", "Trần Văn Bỉnh")
    here = correct(here, here.rows[1].key, "cccd", "")
    here = leave_out(here, here.rows[2].key)
    carried = carry_over(here, before, read_list(FILE, "danh-sach.xlsx", chosen={("Danh sách", "C"): "position"}))
    assert [told(row, "name", "position") for row in carried.reading.rows] == [
        ("Trần Văn Bỉnh", "x1"),
        ("Lê Thị Cúc", "x2"),
    ]
    assert (carried.kept, carried.lost) == (1, 0)
    assert [line.row for line in carried.reading.ignored if line.row == 4] == [4]


def test_what_was_agreed_goes_along_too():
    data = workbook(HEAD, [1, "Bình", "x1", "", "LĐTT"], [2, "Lê Thị Cúc", "x2", "", "LĐTT"])
    before = read_list(data, "danh-sach.xlsx")
    here = accept(before, before.rows[0].key, "NAME_ODD")
    carried = carry_over(here, before, read_list(data, "danh-sach.xlsx", chosen={("Danh sách", "C"): "position"}))
    assert codes(carried.reading.rows[0]) == []


def test_each_sheet_has_its_own_columns():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, head in (("Một", HEAD), ("Hai", ["TT", "Cột A", "Họ tên", "Đề nghị"])):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, head)
            sheet.write_row(
                1, 0, [1, "Trần Văn Bình", "x1", "", "LĐTT"] if name == "Một" else [1, "y1", "Lê Thị Cúc", "LĐTT"]
            )
    reading = read(out.getvalue(), chosen={("Hai", "B"): "position"})
    assert [told(row, "name", "position") for row in reading.rows] == [("Trần Văn Bình", ""), ("Lê Thị Cúc", "y1")]


# ---- a list of which no heading is known --------------------------------------------------------------------------

STRANGE = [
    ["UBND PHƯỜNG", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["BẢNG KÊ"], [],
    ["Nhân vật", "Mốc", "Nghề"], ["Trần Văn Bình", "x1", "Thợ may"], ["Lê Thị Cúc", "x2", "Thợ nề"],
    ["Tổng cộng", "2"], ["NGƯỜI LẬP", "GIÁM ĐỐC"],
]  # fmt: skip


def test_a_block_of_rows_is_taken_in_for_a_person_to_name_its_columns():
    reading = read(workbook(*STRANGE), default_award="LĐTT")
    assert [(row.row, codes(row)) for row in reading.rows] == [(5, ["NAME_MISSING"]), (6, ["NAME_MISSING"])]
    assert [(c.header, c.field, c.samples) for c in reading.columns] == [
        ("Nhân vật", "unknown", ("Trần Văn Bình", "Lê Thị Cúc")), ("Mốc", "unknown", ("x1", "x2")), ("Nghề", "unknown", ("Thợ may", "Thợ nề")),
    ]  # fmt: skip
    assert {line.row for line in reading.ignored} == {1, 2, 4, 7, 8}


def test_a_block_is_read_once_its_names_are_told():
    reading = read(
        workbook(*STRANGE), chosen={("Danh sách", "A"): "name", ("Danh sách", "C"): "position"}, default_award="LĐTT"
    )
    assert [told(row, "row", "name", "position", "problems") for row in reading.rows] == [
        (5, "Trần Văn Bình", "Thợ may", ()), (6, "Lê Thị Cúc", "Thợ nề", ()),
    ]  # fmt: skip


def test_no_line_of_a_block_is_good_before_the_names_are_told():
    reading = read(workbook(*STRANGE), chosen={("Danh sách", "C"): "position"}, default_award="LĐTT")
    assert [(row.position, codes(row)) for row in reading.rows] == [
        ("Thợ may", ["NAME_MISSING"]),
        ("Thợ nề", ["NAME_MISSING"]),
    ]


def test_a_block_without_heading_and_one_with_two_rows_of_it():
    bare = read(workbook([1, "abc"], [2, "def"]))
    assert [row.row for row in bare.rows] == [1, 2]
    two = read(workbook(["Ai", "Gì", ""], ["", "Một", "Hai"], ["An An", "x1", "y1"], ["Ba Ba", "x2", "y2"]))
    assert [row.row for row in two.rows] == [3, 4]
    assert [line.why for line in two.ignored] == ["Tiêu đề cột.", "Tiêu đề cột."]


def test_beside_a_list_other_tables_stay_unread():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in (("Một", [HEAD, ROWS[0]]), ("Hai", STRANGE)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    assert {row.sheet for row in read(out.getvalue()).rows} == {"Một"}


@pytest.mark.parametrize(
    "rows",
    [
        [["Nội dung"], ["một"], ["hai"]],
        [["a", "b"]],
        [["UBND", "Cộng hòa xã hội chủ nghĩa"], ["Số: 1", "Hà Nội, ngày 1 tháng 2 năm 2026"]],
    ],
)
def test_what_is_no_block_is_still_refused(rows: list[list[str]]):
    assert "Không tìm thấy bảng danh sách" in read(workbook(*rows)).summary()["sentence"]


@pytest.mark.parametrize(
    ("text", "fits"),
    [("H'Mẫu Niê", True), ("Y’Thử Mlô", True), ("Y-Krông Mẫu", True), ("Ksor H'Mẫu", True), ("Lê 'Mẫu", False), ("H' Mẫu", False)],
)  # fmt: skip
def test_names_of_the_highlands(text: str, fits: bool):
    assert is_name(text) is fits


def test_a_first_letter_without_capital_in_an_old_font():
    row = ["1", "Lª ThÞ MÉu", "1980", "ñy viªn", "ñy ban nh©n d©n ph­êng Thö", "L§TT"]
    found = read(workbook(["STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị", "Danh hiệu"], row)).rows
    assert (found[0].name, found[0].position, found[0].unit) == ("Lê Thị Mẫu", "Ủy viên", "Ủy ban nhân dân phường Thử")
    assert with_capital("cán bộ") == "cán bộ"
