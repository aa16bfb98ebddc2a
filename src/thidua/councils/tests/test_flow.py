from __future__ import annotations

from thidua.councils.flow import EDGES, LABELS, SessionState, SessionVerb


def test_every_state_has_a_face_and_every_verb_an_edge():
    assert set(LABELS) == set(SessionState)
    assert set(EDGES) == set(SessionVerb)


def test_the_road_is_one_way():
    assert [(sorted(edge.sources), edge.target) for edge in EDGES.values()] == [
        (["planned"], "balloting"),
        (["balloting"], "counted"),
        (["counted"], "closed"),
    ]
