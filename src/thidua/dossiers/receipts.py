"""The receipt of a sending: how late it came, by which recorded decision, what it says, its hash."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from thidua.audit.queries import history_of
from thidua.dossiers.models import LateDecision, ListPaper, Round, Submission
from thidua.dossiers.papers import letterhead
from thidua.foundation.clock import HANOI, local_day
from thidua.foundation.dates import show_date

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another


@dataclass(frozen=True)
class Lateness:
    """How late a list came against the first last day of its round, and the decision by which it was taken."""

    closes_on: date
    late: timedelta
    decision: str = ""


def lateness(round_: Round, sent_at: datetime, by: LateDecision | None = None) -> Lateness:
    """Compare the server's time with the day on which the round first closed (the whole day counts, Hà Nội time).

    `late` is zero when it came in time. The decision is the one recorded for the unit (`by`), else the extension of the
    round, in words.
    """
    extensions = list(
        history_of(round_.key).filter(verb="dossiers.extend_window", at__lte=sent_at).order_by("at", "pk")
    )
    first = date.fromisoformat(extensions[0].before) if extensions and extensions[0].before else round_.closes_on
    end = datetime.combine(first + timedelta(days=1), time(), HANOI)
    late = max(sent_at - end, timedelta())
    if late and by is not None:
        return Lateness(first, late, late_words(by))
    if not late or not extensions:
        return Lateness(first, late)
    last = extensions[-1]
    words = _("gia hạn đến hết ngày %(day)s, ghi lúc %(when)s, lý do: %(reason)s") % {
        "day": show_date(date.fromisoformat(last.after)), "when": f"{last.at.astimezone(HANOI):%H:%M, %d/%m/%Y}",
        "reason": last.reason,
    }  # fmt: skip
    return Lateness(first, late, words)


def late_words(row: LateDecision) -> str:
    """A recorded decision to take a late list, in words."""
    return _("số %(number)s ngày %(dated)s, nhận đến hết ngày %(until)s, lý do: %(reason)s") % {
        "number": row.number, "dated": show_date(row.dated), "until": show_date(row.until), "reason": row.reason,
    }  # fmt: skip


def span_in_words(span: timedelta) -> str:
    """`2 ngày 3 giờ 5 phút`; less than a minute counts as one."""
    minutes = max(int(span.total_seconds()) // 60, 1)
    days, hours = divmod(minutes // 60, 24)
    parts = ((days, _("ngày")), (hours, _("giờ")), (minutes % 60, _("phút")))
    return " ".join(f"{count} {word}" for count, word in parts if count)


def lateness_in_words(found: Lateness) -> str:
    """The sentence of the receipt on lateness."""
    day = show_date(found.closes_on)
    if not found.late:
        return _("Gửi trong hạn: đợt nhận đến hết ngày %(day)s theo giờ Hà Nội; thời điểm gửi tính theo máy chủ.") % {
            "day": day
        }
    late = span_in_words(found.late)
    if found.decision:
        return _("Gửi muộn %(late)s so với hạn hết ngày %(day)s; được nhận theo quyết định đã ghi: %(decision)s.") % {
            "late": late, "day": day, "decision": found.decision.rstrip(" .")
        }  # fmt: skip
    return _(
        "Gửi muộn %(late)s so với hạn hết ngày %(day)s; chỉ được nhận khi lãnh đạo Ban Thi đua - Khen thưởng ghi quyết định nhận."
    ) % {"late": late, "day": day}


def new_code() -> str:
    """A code nobody can guess, to check a receipt by: `BN-7K2M-QX9D-4TBA`."""
    drawn = "".join(secrets.choice(LETTERS) for _place in range(12))
    return f"BN-{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"


def digest_of(contents: Mapping[str, Mapping[str, object]]) -> str:
    """The hash of what was sent, by code of the dossier: everything its version keeps, reports and hashes of papers too."""
    return hashlib.sha256(json.dumps(contents, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def receipt_of(
    submission: Submission, *, code: str, digest: str, count: int, papers: Sequence[ListPaper], lacking: Sequence[str],
    sender: Any, at: datetime, late_by: LateDecision | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The context of the receipt, kept as it was given. `lacking`: sentences on what is still missing."""
    sent = at.astimezone(HANOI)
    letter = {
        "title": f"Tờ trình số {submission.number} ngày {submission.dated:%d/%m/%Y}",
        "copies": 1,
        "form": "ghi trên hệ thống",
        "note": None,
    }
    kept = [
        {"title": f"{paper.get_part_display()}: {paper.title}", "copies": 1, "form": "tệp", "note": None}
        for paper in papers
    ]
    return {
        "made_at": sent.isoformat(timespec="seconds"),
        "letterhead": {**letterhead(), "dated": local_day(at).isoformat()},
        "dossier": submission.code,
        "subject": submission.round.title,
        "sender_unit": submission.unit.name,
        "sender": {"name": sender.full_name, "role": sender.position},
        "round": submission.round.title,
        "received_at": sent.strftime("%Y-%m-%dT%H:%M"),
        "nominees": count,
        "papers": [letter, *kept],
        "result_by": None,
        "lookup": f"{settings.BASE_URL}/kiem-tra/bien-nhan/{code}/",
        "remarks": [
            f"Giờ máy chủ khi nhận: {sent:%H:%M:%S, %d/%m/%Y} (giờ Hà Nội).",
            lateness_in_words(lateness(submission.round, at, late_by)),
            *lacking,
            f"Mã kiểm tra: {code}. Mã băm danh sách (SHA-256): {digest}.",
        ],
        "deliverer": sender.full_name,
        "receiver": {"name": "", "role": "Nhận trên hệ thống"},
        "footer": f"{submission.code} · {code}",
    }
