"""Issuing: number, documents, honours, certificates, in one transaction or not at all."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.queries import award_level, award_name, bonus
from thidua.decisions.actions.moving import move
from thidua.decisions.flow import DecisionKind, DecisionVerb
from thidua.decisions.models import Certificate, Decision, DecisionLine, NumberSeries
from thidua.decisions.papers import AUTHORITY, ORGAN, grant_context, revoke_context
from thidua.decisions.policies import may_issue, may_print
from thidua.decisions.queries import lines_of
from thidua.documents.actions import store_file
from thidua.documents.rendering import DocumentKind, render_docx, render_pdf
from thidua.dossiers.actions import mark_decided, mark_revoked
from thidua.dossiers.models import Dossier
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.actions import grant_many, revoke
from thidua.register.models import Honour, Recipient

SERIES = "QĐ"
CODE_BYTES = 18
"""Random bytes of a verification code: 144 bits, beyond guessing."""


def draw_number(organ: str, series: str, year: int) -> tuple[NumberSeries, int]:
    """Draw the next number of an organ's series and year. Call it inside a transaction: a rollback gives it back.

    The row is locked (on SQLite the whole database is, by BEGIN IMMEDIATE), so there is no gap and no double.
    """
    NumberSeries.objects.get_or_create(organ=organ, series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(organ=organ, series=series, year=year)
    NumberSeries.objects.filter(pk=row.pk).update(last=F("last") + 1)
    row.refresh_from_db()
    return row, row.last


@transaction.atomic
def issue(decision: Decision, issued_on: date, *, by: Acting, at: datetime) -> Decision:
    """Give the number, make and keep the documents, write honours or revocations, move the dossiers.

    `issued_on` is a day in Asia/Ho_Chi_Minh, not after today. Everything happens or nothing does.
    """
    insist(may_issue(by, decision))
    if issued_on > local_day(at):
        raise Refused(_("Ngày ban hành không thể sau hôm nay. Chưa lấy số."))
    lines = lines_of(decision)
    if not lines:
        raise Refused(_("Dự thảo chưa có ai. Chưa lấy số."))
    _check_day(decision, lines, issued_on)
    _check_once(lines)
    series, sequence = draw_number(ORGAN, SERIES, issued_on.year)
    number = f"{sequence:02d}/{SERIES}-{ORGAN}"  # two digits at least, as Nghị định 30/2020/NĐ-CP writes numbers
    grants = decision.kind == DecisionKind.GRANT
    context = (grant_context if grants else revoke_context)(
        decision, lines, sequence=sequence, issued_on=issued_on, at=at
    )
    kind = DocumentKind.DECISION if grants else DocumentKind.REVOCATION
    stem = f"quyet-dinh-{sequence}-{issued_on.year}"
    docx = store_file(render_docx(kind, context).data, f"{stem}.docx", "docx", decision.key, by=by, at=at)
    pdf = store_file(render_pdf(kind, context).data, f"{stem}.pdf", "pdf", decision.key, by=by, at=at)
    move(
        decision, DecisionVerb.ISSUE, by=by, at=at, series=series, sequence=sequence, number=number, issued_on=issued_on,
        issued_by=by.user, docx=docx, pdf=pdf,
    )  # fmt: skip
    (_grant if grants else _revoke)(decision, lines, by=by, at=at)
    return decision


def _check_day(decision: Decision, lines: Sequence[DecisionLine], issued_on: date) -> None:
    """A decision is not older than what it rests on: the council's session, or the decision it takes back."""
    known = [line.honour.decision_date for line in lines if line.honour and line.honour.decision_date]
    if decision.session and decision.session.held_on:
        known.append(decision.session.held_on)
    if known and issued_on < max(known):
        raise Refused(
            _("Ngày ban hành không thể trước ngày %(day)s của phiên họp hoặc quyết định làm căn cứ. Chưa lấy số.")
            % {"day": show_date(max(known))}
        )


def _check_once(lines: Sequence[DecisionLine]) -> None:
    """Two dossiers of one recipient for one achievement year give one honour, not two."""
    seen = Counter((line.dossier.recipient_id, line.dossier.round.period) for line in lines if line.dossier)
    twice = [
        line.dossier.name
        for line in lines
        if line.dossier and line.dossier.recipient_id and seen[line.dossier.recipient_id, line.dossier.round.period] > 1
    ]
    if twice:
        raise Refused(
            _("Có người được ghi hai lần trong dự thảo: %(names)s. Hãy bỏ dòng thừa. Chưa lấy số.")
            % {"names": ", ".join(dict.fromkeys(twice))}
        )


def _grant(decision: Decision, lines: Sequence[DecisionLine], *, by: Acting, at: datetime) -> None:
    assert decision.issued_on
    name = award_name(decision.award, decision.issued_on)
    dossiers = [line.dossier for line in lines if line.dossier]
    numbers = [f"{decision.issued_on.year}/{decision.sequence}-{place:04d}" for place in range(1, len(dossiers) + 1)]
    paid = {kind: bonus(decision.award, kind, decision.issued_on) for kind in {dossier.kind for dossier in dossiers}}
    rows = [_honour(decision, dossier, name, number, at) for dossier, number in zip(dossiers, numbers, strict=True)]
    for honour, dossier in zip(rows, dossiers, strict=True):
        honour.bonus = paid[dossier.kind]
    honours = grant_many(rows, by=by, at=at)
    DecisionLine.objects.bulk_update(
        [_with_honour(line, honour) for line, honour in zip(lines, honours, strict=True)], ["honour"], batch_size=500
    )
    Certificate.objects.bulk_create(
        [
            Certificate(
                honour=honour, decision=decision, code=secrets.token_urlsafe(CODE_BYTES),
                number=honour.certificate_number,
            )
            for honour in honours
        ],
        batch_size=500,
    )  # fmt: skip
    mark_decided(dossiers, decision_number=decision.number, by=by, at=at)


def _with_honour(line: DecisionLine, honour: Honour) -> DecisionLine:
    line.honour = honour
    return line


def _honour(decision: Decision, dossier: Dossier, name: str, certificate: str, at: datetime) -> Honour:
    if dossier.recipient is None:
        raise Refused(_("Hồ sơ %(code)s chưa xác định người trong Sổ. Chưa lấy số.") % {"code": dossier.code})
    recipient: Recipient = dossier.recipient
    return Honour(
        recipient=recipient, award=decision.award, award_name=name, recipient_name=dossier.name,
        unit_name=dossier.place_of_work[:200], position=dossier.position,
        period_from=dossier.round.period, period_to=dossier.round.period, decision_number=decision.number,
        decision_date=decision.issued_on, decided_by=AUTHORITY, source=decision.key, recorded_at=at,
        level=award_level(decision.award), certificate_number=certificate, signer=decision.signer_name,
    )  # fmt: skip


def _revoke(decision: Decision, lines: Sequence[DecisionLine], *, by: Acting, at: datetime) -> None:
    assert decision.issued_on
    for line in lines:
        assert line.honour
        revoke(
            line.honour, decision_number=decision.number, decision_date=decision.issued_on, reason=decision.reason,
            by=by, at=at,
        )  # fmt: skip
        granted = (
            DecisionLine.objects.filter(honour=line.honour, dossier__isnull=False).select_related("dossier").first()
        )
        if granted and granted.dossier:
            mark_revoked(granted.dossier, reason=decision.reason, by=by, at=at)


@transaction.atomic
def mark_printed(decision: Decision, *, by: Acting, at: datetime) -> int:
    """Record that the certificates of a decision were printed."""
    insist(may_print(by, decision))
    printed = Certificate.objects.filter(decision=decision, printed_at=None).update(printed_at=at)
    record("decisions.print_certificates", decision.key, by=by.actor, at=at, data={"first_time": printed})
    return printed
