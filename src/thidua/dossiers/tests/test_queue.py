"""The queue: order, filters, neighbours, load of officers, acts on many told before and after."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, SavedQueue
from thidua.dossiers.queries import Filters
from thidua.dossiers.queries.queue import Mark, loads, neighbour, queue_page
from thidua.dossiers.tests.factories import (
    AT,
    DossierFactory,
    SubmissionFactory,
    appraiser,
    in_state,
    officer,
)
from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.register.tests.factories import RecipientFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 16)
NONE = Filters()


def head():
    return acting(DutyCode.OFFICE_HEAD)


def filled(count=0, **fields):
    submission = SubmissionFactory()
    return DossierFactory.create_batch(count, submission=submission, state="appraising", due_on=DAY, **fields)


def test_nearest_deadline_first_what_has_none_last_and_only_what_waits_for_the_office():
    late, near, far = (in_state("appraising", due_on=DAY + timedelta(days=n)) for n in (-3, 0, 9))
    undated = in_state("submitted")
    same_day = in_state("concluded", due_on=DAY)
    for state in ("draft", "returned", "appraised", "decided", "withdrawn"):
        in_state(state, due_on=DAY if state == "returned" else None)
    assert queue_page(appraiser(), NONE, None).rows == [late, near, same_day, far, undated]


def test_pages_cover_the_queue_once_over_the_border_between_dated_and_undated():
    who = appraiser()
    filled(60)
    DossierFactory.create_batch(60, submission=SubmissionFactory(), state="submitted")
    seen, after = [], None
    while True:
        page = queue_page(who, NONE, after)
        seen += page.rows
        if not page.next_after:
            break
        after = Mark.read(page.next_after)
    assert len(seen) == len({row.pk for row in seen}) == 120
    assert [row.due_on is None for row in seen] == [False] * 60 + [True] * 60


@pytest.mark.parametrize("text", ["", "x", "-.x", "2026-02-31.5", "-." + "9" * 30, "2026-01-01"])
def test_marks_that_are_none_begin_at_the_front(text):
    assert Mark.read(text) is None


def test_neighbours_walk_the_queue_both_ways_and_after_the_last_comes_what_is_left():
    who = appraiser()
    rows = [*filled(3), in_state("submitted"), in_state("submitted")]
    marks = [Mark(row.due_on, row.pk) for row in rows]
    assert [neighbour(who, NONE, mark) for mark in marks] == [*(row.pk for row in rows[1:]), rows[0].pk]
    assert [neighbour(who, NONE, mark, back=True) for mark in marks] == [None, *(row.pk for row in rows[:-1])]
    assert neighbour(who, Filters(state="concluded"), marks[0]) is None


def test_filters_by_officer_deadline_and_hold():
    who, other = appraiser(), appraiser()
    mine = in_state("appraising", holder=who.user, due_on=DAY - timedelta(days=1))
    theirs = in_state("appraising", holder=other.user, due_on=DAY + timedelta(days=2))
    free = in_state("appraising", due_on=DAY + timedelta(days=30))
    actions.hold(free, actions.Matter("complaint", DAY, "Đơn 1", False), by=who, at=AT)

    def found(**filters):
        return queue_page(who, Filters(day=DAY, **filters), None).rows

    assert found(mine=True) == [mine]
    assert found(officer=other.user.pk) == [theirs]
    assert found(officer=0) == [free]
    assert found(due="qua-han") == [mine]
    assert found(due="sap-han") == [theirs]
    assert found(held=True) == [free]


def test_load_counts_what_each_has_in_hand_also_nothing_and_nobodys():
    who, other = appraiser(), appraiser()
    in_state("appraising", holder=who.user, due_on=DAY - timedelta(days=1))
    in_state("appraising", holder=who.user, due_on=DAY)
    in_state("concluded", holder=who.user, due_on=DAY)
    in_state("appraising")
    told = {row.officer: (row.open, row.overdue, row.nearest) for row in loads(head(), DAY)}
    assert told == {who.user: (2, 1, DAY - timedelta(days=1)), other.user: (0, 0, None), None: (1, 0, None)}


def test_the_queue_is_the_offices(client):
    inside = {DutyCode.APPRAISER, DutyCode.INTAKE_OFFICER, DutyCode.OFFICE_HEAD}
    for duty in DutyCode:
        status = 200 if duty in inside else 403
        client.force_login(acting(duty).user)
        for name in ("queue", "queue_filter", "load", "holds"):
            assert client.get(reverse(f"dossiers:{name}")).status_code == status, (duty, name)


def test_filters_stay_until_changed_and_can_be_kept_under_a_name(client):
    who = appraiser()
    client.force_login(who.user)
    url = reverse("dossiers:queue")
    client.get(url, {"cua-toi": "1", "xet": "fail"})
    assert client.get(url)["Location"].endswith("?xet=fail&cua-toi=1")
    keep = reverse("dossiers:queue_keep")
    client.post(keep, {"query": "?cua-toi=1&la=x", "name": "Việc của tôi", "form_key": "a"})
    assert list(SavedQueue.objects.values_list("user", "name", "query")) == [
        (who.user.pk, "Việc của tôi", "?cua-toi=1")
    ]
    assert "Việc của tôi" in client.get(url, {"het": "1"}).content.decode()
    client.post(keep, {"query": "?het=1", "name": "Rỗng", "form_key": "b"})
    assert SavedQueue.objects.count() == 1
    client.force_login(appraiser().user)
    client.post(reverse("dossiers:queue_drop", args=[SavedQueue.objects.get().pk]), {"form_key": "c"})
    assert SavedQueue.objects.count() == 1
    assert client.get(url).status_code == 200


def test_no_more_than_a_dozen_are_kept():
    who = appraiser()
    for n in range(12):
        actions.keep_queue(f"Bộ {n}", "?cua-toi=1", by=who)
    with pytest.raises(Refused, match="Bỏ bớt"):
        actions.keep_queue("Bộ nữa", "?cua-toi=1", by=who)
    actions.keep_queue("Bộ 3", "?xet=fail", by=who)
    assert SavedQueue.objects.filter(user=who.user, query="?xet=fail").count() == 1


@pytest.mark.parametrize(
    "query", [{"trang-thai": "x", "han": "x", "xet": "x", "dot": "-1", "can-bo": "9" * 40, "sau": "x"}, {"q": "'; --"}]
)
def test_bad_addresses_show_a_page(client, query):
    client.force_login(appraiser().user)
    for name in ("queue", "list", "queue_filter"):
        assert client.get(reverse(f"dossiers:{name}"), query).status_code == 200


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_the_queue(client):
    who = appraiser()
    client.force_login(who.user)
    url = reverse("dossiers:queue") + "?cua-toi=1"
    filled(1, holder=who.user)
    one = queries(client, url)
    filled(49, holder=who.user)
    assert queries(client, url) <= one <= 8


def test_a_full_dossier_page_stays_within_its_queries(client):
    who, unit_officer = appraiser(), officer()
    dossier = in_state("appraising", unit_officer.unit, holder=who.user, recipient=RecipientFactory(), due_on=DAY)
    actions.hold(dossier, actions.Matter("complaint", DAY, "Đơn 1", False), by=who, at=AT)
    client.force_login(who.user)
    assert queries(client, reverse("dossiers:detail", args=[dossier.pk]) + "?hang=1") <= 13


def test_many_are_told_first_then_done_then_reported(client):
    who = appraiser()
    good, gone = in_state("submitted"), in_state("appraising")
    own = in_state("submitted", recipient=RecipientFactory(person__user=who.user))
    client.force_login(who.user)
    data = {"verb": "receive", "chosen": [good.pk, gone.pk, own.pk], "back": "?trang-thai=submitted"}
    page = client.post(reverse("dossiers:bulk"), data | {"form_key": "a"})
    assert [row.pk for row in page.context["can"]] == [good.pk]
    assert {row.pk for row, _answer in page.context["cannot"]} == {gone.pk, own.pk}
    assert Dossier.objects.get(pk=good.pk).state == "submitted"
    done = client.post(reverse("dossiers:bulk"), data | {"confirm": "1", "form_key": "b"}, follow=True)
    text = done.content.decode()
    assert "Đã tiếp nhận 1 hồ sơ" in text
    assert "chính mình" in text
    assert "trang-thai=submitted" in done.context["back"]
    again = client.post(reverse("dossiers:bulk"), data | {"confirm": "1", "form_key": "b"}, follow=True)
    assert "Đã tiếp nhận 1 hồ sơ" in again.content.decode()
    assert Dossier.objects.get(pk=good.pk).steps.count() == 1


def test_nothing_chosen_and_an_unknown_verb(client):
    client.force_login(appraiser().user)
    assert client.post(reverse("dossiers:bulk"), {"verb": "receive", "form_key": "a"}).status_code == 302
    assert client.post(reverse("dossiers:bulk"), {"verb": "decide", "chosen": "1", "form_key": "b"}).status_code == 404


def test_clean_ones_are_concluded_together_and_the_others_stay(client):
    who = appraiser()
    clean = in_state("appraising", holder=who.user, verdict_code="pass")
    unclear = in_state("appraising", holder=who.user, verdict_code="unknown")
    client.force_login(who.user)
    data = {"verb": "conclude_eligible", "chosen": [clean.pk, unclear.pk], "confirm": "1", "form_key": "a"}
    client.post(reverse("dossiers:bulk"), data)
    assert [Dossier.objects.get(pk=row.pk).state for row in (clean, unclear)] == ["concluded", "appraising"]


def test_the_head_moves_an_officers_work_in_bulk_and_approves_in_bulk(client):
    giver, taker = appraiser(), appraiser()
    rows = [in_state("appraising", holder=giver.user, due_on=DAY + timedelta(days=n)) for n in range(4)]
    client.force_login(head().user)
    data = {"verb": "hand_over", "officer": giver.user.pk, "to": taker.user.pk, "count": "3"}
    page = client.post(reverse("dossiers:bulk"), data | {"form_key": "a"})
    assert [row.pk for row in page.context["can"]] == [row.pk for row in rows[:3]]
    chosen = {"chosen": [row.pk for row in rows[:3]]}
    assert (
        "Chưa chọn chuyên viên"
        in client.post(
            reverse("dossiers:bulk"), {**data, **chosen, "to": "", "confirm": "1", "form_key": "b"}
        ).content.decode()
    )
    client.post(reverse("dossiers:bulk"), {**data, **chosen, "confirm": "1", "form_key": "c"})
    assert Dossier.objects.filter(holder=taker.user).count() == 3
    sheets = [in_state("concluded", eligible=eligible) for eligible in (True, False)]
    client.post(
        reverse("dossiers:bulk"),
        {"verb": "approve", "chosen": [row.pk for row in sheets], "confirm": "1", "form_key": "d"},
    )
    assert [Dossier.objects.get(pk=row.pk).state for row in sheets] == ["appraised", "ineligible"]


def test_what_changed_after_the_page_of_many_was_drawn_is_not_approved_unseen(client):
    """The head confirms what he read: a sheet concluded the other way meanwhile is told as such and stays."""
    same, turned = (in_state("concluded", eligible=True) for _n in range(2))
    client.force_login(head().user)
    data = {"verb": "approve", "chosen": [same.pk, turned.pk]}
    page = client.post(reverse("dossiers:bulk"), data | {"form_key": "a"}).content.decode()
    seen = [f"{row.pk}-{row.revision}" for row in (same, turned)]
    assert all(f'name="seen" value="{text}"' in page for text in seen)
    Dossier.objects.filter(pk=turned.pk).update(eligible=False, conclusion="Thiếu", revision=turned.revision + 2)
    done = client.post(
        reverse("dossiers:bulk"), data | {"seen": seen, "confirm": "1", "form_key": "b"}, follow=True
    ).content.decode()
    assert [Dossier.objects.get(pk=row.pk).state for row in (same, turned)] == ["appraised", "concluded"]
    assert "hãy mở lại trang" in done


def test_an_appraiser_does_not_hand_over_what_another_holds(client):
    giver, taker, third = appraiser(), appraiser(), appraiser()
    row = in_state("appraising", holder=giver.user)
    client.force_login(third.user)
    client.post(
        reverse("dossiers:bulk"),
        {"verb": "hand_over", "chosen": row.pk, "to": taker.user.pk, "confirm": "1", "form_key": "a"},
    )
    assert Dossier.objects.get(pk=row.pk).holder == giver.user


def test_after_concluding_straight_to_the_next_of_the_queue_to_the_end(client):
    """Twenty clean dossiers, opened from the queue: each act leads to the next, the last one to the empty queue."""
    who = appraiser()
    rows = filled(20, holder=who.user, verdict_code="pass")
    client.force_login(who.user)
    queue = client.get(reverse("dossiers:queue"), {"cua-toi": "1", "trang-thai": "appraising"})
    url = re.search(r'href="(/ho-so/\d+/\?hang=1)"', queue.content.decode()).group(1)
    for place in range(20):
        page = client.get(url)
        assert page.context["in_queue"]
        pk = page.context["dossier"].pk
        data = {
            "verb": "conclude_eligible",
            "revision": page.context["dossier"].revision,
            "hang": "1",
            "form_key": f"k{place}",
        }
        url = client.post(reverse("dossiers:step", args=[pk]), data)["Location"]
    assert url == reverse("dossiers:queue")
    assert {row.state for row in Dossier.objects.filter(pk__in=[row.pk for row in rows])} == {"concluded"}


def test_outside_the_queue_one_stays_on_the_dossier(client):
    who = appraiser()
    row, _other = filled(2, holder=who.user, verdict_code="pass")
    client.force_login(who.user)
    url = reverse("dossiers:step", args=[row.pk])
    assert client.post(url, {"verb": "conclude_eligible", "form_key": "a"})["Location"] == reverse(
        "dossiers:detail", args=[row.pk]
    )


def test_rows_are_drawn_with_names_escaped_and_their_deadline_in_words(client):
    who = appraiser()
    in_state("appraising", holder=who.user, name="<b>Ai</b>", due_on=today() - timedelta(days=1), returns=2)
    client.force_login(who.user)
    text = client.get(reverse("dossiers:queue")).content.decode()
    assert "&lt;b&gt;Ai&lt;/b&gt;" in text
    assert "quá hạn" in text
    assert "trả lại lần 2" in text


def test_one_walks_through_what_one_can_do_oneself():
    """Not to a sheet that waits for the head, not to what a colleague holds; the head walks through the sheets."""
    who, other, chief = appraiser(), appraiser(), head()
    mine = filled(2, holder=who.user)
    theirs, free = filled(1, holder=other.user)[0], filled(1)[0]
    sheet = in_state("concluded", due_on=DAY - timedelta(days=1), eligible=True)
    waiting = in_state("submitted", due_on=DAY + timedelta(days=1))
    walked, place = [], mine[0]
    for _step in range(4):
        pk = neighbour(who, NONE, Mark(place.due_on, place.pk))
        place = Dossier.objects.get(pk=pk)
        walked.append(pk)
    assert walked == [mine[1].pk, free.pk, waiting.pk, mine[0].pk]
    assert neighbour(who, NONE, Mark(mine[1].due_on, mine[1].pk), back=True) == mine[0].pk
    assert neighbour(chief, NONE, Mark(DAY, mine[0].pk)) == sheet.pk
    assert neighbour(who, Filters(officer=other.user.pk), Mark(DAY, mine[0].pk)) == theirs.pk
    assert neighbour(who, Filters(state="concluded"), Mark(DAY, mine[0].pk)) == sheet.pk


def test_received_from_the_queue_one_stays_in_the_queue(client):
    row = in_state("submitted")
    client.force_login(appraiser().user)
    data = {"verb": "receive", "hang": "1", "form_key": "a"}
    assert client.post(reverse("dossiers:step", args=[row.pk]), data)["Location"].endswith(f"/{row.pk}/?hang=1")


@pytest.mark.parametrize(("returned", "most"), [(False, 12), (True, 13)])
def test_a_page_with_a_return_and_many_points_asks_no_more(client, returned, most):
    who, unit_officer = appraiser(), officer()
    dossier = in_state("appraising", unit_officer.unit, holder=who.user, recipient=RecipientFactory())
    if returned:
        actions.return_for_supplement(
            dossier, [actions.Point("general", f"Thiếu {n}", None) for n in range(12)], by=who, at=AT
        )
    client.force_login(who.user)
    assert queries(client, reverse("dossiers:detail", args=[dossier.pk])) <= most
