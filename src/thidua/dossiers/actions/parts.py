"""Papers of a whole list: one letter, one set of minutes for all its nominees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.dossiers.actions.content import add_paper
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, ListPaper, Paper, PaperPart, Submission
from thidua.dossiers.policies import may_match, may_work_on
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.text import fold
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@transaction.atomic
def add_list_paper(submission: Submission, part: str, data: bytes, name: str, *, by: Acting, at: datetime) -> ListPaper:
    """Put a paper into the list; it stands beside the earlier one of its part, which it replaces. Raises Refused."""
    insist(may_work_on(by, submission))
    if part not in PaperPart:
        raise Refused(_("Không có loại giấy này. Chưa lưu gì."))
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise Refused(" ".join(reason.text for reason in verdict.reasons))
    file = store_file(data, name, verdict.kind, submission.key, by=by, at=at)
    earlier = ListPaper.objects.filter(submission=submission, part=part, replaced_by=None).order_by("-id").first()
    paper = ListPaper.objects.create(submission=submission, part=part, title=name[:200], file=file, replaces=earlier)
    record("dossiers.add_list_paper", submission.key, by=by.actor, at=at, data={"part": part, "paper": paper.pk})
    return paper


@transaction.atomic
def match_nobody(dossier: Dossier, *, by: Acting, at: datetime) -> Dossier:
    """Say that the nominee is none of those suggested from the ledger: they are not suggested again."""
    insist(may_match(by, dossier))
    rows = Dossier.objects.filter(pk=dossier.pk, recipient=None)
    if not rows.update(matched_nobody=True):
        raise Conflict(_("Hồ sơ vừa được nối với một người trong Sổ. Chưa ghi gì; hãy mở lại trang."))
    dossier.refresh_from_db()
    record("dossiers.match", dossier.key, by=by.actor, at=at, data={"recipient": "nobody"})
    return dossier


@dataclass(frozen=True)
class Sorted:
    """Report files given to nominees by their names, and those that belong to nobody or to more than one."""

    taken: list[tuple[str, Dossier]]
    left: list[tuple[str, str]]


def add_reports(submission: Submission, files: Sequence[tuple[str, bytes]], *, by: Acting, at: datetime) -> Sorted:
    """Give each report file to the draft whose nominee's name stands in the file's name. Each file by itself.

    A file that fits nobody, or two nominees, is left with its reason; nothing is guessed.
    """
    insist(may_work_on(by, submission))
    drafts = list(
        Dossier.objects.filter(submission=submission, state=DossierState.DRAFT)
        .select_related("submission", "recipient__person", "unit").order_by("id")
    )  # fmt: skip
    taken, left = [], []
    for name, data in files:
        spoken = fold(re.sub(r"[_\-.]+", " ", PurePath(name).stem))
        fits = [row for row in drafts if f" {row.name_fold} " in f" {spoken} " or row.code in name]
        longest = max((len(row.name_fold) for row in fits), default=0)
        fits = [row for row in fits if len(row.name_fold) == longest]
        if len(fits) != 1:
            left.append((name, _("không thấy tên ai trong danh sách") if not fits else _("có hơn một người cùng tên")))
            continue
        try:
            add_paper(fits[0], PaperPart.REPORT, data, name, replaces=_standing_report(fits[0]), by=by, at=at)
        except Refused as refusal:
            left.append((name, refusal.reason))
        else:
            taken.append((name, fits[0]))
    return Sorted(taken, left)


def _standing_report(dossier: Dossier) -> Paper | None:
    return dossier.papers.filter(part=PaperPart.REPORT, replaced_by=None).order_by("-id").first()
