"""Who sends lists for a round: the units it is for, who has sent, who is missing, and their people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.dossiers.models import Round, Submission
from thidua.dossiers.policies import in_scope
from thidua.foundation.numbers import whole_number
from thidua.organisation.models import Duty, DutyCode, Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on

PAGE = 50


@dataclass(frozen=True)
class Missing:
    """One page of the units that have sent nothing, and the mark from which the next one starts ("" at the end)."""

    rows: Sequence[Unit]
    next_after: str = ""


def senders(round_: Round, on: date) -> QuerySet[Unit]:
    """The units in force on a day that a round is for and that have somebody to draw up a list."""
    officers = Duty.objects.filter(valid_on(on), unit=OuterRef("pk"), code=DutyCode.UNIT_OFFICER)
    return Unit.objects.filter(valid_on(on), in_scope(round_, on), Exists(officers))


def missing(round_: Round, on: date) -> QuerySet[Unit]:
    """Those of them from whom nothing was sent, by name."""
    sent = Submission.objects.filter(round=round_, sent_at__isnull=False)
    taken_over = sent.filter(unit__successions__successor=OuterRef("pk"))
    return (
        senders(round_, on)
        .filter(~Exists(sent.filter(unit=OuterRef("pk"))), ~Exists(taken_over))
        .order_by("name_fold", "pk")
    )


def missing_page(round_: Round, on: date, after: str = "") -> Missing:
    """Fifty at a time by name, each with whether it has begun a list (`begun`). Two queries."""
    begun = Submission.objects.filter(round=round_, unit=OuterRef("pk")).exclude(state="dropped")
    rows = missing(round_, on).annotate(begun=Exists(begun))
    name, _sep, number = after.rpartition("|")
    if name:
        rows = rows.filter(Q(name_fold__gt=name) | Q(name_fold=name, pk__gt=whole_number(number) or 0))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Missing(found[:PAGE], f"{last.name_fold}|{last.pk}" if last else "")


def people_of_missing(round_: Round, on: date) -> dict[int, list[str]]:
    """By person to be told: the names of his units that have sent nothing. One query."""
    found: dict[int, list[str]] = {}
    duties = Duty.objects.filter(
        valid_on(on),
        unit__in=missing(round_, on).order_by().values("pk"),
        code__in=UNIT_DUTIES,
        user__is_active=True,
    )
    for user, unit in duties.order_by("user_id", "unit__name_fold").values_list("user_id", "unit__name").distinct():
        found.setdefault(user, []).append(unit)
    return found
