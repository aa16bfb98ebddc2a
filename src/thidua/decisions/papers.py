"""Contexts of decisions and certificates for the printing room (layout of Nghị định 30/2020/NĐ-CP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.awards.queries import award_name, bonus, is_title
from thidua.decisions.models import Certificate, Decision, DecisionLine
from thidua.dossiers.models import Dossier
from thidua.foundation.clock import HANOI
from thidua.foundation.dates import show_date
from thidua.foundation.money import show_money
from thidua.foundation.text import fold
from thidua.foundation.words import mark
from thidua.organisation.models import Sex
from thidua.register.models import Honour

ORGAN = "UBND"
AUTHORITY = "Chủ tịch Ủy ban nhân dân Thành phố"
PLACE = "Hà Nội"
PARTS = {"collective": "tập thể", "individual": "cá nhân"}
"""The parts of a list in their printed order, by kind of recipient."""


def moment(at: datetime) -> str:
    """A moment as contexts carry it."""
    return at.astimezone(HANOI).isoformat(timespec="seconds")


def letterhead(sequence: int | None, issued_on: date | None) -> dict[str, Any]:
    """The head of a decision of the city; without number and day while it is a draft."""
    return {
        "parent": None, "issuer": "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HÀ NỘI", "number": str(sequence) if sequence else None,
        "symbol": f"QĐ-{ORGAN}", "place": PLACE, "dated": issued_on.isoformat() if issued_on else None,
    }  # fmt: skip


def signature(decision: Decision) -> dict[str, Any]:
    """Who signs."""
    return {
        "lines": [line.strip() for line in decision.signer_position.split("\n")] or ["CHỦ TỊCH"],
        "name": decision.signer_name,
    }


def grant_context(
    decision: Decision, lines: Sequence[DecisionLine], *, sequence: int | None, issued_on: date | None, at: datetime
) -> dict[str, Any]:
    """A decision that grants an award, with its list."""
    day = issued_on or at.astimezone(HANOI).date()
    by_kind = {kind: [line.dossier for line in lines if line.dossier and line.dossier.kind == kind] for kind in PARTS}
    parts = {kind: dossiers for kind, dossiers in by_kind.items() if dossiers}
    session = decision.session
    return {
        "made_at": moment(at),
        "letterhead": letterhead(sequence, issued_on),
        "signature": signature(decision),
        "recipients": ["Như Điều 3", "Ban Thi đua - Khen thưởng Trung ương", "Lưu: VT, Ban TĐKT"],
        "subject": decision.title,
        "authority": f"{AUTHORITY} Hà Nội",
        "grounds": [
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            "Căn cứ Luật Thi đua, khen thưởng năm 2022 và các văn bản hướng dẫn thi hành",
            *([f"Căn cứ Biên bản {session.title}, họp ngày {show_date(session.held_on)}"] if session and session.held_on else []),
        ],
        "proposer": "Giám đốc Sở Nội vụ",
        "award": award_phrase(decision.award, award_name(decision.award, day)),
        "recipients_phrase": " và ".join(f"{len(dossiers)} {PARTS[kind]}" for kind, dossiers in parts.items()),
        "achievement": "đã đạt tiêu chuẩn theo quy định của pháp luật về thi đua, khen thưởng",
        "period": years({dossier.round.period for dossiers in parts.values() for dossier in dossiers}),
        "bonus": _bonus_sentence(decision.award, parts, day),
        "executors": "Chánh Văn phòng Ủy ban nhân dân Thành phố, Giám đốc Sở Nội vụ, thủ trưởng các đơn vị và các cá nhân, tập thể có tên",
        "groups": [
            {"title": PARTS[kind].capitalize() if len(parts) > 1 else None, "entries": [_entry(dossier) for dossier in dossiers]}
            for kind, dossiers in parts.items()
        ],
    }  # fmt: skip


def award_phrase(award: str, name: str) -> str:
    """What is given, as it follows “tặng”: a title stands in quotation marks after the word, a form stands alone."""
    return f"danh hiệu “{name}”" if is_title(award) else name


def years(periods: Iterable[int]) -> str:
    """Achievement years in words."""
    told = [str(year) for year in sorted(set(periods))]
    return f"năm {told[0]}" if len(told) == 1 else f"các năm {', '.join(told)}"


def _bonus_sentence(award: str, parts: Mapping[str, Sequence[Dossier]], day: date) -> str | None:
    sums = [(bonus(award, kind, day), PARTS[kind]) for kind in parts]
    told = [f"{show_money(money)} mỗi {word}" for money, word in sums if money]
    return f"Mức tiền thưởng kèm theo: {', '.join(told)}, từ quỹ thi đua, khen thưởng theo quy định." if told else None


def _entry(dossier: Dossier) -> dict[str, Any]:
    return {
        "name": dossier.name, "birth_year": dossier.birth[:4], "role": dossier.position,
        "unit": unless_said(dossier.place_of_work, dossier.name),
    }  # fmt: skip


def unless_said(unit: str, name: str) -> str:
    """The unit to print beside a name; empty when the name says it already ("Phòng Tổng hợp, Sở Nội vụ")."""
    return "" if fold(unit) in fold(name) else unit


def revoke_context(
    decision: Decision, lines: Sequence[DecisionLine], *, sequence: int | None, issued_on: date | None, at: datetime
) -> dict[str, Any]:
    """A decision that takes honours back."""
    honours = [line.honour for line in lines if line.honour]
    first = honours[0]
    return {
        "made_at": moment(at),
        "letterhead": letterhead(sequence, issued_on),
        "signature": signature(decision),
        "recipients": ["Như Điều 4", "Lưu: VT, Ban TĐKT"],
        "subject": decision.title,
        "authority": f"{AUTHORITY} Hà Nội",
        "grounds": [
            "Căn cứ Luật Tổ chức chính quyền địa phương",
            "Căn cứ Luật Thi đua, khen thưởng năm 2022 và các văn bản hướng dẫn thi hành",
        ],
        "proposer": "Giám đốc Sở Nội vụ",
        "decision": f"Quyết định số {first.decision_number} ngày {show_date(first.decision_date)}" if first.decision_date else f"Quyết định số {first.decision_number}",
        "whole": False,
        "reason": decision.reason,
        "collect_within": "15 ngày làm việc kể từ ngày Quyết định này có hiệu lực",
        "collector": "Sở Nội vụ (Ban Thi đua - Khen thưởng)",
        "executors": "Chánh Văn phòng Ủy ban nhân dân Thành phố, Giám đốc Sở Nội vụ, thủ trưởng đơn vị liên quan và cá nhân có tên",
        "honours": [
            {
                "name": honour.recipient_name, "unit": honour.unit_name, "award": honour.award_name,
                "decision": f"Quyết định số {honour.decision_number}",
                "certificate": honour.certificate.number if hasattr(honour, "certificate") else None, "bonus": None,
            }
            for honour in honours
        ],
    }  # fmt: skip


def verify_url(certificate: Certificate) -> str:
    """The address the QR code says."""
    return settings.BASE_URL + reverse("portal:verify", args=[certificate.code])


def certificates_context(
    decision: Decision, certificates: Sequence[Certificate], *, mode: str, right: float, down: float, at: datetime
) -> dict[str, Any]:
    """The printable batch of a decision's certificates."""
    return {
        "made_at": moment(at),
        "title": f"Bằng theo Quyết định {decision.number}",
        "mode": mode,
        "paper": "A4",
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI",
        "decision": decision.number,
        "decided": decision.issued_on.isoformat() if decision.issued_on else "",
        "place": PLACE,
        "dated": decision.issued_on.isoformat() if decision.issued_on else None,
        "signature": signature(decision),
        "certificates": [_card(certificate) for certificate in certificates],
        "offset_mm": {"right": right, "down": down},
    }


def period_of(honour: Honour) -> str:
    """The achievement period in words: one year, or from year to year."""
    if honour.period_from == honour.period_to:
        return f"năm {honour.period_to}"
    return f"từ năm {honour.period_from} đến năm {honour.period_to}"


NOTES = {
    "name_broken": mark("%(name)s: tên được xuống dòng."),
    "name_shrunk": mark("%(name)s: tên in cỡ %(size)s."),
    "name_below_min": mark("%(name)s: tên quá dài, in cỡ %(size)s, nhỏ hơn cỡ nhỏ nhất."),
    "text_long": mark("%(name)s: phần chữ dưới tên có thể chạm chữ ký."),
    "no_glyph": mark("Phông chữ không có ký tự %(name)s; trên bằng in ô vuông thay vào."),
}


def notes_in_words(notes: Sequence[str], certificates: Sequence[Certificate]) -> list[str]:
    """What a person should look at before printing; the codes are those of `Rendered.notes`."""
    told = []
    for note in notes:
        code, about, size = [*note.split(":"), "", ""][:3]
        name = certificates[int(about)].honour.recipient_name if about.isdigit() else about
        told.append(_(NOTES[code]) % {"name": name, "size": size})
    return told


def _card(certificate: Certificate) -> dict[str, Any]:
    honour = certificate.honour
    person = honour.recipient.person
    address = {Sex.MALE: "Ông ", Sex.FEMALE: "Bà "}.get(Sex(person.sex), "") if person and person.sex else ""
    title = is_title(honour.award)
    card = {
        "name": address + honour.recipient_name,
        "verb": "Tặng danh hiệu" if title else "Tặng",
        "award": honour.award_name if title else honour.award_name.partition(" của ")[0],  # the giver stands above
        "achievement": f"Đã đạt tiêu chuẩn {'danh hiệu ' if title else ''}theo quy định của pháp luật về thi đua, khen thưởng",
        "period": period_of(honour),
        "number": certificate.number,
        "code": certificate.code,
        "url": verify_url(certificate),
    }
    if honour.position:
        card["role"] = honour.position
    if unit := unless_said(honour.unit_name, honour.recipient_name):
        card["unit"] = unit
    return card
