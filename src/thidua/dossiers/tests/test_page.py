"""The page of a dossier: what each duty sees in each state, what a return opens, what there is to read."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from thidua.councils.tests.factories import MemberFactory, SessionFactory
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.tests import rendering_samples
from thidua.dossiers import actions, page, policies
from thidua.dossiers.flow import EDGES, DossierState, DossierVerb
from thidua.dossiers.models import Dossier, PaperPart
from thidua.dossiers.policies.content import asked_for, open_parts
from thidua.dossiers.tests.factories import AT, appraiser, in_state, officer, unit_head
from thidua.dossiers.unit_side import shown_papers
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
PDF = render_pdf(DocumentKind.RECEIPT, rendering_samples.receipt()).data
DAY = local_day(AT)
UNIT = (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
WALKED = (
    *UNIT, DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD, DutyCode.COUNCIL_SECRETARY, DutyCode.LEADER,
    DutyCode.CLERK, DutyCode.INSPECTOR, DutyCode.TELLER,
)  # fmt: skip


def detail(dossier, query=""):
    return reverse("dossiers:detail", args=[dossier.pk]) + query


@pytest.mark.parametrize("duty", WALKED)
def test_in_every_state_the_page_offers_exactly_what_may_be_done(client, duty):
    """Every state × duty: there or not there; and each button on it is an act that is allowed now."""
    for state in DossierState:
        dossier = in_state(state, eligible=True if state == "concluded" else None)
        who = acting(duty, dossier.unit if duty in UNIT else None)
        client.force_login(who.user)
        seen = Dossier.objects.filter(policies.seen_by(who), pk=dossier.pk).exists()
        answer = client.get(detail(dossier))
        assert answer.status_code == (200 if seen else 404), state
        if not seen:
            continue
        text = answer.content.decode()
        offered = set(re.findall(r'name="verb" value="(\w+)"', text)) | (
            {"return"} if f"/{dossier.pk}/tra-lai/" in text else set()
        )
        allowed = {verb for verb in page.OFFERED if policies.may(who, dossier, verb)}
        assert offered == {verb.value for verb in allowed}, state


@pytest.mark.parametrize("verb", page.OFFERED)
def test_a_step_of_another_duty_is_refused_on_the_page_and_changes_nothing(client, verb):
    """Each step sent by hand by those it does not belong to: the page again with the reason, or not there at all."""
    edge = EDGES[verb]
    state = sorted(edge.sources)[0]
    for duty in (code for code in WALKED if code not in edge.duties):
        dossier = in_state(state)
        client.force_login(acting(duty, dossier.unit if duty in UNIT else None).user)
        data = {"verb": verb.value, "reason": "Vì sao", "to": "1", "form_key": f"{duty}"}
        assert client.post(reverse("dossiers:step", args=[dossier.pk]), data).status_code in (404, 409), duty
        assert Dossier.objects.get(pk=dossier.pk).state == state
        assert not dossier.steps.exists()


@pytest.mark.parametrize("sent", ["", "submit", "decide", "revoke", "x", "<script>"])
def test_a_verb_that_is_none_of_the_pages_is_not_found(client, sent):
    dossier = in_state("submitted")
    client.force_login(appraiser().user)
    assert client.post(reverse("dossiers:step", args=[dossier.pk]), {"verb": sent, "form_key": "a"}).status_code == 404


def test_sent_twice_a_step_is_done_once_and_from_an_old_page_it_is_refused(client):
    who = appraiser()
    dossier = in_state("appraising", holder=who.user, verdict_code="pass")
    client.force_login(who.user)
    url, data = reverse("dossiers:step", args=[dossier.pk]), {"verb": "conclude_eligible", "revision": dossier.revision}
    first, again = (client.post(url, data | {"form_key": "a"}) for _time in range(2))
    assert first.status_code == again.status_code == 302
    late = client.post(url, data | {"form_key": "b"})
    assert late.status_code == 409
    assert dossier.steps.count() == 1


@pytest.mark.parametrize(
    ("act", "state"), [("return", "appraising"), ("resubmit", "returned"), ("approve", "concluded")]
)
def test_a_crash_in_the_middle_leaves_the_dossier_where_it_was(monkeypatch, act, state):
    office, head = appraiser(), acting(DutyCode.OFFICE_HEAD)

    def crash(*_args, **_named):
        raise RuntimeError(act)

    if act == "return":
        dossier = in_state(state, holder=office.user)
        monkeypatch.setattr("thidua.dossiers.models.Defect.objects.bulk_create", crash)
        points = [actions.Point("general", "Thiếu", None)]
        with pytest.raises(RuntimeError):
            actions.return_for_supplement(dossier, points, by=office, at=AT)
    elif act == "resubmit":
        dossier = in_state(state)
        monkeypatch.setattr("thidua.dossiers.actions.sending.keep_versions", crash)
        with pytest.raises(RuntimeError):
            actions.resubmit(dossier, by=officer(dossier.unit), at=AT)
    else:
        dossier = in_state(state, eligible=True, concluded_by=office.user)
        monkeypatch.setattr("thidua.dossiers.actions.appraisal.move", crash)
        with pytest.raises(RuntimeError):
            actions.approve(dossier, by=head, at=AT)
    stands = Dossier.objects.get(pk=dossier.pk)
    assert (stands.state, stands.revision, stands.recipient) == (state, 0, None)
    assert not stands.steps.exists()
    assert not stands.defects.exists()


def test_a_return_opens_the_parts_it_names_and_nothing_else(client):
    who, office = officer(), appraiser()
    dossier = in_state("draft", who.unit)
    report = actions.add_paper(dossier, PaperPart.REPORT, PDF, "bao-cao.pdf", by=who, at=AT)
    initiative = actions.add_paper(dossier, PaperPart.INITIATIVE, PDF, "sang-kien.pdf", by=who, at=AT)
    Dossier.objects.filter(pk=dossier.pk).update(state="appraising", sent_at=AT, holder=office.user)
    dossier.refresh_from_db()
    points = [
        actions.Point(f"paper:{initiative.pk}", "Chưa có dấu", None),
        actions.Point("part:minutes", "Thiếu", None),
    ]
    actions.return_for_supplement(dossier, points, by=office, at=AT)
    assert open_parts(dossier) == {"initiative", "minutes"}
    assert (
        actions.add_paper(
            dossier, PaperPart.INITIATIVE, PDF, "sang-kien-2.pdf", replaces=initiative, by=who, at=AT
        ).replaces
        == initiative
    )
    with pytest.raises(Refused, match="vẫn khóa"):
        actions.add_paper(dossier, PaperPart.REPORT, PDF, "bao-cao-2.pdf", replaces=report, by=who, at=AT)
    client.force_login(who.user)
    text = client.get(detail(dossier)).content.decode()
    forms = set(re.findall(r'name="part" value="(\w+)"', text))
    assert {"initiative", "minutes"} <= forms
    assert "report" not in forms
    assert "#thanh-phan" in text
    assert "Mở chỗ cần bổ sung" in text


def test_points_of_an_earlier_return_are_closed_and_what_is_asked_is_read_anew():
    who, office = officer(), appraiser()
    dossier = in_state("appraising", who.unit, holder=office.user)
    actions.return_for_supplement(dossier, [actions.Point("details", "Sai ngày sinh", None)], by=office, at=AT)
    assert asked_for(dossier) == {"details"}
    old = dossier.defects.get()
    actions.answer_defect(old, "Đã sửa", by=who, at=AT)
    actions.resubmit(dossier, by=who, at=AT + timedelta(hours=1))
    dossier.refresh_from_db()
    later = AT + timedelta(hours=2)
    actions.return_for_supplement(dossier, [actions.Point("general", "Thiếu dấu", None)], by=office, at=later)
    dossier.refresh_from_db()
    assert asked_for(dossier) == {"general"}
    old.refresh_from_db()
    with pytest.raises(Refused, match="lần trả lại trước"):
        actions.answer_defect(old, "Sửa lại", by=who, at=later)
    assert policies.may_answer(who, dossier.defects.last())


def test_everything_is_read_in_one_place_and_the_queue_is_not_lost_on_the_way(client):
    who = officer()
    dossier = in_state("draft", who.unit)
    own = actions.add_paper(dossier, PaperPart.INITIATIVE, PDF, "sang-kien.pdf", by=who, at=AT)
    shared = actions.add_list_paper(dossier.submission, "minutes", PDF, "bien-ban.pdf", by=who, at=AT)
    report = actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": "B"}, revision=0, by=who, at=AT)
    found = [(row.key, row.inside) for row in shown_papers(dossier, report)]
    assert found == [(str(own.pk), True), ("bao-cao", True), (f"ds{shared.pk}", True)]
    paper = actions.draw_report(dossier, by=who, at=AT)
    report.refresh_from_db()
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert [row.key for row in shown_papers(dossier, report)] == [str(own.pk), str(paper.pk), f"ds{shared.pk}"]
    Dossier.objects.filter(pk=dossier.pk).update(state="appraising", sent_at=AT)
    client.force_login(appraiser().user)
    text = client.get(detail(dossier, f"?hang=1&giay-to=ds{shared.pk}")).content.decode()
    assert f'src="{reverse("dossiers:list_paper", args=[shared.pk])}?xem=1"' in text
    assert set(re.findall(r'href="(\?[^"]*giay-to=[^"]*)"', text)) == {
        f"?hang=1&giay-to={key}#giay-to" for key in (own.pk, paper.pk, f"ds{shared.pk}")
    }
    inline = client.get(reverse("dossiers:list_paper", args=[shared.pk]) + "?xem=1")
    assert inline["Content-Disposition"].startswith("inline")


def test_a_report_being_written_again_is_the_units_until_it_is_sent(client):
    who = officer()
    dossier = in_state("draft", who.unit)
    actions.save_report(dossier, {"ly-lich": "A", "thanh-tich": "B"}, revision=0, by=who, at=AT)
    url = reverse("dossiers:report_file", args=[dossier.pk, "pdf"])
    Dossier.objects.filter(pk=dossier.pk).update(state="returned", sent_at=AT)
    for acts, status in ((who, 200), (appraiser(), 403)):
        client.force_login(acts.user)
        assert client.get(url).status_code == status
        assert ("giay-to=bao-cao" in client.get(detail(dossier)).content.decode()) is (status == 200)
    Dossier.objects.filter(pk=dossier.pk).update(state="submitted")
    assert client.get(url).status_code == 200


def test_papers_of_a_list_are_seen_with_a_dossier_that_rests_on_them(client):
    who = officer()
    dossier = in_state("on_agenda", who.unit)
    Dossier.objects.filter(pk=dossier.pk).update(session=SessionFactory())
    dossier.refresh_from_db()
    paper = actions.add_list_paper(dossier.submission, "minutes", PDF, "bien-ban.pdf", by=who, at=AT)
    url = reverse("dossiers:list_paper", args=[paper.pk])
    member = acting(DutyCode.COUNCIL_MEMBER)
    MemberFactory(council=dossier.session.council, user=member.user)
    for acts, status in (
        (member, 200),
        (acting(DutyCode.COUNCIL_MEMBER), 404),
        (officer(), 404),
        (unit_head(who.unit), 200),
    ):
        client.force_login(acts.user)
        assert client.get(url).status_code == status


@pytest.mark.parametrize(
    ("days", "state", "told"),
    [(1, "planned", True), (0, "planned", True), (-1, "planned", False), (1, "counted", False), (1, "closed", False)],
)
def test_the_day_of_a_vote_is_told_only_while_it_lies_ahead(days, state, told):
    dossier = in_state("returned")
    dossier.round.session = SessionFactory(held_on=DAY + timedelta(days=days), state=state)
    dates = [station["date"] for station in page.stations(dossier, DAY)]
    assert any(text.startswith("dự kiến") for text in dates) is told


def test_the_keyboard_goes_to_the_act_or_to_what_it_asks_for():
    office = appraiser()
    for code, place in (("pass", page.MAIN_ACT), ("unknown", "ly-do-conclude_eligible")):
        dossier = in_state("appraising", holder=office.user, verdict_code=code)
        assert page.first_place(page.acts(office, dossier)) == place
    held = in_state("appraising", holder=office.user, verdict_code="hold")
    assert page.acts(office, held)[0].verb == DossierVerb.RETURN
    assert page.first_place(page.acts(office, held)) == page.MAIN_ACT
    assert page.first_place(page.acts(acting(DutyCode.INSPECTOR), held)) == "viec"


def test_withdrawing_is_offered_last_also_when_the_rest_is_not_ready():
    who, office = officer(), appraiser()
    dossier = in_state("appraising", who.unit, holder=office.user)
    actions.return_for_supplement(dossier, [actions.Point("general", "Thiếu", None)], by=office, at=AT)
    assert [act.verb for act in page.acts(who, dossier)] == [DossierVerb.RESUBMIT, DossierVerb.WITHDRAW]
