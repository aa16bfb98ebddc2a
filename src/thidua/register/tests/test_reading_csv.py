"""Lists as .csv: delimiters, encodings, ceilings."""

from __future__ import annotations

import unicodedata

import pytest

from thidua.register.reading import ListLimits, Unreadable, read_list
from thidua.register.tests.test_reading_lists import read, told

LINES = [
    ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chức vụ", "Đơn vị công tác", "Danh hiệu đề nghị"],
    ["1", "Nguyễn Thị Hường", "16/6/1985", "001185123456", "Chuyên viên", "Phòng Tài chính", "LĐTT"],
    ["2", "Đỗ Văn Bảy", "1980", "1080123457", "Trưởng phòng", "Văn phòng", "CSTĐCS"],
]


def text(delimiter: str, end: str = "\r\n") -> str:
    return "".join(delimiter.join(line) + end for line in LINES)


def windows_1258(words: str) -> bytes:
    """The text as Windows writes Vietnamese: tone marks after their letter."""
    out = []
    for letter in unicodedata.normalize("NFC", words):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = "".join(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tone))
            out.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(out)


TCVN3 = (
    "STT,Hä vµ tªn,Ngµy sinh,Sè CCCD,Chøc vô,§¬n vÞ c«ng t¸c,Danh hiÖu ®Ò nghÞ\r\n"
    "1,NguyÔn ThÞ H\xadêng,16/6/1985,001185123456,Chuyªn viªn,Phßng Tµi chÝnh,L§TT\r\n"
    "2,§ç V¨n B¶y,1980,1080123457,Tr\xadëng phßng,V¨n phßng,CST§CS\r\n"
).encode("latin-1")
FILES = {
    "comma": text(",").encode(),
    "comma, mark": b"\xef\xbb\xbf" + text(",").encode(),
    "semicolon": text(";").encode(),
    "tab": text("\t", "\n").encode(),
    "tab, UTF-16": text("\t").encode("utf-16"),
    "sep line": ("sep=;\r\n" + text(";")).encode(),
    "Windows-1258": windows_1258(text(",")),
    "TCVN3": TCVN3,
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_every_form_reads_alike(data: bytes):
    reading = read(data, "danh-sach.csv")
    assert reading.file_kind == "csv"
    assert [told(row, "name", "birth", "cccd", "position", "unit", "awards") for row in reading.rows] == [
        ("Nguyễn Thị Hường", "1985-06-16", "001185123456", "Chuyên viên", "Phòng Tài chính", ("LDTT",)),
        ("Đỗ Văn Bảy", "1980", "1080123457", "Trưởng phòng", "Văn phòng", ("CSTDCS",)),
    ]


def test_commas_and_line_ends_inside_a_cell():
    data = 'Họ tên,"Chức vụ, đơn vị",Đề nghị\r\nTrần Văn Bình,"Kế toán,\nPhòng Tài chính",LĐTT\r\nLê Thị Cúc,"Văn thư, Văn phòng",LĐTT\r\n'
    reading = read(data.encode(), "a.csv")
    assert [told(row, "position", "unit") for row in reading.rows] == [
        ("Kế toán", "Phòng Tài chính"),
        ("Văn thư", "Văn phòng"),
    ]


def test_titles_above_the_table():
    data = "UBND PHƯỜNG BẾN CÁT\r\nDANH SÁCH, NĂM 2025\r\n\r\n" + text(";")
    assert [row.name for row in read(data.encode(), "a.csv").rows] == ["Nguyễn Thị Hường", "Đỗ Văn Bảy"]


def test_the_row_numbers_are_those_people_see():
    assert [row.row for row in read(FILES["sep line"], "a.csv").rows] == [3, 4]


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.csv", "EMPTY"),
        (b"\x00\x01\x02" * 50, "a.csv", "KIND"),
        (b"<html><table></table></html>", "a.csv", "KIND"),
        (text(",").encode(), "a.xlsx", "EXTENSION_MISMATCH"),
        (text(",").encode() * 20, "a.csv", "TOO_MANY_ROWS"),
        (b"a," * 600 + b"b\r\n", "a.csv", "TOO_SPREAD"),
        (b'a,"' + b"x" * 200_000 + b'"\r\n', "a.csv", "DAMAGED"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 60, "a.csv", "EXTENSION_MISMATCH"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, name: str, code: str):
    with pytest.raises(Unreadable) as caught:
        read_list(data, name, limits=ListLimits(max_rows=30))
    assert caught.value.code == code


def test_a_file_of_words_gives_a_sentence():
    assert read("Kính gửi Ban Thi đua\n".encode(), "a.csv").rows == ()
