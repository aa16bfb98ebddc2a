"""Where the council votes: dated data, kept with a round from its opening; what leaves without a vote was published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from thidua.awards.actions import change_value
from thidua.awards.actions.amending import Source
from thidua.dossiers import actions, policies
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import Round
from thidua.dossiers.policies.opinions import consulted
from thidua.dossiers.routes import road
from thidua.dossiers.tests.factories import AT, appraiser, in_state, put_on_route
from thidua.dossiers.voting import VOTED, published_on, vote_rule, votes_on
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


def opened(head, code, route="initiative", day=DAY):
    fields = {
        "code": code, "title": code, "awards": ["HN_SKTD"], "period": 2026, "route": route, "opens_on": day, "closes_on": day + timedelta(days=9),
    }  # fmt: skip
    return actions.open_round(fields, by=head, at=AT)


def test_the_rule_says_where_it_stands_and_that_it_is_to_be_checked():
    rule = vote_rule(DAY)
    assert rule.citation.document
    assert rule.confidence == "recalled"
    assert votes_on("regular", DAY)
    assert not votes_on("monthly", DAY)
    assert votes_on("monthly", date(2020, 1, 1))  # no rule that day: the council is not passed over


def test_a_round_keeps_the_answer_of_its_first_day(head):
    before = opened(head, "truoc")
    source = Source("Quy chế mới", article="Điều 3", clause="khoản 1", reason="Quy chế mới")
    change_value(VOTED, ["regular", "initiative"], DAY + timedelta(days=1), None, source, by=head, at=AT)
    after = opened(head, "sau", day=DAY + timedelta(days=1))
    assert [row.votes for row in (Round.objects.get(pk=before.pk), Round.objects.get(pk=after.pk))] == [False, True]
    assert DossierVerb.PASS in road("initiative", True)
    assert DossierVerb.PASS not in road("initiative", False)


def test_the_page_of_a_round_names_the_rule(client, head):
    client.force_login(head.user)
    text = client.get(reverse("dossiers:round", args=[opened(head, "dot").pk])).content.decode()
    assert "không bỏ phiếu" in text
    assert "cần kiểm tra" in text
    assert "Sở Khoa học và Công nghệ" in text


def test_without_a_vote_the_public_is_heard_before_a_dossier_leaves():
    dossier = in_state("appraised", award="HCLD3", eligible=True)
    put_on_route(dossier.round, "resistance")
    clerk = acting(DutyCode.CLERK)
    assert "Chưa công khai" in policies.may(clerk, dossier, DossierVerb.SEND_UP).reason
    put_on_route(dossier.round, "posthumous")
    assert not published_on("posthumous", DAY)
    assert policies.may(clerk, dossier, DossierVerb.SEND_UP)
    put_on_route(dossier.round, "resistance")
    dossier.round.save()
    (made,) = actions.publish([dossier], "Danh sách", by=appraiser(), at=AT)
    assert "Đang công khai" in consulted(dossier.__class__.objects.get(pk=dossier.pk)).reason
    made.ended_at = AT
    made.save()
    assert policies.may(
        clerk, dossier.__class__.objects.select_related("round", "submission").get(pk=dossier.pk), DossierVerb.SEND_UP
    )
