"""The public's page of a list: limited data, a form without account, nothing of what others wrote, few comments an address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from thidua.dossiers import actions
from thidua.dossiers.models import Dossier, PublicComment
from thidua.dossiers.tasks import end_opinions
from thidua.dossiers.tests.factories import appraiser, in_state
from thidua.foundation.clock import now
from thidua.organisation.sealing import index_cccd, seal_cccd
from thidua.portal.consulting import COMMENTS

pytestmark = pytest.mark.django_db
CCCD = "001085000123"


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def found():
    dossier = in_state(
        "appraised",
        award="HCLD3",
        cccd_sealed=seal_cccd(CCCD),
        cccd_index=index_cccd(CCCD),
        achievement="Thành tích kín",
    )
    (made,) = actions.publish([dossier], "Huân chương đợt 1", by=appraiser(), at=now())
    return made


def page(found):
    return reverse("consulting:list", args=[found.code])


def test_shows_name_position_award_days_left_and_nothing_more(client, found):
    text = client.get(page(found)).content.decode()
    line = found.lines.get()
    for said in (line.name, "Chuyên viên", line.award, "Còn 10 ngày làm việc"):
        assert said in text, said
    for secret in (CCCD, CCCD[-4:], "1985", "17/02", line.dossier.code, "Thành tích kín"):
        assert secret not in text.replace(found.code, ""), secret
    assert found.title in client.get(reverse("consulting:lists")).content.decode()


def test_a_stranger_writes_without_account_and_nobody_reads_it_there(client, found):
    url = reverse("consulting:write", args=[found.code])
    answer = client.post(
        url, {"text": "Xin xem lại thành tích", "line": found.lines.get().pk, "name": "", "contact": ""}
    )
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert PublicComment.objects.get().dossier == found.lines.get().dossier
    assert "Xin xem lại" not in client.get(page(found)).content.decode()
    assert "sessionid" not in answer.cookies


def test_the_form_is_guarded_against_other_sites(found):
    assert (
        Client(enforce_csrf_checks=True).post(reverse("consulting:write", args=[found.code]), {"text": "x"}).status_code
        == 403
    )


@pytest.mark.parametrize("line", ["x", "²", "999999999", "9" * 40, "-1", "\x00"])
def test_a_line_that_is_not_there_is_refused_and_the_words_are_kept(client, found, line):
    answer = client.post(reverse("consulting:write", args=[found.code]), {"text": "Lời đã gõ", "line": line})
    assert answer.status_code == 409
    assert "Lời đã gõ" in answer.content.decode()
    assert not PublicComment.objects.exists()


def test_few_comments_from_one_address(client, found):
    url = reverse("consulting:write", args=[found.code])
    codes = [client.post(url, {"text": f"Lần {n}"}).status_code for n in range(COMMENTS + 1)]
    assert codes == [302] * COMMENTS + [429]
    assert client.post(url, {"text": "Nơi khác"}, REMOTE_ADDR="203.0.113.9").status_code == 302
    assert client.get(page(found)).status_code == 200


def test_after_the_last_day_no_name_is_shown_and_nothing_is_taken(client, found):
    end_opinions(at=now() + timedelta(days=40))
    text = client.get(page(found)).content.decode()
    assert found.lines.get().name not in text
    assert "hết thời gian" in text
    answer = client.post(reverse("consulting:write", args=[found.code]), {"text": "Muộn"})
    assert answer.status_code == 409
    assert found.title not in client.get(reverse("consulting:lists")).content.decode()


def test_withdrawn_leaves_the_page(client, found):
    line = found.lines.get()
    Dossier.objects.filter(pk=line.dossier_id).update(state="withdrawn")
    assert line.name not in client.get(page(found)).content.decode()


@pytest.mark.parametrize("code", ["khong-co", "%00", "A" * 400, "'; --", "ắ"])
def test_unknown_list_is_404(client, code):
    assert client.get(f"/lay-y-kien/{code}/").status_code == 404
