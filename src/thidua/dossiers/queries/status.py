"""Where the dossiers of a round stand, as numbers: schema dossiers-status/1. No names."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Round
from thidua.dossiers.policies import held
from thidua.dossiers.queries import states_of
from thidua.dossiers.queries.queue import WAITING
from thidua.foundation.answers import Refused
from thidua.foundation.numbers import whole_number

SCHEMA = "dossiers-status/1"


def round_called(named: str) -> Round:
    """The round of a code, or of a number, as typed on the command line. Raises Refused when there is none."""
    found = Round.objects.filter(code=named).first()
    if found is None and (number := whole_number(named)) is not None:
        found = Round.objects.filter(pk=number).first()
    if found is None:
        raise Refused(f"Không có đợt mang mã {named}.")
    return found


def status_of(round_: Round, on: date) -> dict[str, Any]:
    """Counts of a round on a day: states, units, awards, verdicts, officers (by key), overdue, held, returned again."""
    rows = Dossier.objects.filter(round=round_)
    late = rows.filter(due_on__lt=on)
    return {
        "schema": SCHEMA, "round": round_.code, "title": round_.title, "on": on.isoformat(),
        "opens_on": round_.opens_on.isoformat(), "closes_on": round_.closes_on.isoformat(), "dossiers": rows.count(),
        "states": states_of(rows),
        "units": [
            {"unit": code, "name": name, "dossiers": n, "overdue": overdue}
            for code, name, n, overdue in rows.order_by().values_list("unit__code", "unit__name").annotate(
                n=Count("id"), late=Count("id", filter=Q(due_on__lt=on))
            ).order_by("-n", "unit__code")
        ],
        "awards": dict(rows.order_by().values_list("award").annotate(n=Count("id"))),
        "verdicts": {code or "none": n for code, n in rows.order_by().values_list("verdict_code").annotate(n=Count("id"))},
        "officers": [
            {"officer": f"user:{holder}" if holder else "", "open": n, "overdue": overdue}
            for holder, n, overdue in rows.filter(state=DossierState.APPRAISING).order_by().values_list("holder").annotate(
                n=Count("id"), late=Count("id", filter=Q(due_on__lt=on))
            )
        ],
        "overdue": {
            "office": late.filter(state__in=WAITING).count(), "unit": late.filter(state=DossierState.RETURNED).count(),
        },
        "held": rows.filter(held()).count(),
        "returned_again": rows.filter(returns__gt=1).count(),
    }  # fmt: skip
