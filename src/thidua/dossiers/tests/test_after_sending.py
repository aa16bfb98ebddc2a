"""What stays shut once a list is sent, what a return opens again, and lists put away before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.audit.models import Event
from thidua.councils.tests.factories import SessionFactory
from thidua.dossiers import actions, queries
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Submission, SubmissionState
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
)
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import UnitFactory, acting

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def details(dossier: Dossier, **changes: str) -> dict[str, str]:
    plain = {name: getattr(dossier, name) for name in ("name", "birth", "position", "workplace", "achievement")}
    return {**plain, "cccd": "", **changes}


def returned(about: str, unit=None) -> Dossier:
    dossier = in_state(DossierState.APPRAISING, unit)
    who = appraiser()
    Dossier.objects.filter(pk=dossier.pk).update(holder=who.user)
    dossier.refresh_from_db()
    actions.return_for_supplement(dossier, [actions.Point(about, "Sửa lại", None)], by=who, at=AT)
    dossier.refresh_from_db()
    return dossier


def test_letter_of_a_sent_list_stands():
    unit = UnitFactory()
    sent = SubmissionFactory(unit=unit, state="sent", number="12/TTr", dated=date(2026, 3, 1), sent_at=AT)
    with pytest.raises(Refused, match="Danh sách đã gửi kèm tờ trình này"):
        actions.letter(sent, "99/TTr", date(2026, 1, 1), by=officer(unit), at=LATER)
    sent.refresh_from_db()
    assert sent.number == "12/TTr"


def test_letter_of_a_draft_keeps_what_it_was_in_the_journal():
    unit = UnitFactory()
    draft = SubmissionFactory(unit=unit, number="12/TTr", dated=date(2026, 3, 1))
    actions.letter(draft, "13/TTr", date(2026, 3, 2), by=officer(unit), at=LATER)
    data = Event.objects.get(verb="dossiers.letter").data
    assert data == {"before": ["12/TTr", "2026-03-01"], "after": ["13/TTr", "2026-03-02"]}


def test_letter_with_a_wrong_day_keeps_the_number_typed(client):
    unit = UnitFactory()
    draft, who = SubmissionFactory(unit=unit), officer(unit)
    client.force_login(who.user)
    page = client.post(reverse("dossiers:letter", args=[draft.pk]), {"number": "77/TTr-STC", "dated": "31/02/2026"})
    assert "77/TTr-STC" in page.content.decode()
    draft.refresh_from_db()
    assert draft.number == ""


@pytest.mark.parametrize("about", ["general", "rule:chuoi-cstdcs", "paper:1"])
def test_returned_dossier_keeps_its_person(about):
    unit = UnitFactory()
    dossier = returned(about, unit)
    with pytest.raises(Refused):
        actions.edit(dossier, details(dossier, name="Người Khác Hẳn"), by=officer(unit), at=LATER)
    dossier.refresh_from_db()
    assert dossier.name != "Người Khác Hẳn"


def test_point_on_the_person_opens_the_person_and_the_history_says_so(client):
    unit = UnitFactory()
    dossier, who = returned("details", unit), officer(unit)
    actions.edit(dossier, details(dossier, name="Tên Đã Sửa", position="Trưởng phòng"), by=who, at=LATER)
    dossier.refresh_from_db()
    assert dossier.name == "Tên Đã Sửa"
    assert Event.objects.get(verb="dossiers.edit").data == {"fields": ["name", "position"]}
    client.force_login(appraiser().user)
    page = client.get(reverse("dossiers:detail", args=[dossier.pk])).content.decode()
    assert f"{who.user.full_name} sửa thông tin: họ tên, chức vụ" in page


def test_general_point_opens_details_but_not_the_person():
    unit = UnitFactory()
    dossier = returned("general", unit)
    actions.edit(dossier, details(dossier, position="Phó Trưởng phòng"), by=officer(unit), at=LATER)
    dossier.refresh_from_db()
    assert dossier.position == "Phó Trưởng phòng"


def test_points_of_an_earlier_return_open_nothing():
    unit = UnitFactory()
    dossier = returned("details", unit)
    Dossier.objects.filter(pk=dossier.pk).update(held_since=LATER)
    dossier.refresh_from_db()
    with pytest.raises(Refused, match="vẫn khóa"):
        actions.edit(dossier, details(dossier, position="Khác"), by=officer(unit), at=LATER)


def test_deadline_of_a_return_lies_ahead():
    dossier, who = in_state(DossierState.APPRAISING), appraiser()
    Dossier.objects.filter(pk=dossier.pk).update(holder=who.user)
    dossier.refresh_from_db()
    with pytest.raises(Refused, match="Hạn bổ sung 01/01/2020 đã qua"):
        actions.return_for_supplement(dossier, [actions.Point("general", "Thiếu", date(2020, 1, 1))], by=who, at=AT)
    dossier.refresh_from_db()
    assert dossier.state == DossierState.APPRAISING


def test_list_never_sent_is_put_away_with_its_drafts(client):
    unit = UnitFactory()
    who, draft = officer(unit), SubmissionFactory(unit=unit)
    inside = DossierFactory(submission=draft)
    client.force_login(who.user)
    answer = client.post(reverse("dossiers:discard_list", args=[draft.pk]), {"reason": "Nhập nhầm đợt"})
    assert answer.status_code == 302
    assert Submission.objects.get(pk=draft.pk).state == SubmissionState.DROPPED
    assert Dossier.objects.get(pk=inside.pk).state == DossierState.WITHDRAWN
    assert Event.objects.get(verb="dossiers.discard_list").reason == "Nhập nhầm đợt"
    assert client.get(reverse("dossiers:submission", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "reason", "said"), [(True, "Nhầm", "Danh sách đã gửi"), (False, " ", "cần ghi lý do")]
)
def test_list_is_not_put_away_without_reason_or_after_sending(sent, reason, said):
    unit = UnitFactory()
    draft = SubmissionFactory(unit=unit)
    inside = DossierFactory(submission=draft, state="submitted" if sent else "draft")
    with pytest.raises(Refused, match=said):
        actions.discard_list(draft, reason, by=officer(unit), at=LATER)
    assert Dossier.objects.get(pk=inside.pk).state == inside.state


def test_letter_is_never_of_a_day_to_come():
    unit = UnitFactory()
    with pytest.raises(Refused, match="không thể sau hôm nay"):
        actions.letter(SubmissionFactory(unit=unit), "9/TTr", date(2026, 12, 30), by=officer(unit), at=AT)


def test_whole_list_is_received_at_once_and_costs_the_same(client, django_assert_max_num_queries):
    sent = SubmissionFactory(state="sent", sent_at=AT)
    DossierFactory.create_batch(60, submission=sent, state="submitted")
    left = DossierFactory(submission=sent, state="withdrawn")
    who = appraiser()
    client.force_login(who.user)
    assert (
        "Tiếp nhận cả danh sách: 60 hồ sơ"
        in client.get(reverse("dossiers:submission", args=[sent.pk])).content.decode()
    )
    with django_assert_max_num_queries(40):
        answer = client.post(reverse("dossiers:receive_list", args=[sent.pk]), follow=True)
    assert "Đã tiếp nhận 60 hồ sơ" in answer.content.decode()
    held = Dossier.objects.filter(submission=sent, state="appraising", holder=who.user)
    assert held.count() == 60
    assert Dossier.objects.get(pk=left.pk).state == "withdrawn"
    assert Event.objects.filter(verb="dossiers.receive").count() == 60
    again = client.post(reverse("dossiers:receive_list", args=[sent.pk]), follow=True)
    assert "không còn hồ sơ nào chờ tiếp nhận" in again.content.decode()


def test_a_unit_does_not_receive_its_own_list(client):
    unit = UnitFactory()
    sent = SubmissionFactory(unit=unit, state="sent", sent_at=AT)
    inside = DossierFactory(submission=sent, state="submitted")
    client.force_login(officer(unit).user)
    client.post(reverse("dossiers:receive_list", args=[sent.pk]))
    assert Dossier.objects.get(pk=inside.pk).state == "submitted"


def test_round_is_tied_to_a_session_later_and_what_is_appraised_goes_with_it(client):
    dossier, session = in_state(DossierState.APPRAISED), SessionFactory()
    client.force_login(acting(DutyCode.OFFICE_HEAD).user)
    assert list(queries.ready_for_agenda(session)) == []
    client.post(reverse("dossiers:tie", args=[dossier.round_id]), {"session": session.pk})
    assert list(queries.ready_for_agenda(session)) == [dossier]
    voted = SessionFactory(state="closed")
    answer = client.post(reverse("dossiers:tie", args=[dossier.round_id]), {"session": voted.pk}, follow=True)
    assert "Chưa gắn" in answer.content.decode()
    assert list(queries.ready_for_agenda(session)) == [dossier]


def test_person_of_a_returned_dossier_is_locked_on_the_form(client):
    unit = UnitFactory()
    dossier = returned("general", unit)
    client.force_login(officer(unit).user)
    page = client.get(reverse("dossiers:edit", args=[dossier.pk])).content.decode()
    assert "vẫn khóa" in page
    client.post(
        reverse("dossiers:edit", args=[dossier.pk]),
        {"name": "Người Khác", "birth": "1985", "position": "Mới", "confirmed": "on"},
    )
    dossier.refresh_from_db()
    assert (dossier.name != "Người Khác", dossier.position) == (True, "Mới")
