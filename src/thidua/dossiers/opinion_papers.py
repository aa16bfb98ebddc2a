"""Contexts of the papers on opinions: the letter to an agency, the result sheet of a public consultation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from thidua.awards.queries import award_name
from thidua.documents.rendering import DocumentKind
from thidua.dossiers.models import Consultation, OpinionRequest, Triage
from thidua.dossiers.papers import letterhead
from thidua.dossiers.queries.opinions import counts_on
from thidua.foundation.clock import HANOI
from thidua.foundation.dates import show_date, show_long_date

LETTER, RESULT = DocumentKind.OPINION_LETTER, DocumentKind.CONSULTATION_RESULT
SYMBOL = "BTĐKT"
HEAD = "Lãnh đạo Ban"
WHOLE = "Chung cả danh sách"


def letter(request: OpinionRequest) -> dict[str, Any]:
    """The letter that asks one agency, as it was asked. `request` with its opinions and their dossiers."""
    figure, _slash, symbol = request.number.partition("/")
    rows = request.opinions.select_related("dossier__unit").order_by("id")
    names = {row.dossier.award: award_name(row.dossier.award, request.asked_on) for row in rows}
    return {
        "made_at": request.asked_at.astimezone(HANOI).isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "number": figure.strip() or None, "symbol": symbol.strip() or SYMBOL, "dated": request.asked_on.isoformat()},
        "signature": {"lines": ["Trưởng ban"], "name": ""},
        "recipients": ["Như trên", "Lưu: VT"],
        "subject": "xin ý kiến về việc đề nghị khen thưởng",
        "addressee": request.agency_name,
        "opening": [
            f"Ban Thi đua - Khen thưởng đang thẩm định {len(rows)} trường hợp đề nghị khen thưởng dưới đây và xin ý kiến của "
            f"{request.agency_name} về: {request.question.rstrip('. ')}.",
        ],
        "nominees": [
            {"name": row.dossier.name, "role": ", ".join(filter(None, (row.dossier.position, row.dossier.place_of_work))), "award": names[row.dossier.award]}
            for row in rows
        ],
        "requests": [
            f"Thời hạn trả lời theo {request.citation}: hết {show_long_date(request.due_on)}. Quá thời hạn mà không có văn bản trả lời, "
            f"Ban ghi vào hồ sơ là quá hạn, không có ý kiến. Mã yêu cầu: {request.code}"
        ],
    }  # fmt: skip


def result(found: Consultation, *, maker: str, at: datetime) -> dict[str, Any]:
    """The result sheet of a list. No comment is printed and nobody who wrote one is named."""
    lines, counts = list(found.lines.select_related("dossier").order_by("id")), counts_on(found)
    left = [line.name for line in lines if line.dossier.state == "withdrawn"]
    waiting = sum(row.get(Triage.NEW, 0) for row in counts.values())
    extended = [f"Đã gia hạn, lý do: {found.extension_reason}."] if found.extension_reason else []
    return {
        "made_at": at.astimezone(HANOI).isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": at.astimezone(HANOI).date().isoformat()},
        "subject": found.title,
        "facts": [
            f"Công khai từ ngày {show_date(found.opened_on)} đến hết ngày {show_date(found.ends_on)}; quy định {found.days} ngày làm việc ({found.citation}).",
            *extended,
            *([f"Đã rút hồ sơ, đưa khỏi danh sách: {', '.join(left)}."] if left else []),
        ],
        "nominees": [{"name": line.name, "role": line.role, "award": line.award} for line in lines],
        "counts": [
            *(_cells(line.name, counts.get(line.dossier_id, {})) for line in lines),
            *([_cells(WHOLE, counts[None])] if None in counts else []),
        ],
        "conclusion": [_conclusion(found, waiting)],
        "maker": {"name": maker, "role": ""},
        "head": {"name": "", "role": HEAD},
    }  # fmt: skip


def _cells(name: str, counts: dict[str, int]) -> Sequence[str]:
    return [
        name,
        str(sum(counts.values())),
        *(str(counts.get(kind, 0)) for kind in (Triage.VALID, Triage.OFF_TOPIC, Triage.HOLD)),
    ]


def _conclusion(found: Consultation, waiting: int) -> str:
    if found.ended_at is None:
        return "Danh sách đang công khai; đây chưa phải kết quả cuối cùng."
    if waiting:
        return f"Còn {waiting} ý kiến chưa phân loại."
    return "Đã hết thời gian công khai; mọi ý kiến nhận được đã phân loại."
