"""Moving decisions: the only writer of their state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.decisions.flow import EDGES, FACES, DecisionState, DecisionVerb
from thidua.decisions.models import Decision
from thidua.foundation.answers import Conflict
from thidua.organisation.acting import Acting


def move(
    decision: Decision, verb: DecisionVerb, *, by: Acting, at: datetime, reason: str = "", **changes: Any
) -> Decision:
    """Take one step by compare-and-swap on state and revision. Raises Conflict for the slower of two."""
    edge = EDGES[verb]
    before = decision.state
    rows = Decision.objects.filter(pk=decision.pk, revision=decision.revision, state__in=list(edge.sources))
    if not rows.update(state=edge.target, revision=F("revision") + 1, **changes):
        now = Decision.objects.get(pk=decision.pk)
        raise Conflict(
            _("Quyết định này vừa có người xử lý, nay là “%(state)s”. Chưa ghi gì; hãy mở lại trang.")
            % {"state": _(FACES[DecisionState(now.state)].label)}
        )
    decision.refresh_from_db()
    record(
        f"decisions.{verb.value}", decision.key, by=by.actor, at=at, before=before, after=decision.state, reason=reason
    )
    return decision
