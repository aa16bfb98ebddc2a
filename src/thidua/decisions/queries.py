"""Reading decisions and certificates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.decisions.models import Certificate, Decision, DecisionLine
from thidua.decisions.policies import seen_by
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Round
from thidua.dossiers.policies import seen_by as dossiers_seen_by
from thidua.dossiers.queries import approved_in
from thidua.dossiers.routes import CITY_ROUTES
from thidua.organisation.acting import Acting
from thidua.register.models import HonourStatus, Recipient
from thidua.register.policies import seen_by as recipients_seen_by
from thidua.register.queries import begins_with_number

PAGE = 50
_CODE = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class DecisionPage:
    """One page of decisions and the mark from which the next one starts."""

    rows: Sequence[Decision]
    next_before: int | None


def decision_page(
    acting: Acting,
    *,
    state: str = "",
    year: int | None = None,
    session: int | None = None,
    text: str = "",
    before: int | None = None,
) -> DecisionPage:
    """Decisions a person sees, newest first, 50 at a time."""
    rows = Decision.objects.filter(seen_by(acting)).select_related("session").annotate(n=Count("lines"))
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(issued_on__year=year)
    if session:
        rows = rows.filter(session_id=session)
    if text:
        rows = rows.filter(begins_with_number("number", text) | Q(title__icontains=text))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    return DecisionPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def decisions(acting: Acting) -> QuerySet[Decision]:
    """The decisions a person sees, with what a page shows."""
    return Decision.objects.filter(seen_by(acting)).select_related("session", "drafted_by", "issued_by", "docx", "pdf")


def lines_of(decision: Decision) -> list[DecisionLine]:
    """The recipients on a decision in their order, with what documents print of them. One query."""
    return list(_lines(decision))


def lines_shown(decision: Decision, acting: Acting) -> list[DecisionLine]:
    """As `lines_of`, each with whether the person may open its dossier (`opens`) or its recipient (`opens_recipient`)."""
    dossiers = Dossier.objects.filter(dossiers_seen_by(acting), pk=OuterRef("dossier"))
    recipients = Recipient.objects.filter(recipients_seen_by(acting), pk=OuterRef("honour__recipient"))
    return list(_lines(decision).annotate(opens=Exists(dossiers), opens_recipient=Exists(recipients)))


def _lines(decision: Decision) -> QuerySet[DecisionLine]:
    rows = decision.lines.select_related(
        "dossier__unit", "dossier__recipient__person", "dossier__round", "honour__recipient", "honour__certificate"
    )
    return rows.order_by("position")


def certificates_of(decision: Decision) -> QuerySet[Certificate]:
    """The certificates of a decision in the order of its lines, without those whose honour was taken back."""
    standing = decision.certificates.exclude(honour__status=HonourStatus.REVOKED)
    return standing.select_related("honour__recipient__person").order_by("id")


def certificates_taken_back(decision: Decision) -> QuerySet[Certificate]:
    """Those of a decision whose honour was taken back: never printed again."""
    return decision.certificates.filter(honour__status=HonourStatus.REVOKED).select_related("honour").order_by("id")


@dataclass(frozen=True)
class Waiting:
    """Dossiers passed in a session for one award and on no decision yet."""

    session: Session
    award: str
    count: int


def waiting() -> list[Waiting]:
    """Sessions and awards for which a decision can be drawn up. Two queries."""
    rows = (
        Dossier.objects.filter(
            state=DossierState.PASSED, round__route__in=CITY_ROUTES, decision_lines=None, session__isnull=False
        )
        .values("session_id", "award")
        .annotate(n=Count("id"))
        .order_by("session_id", "award")
    )
    kept = list(rows)
    sessions = Session.objects.filter(state=SessionState.CLOSED).in_bulk([row["session_id"] for row in kept])
    return [
        Waiting(sessions[row["session_id"]], row["award"], row["n"]) for row in kept if row["session_id"] in sessions
    ]


@dataclass(frozen=True)
class WaitingRound:
    """Dossiers of a round without a vote, approved for one award and on no decision yet."""

    round: Round
    award: str
    count: int


def waiting_rounds() -> list[WaitingRound]:
    """Rounds that go to a decision without a vote, and the awards for which one can be drawn up. Two queries."""
    rows = (
        approved_in(Dossier.objects.filter(round__route__in=CITY_ROUTES, round__votes=False, decision_lines=None))
        .values("round_id", "award").annotate(n=Count("id")).order_by("round_id", "award")
    )  # fmt: skip
    kept = list(rows)
    rounds = Round.objects.in_bulk([row["round_id"] for row in kept])
    return [WaitingRound(rounds[row["round_id"]], row["award"], row["n"]) for row in kept]


def certificate_by_code(code: str) -> Certificate | None:
    """The certificate a stranger asks for by its code; what cannot be a code is not looked up at all."""
    if not _CODE.fullmatch(code):
        return None
    rows = Certificate.objects.select_related("honour", "decision")
    return rows.filter(code=code).first()
