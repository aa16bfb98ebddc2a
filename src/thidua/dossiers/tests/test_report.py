"""The report written here: saved, kept, two who write at once, drawn when it leaves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.documents.queries import file_bytes
from thidua.documents.tests.rendering_reading import text_of_pdf
from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, Report
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    SubmissionFactory,
    in_state,
    officer,
    unit_head,
)
from thidua.foundation.answers import Refused

pytestmark = pytest.mark.django_db
WHOLE = {"ly-lich": "Họ và tên: A", "thanh-tich": "Số hóa 18.400 hồ sơ"}


@pytest.fixture
def who():
    return officer()


def test_one_persons_savings_within_a_short_while_are_one_revision_and_nothing_is_lost(who):
    dossier, other = in_state("draft", who.unit), officer(who.unit)
    actions.save_report(dossier, {"ly-lich": "A"}, revision=0, by=who, at=AT)
    actions.save_report(dossier, {"ly-lich": "AB"}, revision=1, by=who, at=AT + timedelta(minutes=3))
    found = actions.save_report(dossier, {"ly-lich": "ABC"}, revision=2, by=other, at=AT + timedelta(minutes=4))
    actions.save_report(dossier, {"ly-lich": "ABC"}, revision=0, by=who, at=AT)  # the same words: nothing to say
    assert [(row.number, row.sections["ly-lich"], row.by_id) for row in found.revisions.order_by("number")] == [
        (1, "AB", who.user.pk),
        (2, "ABC", other.user.pk),
    ]
    actions.save_report(dossier, {"ly-lich": "D"}, revision=3, by=other, at=AT + timedelta(minutes=30))
    assert found.revisions.count() == 3


def test_the_slower_of_two_sees_both_and_chooses(who, client):
    dossier = in_state("draft", who.unit)
    client.force_login(who.user)
    url = reverse("dossiers:report", args=[dossier.pk])
    assert "Họ và tên: " + dossier.name in client.get(url).content.decode()
    actions.save_report(
        dossier, {"ly-lich": "của người kia", "thanh-tich": "giống"}, revision=0, by=officer(who.unit), at=AT
    )
    page = client.post(url, {"revision": "0", "s_ly-lich": "của tôi", "s_thanh-tich": "giống"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "của tôi" in text
    assert "của người kia" in text
    assert "pick_thanh-tich" not in text
    assert Report.objects.get().sections["ly-lich"] == "của người kia"
    data = {
        "revision": "1",
        "choose": "each",
        "s_ly-lich": "của tôi",
        "theirs_ly-lich": "của người kia",
        "s_thanh-tich": "giống",
    }
    client.post(url, {**data, "pick_ly-lich": "mine"})
    report = Report.objects.get()
    assert report.sections["ly-lich"] == "của tôi"
    assert [row.sections["ly-lich"] for row in report.revisions.order_by("number")] == ["của người kia", "của tôi"]
    client.post(url, {**data, "revision": "2", "pick_ly-lich": "theirs"})
    assert Report.objects.get().sections["ly-lich"] == "của người kia"


def test_autosave_answers_with_its_line_and_never_overwrites(who, client):
    dossier = in_state("draft", who.unit)
    client.force_login(who.user)
    url, quiet = reverse("dossiers:report", args=[dossier.pk]), {"HTTP_HX_REQUEST": "true"}
    first = client.post(url, {"revision": "0", "s_ly-lich": "a"}, **quiet).content.decode()
    assert "Đã tự lưu" in first
    assert 'value="1"' in first
    assert "<html" not in first
    actions.save_report(dossier, {"ly-lich": "b"}, revision=1, by=officer(who.unit), at=AT)
    assert "chưa ghi đè" in client.post(url, {"revision": "1", "s_ly-lich": "c"}, **quiet).content.decode()
    assert Report.objects.get().sections["ly-lich"] == "b"


def test_a_revision_can_be_taken_up_again(who, client):
    dossier = in_state("draft", who.unit)
    actions.save_report(dossier, {"ly-lich": "cũ"}, revision=0, by=who, at=AT)
    actions.save_report(dossier, {"ly-lich": "mới"}, revision=1, by=who, at=AT + timedelta(hours=1))
    client.force_login(who.user)
    assert "cũ" in client.get(reverse("dossiers:report_revision", args=[dossier.pk, 1])).content.decode()
    client.post(reverse("dossiers:report_restore", args=[dossier.pk, 1]), {"form_key": "k"})
    assert Report.objects.get().sections["ly-lich"] == "cũ"
    assert client.get(reverse("dossiers:report_revision", args=[dossier.pk, 9])).status_code == 404


def test_it_becomes_a_paper_when_the_list_is_sent_and_a_newer_one_stands_beside_it(who, client):
    submission = SubmissionFactory(
        unit=who.unit, number="1/TTr", dated=date(2026, 3, 1), round__closes_on=date(2999, 1, 1)
    )
    dossier = DossierFactory(submission=submission)
    actions.save_report(dossier, WHOLE, revision=0, by=who, at=AT)
    client.force_login(unit_head(who.unit).user)
    client.post(reverse("dossiers:send", args=[submission.pk]), {"form_key": "s1"})
    paper = dossier.papers.get()
    assert "Số hóa 18.400 hồ sơ" in text_of_pdf(file_bytes(paper.file))
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert dossier.versions.get().content["papers"][0]["pk"] == paper.pk
    for kind, magic in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(reverse("dossiers:report_file", args=[dossier.pk, kind])).content.startswith(magic)
    assert client.get(reverse("dossiers:report_file", args=[dossier.pk, "exe"])).status_code == 404


def test_nothing_is_written_on_a_sent_dossier_or_by_strangers(who):
    sent, mine = in_state("submitted", who.unit), in_state("draft", who.unit)
    for dossier, by in ((sent, who), (mine, officer())):
        with pytest.raises(Refused):
            actions.save_report(dossier, WHOLE, revision=0, by=by, at=AT)
    assert not Report.objects.exists()


def test_reports_are_begun_from_the_list_only_where_it_says_something(who):
    submission = SubmissionFactory(unit=who.unit)
    said = DossierFactory(submission=submission, achievement="Số hóa 18.400 hồ sơ")
    DossierFactory(submission=submission)
    assert actions.begin_reports(submission, by=who, at=AT) == 1
    assert actions.begin_reports(submission, by=who, at=AT) == 0
    assert Report.objects.get().dossier == said
    assert Report.objects.get().sections["thanh-tich"] == "Số hóa 18.400 hồ sơ"


def test_two_officers_edit_one_draft_field_by_field(who, client):
    dossier = in_state("draft", who.unit)
    client.force_login(who.user)
    url = reverse("dossiers:edit", args=[dossier.pk])
    page = client.get(url).content.decode()
    assert f'name="revision" value="{dossier.revision}"' in page
    base = {"name": dossier.name, "birth": "17/02/1985", "position": "Chuyên viên", "workplace": "", "achievement": ""}
    was = {f"was_{name}": getattr(dossier, name) for name in ("name", "birth", "position", "workplace", "achievement")}
    mine = {**base, **was, "cccd": "", "achievement": "của tôi", "revision": str(dossier.revision), "confirmed": "on"}
    actions.edit(
        dossier, {**base, "birth": "1985-02-17", "cccd": "", "position": "Trưởng phòng"}, by=officer(who.unit), at=AT
    )
    text = client.post(url, {**mine, "form_key": "e1"}).content.decode()
    assert "Trưởng phòng" in text
    assert "của tôi" in text
    row = Dossier.objects.get()
    assert (row.position, row.achievement) == ("Trưởng phòng", "")
    # What the slower one did not touch is offered as it stands.
    assert 'name="pick_position" value="theirs" checked' in text
    assert 'name="pick_achievement" value="mine" checked' in text
    again = {
        **mine,
        "revision": str(row.revision),
        "pick_position": "theirs",
        "pick_achievement": "mine",
        "form_key": "e2",
    }
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert (row.position, row.achievement) == ("Trưởng phòng", "của tôi")


def test_facts_declared_meanwhile_are_not_overwritten(who, client):
    dossier = in_state("draft", who.unit)
    client.force_login(who.user)
    url = reverse("dossiers:facts", args=[dossier.pk])
    import re

    page = client.get(url).content.decode()
    stands = re.search(r'name="stands" value="(\w+)"', page).group(1)
    data = {"initiative": "Của tôi", "disciplined": "no", "stands": stands, "revision": str(dossier.revision)}
    actions.declare(dossier, {"initiatives": [{"name": "Của người kia"}]}, by=officer(who.unit), at=AT)
    text = client.post(url, {**data, "form_key": "f1"}).content.decode()
    assert "Của người kia" in text
    assert Dossier.objects.get().facts["initiatives"][0]["name"] == "Của người kia"
    assert client.post(url, {**data, "choose": "mine", "form_key": "f2"}).status_code == 302
    assert Dossier.objects.get().facts["initiatives"][0]["name"] == "Của tôi"
