"""The context of the urging letter (công văn đôn đốc) for the printing room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from thidua.foundation.clock import HANOI
from thidua.foundation.dates import show_date, show_long_date
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.plans.models import Plan
from thidua.plans.queries.urging import Owing, tasks_of
from thidua.plans.spoken import in_a_sentence

PARENT, OFFICE, PLACE, SYMBOL = "Sở Nội vụ", "Ban Thi đua - Khen thưởng", "Hà Nội", "BTĐKT"
"""The head of the standing office's letters and the symbol used when only a number is typed."""


def urging_context(
    plan: Plan, owing: Sequence[Owing], *, number: str, dated: date | None, reply_by: date | None, by: Acting,
    at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The letter to all units that owe something of a plan. `number`: "312", "312/BTĐKT-NV", or "" for room to write."""
    figure, _slash, symbol = number.partition("/")
    head = by.holds(DutyCode.OFFICE_HEAD)
    one_task = len(tasks_of(owing)) == 1  # then the letter names it before the list
    return {
        "made_at": at.astimezone(HANOI).isoformat(timespec="seconds"),
        "letterhead": {
            "parent": PARENT, "issuer": OFFICE, "number": figure.strip() or None, "symbol": symbol.strip() or SYMBOL,
            "place": PLACE, "dated": dated.isoformat() if dated else None,
        },
        "signature": {
            "lines": [by.user.position if head and by.user.position else "Trưởng ban"],
            "name": by.user.full_name if head else "",
        },
        "recipients": ["Như trên", "Chủ tịch UBND Thành phố (để báo cáo)", "Lưu: VT"],
        "subject": f"đôn đốc thực hiện {_named(plan)}",
        "opening": [_opening(plan, owing, local=at.astimezone(HANOI).date())],
        "units": [
            {
                "name": one.unit.name,
                "items": [
                    {"what": owed.part if one_task else owed.what, "due": _day(owed.milestone.effective), "late": owed.words} for owed in one.owed
                ],
            }
            for one in owing
        ],
        "requests": [_request(reply_by)],
    }  # fmt: skip


def _named(plan: Plan) -> str:
    return f"Kế hoạch số {plan.number}" if plan.number else f"Kế hoạch {in_a_sentence(plan.title)}"


def _opening(plan: Plan, owing: Sequence[Owing], *, local: date) -> str:
    issued = f" {show_long_date(plan.issued_on)}" if plan.issued_on else ""
    author = f" của {in_a_sentence(plan.issuer)}" if plan.issuer else ""
    title = in_a_sentence(plan.title)
    about = f" về {title[:1].lower()}{title[1:]}" if plan.number else ""
    tasks = tasks_of(owing)
    what = f", nội dung “{tasks[0].headline}”" if len(tasks) == 1 else ""
    return (
        f"Thực hiện {_named(plan)}{issued}{author}{about}{what}, tính đến {show_long_date(local)} "
        f"còn {len(owing)} đơn vị chưa hoàn thành (có danh sách)."
    )


def _request(reply_by: date | None) -> str:
    until = f" trước {show_long_date(reply_by)}" if reply_by else ""
    return (
        "Đề nghị các đơn vị khẩn trương thực hiện, gửi kết quả về Ban Thi đua - Khen thưởng Thành phố"
        f"{until}. Đơn vị đã gửi thì báo lại để đối chiếu; có vướng mắc thì nêu rõ lý do và thời gian hoàn thành"
    )


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
