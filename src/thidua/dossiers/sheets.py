"""Contexts of the office's own sheets: the appraisal sheet of one nominee, the consolidated list of a round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from thidua.awards.queries import award_name
from thidua.awards.queries.panel import NAMED, citation_words
from thidua.documents.rendering import DocumentKind
from thidua.dossiers.flow import DEEDS, DossierState, DossierVerb
from thidua.dossiers.models import Dossier, Round
from thidua.dossiers.papers import letterhead
from thidua.dossiers.policies.holding import open_holds, reason_of
from thidua.dossiers.queries.balance import Balance
from thidua.dossiers.queries.completeness import Completeness
from thidua.dossiers.unit_side import parts_in_hand
from thidua.foundation.clock import HANOI, local_day

APPRAISAL, CONSOLIDATED = DocumentKind.APPRAISAL, DocumentKind.CONSOLIDATED
HEAD = "Lãnh đạo Ban"


def appraisal(dossier: Dossier, *, opinions: Sequence[str] = ()) -> dict[str, Any]:
    """The appraisal sheet, filled from the verdict, the parts, the points returned, opinions, history and conclusion.

    `dossier` as `queries.full` reads it; `opinions`: those of other agencies and of the public, one sentence each.
    """
    made = dossier.held_since.astimezone(HANOI)
    day = local_day(dossier.sent_at) if dossier.sent_at else made.date()
    appraiser, holds = dossier.concluded_by or dossier.holder, open_holds(dossier)
    return {
        "made_at": made.isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": made.date().isoformat()},
        "dossier": dossier.code, "nominee": dossier.name, "birth": dossier.birth[:4] or None, "role": dossier.position,
        "unit": dossier.place_of_work, "award": award_name(dossier.award, day), "period": f"năm {dossier.round.period}",
        "round": dossier.round.title,
        "conditions": [
            {
                "text": row.get("why") or row["text"], "outcome": row["status"], "facts": row["text"],
                "source": citation_words(row["citation"]),
            }
            for row in dossier.verdict.get("conditions", [])
            if row["id"] not in NAMED
        ],
        "papers": [
            {"title": paper.title, "copies": 1, "form": paper.get_part_display(), "note": None}
            for paper in dossier.papers.all()
            if not hasattr(paper, "replaced_by")
        ],
        "completeness": _complete(parts_in_hand(dossier, day)),
        "defects": [
            f"Lần {point.turn}: {point.text}" + (f" ({point.cite})" if point.cite else "") + (f" — {point.answer}" if point.answer else "")
            for point in dossier.defects.all()
        ],
        "opinions": list(opinions),
        "held": reason_of(holds) if holds else "",
        "history": _history(dossier),
        "opinion": _opinion(dossier),
        "approval": _approval(dossier),
        "appraiser": {"name": appraiser.full_name if appraiser else "", "role": "Chuyên viên thẩm định"},
        "head": {"name": _approver(dossier), "role": HEAD},
    }  # fmt: skip


def _complete(parts: Completeness) -> str:
    if not parts.total:
        return ""
    missing = ", ".join(line.need.part.name for line in parts.missing)
    return f"Có {parts.done} trên {parts.total} thành phần." + (f" Còn thiếu: {missing}." if missing else "")


def _history(dossier: Dossier) -> list[str]:
    """The steps, oldest first: when, who, what. Reasons stand in their own items of the sheet."""
    return [
        f"{step.at.astimezone(HANOI):%H:%M, %d/%m/%Y}: {step.by.full_name if step.by else ''} {_(DEEDS[DossierVerb(step.verb)].done)}"
        for step in dossier.steps.all()
    ]


def _opinion(dossier: Dossier) -> str:
    """What was concluded, then why; before the conclusion, that there is none yet."""
    if dossier.concluded_by is None or dossier.eligible is None:
        return "Chưa kết luận."
    verdict = "Đủ điều kiện trình Hội đồng" if dossier.eligible else "Không đủ điều kiện"
    return f"{verdict}. {dossier.conclusion or 'Theo bảng xét ở trên.'}"


def _approval(dossier: Dossier) -> str:
    """What the head decided; nothing while the sheet does not lie before him."""
    if dossier.approved_by is not None:
        steps = [
            step for step in dossier.steps.all() if step.verb in (DossierVerb.APPROVE, DossierVerb.APPROVE_INELIGIBLE)
        ]
        when = f", {local_day(steps[-1].at):%d/%m/%Y}" if steps else ""
        return f"Đồng ý với kết luận thẩm định{when}."
    return "Chưa duyệt." if dossier.state == DossierState.CONCLUDED else ""


def _approver(dossier: Dossier) -> str:
    return dossier.approved_by.full_name if dossier.approved_by else ""


def consolidated(round_: Round, balance: Balance, rows: Sequence[Sequence[str]], *, at: datetime) -> dict[str, Any]:
    """The consolidated list of a round. `rows`: the cells of `views.consolidated`, in their order."""
    made = at.astimezone(HANOI)
    unknown = [(row.label, row) for row in balance.shares]
    return {
        "made_at": made.isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": made.date().isoformat()},
        "subject": round_.title,
        "rows": [[row[1], row[3], row[4], row[5], row[6], row[7]] for row in rows],
        "balance": [
            *({"what": name, "now": str(now), "last": str(last)} for name, now, last in balance.awards),
            *(
                {"what": label, "now": f"{row.yes}/{row.of} (chưa rõ {row.unknown})", "last": f"{row.last_yes}/{row.last_of}"}
                for label, row in unknown
            ),
            *({"what": name, "now": str(now), "last": str(last)} for name, now, last in balance.sectors),
        ],
        "quotas": [f"{row.text} ({row.citation})" if row.citation else row.text for row in balance.quotas],
        "maker": {"name": "", "role": ""},
        "head": {"name": "", "role": HEAD},
    }  # fmt: skip
