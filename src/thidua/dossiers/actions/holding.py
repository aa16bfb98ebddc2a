"""Recording what holds a nominee, and that it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from thidua.audit.actions import record_many
from thidua.awards.queries import verdict_for
from thidua.awards.queries.panel import citation_words
from thidua.awards.rules import LawInvalid
from thidua.dossiers.actions.content import judge
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Hold, HoldKind
from thidua.dossiers.policies.holding import ENDED, may_hold, may_release
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

OPEN_VERDICT = (DossierState.SUBMITTED, DossierState.APPRAISING, DossierState.RETURNED)
"""States in which the verdict may still change."""


@dataclass(frozen=True)
class Matter:
    """What is open: which kind, since when, by which document; on the person with all his files, or on one dossier."""

    kind: str
    since: date
    document: str
    person: bool


@transaction.atomic
def hold(dossier: Dossier, matter: Matter, *, by: Acting, at: datetime) -> Hold:
    """Hold a dossier, or its recipient with all his open dossiers. The rule is the one the law room itself finds.

    Raises Refused for an unknown kind, a day to come, a missing document, or a person who is not in the ledger.
    """
    insist(may_hold(by, dossier))
    if matter.kind not in HoldKind.values:
        raise Refused(_("Chưa chọn việc gì đang mở. Chưa ghi gì."))
    if not matter.document.strip():
        raise Refused(_("Hãy ghi văn bản làm căn cứ: số, ngày, cơ quan. Chưa ghi gì."))
    if matter.since > local_day(at):
        raise Refused(_("Ngày bắt đầu không thể sau hôm nay. Chưa ghi gì."))
    if matter.person and dossier.recipient is None:
        raise Refused(_("Người này chưa có trong Sổ, nên chỉ tạm dừng được hồ sơ này. Chưa ghi gì."))
    basis, citation = legal_reason(dossier, matter.kind, matter.since, local_day(at))
    on: dict[str, Any] = {"dossier": dossier}
    if matter.person and dossier.recipient:
        person = dossier.recipient.person
        on = {"recipient": dossier.recipient, "cccd_index": (person.cccd_index if person else "") or dossier.cccd_index}
    made = Hold.objects.create(
        **on, kind=matter.kind, since=matter.since, document=matter.document.strip()[:200], basis=basis, citation=citation,
        by=by.user, at=at,
    )  # fmt: skip
    dossier.__dict__.pop("holds_read", None)  # what was read before is no longer all
    record_many(
        "dossiers.hold",
        {dossier.key, *_judge_open(made, at=at)},
        by=by.actor,
        at=at,
        reason=f"{made.document} ({citation})",
    )
    return made


def legal_reason(dossier: Dossier, kind: str, since: date, on: date) -> tuple[str, str]:
    """Why such a matter holds a nominee, and the article: asked of the rules in force, by judging that matter alone."""
    pending = {"pending": [{"kind": kind, "since": since.isoformat()}]}
    try:
        record_ = verdict_for(None, pending, dossier.award, dossier.round.period, on, kind=dossier.kind)
    except (LawInvalid, ValueError):
        return _("Chưa có bộ quy định cho ngày này; cần kiểm tra căn cứ."), _("cần kiểm tra")
    row = next((row for row in record_["conditions"] if row["status"] == "hold"), None)
    if row is None:
        return _("Bộ quy định không có điều kiện tạm dừng cho danh hiệu này; cần kiểm tra căn cứ."), _("cần kiểm tra")
    return row.get("why") or row["text"], citation_words(row["citation"])


@transaction.atomic
def release(found: Hold, document: str, reason: str, *, by: Acting, at: datetime) -> Hold:
    """Say that a matter is settled, by which document and with which result; the dossiers go on."""
    insist(may_release(by, found))
    if not document.strip() or not reason.strip():
        raise Refused(_("Bỏ tạm dừng cần số, ngày văn bản giải quyết và kết quả. Chưa ghi gì."))
    rows = Hold.objects.filter(pk=found.pk, released_at=None)
    if not rows.update(
        released_by=by.user, released_at=at, released_document=document.strip()[:200], released_reason=reason.strip()
    ):  # fmt: skip
        raise Conflict(_("Người khác vừa ghi kết quả giải quyết việc này. Hãy mở lại trang."))
    found.refresh_from_db()
    subject = found.dossier or found.recipient
    assert subject is not None
    keys = {subject.key, *_judge_open(found, at=at)}
    record_many(
        "dossiers.release", keys, by=by.actor, at=at, reason=f"{found.released_document}: {found.released_reason}"
    )
    return found


def held_dossiers(found: Hold) -> Q:
    """Condition on dossiers: those this matter holds."""
    if found.dossier_id:
        return Q(pk=found.dossier_id)
    same = Q(recipient=found.recipient_id)
    return same | Q(cccd_index=found.cccd_index) if found.cccd_index else same


def _judge_open(found: Hold, *, at: datetime) -> list[str]:
    """Judge afresh the dossiers whose verdict may still change. Returns the keys of the open dossiers the matter holds."""
    rows = Dossier.objects.filter(held_dossiers(found)).exclude(state__in=[*ENDED, DossierState.DRAFT])
    rows = rows.select_related("recipient__person", "round", "unit")
    for dossier in rows:
        if dossier.state in OPEN_VERDICT:
            judge(dossier, at=at)
        # The revision moves on in every state: whoever has the page open is told before he acts on it.
        Dossier.objects.filter(pk=dossier.pk).update(
            verdict=dossier.verdict, verdict_code=dossier.verdict_code, revision=F("revision") + 1
        )
    return [dossier.key for dossier in rows]
