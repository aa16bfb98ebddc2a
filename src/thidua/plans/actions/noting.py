"""Progress notes on a task and documents put beside it."""

from __future__ import annotations

from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Refused
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import Note, Task
from thidua.plans.policies import may_note


@transaction.atomic
def add_note(task: Task, *, text: str = "", file: File[bytes] | None = None, by: Acting, at: datetime) -> Note:
    """Tell how a task goes, or put a document beside it: words, a file, or both.

    Raises Refused when both are missing or the file cannot be taken; then nothing is kept.
    """
    plan_for_writing(task.plan_id)
    found = Task.objects.select_related("plan").get(pk=task.pk)
    insist(may_note(by, found))
    words = tidy(text)
    if not words and file is None:
        raise Refused(_("Hãy ghi vài chữ hoặc chọn một tệp. Chưa ghi gì."))
    kept = kept_file(file, found.key_in_journal, by=by, at=at) if file else None
    note = Note.objects.create(task=found, text=words, file=kept, by=by.user, unit=by.unit, at=at)
    data = {"note": note.pk, **({"file": str(kept.key)} if kept else {})}
    record("plans.note", found.key_in_journal, by=by.actor, at=at, data=data)
    return note


def kept_file(file: File[bytes], subject: str, *, by: Acting, at: datetime) -> StoredFile:
    """Check a sent file by its content and keep it under `subject`. Raises Refused with the reason."""
    data, name = file.read(), file.name or ""
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise Refused(_("Chưa nhận tệp, chưa ghi gì. %(reason)s") % {"reason": verdict.reasons[0].text})
    return store_file(data, name, verdict.kind.replace("jpeg", "jpg"), subject, by=by, at=at)
