from __future__ import annotations

from pathlib import Path

import pytest

from thidua.dossiers.flow import (
    DEEDS,
    EDGES,
    FACES,
    STATIONS,
    DossierState,
    DossierVerb,
    ahead,
    reachable,
    station_of,
)
from thidua.dossiers.flow_doc import flow_page
from thidua.dossiers.policies import may_step
from thidua.dossiers.routes import RouteCode, road
from thidua.dossiers.tests.factories import in_state
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

DOC = Path(__file__).resolve().parents[4] / "docs" / "dossier-flow.md"


def test_the_page_says_what_the_table_says():
    assert DOC.read_text() == flow_page()


def test_every_state_has_a_face_and_one_station_and_every_verb_an_edge_and_words():
    assert set(FACES) == set(DossierState)
    assert sorted(state for _label, states in STATIONS for state in states) == sorted(DossierState)
    assert set(EDGES) == set(DEEDS) == set(DossierVerb)


def test_a_draft_can_come_everywhere_and_nothing_leaves_an_end():
    assert reachable(DossierState.DRAFT) == frozenset(DossierState)
    for end in (DossierState.REVOKED, DossierState.WITHDRAWN):
        assert reachable(end) == frozenset()
    assert ahead(DossierState.SUBMITTED, DossierVerb.DECIDE)
    assert not ahead(DossierState.DECIDED, DossierVerb.SUBMIT)
    assert station_of(DossierState.PASSED) > station_of(DossierState.APPRAISING)


@pytest.mark.django_db
@pytest.mark.parametrize("votes", [True, False])
@pytest.mark.parametrize("route", RouteCode)
def test_only_the_steps_of_the_route_only_the_duties_of_the_table_and_only_from_its_states(route, votes):
    """Every route, with and without a vote × verb × duty × state: yes exactly where the route's road says so."""
    dossier = in_state("draft")
    dossier.round.route, dossier.round.votes = route, votes
    people = [
        (duty, acting(duty, dossier.unit if duty in ("unit_head", "unit_officer") else None)) for duty in DutyCode
    ]
    for verb in DossierVerb:
        edge = road(route, votes).get(verb)
        for duty, who in people:
            for state in DossierState:
                dossier.state = state
                answer = may_step(who, dossier, verb)
                wanted = edge is not None and duty in edge.duties and state in edge.sources
                assert answer.allowed is wanted, (verb, duty, state)
                assert answer.allowed or answer.reason.endswith(".")
