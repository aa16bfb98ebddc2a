"""Invented lists of other shapes: Excel, Word, PDF; every field against what is expected."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
import typst
import xlsxwriter

from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.reading import Kind, ListReading, Row, Sameness, Status, read_list


def workbook(
    *rows: list[Any], merges: tuple[str, ...] = (), hidden: tuple[str, list[list[Any]]] | None = None
) -> bytes:
    """An .xlsx of these rows, texts as texts; `merges` are ranges whose first cell keeps its text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Danh sách")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif value not in ("", None):
                    sheet.write(number, column, value)
        for area in merges:
            first = area.split(":")[0]
            column, row = ord(first[0]) - 65, int(first[1:]) - 1
            sheet.merge_range(area, rows[row][column] if column < len(rows[row]) else "")
        if hidden:
            extra = book.add_worksheet(hidden[0])
            for number, row in enumerate(hidden[1]):
                extra.write_row(number, 0, row)
            extra.hide()
    return out.getvalue()


def read(data: bytes, name: str = "danh-sach.xlsx", **options: Any) -> ListReading:
    reading = read_list(data, name, **options)
    assert wrong_in(reading.to_json(), "list-read-1") == []
    assert ListReading.from_json(reading.to_json()) == reading
    return reading


def told(row: Row, *fields: str) -> tuple[Any, ...]:
    return tuple(getattr(row, field) for field in fields)


def codes(row: Row) -> list[str]:
    return [problem.code for problem in row.problems]


# ---- people and what they are -------------------------------------------------------------------------------

PEOPLE = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Đơn vị", "Danh hiệu"]


def test_a_header_of_two_rows_with_sexes_under_the_birth():
    reading = read(
        workbook(
            ["STT", "Họ và tên", "Năm sinh", "", "Chức vụ, đơn vị công tác", "Đề nghị khen thưởng", ""],
            ["", "", "Nam", "Nữ", "", "Danh hiệu", "Hình thức"],
            [1, "Trần Văn Bình", 1980, "", "Kế toán, Phòng Tài chính", "LĐTT", "GK"],
            [2, "Lê Thị Cúc", "", "02/3/1985", "Phòng Nội vụ - Chuyên viên", "CSTĐCS", ""],
            merges=("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1"),
        )
    )
    assert [told(row, "name", "birth", "sex", "awards") for row in reading.rows] == [
        ("Trần Văn Bình", "1980", "male", ("LDTT", "GK")),
        ("Lê Thị Cúc", "1985-03-02", "female", ("CSTDCS",)),
    ]
    assert told(reading.rows[0], "position", "unit") == ("Kế toán", "Phòng Tài chính")


@pytest.mark.parametrize(
    ("cell", "position", "unit"),
    [
        ("Kế toán, Phòng Tài chính", "Kế toán", "Phòng Tài chính"),
        ("Phó Trưởng phòng, Phòng Nội vụ, Sở Nội vụ", "Phó Trưởng phòng", "Phòng Nội vụ, Sở Nội vụ"),
        ("Trường THPT Suối Hai, Giáo viên", "Giáo viên", "Trường THPT Suối Hai"),
        ("Giáo viên Trường THPT Suối Hai", "Giáo viên", "Trường THPT Suối Hai"),
        ("Chuyên viên\nVăn phòng Sở", "Chuyên viên", "Văn phòng Sở"),
        ("Trưởng phòng Phòng Văn hóa, Khoa học và Thông tin", "Trưởng phòng", "Phòng Văn hóa, Khoa học và Thông tin"),
        ("Trưởng Phòng Văn hóa, Thông tin", "Trưởng Phòng Văn hóa", "Thông tin"),
        ("Phó Giám đốc, phụ trách\nkế hoạch, Sở Nội vụ", "Phó Giám đốc, phụ trách kế hoạch", "Sở Nội vụ"),
        ("Bí thư Chi bộ, Hiệu trưởng, Trường THCS Ba Vì", "Bí thư Chi bộ, Hiệu trưởng", "Trường THCS Ba Vì"),
    ],
)
def test_position_and_unit_in_one_cell(cell: str, position: str, unit: str):
    (row,) = read(
        workbook(["STT", "Họ và tên", "Chức vụ, đơn vị công tác", "Danh hiệu"], [1, "Trần Văn Bình", cell, "LĐTT"])
    ).rows
    assert told(row, "position", "unit") == (position, unit)


@pytest.mark.parametrize(
    ("cell", "birth", "code"),
    [
        (date(1985, 6, 16), "1985-06-16", ""),
        ("16/6/1985", "1985-06-16", ""),
        ("16-06-1985", "1985-06-16", ""),
        ("16.6.85", "1985-06-16", ""),
        ("1985-06-16", "1985-06-16", ""),
        ("ngày 16 tháng 6 năm 1985", "1985-06-16", ""),
        (1985, "1985", ""),
        ("06/1985", "1985-06", ""),
        (31214, "1985-06-16", ""),
        ("31/02/1985", "", "IMPOSSIBLE_DATE"),
        ("06/16/1985", "", "BIRTH_ORDER"),
        ("hồi nhỏ", "", "BIRTH_UNREADABLE"),
        (1785, "1785", "BIRTH_UNLIKELY"),
        ("", "", "BIRTH_MISSING"),
    ],
)
def test_every_form_of_birth(cell: Any, birth: str, code: str):
    rows = [[1, "Trần Văn Bình", cell, "", "Kế toán", "Phòng Tài chính", "LĐTT"],
            [2, "Lê Thị Cúc", "1/1/1990", "", "Kế toán", "Phòng Tài chính", "LĐTT"]]  # fmt: skip
    first = read(workbook(PEOPLE, *rows)).rows[0]
    assert first.birth == birth
    assert [c for c in codes(first) if not c.startswith("CCCD")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("cell", "number", "code", "proposal"),
    [
        ("001085123456", "001085123456", "", ""),
        (1085123456.0, "1085123456", "CCCD_ZERO_LOST", "001085123456"),
        ("001 085 123 456", "001085123456", "", ""),
        ("CCCD: 001085123456", "001085123456", "", ""),
        ("1.08512E+09", "1.08512E+09", "CCCD_SCIENTIFIC", ""),
        ("1.085123456E+9", "1085123456", "CCCD_ZERO_LOST", "001085123456"),
        ("OO1085123456", "OO1085123456", "CCCD_LETTERS", "001085123456"),
        ("012345678", "012345678", "CCCD_OLD", ""),
        ("0010851234", "0010851234", "CCCD_LENGTH", ""),
        ("005085123456", "005085123456", "CCCD_PROVINCE", ""),
        ("001185123456", "001185123456", "CCCD_MISMATCH", ""),
        ("001086123456", "001086123456", "CCCD_MISMATCH", ""),
        ("", "", "CCCD_MISSING", ""),
    ],
)
def test_every_form_of_identity_number(cell: Any, number: str, code: str, proposal: str):
    first = read(
        workbook(PEOPLE, [1, "Ông Trần Văn Bình", "16/6/1985", cell, "Kế toán", "Phòng Tài chính", "LĐTT"])
    ).rows[0]
    assert first.cccd == number
    assert [(p.code, p.proposal) for p in first.problems] == ([(code, proposal)] if code else [])


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        (
            "Trung tâm Dịch vụ việc\nlàm - Hỗ trợ thanh\nniên Bến Cát",
            "Trung tâm Dịch vụ việc làm - Hỗ trợ thanh niên Bến Cát",
        ),
        ("Ủy ban nhân dân\nphường Bến Cát", "Ủy ban nhân dân phường Bến Cát"),
        ("Tổ Toán\nTrường THPT Suối Hai", "Tổ Toán, Trường THPT Suối Hai"),
        ("Khoa Nội,\nsố 2 Bến Cát", "Khoa Nội, số 2 Bến Cát"),
    ],
)
def test_a_place_of_work_on_several_lines(cell: str, unit: str):
    (row,) = read(workbook(["STT", "Họ và tên", "Đơn vị", "Danh hiệu"], [1, "Trần Văn Bình", cell, "LĐTT"])).rows
    assert row.unit == unit


@pytest.mark.parametrize(
    ("name", "kind", "read_as", "sex"),
    [
        ("Ông Thế Khôi", Kind.INDIVIDUAL, "Ông Thế Khôi", ""),
        ("Ông Thế Minh Khôi", Kind.INDIVIDUAL, "Thế Minh Khôi", "male"),
        ("Ông Lê Khôi", Kind.INDIVIDUAL, "Lê Khôi", "male"),
        ("Ông: Thế Khôi", Kind.INDIVIDUAL, "Thế Khôi", "male"),
        ("Anh Thế Khôi", Kind.INDIVIDUAL, "Thế Khôi", "male"),
        ("Bà Hoàng Thị Hiền\n(1994)", Kind.INDIVIDUAL, "Hoàng Thị Hiền", "female"),
        ("Ông Lưu Anh Hải\n(1983)", Kind.INDIVIDUAL, "Lưu Anh Hải", "male"),
        ("Bà Khoa Thị Lan, sinh năm 1980", Kind.INDIVIDUAL, "Khoa Thị Lan", "female"),
        ("Bà Ban Thị Sen", Kind.INDIVIDUAL, "Ban Thị Sen", "female"),
        ("Đ/c Trần Văn Bình", Kind.INDIVIDUAL, "Trần Văn Bình", ""),
        ("ThS. Nguyễn Thị Mai - 1975", Kind.INDIVIDUAL, "Nguyễn Thị Mai", ""),
        ("Bà con tổ dân phố 5", Kind.COLLECTIVE, "Bà con tổ dân phố 5", ""),
        ("Tổ dân phố số 14", Kind.COLLECTIVE, "Tổ dân phố số 14", ""),
        ("Trường THPT Suối Hai", Kind.COLLECTIVE, "Trường THPT Suối Hai", ""),
        ("Trương Văn Khoa", Kind.INDIVIDUAL, "Trương Văn Khoa", ""),
        ("Hộ ông Trần Văn Bình", Kind.HOUSEHOLD, "Hộ ông Trần Văn Bình", ""),
        ("Gia đình bà Lê Thị Cúc", Kind.HOUSEHOLD, "Gia đình bà Lê Thị Cúc", ""),
    ],
)
def test_kind_and_name(name: str, kind: Kind, read_as: str, sex: str):
    (row,) = read(workbook(["STT", "Họ và tên", "Đơn vị", "Danh hiệu"], [1, name, "Phường Bến Cát", "Giấy khen"])).rows
    assert told(row, "kind", "name", "sex") == (kind, read_as, sex)


def test_the_group_decides_only_when_the_row_does_not():
    reading = read(
        workbook(
            ["STT", "Họ và tên", "Đơn vị", "Hình thức"],
            ["", "I. TẬP THỂ", "", ""],
            [1, "Bến Cát Xanh", "Phường Bến Cát", "Giấy khen"],
            [2, "Bà Lê Thị Cúc", "Phường Bến Cát", "Giấy khen"],
            ["", "II. CÁ NHÂN", "", ""],
            [1, "Trần Văn Bình", "Phường Bến Cát", "Giấy khen"],
            [2, "Tổ dân phố số 3", "Phường Bến Cát", "Giấy khen"],
        )
    )
    assert [row.kind for row in reading.rows] == [
        Kind.COLLECTIVE, Kind.INDIVIDUAL, Kind.INDIVIDUAL, Kind.COLLECTIVE,
    ]  # fmt: skip
    assert [codes(row) for row in reading.rows] == [[], ["KIND_UNCLEAR"], [], []]


def test_a_person_with_birth_and_number_is_one_under_any_group():
    """ "Các tổ chức" names where people work, and says nothing of who they are."""
    head = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Hình thức"]
    rows = [
        ["", "C. THÔN, CÁC TỔ CHỨC", "", "", ""],
        [1, "Trần Văn Bình", "02/03/1980", "001080123456", "Giấy khen"],
        [2, "Lê Thị Cúc", "05/06/1985", "", "Giấy khen"],
    ]
    reading = read(workbook(head, *rows))
    assert [(row.kind, "KIND_UNCLEAR" in codes(row)) for row in reading.rows] == [
        (Kind.INDIVIDUAL, False), (Kind.INDIVIDUAL, True),
    ]  # fmt: skip


# ---- awards, groups, totals ---------------------------------------------------------------------------------


def test_awards_from_groups_totals_left_out_and_a_hidden_sheet():
    reading = read(
        workbook(
            ["UBND PHƯỜNG BẾN CÁT", "", "", ""],
            ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2025", "", "", ""],
            ["TT", "Họ và tên", "Chức vụ", "Đơn vị"],
            ["(1)", "(2)", "(3)", "(4)"],
            ["I", "Chiến sĩ thi đua cơ sở: 02 người", "", ""],
            [1, "Trần Văn Bình", "Kế toán", "Phòng Tài chính"],
            [2, "Lê Thị Cúc", "Chuyên viên", "Phòng Nội vụ"],
            ["", "Cộng I: 02 người", "", ""],
            ["II", "Lao động tiên tiến", "", ""],
            [1, "Phạm Thị Dung", "Văn thư", "Văn phòng"],
            ["", "Tổng cộng: 03", "", ""],
            ["", "NGƯỜI LẬP BIỂU", "", "CHỦ TỊCH"],
            hidden=("Nháp", [["TT", "Họ và tên", "Danh hiệu"], [1, "Ngô Văn Ẩn", "LĐTT"]]),
        )
    )
    assert [told(row, "row", "name", "awards") for row in reading.rows] == [
        (6, "Trần Văn Bình", ("CSTDCS",)), (7, "Lê Thị Cúc", ("CSTDCS",)), (10, "Phạm Thị Dung", ("LDTT",)),
    ]  # fmt: skip
    assert reading.unit == "UBND PHƯỜNG BẾN CÁT"
    left_out = {(item.sheet, item.row): item.why for item in reading.ignored}
    assert left_out["Danh sách", 8] == left_out["Danh sách", 11] == "Dòng cộng."
    assert left_out["Danh sách", 4] == "Dòng đánh số cột."
    assert "bị ẩn" in left_out["Nháp", None]
    assert {number for _sheet, number in left_out if number} == {1, 2, 3, 4, 5, 8, 9, 11, 12}


def test_several_awards_unclear_ones_and_those_of_the_other_kind():
    rows = [
        [1, "Trần Văn Bình", "", "", "Kế toán", "Phòng Tài chính", "CSTĐCS; Bằng khen UBND TP"],
        [2, "Lê Thị Cúc", "", "", "Kế toán", "Phòng Tài chính", "LĐTT, GK"],
        [3, "Phòng Nội vụ", "", "", "", "Phường Bến Cát", "LĐTT"],
        [4, "Phạm Thị Dung", "", "", "Kế toán", "Phòng Tài chính", "Giải thưởng lạ"],
        [5, "Ngô Văn Em", "", "", "Kế toán", "Phòng Tài chính", ""],
    ]
    found = read(workbook(PEOPLE, *rows)).rows
    assert [row.awards for row in found] == [("CSTDCS", "BKTP"), ("LDTT", "GK"), ("LDTT",), (), ()]
    other = next(p for p in found[2].problems if p.code == "AWARD_KIND")
    assert other.proposal == "TTLDTT"
    assert "AWARD_UNKNOWN" in codes(found[3])
    assert "AWARD_MISSING" in codes(found[4])


def test_ticked_columns_of_awards():
    found = read(
        workbook(
            ["STT", "Họ và tên", "Đơn vị", "LĐTT", "CSTĐCS", "Giấy khen"],
            [1, "Trần Văn Bình", "Phòng Tài chính", "x", "", "X"],
            [2, "Lê Thị Cúc", "Phòng Tài chính", "", "x", ""],
        )
    ).rows
    assert [row.awards for row in found] == [("LDTT", "GK"), ("CSTDCS",)]


def test_households():
    found = read(
        workbook(
            ["STT", "Họ và tên chủ hộ", "Địa chỉ", "Danh hiệu"],
            [1, "Trần Văn Bình", "Tổ 3", "Gia đình văn hóa"],
            [2, "Lê Thị Cúc", "Tổ 4", "GĐVH"],
        )
    ).rows
    assert [told(row, "kind", "name", "awards", "status") for row in found] == [
        (Kind.HOUSEHOLD, "Trần Văn Bình", ("GDVH",), Status.ACCEPTED),
        (Kind.HOUSEHOLD, "Lê Thị Cúc", ("GDVH",), Status.ACCEPTED),
    ]


def test_the_default_unit_and_award_fill_only_what_the_file_does_not_say():
    data = workbook(
        ["STT", "Họ và tên", "Đơn vị", "Danh hiệu"],
        [1, "Trần Văn Bình", "", ""],
        [2, "Lê Thị Cúc", "Phòng Nội vụ", "GK"],
    )
    found = read(data, default_unit="Phường Bến Cát", default_award="LDTT").rows
    assert [told(row, "unit", "awards") for row in found] == [("Phường Bến Cát", ("LDTT",)), ("Phòng Nội vụ", ("GK",))]


def test_a_heading_that_a_unit_has_taught():
    data = workbook(["STT", "Họ và tên", "Mảng", "Danh hiệu"], [1, "Trần Văn Bình", "Phòng Nội vụ", "LĐTT"])
    reading = read(data, learnt={"Mảng": "unit"})
    assert reading.rows[0].unit == "Phòng Nội vụ"
    assert [column.how for column in reading.columns if column.field == "unit"] == ["learnt"]


# ---- one row against another --------------------------------------------------------------------------------


def test_one_number_for_two_people():
    rows = [
        [1, "Trần Văn Bình", "16/6/1985", "001085123456", "Kế toán", "Phòng Tài chính", "LĐTT"],
        [2, "Ngô Quang Khải", "16/6/1985", "001085123456", "Kế toán", "Phòng Nội vụ", "LĐTT"],
    ]
    reading = read(workbook(PEOPLE, *rows))
    assert [codes(row) for row in reading.rows] == [["CCCD_SHARED"], ["CCCD_SHARED"]]
    assert [same.verdict for same in reading.same] == [Sameness.SUSPECTED]


def test_same_names_are_told_apart_by_what_else_is_known():
    rows = [
        [1, "Nguyễn Thị Hoà", "16/6/1985", "", "Kế toán", "Phòng Tài chính", "LĐTT"],
        [2, "Nguyễn Thị Hòa", "16/6/1985", "", "Kế toán", "Phòng Tài chính", "LĐTT"],
        [3, "Nguyễn Thị Hòa", "02/3/1990", "", "Văn thư", "Văn phòng", "LĐTT"],
        [4, "Nguyễn Thị Hoa", "16/6/1985", "", "Kế toán", "Phòng Tài chính", "LĐTT"],
        [5, "Nguyễn Thị Hòa", "16/6/1985", "", "Kế toán", "Phòng Tài chính", "GK"],
    ]
    header = [text for text in PEOPLE if text != "Số CCCD"]
    reading = read(workbook(header, *[[v for i, v in enumerate(row) if i != 3] for row in rows]))
    assert "SAME_PERSON" in codes(reading.rows[1])
    assert codes(reading.rows[2]) == []
    assert "SAME_SUSPECTED" in codes(reading.rows[3])
    verdicts = {tuple(row for _sheet, row in same.rows): same.verdict for same in reading.same}
    assert any(3 in rows or 4 in rows for rows, verdict in verdicts.items() if verdict is Sameness.DIFFERENT)


# ---- cells that hold no value -------------------------------------------------------------------------------


def test_errors_and_formulas_without_a_value():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("DS")
        sheet.write_row(0, 0, PEOPLE)
        sheet.write_row(1, 0, [1, "Trần Văn Bình", "16/6/1985", "001085123456", "Kế toán"])
        sheet.write_formula(1, 5, '=VLOOKUP("x",A1:B2,2,0)', None, "#N/A")
        sheet.write_string(1, 6, "LĐTT")
        sheet.write_row(2, 0, [2, "Lê Thị Cúc", "16/6/1985", "001185123456", "Kế toán", "Phòng Nội vụ"])
        sheet.write_formula(2, 6, '="LĐ"&"TT"', None, "LĐTT")
    first, second = read(out.getvalue()).rows
    assert [(p.code, p.field) for p in first.problems] == [("CELL_ERROR", "unit")]
    assert "F2" in first.problems[0].message
    assert "#N/A" in first.problems[0].message
    assert (second.awards, second.problems) == (("LDTT",), ())


def test_words_that_look_like_formulas_stay_words():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("DS")
        sheet.write_row(0, 0, ["STT", "Họ và tên", "Đơn vị", "Danh hiệu", "Thành tích"])
        sheet.write_row(1, 0, [1, "Trần Văn Bình", "Phòng Nội vụ", "LĐTT"])
        sheet.write_string(1, 4, "=cmd|'/c calc'!A1")
    assert read(out.getvalue()).rows[0].achievement == "=cmd|'/c calc'!A1"


def test_merged_cells_spread_what_is_shared_and_never_a_name():
    reading = read(
        workbook(
            ["STT", "Họ và tên", "Đơn vị", "Danh hiệu"],
            [1, "Trần Văn Bình", "Phòng Nội vụ", "LĐTT"],
            [2, "Lê Thị Cúc", "", ""],
            [3, "Phạm Thị Dung", "Văn phòng", "GK"],
            merges=("C2:C3", "D2:D3"),
        )
    )
    assert [told(row, "name", "unit", "awards") for row in reading.rows] == [
        ("Trần Văn Bình", "Phòng Nội vụ", ("LDTT",)), ("Lê Thị Cúc", "Phòng Nội vụ", ("LDTT",)),
        ("Phạm Thị Dung", "Văn phòng", ("GK",)),
    ]  # fmt: skip


def test_names_in_two_columns_and_a_missing_header():
    reading = read(
        workbook(
            ["STT", "Họ và tên đệm", "Tên", "Đơn vị", "Danh hiệu"],
            [1, "Trần Văn", "Bình", "Phòng Nội vụ", "LĐTT"],
        )
    )
    assert reading.rows[0].name == "Trần Văn Bình"
    bare = read(
        workbook(
            [1, "Trần Văn Bình", "16/6/1985", "LĐTT"],
            [2, "Lê Thị Cúc", "02/3/1990", "GK"],
            [3, "Phạm Thị Dung", "1/1/1991", "GK"],
        )
    )
    assert [told(row, "name", "birth", "awards") for row in bare.rows] == [
        ("Trần Văn Bình", "1985-06-16", ("LDTT",)), ("Lê Thị Cúc", "1990-03-02", ("GK",)), ("Phạm Thị Dung", "1991-01-01", ("GK",)),
    ]  # fmt: skip


# ---- Word and PDF -------------------------------------------------------------------------------------------

LINES = [
    ["TT", "Họ và tên, năm sinh", "Chức vụ, đơn vị", "Hình thức đề nghị"],
    ["1", "Bà Lê Thị Cúc\n(1985)", "Kế toán, Phòng Tài chính", "Bằng khen UBND Thành phố"],
    ["2", "Ông Trần Văn Bình\n(1980)", "Giáo viên, Trường THCS Ba Vì", "Giấy khen"],
    ["3", "Tổ dân phố số 3", "Phường Bến Cát", "Giấy khen"],
]
EXPECTED = [
    (Kind.INDIVIDUAL, "Lê Thị Cúc", "1985", "Kế toán", "Phòng Tài chính", ("BKTP",)),
    (Kind.INDIVIDUAL, "Trần Văn Bình", "1980", "Giáo viên", "Trường THCS Ba Vì", ("GK",)),
    (Kind.COLLECTIVE, "Tổ dân phố số 3", "", "", "Phường Bến Cát", ("GK",)),
]


def test_a_word_annex():
    document = docx.Document()
    document.add_paragraph("UBND PHƯỜNG BẾN CÁT")
    document.add_paragraph("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG")
    table = document.add_table(rows=0, cols=4)
    for line in LINES:
        cells = table.add_row().cells
        for cell, text in zip(cells, line, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    reading = read(out.getvalue(), "phu-luc.docx")
    assert [told(row, "kind", "name", "birth", "position", "unit", "awards") for row in reading.rows] == EXPECTED
    assert reading.unit == "UBND PHƯỜNG BẾN CÁT"


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
def test_a_pdf_table(stroke: str):
    cells = ", ".join("[" + text.replace("\n", " \\ ") + "]" for line in LINES for text in line)
    source = f"""
    #set page(paper: "a4", flipped: true)
    #set text(size: 11pt)
    UBND PHƯỜNG BẾN CÁT

    #table(columns: (1.5cm, 6cm, 8cm, 7cm), stroke: {stroke}, {cells})
    """
    reading = read(typst.compile(source.encode()), "danh-sach.pdf")
    assert [told(row, "kind", "name", "birth", "position", "unit", "awards") for row in reading.rows] == EXPECTED


@pytest.mark.parametrize("options", ["", "stroke: none,"])
@pytest.mark.parametrize("header", ["table.header({}),", "{},"])
def test_a_pdf_table_over_two_pages(options: str, header: str):
    rows = ", ".join(
        f"[{n}], [Trần Văn {'ABCDEFGHIJ'[n % 10]}{'bcdghklmnp'[n // 10]}], [{1970 + n % 30}], [Phòng Nội vụ], [LĐTT]"
        for n in range(1, 61)
    )
    source = f"""
    #set page(paper: "a4")
    #table(columns: (1.2cm, 5cm, 2.5cm, 4cm, 3cm),
      {options} {header.format("[TT], [Họ và tên], [Năm sinh], [Đơn vị], [Danh hiệu]")} {rows})
    """
    reading = read(typst.compile(source.encode()), "danh-sach.pdf")
    assert len(reading.rows) == 60
    assert len({row.key for row in reading.rows}) == 60
    assert {row.unit for row in reading.rows} == {"Phòng Nội vụ"}


def test_a_file_without_a_list_gives_a_sentence():
    reading = read(workbook(["Kính gửi: Ban Thi đua"], ["Xin gửi danh sách sau."]))
    assert reading.rows == ()
    assert "Không tìm thấy bảng danh sách" in reading.summary()["sentence"]
