"""The achievement report: saved as it is written, every saving kept, drawn as a paper of the dossier when it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.documents.actions import store_file
from thidua.documents.rendering import render_pdf
from thidua.dossiers import papers
from thidua.dossiers.checklist import outline_called, outline_for
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, Paper, PaperPart, Report, ReportRevision, Submission
from thidua.dossiers.policies import may_edit, may_work_on
from thidua.dossiers.policies.reporting import may_write
from thidua.dossiers.prefill import prefilled
from thidua.dossiers.queries.completeness import is_whole, report_of, unwritten
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting

TOGETHER = timedelta(minutes=10)
"""Savings of one person within this time stand as one revision."""
LONGEST = 60_000
"""Characters of one section that are kept."""


class OtherWords(Conflict):
    """Somebody else saved the report meanwhile. `theirs` is what stands, `mine` what was typed; nothing is lost."""

    def __init__(self, reason: str, theirs: Report, mine: Mapping[str, str]) -> None:
        super().__init__(reason)
        self.theirs = theirs
        self.mine = dict(mine)


@transaction.atomic
def save_report(dossier: Dossier, sections: Mapping[str, str], *, revision: int, by: Acting, at: datetime) -> Report:
    """Save the report. `revision` is the one the page was drawn from (0: nothing was written yet).

    Raises OtherWords when another person saved meanwhile and what stands differs from what is sent.
    """
    insist(may_write(by, dossier))
    outline = outline_for(dossier.award, dossier.kind)
    mine = {section.code: _kept(sections.get(section.code, "")) for section in outline.sections}
    found = Report.objects.filter(dossier=dossier).first()
    if found is None:
        return _first(dossier, outline.code, mine, by=by, at=at)
    if found.sections == mine and found.outline == outline.code:
        return found
    rows = Report.objects.filter(pk=found.pk, revision=revision)
    if not rows.update(sections=mine, outline=outline.code, revision=F("revision") + 1, saved_by=by.user, saved_at=at):
        raise _other_words(found, mine)
    _keep(found, mine, by=by, at=at)
    found.refresh_from_db()
    return found


def _first(dossier: Dossier, outline: str, mine: dict[str, str], *, by: Acting, at: datetime) -> Report:
    try:
        with transaction.atomic():
            made = Report.objects.create(
                dossier=dossier, outline=outline, sections=mine, revision=1, saved_by=by.user, saved_at=at
            )
    except IntegrityError:
        raise _other_words(Report.objects.get(dossier=dossier), mine) from None
    ReportRevision.objects.create(report=made, number=1, sections=mine, by=by.user, at=at)
    record("dossiers.save_report", dossier.key, by=by.actor, at=at, data={"revision": 1})
    return made


def _other_words(found: Report, mine: Mapping[str, str]) -> OtherWords:
    reason = _("%(name)s vừa lưu báo cáo này. Bản của anh/chị chưa ghi đè; hãy chọn từng mục ở dưới.")
    return OtherWords(reason % {"name": found.saved_by.full_name}, found, mine)


def _keep(found: Report, mine: dict[str, str], *, by: Acting, at: datetime) -> None:
    """Keep the revision; one person's savings within a short while stand together, so that autosave makes no thousands."""
    last = found.revisions.order_by("-number").first()
    if last and last.by_id == by.user.pk and at - last.at < TOGETHER:
        ReportRevision.objects.filter(pk=last.pk).update(sections=mine)
        return
    number = (last.number if last else 0) + 1
    ReportRevision.objects.create(report=found, number=number, sections=mine, by=by.user, at=at)
    record("dossiers.save_report", found.dossier.key, by=by.actor, at=at, data={"revision": number})


def _kept(text: str) -> str:
    return tidy(text.replace("\r\n", "\n"))[:LONGEST]


def draw_report(dossier: Dossier, *, by: Acting, at: datetime) -> Paper:
    """Draw the report as PDF and put it into the dossier, a newer version beside the one it replaces.

    It is drawn before the transaction begins: drawing is slow and must keep nobody waiting.
    """
    insist(may_edit(by, dossier, signing=True))
    report = Report.objects.select_related("paper", "dossier__unit", "dossier__round").filter(dossier=dossier).first()
    if report is None or not is_whole(report):
        raise Refused(_("Báo cáo chưa có đủ các mục bắt buộc nên chưa in được."))
    if report.paper is not None and report.drawn_revision == report.revision:
        return report.paper
    made = render_pdf(papers.REPORT, papers.report(dossier, report))
    return _put(dossier, report, made.data, by=by, at=at)


@transaction.atomic
def _put(dossier: Dossier, drawn: Report, data: bytes, *, by: Acting, at: datetime) -> Paper:
    """Keep the drawn report once: whoever drew the same revision at the same moment gets the paper that stands."""
    # The lock is taken without a join: the joined row would be that of before the wait.
    report = Report.objects.select_for_update().get(pk=drawn.pk)
    if report.paper is not None and report.drawn_revision == drawn.revision:
        return report.paper
    outline = outline_called(drawn.outline)
    title = outline.title if outline else PaperPart.REPORT.label
    file = store_file(data, f"bao-cao-thanh-tich-{dossier.code}.pdf", "pdf", dossier.key, by=by, at=at)
    earlier = report.paper if report.paper and not hasattr(report.paper, "replaced_by") else None
    paper = Paper.objects.create(
        dossier=dossier, part=PaperPart.REPORT, title=str(title)[:200], file=file, replaces=earlier
    )
    Report.objects.filter(pk=report.pk).update(paper=paper, drawn_revision=drawn.revision)
    record(
        "dossiers.draw_report", dossier.key, by=by.actor, at=at, data={"paper": paper.pk, "revision": drawn.revision}
    )
    return paper


def draw_reports(submission: Submission, *, by: Acting, at: datetime) -> int:
    """Draw every report of the list's drafts that is whole and newer than its paper. Returns how many.

    Each in its own transaction, before the sending: drawing is slow and must not keep the others of the city waiting.
    """
    rows = Dossier.objects.filter(submission=submission, state=DossierState.DRAFT, report__isnull=False)
    rows = rows.exclude(report__drawn_revision=F("report__revision"))
    found = rows.select_related("report", "submission", "round", "unit", "recipient__person").order_by("id")
    return sum(draw_newer(dossier, by=by, at=at) for dossier in found)


def draw_newer(dossier: Dossier, *, by: Acting, at: datetime) -> bool:
    """Draw the report when it is whole and newer than its paper. Returns whether it was drawn."""
    report = report_of(dossier)
    if report is None or report.drawn_revision == report.revision or not is_whole(report):
        return False
    if not may_edit(by, dossier, signing=True):
        return False
    draw_report(dossier, by=by, at=at)
    return True


@transaction.atomic
def begin_reports(submission: Submission, *, by: Acting, at: datetime) -> int:
    """Begin a report for every draft of the list that has none, from what the list and the ledger hold.

    Only where a summary of the achievement is there to begin with; each stays open to be written on. Returns how many.
    """
    insist(may_work_on(by, submission))
    fresh = list(unwritten(submission).select_related("unit", "recipient").order_by("id"))
    made = []
    for dossier in fresh:
        outline = outline_for(dossier.award, dossier.kind)
        texts = {code: _kept(text) for code, text in prefilled(dossier, outline).items()}
        made.append(
            Report(dossier=dossier, outline=outline.code, sections=texts, revision=1, saved_by=by.user, saved_at=at)
        )
    kept = Report.objects.bulk_create(made, batch_size=200)
    ReportRevision.objects.bulk_create(
        [ReportRevision(report=row, number=1, sections=row.sections, by=by.user, at=at) for row in kept], batch_size=200
    )
    record_many("dossiers.save_report", [dossier.key for dossier in fresh], by=by.actor, at=at)
    return len(kept)
