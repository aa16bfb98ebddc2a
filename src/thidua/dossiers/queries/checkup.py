"""The check before sending: every draft of a list with what speaks for it and against it, worst first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from thidua.awards.queries.panel import VerdictView, verdict_view
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, ListPaper, NomineeReply, ReplyKind, Submission
from thidua.dossiers.queries.completeness import Completeness, completeness_of, list_papers, with_parts
from thidua.dossiers.queries.judging import Judged, verdicts_of
from thidua.dossiers.queries.matching import matches_of
from thidua.dossiers.queries.twins_beside import Twin, twins_of
from thidua.register.models import Recipient

PAGE = 50
OK, NO, ASK = "ok", "no", "ask"


@dataclass(frozen=True)
class CheckRow:
    """One nominee: verdict, parts, twins, likely matches, and what he said himself that nobody answered."""

    dossier: Dossier
    judged: Judged
    parts: Completeness
    twins: list[Twin] = field(default_factory=list)
    matches: list[Recipient] = field(default_factory=list)
    replies: list[NomineeReply] = field(default_factory=list)

    @property
    def verdict(self) -> VerdictView:
        """The verdict as the panel shows it."""
        return verdict_view(self.judged.record)

    @property
    def withdrawn(self) -> bool:
        """Whether the nominee asked to be left out."""
        return any(said.kind == ReplyKind.WITHDRAWAL for said in self.replies)

    @property
    def blocks(self) -> bool:
        """Whether the list cannot be sent with this dossier as it stands."""
        return bool(self.parts.blocking) or self.withdrawn

    @property
    def mark(self) -> str:
        """✓ nothing to look at, ✗ something stands against it, ? something is missing or unclear."""
        if self.blocks or self.judged.code in ("fail", "hold") or any(twin.same_number for twin in self.twins):
            return NO
        unclear = self.judged.code != "pass" or self.parts.missing or self.twins or self.matches or self.replies
        return ASK if unclear else OK


@dataclass(frozen=True)
class Checkup:
    """All drafts of a list: counts, and the rows of one page, worst first."""

    rows: list[CheckRow]
    total: int
    marks: dict[str, int]
    blocked: int
    lacking: list[tuple[str, int, bool]]
    papers: list[ListPaper]
    first: int = 1

    @property
    def last(self) -> int:
        """The number of the last row of the page."""
        return self.first + len(self.rows) - 1


def checkup(submission: Submission, on: date, page: int = 1) -> Checkup:
    """Check every draft of a list by the rules of a day. Queries grow only by one for each few hundred drafts."""
    drafts = submission.dossiers.filter(state=DossierState.DRAFT).select_related("recipient__person", "recipient__unit")
    rows = list(with_parts(drafts).order_by("id"))
    papers = list_papers(submission)
    found = _rows(rows, submission, papers, on)
    found.sort(key=lambda row: (not row.blocks, (NO, ASK, OK).index(row.mark), row.dossier.pk))
    lacking: Counter[tuple[str, bool]] = Counter(
        (line.need.part.name, line.blocks) for row in found for line in row.parts.missing
    )
    start = (max(page, 1) - 1) * PAGE
    start = start if start < len(found) else 0
    return Checkup(
        found[start : start + PAGE], len(found), dict(Counter(row.mark for row in found)), sum(row.blocks for row in found),
        [(name, count, blocks) for (name, blocks), count in lacking.most_common()], papers, start + 1,
    )  # fmt: skip


def _rows(rows: Sequence[Dossier], submission: Submission, papers: Sequence[ListPaper], on: date) -> list[CheckRow]:
    verdicts, twins, matches = verdicts_of(rows, on), twins_of(rows), matches_of(rows)
    said: dict[int, list[NomineeReply]] = defaultdict(list)
    waiting = NomineeReply.objects.filter(kind__in=(ReplyKind.WITHDRAWAL, ReplyKind.WRONG), answered_at=None)
    for reply in waiting.filter(dossier__submission=submission):
        said[reply.dossier_id].append(reply)
    return [
        CheckRow(
            row, verdicts[row.pk], completeness_of(row, submission, papers, on), twins.get(row.pk, []),
            matches.get(row.pk, []), said.get(row.pk, []),
        )
        for row in rows
    ]  # fmt: skip
