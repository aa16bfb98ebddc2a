"""Files that are no plan, files made to do harm, very long plans, and anything at all."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.plans.reading.failures import Failure, Unreadable
from thidua.plans.reading.read import Limits, read_plan
from thidua.plans.tests.cases.schema import wrong_in

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = "TT\tNội dung thực hiện\tĐơn vị thực hiện\tThời gian hoàn thành"


def word(text: str = "KẾ HOẠCH") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(source: str) -> bytes:
    return typst.compile(source.encode())


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF whose trailer names an encryption dictionary that no empty password opens."""
    plain = pdf("Kế hoạch thi đua, khen thưởng năm 2026")
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /P -4 /Length 40 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    start = plain.rindex(b"trailer")
    whole = plain[:start] + plain[start:].replace(b"<<", b"<< /Encrypt " + encrypt, 1)
    return whole.replace(b"/ID", b"/ID", 1)


def damaged_word() -> bytes:
    data = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        at = package.getinfo("word/document.xml").header_offset
    data[at + 60 : at + 120] = b"\x00" * 60
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(word())
    with zipfile.ZipFile(io.BytesIO(word())) as package:
        size = len(package.infolist())
    at = 0
    for _ in range(size):
        at = data.index(b"PK\x01\x02", at + 1)
        data[at + 8] |= 1
    return bytes(data)


CASES = {
    "empty": (b"", "a.docx", Failure.EMPTY),
    "only spaces": (b" \n\r\n\t", "a.txt", Failure.EMPTY),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "a.docx", Failure.WRONG_KIND),
    "a picture named as text": (b"\xff\xd8\xff\xe0 JFIF", "a.txt", Failure.WRONG_KIND),
    "bytes named as text": (bytes(range(32)) * 40, "a.txt", Failure.WRONG_KIND),
    "no known ending": (b"TT;Noi dung", "a.csv", Failure.WRONG_KIND),
    "a workbook": (zipped(xl__workbook_xml=b"<workbook/>"), "a.docx", Failure.WRONG_KIND),
    "old Word": (OLE + "WordDocument".encode("utf-16-le") + b"0" * 999, "a.doc", Failure.OLD_WORD),
    "a locked package": (OLE + "EncryptedPackage".encode("utf-16-le") + b"0" * 999, "a.docx", Failure.ENCRYPTED),
    "locked parts": (encrypted_zip(), "a.docx", Failure.ENCRYPTED),
    "text named docx": ("kế hoạch".encode(), "a.docx", Failure.DAMAGED),
    "text named pdf": (b"ke hoach", "a.pdf", Failure.DAMAGED),
    "half a package": (word()[:3000], "a.docx", Failure.DAMAGED),
    "broken parts": (damaged_word(), "a.docx", Failure.DAMAGED),
    "no XML inside": (zipped(word__document_xml=b"no xml"), "a.docx", Failure.DAMAGED),
    "half a PDF": (b"%PDF-1.7\n1 0 obj <<", "a.pdf", Failure.DAMAGED),
    "a locked PDF": (locked_pdf(), "a.pdf", Failure.ENCRYPTED),
    "a scan": (pdf("#rect(width: 5cm, height: 5cm)"), "a.pdf", Failure.NO_TEXT_LAYER),
}


@pytest.mark.parametrize(("data", "name", "failure"), CASES.values(), ids=CASES.keys())
def test_unreadable(data: bytes, name: str, failure: Failure):
    with pytest.raises(Unreadable) as caught:
        read_plan(data, name)
    assert caught.value.code is failure
    assert "Chưa lưu gì" in caught.value.reason_vi
    assert "{" not in caught.value.reason_vi


def test_too_large_too_much_inside_too_many_pages():
    with pytest.raises(Unreadable) as caught:
        read_plan(b"a" * 2_000_001, "a.txt", limits=Limits(sent=2_000_000))
    assert (caught.value.code, "2 MB" in caught.value.reason_vi) == (Failure.TOO_LARGE, True)
    bomb = zipped(word__document_xml=b"<w>" + b"0" * 5_000_000)
    with pytest.raises(Unreadable) as caught:
        read_plan(bomb, "a.docx", limits=Limits(unpacked=4_000_000))
    assert caught.value.code is Failure.UNPACKS_TOO_LARGE
    with pytest.raises(Unreadable) as caught:
        read_plan(pdf("Trang một\n#pagebreak()\nTrang hai"), "a.pdf", limits=Limits(pages=1))
    assert caught.value.code is Failure.TOO_MANY_PAGES


def test_every_failure_is_shown_here():
    shown = {failure for _data, _name, failure in CASES.values()}
    shown |= {Failure.TOO_LARGE, Failure.UNPACKS_TOO_LARGE, Failure.TOO_MANY_PAGES}
    assert shown == set(Failure)


def test_entities_in_a_package_reach_nothing():
    body = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>Ke hoach &a;</w:t></w:r></w:p></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == "word/document.xml" else old.read(name))
    try:
        reading = read_plan(out.getvalue(), "a.docx")
    except Unreadable:
        return
    assert [block.text.strip() for block in reading.source] == ["Ke hoach"]


def test_a_pdf_of_another_office():
    table = """
    #set page(paper: "a4", flipped: true, margin: 2cm)
    #set text(size: 11pt)
    ỦY BAN NHÂN DÂN XÃ SUỐI HAI \\
    Số: 41/KH-UBND \\
    Suối Hai, ngày 03 tháng 3 năm 2026

    KẾ HOẠCH

    Thi đua, khen thưởng năm 2026

    #table(columns: (1.2cm, 1fr, 5cm, 4cm),
      [STT], [Nội dung công việc], [Đơn vị chủ trì], [Thời hạn],
      [1], [Phát động phong trào thi đua chào mừng ngày thành lập và tổ chức ký kết giao ước thi đua giữa các thôn
           trên địa bàn xã, hướng dẫn các thôn đăng ký thi đua năm 2026], [Văn phòng HĐND và UBND], [Trước ngày 15/4/2026],
      [2], [Bình xét thôn văn hóa], [Phòng Văn hóa - Xã hội], [Quý IV/2026],
    )
    """
    reading = read_plan(pdf(table), "ke-hoach.pdf")
    assert reading.document.number == "41/KH-UBND"
    assert [(t.number, t.implementing, t.milestones[0].printed) for t in reading.tasks] == [
        ("1", ["Văn phòng HĐND và UBND"], "Trước ngày 15/4/2026"),
        ("2", ["Phòng Văn hóa - Xã hội"], "Quý IV/2026"),
    ]
    assert reading.tasks[0].title.endswith("giữa các thôn trên địa bàn xã, hướng dẫn các thôn đăng ký thi đua năm 2026")
    assert wrong_in(reading.to_json(), "plan-read-1") == []


def test_ten_thousand_rows_cost_seconds_of_the_processor():
    rows = [
        f"{n}\tViệc số {n}: hướng dẫn các cụm, khối thi đua\tSở Nội vụ; Các ngành, đơn vị liên quan\t"
        f"- Dự thảo trước {n % 28 + 1}/{n % 12 + 1}/2026 - Trình ký trước ngày {n % 28 + 1}/12/2026"
        for n in range(1, 10_001)
    ]
    begun = time.process_time()
    reading = read_plan("\n".join([HEADER, *rows]).encode(), "dai.txt")
    assert time.process_time() - begun < 60
    assert len(reading.tasks) == 10_000
    assert len(reading.milestones()) == 20_000


@pytest.mark.parametrize(
    "piece", ["(", "a,", "- ", "và ", "phong trào (", "1/", "tháng 1, ", "các ", "dịp a ", "từ 1 đến "]
)
def test_long_runs_of_one_piece_stay_quick(piece: str):
    begun = time.process_time()
    cell = piece * (20_000 // len(piece))
    read_plan(f"{HEADER}\n1\t{cell}\t{cell}\t{cell}".encode(), "xau.txt")
    assert time.process_time() - begun < 10


CELLS = st.sampled_from(
    ["", "1", "1.", "I", "II.", "A.", "Quý I", "TT", "Nội dung", "Thời gian", "Đơn vị thực hiện", "Trước 31/02/2026", "- a\n- b",
     "16/6/2026", "KẾ HOẠCH", "PHỤ LỤC 2", "Phiên họp thứ hai: Xét", "Họp Hội đồng", "<p>", "</table>", "<table><tr><td>", "|", "|---|",
     "Số: 1/KH-UBND", "ngày 1 tháng 1 năm 2026", "\x00", "\u202e", "e\u0301", "½", "²", "Sở Nội vụ; Các ngành, đơn vị"]
) | st.text(max_size=12)  # fmt: skip
LINES = st.lists(CELLS, max_size=6).map("\t".join)


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join), st.booleans())
def test_no_text_breaks_the_reader(body: str, headed: bool):
    data = (f"{HEADER}\n{body}" if headed else body).encode("utf-8", "ignore")
    try:
        reading = read_plan(data, "a.txt")
    except Unreadable:
        return
    assert wrong_in(reading.to_json(), "plan-read-1") == []
    keys = [row.key for row in [*reading.tasks, *reading.sessions]]
    assert len(keys) == len(set(keys))


WORD, PDF = word(HEADER), pdf("Kế hoạch thi đua, khen thưởng năm 2026 của xã")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([(WORD, "a.docx"), (PDF, "a.pdf")]), st.data())
def test_no_damage_breaks_the_reader(file: tuple[bytes, str], data: st.DataObject):
    whole, name = bytearray(file[0]), file[1]
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_plan(bytes(whole), name)
    except Unreadable as found:
        assert found.code in set(Failure)
