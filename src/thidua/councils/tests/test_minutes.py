from __future__ import annotations

import io

import docx
import pdfplumber
import pytest

from thidua.audit.models import Event
from thidua.councils import actions
from thidua.councils.forms import MinutesForm
from thidua.councils.models import Attendance, Session
from thidua.councils.papers import locality
from thidua.councils.tests.factories import (
    AT,
    HELD,
    counted,
    everybody,
    minutes_facts,
    opened,
    secretary,
    session_with,
    teller,
    typed,
    unanimous,
)  # fmt: skip
from thidua.documents.models import StoredFile
from thidua.documents.queries import file_bytes
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import Unit

pytestmark = pytest.mark.django_db


def words(text):
    return " ".join(text.split())


def docx_text(file):
    document = docx.Document(io.BytesIO(file_bytes(file)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return words(" ".join([*(paragraph.text for paragraph in document.paragraphs), *cells]))


def pdf_text(file):
    with pdfplumber.open(io.BytesIO(file_bytes(file))) as pdf:
        return words(" ".join(page.extract_text() for page in pdf.pages))


@pytest.fixture
def closed():
    session = session_with(members=29, items=2)
    opened(session, everybody(session, Attendance.WRITTEN, Attendance.ABSENT))
    low, high = session.items.values_list("pk", flat=True)
    typed(session, {low: (26, 1, 1), high: (27, 1, 0)})
    actions.confirm_count(session, by=secretary(), at=AT)
    return actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT)


def test_four_papers_are_kept_and_the_session_is_closed(closed):
    assert closed.state == "closed"
    files = [closed.minutes_docx, closed.minutes_pdf, closed.tally_docx, closed.tally_pdf]
    assert [file.kind for file in files] == ["docx", "pdf", "docx", "pdf"]
    assert {file.subject for file in files} == {closed.key}
    assert Event.objects.filter(subject=closed.key, verb="councils.close").count() == 1


@pytest.mark.parametrize(("column", "read"), [("minutes_docx", docx_text), ("minutes_pdf", pdf_text)])
def test_minutes_say_what_happened(closed, column, read):
    text = read(getattr(closed, column))
    low, high = closed.items.all()
    for said in (
        low.label,
        high.label,
        "27/29",
        "90 %",
        "Điều thử nghiệm",
        "Phòng họp số 1",
        "Nguyễn Chủ Tọa",
        "Đỗ Thư Ký",
    ):
        assert said in text, said
    absent = closed.roll.get(attendance="absent").member.name
    assert absent in text


@pytest.mark.parametrize(("column", "read"), [("tally_docx", docx_text), ("tally_pdf", pdf_text)])
def test_minutes_of_the_tellers_say_the_papers_and_the_counts(closed, column, read):
    text = read(getattr(closed, column))
    for said in ("29", "28", "26", "27", "Hoàng Kiểm Phiếu"):
        assert said in text, said


def test_minutes_need_a_result_the_secretary_and_times_in_order():
    session = opened(session_with())
    with pytest.raises(Refused, match="đã có kết quả"):
        actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT)
    session = counted(session_with())
    with pytest.raises(Refused, match="Thư ký"):
        actions.make_minutes(session, minutes_facts(), by=teller(), at=AT)
    with pytest.raises(Refused, match="sau giờ bắt đầu"):
        actions.make_minutes(session, minutes_facts(started_at=AT), by=secretary(), at=AT)
    with pytest.raises(Refused, match="chưa tới"):
        actions.make_minutes(session, minutes_facts(ended_at=AT.replace(hour=3)), by=secretary(), at=AT)
    assert not StoredFile.objects.exists()


def test_minutes_are_made_once():
    session = counted(session_with())
    stale = Session.objects.get(pk=session.pk)
    actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT)
    with pytest.raises(Conflict):
        actions.make_minutes(stale, minutes_facts(), by=secretary(), at=AT)
    assert StoredFile.objects.count() == 4


@pytest.mark.parametrize("broken", ["render_docx", "render_pdf", "store_file", "move"])
def test_failure_on_the_way_keeps_nothing(monkeypatch, broken):
    session, calls = counted(session_with()), []
    real = getattr(actions.minutes, broken)

    def fail(*args, **kwargs):
        calls.append(1)
        if len(calls) > (2 if broken == "store_file" else 0):
            raise OSError("đĩa đầy")
        return real(*args, **kwargs)

    monkeypatch.setattr(actions.minutes, broken, fail)
    with pytest.raises(OSError, match="đĩa đầy"):
        actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT)
    session.refresh_from_db()
    assert (session.state, session.minutes_pdf) == ("counted", None)
    assert not StoredFile.objects.exists()
    monkeypatch.undo()
    assert actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT).state == "closed"


def test_form_makes_moments_of_the_day_and_people_of_lines():
    data = {
        "number": "2", "started_at": "08:00", "ended_at": "11:30", "venue": "Phòng 1", "chair": "Trần A, Chủ tịch",
        "secretary": "Lê B", "tellers": "Hoàng C, Trưởng ban\n\n Vũ D ", "proceedings": "", "conclusions": "Đạt",
    }  # fmt: skip
    form = MinutesForm(data)
    assert form.is_valid()
    facts = form.facts(HELD)
    assert facts.started_at.isoformat() == "2026-06-12T08:00:00+07:00"
    assert (facts.chair, facts.secretary) == (("Trần A", "Chủ tịch"), ("Lê B", ""))
    assert facts.tellers == [("Hoàng C", "Trưởng ban"), ("Vũ D", "")]


@pytest.mark.parametrize(
    ("name", "place"),
    [("Ủy ban nhân dân Thành phố Hà Nội", "Hà Nội"), ("UBND phường Ba Đình", "Ba Đình"), ("Sở Nội vụ", "Sở Nội vụ")],
)
def test_papers_are_dated_from_the_place(name, place):
    assert locality(Unit(name=name)) == place


def test_result_of_a_quiet_count_reads_back_the_same():
    session = counted(session_with(members=3, items=1))
    assert [(item.yes, item.passed) for item in session.items.all()] == [(3, True)]
    assert unanimous(session) == {session.items.get().pk: (3, 0, 0)}
