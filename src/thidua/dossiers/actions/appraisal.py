"""The standing office's work: receive, take, hand over, return, conclude."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.dossiers.actions.moving import move, move_all
from thidua.dossiers.defects import cite_of, usual_deadline
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.models import Defect, Dossier, Submission
from thidua.dossiers.policies import may, own_files
from thidua.dossiers.policies.beside import authors, is_file_of
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, DutyCode
from thidua.organisation.queries import valid_on
from thidua.organisation.sealing import open_cccd
from thidua.register.actions import recipient_for


@dataclass(frozen=True)
class Point:
    """One defect to be put right: on what (a paper's key, a condition's id, a missing part, or general), what, by when.

    `cite`: the rule it stands on; left empty, it is taken from the verdict or the list of parts.
    """

    about: str
    text: str
    due_on: date | None
    cite: str = ""


def receive(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Receive a dossier; whoever receives it as appraiser holds it."""
    holder = by.user if by.holds(DutyCode.APPRAISER) else None
    return move(dossier, DossierVerb.RECEIVE, by=by, at=at, holder=holder)


def take(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Take a dossier nobody holds."""
    return move(dossier, DossierVerb.TAKE, by=by, at=at, holder=by.user)


@transaction.atomic
def hand_over(dossier: Dossier, to: User, *, by: Acting, at: datetime, reason: str = "") -> Dossier:
    """Give a dossier to another appraiser. Raises Refused when that person is none today, wrote the list or is the nominee."""
    appraiser = Duty.objects.filter(valid_on(local_day(at)), user=to, code=DutyCode.APPRAISER).exists()
    if not appraiser or to.pk in authors(dossier) or is_file_of(to, dossier):
        raise Refused(_("%(name)s không nhận thẩm định hồ sơ này được.") % {"name": to.full_name})
    return move(dossier, DossierVerb.HAND_OVER, by=by, at=at, reason=reason, holder=to)


@transaction.atomic
def return_for_supplement(dossier: Dossier, points: Sequence[Point], *, by: Acting, at: datetime) -> Dossier:
    """Send a dossier back with its points. Each needs its words; the unit opens only what is named.

    A point without a deadline gets the usual one. Returns are counted; every point keeps the number of its return.
    """
    kept = [point for point in points if point.text.strip()]
    if not kept:
        raise Refused(_("Hãy ghi ít nhất một điểm cần bổ sung. Chưa trả lại."))
    usual = usual_deadline(dossier, local_day(at))
    rows = [
        Defect(
            dossier=dossier, about=point.about, text=point.text.strip(), due_on=point.due_on or usual, turn=dossier.returns + 1,
            cite=(point.cite.strip() or cite_of(dossier, point.about))[:300], raised_by=by.user, raised_at=at,
        )
        for point in kept
    ]  # fmt: skip
    due = min((row.due_on for row in rows if row.due_on), default=None)
    if due and due < local_day(at):
        raise Refused(
            _("Hạn bổ sung %(day)s đã qua. Chưa trả lại; hãy ghi hạn từ hôm nay trở đi.") % {"day": show_date(due)}
        )
    reason = "; ".join(row.text for row in rows)
    moved = move(dossier, DossierVerb.RETURN, by=by, at=at, reason=reason, due_on=due, returns=dossier.returns + 1)
    Defect.objects.bulk_create(rows)
    return moved


@transaction.atomic
def conclude(dossier: Dossier, *, eligible: bool, text: str, by: Acting, at: datetime) -> Dossier:
    """Conclude the appraisal and lay the sheet before the head of the office.

    A conclusion that departs from the verdict needs its reason.
    """
    departs = (dossier.verdict_code == "pass") != eligible
    if departs and not text.strip():
        raise Refused(_("Kết luận khác bảng Xét theo quy định thì phải ghi lý do. Chưa ghi gì."))
    verb = DossierVerb.CONCLUDE_ELIGIBLE if eligible else DossierVerb.CONCLUDE_INELIGIBLE
    return move(
        dossier, verb, by=by, at=at, reason=text.strip(), conclusion=text.strip(), concluded_by=by.user, eligible=eligible
    )  # fmt: skip


@transaction.atomic
def approve(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Approve the appraisal sheet as it was concluded.

    An eligible nominee gets his place in the ledger now, so that whom the council votes on is settled.
    """
    changes: dict[str, Any] = {"approved_by": by.user}
    verb = DossierVerb.APPROVE if dossier.eligible else DossierVerb.APPROVE_INELIGIBLE
    insist(may(by, dossier, verb))
    if dossier.eligible and dossier.recipient is None:
        changes["recipient"] = recipient_for(
            dossier.kind, dossier.name, birth=dossier.birth, cccd=open_cccd(dossier.cccd_sealed), unit=dossier.unit,
            position=dossier.position, by=by, at=at,
        )  # fmt: skip
    return move(dossier, verb, by=by, at=at, **changes)


def send_back(dossier: Dossier, reason: str, *, by: Acting, at: datetime) -> Dossier:
    """The head sends a sheet back to the officer, with the reason."""
    return move(dossier, DossierVerb.SEND_BACK, by=by, at=at, reason=reason, eligible=None)


def reopen(dossier: Dossier, reason: str, *, by: Acting, at: datetime) -> Dossier:
    """Open a concluded appraisal again."""
    return move(dossier, DossierVerb.REOPEN, by=by, at=at, reason=reason, eligible=None, approved_by=None)


def withdraw(dossier: Dossier, reason: str, *, by: Acting, at: datetime) -> Dossier:
    """The unit withdraws a nominee."""
    return move(dossier, DossierVerb.WITHDRAW, by=by, at=at, reason=reason)


@transaction.atomic
def receive_list(submission: Submission, *, by: Acting, at: datetime) -> int:
    """Receive every dossier of a list that waits for it, one's own file left out. All or none; returns how many."""
    waiting = submission.dossiers.filter(state=DossierState.SUBMITTED).exclude(own_files(by))
    rows = list(waiting.select_related("submission", "recipient__person", "round__session").order_by("id"))
    if not rows:
        raise Refused(_("Danh sách này không còn hồ sơ nào chờ tiếp nhận."))
    insist(may(by, rows[0], DossierVerb.RECEIVE))
    holder = by.user if by.holds(DutyCode.APPRAISER) else None
    return move_all(rows, DossierVerb.RECEIVE, by=by, at=at, holder=holder)
