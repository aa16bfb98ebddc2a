"""Files that are no plan: each kind is refused with its code and a sentence; nothing makes the reader fall over."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.plans.reading.failures import Failure
from thidua.plans.reading.read import Limits, Unreadable, read_plan
from thidua.plans.reading.shapes import Relation
from thidua.plans.tests.cases.schema import wrong_in

HEADER = "TT\tNội dung\tĐơn vị thực hiện\tĐơn vị phối hợp\tThời gian"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def word(rows: list[list[str]] | None = None) -> bytes:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH")
    if rows:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """The same package with its members marked as encrypted."""
    return data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def pdf(body: str) -> bytes:
    return typst.compile(body.encode())


WORD = word([["Nội dung", "Thời gian"], ["Việc", "01/3/2026"]])

REFUSED = {
    "nothing": (b"", "a.docx", Failure.EMPTY),
    "only spaces": ("\ufeff \n\t\n".encode(), "a.txt", Failure.EMPTY),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "a.docx", Failure.WRONG_KIND),
    "a picture called text": (b"\xff\xd8\xff\xe0" + b"\x00" * 99, "a.txt", Failure.WRONG_KIND),
    "another ending": (b"TT,Noi dung", "a.csv", Failure.WRONG_KIND),
    "binary called text": (bytes(range(256)) * 20, "a.txt", Failure.WRONG_KIND),
    "a spreadsheet": (packed(**{"xl/workbook.xml": b"<a/>"}), "a.docx", Failure.WRONG_KIND),
    "old Word": (OLE + "WordDocument".encode("utf-16-le"), "a.doc", Failure.OLD_WORD),
    "a Word file with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", Failure.ENCRYPTED),
    "a locked package": (locked(packed(**{"word/document.xml": b"<a/>"})), "a.docx", Failure.ENCRYPTED),
    "half a Word file": (WORD[: len(WORD) // 2], "a.docx", Failure.DAMAGED),
    "no Word inside": (packed(**{"word/document.xml": b"<a/>"}), "a.docx", Failure.DAMAGED),
    "text called Word": (b"Ke hoach", "a.docx", Failure.DAMAGED),
    "text called PDF": (b"Ke hoach", "a.pdf", Failure.DAMAGED),
    "half a PDF": (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", Failure.DAMAGED),
    "a PDF without text": (pdf("#rect(width: 5cm, height: 5cm)"), "a.pdf", Failure.NO_TEXT_LAYER),
}


@pytest.mark.parametrize(("data", "name", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_each_kind_of_bad_file_is_refused_with_a_sentence(data: bytes, name: str, code: Failure):
    with pytest.raises(Unreadable) as refused:
        read_plan(data, name)
    assert refused.value.code is code
    sentence = refused.value.reason_vi
    assert "Chưa lưu gì" in sentence
    assert "Hãy" in sentence
    assert "!" not in sentence
    assert "{" not in sentence


def test_limits_are_told_in_the_sentence():
    with pytest.raises(Unreadable, match="1 MB") as refused:
        read_plan(b"x" * 1_000_001, "a.txt", limits=Limits(sent=1_000_000))
    assert refused.value.code is Failure.TOO_LARGE


def test_a_package_that_unpacks_beyond_the_limit_is_not_unpacked():
    bomb = packed(**{"word/document.xml": b"\x00" * 40_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable) as refused:
        read_plan(bomb, "a.docx", limits=Limits(unpacked=10_000_000))
    assert refused.value.code is Failure.UNPACKS_TOO_LARGE


def test_too_many_pages():
    with pytest.raises(Unreadable, match="2 trang") as refused:
        read_plan(pdf("Kế hoạch số một #pagebreak() hai #pagebreak() ba"), "a.pdf", limits=Limits(pages=2))
    assert refused.value.code is Failure.TOO_MANY_PAGES


def test_the_kind_is_told_from_the_content_not_from_the_ending():
    assert len(read_plan(WORD, "ke-hoach.pdf").tasks) == 1


def test_ten_thousand_rows_in_seconds():
    rows = "\n".join(
        f"{n}\tHọp Hội đồng Thi đua - Khen thưởng lần {n}\tSở Nội vụ; Văn phòng\tCác đơn vị liên quan\t"
        f"Trước ngày {n % 28 + 1}/{n % 12 + 1}/2026 (Đơn vị gửi hồ sơ trước 15/3/2026)"
        for n in range(1, 10_001)
    )
    started = time.perf_counter()
    reading = read_plan(f"{HEADER}\n{rows}\n".encode(), "a.txt")
    assert (len(reading.tasks), len(reading.milestones())) == (10_000, 20_000)
    assert time.perf_counter() - started < 30  # some seconds on two cores; thirty tell a square from a line


@pytest.mark.parametrize(
    "text",
    [
        "các " + "a" * 20_000, "phong trào " * 4_000, "(a," * 6_000, "dịp " * 6_000, "trước ngày " * 3_000,
        "(5/5)" * 2_000, "((((" * 5_000, "- " * 8_000, "1/1/2026 " * 3_000, "tháng 1, " * 4_000, "<" * 20_000,
        "Sở Nội vụ và " * 3_000, "ngày 1, " * 5_000, "\u0300" * 9_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
@pytest.mark.parametrize("column", range(4))
def test_long_cells_take_no_long_time(text: str, column: int):
    cells = ["Việc", "Sở Nội vụ", "Văn phòng", "trước 1/2/2026"]
    cells[column] = text
    started = time.perf_counter()
    read_plan("\t".join([f"{HEADER}\n1", *cells]).encode(), "a.txt")
    assert time.perf_counter() - started < 5


PIECES = st.sampled_from(
    [
        "TT", "Nội dung", "Thời gian", "Đơn vị thực hiện", "\t", "\t", "\n", "\n", "|", "| --- |", "<table><tr><td>", "</td>",
        "PHỤ LỤC 1", "I.", "A", "1", "2", "Quý I", "trước 31/02/2026", "Họp Hội đồng: - Xét", "Phiên họp thứ nhất",
        "giai đoạn 2021-2025", "Các đơn vị liên quan", "; ", "hằng tháng", "(", "KẾ HOẠCH", "Số: 1/KH-UBND",
        "ngày 01 tháng 02 năm 2026", "\u0301", "\x0b",
    ]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join))
def test_any_text_is_read_or_refused(text: str):
    try:
        reading = read_plan(f"{HEADER}\n{text}".encode("utf-8", "ignore"), "a.txt")
    except Unreadable:
        return
    assert wrong_in(reading.to_json(), "plan-read-1") == []
    keys = [row.key for row in [*reading.tasks, *reading.sessions]] + [m.key for m in reading.milestones()]
    assert len(keys) == len(set(keys))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_to_a_word_file_is_read_or_refused(data: st.DataObject):
    with zipfile.ZipFile(io.BytesIO(WORD)) as archive:
        members = {item: archive.read(item) for item in archive.namelist()}
    body = bytearray(members["word/document.xml"])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(body) - 1))
        body[start : start + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=12))
    try:
        read_plan(packed(**{**members, "word/document.xml": bytes(body)}), "a.docx")
    except Unreadable as refused:
        assert refused.code in (Failure.DAMAGED, Failure.EMPTY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cut=st.integers(5, 4_000), at=st.integers(0, 4_000), put=st.binary(max_size=20))
def test_any_damage_to_a_pdf_is_read_or_refused(cut: int, at: int, put: bytes):
    whole = _some_pdf()
    try:
        read_plan(whole[:at] + put + whole[at : len(whole) - cut], "a.pdf")
    except Unreadable:
        return


_PDF: list[bytes] = []


def _some_pdf() -> bytes:
    if not _PDF:
        _PDF.append(pdf("#table(columns: 2, [Nội dung], [Thời gian], [Việc một], [Trước ngày 01/3/2026])"))
    return _PDF[0]


def test_an_unread_cell_is_kept_and_flagged():
    reading = read_plan(f"{HEADER}\n1\tViệc\tSở\t\tkhi nào xong thì xong".encode(), "a.txt")
    (milestone,) = reading.milestones()
    assert (milestone.relation, milestone.printed) == (Relation.UNREAD, "khi nào xong thì xong")
    assert "UNREAD_DEADLINE" in milestone.flags
    assert "UNREAD_DEADLINE" in reading.tasks[0].flags
