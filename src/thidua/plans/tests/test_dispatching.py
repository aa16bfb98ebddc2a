"""Documents sent out: to whom, the first opening by each unit, who has not read, reminding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Refused
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode, Succession, UnitKind
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import Dispatch, DispatchUnit, PlanState
from thidua.plans.queries.dispatching import PAGE, Share, dispatch_list, dispatches, readers, unread_of
from thidua.plans.tests.factories import AT, TaskFactory, head, in_force
from thidua.plans.tests.test_registering import PNG

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return UnitFactory(name="Phường Nhận")


def paper(name="huong-dan.png"):
    return ContentFile(PNG, name=name)


def sent(*units, plan=None, **fields):
    values = {"title": "Hướng dẫn đăng ký", "file": paper(), "by": head(), "at": AT, **fields}
    return actions.dispatch(plan or in_force(), units, **values)


def officer(unit):
    return acting(DutyCode.UNIT_OFFICER, unit)


def test_a_document_goes_to_the_people_of_the_units(unit):
    person, stranger = DutyFactory(unit=unit).user, DutyFactory().user
    row = sent(unit, unit, number="88/HD-BTĐKT", day=date(2025, 2, 10))
    assert [receiver.unit for receiver in row.receivers.all()] == [unit]
    notice = Notice.objects.get(user=person)
    assert notice.title == "Văn bản mới: 88/HD-BTĐKT Hướng dẫn đăng ký"
    assert notice.url == reverse("plans:dispatch", args=[row.pk])
    assert not Notice.objects.filter(user=stranger).exists()
    assert Event.objects.get(verb="plans.dispatch").data["units"] == 1


def test_the_plan_itself_is_sent_with_its_own_words(unit):
    plan = in_force(title="Công tác năm 2025")
    row = actions.dispatch(plan, [unit], by=head(), at=AT)
    assert (row.title, row.number, row.day, row.file) == (plan.title, plan.number, plan.issued_on, plan.file)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": " "}, "trích yếu"),
        ({"units": ()}, "ít nhất một đơn vị"),
        ({"file": ContentFile(b"MZ\x90\x00", name="a.exe")}, "Chưa nhận tệp"),
    ],
)
def test_what_cannot_be_sent(unit, fields, said):
    units = fields.pop("units", (unit,))
    with pytest.raises(Refused, match=said):
        sent(*units, **fields)
    assert not Dispatch.objects.exists()


@pytest.mark.parametrize("code", DutyCode)
def test_who_sends(code):
    plan = in_force()
    allowed = code in (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER, DutyCode.CLERK)
    assert policies.may_dispatch(acting(code), plan).allowed is allowed
    plan.state = PlanState.DRAFT
    answer = policies.may_dispatch(acting(code), plan)
    assert not answer.allowed
    assert answer.reason


def test_only_the_first_opening_of_a_unit_is_noted(client, unit):
    other = UnitFactory()
    row = sent(unit, other)
    first, second = officer(unit), officer(unit)
    url = reverse("plans:dispatch_file", args=[row.pk])
    client.force_login(first.user)
    client.head(url)
    assert unread_of(row, first)
    assert client.get(url).content == PNG
    client.force_login(second.user)
    assert client.get(url).status_code == 200
    receiver = row.receivers.get(unit=unit)
    assert receiver.first_reader == first.user
    assert receiver.first_read_at
    assert row.receivers.get(unit=other).first_read_at is None
    assert Event.objects.filter(verb="plans.open_dispatch").count() == 1
    found = readers(row)
    assert ([one.unit for one in found.read], [one.unit for one in found.unread]) == ([unit], [other])
    assert found.share.percent == 50


def test_the_office_opening_it_is_no_reading_by_a_unit(client, unit):
    row = sent(unit)
    client.force_login(head().user)
    assert client.get(reverse("plans:dispatch_file", args=[row.pk])).status_code == 200
    assert readers(row).read == []


def test_the_unit_that_took_over_reads_for_the_one_that_ended(unit):
    heir = UnitFactory()
    row = sent(unit)
    unit.valid_to = date(2025, 2, 20)
    unit.save()
    Succession.objects.create(predecessor=unit, successor=heir, on=date(2025, 2, 21))
    by = officer(heir)
    assert row in dispatches(by)
    assert actions.open_dispatch(row, by=by, at=AT) == 1
    assert actions.open_dispatch(row, by=by, at=AT) == 0


def test_a_document_is_seen_by_who_got_it_and_by_the_office(client, unit):
    row = sent(unit)
    pages = [reverse(f"plans:{name}", args=[row.pk]) for name in ("dispatch", "dispatch_file")]
    client.force_login(officer(UnitFactory()).user)
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(officer(unit).user)
    mine = client.get(pages[0]).content.decode()
    assert "Hướng dẫn đăng ký" in mine
    assert "đơn vị chưa xem" not in mine
    client.force_login(acting(DutyCode.LEADER).user)
    assert "0/1" in client.get(pages[0]).content.decode()


def test_those_who_have_not_read_are_reminded_once_a_day(client, unit):
    person, read = DutyFactory(unit=unit).user, UnitFactory()
    reader = officer(read)
    row = sent(unit, read)
    actions.open_dispatch(row, by=reader, at=AT)
    assert actions.remind_unread(row, by=head(), at=AT) == 1
    assert actions.remind_unread(row, by=head(), at=AT) == 0
    assert actions.remind_unread(row, by=head(), at=AT + timedelta(days=1)) == 1
    assert Notice.objects.filter(user=person, title__startswith="Chưa xem").count() == 2
    assert not Notice.objects.filter(user=reader.user, title__startswith="Chưa xem").exists()
    client.force_login(reader.user)
    assert client.post(reverse("plans:dispatch_remind", args=[row.pk])).status_code == 403
    client.force_login(acting(DutyCode.CLERK).user)
    answer = client.post(reverse("plans:dispatch_remind", args=[row.pk]), follow=True)
    assert "Đã nhắc 1 người" in answer.content.decode()


def test_whole_kinds_are_chosen_at_once_and_a_double_click_sends_once(client):
    wards = [UnitFactory(kind=UnitKind.WARD) for _ in range(3)]
    ended = UnitFactory(kind=UnitKind.WARD, valid_to=date(2020, 1, 1))
    office = UnitFactory(kind=UnitKind.DEPARTMENT)
    plan = in_force()
    task = TaskFactory(plan=plan)
    client.force_login(acting(DutyCode.CLERK).user)
    url = reverse("plans:dispatches", args=[plan.pk])
    assert "Nơi nhận" in client.get(url, {"gui": "1"}).content.decode()
    bad = client.post(url, {"title": "Chữ đã gõ", "form_key": "gui"})
    assert "ít nhất một đơn vị" in bad.content.decode()
    assert "Chữ đã gõ" in bad.content.decode()
    for _ in range(2):
        data = {
            "title": "Hướng dẫn", "task": task.pk, "whole": ["ward"], "units": [office.pk], "form_key": "gui",
            "file": SimpleUploadedFile("a.png", PNG),
        }  # fmt: skip
        assert client.post(url, data).status_code == 302
    row = Dispatch.objects.get()
    assert row.task == task
    assert set(row.receivers.values_list("unit", flat=True)) == {*(ward.pk for ward in wards), office.pk}
    assert ended.pk not in row.receivers.values_list("unit", flat=True)
    client.force_login(officer(wards[0]).user)
    assert "Chưa xem" in client.get(url).content.decode()
    assert client.post(url, {"title": "x"}).status_code == 403


def test_one_hundred_per_cent_only_when_all_have_read():
    assert [Share(199, 200).percent, Share(200, 200).percent, Share(0, 0).percent] == [99, 100, 0]


def test_the_list_goes_on_page_by_page_with_the_same_queries(client, unit):
    plan, by = in_force(), head()
    client.force_login(by.user)
    url = reverse("plans:dispatches", args=[plan.pk])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    first = sent(unit, plan=plan)
    asked()
    one = asked()
    for n in range(PAGE):
        DispatchUnit.objects.create(dispatch=sent(unit, plan=plan, title=f"Số {n}"), unit=UnitFactory())
    assert asked() == one
    page = dispatch_list(by, plan)
    assert page.next_after
    assert [line.row for line in dispatch_list(by, plan, page.next_after).lines] == [first]
    assert page.lines[0].share == Share(0, 2)


def test_the_page_of_one_asks_as_much_with_one_unit_as_with_fifty(client, unit):
    row = sent(unit)
    client.force_login(head().user)
    url = reverse("plans:dispatch", args=[row.pk])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    asked()
    one = asked()
    reader = head().user
    for n in range(50):
        read = {"first_read_at": AT, "first_reader": reader} if n % 2 else {}
        DispatchUnit.objects.create(dispatch=row, unit=UnitFactory(), **read)
    assert asked() == one
