"""Drafts of decisions: drawn up, changed, put away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.queries import award_name
from thidua.councils.models import Session
from thidua.decisions.actions.moving import move
from thidua.decisions.flow import DecisionKind, DecisionState, DecisionVerb
from thidua.decisions.models import Decision, DecisionLine
from thidua.decisions.papers import award_phrase, years
from thidua.decisions.policies import (
    may_cancel,
    may_change,
    may_draft,
    may_draft_from,
    may_propose_revocation,
)
from thidua.dossiers.models import Dossier, Round
from thidua.dossiers.queries import approved_of, passed_in
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.register.models import Honour


@transaction.atomic
def draft_grant(session: Session, award: str, *, by: Acting, at: datetime) -> Decision:
    """Draw up a draft with every dossier the session passed for an award and no decision names yet."""
    insist(may_draft_from(by, session))
    locked = Session.objects.select_for_update().get(pk=session.pk)
    rows = list(passed_in(locked).filter(award=award, decision_lines=None))
    if not rows:
        raise Refused(_("Không còn hồ sơ nào được thông qua mà chưa có trong quyết định."))
    return _draft(rows, award, locked, by=by, at=at)


@transaction.atomic
def draft_of_round(round_: Round, award: str, *, by: Acting, at: datetime) -> Decision:
    """Draw up a draft with every approved dossier of a round without a vote, for an award, that no decision names yet."""
    insist(may_draft(by))
    locked = Round.objects.select_for_update().get(pk=round_.pk)
    rows = list(approved_of(locked).filter(award=award, decision_lines=None))
    if not rows:
        raise Refused(_("Đợt này không còn hồ sơ nào đã duyệt, không qua bỏ phiếu, mà chưa có trong quyết định."))
    return _draft(rows, award, None, by=by, at=at)


def _draft(rows: Sequence[Dossier], award: str, session: Session | None, *, by: Acting, at: datetime) -> Decision:
    name = award_name(award, local_day(at))
    decision = Decision.objects.create(
        kind=DecisionKind.GRANT, award=award, session=session, drafted_by=by.user, drafted_at=at,
        title=f"Về việc tặng {award_phrase(award, name)} {years(row.round.period for row in rows)}",
        signer_position="CHỦ TỊCH",
    )  # fmt: skip
    DecisionLine.objects.bulk_create(
        [DecisionLine(decision=decision, position=place, dossier=row) for place, row in enumerate(rows, 1)],
        batch_size=500,
    )
    record("decisions.draft", decision.key, by=by.actor, at=at, after=decision.state, data={"lines": len(rows)})
    return decision


@transaction.atomic
def draft_revocation(honour: Honour, reason: str, *, by: Acting, at: datetime) -> Decision:
    """Draw up a draft that takes one honour back, with the reason."""
    locked = Honour.objects.select_for_update().get(pk=honour.pk)
    insist(may_propose_revocation(by, locked))
    if not reason.strip():
        raise Refused(_("Đề nghị thu hồi cần ghi lý do. Chưa ghi gì."))
    if DecisionLine.objects.filter(honour=locked, decision__state=DecisionState.DRAFT).exists():
        raise Conflict(_("Đã có dự thảo thu hồi trường hợp này. Không lập thêm."))
    decision = Decision.objects.create(
        kind=DecisionKind.REVOKE, award=honour.award, drafted_by=by.user, drafted_at=at, reason=reason.strip(),
        title=f"Về việc thu hồi {award_phrase(honour.award, honour.award_name)}", signer_position="CHỦ TỊCH",
    )  # fmt: skip
    DecisionLine.objects.create(decision=decision, position=1, honour=locked)
    record("decisions.draft_revocation", decision.key, by=by.actor, at=at, reason=reason, data={"honour": honour.key})
    return decision


@transaction.atomic
def set_signer(decision: Decision, name: str, position: str, title: str, *, by: Acting, at: datetime) -> Decision:
    """Say who signs a draft and what it is called."""
    insist(may_change(by, decision))
    _touch(decision, signer_name=name.strip(), signer_position=position.strip(), title=title.strip())
    record("decisions.set_signer", decision.key, by=by.actor, at=at)
    decision.refresh_from_db()
    return decision


@transaction.atomic
def remove_line(decision: Decision, line: DecisionLine, reason: str, *, by: Acting, at: datetime) -> None:
    """Leave one recipient out of a draft, with the reason; his dossier waits for another decision."""
    insist(may_change(by, decision))
    if not reason.strip():
        raise Refused(_("Bỏ một người khỏi dự thảo cần ghi lý do."))
    _touch(decision)
    if decision.lines.count() < 2:
        raise Refused(_("Dự thảo phải còn ít nhất một người. Muốn bỏ hết thì hủy dự thảo."))
    gone, _kinds = DecisionLine.objects.filter(pk=line.pk, decision=decision).delete()
    if not gone:
        raise changed_elsewhere()
    about = line.dossier.key if line.dossier else line.honour.key if line.honour else ""
    record("decisions.remove_line", decision.key, by=by.actor, at=at, reason=reason, data={"about": about})
    decision.refresh_from_db()


def _touch(decision: Decision, **changes: Any) -> None:
    """Change a draft by compare-and-swap: first of all, so that whoever is slower waits and is then told."""
    rows = Decision.objects.filter(pk=decision.pk, revision=decision.revision, state=DecisionState.DRAFT)
    if not rows.update(revision=F("revision") + 1, **changes):
        raise changed_elsewhere()


def changed_elsewhere() -> Conflict:
    """The sentence for the slower of two people at one draft."""
    return Conflict(_("Dự thảo vừa được sửa ở nơi khác. Chưa ghi; hãy mở lại trang."))


@transaction.atomic
def cancel(decision: Decision, reason: str, *, by: Acting, at: datetime) -> Decision:
    """Put a draft away; its dossiers wait for another decision."""
    insist(may_cancel(by, decision))
    if not reason.strip():
        raise Refused(_("Hủy dự thảo cần ghi lý do. Chưa ghi gì."))
    move(decision, DecisionVerb.CANCEL, by=by, at=at, reason=reason)
    DecisionLine.objects.filter(decision=decision).delete()
    return decision
