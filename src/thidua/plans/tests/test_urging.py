"""Urging: who is late, who is missing, one notice a day, the letter with the list, kept on the tasks."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.queries import file_bytes
from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import Note, PlanState, Registration
from thidua.plans.queries.urging import tasks_of, urged_by_milestone, urged_by_plan, urged_by_task
from thidua.plans.tests.factories import AT, due, head, in_force

pytestmark = pytest.mark.django_db

DUE, ON = date(2025, 2, 28), date(2025, 3, 5)
NOON = datetime(2025, 3, 5, 5, 0, tzinfo=UTC)


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Chậm")


@pytest.fixture
def row(unit):
    return due(in_force(), DUE, unit=unit)


def opened(row):
    actions.collect(row.task, kinds=["plan", "theme"], milestone=row, by=head(), at=AT)
    return row.task


def urge(row, *, by=None, at=NOON, owing=None, **typed):
    by, owing = by or head(), owing if owing is not None else urged_by_milestone(row, ON)
    letter = actions.draft_letter(row.plan, owing, by=by, at=at, **typed)
    return actions.urge(row.plan, letter, subject=row.key_in_journal, by=by, at=at)


def text_of(note):
    document = docx.Document(io.BytesIO(file_bytes(note.file)))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def owed(owing):
    return [(one.unit.name, [(item.days, item.is_late, item.kinds) for item in one.owed]) for one in owing]


def test_a_milestone_past_its_day_makes_all_its_units_late(row, unit):
    row.task.units.add(UnitFactory(name="An Bình"))
    assert owed(urged_by_milestone(row, ON)) == [("An Bình", [(3, True, ())]), ("Sở Chậm", [(3, True, ())])]
    assert urged_by_milestone(row, DUE) == []
    row.done_on = DUE
    row.save()
    assert urged_by_milestone(row, ON) == []


def test_where_units_hand_in_only_the_missing_are_urged(row, unit):
    other = UnitFactory(name="Phường Đã nộp một nửa")
    row.task.units.add(other)
    task = opened(row)
    Registration.objects.create(task=task, unit=other, kind="plan", by=head().user, at=AT)
    assert owed(urged_by_task(task, ON)) == [
        ("Phường Đã nộp một nửa", [(3, True, ("theme",))]),
        ("Sở Chậm", [(3, True, ("plan", "theme"))]),
    ]
    Registration.objects.create(task=task, unit=other, kind="theme", by=head().user, at=AT)
    assert [one.unit for one in urged_by_milestone(row, ON)] == [unit]


def test_the_missing_may_be_urged_before_the_day_but_are_not_late(row):
    task = opened(row)
    (one,) = urged_by_task(task, date(2025, 2, 20))
    assert (one.owed[0].is_late, one.owed[0].words) == (False, "chưa nộp, chưa đến hạn")
    assert urged_by_plan(row.plan, date(2025, 2, 20)) == []


def test_all_that_is_late_of_a_plan_stands_under_its_units(row, unit):
    second = due(row.plan, date(2025, 2, 21), unit=unit)
    due(row.plan, date(2025, 4, 1), unit=unit)
    due(in_force(year=2024), DUE, unit=unit)
    (one,) = urged_by_plan(row.plan, ON)
    assert [item.milestone for item in one.owed] == [second, row]
    assert [item.days for item in one.owed] == [8, 3]
    assert tasks_of([one]) == [row.task, second.task]


@pytest.mark.parametrize("field", ["dropped_on", "closed_on"])
def test_what_is_dropped_or_closed_is_not_urged(row, field):
    target = row if field == "dropped_on" else row.task
    setattr(target, field, DUE)
    target.save()
    assert urged_by_plan(row.plan, ON) == []


def test_a_double_click_tells_nobody_twice_and_the_next_day_tells_again(row, unit):
    person = DutyFactory(unit=unit).user
    assert urge(row).told == 1
    assert urge(row).told == 0
    assert urge(row, owing=urged_by_plan(row.plan, ON)).told == 0
    assert urge(row, at=NOON + timedelta(days=1)).told == 1
    notice = Notice.objects.filter(user=person, topic="plans.urge").last()
    assert notice.title.startswith(f"Đôn đốc: Việc {row.task.number}: {row.task.headline}")
    assert notice.title.endswith("(chậm 3 ngày làm việc)")
    assert notice.url == reverse("plans:milestone", args=[row.pk])


def test_who_has_to_hand_in_is_led_to_the_form(row, unit):
    person = DutyFactory(unit=unit).user
    opened(row)
    urge(row)
    notice = Notice.objects.get(user=person, topic="plans.urge")
    assert notice.url == reverse("clusters:hand_in", args=[row.task_id])


def test_the_letter_is_kept_on_the_task_as_word_and_pdf(row, unit):
    by = head(full_name="Bà Trưởng Ban", position="Trưởng ban")
    done = urge(row, by=by, number="312/BTĐKT-NV", dated=ON, reply_by=date(2025, 3, 12))
    assert [note.file.kind for note in done.notes] == ["docx", "pdf"]
    assert list(row.task.notes.order_by("pk")) == list(done.notes)
    assert done.notes[0].text == "Công văn đôn đốc (312/BTĐKT-NV, 05/03/2025) gửi 1 đơn vị."
    text = text_of(done.notes[0])
    for words in (
        "Số: 312/BTĐKT-NV", "V/v đôn đốc thực hiện Kế hoạch số", "Kính gửi: Sở Chậm.", "28/02/2025",
        "chậm 3 ngày làm việc", "trước ngày 12 tháng 3 năm 2025", "Bà Trưởng Ban", "TRƯỞNG BAN",
    ):  # fmt: skip
        assert words in text
    assert file_bytes(done.notes[1].file).startswith(b"%PDF")
    event = Event.objects.get(verb="plans.urge")
    assert (event.subject, event.data["units"]) == (row.key_in_journal, 1)


def test_number_and_day_may_be_left_to_the_pen(row):
    text = text_of(urge(row, by=acting(DutyCode.APPRAISER, full_name="Chuyên viên Soạn thảo")).notes[0])
    assert "/BTĐKT" in text
    assert "Hà Nội, ngày" in text
    assert "Chuyên viên Soạn thảo" not in text


def test_the_letter_stays_vietnamese_for_who_works_in_english(client, row, unit):
    by = head(language="en")
    client.force_login(by.user)
    client.cookies["django_language"] = "en"
    assert client.post(reverse("plans:urge_milestone", args=[row.pk]), {}).status_code == 302
    assert "ngày làm việc" in text_of(Note.objects.order_by("pk").first())


def test_one_letter_for_all_stands_on_every_task(row, unit):
    others = [due(row.plan, date(2025, 2, 21), unit=UnitFactory(name=f"Phường {n:02}")) for n in range(10)]
    done = urge(row, owing=urged_by_plan(row.plan, ON))
    assert (done.units, Note.objects.count()) == (11, 22)
    assert {note.file_id for note in others[0].task.notes.all()} == {note.file_id for note in done.notes}
    text = text_of(done.notes[0])
    assert "Các đơn vị có tên trong danh sách kèm theo" in text
    assert "Phường 09" in text


@pytest.mark.parametrize(
    ("typed", "said"), [({"number": "1" * 41}, "dài quá"), ({"reply_by": date(2025, 3, 4)}, "đã qua")]
)
def test_what_is_typed_wrongly_is_refused(row, typed, said):
    with pytest.raises(Refused, match=said):
        urge(row, **typed)
    assert not Note.objects.exists()


def test_nobody_late_nothing_sent(row):
    with pytest.raises(Refused, match="Không có đơn vị nào"):
        urge(row, owing=[])


@pytest.mark.parametrize("code", DutyCode)
def test_who_may_urge(row, code):
    allowed = code in (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)
    assert policies.may_urge(acting(code), row.plan).allowed is allowed
    row.plan.state = PlanState.CLOSED
    assert not policies.may_urge(acting(code), row.plan).allowed


def test_one_press_on_the_pages(client, row, unit):
    person = DutyFactory(unit=unit).user
    client.force_login(acting(DutyCode.APPRAISER).user)
    for name, key in (("urge_milestone", row.pk), ("urge_task", row.task_id), ("urge_plan", row.plan_id)):
        page = client.get(reverse(f"plans:{name}", args=[key]))
        assert "Sở Chậm" in page.content.decode()
    url = reverse("plans:urge_task", args=[row.task_id])
    for _ in range(2):
        answer = client.post(url, {"number": "312", "form_key": "mot"})
        assert answer["Location"] == reverse("plans:task", args=[row.task_id])
    assert Note.objects.count() == 2
    assert Notice.objects.filter(user=person, topic="plans.urge").count() == 1
    assert "Công văn đôn đốc" in client.get(answer["Location"]).content.decode()
    bad = client.post(url, {"number": "313", "reply_by": "31/02/2025"})
    assert bad.status_code == 200
    assert "313" in bad.content.decode()


def test_units_and_others_are_turned_away(client, row, unit):
    client.force_login(acting(DutyCode.UNIT_HEAD, unit).user)
    for name, key in (("urge_milestone", row.pk), ("urge_task", row.task_id), ("urge_plan", row.plan_id)):
        assert client.get(reverse(f"plans:{name}", args=[key])).status_code == 403


def test_the_page_asks_as_much_with_one_unit_as_with_fifty(row, unit):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            urged_by_plan(row.plan, ON)
        return len(queries)

    collecting = due(row.plan, DUE, unit=unit)
    opened(collecting)
    one = asked()
    for _ in range(50):
        other = UnitFactory()
        due(row.plan, DUE, unit=other)
        collecting.task.units.add(other)
    assert asked() == one
    assert len(urged_by_plan(row.plan, today())) == 51


def test_the_issuer_is_in_capitals_at_the_head_of_a_document_only(unit):
    plan = in_force(issuer="ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", number="357/KH-UBND", title="CÔNG TÁC THI ĐUA NĂM 2025")
    text = text_of(urge(due(plan, DUE, unit=unit)).notes[0])
    assert "của Ủy ban nhân dân thành phố Hà Nội về công tác thi đua năm 2025" in text
    assert "BAN THI ĐUA - KHEN THƯỞNG" in text
    assert "ỦY BAN NHÂN DÂN" not in text


def test_the_office_itself_is_reached_through_who_keeps_its_plans():
    by = head()
    appraiser = DutyFactory(code=DutyCode.APPRAISER, unit=by.unit).user
    clerk = DutyFactory(code=DutyCode.CLERK, unit=by.unit).user
    row = due(in_force(), DUE, unit=by.unit)
    (one,) = urged_by_milestone(row, ON)
    assert one.told == {by.user.pk, appraiser.pk}
    assert urge(row, by=by).told == 2
    assert not Notice.objects.filter(user=clerk).exists()


def test_who_answers_for_a_task_is_urged_beside_the_people_of_its_units(row, unit):
    person = DutyFactory(unit=UnitFactory()).user
    row.task.accountable = person
    row.task.save()
    (one,) = urged_by_milestone(row, ON)
    assert (one.people, one.told) == (frozenset(), {person.pk})
    assert urge(row).told == 1
    assert Notice.objects.get(topic="plans.urge").user == person
    DutyFactory(unit=unit)
    person.duties.update(valid_to=DUE)
    assert person.pk not in urged_by_milestone(row, ON)[0].told
