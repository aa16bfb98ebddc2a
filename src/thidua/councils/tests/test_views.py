"""The pages: who gets in, what they show, what they keep to themselves."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.councils import actions, queries
from thidua.councils.models import PaperCount, Session
from thidua.councils.tests.factories import (
    AT,
    BallotItemFactory,
    CouncilFactory,
    MemberFactory,
    SessionFactory,
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
from thidua.organisation.models import DutyCode, UnitKind
from thidua.organisation.tests.factories import UnitFactory, acting

pytestmark = pytest.mark.django_db


def page(name, *args):
    return reverse(f"councils:{name}", args=args)


@pytest.fixture
def sign_in(client):
    def enter(who):
        client.force_login(who.user)
        return who

    return enter


def get(client, name, *args):
    answer = client.get(page(name, *args))
    return answer.status_code, answer.content.decode()


# Who gets in


def gets(session):
    return [
        ("list",), ("council", session.council_id), ("session_new", session.council_id), ("session", session.pk),
        ("session_edit", session.pk), ("type_counts", session.pk), ("minutes", session.pk), ("paper", session.pk, "bien-ban.pdf"),
    ]  # fmt: skip


def test_nobody_gets_in_without_signing_in(client):
    session = session_with()
    for name, *args in gets(session):
        answer = client.get(page(name, *args))
        assert answer.status_code == 302
        assert "/tai-khoan/" in answer["Location"]
    for name in ("open_ballot", "discard"):
        assert client.post(page(name, session.pk)).status_code == 302


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        (DutyCode.COUNCIL_SECRETARY, [200, 200, 200, 200, 200, 403, 403, 404]),
        (DutyCode.OFFICE_HEAD, [200, 200, 403, 200, 403, 403, 403, 404]),
        (DutyCode.TELLER, [200, 200, 403, 200, 403, 403, 403, 404]),
        (DutyCode.LEADER, [200, 200, 403, 200, 403, 403, 403, 404]),
        (DutyCode.UNIT_OFFICER, [403, 404, 404, 404, 404, 404, 404, 404]),
        (DutyCode.ADMIN, [403, 404, 404, 404, 404, 404, 404, 404]),
    ],
)
def test_answers_by_duty_while_the_session_is_prepared(client, sign_in, code, answers):
    session = session_with()
    sign_in(acting(code))
    assert [client.get(page(name, *args)).status_code for name, *args in gets(session)] == answers


def test_foreign_session_answers_like_one_that_does_not_exist(client, sign_in):
    sign_in(secretary())
    foreign = SessionFactory(council=CouncilFactory(unit=UnitFactory(kind=UnitKind.DEPARTMENT)))
    for name in ("session", "session_edit", "type_counts", "minutes"):
        exists, not_there = client.get(page(name, foreign.pk)), client.get(page(name, 10**9))
        assert exists.status_code == not_there.status_code == 404
    for name in ("open_ballot", "discard"):
        assert client.post(page(name, foreign.pk)).status_code == 404


def test_denial_says_the_reason(client, sign_in):
    session = opened(session_with())
    sign_in(acting(DutyCode.OFFICE_HEAD))
    status, text = get(client, "type_counts", session.pk)
    assert status == 403
    assert "Trang kiểm phiếu chỉ mở cho Ban kiểm phiếu" in text


@pytest.mark.parametrize("year", ["", "abc", "0000", "9999", "²²²²", "20261", "9" * 400])
def test_year_of_the_list_is_never_an_error(client, sign_in, year):
    session = SessionFactory()
    sign_in(secretary())
    assert client.get(page("list"), {"nam": year}).status_code == 200
    assert session.title in client.get(page("list"), {"nam": "2026"}).content.decode()


# Planning


FORM = {"year": "2026", "number": "7", "title": "Phiên bảy", "held_on": "12/06/2026", "place": "", "programme_ref": ""}


def test_session_is_planned_once_by_two_sendings(client, sign_in):
    council = CouncilFactory()
    sign_in(secretary())
    first = client.post(page("session_new", council.pk), FORM | {"form_key": "k"})
    second = client.post(page("session_new", council.pk), FORM | {"form_key": "k"})
    session = Session.objects.get()
    assert first["Location"] == second["Location"] == page("session", session.pk)


def test_taken_number_is_said_at_the_form_and_the_text_is_kept(client, sign_in):
    session = SessionFactory(number=7)
    sign_in(secretary())
    answer = client.post(page("session_new", session.council_id), FORM | {"title": "Phiên giữ lại"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "đã có phiên thứ 7" in text
    assert "Phiên giữ lại" in text


def test_edit_from_an_old_page_does_not_overwrite(client, sign_in):
    session, fast = SessionFactory(number=7), secretary()
    sign_in(secretary())
    text = client.get(page("session_edit", session.pk)).content.decode()
    assert 'name="revision" value="0"' in text
    actions.edit_session(
        session, year=2026, number=7, title="Bản nhanh", held_on=None, place="", programme_ref="", by=fast, at=AT
    )
    answer = client.post(page("session_edit", session.pk), FORM | {"revision": "0"})
    assert answer.status_code == 200
    assert fast.user.full_name in answer.content.decode()
    session.refresh_from_db()
    assert session.title == "Bản nhanh"
    assert client.post(page("session_edit", session.pk), FORM | {"revision": "1"}).status_code == 302


# The ballot


def roll_form(session, **changes):
    form = {f"member_{key}": "present" for key in everybody(session)}
    form["item"] = list(session.items.values_list("pk", flat=True))
    return form | {"revision": str(session.revision)} | changes


def test_ballot_is_opened_from_the_page(client, sign_in):
    session = session_with()
    sign_in(secretary())
    text = client.get(page("session", session.pk)).content.decode()
    assert all(f'name="item" value="{item.pk}"' in text for item in session.items.all())
    for _ in range(2):
        answer = client.post(page("open_ballot", session.pk), roll_form(session, form_key="k"))
        assert answer.status_code == 302
    session.refresh_from_db()
    assert session.state == "balloting"
    assert session.roll.count() == 5


def test_agenda_changed_since_the_page_was_read_opens_nothing(client, sign_in):
    session = session_with()
    sign_in(secretary())
    form = roll_form(session)
    BallotItemFactory(session=session)
    client.post(page("open_ballot", session.pk), form)
    session.refresh_from_db()
    assert session.state == "planned"


@pytest.mark.parametrize("extra", [{"member_x": "present"}, {"member_": "present"}, {"why_²": "a"}, {"item": ["x"]}])
def test_nonsense_in_the_form_is_no_error(client, sign_in, extra):
    session = session_with()
    sign_in(secretary())
    assert client.post(page("open_ballot", session.pk), roll_form(session) | extra).status_code == 302


# Typing


def count_form(session, count=("5", "0", "0"), **changes):
    form = {
        f"{name}_{item.pk}": value
        for item in session.items.all()
        for name, value in zip(("yes", "no", "invalid"), count, strict=True)
    }
    return form | {"collected": "", "seen": ""} | changes


def test_counts_are_typed_on_the_page(client, sign_in):
    session = opened(session_with())
    who = sign_in(teller())
    assert client.post(page("type_counts", session.pk), count_form(session, collected="5")).status_code == 302
    own = queries.counting(session).of(who.user)
    assert set(own.counts.values()) == {(5, 0, 0)}
    text = client.get(page("type_counts", session.pk)).content.decode()
    assert f'name="seen" value="{own.mark}"' in text


@pytest.mark.parametrize(
    ("count", "collected"),
    [(("", "0", "0"), ""), (("²", "0", "0"), ""), (("-1", "0", "0"), ""), (("5,", "0", "0"), ""), (("9" * 30, "0", "0"), ""),
     (("5", "0", "0"), "năm"), (("5", "0", "0"), "4"), (("5", "0", "0"), "6")],
)  # fmt: skip
def test_wrong_typing_is_said_and_what_was_typed_stays(client, sign_in, count, collected):
    session = opened(session_with())
    sign_in(teller())
    answer = client.post(page("type_counts", session.pk), count_form(session, count, collected=collected))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert f'value="{count[0]}"' in text
    assert not PaperCount.objects.exists()


def test_second_tab_of_the_same_person_is_told(client, sign_in):
    session = opened(session_with())
    who = sign_in(teller())
    actions.type_counts(session, unanimous(session), by=who, at=AT)
    answer = client.post(page("type_counts", session.pk), count_form(session, ("4", "1", "0")))
    assert answer.status_code == 200
    assert "trang khác" in answer.content.decode()
    assert set(queries.counting(session).of(who.user).counts.values()) == {(5, 0, 0)}


ODD = (37, 13, 10)


def shows(text, *numbers):
    """Whether a page shows one of these counts: in a cell, a fraction, a sentence or a field of the typing."""
    fields = set(re.findall(r'class="count" name="\w+" value="(\d*)"', text))
    return any(str(n) in fields or re.search(rf">{n}<|[>\s]{n}(/\d| phiếu)", text) for n in numbers)


@pytest.fixture
def sealed():
    """A count on which two tellers agree, not confirmed yet."""
    session = opened(session_with(members=60, items=1))
    typed(session, {session.items.get().pk: ODD})
    return session


@pytest.mark.parametrize(
    "code", [DutyCode.OFFICE_HEAD, DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.CLERK, DutyCode.APPRAISER]
)
def test_nobody_else_sees_anything_before_the_result(client, sign_in, sealed, code):
    sign_in(acting(code))
    status, text = get(client, "session", sealed.pk)
    assert status == 200
    assert "Đang kiểm phiếu. Kết quả hiện ra khi Thư ký" in text
    assert not shows(text, *ODD)
    assert "khớp" not in text
    for who in PaperCount.objects.values_list("by__full_name", flat=True):
        assert who not in text


def test_a_member_and_chair_see_nothing_before_the_result(client, sign_in, sealed):
    member = acting(DutyCode.COUNCIL_MEMBER)
    MemberFactory(council=sealed.council, user=member.user)
    sign_in(member)
    status, text = get(client, "session", sealed.pk)
    assert status == 200
    assert not shows(text, *ODD)
    assert client.get(page("type_counts", sealed.pk)).status_code == 403


def test_not_even_a_counter_sees_the_numbers_of_others(client, sign_in, sealed):
    for who in (secretary(), teller()):
        sign_in(who)
        for name in ("session", "type_counts"):
            status, text = get(client, name, sealed.pk)
            assert status == 200
            assert not shows(text, *ODD), name


def test_mismatch_names_the_items_and_no_numbers(client, sign_in):
    session = opened(session_with(members=60, items=2))
    one, two = teller(), teller()
    same, odd = session.items.all()
    actions.type_counts(session, {same.pk: (60, 0, 0), odd.pk: ODD}, by=one, at=AT)
    actions.type_counts(session, {same.pk: (60, 0, 0), odd.pk: (36, 14, 10)}, by=two, at=AT)
    sign_in(secretary())
    _status, text = get(client, "session", session.pk)
    alert = text[text.index('role="alert"') :].split("</ul>")[0]
    assert odd.label in alert
    assert same.label not in alert
    assert not shows(text, *ODD, 36, 14)
    sign_in(two)
    _status, text = get(client, "type_counts", session.pk)
    assert shows(text, 36)
    assert not shows(text, 37, 13)
    assert text.count("đếm lại mục này") == 1


def test_everybody_who_sees_the_session_sees_the_result(client, sign_in):
    session = session_with(members=29)
    opened(session)
    low, high = session.items.values_list("pk", flat=True)
    typed(session, {low: (26, 2, 1), high: (27, 2, 0)})
    actions.confirm_count(session, by=secretary(), at=AT)
    sign_in(acting(DutyCode.LEADER))
    _status, text = get(client, "session", session.pk)
    assert shows(text, 26)
    assert shows(text, 27)
    assert "Thiếu 1 phiếu" in text
    assert "89,66 %" in text
    failed = client.get(page("session", session.pk), {"loc": "khong-dat"}).content.decode()
    assert text.count("Thông qua") == 1
    assert "Thông qua" not in failed


def test_typing_is_put_away_from_the_page(client, sign_in):
    session = opened(session_with())
    first, _second = typed(session, unanimous(session))
    sign_in(secretary())
    for wrong in ("", "x", "0", str(10**8), "²"):
        assert client.post(page("discard", session.pk), {"user": wrong, "reason": "r"}).status_code == 404
    client.post(page("discard", session.pk), {"user": str(first.user.pk), "reason": "đếm lại"})
    assert len(queries.counting(session).typings) == 1


# Minutes


def test_minutes_are_drawn_up_from_the_page_and_can_be_read(client, sign_in):
    session = counted(session_with())
    sign_in(secretary())
    text = client.get(page("minutes", session.pk)).content.decode()
    assert "Trần Thị Cán Bộ" in text  # the tellers are proposed
    form = {
        "number": "2", "started_at": "08:00", "ended_at": "07:00", "venue": "Phòng 1", "chair": "Trần A, Chủ tịch",
        "secretary": "Lê B, Thư ký", "tellers": "Hoàng C, Trưởng ban",
    }  # fmt: skip
    refused = client.post(page("minutes", session.pk), form)
    assert "sau giờ bắt đầu" in refused.content.decode()
    for _ in range(2):
        answer = client.post(page("minutes", session.pk), form | {"ended_at": "11:00", "form_key": "k"})
        assert answer["Location"] == page("session", session.pk)
    sign_in(acting(DutyCode.LEADER))
    for which, start in (
        ("bien-ban.pdf", b"%PDF"),
        ("bien-ban.docx", b"PK"),
        ("kiem-phieu.pdf", b"%PDF"),
        ("kiem-phieu.docx", b"PK"),
    ):
        file = client.get(page("paper", session.pk, which))
        assert file.status_code == 200
        assert b"".join(file.streaming_content if file.streaming else [file.content]).startswith(start)
    assert client.get(page("paper", session.pk, "khac.pdf")).status_code == 404


# Cost


def cost(client, url):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_list_costs_the_same_at_one_and_fifty(client, sign_in):
    sign_in(secretary())
    SessionFactory()
    client.get(page("list"))
    one = cost(client, page("list") + "?nam=2026")
    for _ in range(7):
        SessionFactory.create_batch(7, council=CouncilFactory())
    assert cost(client, page("list") + "?nam=2026") == one
    assert one <= 12


@pytest.mark.parametrize("step", ["planned", "balloting", "counted", "closed"])
def test_session_costs_the_same_at_one_and_fifty(client, sign_in, step):
    def ready(size):
        session = session_with(members=size, items=size)
        if step != "planned":
            opened(session)
            typed(session, unanimous(session))
        if step in ("counted", "closed"):
            actions.confirm_count(session, by=secretary(), at=AT)
        if step == "closed":
            actions.make_minutes(session, minutes_facts(), by=secretary(), at=AT)
        return page("session", session.pk)

    sign_in(secretary())
    small, large = ready(1), ready(50)
    client.get(small)
    assert cost(client, small) == cost(client, large) <= 16


def test_typing_page_costs_the_same_at_one_and_fifty(client, sign_in):
    sign_in(teller())
    small, large = (page("type_counts", opened(session_with(items=size)).pk) for size in (1, 50))
    client.get(small)
    assert cost(client, small) == cost(client, large)


# The console


def test_console_lists_sessions(capsys):
    import argparse
    import json

    from thidua.councils.commands import register

    session = counted(session_with())
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    options = parser.parse_args(["councils", "sessions", "--year", "2026", "--json"])
    assert options.run(options) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["title"], row["state"], row["held_on"]) for row in told] == [(session.title, "counted", "2026-06-12")]
    options = parser.parse_args(["councils", "sessions", "--year", "1999"])
    options.run(options)
    assert "Chưa có phiên nào." in capsys.readouterr().out
