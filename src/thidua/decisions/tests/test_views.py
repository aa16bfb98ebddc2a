"""The pages of decisions."""

from __future__ import annotations

import argparse
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.councils.tests.factories import CouncilFactory, SessionFactory
from thidua.decisions import actions
from thidua.decisions.commands import register
from thidua.decisions.models import Decision, NumberSeries
from thidua.decisions.tests.factories import AT, AWARD, clerk, draft, head, issued, passed, revoked
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.register.models import Honour
from thidua.register.tests.factories import HonourFactory

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"decisions:{name}", args=args)


@pytest.fixture
def sign_in(client):
    def enter(who):
        client.force_login(who.user)
        return who

    return enter


def content(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def pages(decision):
    return [
        ("list",), ("detail", decision.pk), ("document", decision.pk, "pdf"), ("document", decision.pk, "docx"),
        ("certificates", decision.pk),
    ]  # fmt: skip


def posts(decision):
    line = decision.lines.first().pk
    return [
        ("draft",), ("change", decision.pk), ("remove_line", decision.pk, line), ("cancel", decision.pk), ("issue", decision.pk),
        ("certificates_pdf", decision.pk),
    ]  # fmt: skip


# Who gets in


def test_nobody_gets_in_without_signing_in(client):
    decision = draft()
    for name, *args in pages(decision):
        assert client.get(page(name, *args)).status_code == 302
    for name, *args in posts(decision):
        answer = client.post(page(name, *args))
        assert "/tai-khoan/" in answer["Location"]


@pytest.mark.parametrize(
    ("code", "of_draft", "of_issued"),
    [
        (DutyCode.OFFICE_HEAD, [200, 200, 200, 200, 403], [200, 200, 200, 200, 200]),
        (DutyCode.CLERK, [200, 200, 200, 200, 403], [200, 200, 200, 200, 200]),
        (DutyCode.LEADER, [200, 404, 404, 404, 404], [200, 200, 200, 200, 403]),
        (DutyCode.UNIT_OFFICER, [200, 404, 404, 404, 404], [200, 200, 200, 200, 403]),
        (DutyCode.TELLER, [200, 404, 404, 404, 404], [200, 404, 404, 404, 404]),
        (DutyCode.ADMIN, [200, 404, 404, 404, 404], [200, 404, 404, 404, 404]),
    ],
)
def test_answers_by_duty(client, sign_in, code, of_draft, of_issued):
    sketch, done = draft(), issued()
    sign_in(acting(code))
    for decision, answers in ((sketch, of_draft), (done, of_issued)):
        assert [client.get(page(name, *args)).status_code for name, *args in pages(decision)] == answers


@pytest.mark.parametrize("code", list(DutyCode))
def test_every_link_of_the_page_opens_for_who_sees_it(client, sign_in, code):
    decision = issued(count=2)
    line = decision.lines.first()
    who = acting(code, unit=line.dossier.unit) if code in UNIT_DUTIES else acting(code)
    sign_in(who)
    shown = client.get(page("detail", decision.pk))
    if shown.status_code == 404:
        return
    main = shown.content.decode().split("<main", 1)[1].split("</main>")[0]
    links = set(re.findall(r'<a[^>]* href="(/[^"#]*)"', main))
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)
    if code in UNIT_DUTIES:
        assert reverse("dossiers:detail", args=[line.dossier_id]) in links


def test_invisible_draft_answers_to_posts_like_one_that_does_not_exist(client, sign_in):
    decision = draft()
    sign_in(acting(DutyCode.LEADER))
    for name, *args in posts(decision):
        assert client.post(page(name, *args)).status_code == 404, name
    decision.refresh_from_db()
    assert decision.state == "draft"


def test_those_who_see_but_may_not_act_change_nothing(client, sign_in):
    decision = draft(2)
    sign_in(acting(DutyCode.APPRAISER))
    form = {"issued_on": f"{today():%d/%m/%Y}", "reason": "x", "title": "x", "signer_name": "x", "signer_position": "x"}
    for name, *args in posts(decision)[1:5]:
        answer = client.post(page(name, *args), form)
        assert answer.status_code in (302, 403), name
        if answer.status_code == 403:
            assert "do lãnh đạo Ban" in answer.content.decode() or "do văn thư" in answer.content.decode()
    decision.refresh_from_db()
    assert (decision.state, decision.title != "x", decision.lines.count()) == ("draft", True, 2)


def test_get_never_acts(client, sign_in):
    decision = draft()
    sign_in(head())
    for name, *args in posts(decision):
        assert client.get(page(name, *args)).status_code == 405


@pytest.mark.parametrize("text", ["²", "x", "9" * 30, "-1", ""])
def test_nonsense_in_the_address_is_no_error(client, sign_in, text):
    issued()
    sign_in(head())
    for name in ("nam", "phien", "truoc"):
        assert client.get(page("list"), {name: text}).status_code == 200
    assert client.post(page("draft"), {"session": text, "award": AWARD}).status_code == 404
    assert client.get(page("document", 1, "exe")).status_code == 404


# Drafting


def test_draft_is_drawn_up_once_from_the_list(client, sign_in):
    session = passed(2)
    sign_in(head())
    assert "Lập dự thảo quyết định" in client.get(page("list")).content.decode()
    form = {"session": session.pk, "award": AWARD, "form_key": "k"}
    first, second = client.post(page("draft"), form), client.post(page("draft"), form)
    decision = Decision.objects.get()
    assert first["Location"] == second["Location"] == page("detail", decision.pk)
    again = client.post(page("draft"), form | {"form_key": "k2"}, follow=True)
    assert "Không còn hồ sơ" in again.content.decode()


def test_draft_of_an_unknown_award_or_foreign_session_is_refused(client, sign_in):
    sign_in(head())
    session = passed(1)
    client.post(page("draft"), {"session": session.pk, "award": "KHONGCO"})
    foreign = passed(
        1, session=SessionFactory(state="counted", council=CouncilFactory(unit=UnitFactory(kind=UnitKind.DEPARTMENT)))
    )
    assert client.post(page("draft"), {"session": foreign.pk, "award": AWARD}).status_code == 404
    assert not Decision.objects.exists()


DRAFT = {"title": "Về việc mới", "signer_name": "Trần A", "signer_position": "KT. CHỦ TỊCH"}


def test_change_from_an_old_page_is_refused_even_from_the_first_revision(client, sign_in):
    decision = draft(signed=False)
    sign_in(head())
    assert 'name="revision" value="0"' in client.get(page("detail", decision.pk)).content.decode()
    assert client.post(page("change", decision.pk), DRAFT | {"revision": "0"}).status_code == 302
    slow = client.post(page("change", decision.pk), DRAFT | {"revision": "0", "title": "Bản chậm"})
    assert slow.status_code == 200
    assert "nơi khác" in slow.content.decode()
    assert "Bản chậm" in slow.content.decode()
    decision.refresh_from_db()
    assert decision.title == "Về việc mới"


def test_form_without_a_signer_is_shown_again(client, sign_in):
    decision = draft(signed=False)
    sign_in(head())
    answer = client.post(page("change", decision.pk), DRAFT | {"signer_name": ""})
    assert answer.status_code == 200
    decision.refresh_from_db()
    assert decision.revision == 0


def test_line_is_left_out_and_draft_cancelled_from_the_page(client, sign_in):
    decision = draft(2)
    sign_in(head())
    line = decision.lines.first()
    client.post(page("remove_line", decision.pk, line.pk), {"reason": "chờ xác minh"})
    assert decision.lines.count() == 1
    assert client.post(page("remove_line", decision.pk, line.pk), {"reason": "x"}).status_code == 404
    decision.refresh_from_db()
    client.post(page("cancel", decision.pk), {"reason": "", "revision": decision.revision})
    decision.refresh_from_db()
    assert decision.state == "draft"
    client.post(page("cancel", decision.pk), {"reason": "lập lại", "revision": decision.revision - 1})
    decision.refresh_from_db()
    assert decision.state == "draft"
    client.post(page("cancel", decision.pk), {"reason": "lập lại", "revision": decision.revision})
    decision.refresh_from_db()
    assert decision.state == "cancelled"
    assert client.get(page("detail", decision.pk)).status_code == 200


# Issuing


def issue_form(decision, **changes):
    return {"issued_on": f"{today():%d/%m/%Y}", "revision": decision.revision, **changes}


def test_issue_from_the_page_twice_has_one_effect(client, sign_in):
    decision = draft(2)
    sign_in(clerk())
    form = issue_form(decision, form_key="k")
    first, second = client.post(page("issue", decision.pk), form), client.post(page("issue", decision.pk), form)
    assert first["Location"] == second["Location"] == page("detail", decision.pk)
    third = client.post(page("issue", decision.pk), form | {"form_key": "k2"}, follow=True)
    assert "không còn là dự thảo" in third.content.decode()
    decision.refresh_from_db()
    assert decision.number == "01/QĐ-UBND"
    assert (NumberSeries.objects.get().last, Honour.objects.count()) == (1, 2)


def test_clerk_does_not_issue_what_changed_since_he_read_it(client, sign_in):
    decision = draft(2)
    sign_in(clerk())
    form = issue_form(decision)
    actions.remove_line(decision, decision.lines.first(), "x", by=head(), at=AT)
    answer = client.post(page("issue", decision.pk), form, follow=True)
    assert "mở lại trang" in answer.content.decode()
    decision.refresh_from_db()
    assert decision.state == "draft"


@pytest.mark.parametrize("day", ["", "31/02/2026", "abc", "01/01/2999", "01/01/0001"])
def test_wrong_day_draws_no_number(client, sign_in, day):
    decision = draft(1)
    sign_in(clerk())
    assert client.post(page("issue", decision.pk), issue_form(decision, issued_on=day)).status_code in (200, 302)
    assert not NumberSeries.objects.exists()


def test_draft_prints_without_number_and_issued_prints_what_was_kept(client, sign_in):
    sketch, done = draft(1), issued(1)
    sign_in(clerk())
    for decision in (sketch, done):
        assert content(client.get(page("document", decision.pk, "pdf"))).startswith(b"%PDF")
        assert content(client.get(page("document", decision.pk, "docx"))).startswith(b"PK")
    from thidua.documents.queries import file_bytes

    assert content(client.get(page("document", done.pk, "pdf"))) == file_bytes(done.pdf)


# Certificates


def test_certificates_are_printed_as_one_pdf(client, sign_in):
    decision = issued(3)
    sign_in(clerk())
    text = client.get(page("certificates", decision.pk)).content.decode()
    assert all(row.code in text and row.number in text for row in decision.certificates.all())
    answer = client.post(page("certificates_pdf", decision.pk), {"mode": "blank", "right": "1.5", "down": ""})
    assert content(answer).startswith(b"%PDF")
    assert not decision.certificates.filter(printed_at=None).exists()


def test_wrong_offset_prints_nothing(client, sign_in):
    decision = issued(1)
    sign_in(clerk())
    for wrong in ({"mode": "full", "right": "x"}, {"mode": "full", "down": "99"}, {"mode": "?"}):
        assert client.post(page("certificates_pdf", decision.pk), wrong).status_code == 302
    assert decision.certificates.get().printed_at is None


# Revoking


def test_revocation_is_proposed_once_from_the_page(client, sign_in):
    honour = HonourFactory()
    sign_in(head())
    assert client.get(page("revoke", honour.pk)).status_code == 200
    empty = client.post(page("revoke", honour.pk), {"reason": " "})
    assert "cần ghi lý do" in empty.content.decode()
    form = {"reason": "Khai sai", "form_key": "k"}
    first, second = client.post(page("revoke", honour.pk), form), client.post(page("revoke", honour.pk), form)
    assert first["Location"] == second["Location"]
    assert Decision.objects.filter(kind="revoke").count() == 1


def test_revocation_is_denied_with_a_reason(client, sign_in):
    decision = issued(1)
    honour = decision.lines.get().honour
    sign_in(clerk())
    assert client.post(page("revoke", honour.pk), {"reason": "x"}).status_code == 403
    revoked(decision)
    sign_in(head())
    text = client.get(page("revoke", honour.pk)).content.decode()
    assert "đã được thu hồi" in text
    assert client.post(page("revoke", honour.pk), {"reason": "x"}).status_code == 403
    assert client.get(page("revoke", 10**9)).status_code == 404


def test_page_of_the_decision_shows_who_lost_the_honour(client, sign_in):
    decision = issued(2)
    revoked(decision)
    sign_in(head())
    text = client.get(page("detail", decision.pk)).content.decode()
    assert text.count("Đã thu hồi") == 1
    assert text.count("Đề nghị thu hồi") == 1


# Lists


def test_list_pages_by_the_last_row_and_filters(client, sign_in):
    who = sign_in(head())
    rows = [
        Decision.objects.create(title=f"Dự thảo {n}", award=AWARD, drafted_by=who.user, drafted_at=AT)
        for n in range(55)
    ]
    first = client.get(page("list"))
    assert len(first.context["rows"]) == 50
    second = client.get(page("list") + first.context["next"])
    shown = [row.pk for answer in (first, second) for row, _face in answer.context["rows"]]
    assert shown == sorted((row.pk for row in rows), reverse=True)
    assert second.context["next"] == ""
    one = issued(1)
    for query in ({"trang-thai": "issued"}, {"nam": "2026"}, {"q": "1/QĐ"}, {"phien": one.session_id}):
        assert [row.pk for row, _face in client.get(page("list"), query).context["rows"]] == [one.pk]


def cost(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_list_costs_the_same_at_one_and_fifty(client, sign_in):
    who = sign_in(head())
    issued(1)
    client.get(page("list"))
    one = cost(client, page("list"))
    for _ in range(3):
        issued(2)
    Decision.objects.bulk_create(
        Decision(title="x", award=AWARD, drafted_by=who.user, drafted_at=AT) for _ in range(50)
    )
    assert cost(client, page("list")) == one <= 12


@pytest.mark.parametrize("name", ["detail", "certificates"])
def test_decision_costs_the_same_at_one_and_fifty(client, sign_in, name):
    small, large = issued(1), issued(50)
    sign_in(head())
    client.get(page(name, small.pk))
    assert cost(client, page(name, small.pk)) == cost(client, page(name, large.pk)) <= 12


# The console


def test_console_lists_issued_decisions(capsys):
    draft()
    decision = issued()
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    options = parser.parse_args(["decisions", "list", "--year", "2026", "--json"])
    assert options.run(options) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == [{"number": "01/QĐ-UBND", "issued_on": "2026-06-25", "kind": "grant", "title": decision.title}]
    options = parser.parse_args(["decisions", "list", "--year", "1999"])
    options.run(options)
    assert "Chưa có quyết định nào." in capsys.readouterr().out
