"""Files that are no list, very long lists, and anything at all; the schema of the structural check."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
import typst
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.documents.checks import check_file
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.reading import ListLimits, ListReading, Unreadable, correct, read_list
from thidua.register.reading.births import read_birth
from thidua.register.reading.identity import read_identity
from thidua.register.reading.people import read_person
from thidua.register.reading.posts import split_post
from thidua.register.tests.test_reading_lists import PEOPLE, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK = workbook(PEOPLE, [1, "Trần Văn Bình", "16/6/1985", "001085123456", "Kế toán", "Phòng Tài chính", "LĐTT"])


def letter() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("STT", "Họ và tên", "Danh hiệu"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("1", "Trần Văn Bình", "LĐTT"), strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def far_cell() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_string(1_048_575, 16_383, "x")
    return out.getvalue()


def without_workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"<broken" if "sheet1" in name else old.read(name))
    return out.getvalue()


CASES = {
    "empty": (b"", "a.xlsx", "EMPTY"),
    "text": (b"STT;Ho ten", "a.md", "KIND"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 60, "a.xlsx", "EXTENSION_MISMATCH"),
    "half a workbook": (BOOK[:2000], "a.xlsx", "DAMAGED"),
    "a locked package": (OLE + "EncryptedPackage".encode("utf-16-le") + b"0" * 2000, "a.xlsx", "PASSWORD"),
    "one cell very far away": (far_cell(), "a.xlsx", "TOO_SPREAD"),
    "a scan": (typst.compile(b"#rect(width: 5cm, height: 5cm)"), "a.pdf", "NO_TEXT_LAYER"),
}


@pytest.mark.parametrize(("data", "name", "code"), CASES.values(), ids=CASES.keys())
def test_unreadable(data: bytes, name: str, code: str):
    with pytest.raises(Unreadable) as caught:
        read_list(data, name)
    assert caught.value.code == code
    assert caught.value.reason[0].isupper()
    assert caught.value.reason.endswith(".")


def test_a_broken_sheet_is_a_sentence_not_a_crash():
    try:
        reading = read_list(without_workbook(), "a.xlsx")
    except Unreadable as found:
        assert found.code == "DAMAGED"
    else:
        assert reading.rows == ()


def test_ceilings_of_rows_and_pages():
    with pytest.raises(Unreadable) as caught:
        read_list(
            workbook(PEOPLE, *[[n, "Trần Văn Bình"] for n in range(30)]), "a.xlsx", limits=ListLimits(max_rows=20)
        )
    assert caught.value.code == "TOO_MANY_ROWS"
    with pytest.raises(Unreadable) as caught:
        read_list(typst.compile(b"Trang\n#pagebreak()\nTrang"), "a.pdf", limits=ListLimits(max_pages=1))
    assert caught.value.code == "TOO_MANY_PAGES"


@pytest.mark.parametrize(
    ("data", "name"), [(BOOK, "a.xlsx"), (letter(), "a.docx"), *[case[:2] for case in CASES.values()]]
)
def test_form_of_the_structural_check(data: bytes, name: str):
    assert wrong_in(check_file(data, name).to_json(), "files-check-1") == []


def test_ten_thousand_rows_in_seconds():
    first = ("Trần", "Lê", "Phạm", "Ngô", "Nguyễn")
    middle = ("Văn", "Thị", "Quang", "Minh", "Hồng", "Đức", "Thanh", "Bích", "Hoài", "Kim")
    last = (
        "Bình",
        "Cúc",
        "Dung",
        "Em",
        "Giang",
        "Hà",
        "Khải",
        "Lan",
        "Mai",
        "Nam",
        "Oanh",
        "Phúc",
        "Quân",
        "Sơn",
        "Tâm",
    )
    rows = [
        [n, f"{first[n % 5]} {middle[n % 10]} {middle[n // 10 % 10]} {last[n // 100 % 15]}", f"{n % 28 + 1}/{n % 12 + 1}/{1960 + n % 40}",
         f"0010{(60 + n % 40) % 100:02d}{n:06d}", "Kế toán", f"Phòng số {n % 50}", "LĐTT; Bằng khen UBND TP"]
        for n in range(1, 10_001)
    ]  # fmt: skip
    data = workbook(PEOPLE, *rows)
    begun = time.process_time()
    reading = read_list(data, "dai.xlsx")
    assert time.process_time() - begun < 30
    assert len(reading.rows) == 10_000
    begun = time.process_time()
    correct(reading, reading.rows[5000].key, "name", "Trần Văn Bình")
    assert time.process_time() - begun < 15


@pytest.mark.parametrize(
    "piece", ["(", "1", "Bà ", "- ", "(1990) ", "sinh năm ", ", ", "Trường ", "BK ", "\n", "1/", "A\u0301"]
)
def test_long_runs_of_one_piece_stay_quick(piece: str):
    text = piece * (20_000 // len(piece))
    data = workbook(PEOPLE, [1, *[text] * 6], [2, "Lê Thị Cúc", "1990", "", "", "", "LĐTT"])
    begun = time.process_time()
    read_list(data, "xau.xlsx")
    assert time.process_time() - begun < 10


CELLS = st.sampled_from(
    ["", 1, 2, 1.5, 1085123456, 31214, True, "STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Danh hiệu", "Đơn vị", "I. TẬP THỂ", "Cộng",
     "Tổng cộng: 3", "Ghi chú", "Bà Lê Thị Cúc\n(1985)", "Tổ dân phố 3", "Hộ ông Bình", "LĐTT", "x", "BK", "31/02/1985", "(1)", "(2)",
     "NGƯỜI LẬP BIỂU", "001085123456", "½", "²", "\u202e", "e\u0301", "\x0b", "Nam", "Nữ", "="]
) | st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=10)  # fmt: skip


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, max_size=7), max_size=15), st.booleans())
def test_no_table_breaks_the_reader(rows: list[list[object]], headed: bool):
    reading = read_list(workbook(*([PEOPLE] if headed else []), *rows), "a.xlsx")
    assert wrong_in(reading.to_json(), "list-read-1") == []
    assert ListReading.from_json(reading.to_json()) == reading
    read_as = [(row.sheet, row.row) for row in reading.rows] + [
        (item.sheet, item.row) for item in reading.ignored if item.row
    ]
    assert len(read_as) == len(set(read_as))  # no row is counted twice


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([(BOOK, "a.xlsx"), (letter(), "a.docx"), (typst.compile(b"STT Ho va ten"), "a.pdf")]), st.data())
def test_no_damage_breaks_the_reader(file: tuple[bytes, str], data: st.DataObject):
    whole = bytearray(file[0])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_list(bytes(whole), file[1])
    except Unreadable as found:
        assert found.code.isupper()


@given(st.text(max_size=60))
def test_no_words_break_the_parts(text: str):
    assert len(read_birth(text).value) in (0, 4, 7, 10)
    assert read_identity(text, 1985, "male").proposal in ("", read_identity(text, 1985, "male").full)
    read_person(text)
    split_post(text)
