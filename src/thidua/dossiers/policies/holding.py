"""Holds: what is open on a nominee, who may record it and who says it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Hold
from thidua.dossiers.policies.beside import authors, not_own
from thidua.foundation.answers import Answer
from thidua.foundation.dates import show_date
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode

ENDED = frozenset(
    {
        DossierState.DECIDED,
        DossierState.REVOKED,
        DossierState.INELIGIBLE,
        DossierState.NOT_PASSED,
        DossierState.NOT_GRANTED,
        DossierState.WITHDRAWN,
    }
)
"""States in which a dossier is at its end: nothing is left to hold, to say or to answer."""


def on_dossier(dossier: Dossier) -> Q:
    """Condition on holds: those on this dossier, on its recipient, or on whoever bears its identity number."""
    found = Q(dossier=dossier.pk)
    if dossier.recipient_id:
        found |= Q(recipient=dossier.recipient_id)
    if dossier.cccd_index:
        found |= Q(recipient__isnull=False, cccd_index=dossier.cccd_index)
    return found


@cache
def held() -> Exists:
    """Condition on dossiers, for lists: something open holds it. Costs no query of its own; built once, a query takes its copy."""
    rows = Hold.objects.filter(released_at=None)
    return Exists(
        rows.filter(
            Q(dossier=OuterRef("pk"))
            | Q(recipient=OuterRef("recipient_id"))
            | (Q(recipient__isnull=False, cccd_index=OuterRef("cccd_index")) & ~Q(cccd_index=""))
        )
    )


def open_holds(dossier: Dossier) -> list[Hold]:
    """What is open on a dossier; read once for each dossier in hand."""
    known: list[Hold] | None = getattr(dossier, "holds_read", None)
    if known is None:
        known = list(
            Hold.objects.filter(on_dossier(dossier), released_at=None).select_related("by", "recipient__person")
        )
        for hold in known:
            if hold.dossier_id == dossier.pk:
                hold.dossier = dossier  # in hand already
        dossier.holds_read = known  # type: ignore[attr-defined]  # kept beside the row, as a prefetch would
    return known


def read_holds(dossiers: Sequence[Dossier]) -> dict[int, list[Hold]]:
    """What is open on each of many dossiers, in one query."""
    by_recipient: dict[int, list[Hold]] = {}
    by_number: dict[str, list[Hold]] = {}
    by_dossier: dict[int, list[Hold]] = {}
    for hold in Hold.objects.filter(released_at=None).filter(_on_any(dossiers)).select_related("by"):
        if hold.dossier_id:
            by_dossier.setdefault(hold.dossier_id, []).append(hold)
            continue
        assert hold.recipient_id
        by_recipient.setdefault(hold.recipient_id, []).append(hold)
        if hold.cccd_index:
            by_number.setdefault(hold.cccd_index, []).append(hold)
    found = {}
    for dossier in dossiers:
        rows = [
            *by_dossier.get(dossier.pk, ()), *by_recipient.get(dossier.recipient_id or 0, ()),
            *by_number.get(dossier.cccd_index, ()),
        ]  # fmt: skip
        found[dossier.pk] = list({hold.pk: hold for hold in rows}.values())
        dossier.holds_read = found[dossier.pk]  # type: ignore[attr-defined]  # as in open_holds
    return found


def _on_any(dossiers: Iterable[Dossier]) -> Q:
    rows = list(dossiers)
    return (
        Q(dossier__in=[row.pk for row in rows])
        | Q(recipient__in=[row.recipient_id for row in rows if row.recipient_id])
        | Q(recipient__isnull=False, cccd_index__in=[row.cccd_index for row in rows if row.cccd_index])
    )


def with_holds(facts: dict[str, Any], holds: Sequence[Hold]) -> dict[str, Any]:
    """The declared facts with what is open on the nominee (schema law-facts-1)."""
    if not holds:
        return facts
    opened = [{"kind": hold.kind, "since": hold.since.isoformat()} for hold in holds]
    return {**facts, "pending": [*(facts.get("pending") or ()), *opened]}


def reason_of(holds: Sequence[Hold]) -> str:
    """Why a dossier is held, in one sentence with its rule."""
    said = "; ".join(
        _("%(what)s từ ngày %(day)s (%(document)s), theo %(cite)s")
        % {
            "what": hold.get_kind_display(),
            "day": show_date(hold.since),
            "document": hold.document,
            "cite": hold.citation,
        }
        for hold in holds
    )
    return _("Hồ sơ đang tạm dừng: %(said)s. Chờ văn bản giải quyết.") % {"said": said}


def not_held(dossier: Dossier) -> Answer:
    """No, with the legal reason, while something is open on the nominee."""
    holds = open_holds(dossier)
    return Answer.no(reason_of(holds)) if holds else Answer.yes()


def settled(dossier: Dossier) -> Answer:
    """Nothing is open, and a matter the verdict itself found was recorded and settled by a document."""
    answer = not_held(dossier)
    if not answer or dossier.verdict_code != "hold":
        return answer
    if Hold.objects.filter(on_dossier(dossier), released_at__isnull=False).exists():
        return answer
    return Answer.no(
        _(
            "Bảng xét theo quy định ghi tạm dừng. Hãy ghi việc tạm dừng, rồi ghi văn bản giải quyết; sau đó mới kết luận đủ điều kiện được."
        )
    )


def may_hold(acting: Acting, dossier: Dossier) -> Answer:
    """Record what is open on a nominee: officers of intake and appraisal and the head, until the matter is decided."""
    if not acting.holds(DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD):
        return Answer.no(_("Việc tạm dừng do cán bộ tiếp nhận, thẩm định hoặc lãnh đạo Ban ghi."))
    if dossier.state == DossierState.DRAFT or dossier.state in ENDED:
        return Answer.no(_("Hồ sơ ở bước này không còn gì để tạm dừng."))
    if acting.user.pk in authors(dossier):
        return Answer.no(_("Người lập hoặc gửi danh sách không ghi việc tạm dừng của hồ sơ trong danh sách đó."))
    return not_own(acting, dossier)


def may_release(acting: Acting, hold: Hold) -> Answer:
    """Say that a matter is settled: the head of the office, never on his own file."""
    if not acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.no(_("Ghi kết quả giải quyết và bỏ tạm dừng là việc của lãnh đạo Ban."))
    if hold.released_at:
        return Answer.no(_("Việc này đã có văn bản giải quyết."))
    if hold.dossier:
        return not_own(acting, hold.dossier)
    person = hold.recipient.person if hold.recipient else None
    if person is not None and person.user_id == acting.user.pk:
        return Answer.no(_("Người được đề nghị không xử lý việc của chính mình."))
    return Answer.yes()
