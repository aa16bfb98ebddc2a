"""The one function that moves a session from state to state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.councils.flow import EDGES, LABELS, SessionState, SessionVerb
from thidua.councils.models import Session
from thidua.councils.queries import last_change
from thidua.foundation.answers import Conflict
from thidua.organisation.acting import Acting


def move(
    session: Session,
    verb: SessionVerb,
    *,
    by: Acting,
    at: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
    **fields: Any,
) -> None:
    """Take one step by compare-and-swap on state and revision, and write it into the journal.

    Raises Conflict, telling what changed and by whom, when the session is no longer as it was read.
    """
    edge = EDGES[verb]
    before = session.state
    changed = Session.objects.filter(pk=session.pk, state__in=edge.sources, revision=session.revision).update(
        state=edge.target, revision=F("revision") + 1, **fields
    )
    if not changed:
        raise changed_meanwhile(session)
    record(
        f"councils.{verb}", session.key, by=by.actor, at=at, before=before, after=edge.target, reason=reason, data=data
    )
    session.refresh_from_db()


def locked(session: Session, revision: int | None = None) -> Session:
    """The session read again under a lock; with `revision`, Conflict when it changed since then."""
    fresh = Session.objects.select_for_update(of=("self",)).select_related("council__unit").get(pk=session.pk)
    if revision is not None and fresh.revision != revision:
        raise changed_meanwhile(fresh)
    return fresh


def changed_meanwhile(session: Session) -> Conflict:
    """The sentence for the slower of two people."""
    state = Session.objects.values_list("state", flat=True).get(pk=session.pk)
    return Conflict(
        _("Phiên này vừa có thay đổi (%(who)s), nay là “%(state)s”. Chưa ghi gì; hãy xem lại rồi làm tiếp.")
        % {"who": last_change(session.key) or "–", "state": _(LABELS[SessionState(state)].label)}
    )
