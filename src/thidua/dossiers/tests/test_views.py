"""The pages: who gets in, what is shown, what bad input gives back."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.documents.checks import worker
from thidua.documents.models import StoredFile
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Submission
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
    unit_head,
    workbook,
)
from thidua.dossiers.tests.test_lists import GOOD, LOST
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.sealing import seal_cccd
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
NUMBER = "001185000017"


def open_round():
    return RoundFactory(opens_on=today() - timedelta(days=1), closes_on=today() + timedelta(days=9))


def messages_of(response):
    return " ".join(str(message) for message in response.context["messages"])


def rows_of(data):
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def send_file(client, round_, data, name="danh-sach.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(
        reverse("dossiers:upload", args=[round_.pk]), {"file": file, "form_key": name + str(len(data))}, follow=True
    )


def test_upload_preview_and_take_in(client):
    who = officer()
    client.force_login(who.user)
    page = send_file(client, open_round(), workbook(GOOD, LOST))
    text = page.content.decode()
    assert "Đinh Thị Tươi" in text
    assert NUMBER not in text
    found = Submission.objects.get()
    client.post(reverse("dossiers:take_good", args=[found.pk]), {"revision": found.revision, "form_key": "k1"})
    assert Dossier.objects.count() == 1
    again = client.post(
        reverse("dossiers:take_good", args=[found.pk]), {"revision": found.revision, "form_key": "k1"}, follow=True
    )
    assert again.status_code == 200
    assert Dossier.objects.count() == 1
    back = client.get(reverse("dossiers:give_back", args=[found.pk]))
    assert len(rows_of(back.content)) >= 2


def test_a_list_is_read_before_anything_is_locked_and_kept_once(client, monkeypatch):
    client.force_login(officer().user)
    read, locked, outside = actions.read_upload, [], [*connection.savepoint_ids]

    def watched(*args, **kwargs):
        locked.append(connection.savepoint_ids != outside)
        return read(*args, **kwargs)

    monkeypatch.setattr(actions, "read_upload", watched)
    round_ = open_round()
    data = workbook(GOOD)  # once: a workbook made a second later is another
    first, second = (send_file(client, round_, data) for _ in range(2))
    assert locked == [False, False]
    assert Submission.objects.count() == 1
    assert first.redirect_chain == second.redirect_chain


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "danh-sach.xlsx"), (b"MZ\x90\x00 program", "danh-sach.xlsx"), (b"PK\x03\x04 cut", "danh-sach.xlsx"),
        (b"%PDF-1.7\n cut", "danh-sach.pdf"), ("chỉ là chữ".encode(), "danh-sach.txt"), (b"\x89PNG\r\n\x1a\n", "anh.png"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_clear_sentence_and_leaves_nothing(client, data, name):
    who = officer()
    client.force_login(who.user)
    page = send_file(client, open_round(), data, name)
    assert page.status_code == 200
    assert messages_of(page).strip()
    assert not Submission.objects.exists()
    assert not StoredFile.objects.exists()


def test_nothing_is_taken_after_the_window(client):
    who = officer()
    client.force_login(who.user)
    closed = RoundFactory(opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    page = send_file(client, closed, workbook(GOOD))
    assert "01/02/2020" in page.content.decode()
    assert not Submission.objects.exists()


def test_a_foreign_dossier_is_not_there(client):
    dossier = in_state("returned")
    client.force_login(officer().user)
    for name in ("detail", "edit", "facts"):
        assert client.get(reverse(f"dossiers:{name}", args=[dossier.pk])).status_code == 404
    for name in ("step", "judge", "reveal", "match", "add_paper"):
        assert client.post(reverse(f"dossiers:{name}", args=[dossier.pk]), {"form_key": name}).status_code == 404
    assert client.get(reverse("dossiers:submission", args=[dossier.submission_id])).status_code == 404


@pytest.mark.parametrize("duty", [DutyCode.TELLER, DutyCode.ADMIN])
def test_the_list_is_refused_with_a_reason(client, duty):
    client.force_login(acting(duty).user)
    page = client.get(reverse("dossiers:list"))
    assert page.status_code == 403
    assert re.search(r"lãnh đạo Ban|dành cho", page.content.decode())


def test_page_shows_birth_as_it_is_read_and_the_number_masked(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, cccd_sealed=seal_cccd(NUMBER))
    client.force_login(who.user)
    text = client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert "17/02/1985" in text
    assert NUMBER not in text
    assert "Nhận xử lý" not in text
    shown = client.post(reverse("dossiers:reveal", args=[dossier.pk]), {"reason": "Đối chiếu"})
    assert NUMBER in shown.content.decode()
    assert NUMBER not in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()


def test_a_step_from_an_old_page_is_told_what_changed(client):
    who = appraiser()
    dossier = in_state("submitted")
    client.force_login(who.user)
    url = reverse("dossiers:step", args=[dossier.pk])
    first = client.post(url, {"verb": "receive", "revision": dossier.revision, "form_key": "a"}, follow=True)
    assert first.status_code == 200
    second = client.post(url, {"verb": "receive", "revision": dossier.revision, "form_key": "b"}, follow=True)
    dossier.refresh_from_db()
    assert dossier.state == "appraising"
    assert dossier.steps.count() == 1
    assert "Đang thẩm định" in second.content.decode()


def test_export_is_the_list_shown_without_numbers_or_formulas(client):
    who = appraiser()
    row = in_state("submitted", name="=HYPERLINK(1)", cccd_sealed=seal_cccd(NUMBER))
    client.force_login(who.user)
    page = client.get(reverse("dossiers:export"))
    assert row.name in rows_of(page.content)[1]
    with zipfile.ZipFile(io.BytesIO(page.content)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
    assert NUMBER not in str(rows_of(page.content))


def test_receipt_says_how_many_and_prints(client):
    who = officer()
    submission = SubmissionFactory(unit=who.unit, number="5/TTr", dated=date(2026, 3, 1))
    DossierFactory.create_batch(2, submission=submission)
    actions.submit(submission, by=unit_head(who.unit), at=AT)
    client.force_login(who.user)
    assert submission.code in client.get(reverse("dossiers:receipt", args=[submission.pk])).content.decode()
    assert client.get(reverse("dossiers:receipt_pdf", args=[submission.pk])).content.startswith(b"%PDF")


def queries(client, url):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_list_and_detail_ask_the_same_number_of_queries_at_1_and_at_60(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user)
    client.force_login(who.user)
    listing, detail = reverse("dossiers:list"), reverse("dossiers:detail", args=[dossier.pk])
    before = queries(client, listing), queries(client, detail)
    for _ in range(12):
        DossierFactory.create_batch(5, submission=SubmissionFactory(round=dossier.round), state="appraising")
    after = queries(client, listing), queries(client, detail)
    assert after == before
    assert after[0] <= 8
    assert after[1] <= 14


def test_the_list_goes_on_page_by_page(client):
    who = appraiser()
    submission = SubmissionFactory()
    DossierFactory.create_batch(60, submission=submission, state="submitted")
    client.force_login(who.user)
    first = client.get(reverse("dossiers:list")).context["page"]
    rest = client.get(reverse("dossiers:list"), {"truoc": first.next_before}).context["page"]
    assert len(first.rows) == 50
    assert len(rest.rows) == 10
    assert not {row.pk for row in first.rows} & {row.pk for row in rest.rows}


def test_a_paper_is_checked_before_anything_is_locked(client, monkeypatch):
    clerk = officer()
    dossier = DossierFactory(submission=SubmissionFactory(unit=clerk.unit, created_by=clerk.user), unit=clerk.unit)
    inside, outside = [], [*connection.savepoint_ids]
    as_it_is = worker.subprocess.run

    def watched(*args, **kwargs):
        inside.append(connection.savepoint_ids != outside)
        return as_it_is(*args, **kwargs)

    monkeypatch.setattr(worker.subprocess, "run", watched)
    client.force_login(clerk.user)
    paper = SimpleUploadedFile("ghi-chu.txt", "Xác nhận của thuế".encode())
    form = {"part": "tax", "file": paper, "form_key": "mot-lan"}
    assert client.post(reverse("dossiers:add_paper", args=[dossier.pk]), form).status_code == 302
    assert [kept.file.name for kept in dossier.papers.all()] == ["ghi-chu.txt"]
    assert inside == [False]
