"""Taking a plan in: the document is read, then everything read is kept at once, as a draft to be reviewed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import fold
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES
from thidua.plans.actions.assigning import units_named
from thidua.plans.actions.keeping import keep_rows
from thidua.plans.models import Plan
from thidua.plans.policies import may_import
from thidua.plans.queries.calendars import reading_calendar
from thidua.plans.queries.unknown import unknown_units
from thidua.plans.reading.failures import Unreadable

Json = dict[str, Any]


class AlreadyImported(Refused):
    """The same document stands already; `plan` is the one that was taken in before."""

    def __init__(self, plan: Plan, reason: str) -> None:
        self.plan = plan
        super().__init__(reason)


@dataclass(frozen=True)
class ReadDocument:
    """A document that was read and holds tasks: its bytes, its name, its kind and what was read."""

    data: bytes
    name: str
    kind: str
    reading: Json

    @property
    def sha256(self) -> str:
        """The hash of the content."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def identity(self) -> str:
        """A hash of number, issuer and day of issue; empty when one of them is not printed."""
        head = self.reading["document"]
        parts = [head["number"], head["issuer"], head["issued_on"]]
        return hashlib.sha256("|".join(map(fold, parts)).encode()).hexdigest() if all(parts) else ""


def import_plan(data: bytes, name: str, *, by: Acting, at: datetime) -> Plan:
    """Read a document and keep it as a draft plan: nothing is saved unless everything is.

    Raises AlreadyImported, and Refused with a sentence for a file that cannot be read or holds no table of tasks.
    """
    insist(may_import(by))
    return keep_plan(read_document(data, name, around=local_day(at)), by=by, at=at)


def read_document(data: bytes, name: str, *, around: date) -> ReadDocument:
    """Read a document, writing nothing. `around` is the day near which its deadlines are expected.

    Raises AlreadyImported (told before the long reading) and Refused.
    """
    from thidua.plans.reading.read import read_plan  # noqa: PLC0415 - the readers of PDF and Word are large; loaded when used

    _refuse_known(Plan.objects.filter(content_sha256=hashlib.sha256(data).hexdigest()).first())
    kind = _checked_kind(data, name)
    try:
        reading = read_plan(data, name, calendar=reading_calendar(around)).to_json()
    except Unreadable as failure:
        raise Refused(failure.reason_vi) from failure
    if not reading["tasks"]:
        raise Refused(
            _(
                "Văn bản này không có bảng nhiệm vụ nên chưa lưu gì. Hãy chọn tệp có phụ lục liệt kê nhiệm vụ, đơn vị thực hiện và thời gian."
            )
        )
    # NUL cannot be kept by every database; no document means it.
    clean = json.loads(json.dumps(reading, ensure_ascii=False).replace("\x00", "").replace("\\u0000", ""))
    return ReadDocument(data, name, kind, clean)


def _checked_kind(data: bytes, name: str) -> str:
    """The kind of the file. Packages and PDFs that carry something active are refused; the reader judges the rest."""
    if not data.startswith(b"PK") and b"%PDF-" not in data[:1024]:
        return "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    verdict = check_upload(data, name)
    # Damage is told by the reader, in the words of plans.
    reasons = [
        reason for reason in verdict.reasons if reason.code not in ("DAMAGED", "TOO_LARGE", "EMPTY", "KIND", "PASSWORD")
    ]
    if reasons:
        raise Refused(_("%(reason)s Chưa lưu gì.") % {"reason": reasons[0].text})
    return "pdf" if verdict.kind == "pdf" else "docx"


@transaction.atomic
def keep_plan(document: ReadDocument, *, by: Acting, at: datetime) -> Plan:
    """Keep a document that was read as a draft plan with its tasks, council rows, milestones and flags.

    What an officer or head of a unit takes in is that unit's own plan.
    """
    insist(may_import(by))
    _refuse_known(Plan.objects.filter(content_sha256=document.sha256).first())
    if document.identity:
        _refuse_known(Plan.objects.filter(identity=document.identity).first())
    plan = _new_plan(document, by=by, at=at)
    found = unknown_units(document.reading)
    told = {**document.reading, "flags": [*document.reading["flags"], *(flag.to_json() for flag in found)]}
    counts = keep_rows(plan, told, units=units_named(plan, _bodies(document.reading)))
    record(
        "plans.import", plan.key, by=by.actor, at=at, after=plan.state,
        data={"sha256": document.sha256, "file": str(plan.file.key), **counts},
    )  # fmt: skip
    return plan


def _refuse_known(plan: Plan | None) -> None:
    if plan is None:
        return
    text = _("Văn bản này đã được nạp ngày %(day)s: %(plan)s. Chưa lưu gì thêm.")
    named = _("kế hoạch số %(number)s") % {"number": plan.number} if plan.number else plan.title
    raise AlreadyImported(plan, text % {"day": show_date(local_day(plan.imported_at)), "plan": named})


def _new_plan(document: ReadDocument, *, by: Acting, at: datetime) -> Plan:
    head = document.reading["document"]
    file = store_file(document.data, document.name, document.kind, "plan", by=by, at=at)
    try:
        with transaction.atomic():
            return Plan.objects.create(
                number=(head["number"] or "")[:80],
                issued_on=date.fromisoformat(head["issued_on"]) if head["issued_on"] else None,
                issuer=head["issuer"] or "",
                title=head["title"] or document.name,
                year=head["year"],
                file=file,
                unit=by.unit if by.holds(*UNIT_DUTIES) else None,
                content_sha256=document.sha256,
                identity=document.identity,
                reading=document.reading,
                imported_by=by.user,
                imported_at=at,
            )
    except IntegrityError:
        # Somebody took the same document in between the look and the write.
        _refuse_known(Plan.objects.filter(content_sha256=document.sha256).first())
        _refuse_known(Plan.objects.filter(identity=document.identity).first())
        raise


def _bodies(reading: Json) -> set[str]:
    """The printed names of all implementing and coordinating bodies."""
    return {name for task in reading["tasks"] for name in (*task["implementing"], *task["coordinating"])}
