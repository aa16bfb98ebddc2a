"""Suspicions that one achievement comes twice: what waits to be looked at, the list, one dossier's, the console's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, DossierVersion, Round, Twin, TwinStrength
from thidua.dossiers.policies.twins import told_on, twins_seen_by
from thidua.dossiers.queries.twin_shapes import others
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit

PAGE = 50
SCHEMA = "dossiers-duplicates/1"
ON_ITS_WAY = (DossierState.SUBMITTED, DossierState.APPRAISING, DossierState.CONCLUDED)
"""States in which a dossier is looked at without being asked."""


def not_looked_at(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Of these the sent ones that were never looked at, or were sent again since."""
    later = DossierVersion.objects.filter(dossier=OuterRef("pk"), at__gt=OuterRef("twin_look__at"))
    return rows.filter(sent_at__isnull=False).filter(
        Q(twin_look=None) | Q(twin_look__at__lt=F("sent_at")) | Exists(later)
    )


def waiting_for_look() -> QuerySet[Dossier]:
    """What the worker has to look at, the oldest first."""
    return not_looked_at(Dossier.objects.filter(state__in=ON_ITS_WAY)).order_by("id")


def whole_backlog() -> QuerySet[Dossier]:
    """What waits, and what was handed in before anything was looked at: decided dossiers of other years count too."""
    never = others().filter(twin_look=None)
    return Dossier.objects.filter(
        Q(pk__in=waiting_for_look().order_by().values("pk")) | Q(pk__in=never.values("pk"))
    ).order_by("id")


def of_round(round_: Round) -> QuerySet[Dossier]:
    """The dossiers of a round that count: sent, not withdrawn or refused."""
    return others().filter(round=round_)


@dataclass(frozen=True)
class TwinFilters:
    """How the list is narrowed. `state`: "cho" waiting, "da" decided; `strength` empty: all but those only to know."""

    round: int | None = None
    kind: str = ""
    strength: str = ""
    state: str = "cho"


@dataclass(frozen=True)
class TwinPage:
    """One page of suspicions and the mark from which the next one starts."""

    rows: list[Twin] = field(default_factory=list)
    next_after: str = ""


PAIR = ("first__unit", "first__round", "second__unit", "second__round", "honour", "decided_by")


def twin_page(acting: Acting, filters: TwinFilters, after: str = "") -> TwinPage:
    """One page, the strong first and of these the newest, by keyset: one query whatever the number. `after`: mark of the page before."""
    rows = Twin.objects.filter(twins_seen_by(acting))
    if filters.round:
        rows = rows.filter(Q(first__round=filters.round) | Q(second__round=filters.round))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    rows = rows.filter(strength=filters.strength) if filters.strength else rows.exclude(strength=TwinStrength.WEAK)
    rows = rows.exclude(decision="") if filters.state == "da" else rows.filter(decision="")
    strength, _sep, number = after.partition("-")
    if strength in TwinStrength.values and number.isdecimal() and len(number) <= 18:
        rows = rows.filter(Q(strength__lt=strength) | Q(strength=strength, pk__lt=int(number)))
    found = list(rows.select_related(*PAIR).defer("passages").order_by("-strength", "-id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return TwinPage(found[:PAGE], f"{last.strength}-{last.pk}" if last else "")


def full_twin(acting: Acting) -> QuerySet[Twin]:
    """Suspicions with all their page shows, as far as the person sees them."""
    people = (f"{side}__{path}" for side in ("first", "second") for path in ("submission", "recipient__person"))
    return Twin.objects.filter(twins_seen_by(acting)).select_related(
        *PAIR, *people, "first_text", "second_text", "against", "honour__recipient"
    )


@dataclass(frozen=True)
class BesideDossier:
    """One line on a dossier's page: the suspicion, the other dossier when the person may see it, whether he may open the pair."""

    twin: Twin
    other: Dossier | None
    linked: bool


def beside_dossier(dossier: Dossier, own: Sequence[int] | None) -> list[BesideDossier]:
    """The suspicions of a dossier for its page. `own`: the units whose dossiers the person sees; None when he sees all.

    A unit learns only that there is one, and which when it is in its own lists.
    """
    dossier.twins_read = told_on(dossier)  # type: ignore[attr-defined]  # the page asks the policies next: they read no more
    return [_line(twin, dossier, own) for twin in dossier.twins_read[:20]]  # type: ignore[attr-defined]  # put there above


def _line(twin: Twin, dossier: Dossier, own: Sequence[int] | None) -> BesideDossier:
    other = twin.second if twin.first_id == dossier.pk else twin.first
    shown = other is not None and (own is None or other.unit_id in own)
    return BesideDossier(twin, other if shown else None, own is None)


def units_of(acting: Acting) -> list[int]:
    """The acting unit and those whose work it took over."""
    if acting.unit is None:
        return []
    return [acting.unit.pk, *Unit.objects.filter(successions__successor=acting.unit).values_list("pk", flat=True)]


def duplicates_of(round_: Round) -> dict[str, Any]:
    """Every suspicion of a round, the strongest first: schema dossiers-duplicates/1. No names of people."""
    rows = Twin.objects.filter(Q(first__round=round_) | Q(second__round=round_)).select_related(
        "first__round", "second__round", "honour", "against"
    )
    pairs = [pair_json(twin) for twin in rows.order_by("id")]
    order = list(TwinStrength.values)
    pairs.sort(key=lambda pair: (order.index(pair["strength"]), -pair["score"], pair["first"], pair["second"]))
    return {"schema": SCHEMA, "round": round_.code, "texts": of_round(round_).count(), "pairs": pairs}


def pair_json(twin: Twin) -> dict[str, Any]:
    """One suspicion as the console prints it."""
    second = twin.second.code if twin.second else f"honour:{twin.honour_id}"
    return {
        "kind": twin.kind, "strength": twin.strength, "first": twin.first.code, "second": second, "score": twin.score, "why": twin.why,
        "rounds": [twin.first.round.code, twin.second.round.code if twin.second else ""],
        "decision": twin.decision, "against": twin.against.code if twin.against else "",
        "passages": [passage_json(row) for row in twin.passages],
    }  # fmt: skip


def passage_json(row: Sequence[int]) -> Mapping[str, Any]:
    """One passage: places in characters of both texts."""
    return {"first": list(row[:2]), "second": list(row[2:4]), "words": row[4], "template": bool(row[5])}
