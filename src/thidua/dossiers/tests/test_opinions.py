"""Opinions of agencies: asked, answered, silent; what each may see; what stands on the dossier and its sheet."""

from __future__ import annotations

import io
from datetime import date, timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.actions import store_file
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples
from thidua.dossiers import actions, opinion_papers, queries
from thidua.dossiers.asking import needs_of
from thidua.dossiers.models import ListPaper, Opinion, OpinionRequest, Paper
from thidua.dossiers.queries.opinions import opinions_of
from thidua.dossiers.tasks import end_opinions
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
ORDER = "HCLD3"
AGREE = actions.Said("agree")
DUE = date(2026, 3, 30)
"""Ten working days after AT, Monday 16 March 2026."""


def asked(count=2, agency=None, who=None, at=AT, **more):
    dossiers = [in_state("appraising", award=ORDER) for _n in range(count)]
    name = agency.unit.name if agency else "Công an Thành phố"
    wanted = actions.Asked(name, "Việc chấp hành pháp luật", **more)
    return actions.ask(dossiers, wanted, by=who or appraiser(), at=at), dossiers


def test_what_an_award_needs_is_dated_and_says_what_is_unsure():
    now_ = needs_of(ORDER, date(2026, 3, 16))
    before = needs_of(ORDER, date(2025, 3, 16))
    assert (now_.days, before.days) == (10, 7)
    assert now_.agency and not before.agency
    assert "cần kiểm tra" in before.consultation.cite
    assert "cần kiểm tra" not in now_.consultation.cite
    assert needs_of("HCDDK", date(2026, 3, 16)).proposed == ["Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"]
    assert "Ban Thường vụ Thành ủy" in needs_of("NGND", date(2026, 3, 16)).proposed
    assert needs_of("CSTDT", date(2026, 3, 16)).days == 0
    assert needs_of(ORDER, date(2026, 3, 16), route="simplified").days == 0


def test_ten_working_days_and_the_agency_is_told():
    agency = officer()
    request, _dossiers = asked(agency=agency)
    assert request.due_on == DUE
    assert "Điều 34" in request.citation
    assert request.agency == agency.unit
    assert Notice.objects.get(user=agency.user).url == reverse("dossiers:opinion_request", args=[request.pk])
    assert Event.objects.filter(verb="dossiers.ask_opinion").exists()


def test_a_reminder_comes_once_near_the_end():
    agency = officer()
    request, _dossiers = asked(agency=agency)
    end_opinions(at=AT + timedelta(days=1))
    assert Notice.objects.filter(user=agency.user).count() == 1
    for _time in range(2):
        end_opinions(at=AT + timedelta(days=11))
    assert Notice.objects.filter(user=agency.user).count() == 2
    request.refresh_from_db()
    assert request.reminded_on == date(2026, 3, 27)


def test_silence_is_recorded_when_the_last_day_has_passed_and_not_before():
    request, (first, second) = asked()
    actions.answer_request(
        request, {first.pk: AGREE}, actions.Letter("9/CA", date(2026, 3, 18)), by=appraiser(), at=AT + timedelta(days=3)
    )
    assert end_opinions(at=AT + timedelta(days=14)).requests == 0  # 30 March counts whole
    assert end_opinions(at=AT + timedelta(days=15)).requests == 1
    assert end_opinions(at=AT + timedelta(days=16)).requests == 0
    assert [row.outcome for row in Opinion.objects.order_by("id")] == ["agree", "silent"]
    assert Event.objects.filter(verb="dossiers.opinion_silent", subject=second.key).get().actor == "system"
    assert "không có ý kiến" in opinions_of(second)[0]
    assert "Điều 34" in opinions_of(second)[0]
    assert "9/CA" in opinions_of(first)[0]


def test_a_paper_that_came_late_takes_the_place_of_silence_an_account_does_not():
    agency = officer()
    request, (first, _second) = asked(agency=agency)
    late = AT + timedelta(days=20)
    end_opinions(at=late)
    request.refresh_from_db()
    with pytest.raises(Refused, match="quá hạn"):
        actions.answer_request(request, {first.pk: AGREE}, actions.Letter(), by=agency, at=late)
    actions.answer_request(
        request, {first.pk: AGREE}, actions.Letter("10/CA", date(2026, 4, 1)), by=appraiser(), at=late
    )
    row = Opinion.objects.get(dossier=first)
    assert (row.outcome, row.typed_by_office) == ("agree", True)


@pytest.mark.parametrize(
    ("said", "letter", "words"),
    [
        (actions.Said("disagree", " "), actions.Letter("1", date(2026, 3, 16)), "ghi rõ nội dung"),
        (AGREE, actions.Letter(), "số và ngày"),
        (AGREE, actions.Letter("1", date(2026, 5, 1)), "sau hôm nay"),
        (actions.Said("silent"), actions.Letter("1", date(2026, 3, 16)), "đồng ý, không đồng ý"),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused(said, letter, words):
    request, (first, _second) = asked()
    with pytest.raises(Refused, match=words):
        actions.answer_request(request, {first.pk: said}, letter, by=appraiser(), at=AT)
    assert set(Opinion.objects.values_list("outcome", flat=True)) == {"pending"}


def test_an_answer_that_stands_is_not_written_over():
    agency = officer()
    request, (first, _second) = asked(agency=agency)
    actions.answer_request(request, {first.pk: AGREE}, actions.Letter(), by=agency, at=AT)
    with pytest.raises(Conflict):
        actions.answer_request(
            request, {first.pk: actions.Said("disagree", "Khác")}, actions.Letter(), by=agency, at=AT
        )
    assert Opinion.objects.get(dossier=first).outcome == "agree"


def test_an_agency_that_answered_in_time_is_not_told_it_was_silent(client):
    agency = officer()
    request, (first, second) = asked(agency=agency, at=now())
    actions.answer_request(request, {first.pk: AGREE, second.pk: AGREE}, actions.Letter(), by=agency, at=now())
    client.force_login(agency.user)
    text = client.get(reverse("dossiers:opinion_request", args=[request.pk])).content.decode()
    assert "đã trả lời đủ" in text
    assert "Đã quá hạn" not in text


def test_who_may_ask_and_of_what():
    dossier = in_state("appraising", award=ORDER)
    for who in (officer(), acting(DutyCode.CLERK), acting(DutyCode.COUNCIL_MEMBER)):
        with pytest.raises(Refused):
            actions.ask([dossier], actions.Asked("A", "B"), by=who, at=AT)
    with pytest.raises(Refused, match="trước khi đưa vào phiên"):
        actions.ask([in_state("on_agenda", award=ORDER)], actions.Asked("A", "B"), by=appraiser(), at=AT)
    actions.ask([dossier], actions.Asked("A", "B"), by=appraiser(), at=AT)
    with pytest.raises(Refused, match="đang chờ trả lời"):
        actions.ask([dossier], actions.Asked("A", "B"), by=appraiser(), at=AT)
    assert OpinionRequest.objects.count() == 1


def test_an_agency_sees_its_request_and_only_the_papers_allowed(client):
    agency, other = officer(), officer()
    request, (first, _second) = asked(agency=agency, parts=("report",))
    pdf = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data
    shown, hidden = [_paper(first, part, pdf) for part in ("report", "minutes")]
    page = reverse("dossiers:opinion_request", args=[request.pk])
    client.force_login(other.user)
    assert client.get(page).status_code == 404
    client.force_login(agency.user)
    text = client.get(page).content.decode()
    assert first.name in text
    assert first.birth not in text
    assert "17/02/1985" not in text
    assert client.get(reverse("dossiers:opinion_paper", args=[request.pk, shown.pk])).status_code == 200
    assert client.get(reverse("dossiers:opinion_paper", args=[request.pk, hidden.pk])).status_code == 404
    assert client.get(reverse("dossiers:detail", args=[first.pk])).status_code == 404


def _paper(dossier, part, data):
    file = store_file(data, f"{part}.pdf", "pdf", dossier.key, by=appraiser(), at=AT)
    return Paper.objects.create(dossier=dossier, part=part, title=part, file=file)


def test_answering_on_the_page_keeps_what_was_typed_when_refused(client):
    agency = officer()
    request, (first, second) = asked(agency=agency, at=now())
    client.force_login(agency.user)
    url = reverse("dossiers:answer_request", args=[request.pk])
    answer = client.post(
        url,
        {f"outcome-{first.pk}": "agree", f"text-{first.pk}": "Chấp hành tốt", "dated": "31/02/2026", "form_key": "a"},
    )
    assert answer.status_code == 409
    assert "Chấp hành tốt" in answer.content.decode()
    for _time in range(2):
        data = {
            f"outcome-{first.pk}": "agree",
            f"outcome-{second.pk}": "other",
            f"text-{second.pk}": "Xem lại",
            "form_key": "b",
        }
        assert client.post(url, data).status_code == 302
    assert [row.outcome for row in Opinion.objects.order_by("id")] == ["agree", "other"]
    request.refresh_from_db()
    assert request.ended_at
    assert client.get(reverse("dossiers:opinion_requests")).status_code == 200


def test_asking_from_the_pages(client):
    who = appraiser()
    dossier = in_state("appraising", award="HCDDK")
    client.force_login(who.user)
    detail = client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert "Cần ý kiến của cơ quan liên quan" in detail
    page = client.get(reverse("dossiers:ask_opinion"), {"ho-so": dossier.pk}).content.decode()
    assert "Mặt trận Tổ quốc" in page
    data = {"ho-so": [dossier.pk], "agency": "Mặt trận", "question": "Thành tích", "part": ["report"], "form_key": "a"}
    made = client.post(reverse("dossiers:ask_opinion"), data)
    assert made.status_code == 302
    assert "chưa trả lời" in client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    for odd in ({"ho-so": "x"}, {"ho-so": "9" * 30}, {"dot": "²"}):
        assert client.get(reverse("dossiers:ask_opinion"), odd).status_code == 200
    refused = client.post(
        reverse("dossiers:ask_opinion"), {"ho-so": [dossier.pk], "agency": "Mặt trận", "question": "Lần nữa"}
    )
    assert "Lần nữa" in refused.content.decode()


def test_the_letter_and_the_sheet_say_what_was_asked_and_answered(client):
    who = appraiser()
    request, (first, _second) = asked(who=who)
    client.force_login(who.user)
    letter = opinion_papers.letter(request)
    assert letter["addressee"] == "Công an Thành phố"
    assert "ngày 30 tháng 3 năm 2026" in letter["requests"][0]
    assert "1985" not in str(letter)
    assert client.get(reverse("dossiers:opinion_letter", args=[request.pk, "pdf"])).content.startswith(b"%PDF")
    assert client.get(reverse("dossiers:opinion_letter", args=[request.pk, "exe"])).status_code == 404
    found = queries.full(first.pk, who).get()
    assert any("Công an Thành phố: chưa trả lời" in said for said in opinions_of(found))


def test_the_list_costs_the_same_at_1_and_50_rows(client):
    who = appraiser()
    client.force_login(who.user)
    counts = []
    for more in (1, 49):
        for _n in range(more):
            asked(1, who=who)
        client.get(reverse("dossiers:opinion_requests"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("dossiers:opinion_requests")).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_papers_of_the_whole_list_are_lent_with_their_part_and_never_the_list_nor_a_number(client):
    agency = officer()
    request, (dossier, _other) = asked(agency=agency, parts=("minutes", "letter"))
    with pytest.raises(Refused, match="thành phần"):
        asked(parts=("list",))

    pdf = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data

    def put(part, name, data=pdf, kind="pdf", submission=dossier.submission):
        file = store_file(data, name, kind, submission.key, by=appraiser(), at=AT)
        return ListPaper.objects.create(submission=submission, part=part, title=name, file=file)

    minutes, listed = put("minutes", "Biên bản chung"), put("list", "Danh sách gốc")
    strange = put("minutes", "Biên bản lạ", submission=in_state("appraising").submission)
    book = docx.Document()
    book.add_paragraph("Ông Lê Văn An, số định danh 001085000123")
    out = io.BytesIO()
    book.save(out)
    numbered = put("letter", "Tờ trình có số", out.getvalue(), "docx")

    def url(paper):
        return reverse("dossiers:opinion_list_paper", args=[request.pk, paper.pk])

    client.force_login(agency.user)
    text = client.get(reverse("dossiers:opinion_request", args=[request.pk])).content.decode()
    assert "Biên bản chung" in text
    assert "Danh sách gốc" not in text
    assert client.get(url(minutes)).status_code == 200
    assert client.get(url(listed)).status_code == 404
    assert client.get(url(strange)).status_code == 404
    refused = client.get(url(numbered))
    assert "số định danh" in refused.content.decode()
    assert b"001085000123" not in refused.content
    client.force_login(officer().user)
    assert client.get(url(minutes)).status_code == 404
    client.force_login(appraiser().user)
    assert client.get(url(numbered)).status_code == 200
