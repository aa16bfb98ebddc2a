"""Saved filters: kept, used, renamed, taken away; one's own only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import actions
from thidua.plans.actions.saving import MOST
from thidua.plans.models import SavedView
from thidua.plans.queries.saved import kept_query, query_values, saved_lines
from thidua.plans.tests.chains import AT, head, plan_of, row

pytestmark = pytest.mark.django_db
QUERY = "loc=qua-han&q=Đại hội"


@pytest.fixture
def office(client):
    boss = head()
    client.force_login(boss.user)
    return boss


def test_only_filters_and_the_way_of_looking_are_kept():
    values = {"q": "Đại hội & họp", "loc": "qua-han", "sau": "200", "xem": "han", "thang": "2025-06", "form_key": "x"}
    query = kept_query(values)
    assert query == "xem=han&loc=qua-han&q=Đại+hội+%26+họp"
    assert query_values(query) == {"xem": "han", "loc": "qua-han", "q": "Đại hội & họp"}
    assert kept_query({"sau": "200"}) == ""


def test_a_filter_is_kept_with_the_journal():
    by = head()
    saved = actions.save_view("  Đại  hội trễ ", QUERY, by=by, at=AT)
    assert (saved.name, saved.query, saved.user, saved.at) == ("Đại hội trễ", QUERY, by.user, AT)
    assert Event.objects.get(verb="plans.save_view").subject == f"saved-view:{saved.pk}"


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [("A", "", "Chưa lọc gì"), ("A", "q=" + "x" * 400, "dài quá"), (" \u200b ", QUERY, "đặt tên"), ("x" * 81, QUERY, "đặt tên")],
)  # fmt: skip
def test_what_is_not_kept_is_told(name, query, said):
    with pytest.raises(Refused, match=said):
        actions.save_view(name, query, by=head(), at=AT)
    assert not SavedView.objects.exists()


def test_a_name_is_taken_once_however_it_is_spelt():
    by = head()
    actions.save_view("Đại hội hòa", QUERY, by=by, at=AT)
    with pytest.raises(Refused, match="tên khác"):
        actions.save_view("đại hội HOÀ", QUERY, by=by, at=AT)
    actions.save_view("Đại hội hòa", QUERY, by=head(), at=AT)  # another person's


def test_a_person_keeps_so_many():
    by = head()
    for number in range(MOST):
        actions.save_view(f"Bộ lọc {number}", QUERY, by=by, at=AT)
    with pytest.raises(Refused, match="xóa bớt"):
        actions.save_view("Một nữa", QUERY, by=by, at=AT)


def test_without_a_duty_nothing_is_kept():
    from dataclasses import replace

    with pytest.raises(Refused, match="nhiệm vụ"):
        actions.save_view("A", QUERY, by=replace(head(), duty=None), at=AT)


def test_renaming_and_taking_away():
    by = head()
    saved = actions.save_view("Một", QUERY, by=by, at=AT)
    actions.save_view("Hai", QUERY, by=by, at=AT)
    assert actions.rename_view(saved, "MỘT", by=by, at=AT).name == "MỘT"  # its own name spelt anew
    with pytest.raises(Refused, match="tên khác"):
        actions.rename_view(saved, "hai", by=by, at=AT)
    with pytest.raises(Refused, match="người khác"):
        actions.rename_view(saved, "Ba", by=head(), at=AT)
    with pytest.raises(Refused, match="người khác"):
        actions.delete_view(saved, by=head(), at=AT)
    actions.delete_view(saved, by=by, at=AT)
    assert [row.name for row in SavedView.objects.all()] == ["Hai"]
    assert list(Event.objects.order_by("id").values_list("verb", flat=True)) == [
        "plans.save_view", "plans.save_view", "plans.rename_view", "plans.delete_view",
    ]  # fmt: skip


def test_the_filter_in_use_is_marked():
    by = head()
    actions.save_view("Một", kept_query({"loc": "qua-han"}), by=by, at=AT)
    assert [one.current for one in saved_lines(by, {"loc": "qua-han"})] == [True]
    assert [one.current for one in saved_lines(by, {"loc": "da-xong"})] == [False]


# Pages


def save(client, plan, **fields):
    return client.post(reverse("plans:saved", args=[plan.pk]), fields)


def test_saving_from_the_board_and_using_it_again(client, office):
    plan = plan_of()
    row(plan, date(2025, 3, 3), title="Họp Đại hội")
    board = reverse("plans:board", args=[plan.pk])
    text = client.get(board, {"q": "Đại hội", "xem": "han"}).content.decode()
    assert 'name="query" value="xem=han&amp;q=%C4%90%E1%BA%A1i+h%E1%BB%99i"' in text
    answer = save(client, plan, name="Đại hội", query="xem=han&q=%C4%90%E1%BA%A1i+h%E1%BB%99i&sau=200")
    assert answer["Location"] == f"{board}?xem=han&q=%C4%90%E1%BA%A1i+h%E1%BB%99i"
    assert SavedView.objects.get().query == "xem=han&q=Đại+hội"
    text = client.get(answer["Location"]).content.decode()
    assert 'aria-current="true"><svg' in text.replace("\n", "")
    assert "Lưu bộ lọc này" not in text  # it is kept already
    assert "Họp Đại hội" in text


def test_nothing_to_keep_is_not_offered(client, office):
    text = client.get(reverse("plans:board", args=[plan_of().pk])).content.decode()
    assert "Lưu bộ lọc này" not in text


def test_a_filter_of_the_timeline_leads_back_to_it(client, office):
    plan = plan_of()
    save(client, plan, name="Đường trễ", query="xem=thoi-gian&loc=qua-han")
    answer = client.get(reverse("plans:board", args=[plan.pk]), {"xem": "thoi-gian", "loc": "qua-han"})
    assert answer["Location"] == f"{reverse('plans:timeline', args=[plan.pk])}?loc=qua-han"
    text = client.get(answer["Location"]).content.decode()
    assert "Đường trễ" in text
    assert "Lưu bộ lọc này" not in text


def test_a_refused_name_is_shown_with_what_was_typed(client, office):
    plan = plan_of()
    save(client, plan, name="Một", query="loc=qua-han")
    text = save(client, plan, name="một", query="loc=da-xong").content.decode()
    assert "Hãy đặt tên khác" in text
    assert 'value="một"' in text
    assert 'name="query" value="loc=da-xong"' in text
    assert SavedView.objects.count() == 1


def test_renaming_and_taking_away_on_the_page(client, office):
    plan = plan_of()
    saved = actions.save_view("Một", QUERY, by=office, at=AT)
    url = reverse("plans:change_view", args=[plan.pk, saved.pk])
    assert client.post(url, {"name": "Hai"}).status_code == 302
    saved.refresh_from_db()
    assert saved.name == "Hai"
    assert "đặt tên" in client.post(url, {"name": ""}).content.decode()
    client.post(url, {"act": "xoa"})
    assert not SavedView.objects.exists()


def test_another_person_s_filter_is_not_found(client, office):
    plan = plan_of()
    saved = actions.save_view("Một", QUERY, by=acting(DutyCode.LEADER), at=AT)
    url = reverse("plans:change_view", args=[plan.pk, saved.pk])
    assert client.post(url, {"act": "xoa"}).status_code == 404
    assert "Một" not in client.get(reverse("plans:saved", args=[plan.pk])).content.decode()


def test_sent_twice_is_kept_once(client, office):
    plan = plan_of()
    fields = {"name": "Một", "query": "loc=qua-han", "form_key": "khoa-1"}
    first, second = save(client, plan, **fields), save(client, plan, **fields)
    assert first["Location"] == second["Location"]
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize("name", ["board", "timeline", "monthly", "saved"])
def test_the_same_queries_with_one_saved_and_with_many(client, office, name):
    plan, counts = plan_of(), []
    row(plan, date(2025, 3, 3))
    for wanted in (1, 20):
        while SavedView.objects.count() < wanted:
            actions.save_view(f"Bộ lọc {SavedView.objects.count()}", QUERY, by=office, at=AT)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"plans:{name}", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
