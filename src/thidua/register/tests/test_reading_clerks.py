"""What clerks write that was once read wrongly: field names like units, births in brackets, a table without end."""

from __future__ import annotations

import io

import pytest
import typst
import xlsxwriter

from thidua.register.reading import Unreadable
from thidua.register.reading.births import read_birth
from thidua.register.reading.entry import read_list
from thidua.register.reading.people import read_person
from thidua.register.reading.posts import split_post
from thidua.register.tests.test_reading_lists import workbook


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Công chức Văn hóa - Xã hội", ("Công chức Văn hóa - Xã hội", "")),
        ("Phó Trưởng phòng Kinh tế - Tổ chức", ("Phó Trưởng phòng Kinh tế - Tổ chức", "")),
        ("Chủ tịch UBND - Xã Suối Mơ", ("Chủ tịch UBND", "Xã Suối Mơ")),
        ("Công chức Văn hóa - Xã hội, UBND xã Suối Mơ", ("Công chức Văn hóa - Xã hội", "UBND xã Suối Mơ")),
    ],
)
def test_a_field_of_work_is_no_unit(text, read):
    assert split_post(text) == read


@pytest.mark.parametrize(
    ("text", "birth"),
    [
        ("Bà Ngô Thị Hồng Hạnh\n(ngày 2 tháng 9 năm 1985)", "1985-09-02"),
        ("Ông Vương Đình Khôi (7.8.88)", "1988-08-07"),
        ("Ông Vương Đình Khôi (07/8/1988)", "1988-08-07"),
        ("Ông Vương Đình Khôi (1988)", "1988"),
    ],
)
def test_a_birth_in_brackets_beside_the_name_is_read_in_every_form(text, birth):
    person = read_person(text)
    assert person.name in ("Ngô Thị Hồng Hạnh", "Vương Đình Khôi")
    assert read_birth(person.birth).value == birth


def test_a_mark_in_brackets_is_no_birth():
    assert read_person("Ma Thị Hời (TP)").birth == ""


def test_a_table_of_thousands_of_columns_is_refused_before_it_is_read():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_row(0, 0, ["Họ và tên", *["x"] * 400])
    with pytest.raises(Unreadable) as refused:
        read_list(out.getvalue(), "rong.xlsx")
    assert refused.value.code == "TOO_WIDE"
    empty = "Họ và tên;Ngày sinh" + ";" * 400 + "\r\nLê Văn An;1980\r\n"
    assert [row.name for row in read_list(empty.encode(), "rong.csv").rows] == ["Lê Văn An"]


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("Ông K'Brêu", "K'Brêu", ""),
        ("Y-Thim Byă (Bí thư Đoàn)", "Y-Thim Byă", "Bí thư Đoàn"),
        ("Rơ Châm Yến\nCông chức Tư pháp - Hộ tịch", "Rơ Châm Yến", "Công chức Tư pháp - Hộ tịch"),
        ("Lê Văn An - Hiệu trưởng - Trường THCS Tản Đà", "Lê Văn An", "Hiệu trưởng - Trường THCS Tản Đà"),
        ("Thích Minh Tâm (Nguyễn Văn Hòa)", "Thích Minh Tâm (Nguyễn Văn Hòa)", ""),
    ],
)
def test_what_stands_beside_a_name_keeps_its_words(text, name, rest):
    person = read_person(text)
    assert (person.name, person.rest) == (name, rest)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Công chức Tư pháp - Hộ tịch", ("Công chức Tư pháp - Hộ tịch", "")),
        ("GV trường TH Vật Lại", ("GV", "trường TH Vật Lại")),
        ("Tổ trưởng tổ Toán - Trường THPT Ba Vì", ("Tổ trưởng tổ Toán", "Trường THPT Ba Vì")),
        ("Hiệu trưởng - Trường THCS Tản Đà, xã Ba Vì", ("Hiệu trưởng", "Trường THCS Tản Đà, xã Ba Vì")),
        ("Giám đốc Công ty Sơn Hà - Chi nhánh Ba Vì", ("Giám đốc", "Công ty Sơn Hà - Chi nhánh Ba Vì")),
    ],
)
def test_a_dash_parts_a_post_from_its_place_alone(text, read):
    assert split_post(text) == read


def test_a_whole_list_of_a_commune():
    """A letterhead in two cells, a first group under a heading of two rows, ticks, and two people who sign below."""
    reading = read_list(
        workbook(
            ["UBND XÃ SUỐI HAI", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
            ["Số: 15/TTr-UBND", "", "", "", "Độc lập - Tự do - Hạnh phúc"],
            ["DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG NĂM 2025"],
            ["TT", "Họ và tên - Chức danh", "Năm sinh", "", "Danh hiệu thi đua", ""],
            ["", "", "Nam", "Nữ", "LĐTT", "CSTĐ cơ sở"],
            ["I", "CÁ NHÂN"],
            [1, "Bà Ngô Thị Lụa, Trưởng trạm Y tế", "", 1979, "", "x"],
            [2, "Đinh Văn Páo", 1985, "", "x", ""],
            ["II", "TẬP THỂ"],
            [1, "Văn phòng HĐND và UBND xã", "", "", "", ""],
            ["", "Tổng cộng: 03"],
            ["", "Người lập biểu", "", "", "", "TM. ỦY BAN NHÂN DÂN"],
            ["", "Trần Thị Lan", "", "", "", "Đỗ Văn Khôi"],
            merges=("C4:D4", "E4:F4", "A4:A5", "B4:B5"),
        ),
        "ds.xlsx",
    )
    assert [(row.name, row.position, row.unit, row.awards) for row in reading.rows] == [
        ("Ngô Thị Lụa", "Trưởng trạm Y tế", "UBND XÃ SUỐI HAI", ("CSTDCS",)),
        ("Đinh Văn Páo", "", "UBND XÃ SUỐI HAI", ("LDTT",)),
        ("Văn phòng HĐND và UBND xã", "", "UBND XÃ SUỐI HAI", ()),
    ]
    why = {line.row: line.why for line in reading.ignored}
    assert why[6] == "Dòng nhóm: I. CÁ NHÂN"
    assert why[12] == why[13] == "Phần ký tên bên dưới bảng."


@pytest.mark.parametrize("size", ["9pt", "12pt"])
@pytest.mark.parametrize("aligned", ["top", "horizon", "bottom"])
def test_a_pdf_table_without_lines_whose_cells_wrap(aligned, size):
    post, award = "Phó Trưởng phòng Quản lý hạ tầng đô thị và nhà ở", "Bằng khen của Chủ tịch UBND Thành phố"
    names = [f"Lê Văn {name}" for name in ("An", "Bình", "Cường", "Dũng", "Đức", "Giang")]
    rows = [f"[{n}], [{name}], [19{70 + n}], [{post}, Sở Xây dựng], [{award}]" for n, name in enumerate(names)]
    source = f"""
    #set page(paper: "a4", flipped: true, margin: 1.5cm)
    #set text(size: {size})
    #table(columns: (1.2cm, 4.5cm, 2cm, 6cm, 4.5cm), stroke: none, inset: 6pt, align: left + {aligned},
      [STT], [Họ và tên], [Năm sinh], [Chức vụ, đơn vị công tác], [Hình thức], {", ".join(rows)})
    """
    reading = read_list(typst.compile(source.encode()), "a.pdf")
    assert [(row.name, row.birth, row.position, row.unit, row.awards) for row in reading.rows] == [
        (name, f"19{70 + n}", post, "Sở Xây dựng", ("BKTP",)) for n, name in enumerate(names)
    ]


def test_a_column_of_kinds_is_no_award_and_a_profession_no_name():
    reading = read_list(
        workbook(
            ["TRUNG TÂM Y TẾ SÔNG NHUỆ", "", "", "", "Mẫu số 3"],
            ["Số TT", "Đối tượng khen thưởng", "Tên cá nhân, tập thể, hộ gia đình", "Năm sinh", "Đề nghị khen thưởng"],
            [1, "Cá nhân", "BS CKI. Trần Hữu Phước", 1975, "BK UBND TP"],
            [2, "Cá nhân", "Điều dưỡng Đỗ Thị Bích Ngọc", 1990, "Bằng khen TP"],
            [3, "Tập thể", "Khoa Cấp cứu", "", "BK UBND TP"],
            [4, "Hộ GĐ", "Gia đình bà Tạ Thị Hiền", "", "BK UBND TP"],
        ),
        "ds.xlsx",
    )
    assert reading.unit == "TRUNG TÂM Y TẾ SÔNG NHUỆ"
    assert [(row.kind.value, row.name, row.awards, row.problems) for row in reading.rows] == [
        ("individual", "Trần Hữu Phước", ("BKTP",), ()),
        ("individual", "Đỗ Thị Bích Ngọc", ("BKTP",), ()),
        ("collective", "Khoa Cấp cứu", ("BKTP",), ()),
        ("household", "Gia đình bà Tạ Thị Hiền", ("BKTP",), ()),
    ]
