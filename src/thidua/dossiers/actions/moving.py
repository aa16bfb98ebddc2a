"""Moving dossiers along their road: the only writer of the state column."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, DateField, DateTimeField, Exists, F, OuterRef, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.audit.actions import record, record_many
from thidua.audit.queries import history_of
from thidua.dossiers.deadlines import RUNS_ON, STARTS, due_on_route
from thidua.dossiers.flow import DEEDS, EDGES, FACES, DossierState, DossierVerb
from thidua.dossiers.models import Dossier, DossierStep, Round
from thidua.dossiers.policies import may
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import HANOI, local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.queries import official_calendar

CHANGING = frozenset(
    {f"dossiers.{verb.value}" for verb in DossierVerb}
    | {f"dossiers.{verb}" for verb in ("edit", "declare", "judge", "match", "add_paper", "hold", "release")}
)
"""What the journal calls the acts that make an open page of a dossier stale."""


@transaction.atomic
def move(dossier: Dossier, verb: DossierVerb, *, by: Acting, at: datetime, reason: str = "", **changes: Any) -> Dossier:
    """Take one step with one dossier, with whatever else changes on it.

    Raises Refused with the policy's reason, or Conflict telling who was faster. Returns the dossier as it is now.
    """
    insist(may(by, dossier, verb))
    if EDGES[verb].needs_reason and not reason.strip():
        raise Refused(_("Việc này cần ghi lý do. Chưa ghi gì."))
    before = dossier.state
    if not _shift([dossier], verb, by=by, at=at, reason=reason, changes=changes, revision=dossier.revision):
        raise Conflict(faster(dossier))
    dossier.refresh_from_db()
    record(f"dossiers.{verb.value}", dossier.key, by=by.actor, at=at, before=before, after=dossier.state, reason=reason)
    return dossier


@transaction.atomic
def move_all(
    dossiers: Sequence[Dossier], verb: DossierVerb, *, by: Acting, at: datetime, reason: str = "", **changes: Any
) -> int:
    """Take one step with many dossiers that a room above or a session has already judged, in few statements.

    All or none: raises Conflict when any of them has meanwhile moved.
    """
    if not dossiers:
        return 0
    moved = _shift(dossiers, verb, by=by, at=at, reason=reason, changes=changes)
    if moved != len(dossiers):
        late = len(dossiers) - moved
        text = ngettext(
            "%(n)s hồ sơ vừa chuyển bước khác. Chưa ghi gì; hãy mở lại trang.",
            "%(n)s hồ sơ vừa chuyển bước khác. Chưa ghi gì; hãy mở lại trang.",
            late,
        )
        raise Conflict(text % {"n": late})
    record_many(f"dossiers.{verb.value}", [dossier.key for dossier in dossiers], by=by.actor, at=at, reason=reason)
    return moved


def _shift(
    dossiers: Sequence[Dossier],
    verb: DossierVerb,
    *,
    by: Acting,
    at: datetime,
    reason: str,
    changes: dict[str, Any],
    revision: int | None = None,
) -> int:
    """Compare and swap: rows still in a state the step starts from (and at the given revision) move; steps are kept."""
    edge = EDGES[verb]
    rows = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers], state__in=list(edge.sources))
    if revision is not None:
        rows = rows.filter(revision=revision)
    moved = rows.update(
        state=edge.target, revision=F("revision") + 1, held_since=at, **{**_deadline(dossiers, verb, at), **changes}
    )  # fmt: skip
    if moved != len(dossiers):
        return moved  # the caller refuses; a step of ours must not pass for that of whoever was faster
    DossierStep.objects.bulk_create(
        [
            DossierStep(
                dossier=dossier, verb=verb.value, source=dossier.state, target=edge.target.value, by=by.user, at=at,
                reason=reason,
            )
            for dossier in dossiers
        ],
        batch_size=500,
    )  # fmt: skip
    return moved


def _deadline(dossiers: Sequence[Dossier], verb: DossierVerb, at: datetime) -> dict[str, Any]:
    """By when the next step is due, as the change to write: each route and award may have its own clock."""
    if verb in RUNS_ON:
        return {}
    if verb not in STARTS:
        return {"due_on": None, "due_at": None}
    day = local_day(at)
    calendar = official_calendar([day.year, day.year + 1])
    kinds = {(dossier.round.route, dossier.award) for dossier in dossiers}
    due = {kind: due_on_route(verb, *kind, at, calendar) for kind in kinds}
    return {
        "due_on": _each({kind: one[0] for kind, one in due.items()}),
        "due_at": _each({kind: one[1] for kind, one in due.items()}),
    }


def _each(due: dict[tuple[str, str], Any]) -> Any:
    """One value for all when they agree, else by the route of the round and the award."""
    if len(set(due.values())) == 1:
        return next(iter(due.values()))
    field = DateTimeField() if any(isinstance(value, datetime) for value in due.values()) else DateField()
    rows = Round.objects.filter(pk=OuterRef("round_id"))
    cases = [
        When(Exists(rows.filter(route=route)), award=award, then=Value(value, field))
        for (route, award), value in due.items()
    ]
    return Case(*cases, output_field=field)


def faster(dossier: Dossier) -> str:
    """Who changed the dossier meanwhile, when and how: told to the slower one."""
    now = Dossier.objects.get(pk=dossier.pk)
    step = dossier.steps.select_related("by").order_by("-id").first()
    last = history_of(dossier.key).filter(verb__in=CHANGING).values_list("verb", flat=True).first()
    if step is None or step.by is None or last != f"dossiers.{step.verb}":  # the step is older than what changed
        return _("Hồ sơ vừa được người khác sửa. Bản của anh/chị chưa ghi đè; hãy mở lại trang.")
    return _(
        "%(name)s vừa %(deed)s lúc %(time)s; hồ sơ nay ở bước “%(state)s”. Bản của anh/chị chưa ghi đè; hãy mở lại trang."
    ) % {
        "name": step.by.full_name,
        "deed": _(DEEDS[DossierVerb(step.verb)].done),
        "time": step.at.astimezone(HANOI).strftime("%H:%M, %d/%m/%Y"),
        "state": _(FACES[DossierState(now.state)].label),
    }
