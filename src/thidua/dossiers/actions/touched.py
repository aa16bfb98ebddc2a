"""Judging anew the open dossiers that an act on the law touches."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from thidua.audit.actions import record
from thidua.awards.models import LawAmendment
from thidua.dossiers.actions.content import judge
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies.beside import own_files
from thidua.dossiers.policies.touched import may_rejudge
from thidua.dossiers.queries.touched import OPEN, to_rejudge
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

AT_ONCE = 200  # dossiers of one transaction; more than that are left to the worker


def rejudge(row: LawAmendment, *, by: Acting, at: datetime) -> int:
    """Judge anew every open dossier the act touches and that still carries a verdict by other rules.

    Each is one journal event with the verdict before and after. A dossier somebody changed meanwhile is left to the
    next round; the nominee's own is never judged by himself. Returns how many were judged.
    """
    insist(may_rejudge(by))
    keys, done = to_rejudge(row), 0
    for first in range(0, len(keys), AT_ONCE):
        done += _rejudge_some(row, keys[first : first + AT_ONCE], by=by, at=at)
    return done


@transaction.atomic
def _rejudge_some(row: LawAmendment, keys: list[int], *, by: Acting, at: datetime) -> int:
    rows = Dossier.objects.filter(pk__in=keys, state__in=OPEN).exclude(own_files(by))
    return sum(
        _rejudge_one(row, each, by=by, at=at)
        for each in rows.select_related("recipient__person", "round").order_by("pk")
    )


def _rejudge_one(row: LawAmendment, dossier: Dossier, *, by: Acting, at: datetime) -> bool:
    before, digest = dossier.verdict_code, dossier.verdict.get("digest", "")
    judge(dossier, at=at)
    asked = Dossier.objects.filter(pk=dossier.pk, revision=dossier.revision, state__in=OPEN)
    if not asked.update(revision=F("revision") + 1, verdict=dossier.verdict, verdict_code=dossier.verdict_code):
        return False
    data = {"amendment": row.pk, "digest_before": digest, "digest": dossier.verdict.get("digest", "")}
    record(
        "dossiers.rejudge",
        dossier.key,
        by=by.actor,
        at=at,
        before=before,
        after=dossier.verdict_code,
        data=data,
    )
    return True
