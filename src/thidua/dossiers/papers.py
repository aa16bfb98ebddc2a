"""Contexts of the papers this room makes: the head they share, the achievement report. Sheets of the office: `sheets`."""

from __future__ import annotations

from typing import Any

from thidua.awards.queries import award_name
from thidua.documents.rendering import DocumentKind
from thidua.dossiers.checklist import Section, outline_called
from thidua.dossiers.models import Dossier, Report
from thidua.foundation.clock import HANOI, local_day
from thidua.register.models import RecipientKind

RECEIPT = DocumentKind.RECEIPT
REPORT = DocumentKind.REPORT


def letterhead() -> dict[str, Any]:
    """The head of the standing office's internal papers: no number of its own."""
    return {
        "parent": "SỞ NỘI VỤ", "issuer": "BAN THI ĐUA - KHEN THƯỞNG", "number": None, "symbol": "",
        "place": "Hà Nội", "dated": None,
    }  # fmt: skip


def report(dossier: Dossier, written: Report) -> dict[str, Any]:
    """The achievement report as it was written, under the headings of its outline. Dated when it was last saved."""
    outline = outline_called(written.outline)
    saved = written.saved_at.astimezone(HANOI)
    sections = outline.sections if outline else tuple(Section(code, code) for code in written.sections)
    award = award_name(dossier.award, local_day(written.saved_at))
    return {
        "made_at": saved.isoformat(timespec="seconds"),
        "letterhead": {
            "parent": None, "issuer": dossier.unit.name, "number": None, "symbol": "", "place": "Hà Nội",
            "dated": saved.date().isoformat(),
        },
        "title": "Báo cáo thành tích",
        "subject": f"Đề nghị tặng {award} năm {dossier.round.period}: {dossier.name}",
        "form": "" if outline is None or outline.doubt else outline.form,
        "sections": [
            {"title": section.title, "paragraphs": text.split("\n")}
            for section in sections
            if (text := written.sections.get(section.code, "").strip())
        ],
        "author": {"name": dossier.name if dossier.kind == RecipientKind.INDIVIDUAL else "", "role": dossier.position},
        "unit_head": {"name": "", "role": ""},
        "footer": f"{dossier.code} · {saved:%H:%M, %d/%m/%Y}",
    }  # fmt: skip
