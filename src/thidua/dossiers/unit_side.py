"""What the page of a dossier shows of the unit's side: its parts, its report, the nominee's own words, its versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, NomineeReply, ReplyKind
from thidua.dossiers.policies.nominee import may_answer_nominee, may_give_link
from thidua.dossiers.policies.reporting import may_write
from thidua.dossiers.queries.completeness import Completeness, completeness_of, list_papers, report_of
from thidua.dossiers.queries.lacking import last_lacked
from thidua.foundation.clock import local_day, now
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES


def unit_side(acting: Acting, found: Dossier, day: date) -> dict[str, Any]:
    """The context of these panels. The parts are those of the rules of the day of sending, of today while a draft."""
    ours = acting.holds(*UNIT_DUTIES)
    drafting = ours and found.state in (DossierState.DRAFT, DossierState.RETURNED)
    replies = list(found.replies.select_related("answered_by").order_by("-id")) if found.has_replies else []  # type: ignore[attr-defined]  # annotated by queries.full
    looked, lacks = last_lacked([found.award]) if drafting else (0, [])
    return {
        "parts": parts_in_hand(found, local_day(found.sent_at) if found.sent_at else day),
        "report": report_of(found),
        "may_write": may_write(acting, found),
        "may_give_link": may_give_link(acting, found),
        "links": list(found.links.filter(revoked_at=None, expires_at__gt=now())[:1]) if ours else [],
        "replies": [(said, may_answer_nominee(acting, said)) for said in replies],
        "consent": consent_of(replies),
        "versions": found.versions.count() if found.returns else 1,  # a second version comes only after a return
        "looked": looked, "lacks": lacks[:4],
    }  # fmt: skip


def parts_in_hand(found: Dossier, day: date) -> Completeness:
    """The parts of a dossier read for its page, whose papers are in hand already."""
    papers = [paper for paper in found.papers.all() if not hasattr(paper, "replaced_by")]
    found.standing = papers  # type: ignore[attr-defined]  # as `with_parts` would
    return completeness_of(found, found.submission, list_papers(found.submission), day)


def consent_of(replies: list[NomineeReply]) -> NomineeReply | None:
    """The nominee's last word on publishing his name; `replies` newest first."""
    return next((said for said in replies if said.kind in (ReplyKind.CONSENT, ReplyKind.REFUSAL)), None)
