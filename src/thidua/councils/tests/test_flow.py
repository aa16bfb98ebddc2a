from __future__ import annotations

import pytest

from thidua.audit.models import Event
from thidua.councils.actions.moving import move
from thidua.councils.flow import EDGES, LABELS, SessionState, SessionVerb
from thidua.councils.models import Session
from thidua.councils.tests.factories import AT, SessionFactory, secretary
from thidua.foundation.answers import Conflict


def test_every_state_has_a_face_and_every_verb_an_edge():
    assert set(LABELS) == set(SessionState)
    assert set(EDGES) == set(SessionVerb)


def test_the_road_goes_back_only_before_anything_is_counted():
    assert [(sorted(edge.sources), edge.target) for edge in EDGES.values()] == [
        (["planned"], "balloting"),
        (["balloting"], "planned"),
        (["balloting"], "counted"),
        (["counted"], "closed"),
    ]


@pytest.mark.django_db
def test_a_step_is_taken_from_the_revision_read_and_from_its_source_only():
    session, by = SessionFactory(), secretary()
    stale = Session.objects.get(pk=session.pk)
    Session.objects.filter(pk=session.pk).update(revision=1)
    with pytest.raises(Conflict):
        move(stale, SessionVerb.OPEN_BALLOT, by=by, at=AT)
    session.refresh_from_db()
    for verb in (SessionVerb.CALL_OFF, SessionVerb.CONFIRM_COUNT, SessionVerb.CLOSE):
        with pytest.raises(Conflict, match="Chuẩn bị"):
            move(session, verb, by=by, at=AT)
    move(session, SessionVerb.OPEN_BALLOT, by=by, at=AT)
    assert (session.state, session.revision) == ("balloting", 2)
    assert Event.objects.filter(subject=session.key).count() == 1
