"""Progress notes and documents on a task."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.models import StoredFile
from thidua.documents.queries import file_bytes
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import OFFICE_DUTIES
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import Note, PlanState
from thidua.plans.queries.details import NOTES
from thidua.plans.tests.factories import AT, PlanFactory, TaskFactory, head, in_force

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def task():
    return TaskFactory(plan=in_force())


def page_of(client, task, **asked):
    return client.get(reverse("plans:task", args=[task.pk]), asked).content.decode()


def test_a_note_is_kept_with_who_for_which_unit_and_when(task):
    unit = UnitFactory()
    task.units.add(unit)
    by = acting(DutyCode.UNIT_OFFICER, unit)
    note = actions.add_note(task, text="  Đã  trình dự thảo. ", by=by, at=AT)
    assert (note.text, note.by, note.unit, note.at, note.file) == (
        "Đã trình dự thảo.",
        by.user,
        unit,
        AT,
        None,
    )
    event = Event.objects.get(verb="plans.note")
    assert (event.subject, event.data) == (task.key_in_journal, {"note": note.pk})


def test_a_document_is_checked_and_kept(task):
    note = actions.add_note(task, file=ContentFile(PNG, name="anh.png"), by=head(), at=AT)
    assert (note.file.kind, note.file.subject, file_bytes(note.file)) == ("png", task.key_in_journal, PNG)


@pytest.mark.parametrize(
    ("text", "file", "said"),
    [(" ", None, "vài chữ"), ("Kèm tệp", ContentFile(b"MZ\x90\x00", name="a.exe"), "Chưa nhận tệp")],
)
def test_nothing_and_bad_files_leave_nothing(task, text, file, said):
    with pytest.raises(Refused, match=said):
        actions.add_note(task, text=text, file=file, by=head(), at=AT)
    assert not Note.objects.exists()
    assert not StoredFile.objects.filter(subject=task.key_in_journal).exists()
    assert not Event.objects.filter(verb="plans.note").exists()


@pytest.mark.parametrize("code", DutyCode)
def test_the_office_and_the_units_of_a_task_tell_how_it_goes(task, code):
    carrying, helping, other = UnitFactory(), UnitFactory(), UnitFactory()
    task.units.add(carrying)
    task.partners.add(helping)
    of_unit = code in (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
    in_office = code in OFFICE_DUTIES
    for unit, allowed in (
        (carrying, of_unit or in_office),
        (helping, of_unit or in_office),
        (other, in_office),
    ):
        answer = policies.may_note(acting(code, unit), task)
        assert answer.allowed is allowed
        assert allowed or "đơn vị thực hiện, đơn vị phối hợp hoặc Ban" in answer.reason


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CLOSED])
def test_only_while_the_plan_is_in_force(state):
    task = TaskFactory(plan=PlanFactory(state=state))
    with pytest.raises(Refused, match="đang thực hiện"):
        actions.add_note(task, text="Chữ", by=head(), at=AT)


def test_newest_first_and_the_older_on_a_next_page(client, task):
    by = head()
    for n in range(NOTES + 2):
        actions.add_note(task, text=f"Ghi chú số {n:02}", by=by, at=AT + timedelta(minutes=n))
    client.force_login(by.user)
    first = page_of(client, task)
    assert first.index(f"Ghi chú số {NOTES + 1:02}") < first.index("Ghi chú số 02")
    assert "Ghi chú số 01" not in first
    oldest = Note.objects.get(text="Ghi chú số 02").pk
    assert f"?ghi-chu={oldest}" in first
    older = page_of(client, task, **{"ghi-chu": oldest})
    assert older.index("Ghi chú số 01") < older.index("Ghi chú số 00")
    assert "Ghi chú số 02" not in older


def test_a_double_click_notes_once_and_errors_keep_what_was_typed(client, task):
    by = head()
    client.force_login(by.user)
    url = reverse("plans:note", args=[task.pk])
    bad = {"text": "Chữ đã gõ", "file": SimpleUploadedFile("a.exe", b"MZ\x90\x00"), "form_key": "hai-lan"}
    answer = client.post(url, bad)
    assert answer.status_code == 200
    assert "Chưa nhận tệp" in answer.content.decode()
    assert "Chữ đã gõ" in answer.content.decode()
    for _ in range(2):
        assert client.post(url, {"text": "Một lần", "form_key": "hai-lan"}).status_code == 302
    assert list(Note.objects.values_list("text", flat=True)) == ["Một lần"]


def test_who_takes_no_part_is_turned_away(client, task):
    client.force_login(acting(DutyCode.UNIT_HEAD).user)
    assert client.post(reverse("plans:note", args=[task.pk]), {"text": "Chữ"}).status_code == 403
    assert "Ghi tiến độ, thêm tài liệu" not in page_of(client, task)


def test_a_document_is_read_by_who_sees_the_plan(client, task):
    note = actions.add_note(task, file=ContentFile(PNG, name="anh.png"), by=head(), at=AT)
    words = actions.add_note(task, text="Không tệp", by=head(), at=AT)
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    answer = client.get(reverse("plans:note_file", args=[note.pk]))
    assert answer.content == PNG
    assert "attachment" in answer["Content-Disposition"]
    assert client.get(reverse("plans:note_file", args=[words.pk])).status_code == 404
    task.plan.state = PlanState.DRAFT
    task.plan.save()
    assert client.get(reverse("plans:note_file", args=[note.pk])).status_code == 404


def test_the_page_of_a_task_asks_as_much_with_one_note_as_with_fifty(client, task):
    by = head()
    client.force_login(by.user)

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(client, task)
        return len(queries)

    actions.add_note(task, text="Một", by=by, at=AT)
    page_of(client, task)
    one = asked()
    for n in range(50):
        actions.add_note(task, text=f"Số {n}", file=ContentFile(PNG, name="a.png"), by=acting(DutyCode.CLERK), at=AT)
        task.units.add(UnitFactory())
        task.partners.add(UnitFactory())
    assert asked() == one
