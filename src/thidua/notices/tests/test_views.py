from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.notices.feeds import address_of, code_of
from thidua.notices.models import FeedToken, Notice, Preference
from thidua.notices.queries import PAGE, feed_owner, inbox
from thidua.notices.tests.factories import AT, NoticeFactory
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
INBOX, CHOICES = "/thong-bao/", "/thong-bao/tuy-chon/"


@pytest.fixture
def me(client):
    who = acting(email="toi@thanhpho.example")
    client.force_login(who.user)
    return who


def test_strangers_are_asked_to_sign_in(client):
    notice = NoticeFactory()
    for url in (INBOX, CHOICES):
        assert client.get(url).status_code == 302
    assert client.post(reverse("notices:read", args=[notice.pk])).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None


def test_unread_first_then_newest(me):
    old, read, new = (NoticeFactory(user=me.user, read_at=at) for at in (None, AT, None))
    assert inbox(me).rows == [new, old, read]


def test_every_notice_is_on_exactly_one_page(me):
    for number in range(2 * PAGE + 7):
        NoticeFactory(user=me.user, read_at=AT if number % 3 else None)
    NoticeFactory()
    seen, mark = [], ""
    for _ in range(10):
        page = inbox(me, mark)
        seen += [row.pk for row in page.rows]
        mark = page.next_after
        if not mark:
            break
    assert sorted(seen) == sorted(Notice.objects.filter(user=me.user).values_list("pk", flat=True))
    assert len(seen) == 2 * PAGE + 7


@pytest.mark.parametrize("mark", ["", "x", "u", "rabc", "u0", "r99999999999999999999999", "' OR 1=1"])
def test_a_mark_that_means_nothing_shows_the_first_page(client, me, mark):
    NoticeFactory(user=me.user)
    assert client.get(INBOX, {"sau": mark}).status_code == 200


def test_the_page_costs_the_same_at_one_and_fifty(client, me):
    costs = []
    for more in (1, PAGE - 1):
        NoticeFactory.create_batch(more, user=me.user)
        client.get(INBOX)
        with CaptureQueriesContext(connection) as seen:
            client.get(INBOX)
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_another_persons_notice_is_as_if_it_were_not(client, me):
    foreign = NoticeFactory(title="Việc của người khác")
    assert "Việc của người khác" not in client.get(INBOX).content.decode()
    for name in ("read", "follow"):
        assert client.post(reverse(f"notices:{name}", args=[foreign.pk])).status_code == 404
    client.post(reverse("notices:read_all"), {"upto": foreign.pk})
    foreign.refresh_from_db()
    assert foreign.read_at is None


def test_opening_what_it_is_about_reads_it(client, me):
    notice = NoticeFactory(user=me.user, url="/ke-hoach/")
    response = client.post(reverse("notices:follow", args=[notice.pk]))
    assert response["Location"] == "/ke-hoach/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_all_read_means_all_that_was_on_the_page(client, me):
    shown = NoticeFactory(user=me.user)
    since = NoticeFactory(user=me.user)
    client.post(reverse("notices:read_all"), {"upto": shown.pk})
    assert list(Notice.objects.filter(read_at=None)) == [since]
    assert client.post(reverse("notices:read_all"), {"upto": "x"}).status_code == 302


def test_reading_by_get_is_refused(client, me):
    notice = NoticeFactory(user=me.user)
    assert client.get(reverse("notices:read", args=[notice.pk])).status_code == 405


def test_the_top_bar_counts_what_is_unread(client, me):
    NoticeFactory.create_batch(3, user=me.user)
    NoticeFactory(user=me.user, read_at=AT)
    NoticeFactory()
    page = client.get(CHOICES).content.decode()
    assert 'aria-label="3 thông báo mới"' in page
    assert f'href="{INBOX}"' in page


def test_empty_inbox_says_what_will_come(client, me):
    assert "Chưa có thông báo nào" in client.get(INBOX).content.decode()


def test_letters_are_switched_off_and_on(client, me):
    client.post(CHOICES, {"form_key": "a"})
    assert Preference.objects.get(user=me.user).email is False
    client.post(CHOICES, {"email": "on", "form_key": "b"})
    assert Preference.objects.get(user=me.user).email is True
    assert [event.after for event in Event.objects.filter(verb="notices.set_email").order_by("id")] == [
        "off",
        "on",
    ]


def test_an_account_without_address_is_told_so(client):
    client.force_login(acting(email="").user)
    assert "Tài khoản chưa có địa chỉ thư" in client.get(CHOICES).content.decode()


def test_the_address_of_the_calendar_is_made_changed_and_taken_back(client, me):
    client.post(reverse("notices:feed_make"), {"form_key": "a"})
    client.post(reverse("notices:feed_make"), {"form_key": "a"})  # a double click
    first = address_of(FeedToken.objects.get().code)
    assert first in client.get(CHOICES).content.decode()
    assert feed_owner(first) == me.user

    client.post(reverse("notices:feed_make"), {"form_key": "b"})
    second = address_of(FeedToken.objects.get(revoked_at=None).code)
    assert feed_owner(first) is None
    assert feed_owner(second) == me.user

    client.post(reverse("notices:feed_revoke"), {"form_key": "c"})
    assert feed_owner(second) is None
    assert second not in client.get(CHOICES).content.decode()
    assert Event.objects.filter(verb__startswith="notices.").count() == 3


def test_an_address_cannot_be_made_from_the_database(me):
    token = FeedToken.objects.create(user=me.user, code="x" * 32, created_at=AT)
    right = address_of(token.code)
    assert code_of(right) == token.code
    for wrong in (token.code, right[:-1], right + "a", "." + right, "", token.code + "." + "a" * 43):
        assert feed_owner(wrong) is None
    assert len(right) > 70


def test_the_calendar_of_who_may_not_sign_in_is_closed(me):
    token = FeedToken.objects.create(user=me.user, code="y" * 32, created_at=AT)
    me.user.is_active = False
    me.user.save()
    assert feed_owner(address_of(token.code)) is None


@pytest.mark.parametrize("url", [INBOX, CHOICES])
def test_every_form_of_the_pages_may_be_sent(client, me, url):
    """Each form carries its protection: one taken apart into a component or an included part may lose it."""
    NoticeFactory.create_batch(2, user=me.user)
    FeedToken.objects.create(user=me.user, code="z" * 32, created_at=AT)
    main = client.get(url).content.decode().split("<main", 1)[1]
    forms = [form.split("</form>")[0] for form in main.split("<form")[1:]]
    assert len(forms) >= 3
    assert all("csrfmiddlewaretoken" in form for form in forms)
