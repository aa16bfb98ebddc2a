"""State-level dossiers: sent to the level above by a letter, and what came back, which goes into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.queries import award_name
from thidua.dossiers.actions.moving import move_all
from thidua.dossiers.flow import DossierVerb
from thidua.dossiers.models import Ascent, AscentLine, Dossier, Round
from thidua.dossiers.policies import may, read_holds
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.organisation.acting import Acting
from thidua.register.actions import grant_many
from thidua.register.models import Honour


@dataclass(frozen=True)
class Answered:
    """What the level above answered: the number and day of its document, and who decided."""

    document: str
    dated: date
    decided_by: str = ""


def _locked(dossiers: Sequence[Dossier], verb: DossierVerb, by: Acting) -> list[Dossier]:
    """The rows as they are now, kept from others; Refused with the first reason why one of them may not go."""
    rows = list(
        Dossier.objects.select_for_update(of=("self",))
        .filter(pk__in=[row.pk for row in dossiers])
        .select_related("round", "unit", "submission", "recipient__person")
        .defer("verdict", "submission__reading", "submission__reading_sealed")
        .order_by("pk")
    )
    if not rows:
        raise Refused(_("Chưa chọn hồ sơ nào. Chưa ghi gì."))
    read_holds(rows)
    for row in rows:
        if not (answer := may(by, row, verb)):
            raise Refused(f"{row.code} {row.name}: {answer.reason}")
    return rows


@transaction.atomic
def send_up(
    round_: Round, dossiers: Sequence[Dossier], *, number: str, dated: date, addressee: str, by: Acting, at: datetime
) -> Ascent:
    """Record the letter by which dossiers of one round went to the level above; all or none."""
    if not tidy(number) or not tidy(addressee):
        raise Refused(_("Cần ghi số tờ trình và trình ai. Chưa ghi gì."))
    if dated > local_day(at):
        raise Refused(_("Ngày tờ trình không thể sau hôm nay. Chưa ghi gì."))
    rows = _locked(dossiers, DossierVerb.SEND_UP, by)
    if any(row.round_id != round_.pk for row in rows):
        raise Refused(_("Một tờ trình chỉ gồm hồ sơ của một đợt. Chưa ghi gì."))
    made = Ascent.objects.create(
        round=round_, number=tidy(number), dated=dated, addressee=tidy(addressee), by=by.user, at=at
    )
    AscentLine.objects.bulk_create([AscentLine(ascent=made, dossier=row) for row in rows], batch_size=500)
    move_all(rows, DossierVerb.SEND_UP, by=by, at=at, reason=f"{made.number}, {dated:%d/%m/%Y}")
    record("dossiers.ascent", made.key, by=by.actor, at=at, data={"dossiers": len(rows)})
    return made


@transaction.atomic
def granted(dossiers: Sequence[Dossier], answer: Answered, *, by: Acting, at: datetime) -> list[Honour]:
    """Record that the level above granted: the honours enter the ledger, the dossiers are decided; all or none.

    Raises Refused when a day cannot be, or a nominee is in nobody's ledger yet.
    """
    if not tidy(answer.document) or not tidy(answer.decided_by):
        raise Refused(_("Cần ghi số quyết định và người quyết định. Chưa ghi gì."))
    rows = _locked(dossiers, DossierVerb.GRANTED, by)
    lines = _lines(rows, answer, at)
    for row in rows:
        if row.recipient is None:
            raise Refused(_("Hồ sơ %(code)s chưa xác định người trong Sổ. Chưa ghi gì.") % {"code": row.code})
    _once(rows, answer)
    honours = grant_many([_honour(row, answer, at) for row in rows], by=by, at=at)
    for row, honour in zip(rows, honours, strict=True):
        line = lines[row.pk]
        line.granted, line.document, line.dated, line.decided_by = (
            True,
            tidy(answer.document),
            answer.dated,
            tidy(answer.decided_by),
        )
        line.honour = honour
    AscentLine.objects.bulk_update(
        lines.values(), ["granted", "document", "dated", "decided_by", "honour"], batch_size=500
    )
    move_all(rows, DossierVerb.GRANTED, by=by, at=at, reason=tidy(answer.document))
    return honours


@transaction.atomic
def not_granted(dossiers: Sequence[Dossier], answer: Answered, reason: str, *, by: Acting, at: datetime) -> int:
    """Record that the level above did not grant, by which document and why; all or none."""
    if not tidy(answer.document) or not reason.strip():
        raise Refused(_("Cần ghi số văn bản trả lời và lý do. Chưa ghi gì."))
    rows = _locked(dossiers, DossierVerb.NOT_GRANTED, by)
    lines = _lines(rows, answer, at)
    for line in lines.values():
        line.granted, line.document, line.dated, line.reason = (
            False,
            tidy(answer.document),
            answer.dated,
            reason.strip(),
        )
    AscentLine.objects.bulk_update(lines.values(), ["granted", "document", "dated", "reason"], batch_size=500)
    return move_all(rows, DossierVerb.NOT_GRANTED, by=by, at=at, reason=reason.strip())


def _lines(rows: Sequence[Dossier], answer: Answered, at: datetime) -> dict[int, AscentLine]:
    """The lines of the letters the dossiers went by. A document of the level above is not older than the letter."""
    lines = {line.dossier_id: line for line in AscentLine.objects.filter(dossier__in=rows).select_related("ascent")}
    if not max(line.ascent.dated for line in lines.values()) <= answer.dated <= local_day(at):
        raise Refused(_("Ngày văn bản của cấp trên phải từ ngày tờ trình đến hôm nay. Chưa ghi gì."))
    return lines


def _once(rows: Sequence[Dossier], answer: Answered) -> None:
    """One recipient has one honour of an award by one decision for one year: neither twice here nor in the ledger already."""
    seen: set[tuple[int | None, str, int]] = set()
    for row in rows:
        key = (row.recipient_id, row.award, row.round.period)
        known = Honour.objects.filter(
            recipient=row.recipient_id,
            award=row.award,
            period_from=row.round.period,
            decision_number=tidy(answer.document),
        )
        if key in seen or known.exists():
            raise Refused(_("%(name)s đã có danh hiệu này theo quyết định ấy. Chưa ghi gì.") % {"name": row.name})
        seen.add(key)


def _honour(dossier: Dossier, answer: Answered, at: datetime) -> Honour:
    assert dossier.recipient is not None  # refused before
    return Honour(
        recipient=dossier.recipient, award=dossier.award, award_name=award_name(dossier.award, answer.dated),
        recipient_name=dossier.name, unit_name=dossier.place_of_work[:200], position=dossier.position,
        period_from=dossier.round.period, period_to=dossier.round.period, decision_number=tidy(answer.document),
        decision_date=answer.dated, decided_by=tidy(answer.decided_by), source=dossier.key, recorded_at=at,
    )  # fmt: skip
