"""Opinions as pages and papers read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.awards.queries import award_name
from thidua.documents.models import StoredFile
from thidua.dossiers.models import (
    Consultation,
    Consulted,
    Dossier,
    ListPaper,
    Opinion,
    OpinionOutcome,
    OpinionRequest,
    Paper,
    PublicComment,
    Round,
    Submission,
    Triage,
)
from thidua.dossiers.policies import requests_seen_by, rounds_seen_by, seen_by
from thidua.dossiers.policies.opinions import ASKED_IN, LENT, SHOWN_IN, lines_of
from thidua.foundation.dates import show_date
from thidua.organisation.acting import Acting

PAGE = 50
OPEN = ("", "cho", "xong")


@dataclass(frozen=True)
class RequestPage:
    """Requests, newest first, and where the next page begins; 0 at the end."""

    rows: Sequence[OpinionRequest] = field(default_factory=list)
    after: int = 0


def requests_for(acting: Acting, *, state: str = "", after: int | None = None) -> RequestPage:
    """The requests a person sees, with how many nominees each asks about and how many wait. `state`: cho, xong or all."""
    rows = OpinionRequest.objects.filter(requests_seen_by(acting)).select_related("asked_by")
    if state:
        rows = rows.filter(ended_at__isnull=state == "cho")
    if after:
        rows = rows.filter(pk__lt=after)
    counted = rows.annotate(
        n=Count("opinions"), waiting=Count("opinions", filter=Q(opinions__outcome=OpinionOutcome.PENDING))
    )
    found = list(counted.order_by("-id")[: PAGE + 1])
    return RequestPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def request_rows(request: OpinionRequest, day: date) -> list[dict[str, Any]]:
    """The nominees of one request with what the agency may read of each and what it said."""
    papers = Paper.objects.filter(part__in=request.parts, replaced_by=None).select_related("file__lent")
    shared: dict[int, list[ListPaper]] = {}
    for paper in list_papers_lent(request):
        shared.setdefault(paper.submission_id, []).append(paper)
    rows = Opinion.objects.filter(request=request).select_related(
        "dossier__unit", "dossier__recipient__person", "file", "by"
    )
    names: dict[str, str] = {}
    return [
        {
            "opinion": row, "dossier": row.dossier, "papers": row.dossier.papers.all(),
            "shared": shared.get(row.dossier.submission_id, []),
            "award": names.setdefault(row.dossier.award, award_name(row.dossier.award, day)),
        }
        for row in rows.prefetch_related(Prefetch("dossier__papers", queryset=papers)).order_by("id")
    ]  # fmt: skip


def list_papers_lent(request: OpinionRequest) -> QuerySet[ListPaper]:
    """The papers of whole lists that a request lets its agency read."""
    lists = Submission.objects.filter(dossiers__opinions__request=request)
    rows = ListPaper.objects.filter(part__in=set(request.parts) & set(LENT), replaced_by=None, submission__in=lists)
    return rows.select_related("file__lent").order_by("id")


def papers_lent(request: OpinionRequest) -> QuerySet[Paper]:
    """The papers of the nominees themselves that a request lets its agency read."""
    return (
        Paper.objects.filter(part__in=request.parts, replaced_by=None, dossier__opinions__request=request)
        .select_related("file__lent")
        .order_by("id")
    )


def files_lent(request: OpinionRequest) -> QuerySet[StoredFile]:
    """The files behind all these papers, each once."""
    files = Q(pk__in=papers_lent(request).values("file")) | Q(pk__in=list_papers_lent(request).values("file"))
    return StoredFile.objects.filter(files).select_related("lent").order_by("pk")


def unread_files() -> list[StoredFile]:
    """The files open requests lend that were not looked through for identity numbers yet."""
    open_ = OpinionRequest.objects.filter(ended_at=None)
    return [file for request in open_ for file in files_lent(request).filter(lent=None)]


def askable(acting: Acting, *, round_: int | None, chosen: list[int]) -> QuerySet[Dossier]:
    """Dossiers opinions may be asked on: of a round, or those chosen; two hundred at most."""
    rows = Dossier.objects.filter(seen_by(acting), state__in=ASKED_IN)
    rows = (
        rows.filter(pk__in=chosen)
        if chosen
        else rows.filter(round=round_ or 0, round__in=Round.objects.filter(rounds_seen_by(acting)))
    )
    return rows.select_related("round", "submission", "unit", "recipient__person").order_by("name_fold", "id")[:200]


def said_on(dossier: Dossier) -> list[Opinion]:
    """What agencies said of a dossier, oldest first."""
    return list(Opinion.objects.filter(dossier=dossier).select_related("request", "file").order_by("id"))


def opinions_of(dossier: Dossier) -> list[str]:
    """What agencies said and what the publication came to, one Vietnamese sentence each: for the appraisal sheet."""
    return [
        *(_said(row) for row in said_on(dossier)),
        *(_published(line, dossier) for line in reversed(lines_of(dossier))),
    ]


def _said(row: Opinion) -> str:
    words = f"{row.request.agency_name}: {row.get_outcome_display()}"
    if row.outcome == OpinionOutcome.SILENT:
        return _("%(words)s (hạn %(day)s, %(cite)s).") % {
            "words": words,
            "day": show_date(row.request.due_on),
            "cite": row.request.citation,
        }
    if row.outcome == OpinionOutcome.PENDING:
        return _("%(words)s, hạn %(day)s.") % {"words": words, "day": show_date(row.request.due_on)}
    paper = (
        _(", văn bản số %(n)s ngày %(day)s") % {"n": row.document_number, "day": show_date(row.document_date)}
        if row.document_date
        else ""
    )
    return f"{words}{paper}{f': {row.text}' if row.text else ''}."


def _published(line: Consulted, dossier: Dossier) -> str:
    found = line.consultation
    counts = counts_on(found).get(dossier.pk, {})
    said = ", ".join(
        f"{counts.get(kind, 0)} {kind.label}"
        for kind in (Triage.VALID, Triage.OFF_TOPIC, Triage.HOLD, Triage.NEW)
        if counts.get(kind)
    )
    return _("Công khai lấy ý kiến Nhân dân từ %(a)s đến hết %(b)s (%(cite)s)%(open)s: %(said)s.") % {
        "a": show_date(found.opened_on), "b": show_date(found.ends_on), "cite": found.citation,
        "open": "" if found.ended_at else _(", đang công khai"), "said": said or _("không có ý kiến nào"),
    }  # fmt: skip


def counts_on(found: Consultation) -> dict[int | None, dict[str, int]]:
    """How many comments of which kind on each dossier of a list; None: on the whole list."""
    counts: dict[int | None, dict[str, int]] = {}
    for dossier, kind, n in found.comments.order_by().values_list("dossier", "triage").annotate(n=Count("id")):
        counts.setdefault(dossier, {})[kind] = n
    return counts


@dataclass(frozen=True)
class ConsultationPage:
    """Published lists, newest first, and where the next page begins; 0 at the end."""

    rows: Sequence[Consultation] = field(default_factory=list)
    after: int = 0


def consultations(*, running: bool | None = None, after: int | None = None) -> ConsultationPage:
    """Published lists with how many names stand on each and how many comments wait to be sorted."""
    rows = Consultation.objects.all()
    if running is not None:
        rows = rows.filter(ended_at__isnull=running)
    if after:
        rows = rows.filter(pk__lt=after)
    unsorted = Count("comments", filter=Q(comments__triage=Triage.NEW), distinct=True)
    found = list(rows.annotate(n=Count("lines", distinct=True), unsorted=unsorted).order_by("-id")[: PAGE + 1])
    return ConsultationPage(found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else 0)


def comments_of(found: Consultation, *, kind: str = "", after: int | None = None) -> list[PublicComment]:
    """What the public wrote, oldest first, one more than a page."""
    rows = found.comments.select_related("dossier__recipient__person", "hold", "triaged_by", "consultation")
    if kind in Triage.values:
        rows = rows.filter(triage=kind)
    return list(rows.filter(pk__gt=after or 0).order_by("id")[: PAGE + 1])


def public_lists(day: date) -> QuerySet[Consultation]:
    """Lists on which the public may write today."""
    return Consultation.objects.filter(ended_at=None, opened_on__lte=day, ends_on__gte=day).order_by("ends_on", "id")


def public_lines(found: Consultation) -> QuerySet[Consulted]:
    """The names that still stand on a list: a dossier that is withdrawn or refused has left it."""
    return found.lines.filter(dossier__state__in=SHOWN_IN).only("name", "role", "award").order_by("award", "name", "id")
