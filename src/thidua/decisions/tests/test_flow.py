from __future__ import annotations

from thidua.decisions.flow import EDGES, FACES, DecisionState, DecisionVerb


def test_every_state_has_a_face_and_every_verb_an_edge():
    assert set(FACES) == set(DecisionState)
    assert set(EDGES) == set(DecisionVerb)


def test_only_drafts_move():
    assert {state for edge in EDGES.values() for state in edge.sources} == {DecisionState.DRAFT}
