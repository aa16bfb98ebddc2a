"""Every address that writes on a list, a dossier or a hold: who is refused, a double click, two people, a crash in the middle."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from thidua.audit.models import Event
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples
from thidua.dossiers import actions
from thidua.dossiers.models import (
    Dossier,
    DossierVersion,
    Hold,
    ListPaper,
    NomineeLink,
    NomineeReply,
    Receipt,
    SavedQueue,
    SignOff,
    Submission,
)
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    RoundFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
    unit_head,
)
from thidua.dossiers.urls import urlpatterns
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import now, today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
PDF = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data
DAY = today()
WRITTEN = (
    Dossier,
    DossierVersion,
    Hold,
    ListPaper,
    NomineeLink,
    NomineeReply,
    Receipt,
    SavedQueue,
    SignOff,
    Submission,
)


def upload():
    return SimpleUploadedFile("bien-ban.pdf", PDF, "application/pdf")


def open_list(unit=None, **fields):
    round_ = RoundFactory(opens_on=DAY - timedelta(days=5), closes_on=DAY + timedelta(days=5), period=DAY.year - 1)
    submission = SubmissionFactory(
        round=round_, number="12/TTr", dated=date(2026, 3, 10), **({"unit": unit} if unit else {}), **fields
    )
    DossierFactory.create_batch(2, submission=submission, achievement="Giảm thời gian")
    return submission


def standing():
    """Everything the room holds, as it stands: nothing may differ after a refusal."""
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in WRITTEN} | {
        "events": Event.objects.count()
    }


LIST_ROUTES = {
    "send": {}, "ask_head": {"note": "Kính trình"}, "head_gives_back": {"reason": "Thiếu"}, "take_back": {}, "add_list_paper": {"part": "minutes"},
    "add_reports": {}, "begin_reports": {}, "recall": {"reason": "Nhầm"}, "discard_list": {"reason": "Nhầm"}, "receive_list": {},
    "letter": {"number": "9/TTr", "dated": "01/03/2026"},
}  # fmt: skip
DOSSIER_ROUTES = {
    "return": {"rows": "1", "about_0": "general", "text_0": "Thiếu"}, "hold": {"kind": "complaint", "since": "01/03/2026", "document": "Đơn 1"},
    "make_link": {}, "report": {"s_ly-lich": "A", "revision": "0"}, "add_paper": {"part": "report"}, "edit": {"name": "Tên khác"},
    "facts": {}, "match": {"recipient": "nobody"}, "judge": {}, "step": {"verb": "receive"}, "reveal": {"reason": "Vì sao"},
}  # fmt: skip


@pytest.mark.parametrize("route", LIST_ROUTES)
@pytest.mark.parametrize("duty", [None, DutyCode.CLERK, DutyCode.LEADER, DutyCode.TELLER, DutyCode.UNIT_OFFICER])
def test_nobody_else_writes_on_a_units_list(client, route, duty):
    """Without sign-in, in another duty, from another unit: refused, and nothing is written."""
    submission = open_list()
    if duty:
        client.force_login(acting(duty).user)
    before = standing()
    data = LIST_ROUTES[route] | {"file": upload(), "files": upload(), "form_key": "a"}
    answer = client.post(reverse(f"dossiers:{route}", args=[submission.pk]), data)
    assert answer.status_code in ((302,) if duty is None else (403, 404)), answer.status_code
    assert standing() == before


@pytest.mark.parametrize("route", DOSSIER_ROUTES)
@pytest.mark.parametrize("duty", [None, DutyCode.CLERK, DutyCode.TELLER, DutyCode.INSPECTOR, DutyCode.UNIT_OFFICER])
def test_nobody_else_writes_on_a_dossier(client, route, duty):
    dossier = in_state("appraising")
    if duty:
        client.force_login(acting(duty).user)
    before = standing()
    data = DOSSIER_ROUTES[route] | {"file": upload(), "form_key": "a"}
    answer = client.post(reverse(f"dossiers:{route}", args=[dossier.pk]), data)
    refused = (302,) if duty is None else (302, 403, 404, 409)  # 302: back to the page, with the reason
    assert answer.status_code in refused, answer.status_code
    assert standing() == before


def test_every_address_of_the_room_asks_who_is_there_but_the_nominees(client):
    """No page opens without sign-in, whatever stands behind its numbers; the personal link alone does."""
    open_ones = set()
    for pattern in urlpatterns:
        arguments = {
            name: {"int": 1, "str": "sau" if name == "way" else "pdf"}[converter_name(converter)]
            for name, converter in pattern.pattern.converters.items()
        }
        answer = client.get(reverse(f"dossiers:{pattern.name}", kwargs=arguments))
        if not (answer.status_code == 302 and "dang-nhap" in answer["Location"]) and answer.status_code != 405:
            open_ones.add(pattern.name)
    assert open_ones == {"personal"}


def converter_name(converter):
    return "int" if type(converter).__name__ == "IntConverter" else "str"


def test_a_list_put_before_the_head_and_sent_twice_leaves_one_receipt(client):
    who = officer()
    head = unit_head(who.unit)
    submission = open_list(who.unit)
    client.force_login(who.user)
    for _time in range(2):
        client.post(reverse("dossiers:ask_head", args=[submission.pk]), {"note": "Kính trình", "form_key": "a"})
    assert SignOff.objects.count() == 1
    client.force_login(head.user)
    for key in ("b", "b", "c"):
        assert client.post(reverse("dossiers:send", args=[submission.pk]), {"form_key": key}).status_code == 302
    assert Receipt.objects.count() == 1
    assert DossierVersion.objects.count() == 2
    assert Event.objects.filter(verb="dossiers.send_list").count() == 1


def test_head_and_officer_at_the_same_list_the_slower_is_told(client):
    """The officer takes the list back while the head has the page open: the head's sending is refused, nothing leaves."""
    who = officer()
    head = unit_head(who.unit)
    submission = open_list(who.unit)
    actions.ask_head(submission, by=who, at=AT)
    actions.take_back(submission, by=who, at=AT)
    with pytest.raises(Refused, match="không chờ"):
        actions.give_back(submission, "Sửa", by=head, at=AT)
    with pytest.raises(Refused, match="không chờ"):
        actions.take_back(submission, by=who, at=AT)
    submission.refresh_from_db()
    assert submission.state == "draft"


@pytest.mark.parametrize("broken", ["keep_versions", "_receipt", "record"])
def test_a_crash_while_a_list_is_sent_leaves_it_with_the_unit(monkeypatch, broken):
    head = unit_head()
    submission = open_list(head.unit)

    def crash(*_args, **_named):
        raise RuntimeError(broken)

    monkeypatch.setattr(f"thidua.dossiers.actions.sending.{broken}", crash)
    before = standing()
    with pytest.raises(RuntimeError):
        actions.submit(submission, by=head, at=now())
    assert standing() == before


def test_one_refused_in_the_middle_of_many_leaves_the_others_done(monkeypatch):
    head, office = acting(DutyCode.OFFICE_HEAD), appraiser()
    rows = [in_state("concluded", eligible=True, concluded_by=office.user) for _n in range(3)]
    actions.hold(rows[1], actions.Matter("complaint", date(2026, 3, 1), "Đơn 1", False), by=office, at=AT)
    outcome = actions.approve_many(list(Dossier.objects.order_by("pk")), by=head, at=AT)
    assert [row.pk for row in outcome.done] == [rows[0].pk, rows[2].pk]
    assert [row.pk for row, reason in outcome.refused if "tạm dừng" in reason] == [rows[1].pk]
    assert [Dossier.objects.get(pk=row.pk).state for row in rows] == ["appraised", "concluded", "appraised"]


def test_a_matter_settled_twice_is_settled_once(client):
    head, office = acting(DutyCode.OFFICE_HEAD), appraiser()
    dossier = in_state("appraising", holder=office.user)
    client.force_login(office.user)
    data = {"kind": "complaint", "since": "01/03/2026", "document": "Đơn 1", "scope": "dossier", "form_key": "a"}
    for _time in range(2):
        client.post(reverse("dossiers:hold", args=[dossier.pk]), data)
    hold = Hold.objects.get()
    url, settled = (
        reverse("dossiers:release", args=[hold.pk]),
        {"document": "QĐ 5", "reason": "Đơn sai", "form_key": "b"},
    )
    assert client.post(url, settled).status_code == 302  # the appraiser is told; nothing happens
    hold.refresh_from_db()
    assert hold.released_at is None
    client.force_login(head.user)
    for key in ("c", "c", "d"):
        client.post(url, settled | {"form_key": key})
    assert Event.objects.filter(verb="dossiers.release").count() == 1
    open_twice = Hold.objects.get()
    open_twice.released_at = None  # as another page still shows it
    with pytest.raises(Conflict):
        actions.release(open_twice, "QĐ 6", "Khác", by=head, at=AT)


@pytest.mark.parametrize("text", ["", "31/02/2026", "hôm qua", "01/01/2999"])
def test_bad_input_is_said_at_the_form_and_never_an_error_page(client, text):
    office = appraiser()
    dossier = in_state("appraising", holder=office.user)
    client.force_login(office.user)
    matter = {"kind": "x", "since": text, "document": "Đơn 1", "scope": "person", "form_key": "a"}
    assert client.post(reverse("dossiers:hold", args=[dossier.pk]), matter).status_code == 200
    points = {"rows": "x", "about_0": "rule:none", "text_0": "Thiếu", "due_0": text or "x", "form_key": "b"}
    assert client.post(reverse("dossiers:return", args=[dossier.pk]), points).status_code in (200, 302)
    for query in ("?chon=x&mau=x", "?giay-to=%00", "?hang=1&giay-to=ds999999999999999999999"):
        assert client.get(reverse("dossiers:return", args=[dossier.pk]) + query).status_code == 200
        assert client.get(reverse("dossiers:detail", args=[dossier.pk]) + query).status_code == 200
    assert not Hold.objects.exists()
