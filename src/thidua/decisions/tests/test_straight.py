"""Decisions drawn up from rounds without a vote: from the approval of the sheet, once, by the head."""

from __future__ import annotations

import pytest
from django.urls import reverse

from thidua.decisions.actions import draft_of_round
from thidua.decisions.models import Decision
from thidua.decisions.queries import waiting_rounds
from thidua.dossiers.actions import mark_decided
from thidua.dossiers.tests.factories import AT, in_state, put_on_route
from thidua.foundation.answers import Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db


def approved(route):
    dossier = in_state("appraised", award="BKTP")
    put_on_route(dossier.round, route)
    dossier.round.save()
    return dossier


def test_approved_dossiers_of_a_round_without_a_vote_go_to_a_decision():
    head, dossier = acting(DutyCode.OFFICE_HEAD), approved("sudden")
    assert [(row.round, row.award, row.count) for row in waiting_rounds()] == [(dossier.round, "BKTP", 1)]
    decision = draft_of_round(dossier.round, "BKTP", by=head, at=AT)
    assert [line.dossier for line in decision.lines.all()] == [dossier]
    assert waiting_rounds() == []
    assert mark_decided([dossier], decision_number="1/QĐ", by=acting(DutyCode.CLERK), at=AT) == 1


@pytest.mark.parametrize("route", ["regular", "state", "resistance"])
def test_other_routes_have_no_such_decision(route):
    with pytest.raises(Refused, match="không còn hồ sơ"):
        draft_of_round(approved(route).round, "BKTP", by=acting(DutyCode.OFFICE_HEAD), at=AT)
    assert waiting_rounds() == []


def test_drawn_up_on_the_page_once_and_by_the_head(client):
    dossier = approved("monthly")
    data = {"round": dossier.round_id, "award": "BKTP"}
    client.force_login(acting(DutyCode.APPRAISER).user)
    client.post(reverse("decisions:draft"), data | {"form_key": "a"})
    assert not Decision.objects.exists()
    client.force_login(acting(DutyCode.OFFICE_HEAD).user)
    assert dossier.round.title in client.get(reverse("decisions:list")).content.decode()
    for _time in range(2):
        client.post(reverse("decisions:draft"), data | {"form_key": "b"})
    client.post(reverse("decisions:draft"), {"round": "x", "form_key": "c"})
    assert Decision.objects.count() == 1
