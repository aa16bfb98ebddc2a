"""What agencies are lent: no identity number leaves in any form a paper can hold; a scan only after a person looked."""

from __future__ import annotations

import io
import zipfile

import docx
import pypdfium2
import pytest
import xlsxwriter
from django.urls import reverse
from PIL import Image

from thidua.audit.models import Event
from thidua.documents.actions import store_file
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples
from thidua.dossiers import actions
from thidua.dossiers.lending import Reading, read, shows_number
from thidua.dossiers.models import LentFile, Paper
from thidua.dossiers.tasks import read_lent_papers
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

NUMBER = "001085000123"
CLEAN_PDF = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data


def word(put):
    paper, out = docx.Document(), io.BytesIO()
    paper.add_paragraph("Báo cáo thành tích")
    put(paper)
    paper.save(out)
    return out.getvalue()


def sheet(put):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        put(book)
    return out.getvalue()


def boxes(paper):
    for cell, digit in zip(paper.add_table(1, 12).rows[0].cells, NUMBER, strict=True):
        cell.text = digit


def in_hidden_sheet(book):
    book.add_worksheet("A")
    hidden = book.add_worksheet("B")
    hidden.write_string(3, 3, NUMBER)
    hidden.hide()


def scan(kind="PDF"):
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"số {NUMBER}.", True), ("001 085 000 123", True), ("001.085.000.123", True), ("0010 8500 0123", True),
        ("CMND số: 012345678", True), ("Số CMND/CCCD 012 345 678, cấp ngày 1/2/2010", True), ("012345678", False),
        ("0 0 1 0 8 5 0 0 0 1 2 3", True), ("001\u00a0085\u00a0000\u00a0123", True), ("1234567890123", False),
        ("100.000.000.000 đồng", False), ("1 2 3 4 5 6 7 8 9 10 11 12", False), ("0912 345 678 12", False), ("16/06/2025", False),
    ],
)  # fmt: skip
def test_a_number_is_known_in_the_forms_people_write_it(text, shown):
    assert shows_number(text) is shown


@pytest.mark.parametrize(
    ("data", "kind", "reading"),
    [
        (CLEAN_PDF, "pdf", "clean"),
        ("Chứng minh nhân dân số 012345678".encode(), "txt", "number"), ("Lê Văn A, 012345678".encode(), "txt", "unread"),
        ("Nộp ngân sách 123.456.789 đồng; điện thoại 0912345678".encode(), "txt", "clean"),
        (scan(), "pdf", "unread"),
        (scan("PNG"), "png", "unread"),
        (b"%PDF-1.7 broken", "pdf", "unread"),
        (b"PK\x03\x04", "docx", "unread"),
        (word(lambda paper: None), "docx", "clean"),
        (word(lambda paper: paper.add_table(1, 1).rows[0].cells[0].add_paragraph(NUMBER)), "docx", "number"),
        (word(lambda paper: paper.sections[0].header.paragraphs[0].add_run(NUMBER)), "docx", "number"),
        (word(lambda paper: [paper.paragraphs[0].add_run(part) for part in (" 0010", "8500", "0123")]), "docx", "number"),
        (word(boxes), "docx", "number"),
        (word(lambda paper: paper.add_picture(io.BytesIO(scan("PNG")))), "docx", "unread"),
        (sheet(lambda book: book.add_worksheet().write(0, 0, "Lê Văn An")), "xlsx", "clean"),
        (sheet(in_hidden_sheet), "xlsx", "number"),
        (sheet(lambda book: book.add_worksheet().write_number(0, 0, int("9" + NUMBER[1:]))), "xlsx", "number"),
        (sheet(lambda book: book.add_worksheet().write_number(0, 0, int(NUMBER))), "xlsx", "unread"),
        (sheet(lambda book: book.add_worksheet().write_comment("A1", NUMBER)), "xlsx", "number"),
        (f"An {NUMBER}".encode(), "txt", "number"),
        ("Lê Văn An".encode(), "md", "unread"),
    ],
)  # fmt: skip
def test_every_place_of_a_paper_is_read_and_what_cannot_be_is_never_clean(data, kind, reading):
    assert read(data, kind) == reading


def test_a_number_after_many_pages_is_found():
    """Sixty pages are enough to compare reports by, not to say that no number is there."""
    book = pypdfium2.PdfDocument.new()
    plain = pypdfium2.PdfDocument(CLEAN_PDF)
    for _page in range(62):
        book.import_pages(plain)
    numbered = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt(deliverer=f"Trần Đức Huy, {NUMBER}")).data
    assert read(numbered, "pdf") == Reading.NUMBER
    book.import_pages(pypdfium2.PdfDocument(numbered))
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "pdf") == Reading.NUMBER


def test_a_word_file_that_unpacks_without_end_is_for_a_person():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("word/document.xml", b"<a>" + b" " * 20_000_001 + b"</a>")
    assert read(out.getvalue(), "docx") == Reading.UNREAD


def lend(data, kind, *, by=None):
    """A request that lends one report, its agency and its paper."""
    agency, who = officer(), appraiser()
    dossier = in_state("appraising", award="HCLD3")
    asked = actions.Asked(agency.unit.name, "Việc chấp hành pháp luật", ("report",))
    request = actions.ask([dossier], asked, by=who, at=AT)
    file = store_file(data, f"bao-cao.{kind}", kind, dossier.key, by=by or officer(dossier.unit), at=AT)
    return request, agency, Paper.objects.create(dossier=dossier, part="report", title="Báo cáo", file=file)


@pytest.mark.django_db
def test_a_scan_waits_until_the_office_looked_and_the_journal_says_who(client):
    request, agency, paper = lend(scan(), "pdf")
    address = reverse("dossiers:opinion_paper", args=[request.pk, paper.pk])
    page, act = (
        reverse("dossiers:opinion_request", args=[request.pk]),
        reverse("dossiers:clear_paper", args=[request.pk, paper.file_id]),
    )
    client.force_login(agency.user)
    assert "bản quét" in client.get(address).content.decode()
    text = client.get(page).content.decode()
    assert "Bản quét, chờ Ban xác nhận" in text
    assert address not in text
    assert client.post(act, {"form_key": "a"}).status_code == 409
    office = appraiser()
    client.force_login(office.user)
    assert act in client.get(page).content.decode()
    assert client.get(address).status_code == 200
    for key in ("b", "b"):
        assert client.post(act, {"form_key": key}).status_code == 302
    assert client.post(act, {"form_key": "c"}).status_code == 409
    event = Event.objects.get(verb="dossiers.clear_for_agency")
    assert (event.subject, event.actor, event.data["file"]) == (request.key, office.user.key, paper.file_id)
    assert act not in client.get(page).content.decode()
    client.force_login(agency.user)
    assert client.get(address).status_code == 200
    assert address in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_paper_with_a_number_is_never_confirmed_nor_by_the_one_who_put_it_there(client):
    request, agency, paper = lend(word(boxes), "docx")
    with pytest.raises(Refused, match="bản đã che số"):
        actions.clear_for_agency(request, paper.file, by=appraiser(), at=AT)
    client.force_login(agency.user)
    assert "số định danh" in client.get(reverse("dossiers:opinion_paper", args=[request.pk, paper.pk])).content.decode()
    who = appraiser()
    own, _agency, mine = lend(scan(), "pdf", by=who)
    with pytest.raises(Refused, match="không tự xác nhận"):
        actions.clear_for_agency(own, mine.file, by=who, at=AT)
    for other in (acting(DutyCode.INTAKE_OFFICER), acting(DutyCode.INSPECTOR)):
        with pytest.raises(Refused, match="xác nhận giấy tờ"):
            actions.clear_for_agency(own, mine.file, by=other, at=AT)
    strange = reverse("dossiers:clear_paper", args=[request.pk, mine.file_id])
    client.force_login(appraiser().user)
    assert client.post(strange, {"form_key": "a"}).status_code == 404
    assert not Event.objects.filter(verb="dossiers.clear_for_agency").exists()


@pytest.mark.django_db
def test_the_worker_reads_what_is_lent_once_and_a_question_with_a_number_does_not_leave():
    _request, _agency, paper = lend(CLEAN_PDF, "pdf")
    assert (read_lent_papers.func(), read_lent_papers.func()) == (1, 0)
    assert LentFile.objects.get(file=paper.file).opens
    with pytest.raises(Refused, match="số định danh"):
        actions.ask(
            [in_state("appraising")], actions.Asked("Công an Thành phố", f"Ông An, {NUMBER}"), by=appraiser(), at=AT
        )
