"""What the page of a dossier shows of the unit's side: its parts, its report, the nominee's own words, its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.documents.serving import SHOWN_INSIDE
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Dossier, ListPaper, NomineeReply, ReplyKind, Report
from thidua.dossiers.policies.content import open_parts
from thidua.dossiers.policies.nominee import may_answer_nominee, may_give_link
from thidua.dossiers.policies.reporting import may_read_writing, may_write
from thidua.dossiers.queries.completeness import Completeness, completeness_of, list_papers, report_of
from thidua.dossiers.queries.lacking import last_lacked
from thidua.foundation.clock import local_day, now
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES

SENDINGS = (DossierVerb.SUBMIT, DossierVerb.RESUBMIT)
"""Each of these steps keeps a version."""
SHARED, WRITTEN = "ds", "bao-cao"
"""Keys of papers in the page's address: of the whole list, of the report as it stands."""


def unit_side(acting: Acting, found: Dossier, day: date) -> dict[str, Any]:
    """The context of these panels. The parts are those of the rules of the day of sending, of today while a draft."""
    ours = acting.holds(*UNIT_DUTIES)
    drafting = ours and found.state in (DossierState.DRAFT, DossierState.RETURNED)
    parts = parts_in_hand(found, local_day(found.sent_at) if found.sent_at else day)
    report, reads = report_of(found), may_read_writing(acting, found)
    replies = list(found.replies.select_related("answered_by").order_by("-id")) if found.has_replies else []  # type: ignore[attr-defined]  # annotated by queries.full
    looked, lacks = last_lacked([found.award]) if drafting else (0, [])
    return {
        "parts": parts,
        "report": report,
        "shown": shown_papers(found, report if reads else None),
        "reads_writing": reads,
        "may_write": may_write(acting, found),
        "open_parts": open_parts(found) if ours and found.state == DossierState.RETURNED else None,
        "may_give_link": may_give_link(acting, found),
        "links": list(found.links.filter(revoked_at=None, expires_at__gt=now())[:1]) if ours else [],
        "replies": [(said, may_answer_nominee(acting, said)) for said in replies],
        "consent": consent_of(replies),
        "sendings": sum(step.verb in SENDINGS for step in found.steps.all()),
        "looked": looked, "lacks": lacks[:4],
    }  # fmt: skip


def parts_in_hand(found: Dossier, day: date) -> Completeness:
    """The parts of a dossier read for its page, whose papers are in hand already."""
    papers = [paper for paper in found.papers.all() if not hasattr(paper, "replaced_by")]
    found.standing = papers  # type: ignore[attr-defined]  # as `with_parts` would
    return completeness_of(found, found.submission, shared_papers(found), day)


def shared_papers(found: Dossier) -> list[ListPaper]:
    """The papers of its whole list; read once for each dossier in hand."""
    known: list[ListPaper] | None = getattr(found, "shared_read", None)
    if known is None:
        known = list_papers(found.submission)
        found.shared_read = known  # type: ignore[attr-defined]  # kept beside the row, as a prefetch would
    return known


@dataclass(frozen=True)
class Shown:
    """One paper of the viewer: its key in the page's address, what it is, where its bytes are."""

    key: str
    title: str
    what: str
    url: str
    inside: bool


def shown_papers(found: Dossier, report: Report | None) -> list[Shown]:
    """Everything there is to read: the dossier's own papers, the report being written, those of the whole list."""
    own = [
        Shown(
            str(paper.pk),
            paper.title,
            str(paper.get_part_display()),
            reverse("dossiers:paper", args=[paper.pk]),
            paper.file.kind in SHOWN_INSIDE,
        )
        for paper in found.papers.all()
        if not hasattr(paper, "replaced_by")
    ]
    shared = [
        Shown(
            f"{SHARED}{paper.pk}", paper.title, _("%(part)s, chung cả danh sách") % {"part": paper.get_part_display()},
            reverse("dossiers:list_paper", args=[paper.pk]), paper.file.kind in SHOWN_INSIDE,
        )
        for paper in shared_papers(found)
    ]  # fmt: skip
    if report is None or report.drawn_revision == report.revision:
        return own + shared
    written = Shown(
        WRITTEN,
        _("Báo cáo viết trong phần mềm"),
        _("Bản đang viết"),
        reverse("dossiers:report_file", args=[found.pk, "pdf"]),
        True,
    )
    return [*own, written, *shared]


def consent_of(replies: list[NomineeReply]) -> NomineeReply | None:
    """The nominee's last word on publishing his name; `replies` newest first."""
    return next((said for said in replies if said.kind in (ReplyKind.CONSENT, ReplyKind.REFUSAL)), None)
