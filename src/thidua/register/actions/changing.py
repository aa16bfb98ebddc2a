"""What happens to an honour after it was granted: each time a row beside it, by a decision, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.models import Honour, HonourChange, HonourStatus
from thidua.register.policies import CORRECTED_FIELDS, may_correct, may_note_revocation, may_reissue
from thidua.register.queries.honours import certificate_of, texts_of


@dataclass(frozen=True)
class Basis:
    """The decision a change rests on, its day in Asia/Ho_Chi_Minh, and why."""

    number: str
    day: date
    reason: str


class Told(TypedDict):
    """What the journal is told of a change."""

    before: str
    after: str
    reason: str


@transaction.atomic
def revoke(
    honour: Honour, *, decision_number: str, decision_date: date, reason: str, by: Acting, at: datetime
) -> Honour:
    """Mark an honour revoked by a decision. The row stays; what happened stands beside it.

    Raises Conflict when it was already revoked.
    """
    told = _change(honour, HonourStatus.REVOKED, Basis(decision_number, decision_date, reason), at)
    record("register.revoke", honour.key, by=by.actor, at=at, **told)
    return honour


@transaction.atomic
def correct(honour: Honour, read: Mapping[str, str], *, basis: Basis, by: Acting, at: datetime) -> Honour:
    """Write beside an honour what its printed texts should read, by a decision of correction. The printed text stays.

    `read` maps the fields of CORRECTED_FIELDS to what they should read; what is empty or as printed is left out.
    """
    insist(may_correct(by, honour))
    _check(honour, basis, at)
    now_reads = texts_of(honour)
    corrections = [
        {"field": field, "printed": now_reads[field], "corrected": tidy(read.get(field, ""))[:200]}
        for field in CORRECTED_FIELDS
        if tidy(read.get(field, "")) not in ("", now_reads[field])
    ]
    if not corrections:
        raise Refused(_("Chưa có chỗ nào đọc khác với bản in. Hãy ghi chữ đúng vào ô cần đính chính. Chưa ghi gì."))
    told = _change(honour, HonourStatus.CORRECTED, basis, at, corrections=corrections)
    record("register.correct", honour.key, by=by.actor, at=at, **told)
    return honour


@transaction.atomic
def reissue(honour: Honour, certificate_number: str, *, basis: Basis, by: Acting, at: datetime) -> Honour:
    """Record that the certificate was issued again under a new number. The honour stands as before."""
    insist(may_reissue(by, honour))
    _check(honour, basis, at)
    number = tidy(certificate_number)
    if not number or number == certificate_of(honour):
        raise Refused(_("Số bằng cấp lại phải có và khác số đang ghi. Chưa ghi gì."))
    told = _change(honour, HonourStatus.REISSUED, basis, at, certificate_number=number[:40])
    record("register.reissue", honour.key, by=by.actor, at=at, **told)
    return honour


@transaction.atomic
def note_revocation(honour: Honour, *, basis: Basis, by: Acting, at: datetime) -> Honour:
    """Record that an authority took an honour back by a decision of its own: of an old ledger, or of a higher level."""
    insist(may_note_revocation(by, honour))
    _check(honour, basis, at)
    told = _change(honour, HonourStatus.REVOKED, basis, at)
    record("register.revoke", honour.key, by=by.actor, at=at, **told)
    return honour


def _check(honour: Honour, basis: Basis, at: datetime) -> None:
    if not tidy(basis.number) or not tidy(basis.reason):
        raise Refused(_("Cần số văn bản và lý do. Chưa ghi gì."))
    if basis.day > local_day(at) or (honour.decision_date and basis.day < honour.decision_date):
        raise Refused(_("Ngày văn bản nằm trong khoảng từ ngày quyết định tặng đến hôm nay. Chưa ghi gì."))


def _change(
    honour: Honour,
    status: HonourStatus,
    basis: Basis,
    at: datetime,
    *,
    corrections: list[dict[str, str]] | None = None,
    certificate_number: str = "",
) -> Told:
    """Move the status and write the row beside, unless somebody was faster. Returns what the journal is told of it."""
    before = honour.status
    standing = Honour.objects.filter(pk=honour.pk, status=before).exclude(status=HonourStatus.REVOKED)
    if not standing.update(status=status):
        honour.refresh_from_db()
        if honour.status == HonourStatus.REVOKED:
            raise Conflict(_("Danh hiệu này đã được thu hồi trước đó. Không ghi thêm gì."))
        raise Conflict(_("Người khác vừa ghi thay đổi cho danh hiệu này. Chưa ghi gì: hãy mở lại trang để xem."))
    HonourChange.objects.create(
        honour=honour,
        status=status,
        decision_number=tidy(basis.number)[:80],
        decision_date=basis.day,
        reason=tidy(basis.reason),
        corrections=corrections or [],
        certificate_number=certificate_number,
        at=at,
    )
    honour.refresh_from_db()
    return {"before": before, "after": status.value, "reason": tidy(basis.reason)}
