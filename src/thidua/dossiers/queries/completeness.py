"""How complete dossiers are: which parts are there, which are missing, and what a missing one does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Prefetch, QuerySet

from thidua.dossiers.checklist import Need, needs, needs_on_route, outline_called
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, ListPaper, Paper, PaperPart, Report, Submission
from thidua.organisation.models import UnitKind


@dataclass(frozen=True)
class Line:
    """One part of a dossier and the papers that answer it. `how`: letter, list, written, summary, paper or nothing."""

    need: Need
    how: str = ""
    papers: tuple[Paper, ...] = ()
    list_papers: tuple[ListPaper, ...] = ()

    @property
    def there(self) -> bool:
        """Whether the part is answered."""
        return bool(self.how)

    @property
    def blocks(self) -> bool:
        """Whether its absence keeps the dossier from being sent."""
        return self.need.blocks and not self.there

    @property
    def counts(self) -> bool:
        """Whether it counts in the meter: a part asked for "if there is any" counts only when it is there."""
        return self.there or not self.need.part.if_any


@dataclass(frozen=True)
class Completeness:
    """The parts of one dossier."""

    lines: list[Line] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many parts count."""
        return sum(line.counts for line in self.lines)

    @property
    def done(self) -> int:
        """How many are there."""
        return sum(line.there for line in self.lines)

    @property
    def missing(self) -> list[Line]:
        """Those that count and are not there, blocking ones first."""
        return sorted((line for line in self.lines if line.counts and not line.there), key=lambda line: not line.blocks)

    @property
    def grounds(self) -> list[tuple[Need, list[Line]]]:
        """The parts in their order, those that follow each other on one ground together; the need names the ground."""
        groups = groupby(self.lines, key=lambda line: (line.need.citation, line.need.doubt, line.need.note))
        return [(rows[0].need, rows) for _ground, found in groups if (rows := list(found))]

    @property
    def blocking(self) -> list[Line]:
        """Missing parts without which the dossier may not be sent."""
        return [line for line in self.lines if line.blocks]


def with_parts(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """The dossiers with what their completeness is counted from: three queries whatever their number."""
    papers = Paper.objects.select_related("file").filter(replaced_by=None).order_by("id")
    return rows.select_related("round", "unit", "report").prefetch_related(
        Prefetch("papers", queryset=papers, to_attr="standing")
    )


def list_papers(submission: Submission) -> list[ListPaper]:
    """The papers of the whole list that stand."""
    return list(ListPaper.objects.filter(submission=submission, replaced_by=None).select_related("file").order_by("id"))


def completeness_of(dossier: Dossier, submission: Submission, shared: Sequence[ListPaper], on: date) -> Completeness:
    """The parts of a dossier read by `with_parts`. `shared`: the papers of its list."""
    enterprise = dossier.unit.kind == UnitKind.ENTERPRISE
    asked = needs_on_route(dossier.round.route, on)
    if asked is None:
        asked = needs(dossier.award, dossier.kind, enterprise, dossier.facts, on)
    return Completeness([_line(need, dossier, submission, shared) for need in asked])


def _line(need: Need, dossier: Dossier, submission: Submission, shared: Sequence[ListPaper]) -> Line:
    kind = need.part.paper
    own = tuple(paper for paper in _standing(dossier) if paper.part == kind)
    common = tuple(paper for paper in shared if paper.part == kind)
    return Line(need, _how(kind, dossier, submission, bool(own or common)), own, common)


def _how(kind: str, dossier: Dossier, submission: Submission, has_paper: bool) -> str:
    if has_paper:
        return "paper"
    if kind == PaperPart.LETTER and submission.number and submission.dated:
        return "letter"
    if kind == PaperPart.LIST:
        return "list"
    if kind == PaperPart.SUMMARY and dossier.achievement.strip():
        return "summary"
    report = report_of(dossier) if kind in (PaperPart.REPORT, PaperPart.SUMMARY) else None
    return "written" if report is not None and is_whole(report) else ""


def _standing(dossier: Dossier) -> Iterable[Paper]:
    found: Iterable[Paper] = getattr(dossier, "standing", None) or ()
    return found


def report_of(dossier: Dossier) -> Report | None:
    """The report written here; None when nobody began one."""
    try:
        return dossier.report
    except ObjectDoesNotExist:
        return None


def is_whole(report: Report) -> bool:
    """Whether every section that must have words has some."""
    outline = outline_called(report.outline)
    if outline is None:
        return any(str(text).strip() for text in report.sections.values())
    return all(report.sections.get(section.code, "").strip() for section in outline.sections if section.must)


def unwritten(submission: Submission) -> QuerySet[Dossier]:
    """Drafts of a list whose report could be begun from their summary: nothing written, nothing uploaded."""
    rows = Dossier.objects.filter(submission=submission, state=DossierState.DRAFT, report=None).exclude(achievement="")
    return rows.exclude(papers__part=PaperPart.REPORT)
