"""Contexts of the papers this room makes: receipt of a list, appraisal sheet."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from thidua.awards.queries import award_name
from thidua.documents.rendering import DocumentKind
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Submission
from thidua.dossiers.queries import citation_words
from thidua.foundation.clock import HANOI, local_day

RECEIPT = DocumentKind.RECEIPT
APPRAISAL = DocumentKind.APPRAISAL


def letterhead() -> dict[str, Any]:
    """The head of the standing office's internal papers: no number of its own."""
    return {
        "parent": "SỞ NỘI VỤ", "issuer": "BAN THI ĐUA - KHEN THƯỞNG", "number": None, "symbol": "",
        "place": "Hà Nội", "dated": None,
    }  # fmt: skip


def receipt(submission: Submission) -> dict[str, Any]:
    """The receipt of a sent list. Times are local; the server's moment of sending is the one that counts."""
    assert submission.sent_at and submission.sent_by
    sent = submission.sent_at.astimezone(HANOI)
    closes = f"{submission.round.closes_on:%d/%m/%Y}"
    return {
        "made_at": sent.isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": sent.date().isoformat()},
        "dossier": submission.code,
        "subject": submission.round.title,
        "sender_unit": submission.unit.name,
        "sender": {"name": submission.sent_by.full_name, "role": submission.sent_by.position},
        "round": submission.round.title,
        "received_at": sent.strftime("%Y-%m-%dT%H:%M"),
        "nominees": submission.dossiers.exclude(sent_at=None).count(),
        "papers": [
            {"title": f"Tờ trình số {submission.number} ngày {submission.dated:%d/%m/%Y}", "copies": 1, "form": "tệp", "note": None}
        ],
        "result_by": None,
        "lookup": settings.BASE_URL,
        "remarks": [f"Đợt nhận đến hết ngày {closes} theo giờ Hà Nội; thời điểm gửi tính theo máy chủ."],
        "deliverer": submission.sent_by.full_name,
        "receiver": {"name": "", "role": "Nhận trên hệ thống"},
    }  # fmt: skip


OUTCOMES = {"pass": "pass", "fail": "fail", "hold": "fail", "unknown": "unknown"}


def appraisal(dossier: Dossier, *, head: str) -> dict[str, Any]:
    """The appraisal sheet, filled from the stored verdict, the papers, the points returned and the conclusion."""
    made = dossier.held_since.astimezone(HANOI)
    record = dossier.verdict
    appraiser = dossier.concluded_by or dossier.holder
    day = local_day(dossier.sent_at) if dossier.sent_at else made.date()
    return {
        "made_at": made.isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": made.date().isoformat()},
        "dossier": dossier.code,
        "nominee": dossier.name,
        "birth": dossier.birth[:4] or None,
        "role": dossier.position,
        "unit": dossier.place_of_work,
        "award": award_name(dossier.award, day),
        "period": f"năm {dossier.round.period}",
        "round": dossier.round.title,
        "conditions": [
            {
                "text": row.get("why") or row["text"], "outcome": OUTCOMES[row["status"]], "facts": row["text"],
                "source": citation_words(row["citation"]),
            }
            for row in record.get("conditions", [])
        ],
        "papers": [
            {"title": paper.title, "copies": 1, "form": paper.get_part_display(), "note": None}
            for paper in dossier.papers.all()
        ],
        "defects": [
            f"{defect.text} — {defect.answer}" if defect.answer else defect.text for defect in dossier.defects.all()
        ],
        "opinion": _opinion(dossier),
        "appraiser": {"name": appraiser.full_name if appraiser else "", "role": "Chuyên viên thẩm định"},
        "head": {"name": head, "role": "Lãnh đạo Ban"},
    }  # fmt: skip


def _opinion(dossier: Dossier) -> str:
    """What was concluded, then why; before the conclusion, that there is none yet."""
    if dossier.concluded_by is None:
        return "Chưa kết luận."
    verdict = "Không đủ điều kiện" if dossier.state == DossierState.INELIGIBLE else "Đủ điều kiện trình Hội đồng"
    return f"{verdict}. {dossier.conclusion or 'Theo bảng xét ở trên.'}"
