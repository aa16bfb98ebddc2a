"""What the minutes of a session are made from: plain contexts for the printing room.

Contents after Luật Thi đua, khen thưởng 2022 and its decrees: whole membership, who was absent and whether a written
opinion came, every count, the share of all members, the conclusion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from thidua.councils.models import Attendance, BallotItem, MemberRole, RollEntry, Session
from thidua.councils.queries import Participation
from thidua.councils.tally import minimum_yes, percent
from thidua.foundation.clock import HANOI
from thidua.organisation.models import Unit

_AUTHORITIES = re.compile(r"^(ủy ban nhân dân|uỷ ban nhân dân|ubnd)\s+", re.IGNORECASE)
_REMARKS = re.compile(r"\s*\((?:cần kiểm tra|báo chí dẫn)[^)]*\)")
"""Remarks of the office to itself beside a source: shown on screen, never printed on a paper."""
CITY = "Hà Nội"
"""The place of papers of the city itself, whose short name (`UBND Thành phố`) does not tell it."""
_LEVELS = re.compile(r"^(thành phố|tỉnh|phường|xã|đặc khu|tp\.?)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class MinutesFacts:
    """What the secretary adds to what the session itself knows. People are `name, post` lines; moments are aware."""

    number: str
    started_at: datetime
    ended_at: datetime
    venue: str
    chair: tuple[str, str]
    secretary: tuple[str, str]
    tellers: Sequence[tuple[str, str]]
    guests: Sequence[tuple[str, str]] = ()
    proceedings: Sequence[str] = ()
    public_notice: str = ""
    conclusions: Sequence[str] = ()
    remarks: Sequence[str] = ()
    witnesses: Sequence[tuple[str, str]] = field(default=())


def locality(unit: Unit) -> str:
    """The place name a unit's papers are dated from: `Ủy ban nhân dân Thành phố Hà Nội` gives `Hà Nội`."""
    name = _LEVELS.sub("", _AUTHORITIES.sub("", unit.name.strip())).strip()
    return CITY if name.casefold() in ("", "thành phố") else name


def session_minutes_context(
    session: Session, roll: Sequence[RollEntry], items: Sequence[BallotItem], facts: MinutesFacts, made_at: datetime
) -> dict[str, Any]:
    """The minutes of the session."""
    return {
        "made_at": made_at.astimezone(HANOI).isoformat(timespec="seconds"),
        "letterhead": _letterhead(session, facts.number),
        "subject": session.title,
        "started_at": _moment(facts.started_at),
        "ended_at": _moment(facts.ended_at),
        "venue": facts.venue,
        "members_total": len(roll),
        "present": [_member(entry) for entry in roll if entry.attendance == Attendance.PRESENT],
        "absent": [_absent(entry) for entry in roll if entry.attendance != Attendance.PRESENT],
        "guests": _people(facts.guests),
        "chair": _person(facts.chair),
        "secretary": _person(facts.secretary),
        "agenda": [title for title, _rows in _by_threshold(items)],
        "proceedings": list(facts.proceedings),
        "public_notice": facts.public_notice or None,
        "ballots": [_ballot(title, rows) for title, rows in _by_threshold(items)],
        "conclusions": list(facts.conclusions),
    }


def tally_minutes_context(
    session: Session, items: Sequence[BallotItem], taking_part: Participation, facts: MinutesFacts, made_at: datetime
) -> dict[str, Any]:
    """The minutes of the tellers.

    A paper is invalid as a whole when it is invalid on every question; questions left invalid on papers otherwise valid
    are counted in the table, and a remark says so.
    """
    returned = max(((item.yes or 0) + (item.no or 0) + (item.invalid or 0) for item in items), default=0)
    invalid = min((item.invalid or 0 for item in items), default=0)
    return {
        "made_at": made_at.astimezone(HANOI).isoformat(timespec="seconds"),
        "letterhead": _letterhead(session, None),
        "subject": session.title,
        "started_at": _moment(facts.started_at),
        "ended_at": _moment(facts.ended_at),
        "venue": facts.venue,
        "members_total": taking_part.members,
        "tellers": _people(facts.tellers),
        "witnesses": _people(facts.witnesses),
        "issued": taking_part.taking_part,
        "returned": returned,
        "valid": returned - invalid,
        "invalid": invalid,
        "ballots": [_ballot(title, rows) for title, rows in _by_threshold(items)],
        "remarks": [*facts.remarks, *_partly_invalid(items, invalid)],
        "chair": _person(facts.chair),
    }


def _partly_invalid(items: Sequence[BallotItem], whole: int) -> list[str]:
    partly = [item.label for item in items if (item.invalid or 0) > whole]
    if not partly:
        return []
    return [
        f"Có phiếu hợp lệ nhưng phần ghi về {', '.join(partly)} không hợp lệ; số ấy ở cột “Không hợp lệ” của từng nội dung."
    ]


def _letterhead(session: Session, number: str | None) -> dict[str, Any]:
    unit = session.council.unit
    return {
        "parent": unit.name,
        "issuer": session.council.name,
        "number": number or None,
        "symbol": "BB-HĐ",
        "place": locality(unit),
        "dated": session.held_on.isoformat() if session.held_on else None,
    }


def _by_threshold(items: Iterable[BallotItem]) -> list[tuple[str, list[BallotItem]]]:
    """Questions under the same threshold and the same first part of the detail, which names the award."""
    groups: dict[tuple[str, int, int, str], list[BallotItem]] = {}
    for item in items:
        award = item.detail.split(" · ")[0] if " · " in item.detail else ""
        key = (award, item.threshold_numerator, item.threshold_denominator, item.threshold_source)
        groups.setdefault(key, []).append(item)
    return [(f"Xét {key[0]}" if key[0] else "Nội dung bỏ phiếu", rows) for key, rows in groups.items()]


def _ballot(title: str, rows: Sequence[BallotItem]) -> dict[str, Any]:
    first = rows[0]
    members = first.members or 0
    need = minimum_yes(members, first.threshold)
    return {
        "title": title,
        "members_total": members,
        "rule": f"Đạt khi có từ {percent(first.threshold)} tổng số thành viên đồng ý, tức ít nhất {need}/{members} phiếu "
        f"({_REMARKS.sub('', first.threshold_source)})",
        "results": [_result(item) for item in rows],
    }


def _result(item: BallotItem) -> dict[str, Any]:
    unit = item.detail.split(" · ", 1)[-1] if " · " in item.detail else item.detail
    return {
        "name": item.label,
        "unit": unit,
        "agree": item.yes or 0,
        "disagree": item.no or 0,
        "invalid": item.invalid or 0,
        "passed": bool(item.passed),
    }


def _member(entry: RollEntry) -> dict[str, str]:
    member = entry.member
    role = "" if member.role == MemberRole.MEMBER else str(MemberRole(member.role).label)
    parts = [part for part in (member.position, role) if part]
    return {"name": member.name, "role": ", ".join(dict.fromkeys(parts))}


def _absent(entry: RollEntry) -> dict[str, Any]:
    return {
        **_member(entry),
        "reason": entry.reason or "không nêu",
        "written_opinion": entry.attendance == Attendance.WRITTEN,
    }


def _people(people: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [_person(person) for person in people]


def _person(person: tuple[str, str]) -> dict[str, str]:
    return {"name": person[0], "role": person[1]}


def _moment(at: datetime) -> str:
    return at.astimezone(HANOI).strftime("%Y-%m-%dT%H:%M")
