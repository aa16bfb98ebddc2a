"""Rounds: opened, changed, extended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.dossiers.models import Round, RoundSender
from thidua.dossiers.policies import may_keep_rounds
from thidua.dossiers.routes import RouteCode
from thidua.dossiers.voting import votes_on
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@transaction.atomic
def open_round(fields: dict[str, Any], *, senders: Mapping[str, Any] | None = None, by: Acting, at: datetime) -> Round:
    """Open a round. `fields`: those of the model. `senders`: `kinds`, `clusters`, `units` it takes lists of; none is all."""
    insist(may_keep_rounds(by))
    try:
        with transaction.atomic():
            votes = votes_on(fields.get("route", RouteCode.REGULAR), fields["opens_on"])
            made = Round.objects.create(**fields, votes=votes)
    except IntegrityError:
        raise Conflict(
            _("Đợt này vừa được mở ở nơi khác, hoặc mã đợt đã có. Chưa mở thêm; hãy xem lại danh sách đợt.")
        ) from None
    write_senders(made, senders or {})
    record("dossiers.open_round", made.key, by=by.actor, at=at, data={"closes_on": made.closes_on.isoformat()})
    return made


@transaction.atomic
def extend_window(round_: Round, closes_on: date, reason: str, *, by: Acting, at: datetime) -> Round:
    """Move the last day of a round, with the reason. Raises Refused without a reason or before the first day."""
    insist(may_keep_rounds(by))
    if not reason.strip():
        raise Refused(_("Gia hạn cần ghi lý do. Chưa ghi gì."))
    if closes_on < round_.opens_on:
        raise Refused(_("Ngày đóng không thể trước ngày mở đợt. Chưa ghi gì."))
    before = round_.closes_on
    Round.objects.filter(pk=round_.pk).update(closes_on=closes_on)
    round_.closes_on = closes_on
    record(
        "dossiers.extend_window", round_.key, by=by.actor, at=at, reason=reason,
        before=before.isoformat(), after=closes_on.isoformat(),
    )  # fmt: skip
    return round_


@transaction.atomic
def tie_round(round_: Round, *, session: Any, task: Any, by: Acting, at: datetime) -> Round:
    """Say for which session of the council and which task of the plan the round is. Refused a session without a vote."""
    insist(may_keep_rounds(by))
    if session is not None and not round_.votes:
        raise Refused(_("Đường xét của đợt không qua bỏ phiếu của Hội đồng, nên không gắn phiên. Chưa ghi gì."))
    Round.objects.filter(pk=round_.pk).update(session=session, task=task)
    round_.session, round_.task = session, task
    record("dossiers.tie_round", round_.key, by=by.actor, at=at, data={"session": session.key if session else ""})
    return round_


def write_senders(round_: Round, data: Mapping[str, Any]) -> None:
    """Write from whom a new round takes lists; nothing chosen is everyone."""
    rules = [RoundSender(round=round_, kind=kind) for kind in data.get("kinds") or ()]
    rules += [RoundSender(round=round_, cluster=cluster) for cluster in data.get("clusters") or ()]
    rules += [RoundSender(round=round_, unit=unit) for unit in data.get("units") or ()]
    RoundSender.objects.bulk_create(rules)
