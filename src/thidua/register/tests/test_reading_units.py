"""Lists as units send them: programs' headings, awards over several tables, names of one word, wrapped places."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
import pytest
import typst

from thidua.register.reading import read_list
from thidua.register.reading.lines import numbering
from thidua.register.reading.people import is_name
from thidua.register.reading.posts import in_one_line, split_post
from thidua.register.tests.test_reading_lists import workbook


def annex(*parts: str | Sequence[Sequence[str]]) -> bytes:
    """A Word file of paragraphs and tables, in this order."""
    document, out = docx.Document(), io.BytesIO()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(out)
    return out.getvalue()


_COLLECTIVES = [["TT", "Tên tập thể", "Thành tích"], ["1", "Phòng Quản lý đê điều", "Xử lý sự cố"]]
_PEOPLE = [["TT", "Họ và tên", "Năm sinh"], ["1", "Ông Đặng Quốc Toản", "1980"]]


def test_headings_of_a_program_are_words():
    text = "MA_CB;HO_DEM;TEN;NGAY_SINH;SO_CCCD;DANH_HIEU\r\nCB01;Vũ Xuân;Hải;19700201;001070012345;LĐTT\r\n"
    (row,) = read_list(text.encode(), "nhan-su.csv").rows
    assert (row.name, row.birth, row.cccd, row.awards) == ("Vũ Xuân Hải", "1970-02-01", "001070012345", ("LDTT",))


def test_an_award_in_a_numbered_line_holds_for_the_tables_under_it():
    data = annex("I. BẰNG KHEN UBND THÀNH PHỐ", "1. Tập thể", _COLLECTIVES, "2. Cá nhân", _PEOPLE)
    assert [row.awards for row in read_list(data, "a.docx").rows] == [("BKTP",), ("BKTP",)]


@pytest.mark.parametrize("title", ["II. ĐỀ NGHỊ KHÁC", "DANH SÁCH CÁ NHÂN", "PHỤ LỤC 2"])
def test_it_ends_with_the_next_title(title):
    data = annex("I. BẰNG KHEN UBND THÀNH PHỐ", "1. Tập thể", _COLLECTIVES, title, _PEOPLE)
    assert [row.awards for row in read_list(data, "a.docx").rows] == [("BKTP",), ()]


def test_an_award_of_its_own_wins_over_the_one_before():
    data = annex("I. BẰNG KHEN UBND THÀNH PHỐ", _COLLECTIVES, "II. CHIẾN SĨ THI ĐUA CƠ SỞ", _PEOPLE)
    assert [row.awards for row in read_list(data, "a.docx").rows] == [("BKTP",), ("CSTDCS",)]


@pytest.mark.parametrize("name", ["Siu", "Ksor", "Blúp", "K'Brêu", "Y-Thim", "H'Hen Niê", "Rơ Châm Yến"])
def test_names_of_the_highlands_are_names(name):
    assert is_name(name)


@pytest.mark.parametrize("name", ["Hải", "Nguyễn", "LêVănAn", "NGUYENVANAN", "Phamthingocanh"])
def test_a_name_that_lost_its_family_or_its_spaces_is_none(name):
    assert not is_name(name)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Công chức, UBND phường\nBến Đò", ("Công chức", "UBND phường Bến Đò")),
        ("Giáo viên, Trường Tiểu học Bến\nĐò", ("Giáo viên", "Trường Tiểu học Bến Đò")),
        ("Công chức Địa chính -\nXây dựng, UBND xã Suối Mơ", ("Công chức Địa chính - Xây dựng", "UBND xã Suối Mơ")),
        ("Giáo viên\nTrường Tiểu học Bến Đò", ("Giáo viên", "Trường Tiểu học Bến Đò")),
        ("UBND phường Bến Đò\nChuyên viên", ("Chuyên viên", "UBND phường Bến Đò")),
        ("Giáo viên, Trường THCS Nguyễn\nTrường Tộ", ("Giáo viên", "Trường THCS Nguyễn Trường Tộ")),
        ("Chi cục trưởng", ("Chi cục trưởng", "")),
        ("Chi hội phó, Chi hội thôn Đông", ("Chi hội phó", "Chi hội thôn Đông")),
        ("Chi cục trưởng Chi cục Thủy lợi", ("Chi cục trưởng", "Chi cục Thủy lợi")),
    ],
)
def test_a_place_goes_on_over_the_line_and_a_head_of_a_unit_is_no_place(text, read):
    assert split_post(text) == read


def test_a_place_wrapped_in_a_pdf_gets_no_comma():
    source = """
#set page(width: 20cm, height: 8cm)
#table(columns: (1cm, 4cm, 2cm, 4cm), [STT], [Họ và tên], [Năm sinh], [Chức vụ, đơn vị],
  [1], [Lê Văn An], [1980], [Công chức, UBND phường \\ Bến Đò])
"""
    (row,) = read_list(typst.compile(source.encode()), "a.pdf").rows
    assert (row.position, row.unit) == ("Công chức", "UBND phường Bến Đò")


def test_the_first_letter_of_a_word_numbers_no_section():
    assert numbering("DANH SÁCH CÁ NHÂN").label == "DANH SÁCH CÁ NHÂN"
    assert numbering("Mục C. Cá nhân").label == "Cá nhân"


def test_a_household_has_an_address_and_no_post():
    head = ["Tên tập thể, cá nhân", "Chức vụ - nơi công tác (địa chỉ)", "Mức khen"]
    rows = [
        head,
        ["Hộ ông Phan Văn Tám", "Số 12 ngõ 5, phường Gò Mây", "Giấy khen"],
        ["Lê Văn An", "Kế toán, Phòng Nội vụ", "GK"],
    ]
    household, person = read_list(workbook(*rows), "a.xlsx").rows
    assert (household.position, household.unit) == ("", "Số 12 ngõ 5, phường Gò Mây")
    assert (person.position, person.unit) == ("Kế toán", "Phòng Nội vụ")


def test_a_heading_of_two_rows_printed_again_gives_no_award_to_the_row_above():
    rows = ", ".join(f"[{at}], [Lê Văn {name}], [x], []" for at, name in enumerate(["An", "Bình", "Chi", "Dũng"], 1))
    source = f"""
#set page(width: 20cm, height: 5cm, margin: 1cm)
#table(columns: (1cm, 4cm, 4cm, 4cm), table.header(table.cell(rowspan: 2)[TT], table.cell(rowspan: 2)[Họ và tên],
  table.cell(colspan: 2)[Danh hiệu đề nghị], [CSTĐ cơ sở], [Giấy khen]), {rows})
"""
    found = read_list(typst.compile(source.encode()), "a.pdf").rows
    assert [(row.name, row.awards) for row in found] == [
        (f"Lê Văn {name}", ("CSTDCS",)) for name in ["An", "Bình", "Chi", "Dũng"]
    ]


def test_a_unit_right_under_two_rows_of_headings_is_that_of_its_people():
    rows = [
        ["TT", "Đơn vị/ Họ và tên", "Năm sinh", "Danh hiệu", ""],
        ["", "", "", "LĐTT", "CSTĐCS"],
        ["", "Xí nghiệp xe buýt 10-10", "", "", ""],
        [1, "Lê Văn An", "1980", "x", ""],
        ["", "Trung tâm Vé tháng", "", "", ""],
        [2, "Lê Văn Bình", "1981", "", "x"],
    ]
    found = read_list(workbook(*rows), "a.xlsx").rows
    assert [row.unit for row in found] == ["Xí nghiệp xe buýt 10-10", "Trung tâm Vé tháng"]


def test_a_place_of_its_own_column_goes_on_over_the_line():
    assert in_one_line("Trường THCS Nguyễn\nTrường Tộ") == "Trường THCS Nguyễn Trường Tộ"
    assert in_one_line("Tổ Toán\nTrường THCS Ba Vì") == "Tổ Toán, Trường THCS Ba Vì"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Tổ dân phố 5", "Tổ dân phố 5"),
        ("Trường THCS số 2", "Trường THCS số 2"),
        ("Phòng Nội vụ: 12", "Phòng Nội vụ"),
        ("Phòng Nội vụ (3 người)", "Phòng Nội vụ"),
        ("Đội 3 - 12 người", "Đội 3"),
    ],
)
def test_a_units_own_number_is_no_count(line, unit):
    rows = [["STT", "Họ và tên", "Năm sinh", "Danh hiệu"], [line], [1, "Lê Văn An", "1980", "LĐTT"]]
    (row,) = read_list(workbook(*rows), "a.xlsx").rows
    assert row.unit == unit
