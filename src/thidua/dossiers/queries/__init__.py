"""Reading rounds, submissions and dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from thidua.accounts.models import User
from thidua.awards.queries import award_name
from thidua.awards.queries.panel import citation_words as citation_words
from thidua.awards.queries.panel import verdict_view as verdict_view
from thidua.councils.models import Session
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, DossierStep, NomineeReply, Opinion, Paper, Round, Submission
from thidua.dossiers.policies import held, rounds_seen_by, seen_by, submissions_seen_by
from thidua.dossiers.policies.beside import number_of
from thidua.dossiers.policies.twins import has_twins
from thidua.dossiers.routes import CITY_ROUTES
from thidua.foundation.numbers import whole_number
from thidua.foundation.text import fold
from thidua.organisation.acting import Acting
from thidua.register.queries import called

PAGE = 50
LIST_FIELDS = (
    "code", "name", "award", "position", "workplace", "state", "revision", "verdict_code", "due_on", "returns",
    "unit__name", "holder__full_name", "unit_id", "holder_id", "sent_at", "round__movement_level",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list of dossiers is narrowed to; every field is a query parameter of the page."""

    text: str = ""
    state: str = ""
    round: int | None = None
    unit: int | None = None
    submission: int | None = None
    award: str = ""
    verdict: str = ""
    mine: bool = False
    officer: int | None = None
    due: str = ""
    held: bool = False
    day: date | None = None

    def query(self, **change: Any) -> str:
        """The query string of these filters with some of them changed (empty value: removed)."""
        values = {
            "q": self.text, "trang-thai": self.state, "dot": self.round, "don-vi": self.unit,
            "danh-sach": self.submission, "danh-hieu": self.award, "xet": self.verdict, "cua-toi": "1" if self.mine else "",
            "can-bo": self.officer, "han": self.due, "tam-dung": "1" if self.held else "",
        }  # fmt: skip
        values.update(change)
        return "?" + urlencode({key: value for key, value in values.items() if value not in ("", None)})


@dataclass(frozen=True)
class DossierPage:
    """One page of dossiers and the mark from which the next one starts."""

    rows: list[Dossier]
    next_before: int | None = None


def filtered(acting: Acting, filters: Filters) -> QuerySet[Dossier]:
    """The dossiers a person sees, narrowed by filters. Search: either end of the name without marks, or the beginning of the code."""
    rows = Dossier.objects.filter(seen_by(acting))
    if key := fold(filters.text):
        rows = rows.filter(Q(code__startswith=filters.text.strip()) if key[0].isdigit() else called(filters.text))
    exact = {
        "state": filters.state, "round_id": filters.round, "unit_id": filters.unit,
        "submission_id": filters.submission, "award": filters.award, "verdict_code": filters.verdict,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.mine:
        rows = rows.filter(holder=acting.user)
    elif filters.officer is not None:
        rows = rows.filter(holder=filters.officer or None)
    if filters.due and filters.day:
        rows = rows.filter(due_within(filters.due, filters.day))
    return rows.filter(held()) if filters.held else rows


DUE_SOON = 3
"""Days ahead that count as near: what the queue calls so, nothing legal."""


def due_within(which: str, day: date) -> Q:
    """Condition for a filter by deadline: `qua-han` is past, `sap-han` comes in the next few days or today."""
    if which == "qua-han":
        return Q(due_on__lt=day)
    if which == "sap-han":
        return Q(due_on__gte=day, due_on__lte=day + timedelta(days=DUE_SOON))
    return Q()


def dossier_page(acting: Acting, filters: Filters, before: int | None) -> DossierPage:
    """One page, newest first, by keyset: one query whatever the number of dossiers."""
    rows = for_list(filtered(acting, filters)).order_by("-id")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return DossierPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None)


def for_list(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """What a row of a list draws, and whether something holds it: one query."""
    return rows.select_related("unit", "holder", "round").only(*LIST_FIELDS).annotate(is_held=held())


def chosen(acting: Acting, keys: Sequence[str]) -> list[Dossier]:
    """The dossiers ticked on a list, as far as the person sees them."""
    numbers = list(filter(None, map(whole_number, keys)))
    rows = Dossier.objects.filter(seen_by(acting), pk__in=numbers)
    return list(rows.select_related("submission", "recipient__person", "unit", "round", "holder").order_by("pk"))


def rounds_for(acting: Acting, on: date) -> list[Round]:
    """Rounds a person sees, open ones first."""
    seen = Q(dossiers__in=Dossier.objects.filter(seen_by(acting)))
    rows = (
        Round.objects.filter(rounds_seen_by(acting))
        .select_related("session")
        .annotate(n=Count("dossiers", filter=seen))
    )
    return sorted(rows, key=lambda row: (not row.opens_on <= on <= row.closes_on, -row.closes_on.toordinal()))


def submissions_of(round_: Round, acting: Acting) -> QuerySet[Submission]:
    """Submissions of a round that a person sees, with how many dossiers each holds."""
    rows = Submission.objects.filter(submissions_seen_by(acting), round=round_)
    return rows.select_related("unit", "sent_by", "created_by").annotate(n=Count("dossiers")).order_by("-id")


def round_states(round_: Round, acting: Acting) -> dict[str, int]:
    """How many dossiers of a round stand where, within what a person sees."""
    return states_of(Dossier.objects.filter(seen_by(acting), round=round_))


def states_of(rows: QuerySet[Dossier]) -> dict[str, int]:
    """How many of these dossiers stand where."""
    return dict(rows.values_list("state").annotate(n=Count("id")).order_by())


BESIDE = (
    "round__route", "round__votes", "round__movement", "round__movement_level",
    "round__title", "round__code", "round__period", "round__awards", "round__closes_on", "round__session__title",
    "round__session__state", "round__session__held_on", "submission__created_by", "submission__sent_by", "submission__state", "submission__number",
    "submission__dated", "unit__name", "unit__kind", "holder__full_name", "recipient__name", "recipient__kind", "recipient__same_as",
    "recipient__person__user", "recipient__person__cccd_index", "recipient__unit__name", "session__title", "session__state",
    "session__held_on", "concluded_by__full_name", "approved_by__full_name", "report__outline", "report__sections",
    "report__revision", "report__saved_at", "report__drawn_revision",
)  # fmt: skip
"""What the page of a dossier shows of the rows beside it. A list as it was read may be megabytes: it stays where it is."""
OWN = tuple(field.name for field in Dossier._meta.concrete_fields)


def full(pk: int, acting: Acting) -> QuerySet[Dossier]:
    """One dossier with everything its page shows, if the person sees it."""
    papers = Paper.objects.select_related("file", "replaced_by").order_by("id")
    return (
        Dossier.objects.filter(seen_by(acting), pk=pk)
        .select_related("round__session", "submission", "unit", "holder", "recipient__person", "recipient__unit", "session", "concluded_by", "approved_by", "report")
        .only(*OWN, *BESIDE)
        .annotate(is_held=held(), has_replies=Exists(NomineeReply.objects.filter(dossier=OuterRef("pk"))))
        .annotate(has_twins=has_twins(), has_opinions=Exists(Opinion.objects.filter(dossier=OuterRef("pk"))), number_of=number_of())
        .prefetch_related(
            Prefetch("papers", queryset=papers), Prefetch("steps", queryset=DossierStep.objects.select_related("by"))
        )
    )  # fmt: skip


def ready_for_agenda(session: Session) -> QuerySet[Dossier]:
    """Appraised dossiers of the rounds tied to a session, not yet on its agenda."""
    rows = Dossier.objects.filter(round__session=session, round__votes=True, state=DossierState.APPRAISED)
    return rows.select_related("unit", "round__session", "submission", "recipient__person").order_by(
        "unit__name_fold", "id"
    )


def on_agenda(session: Session) -> QuerySet[Dossier]:
    """Dossiers on the agenda of a session or already voted on."""
    return Dossier.objects.filter(session=session).select_related("unit").order_by("id")


def passed_in(session: Session) -> QuerySet[Dossier]:
    """Dossiers the council passed in a session, for the city to decide, that no decision names yet; those something holds wait."""
    rows = Dossier.objects.filter(~held(), session=session, round__route__in=CITY_ROUTES, state=DossierState.PASSED)
    return rows.select_related("unit", "round", "recipient__person").order_by("unit__name_fold", "name_fold", "id")


def approved_in(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Of these dossiers, those approved by the head of the office that nothing holds."""
    return rows.filter(~held(), state=DossierState.APPRAISED)


def approved_of(round_: Round) -> QuerySet[Dossier]:
    """The approved dossiers of a round that goes to a decision of the city without a vote; none of any other round."""
    rows = approved_in(Dossier.objects.filter(round=round_, round__route__in=CITY_ROUTES, round__votes=False))
    return rows.select_related("unit", "round", "recipient__person").order_by("unit__name_fold", "name_fold", "id")


def award_labels(codes: Sequence[str], on: date) -> dict[str, str]:
    """Names of awards on a day."""
    return {code: award_name(code, on) for code in set(codes)}


def people_of(keys: Iterable[str]) -> dict[str, User]:
    """The users behind the journal's keys."""
    numbers = {int(key.partition(":")[2]) for key in keys if key.startswith("user:")}
    return {user.key: user for user in User.objects.filter(pk__in=numbers)}
