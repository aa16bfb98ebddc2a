"""Issue: number, documents, honours, certificates, dossiers; all of it or nothing."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from datetime import UTC, date, datetime

import docx
import pdfplumber
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.decisions import actions, papers, queries
from thidua.decisions.actions import issuing
from thidua.decisions.models import Certificate, Decision, NumberSeries
from thidua.decisions.tests.factories import (
    AT,
    AWARD,
    DAY,
    SIGNER,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    clerk,
    draft,
    head,
    issued,
    passed,
    revoked,
)  # fmt: skip
from thidua.documents.models import StoredFile
from thidua.documents.queries import file_bytes
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.dossiers.models import Dossier, DossierStep
from thidua.foundation.answers import Conflict, Refused
from thidua.register.models import Honour, HonourChange

pytestmark = pytest.mark.django_db


def words(text):
    return " ".join(text.split())


def pdf_text(data):
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return words(" ".join(page.extract_text() for page in pdf.pages))


def docx_text(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return words(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


# What an issue does


def test_issue_gives_number_day_and_clerk():
    decision, by = draft(2), clerk()
    actions.issue(decision, DAY, by=by, at=AT)
    assert (decision.state, decision.number, decision.sequence) == ("issued", "01/QĐ-UBND", 1)
    assert (decision.issued_on, decision.issued_by) == (DAY, by.user)
    assert (decision.series.organ, decision.series.series, decision.series.year) == ("UBND", "QĐ", 2026)


def test_honours_stand_in_the_register_as_named_now_with_the_achievement_year():
    decision = draft(2, submission=SubmissionFactory(round=RoundFactory(period=2024)))
    actions.issue(decision, DAY, by=clerk(), at=AT)
    for line in queries.lines_of(decision):
        honour, dossier = line.honour, line.dossier
        assert honour.recipient == dossier.recipient
        assert (honour.award, honour.status, honour.source) == (AWARD, "valid", decision.key)
        assert (honour.period_from, honour.period_to) == (2024, 2024)
        assert (honour.decision_number, honour.decision_date) == (decision.number, DAY)
        assert (honour.recipient_name, honour.position, honour.unit_name) == (
            dossier.name,
            "Chuyên viên",
            f"Phòng Tổng hợp, {dossier.unit.name}",
        )


def test_unit_is_named_when_the_list_told_no_workplace():
    decision = draft(1, workplace="")
    actions.issue(decision, DAY, by=clerk(), at=AT)
    line = queries.lines_of(decision)[0]
    assert line.honour.unit_name == line.dossier.unit.name


def test_dossiers_are_decided_with_their_steps():
    decision, by = draft(3), clerk()
    actions.issue(decision, DAY, by=by, at=AT)
    assert set(Dossier.objects.values_list("state", flat=True)) == {"decided"}
    steps = DossierStep.objects.filter(verb="decide")
    assert (
        list(steps.values_list("source", "target", "by", "reason"))
        == [("passed", "decided", by.user.pk, decision.number)] * 3
    )


def test_certificates_have_numbers_and_codes_nobody_guesses():
    decision = issued(40)
    rows = list(queries.certificates_of(decision))
    assert [row.number for row in rows] == [f"2026/1-{place:04d}" for place in range(1, 41)]
    assert [row.honour_id for row in rows] == [line.honour_id for line in queries.lines_of(decision)]
    codes = [row.code for row in rows]
    assert len(set(codes)) == 40
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{24}", code) for code in codes)  # 18 bytes: 144 bits
    # Nothing of one code is to be learnt from another: every place varies.
    assert all(len({code[place] for code in codes}) > 10 for place in range(24))


def test_one_journal_event_each():
    decision = issued(3)
    honours = [line.honour.key for line in queries.lines_of(decision)]
    dossiers = [line.dossier.key for line in queries.lines_of(decision)]
    event = Event.objects.get(subject=decision.key, verb="decisions.issue")
    assert (event.before, event.after, event.duty) == ("draft", "issued", "clerk")
    assert sorted(Event.objects.filter(verb="register.grant").values_list("subject", flat=True)) == sorted(honours)
    assert sorted(Event.objects.filter(verb="dossiers.decide").values_list("subject", flat=True)) == sorted(dossiers)
    assert Event.objects.filter(verb="documents.store_file").count() == 2


def test_journal_holds_no_names():
    decision = issued(2)
    name = queries.lines_of(decision)[0].dossier.name
    assert not any(name in f"{event.reason}{event.data}" for event in Event.objects.all())


@pytest.mark.parametrize(("column", "read"), [("docx", docx_text), ("pdf", pdf_text)])
def test_documents_are_kept_and_say_what_was_decided(column, read):
    decision = issued(2)
    file = getattr(decision, column)
    text = read(file_bytes(file))
    assert (file.kind, file.subject) == (column, decision.key)
    names = [line.dossier.name for line in queries.lines_of(decision)]
    for said in ("01/QĐ-UBND", "ngày 25 tháng 6 năm 2026", SIGNER, *names, "Chuyên viên", "2025"):
        assert said in text, said
    assert "17/02/1985" not in text
    assert "1985-02-17" not in text


# When it is refused


def test_issue_needs_the_clerk_a_signer_people_and_a_day_not_to_come():
    decision = draft(1)
    with pytest.raises(Refused, match="văn thư"):
        actions.issue(decision, DAY, by=head(), at=AT)
    with pytest.raises(Refused, match="sau hôm nay"):
        actions.issue(decision, date(2026, 6, 26), by=clerk(), at=AT)
    with pytest.raises(Refused, match="người ký"):
        actions.issue(draft(1, signed=False), DAY, by=clerk(), at=AT)
    decision.lines.all().delete()
    with pytest.raises(Refused, match="chưa có ai"):
        actions.issue(decision, DAY, by=clerk(), at=AT)
    assert not NumberSeries.objects.exists()


def test_decision_is_not_older_than_what_it_rests_on():
    decision = draft(1)
    with pytest.raises(Refused, match="12/06/2026"):
        actions.issue(decision, date(2026, 6, 11), by=clerk(), at=AT)
    actions.issue(decision, date(2026, 6, 12), by=clerk(), at=AT)
    by = head()
    back = actions.draft_revocation(decision.lines.get().honour, "sai", by=by, at=AT)
    back = actions.set_signer(back, SIGNER, "", "Về việc thu hồi", by=by, at=AT)
    with pytest.raises(Refused, match="12/06/2026"):
        actions.issue(back, date(2026, 6, 11), by=clerk(), at=AT)
    assert NumberSeries.objects.get().last == 1


def test_draft_changed_since_it_was_read_is_not_issued():
    decision = draft(2)
    stale = Decision.objects.get(pk=decision.pk)
    actions.remove_line(decision, decision.lines.first(), "x", by=head(), at=AT)
    with pytest.raises(Conflict):
        actions.issue(stale, DAY, by=clerk(), at=AT)
    assert not NumberSeries.objects.exists()
    assert not Honour.objects.exists()


def test_issue_twice_has_one_effect():
    decision = draft(2)
    stale = Decision.objects.get(pk=decision.pk)
    actions.issue(decision, DAY, by=clerk(), at=AT)
    with pytest.raises(Conflict, match="Đã ban hành"):
        actions.issue(stale, DAY, by=clerk(), at=AT)
    assert (NumberSeries.objects.get().last, Honour.objects.count()) == (1, 2)


def test_dossier_without_a_recipient_in_the_register_stops_everything():
    session = passed(1)
    nobody = DossierFactory(session=session, recipient=None, name="Người Chưa Rõ")
    decision = actions.draft_grant(session, AWARD, by=head(), at=AT)
    decision = actions.set_signer(decision, SIGNER, "", "Về việc", by=head(), at=AT)
    with pytest.raises(Refused, match=nobody.code):
        actions.issue(decision, DAY, by=clerk(), at=AT)
    assert untouched(decision)


def test_dossier_that_moved_meanwhile_stops_everything():
    decision = draft(2)
    Dossier.objects.filter(pk=decision.lines.first().dossier_id).update(state="not_passed")
    with pytest.raises(Conflict, match="1 hồ sơ"):
        actions.issue(decision, DAY, by=clerk(), at=AT)
    assert untouched(Decision.objects.get(pk=decision.pk))


# Failure on the way


def untouched(decision):
    decision = Decision.objects.get(pk=decision.pk)
    assert (decision.state, decision.number, decision.sequence, decision.pdf) == ("draft", "", None, None)
    assert not any(model.objects.exists() for model in (NumberSeries, Honour, Certificate, StoredFile))
    assert set(decision.lines.values_list("honour", flat=True)) == {None}
    assert not Dossier.objects.filter(state="decided").exists()
    assert not DossierStep.objects.filter(verb="decide").exists()
    assert not Event.objects.filter(verb__in=["decisions.issue", "register.grant", "dossiers.decide"]).exists()
    return True


@pytest.mark.parametrize(
    ("where", "nth"),
    [("draw_number", 1), ("grant_context", 1), ("render_docx", 1), ("store_file", 1), ("render_pdf", 1), ("store_file", 2),
     ("move", 1), ("grant_many", 1), ("secrets.token_urlsafe", 2), ("mark_decided", 1)],
)  # fmt: skip
@pytest.mark.parametrize("moment", ["before", "after"])
def test_failure_anywhere_leaves_the_number_undrawn_and_nothing_half_done(monkeypatch, where, nth, moment):
    decision, calls = draft(3), []
    target, _dot, name = where.rpartition(".")
    owner = getattr(issuing, target) if target else issuing
    real = getattr(owner, name)

    def failing(*args, **kwargs):
        calls.append(1)
        result = real(*args, **kwargs) if moment == "after" or len(calls) != nth else None
        if len(calls) == nth:
            raise OSError("mất điện")
        return result

    monkeypatch.setattr(owner, name, failing)
    with pytest.raises(OSError, match="mất điện"):
        actions.issue(decision, DAY, by=clerk(), at=AT)
    assert untouched(decision)
    monkeypatch.undo()
    fresh = Decision.objects.get(pk=decision.pk)
    assert actions.issue(fresh, DAY, by=clerk(), at=AT).number == "01/QĐ-UBND"
    assert Honour.objects.count() == Certificate.objects.count() == 3


def test_every_write_of_an_issue_may_fail_without_a_trace():
    """Stop at each statement that writes, one after the other: the database never shows half an issue."""
    decision, by, writes = draft(2), clerk(), 0

    class StoppedError(Exception):
        pass

    def run(stop_at):
        count = 0

        def wrapper(execute, sql, params, many, context):
            nonlocal count
            if sql.startswith(("INSERT", "UPDATE")):
                count += 1
                if count == stop_at:
                    raise StoppedError
            return execute(sql, params, many, context)

        with connection.execute_wrapper(wrapper):
            actions.issue(Decision.objects.get(pk=decision.pk), DAY, by=by, at=AT)

    for stop_at in range(1, 60):
        try:
            run(stop_at)
        except StoppedError:
            writes += 1
            assert untouched(decision)
        else:
            break
    assert writes >= 10
    assert Decision.objects.get(pk=decision.pk).number == "01/QĐ-UBND"


# Numbers


def test_numbers_run_by_organ_series_and_year():
    assert [actions.draw_number("UBND", "QĐ", 2026)[1] for _ in range(3)] == [1, 2, 3]
    assert actions.draw_number("UBND", "QĐ", 2027)[1] == 1
    assert actions.draw_number("UBND", "QĐ-KT", 2026)[1] == 1
    assert actions.draw_number("UBND", "QĐ", 2026)[1] == 4


def test_decisions_follow_each_other_without_a_gap():
    assert [issued().sequence for _ in range(4)] == [1, 2, 3, 4]


def test_year_turns_at_midnight_in_ha_noi():
    last = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Hà Nội
    first = datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)  # 00:00:00 of the new year
    old, new = draft(), draft()
    with pytest.raises(Refused, match="sau hôm nay"):
        actions.issue(new, date(2027, 1, 1), by=clerk(), at=last)
    assert actions.issue(old, date(2026, 12, 31), by=clerk(), at=last).number == "01/QĐ-UBND"
    assert actions.issue(new, date(2027, 1, 1), by=clerk(), at=first).sequence == 1
    assert [(row.year, row.last) for row in NumberSeries.objects.order_by("year")] == [(2026, 1), (2027, 1)]
    assert Certificate.objects.filter(number__startswith="2027/1-").count() == 3


def test_cancelled_draft_uses_no_number():
    actions.cancel(draft(), "x", by=head(), at=AT)
    assert issued().sequence == 1


# Many


def test_five_hundred_honours_in_a_few_seconds_and_a_bounded_number_of_statements():
    small, large = draft(5), draft(500)
    with CaptureQueriesContext(connection) as few:
        actions.issue(small, DAY, by=clerk(), at=AT)
    started = time.process_time()
    with CaptureQueriesContext(connection) as many:
        actions.issue(large, DAY, by=clerk(), at=AT)
    seconds = time.process_time() - started
    assert Honour.objects.filter(decision_number=large.number).count() == 500
    assert len(many) - len(few) <= 20, Counter(query["sql"][:60] for query in many).most_common(5)
    assert len(many) <= 61  # one of them the stamp of the law
    assert seconds < 15


# Revocation


def test_revocation_end_to_end_in_the_register():
    decision = issued(2)
    first, second = queries.lines_of(decision)
    back = revoked(decision, "Khai không đúng thành tích")
    assert (back.kind, back.state, back.number) == ("revoke", "issued", "02/QĐ-UBND")
    for line in (first, second):
        line.honour.refresh_from_db()
        line.dossier.refresh_from_db()
    assert (first.honour.status, first.dossier.state) == ("revoked", "revoked")
    assert (second.honour.status, second.dossier.state) == ("valid", "decided")
    change = HonourChange.objects.get()
    assert (change.decision_number, change.decision_date, change.reason) == (
        back.number,
        DAY,
        "Khai không đúng thành tích",
    )
    for subject, verb in (
        (first.honour.key, "register.revoke"),
        (first.dossier.key, "dossiers.revoke"),
        (back.key, "decisions.issue"),
    ):
        assert Event.objects.filter(subject=subject, verb=verb).count() == 1


@pytest.mark.parametrize(("column", "read"), [("docx", docx_text), ("pdf", pdf_text)])
def test_revocation_document_says_what_and_why(column, read):
    decision = issued(1)
    line, back = queries.lines_of(decision)[0], revoked(decision)
    text = read(file_bytes(getattr(back, column)))
    for said in ("02/QĐ-UBND", "01/QĐ-UBND", line.dossier.name, "Khai không đúng thành tích", "2026/1-0001"):
        assert said in text, said


def test_certificate_of_a_revoked_honour_is_never_printed_again(client):
    decision = issued(2)
    first, second = queries.lines_of(decision)
    revoked(decision, "Khai không đúng thành tích")
    assert [row.honour_id for row in queries.certificates_of(decision)] == [second.honour_id]
    client.force_login(head().user)
    page = client.get(reverse("decisions:certificates", args=[decision.pk])).content.decode()
    assert "Bằng đã thu hồi không in lại" in page
    assert "Tạo một tệp PDF cho 1 bằng" in page
    Honour.objects.filter(pk=second.honour_id).update(status="revoked")
    answer = client.post(reverse("decisions:certificates_pdf", args=[decision.pk]), {"mode": "full"}, follow=True)
    assert "không còn bằng nào" in answer.content.decode()
    assert first.dossier.name in page


def test_revocation_that_fails_leaves_the_honour_standing(monkeypatch):
    decision, by = issued(1), head()
    honour = decision.lines.get().honour
    back = actions.draft_revocation(honour, "sai", by=by, at=AT)
    back = actions.set_signer(back, SIGNER, "", "Về việc thu hồi", by=by, at=AT)

    def fail(*args, **kwargs):
        raise OSError("mất điện")

    monkeypatch.setattr(issuing, "mark_revoked", fail)
    with pytest.raises(OSError, match="mất điện"):
        actions.issue(back, DAY, by=clerk(), at=AT)
    honour.refresh_from_db()
    assert honour.status == "valid"
    assert not HonourChange.objects.exists()
    assert NumberSeries.objects.get().last == 1


def test_honour_of_the_old_ledger_is_revoked_without_dossier_or_certificate():
    from thidua.register.tests.factories import HonourFactory

    by, honour = head(), HonourFactory(decision_date=None)
    back = actions.draft_revocation(honour, "sai", by=by, at=AT)
    back = actions.set_signer(back, SIGNER, "", "Về việc thu hồi", by=by, at=AT)
    actions.issue(back, DAY, by=clerk(), at=AT)
    honour.refresh_from_db()
    assert honour.status == "revoked"


# Certificates


def test_certificates_are_one_pdf_with_a_page_each():
    decision = issued(3)
    rows = list(queries.certificates_of(decision))
    context = papers.certificates_context(decision, rows, mode="full", right=0, down=0, at=AT)
    data = render_pdf(DocumentKind.CERTIFICATES, context).data
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        pages = [words(page.extract_text()) for page in pdf.pages]
    assert len(pages) == 3
    for text, row in zip(pages, rows, strict=True):
        assert row.number in text
        assert row.code in text.replace(" ", "")


def test_qr_says_the_public_address(settings):
    settings.BASE_URL = "https://thidua.example.vn"
    certificate = queries.certificates_of(issued()).get()
    assert papers.verify_url(certificate) == f"https://thidua.example.vn/kiem-tra/{certificate.code}/"


def test_first_printing_is_remembered():
    decision = issued(2)
    assert actions.mark_printed(decision, by=clerk(), at=AT) == 2
    assert actions.mark_printed(decision, by=clerk(), at=datetime(2026, 7, 1, tzinfo=UTC)) == 0
    assert set(decision.certificates.values_list("printed_at", flat=True)) == {AT}
    assert Event.objects.filter(verb="decisions.print_certificates").count() == 2
    with pytest.raises(Refused, match="sau khi quyết định ban hành"):
        actions.mark_printed(draft(), by=clerk(), at=AT)
