"""Papers of the demonstration dossiers: what a city's decision on an initiative looks like."""

from __future__ import annotations

from datetime import date, datetime

from thidua.desk.demo.nominees import Nominee
from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.foundation.clock import HANOI


def initiative_decision(one: Nominee, unit: str, number: int, day: date) -> bytes:
    """The city's decision that recognises a nominee's initiative, as PDF. The same words give the same bytes."""
    name = one.facts["initiatives"][0]["name"]
    whom = f"{one.name}, {one.position}, {unit}"
    context = {
        "made_at": datetime(day.year, day.month, day.day, 9, tzinfo=HANOI).isoformat(timespec="seconds"),
        "letterhead": {
            "parent": None, "issuer": "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "number": str(number), "symbol": "QĐ-UBND",
            "place": "Hà Nội", "dated": day.isoformat(),
        },
        "signature": {"lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": "Hoàng Minh Đức"},
        "recipients": ["Như Điều 2", "Lưu: VT"],
        "subject": "Về việc công nhận sáng kiến có phạm vi ảnh hưởng cấp Thành phố",
        "authority": "Chủ tịch Ủy ban nhân dân Thành phố Hà Nội",
        "grounds": ["Luật Thi đua, khen thưởng năm 2022 và các văn bản hướng dẫn thi hành"],
        "proposer": "Hội đồng sáng kiến Thành phố",
        "award": "", "recipients_phrase": "", "achievement": "", "period": "", "bonus": None, "executors": "",
        "articles": [
            f"Công nhận sáng kiến “{name}” của {whom}, có hiệu quả áp dụng và khả năng nhân rộng trong Thành phố.",
            f"Thủ trưởng {unit} và cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
        ],
        "groups": [{"title": None, "entries": [{"name": one.name}]}],
    }  # fmt: skip
    return render_pdf(DocumentKind.DECISION, context).data


def signed_letter(unit: str, number: str, day: date, title: str, count: int) -> bytes:
    """A unit's letter asking for the awards of a round, signed by its head, as PDF."""
    context = {
        "made_at": datetime(day.year, day.month, day.day, 8, tzinfo=HANOI).isoformat(timespec="seconds"),
        "letterhead": {"parent": None, "issuer": unit, "number": number, "symbol": "TTr", "place": "Hà Nội", "dated": day.isoformat()},
        "signature": {"lines": ["THỦ TRƯỞNG ĐƠN VỊ"], "name": "Nguyễn Quang Hải"},
        "recipients": ["Như trên", "Lưu: VT"],
        "subject": f"Đề nghị khen thưởng: {title}",
        "addressees": ["Ban Thi đua - Khen thưởng Thành phố"],
        "grounds": [], "opening": [f"{unit} kính trình danh sách {count} trường hợp đề nghị khen thưởng."],
        "proposals": [], "achievement": [], "opinions": [], "appraisal": [],
        "closing": "Kính đề nghị Ban Thi đua - Khen thưởng Thành phố xem xét", "groups": [],
    }  # fmt: skip
    return render_pdf(DocumentKind.SUBMISSION, context).data


def unit_minutes(unit: str, day: date, names: list[str]) -> bytes:
    """The minutes of the unit's own council on its nominees, as PDF."""
    context = {
        "made_at": datetime(day.year, day.month, day.day, 8, tzinfo=HANOI).isoformat(timespec="seconds"),
        "letterhead": {"parent": None, "issuer": unit, "number": None, "symbol": "", "place": "Hà Nội", "dated": day.isoformat()},
        "title": "BIÊN BẢN HỌP XÉT",
        "subject": "Hội đồng Thi đua - Khen thưởng của đơn vị bỏ phiếu đề nghị khen thưởng",
        "form": "",
        "sections": [{"title": "Kết quả bỏ phiếu", "paragraphs": [f"{name}: 100 % đồng ý." for name in names]}],
        "author": {"name": "", "role": ""},
        "unit_head": {"name": "", "role": ""},
    }  # fmt: skip
    return render_pdf(DocumentKind.REPORT, context).data
