"""Dossiers before the council and after: agenda, result, decision, revocation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.awards.queries import award_name, vote_threshold
from thidua.councils.actions import add_item, confirm_count, remove_item
from thidua.councils.models import Session
from thidua.councils.tally import ItemResult
from thidua.dossiers.actions.moving import move, move_all
from thidua.dossiers.flow import EDGES, DossierVerb
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies import may, own_files, read_holds
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.organisation.acting import Acting


@transaction.atomic
def put_on_agenda(session: Session, dossiers: Sequence[Dossier], *, by: Acting, at: datetime) -> int:
    """Put appraised dossiers on the agenda of their session, each with the dated threshold of its award."""
    if not dossiers:
        raise Refused(_("Chưa chọn hồ sơ nào."))
    day = session.held_on or local_day(at)
    for dossier in dossiers:
        threshold = vote_threshold(dossier.award, day)
        if threshold is None:
            raise Refused(
                _("Chưa có tỷ lệ phiếu cho “%(award)s” vào ngày họp. Ghi tỷ lệ ở danh mục trước.")
                % {"award": award_name(dossier.award, day)}
            )
        move(dossier, DossierVerb.PUT_ON_AGENDA, by=by, at=at, session=session)
        add_item(
            session, subject=dossier.key, label=dossier.name,
            detail=f"{award_name(dossier.award, day)} · {dossier.place_of_work}",
            threshold=threshold.share, source=threshold.source, by=by, at=at,
        )  # fmt: skip
    return len(dossiers)


@transaction.atomic
def take_off_agenda(dossier: Dossier, reason: str, *, by: Acting, at: datetime) -> Dossier:
    """Take a dossier off the agenda while the session is being prepared."""
    session = dossier.session
    assert session is not None
    moved = move(dossier, DossierVerb.TAKE_OFF_AGENDA, by=by, at=at, reason=reason, session=None)
    remove_item(session, dossier.key, by=by, at=at, reason=reason)
    return moved


@transaction.atomic
def conclude_vote(session: Session, *, by: Acting, at: datetime) -> list[ItemResult]:
    """Confirm the count of a session and move its dossiers by the result, in one transaction."""
    own = Dossier.objects.filter(own_files(by), session=session).first()
    if own is not None:
        raise Refused(
            _("Phiên có hồ sơ %(code)s của chính đồng chí. Cần thư ký khác chốt kết quả. Chưa chốt.")
            % {"code": own.code}
        )
    results = confirm_count(session, by=by, at=at)
    rows = {dossier.key: dossier for dossier in Dossier.objects.filter(session=session)}
    passed = [rows[result.subject] for result in results if result.passed and result.subject in rows]
    failed = [rows[result.subject] for result in results if not result.passed and result.subject in rows]
    for verb, dossiers in ((DossierVerb.PASS, passed), (DossierVerb.NOT_PASS, failed)):
        fresh = [dossier for dossier in dossiers if dossier.state in EDGES[verb].sources]
        move_all(fresh, verb, by=by, at=at)
    return results


@transaction.atomic
def mark_decided(dossiers: Sequence[Dossier], *, decision_number: str, by: Acting, at: datetime) -> int:
    """Called by the room of decisions when a decision is issued.

    Raises Refused when something holds a nominee, or when who issues wrote, appraised or approved a dossier or is its
    nominee. The rows are locked first: what would hold them meanwhile waits for the decision.
    """
    locked = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in dossiers])
    rows = list(
        locked.select_related("submission", "round", "recipient__person").defer(
            "verdict", "submission__reading", "submission__reading_sealed"
        )
    )
    read_holds(rows)
    for row in rows:
        if row.state in EDGES[DossierVerb.DECIDE].sources and not (answer := may(by, row, DossierVerb.DECIDE)):
            raise Refused(f"{row.code} {row.name}: {answer.reason}")
    return move_all(dossiers, DossierVerb.DECIDE, by=by, at=at, reason=decision_number)


def mark_revoked(dossier: Dossier, *, reason: str, by: Acting, at: datetime) -> int:
    """Called by the room of decisions when an honour is taken back."""
    return move_all([dossier], DossierVerb.REVOKE, by=by, at=at, reason=reason)
