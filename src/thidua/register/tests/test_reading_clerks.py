"""What clerks write that was once read wrongly: field names like units, births in brackets, a table without end."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from thidua.register.reading import Unreadable
from thidua.register.reading.births import read_birth
from thidua.register.reading.entry import read_list
from thidua.register.reading.people import read_person
from thidua.register.reading.posts import split_post


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
