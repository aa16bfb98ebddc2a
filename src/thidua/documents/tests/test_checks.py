"""Hostile and honest files, made here, against the structural check."""

from __future__ import annotations

import io
import json
import os
import re
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from thidua.documents.checks import Limits, check_file

ROOT = Path(__file__).parents[4]
SHARED = Path(os.environ.get("THIDUA_SHARED", ROOT.parent / "shared"))


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Danh sách").write_row(0, 0, ["STT", "Họ và tên"])
    return out.getvalue()


def letter() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Danh sách đề nghị khen thưởng")
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, extra: dict[str, bytes] | None = None, change: dict[str, Callable] | None = None) -> bytes:
    """The package with parts added, or changed by a function of their bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change[name](content) if change and name in change else content)
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def relation(kind: str, target: str, mode: str = "External") -> Callable[[bytes], bytes]:
    element = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return lambda content: content.replace(b"</Relationships>", element.encode())


def pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start))
    return out.getvalue()


PAGES = [b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]


def pdf_with_root(root: bytes, *more: bytes, trailer: bytes = b"") -> bytes:
    return pdf([b"<</Type/Catalog/Pages 2 0 R" + root + b">>", *PAGES, *more], trailer)


def packed_stream(dictionary: bytes, content: bytes) -> bytes:
    body = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (dictionary, len(body), body)


def png(width: int, height: int, tail: bytes = b"") -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"") + tail


def codes(data: bytes, name: str, limits: Limits | None = None) -> list[str]:
    verdict = check_file(data, name, limits or Limits())
    assert verdict.accepted == (not verdict.reasons)
    return [r.code for r in verdict.reasons]


def test_honest_files_are_accepted_with_their_kind():
    assert check_file(workbook(), "Danh sách.xlsx").to_json() == {
        "schema": "files-check/1",
        "accepted": True,
        "kind": "xlsx",
        "reasons": [],
    }
    assert check_file(letter(), "to-trinh.docx").kind == "docx"
    assert codes(letter(), "to-trinh.docx") == []
    assert codes(pdf_with_root(b"/OpenAction[3 0 R /XYZ null null 0]"), "a.pdf") == []
    assert codes(pdf_with_root(b"/OpenAction 4 0 R", b"[3 0 R /Fit]"), "a.pdf") == []
    assert codes(png(20, 20), "anh.png") == []
    assert codes("Ghi chú của đơn vị".encode(), "ghi-chu.txt") == []


@pytest.mark.parametrize("chance", [b"YNfbaEqH+zZrp7MPR8l/AA==", b"q/JS+1/XFA/AAAA/AA1 2 3="])
def test_letters_of_a_random_identifier_are_no_action(chance):
    assert codes(pdf_with_root(b"", trailer=b"/ID[(%s)(%s)]" % (chance, chance)), "a.pdf") == []


def test_web_and_mail_links_in_a_document_are_harmless():
    linked = repacked(letter(), change={"word/_rels/document.xml.rels": relation("hyperlink", "mailto:a@b.vn")})
    assert codes(linked, "a.docx") == []


def test_a_chart_table_inside_a_document_is_harmless():
    assert codes(repacked(letter(), {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": workbook()}), "a.docx") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/ds.xlsx", "NAME_PATH"),
        ("..\\ds.xlsx", "NAME_PATH"),
        ("%e0%80%afds.xlsx", "NAME_PATH"),
        ("..%f0%80%80%afds.xlsx", "NAME_PATH"),
        ("..%c0%2fds.xlsx", "NAME_PATH"),
        ("..%uff0fds.xlsx", "NAME_PATH"),
        ("ds%0d%0a.xlsx", "NAME_PATH"),
        ("..%2fds.xlsx", "NAME_PATH"),
        ("%2E%2E%5cds.xlsx", "NAME_PATH"),
        ("..%252fds.xlsx", "NAME_PATH"),
        ("..%c0%afds.xlsx", "NAME_PATH"),
        ("..\uff0fds.xlsx", "NAME_PATH"),
        ("ds\u202exslx.xlsx", "NAME_CONTROL"),
        ("ds\x00.xlsx", "NAME_CONTROL"),
        ("ds.xlsx.exe", "NAME_PROGRAM"),
        ("d" * 300 + ".xlsx", "NAME_LONG"),
        ("ds.docx", "EXTENSION_MISMATCH"),
        ("ds.pdf", "EXTENSION_MISMATCH"),
        ("ds.xlsm", "MACRO"),
    ],
)
def test_dishonest_names_are_refused(name, code):
    assert codes(workbook(), name) == [code]


@pytest.mark.parametrize("name", ["Đạt 100%CBCC.xlsx", "Báo%20cáo 50%.xlsx", "lần ½.xlsx"])
def test_a_percent_sign_alone_hides_nothing(name):
    assert codes(workbook(), name) == []


def xlsx_cases() -> dict[str, tuple[bytes, str]]:
    book = workbook()
    rels = "xl/_rels/workbook.xml.rels"
    sheet = "xl/worksheets/sheet1.xml"
    doctype = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    macro_types = {"[Content_Types].xml": lambda c: c.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")}

    def with_doctype(content: bytes) -> bytes:
        return re.sub(rb"(<\?xml[^>]*\?>)", rb"\1" + doctype, content, count=1)

    def wide(content: bytes) -> bytes:
        return with_doctype(content).decode().replace("UTF-8", "UTF-16").encode("utf-16")

    return {
        "macro part": (repacked(book, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "MACRO"),
        "macro type": (repacked(book, change=macro_types), "MACRO"),
        "excel 4 macro": (repacked(book, {"xl/macrosheets/sheet1.xml": b"<m/>"}), "MACRO"),
        "entity": (repacked(book, change={sheet: with_doctype}), "EXTERNAL_ENTITY"),
        "entity in UTF-16": (repacked(book, change={sheet: wide}), "EXTERNAL_ENTITY"),
        "other workbook": (repacked(book, {"xl/externalLinks/externalLink1.xml": b"<a/>"}), "EXTERNAL_LINK"),
        "outside image": (repacked(book, change={rels: relation("image", "http://x.y/z")}), "EXTERNAL_LINK"),
        "file link": (repacked(book, change={rels: relation("hyperlink", "file:///c:/x")}), "EXTERNAL_LINK"),
        "share link": (repacked(book, change={rels: relation("hyperlink", "\\\\host\\x")}), "EXTERNAL_LINK"),
        "ole": (repacked(book, {"xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0abc"}), "EMBEDDED"),
        "program": (repacked(book, {"xl/media/image1.png": b"MZ\x90"}), "EMBEDDED"),
        "activex": (repacked(book, {"xl/activeX/activeX1.xml": b"<a/>"}), "ACTIVE_CONTENT"),
        "flat bomb": (repacked(book, {"xl/a.xml": b"0" * 30_000_000}), "BOMB"),
        "path": (repacked(book, {"../../evil.xml": b"<a/>"}), "PART_PATH"),
        "huge picture": (repacked(book, {"xl/media/image1.png": png(50_000, 50_000)}), "HUGE_IMAGE"),
        "many parts": (repacked(book, {f"a/{n}.xml": b"<a/>" for n in range(5_001)}), "TOO_MANY_PARTS"),
        "page behind": (book + b"<html><script>alert(1)</script>", "POLYGLOT"),
        "truncated": (book[: len(book) // 2], "DAMAGED"),
        "no workbook": (repacked(zipped({"xl/a.xml": b"<a/>"})), "DAMAGED"),
        "nested": (repacked(book, {"xl/b.xlsx": repacked(book, {"xl/c.xlsx": book})}), "BOMB"),
        "macro in a nested book": (
            repacked(book, {"xl/b.xlsx": repacked(book, {"xl/vbaProject.bin": b"1"})}),
            "MACRO",
        ),
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


XLSX_CASES = xlsx_cases()


@pytest.mark.parametrize("case", XLSX_CASES)
def test_hostile_workbooks_are_refused(case):
    data, code = XLSX_CASES[case]
    assert code in codes(data, "ds.xlsx")


def test_zip_entries_that_share_bytes_are_a_bomb():
    data = bytearray(workbook())
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 4)
    offset = struct.unpack("<I", data[first + 42 : first + 46])[0]
    data[second + 42 : second + 46] = struct.pack("<I", offset + 1)
    assert not check_file(bytes(data), "ds.xlsx").accepted
    data[second + 42 : second + 46] = struct.pack("<I", offset)
    assert "BOMB" in codes(bytes(data), "ds.xlsx")


def test_a_lying_declared_size_is_counted_while_unpacking():
    data = bytearray(repacked(workbook(), {"xl/a.xml": b"0" * 30_000_000}))
    real, lie = struct.pack("<I", 30_000_000), struct.pack("<I", 1_000)
    assert not check_file(bytes(data.replace(real, lie)), "ds.xlsx").accepted


def test_encrypted_zip_entries_and_encrypted_packages_ask_for_no_password():
    data = bytearray(workbook())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert "PASSWORD" in codes(bytes(data), "ds.xlsx")
    sealed = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "EncryptedPackage".encode("utf-16-le")
    assert codes(sealed, "ds.xlsx") == ["EXTENSION_MISMATCH", "PASSWORD"] or "PASSWORD" in codes(sealed, "ds.xlsx")


def test_hostile_documents_are_refused():
    doc = letter()
    template = relation("attachedTemplate", "http://x.y/t.dotm")
    assert "EXTERNAL_LINK" in codes(repacked(doc, change={"word/_rels/document.xml.rels": template}), "a.docx")
    field = b'<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/k calc"</w:instrText></w:r></w:p></w:body>'
    dde = repacked(doc, change={"word/document.xml": lambda c: c.replace(b"</w:body>", field)})
    assert "ACTIVE_CONTENT" in codes(dde, "a.docx")
    assert "MACRO" in codes(repacked(doc, {"word/vbaProject.bin": b"1"}), "a.docx")
    assert "MACRO" in codes(doc, "a.docm")


OBJECT_STREAM = packed_stream(b"/Type/ObjStm/N 1/First 4", b"5 0 <</S/JavaScript/JS(app.alert(1))>>")
PDF_CASES = {
    "javascript": (pdf_with_root(b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"), "ACTIVE_CONTENT"),
    "javascript by reference": (
        pdf_with_root(b"/OpenAction 4 0 R", b"<</S/JavaScript/JS(x)>>"),
        "ACTIVE_CONTENT",
    ),
    "javascript escaped": (
        pdf_with_root(b"/OpenAction 4 0 R", b"<</S/J#61vaScript/#4aS(x)>>"),
        "ACTIVE_CONTENT",
    ),
    "javascript in an object stream": (pdf_with_root(b"", OBJECT_STREAM), "ACTIVE_CONTENT"),
    "launch": (pdf_with_root(b"", b"<</S/Launch/F(cmd.exe)>>"), "ACTIVE_CONTENT"),
    "additional actions": (pdf_with_root(b"/AA<</WC 4 0 R>>"), "ACTIVE_CONTENT"),
    "additional actions by reference": (pdf_with_root(b"/AA %x\n 4 0 R"), "ACTIVE_CONTENT"),
    "script alone": (pdf_with_root(b"", b"<</S 9 0 R/JS(x)>>"), "ACTIVE_CONTENT"),
    "form of scripts": (pdf_with_root(b"/AcroForm<</XFA[(a) 4 0 R]>>"), "ACTIVE_CONTENT"),
    "unknown action at opening": (pdf_with_root(b"/OpenAction 9 0 R"), "ACTIVE_CONTENT"),
    "submit form": (pdf_with_root(b"", b"<</S/SubmitForm/F(http://x.y)>>"), "ACTIVE_CONTENT"),
    "attachment": (pdf_with_root(b"/Names<</EmbeddedFiles 4 0 R>>"), "EMBEDDED"),
    "password": (pdf_with_root(b"", trailer=b"/Encrypt 9 0 R"), "PASSWORD"),
    "bomb": (pdf_with_root(b"", packed_stream(b"", b"0" * 30_000_000)), "BOMB"),
    "double packing": (
        pdf_with_root(b"", b"<</Filter[/FlateDecode/FlateDecode]>>stream\nx\nendstream"),
        "BOMB",
    ),
    "huge picture": (pdf_with_root(b"", packed_stream(b"/Width 50000/Height 50000", b"0")), "HUGE_IMAGE"),
    "zip behind": (pdf_with_root(b"") + zipped({"a": b"1"}), "POLYGLOT"),
    "page in front": (b"<html></html>" + pdf_with_root(b""), "POLYGLOT"),
    "script in a comment": (pdf_with_root(b"").replace(b"%\xe2", b"%<script>x</script>\n%\xe2"), "POLYGLOT"),
    "truncated": (pdf_with_root(b"")[:120], "DAMAGED"),
    "many pages": (pdf([b"<</Type/Page>>"] * 1_001), "TOO_MANY_PAGES"),
}


@pytest.mark.parametrize("case", PDF_CASES)
def test_hostile_pdfs_are_refused(case):
    data, code = PDF_CASES[case]
    assert code in codes(data, "a.pdf")


@pytest.mark.parametrize(
    ("data", "name", "kind", "code"),
    [
        (b"", "ds.xlsx", "empty", "EMPTY"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "svg", "NAME_PROGRAM"),
        (b"<!DOCTYPE html><html></html>", "a.xlsx", "html", "KIND"),
        (b"\x7fELF" + b"\0" * 40, "a.docx", None, "KIND"),
        (b"GIF89a" + b"\0" * 40, "a.gif", "gif", "KIND"),
        (zipped({"a.txt": b"1"}), "a.xlsx", "zip", "KIND"),
        (png(50_000, 50_000), "a.png", "png", "HUGE_IMAGE"),
        (png(5, 5, tail=zipped({"a": b"1"})), "a.png", "png", "POLYGLOT"),
        (png(5, 5)[:40], "a.png", "png", "DAMAGED"),
    ],
)
def test_other_kinds_are_refused(data, name, kind, code):
    verdict = check_file(data, name)
    assert kind is None or verdict.kind == kind
    assert code in [r.code for r in verdict.reasons]


def test_old_office_files_with_macros_or_passwords_are_refused():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000 + "Workbook".encode("utf-16-le")
    assert codes(head, "ds.xls") == []
    assert codes(head + "_VBA_PROJECT".encode("utf-16-le"), "ds.xls") == ["MACRO"]
    start = b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\0" * 12
    assert codes(head + start + b"\x2f\x00\x36\x00", "ds.xls") == ["PASSWORD"]
    assert "KIND" in codes(head.replace("Workbook".encode("utf-16-le"), "WordDocument".encode("utf-16-le")), "a.doc")


def test_a_file_larger_than_the_limit_is_refused_unopened():
    assert codes(workbook(), "ds.xlsx", Limits(max_bytes=100)) == ["TOO_LARGE"]


def test_every_reason_is_a_polite_sentence():
    refused = [check_file(d, "a.xlsx") for d, _ in XLSX_CASES.values()]
    for verdict in refused:
        for item in verdict.reasons:
            assert item.text.endswith(".")
            assert "!" not in item.text
            assert "{" not in item.text


def test_the_json_matches_its_published_schema():
    schema = json.loads((ROOT / "docs/schemas/files-check-1.json").read_text("utf-8"))
    printed = check_file(b"", "a/b.xlsx").to_json()
    assert set(printed) == set(schema["required"]) == set(schema["properties"])
    shape = schema["properties"]["reasons"]["items"]
    for item in printed["reasons"]:
        assert set(item) == set(shape["required"])
        assert re.fullmatch(shape["properties"]["code"]["pattern"], item["code"])


def test_a_check_costs_less_than_a_second():
    for data, _ in [*XLSX_CASES.values(), *PDF_CASES.values()]:
        start = time.process_time()
        check_file(data, "a.xlsx")
        assert time.process_time() - start < 1


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]),
)
def test_no_bytes_crash_the_check(tail, head):
    check_file(head + tail, "a.xlsx").to_json()


@given(st.integers(0, 6000), st.integers(0, 255))
def test_no_changed_byte_crashes_the_check(at, value):
    data = bytearray(workbook())
    data[at % len(data)] = value
    check_file(bytes(data), "a.xlsx")


@pytest.mark.skipif(not (SHARED / "samples").is_dir(), reason="shared material is not beside the repository")
def test_every_sample_is_accepted():
    for path in sorted((SHARED / "samples").glob("*.*")):
        verdict = check_file(path.read_bytes(), path.name)
        assert verdict.accepted, (path.name, verdict.reasons)
