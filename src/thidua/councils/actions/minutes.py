"""The minutes: drawn, kept, and with them the session closed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.councils import queries
from thidua.councils.actions.moving import locked, move
from thidua.councils.flow import SessionVerb
from thidua.councils.models import Session
from thidua.councils.papers import MinutesFacts, session_minutes_context, tally_minutes_context
from thidua.councils.policies import may_close
from thidua.documents.actions import store_file
from thidua.documents.rendering import render_docx, render_pdf
from thidua.documents.rendering.kinds import DocumentKind
from thidua.foundation.answers import Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

__all__ = ["MinutesFacts", "make_minutes"]


@transaction.atomic
def make_minutes(session: Session, facts: MinutesFacts, *, by: Acting, at: datetime) -> Session:
    """Draw the minutes of the session and of the tellers as DOCX and PDF, keep them, and close the session.

    Raises Refused when the times are out of order, Conflict when the session changed; then nothing is kept.
    """
    fresh = locked(session, session.revision)
    insist(may_close(by, fresh))
    if facts.ended_at <= facts.started_at:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."))
    if facts.ended_at > at:
        raise Refused(_("Giờ kết thúc chưa tới. Chưa lập biên bản; hãy ghi giờ phiên đã kết thúc."))
    roll, items = list(queries.roll_of(fresh)), list(fresh.items.order_by("position", "id"))
    minutes = session_minutes_context(fresh, roll, items, facts, at)
    count = tally_minutes_context(fresh, items, queries.participation(roll), facts, at)
    name = f"bien-ban-phien-{fresh.number}-{fresh.year}"
    kept: dict[str, Any] = {}
    drawn = {"docx": render_docx, "pdf": render_pdf}
    for column, kind, context, stem in (
        ("minutes", DocumentKind.SESSION_MINUTES, minutes, name),
        ("tally", DocumentKind.TALLY_MINUTES, count, f"{name}-kiem-phieu"),
    ):
        for suffix, render in drawn.items():
            data = render(kind, context).data
            kept[f"{column}_{suffix}"] = store_file(data, f"{stem}.{suffix}", suffix, fresh.key, by=by, at=at)
    move(fresh, SessionVerb.CLOSE, by=by, at=at, started_at=facts.started_at, ended_at=facts.ended_at, **kept)
    session.refresh_from_db()
    return session
