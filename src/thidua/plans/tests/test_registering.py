"""Handing in: what is opened, who hands in, versions and lateness, the roster minus the submitters, Excel."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from thidua.audit.models import Event
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.notices.models import Notice
from thidua.organisation.models import DutyCode, Succession
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting
from thidua.plans import actions, policies
from thidua.plans.models import Collection, PlanState, Registration
from thidua.plans.queries.registered_sheet import collected_xlsx
from thidua.plans.queries.registering import collected, collection_of, own_page, to_hand_in
from thidua.plans.queries.rosters import roster_of
from thidua.plans.registering import labels, titles_on
from thidua.plans.tests.factories import AT, due, head, in_force

pytestmark = pytest.mark.django_db

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
DUE = date(2025, 2, 28)
LATE = datetime(2025, 3, 5, 2, 0, tzinfo=UTC)
"""A Wednesday: three working days after the Friday due."""
ON = date(2025, 3, 5)


@pytest.fixture
def unit():
    return UnitFactory(name="Sở Nộp Kế hoạch")


@pytest.fixture
def row(unit):
    return due(in_force(), DUE, unit=unit)


def opened(row, *kinds, at=AT):
    actions.collect(row.task, kinds=kinds or ["plan"], milestone=row, past=DUE, by=head(), at=at)
    return row.task


def paper(name="ke-hoach.png"):
    return ContentFile(PNG, name=name)


def state(task, on=ON):
    (found,) = collected([collection_of(task)], on)
    return found


def officer(unit):
    return acting(DutyCode.UNIT_OFFICER, unit)


def test_opening_tells_the_roster_once_and_keeps_a_trace(row, unit):
    person = DutyFactory(unit=unit).user
    stranger = DutyFactory().user
    for _ in range(2):
        opened(row, "theme", "plan")
    notice = Notice.objects.get(user=person)
    assert notice.title == "Cần nộp: kế hoạch của đơn vị, chuyên đề thi đua, hạn 28/02/2025"
    assert notice.url == reverse("clusters:hand_in", args=[row.task_id])
    assert not Notice.objects.filter(user=stranger).exists()
    assert Collection.objects.get().kinds == ["plan", "theme"]
    event = Event.objects.filter(verb="plans.collect").first()
    assert (event.subject, event.after) == (row.task.key_in_journal, "plan,theme")


def test_the_day_is_one_of_the_tasks_milestones_with_a_day(row):
    with pytest.raises(Refused, match="ít nhất một loại"):
        actions.collect(row.task, kinds=["khac"], milestone=row, by=head(), at=AT)
    for wrong in (due(row.plan, DUE), due(row.plan, None, task={"position": 77})):
        with pytest.raises(Refused, match="một mốc có ngày của việc này"):
            actions.collect(row.task, kinds=["plan"], milestone=wrong, by=head(), at=AT)
    assert not Collection.objects.exists()


def test_a_day_that_has_passed_opens_only_when_confirmed(row, unit):
    person = DutyFactory(unit=unit).user
    for told in (None, DUE + timedelta(days=1)):
        with pytest.raises(actions.DayPassed, match="Hạn nộp 28/02/2025 đã qua"):
            actions.collect(row.task, kinds=["plan"], milestone=row, past=told, by=head(), at=LATE)
    assert not Collection.objects.exists() and not Notice.objects.filter(user=person).exists()
    actions.collect(row.task, kinds=["plan"], milestone=row, past=DUE, by=head(), at=LATE)
    assert Notice.objects.filter(user=person).count() == 1
    on_the_day = datetime(2025, 2, 28, 2, 0, tzinfo=UTC)
    actions.collect(row.task, kinds=["plan"], milestone=row, by=head(), at=on_the_day)


def test_the_form_warns_of_a_day_that_has_passed_and_keeps_what_was_chosen(client, row):
    client.force_login(head().user)
    url = reverse("plans:registrations", args=[row.task_id])
    assert "28/02/2025 (đã qua)" in client.get(url).content.decode()
    sent = {"kinds": ["theme"], "milestone": row.pk}
    page = client.post(url, sent).content.decode()
    assert "Hạn nộp 28/02/2025 đã qua" in page
    assert 'name="past" value="2025-02-28"' in page
    assert 'value="theme" id="id_kinds_1" checked' in page
    assert not Collection.objects.exists()
    assert client.post(url, sent | {"past": "hôm qua"}).status_code == 200
    assert client.post(url, sent | {"past": "2025-02-28"}).status_code == 302
    assert Collection.objects.get().kinds == ["theme"]


def test_a_kind_that_came_in_does_not_fall_away(row, unit):
    task = opened(row, "plan", "theme")
    actions.hand_in(task, kind="theme", text="Chuyên đề số hóa", by=officer(unit), at=AT)
    with pytest.raises(Refused, match="Chuyên đề thi đua"):
        opened(row, "plan")
    assert collection_of(task).kinds == ["plan", "theme"]


@pytest.mark.parametrize("code", DutyCode)
def test_who_opens_and_who_hands_in(row, unit, code):
    assert policies.may_collect(acting(code), row.task).allowed is (code == DutyCode.OFFICE_HEAD)
    allowed = code in (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
    assert policies.may_hand_in(acting(code, unit), row.task, {unit.pk}).allowed is allowed
    answer = policies.may_hand_in(acting(code), row.task, {unit.pk})
    assert not answer.allowed
    assert answer.reason


@pytest.mark.parametrize("change", ["closed_plan", "closed_task"])
def test_nothing_is_opened_or_handed_in_after_the_end(row, unit, change):
    task = opened(row)
    if change == "closed_plan":
        row.plan.state = PlanState.CLOSED
        row.plan.save()
    else:
        task.closed_on = DUE
        task.save()
    with pytest.raises(Refused):
        actions.hand_in(task, kind="plan", file=paper(), by=officer(unit), at=AT)
    with pytest.raises(Refused):
        opened(row, "theme")


def test_a_unit_hands_in_and_sees_its_receipt(row, unit):
    task, by = opened(row), officer(unit)
    task.accountable = acting(DutyCode.APPRAISER).user
    task.save()
    given = actions.hand_in(task, kind="plan", file=paper(), text="Bản có chữ ký", by=by, at=AT)
    page = own_page(collection_of(task), unit, ON)
    found = page.line.handed["plan"]
    assert (found.row, found.is_late, found.late) == (given, False, 0)
    assert not page.line.missing
    assert (given.unit, given.by, given.file.name) == (unit, by.user, "ke-hoach.png")
    notice = Notice.objects.get(user=task.accountable, topic="plans.hand_in")
    assert notice.title == "Sở Nộp Kế hoạch đã nộp: Kế hoạch của đơn vị"
    assert Event.objects.get(verb="plans.hand_in").data["kind"] == "plan"


def test_a_newer_version_replaces_the_older_which_is_kept(row, unit):
    task, by = opened(row), officer(unit)
    first = actions.hand_in(task, kind="plan", file=paper("mot.png"), by=by, at=AT)
    second = actions.hand_in(task, kind="plan", file=paper("hai.png"), by=by, at=AT + timedelta(hours=1))
    first.refresh_from_db()
    assert first.replaced_at == AT + timedelta(hours=1)
    page = own_page(collection_of(task), unit, ON)
    assert page.line.handed["plan"].row == second
    assert page.earlier == [first]
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(task=task, unit=unit, kind="plan", by=by.user, at=AT)


def test_after_the_day_it_is_taken_and_marked_late(row, unit):
    task = opened(row)
    actions.hand_in(task, kind="plan", file=paper(), by=officer(unit), at=LATE)
    found = state(task).lines[0].handed["plan"]
    assert (found.is_late, found.late) == (True, 3)
    (count,) = state(task).counts
    assert (count.handed, count.late, count.whole) == (1, 1, 1)


def test_a_saturday_after_the_day_is_late_by_no_working_day(row, unit):
    task = opened(row)
    actions.hand_in(task, kind="plan", file=paper(), by=officer(unit), at=datetime(2025, 3, 1, 2, 0, tzinfo=UTC))
    found = state(task).lines[0].handed["plan"]
    assert (found.is_late, found.late) == (True, 0)


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("plan", {"text": "không tệp"}, "chọn tệp kế hoạch"),
        ("theme", {"text": "  "}, "tên chuyên đề"),
        ("titles", {"titles": {"LDTT": 0}}, "ít nhất một danh hiệu"),
        ("titles", {"titles": {"LDTT": -1}}, "số lượng chưa đúng"),
        ("titles", {"titles": {"KHONGCO": 3}}, "số lượng chưa đúng"),
        ("plan", {"file": ContentFile(b"MZ\x90\x00", name="a.exe")}, "Chưa nhận tệp"),
    ],
)
def test_what_is_not_enough_is_refused_with_the_reason(row, unit, kind, given, said):
    task = opened(row, "plan", "theme", "titles")
    with pytest.raises(Refused, match=said):
        actions.hand_in(task, kind=kind, by=officer(unit), at=AT, **given)
    assert not Registration.objects.exists()


def test_a_kind_that_was_not_opened_is_refused(row, unit):
    task = opened(row, "plan")
    with pytest.raises(Refused, match="chưa mở"):
        actions.hand_in(task, kind="theme", text="x", by=officer(unit), at=AT)


def test_titles_come_with_their_counts_and_names(row, unit):
    task = opened(row, "titles")
    given = {"LDTT": 120, "CSTDCS": 15, "COTP": 0}
    actions.hand_in(task, kind="titles", titles=given, by=officer(unit), at=AT)
    found = state(task).lines[0].handed["titles"]
    assert found.titles == [("Lao động tiên tiến", 120), ("Chiến sĩ thi đua cơ sở", 15)]
    assert titles_on(date(2023, 12, 31)) == []
    assert {title.code for title in titles_on(ON)} <= labels().keys()


def test_the_missing_are_the_roster_minus_the_submitters(row, unit):
    others = [UnitFactory(name=f"Phường Thiếu {n}") for n in range(3)]
    row.task.units.add(*others)
    task = opened(row)
    actions.hand_in(task, kind="plan", file=paper(), by=officer(others[1]), at=AT)
    found = state(task)
    assert [line.unit for line in found.missing] == [others[0], others[2], unit]
    assert (found.is_due, found.days) == (True, 3)
    assert [row.unit for _one, row, _all in to_hand_in(others[0], ON)] == [others[0]]
    assert to_hand_in(others[1], ON) == []


def ended(*heirs, on=date(2025, 2, 20), **fields):
    """A unit that ended the day before, its work taken over by the heirs."""
    unit = UnitFactory(valid_to=on - timedelta(days=1), **fields)
    for heir in heirs:
        Succession.objects.create(predecessor=unit, successor=heir, on=on)
    return unit


def test_units_that_ended_give_way_to_those_that_took_over(row, unit):
    ward = UnitFactory(name="Phường Mới")
    between = ended(ward, name="Phường Giữa")
    row.task.units.add(ended(between, ward, name="Quận Cũ"), ended(name="Tổ chức đã giải thể"))
    roster = roster_of(row.task, ON)
    assert [one.name for one in roster.units] == ["Phường Mới", "Sở Nộp Kế hoạch"]
    assert [one.name for one in roster.gone] == ["Tổ chức đã giải thể"]
    task = opened(row)
    actions.hand_in(task, kind="plan", file=paper(), by=officer(ward), at=LATE)
    assert [line.unit.name for line in state(task).missing] == ["Sở Nộp Kế hoạch"]


def test_what_a_predecessor_handed_in_counts_when_all_of_them_did(row, unit):
    ward = UnitFactory(name="Phường Hợp nhất")
    old = [UnitFactory(name=f"Xã Cũ {n}") for n in (1, 2)]
    row.task.units.add(*old)
    task = opened(row)
    actions.hand_in(task, kind="plan", file=paper(), by=officer(old[0]), at=AT)
    for one in old:
        one.valid_to = date(2025, 3, 1)
        one.save()
        Succession.objects.create(predecessor=one, successor=ward, on=date(2025, 3, 2))
    assert ward in [line.unit for line in state(task).missing]
    Registration.objects.create(task=task, unit=old[1], kind="plan", by=head().user, at=AT)
    assert ward not in [line.unit for line in state(task).missing]


def test_a_loop_of_successions_ends(row):
    first = ended(name="Xã A")
    second = ended(first, name="Xã B")
    Succession.objects.create(predecessor=first, successor=second, on=ON)
    row.task.units.add(first)
    assert first in roster_of(row.task, ON).gone


def excel(task):
    return CalamineWorkbook.from_filelike(io.BytesIO(collected_xlsx(state(task))))


def test_the_excel_file_holds_the_missing_and_the_whole_list(row, unit):
    other = UnitFactory(name="=Phường công thức")
    row.task.units.add(other)
    task = opened(row, "plan", "titles")
    actions.hand_in(task, kind="titles", titles={"LDTT": 7}, by=officer(unit), at=LATE)
    book = excel(task)
    assert book.sheet_names == ["Chưa nộp", "Tất cả đơn vị", "Số danh hiệu"]
    rows = book.get_sheet_by_name("Tất cả đơn vị").to_python()
    assert rows[0][:4] == ["TT", "Đơn vị", "Kế hoạch của đơn vị", "Đăng ký danh hiệu"]
    assert rows[1][1] == "=Phường công thức"
    came = "Đăng ký danh hiệu: 05/03/2025 09:00"
    assert rows[2] == [2, "Sở Nộp Kế hoạch", "Chưa nộp", "Chậm 3 ngày làm việc", came, "", "Lao động tiên tiến: 7"]
    assert len(book.get_sheet_by_name("Chưa nộp").to_python()) == 3


def test_the_excel_file_holds_the_words_of_themes_and_the_titles_as_numbers(row, unit):
    other = UnitFactory(name="Ban Nộp Sau")
    row.task.units.add(other)
    task = opened(row, "theme", "titles")
    theme = "Chuyên đề “Chuyển đổi số”\n- Giai đoạn 1: đến 30/6\n=SUM(A1)"
    actions.hand_in(task, kind="theme", text=theme, file=paper("chuyen-de.png"), by=officer(unit), at=AT)
    actions.hand_in(task, kind="titles", titles={"LDTT": 7, "CSTDCS": 2}, by=officer(unit), at=AT)
    actions.hand_in(task, kind="titles", titles={"LDTT": 5}, text="Chưa chốt", by=officer(other), at=AT)
    book = excel(task)
    heads, second, first = book.get_sheet_by_name("Tất cả đơn vị").to_python()
    assert heads[4:] == ["Nộp lúc", "Chuyên đề đăng ký", "Danh hiệu đăng ký"]
    assert first[5] == f"{theme}\nTệp: chuyen-de.png"
    assert sorted(first[6].split("\n")) == ["Chiến sĩ thi đua cơ sở: 2", "Lao động tiên tiến: 7"]
    assert second[5:] == ["", "Lao động tiên tiến: 5\nChưa chốt"]
    heads, *rows = book.get_sheet_by_name("Số danh hiệu").to_python()
    place = {name: heads.index(name) for name in ("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở")}
    told = {found[1]: {name: found[at] for name, at in place.items()} for found in rows}
    assert told == {
        "Ban Nộp Sau": {"Lao động tiên tiến": 5, "Chiến sĩ thi đua cơ sở": ""},
        "Sở Nộp Kế hoạch": {"Lao động tiên tiến": 7, "Chiến sĩ thi đua cơ sở": 2},
        "Cộng": {"Lao động tiên tiến": 12, "Chiến sĩ thi đua cơ sở": 2},
    }


def test_the_page_of_the_office(client, row, unit):
    client.force_login(acting(DutyCode.OFFICE_HEAD).user)
    url = reverse("plans:registrations", args=[row.task_id])
    assert "chưa mở cho đơn vị nộp" in client.get(url).content.decode()
    sent = {"kinds": ["plan"], "milestone": row.pk, "past": f"{DUE}", "form_key": "mo"}
    assert client.post(url, sent).status_code == 302
    actions.hand_in(row.task, kind="plan", file=paper(), by=officer(unit), at=LATE)
    page = client.get(url).content.decode()
    assert "1/1" in page
    assert "Chậm 3 ngày làm việc" in page
    assert "Mọi đơn vị đã nộp" in client.get(url, {"xem": "chua-nop"}).content.decode()
    assert client.get(reverse("plans:registrations_file", args=[row.task_id]))["Content-Type"].endswith("sheet")
    assert client.post(url, {"kinds": []}).status_code == 200


def test_units_see_their_own_page_only(client, row, unit):
    opened(row)
    by = officer(unit)
    client.force_login(by.user)
    assert client.get(reverse("plans:registrations", args=[row.task_id])).status_code == 403
    assert client.get(reverse("plans:registrations_file", args=[row.task_id])).status_code == 403
    given = actions.hand_in(row.task, kind="plan", file=paper(), by=by, at=AT)
    file = reverse("plans:registration_file", args=[given.pk])
    assert client.get(file).content == PNG
    client.force_login(officer(UnitFactory()).user)
    assert client.get(file).status_code == 404
    page = client.get(reverse("clusters:hand_in", args=[row.task_id])).content.decode()
    assert "không có trong danh sách đơn vị thực hiện" in page
    assert client.post(reverse("clusters:hand_in", args=[row.task_id]) + "?loai=plan", {}).status_code == 403


def test_handing_in_on_the_page_once_however_often_it_is_sent(client, row, unit):
    opened(row, "plan", "titles", at=now())
    client.force_login(officer(unit).user)
    url = reverse("clusters:hand_in", args=[row.task_id])
    assert "Tệp" in client.get(url).content.decode()
    bad = client.post(f"{url}?loai=plan", {"text": "Chữ đã gõ", "form_key": "nop"})
    assert bad.status_code == 200
    assert "chọn tệp kế hoạch" in bad.content.decode()
    assert "Chữ đã gõ" in bad.content.decode()
    for _ in range(2):
        sent = {"file": SimpleUploadedFile("ke-hoach.png", PNG), "form_key": "nop"}
        assert client.post(f"{url}?loai=plan", sent).status_code == 302
    assert Registration.objects.count() == 1
    page = client.get(f"{url}?loai=titles").content.decode()
    assert "Biên nhận" in page
    assert "Lao động tiên tiến" in page
    assert client.post(f"{url}?loai=titles", {"so-LDTT": "12"}).status_code == 302
    assert Registration.objects.get(kind="titles").titles == {"LDTT": 12}
    assert "Đơn vị đã nộp đủ" in client.get(url).content.decode()
    assert client.post(f"{url}?loai=theme", {"text": "x"}).status_code == 404


def test_a_task_that_was_not_opened_has_no_page_to_hand_in(client, row, unit):
    client.force_login(officer(unit).user)
    assert client.get(reverse("clusters:hand_in", args=[row.task_id])).status_code == 404


def test_the_lists_ask_as_much_with_one_unit_as_with_fifty(client, row, unit):
    task = opened(row)
    heir = UnitFactory()
    row.task.units.add(ended(heir))
    actions.hand_in(task, kind="plan", file=paper(), by=officer(unit), at=AT)
    client.force_login(acting(DutyCode.OFFICE_HEAD).user)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("plans:registrations", args=[task.pk])).status_code == 200
        return len(queries)

    asked()
    one = asked()
    for _ in range(50):
        new = UnitFactory()
        row.task.units.add(new, ended(UnitFactory()))
        Registration.objects.create(task=task, unit=new, kind="plan", by=head().user, at=AT)
    assert asked() == one
    with CaptureQueriesContext(connection) as queries:
        state(task, today())
    assert len(queries) <= 7


# Closing while units are missing


@pytest.fixture
def nearly(row, unit):
    """A task opened for two units, one of which has handed in, with its only milestone done."""
    row.task.units.add(UnitFactory(name="Sở Còn Thiếu"))
    task = opened(row)
    actions.hand_in(task, kind="plan", text="", file=paper(), titles={}, by=officer(unit), at=AT)
    actions.report_done(row, on=DUE, by=head(), at=LATE)
    return task


def test_a_task_with_units_missing_closes_only_when_their_number_is_confirmed(nearly):
    for told in (None, 2):
        with pytest.raises(Refused, match="Còn 1 đơn vị chưa nộp đủ"):
            actions.close_task(nearly, note="Đủ", missing=told, by=head(), at=LATE)
    assert actions.close_task(nearly, note="Đủ", missing=1, by=head(), at=LATE).closed_on == ON
    assert Event.objects.get(verb="plans.close_task").data == {"missing": 1}


def test_a_task_with_nobody_missing_closes_as_before(nearly, unit):
    nearly.units.set([unit])
    assert actions.close_task(nearly, note="Đủ", by=head(), at=LATE).closed_on == ON


def test_the_form_asks_for_the_confirmation_and_keeps_what_was_typed(client, nearly):
    client.force_login(head().user)
    page, close = (reverse(f"plans:{name}", args=[nearly.pk]) for name in ("task", "close_task"))
    assert "Khép dù còn 1 đơn vị chưa nộp đủ" in client.get(page).content.decode()
    answer = client.post(close, {"note": "Bản tổng hợp số 12"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Còn 1 đơn vị chưa nộp đủ. Chưa khép" in text
    assert "Bản tổng hợp số 12" in text
    assert client.post(close, {"note": "Bản tổng hợp số 12", "missing": "1"}).status_code == 302
    assert "Đã xong, còn thiếu 1 đơn vị" in client.get(page).content.decode()


def test_the_boards_say_both_that_it_is_done_and_how_many_are_missing(client, nearly):
    actions.close_task(nearly, note="Đủ", missing=1, by=head(), at=LATE)
    client.force_login(head().user)
    for name, more in (("board", ""), ("leader", ""), ("board", "?xem=han")):
        text = client.get(reverse(f"plans:{name}", args=[nearly.plan_id]) + more).content.decode()
        assert "còn thiếu 1 đơn vị" in text, (name, more)
    with_all = client.get(reverse("plans:leader_xlsx", args=[nearly.plan_id]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(with_all.content))
    assert "Đã xong, còn thiếu 1 đơn vị" in str(book.get_sheet_by_index(0).to_python())


def test_a_task_that_is_done_with_everybody_in_says_nothing_of_it(client, nearly, unit):
    nearly.units.set([unit])
    client.force_login(head().user)
    assert "còn thiếu" not in client.get(reverse("plans:board", args=[nearly.plan_id])).content.decode()
