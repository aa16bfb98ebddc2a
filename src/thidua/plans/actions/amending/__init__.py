"""A plan in force is changed by a document that amends it: everything the document says at once, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.amending import adding, changing
from thidua.plans.actions.amending.ground import Ground
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.actions.noting import kept_file
from thidua.plans.drafts import (
    AmendingDocument,
    Draft,
    Dropped,
    NewDay,
    NewMilestones,
    NewRowTitle,
    NewTask,
    NewTitle,
    NewUnits,
)
from thidua.plans.models import Amendment, Plan
from thidua.plans.policies import may_amend

__all__ = ["amend", "check_document"]

_WRITERS: dict[type, Callable[[Ground, Any], None]] = {
    NewDay: changing.new_day,
    Dropped: changing.drop,
    NewTitle: changing.new_title,
    NewUnits: changing.new_units,
    NewRowTitle: changing.new_row_title,
    NewTask: adding.new_task,
    NewMilestones: adding.new_milestones,
}


@transaction.atomic
def amend(
    plan: Plan, document: AmendingDocument, file: File[bytes], drafts: Sequence[Draft], *, seen: int,
    by: Acting, at: datetime,
) -> Amendment:  # fmt: skip
    """Record a document that amends a plan in force, with everything it changes.

    `seen`: the revision of the plan the person had before him. Raises Conflict when the plan changed since or the
    document was recorded already, Refused with the reason for a change that cannot be; then nothing is kept.
    """
    plan = plan_for_writing(plan.pk)
    insist(may_amend(by, plan))
    if plan.revision != seen:
        raise Conflict(_("Kế hoạch vừa được người khác thay đổi. Chưa ghi sửa đổi; hãy xem lại bản nháp."))
    check_document(plan, document, today=local_day(at))
    if not drafts:
        raise Refused(_("Chưa có thay đổi nào trong bản nháp. Chưa ghi gì."))
    amendment = _new_amendment(plan, document, kept_file(file, plan.key, by=by, at=at), by=by, at=at)
    ground = Ground(plan, amendment, document.since, by, at)
    for draft in drafts:
        _WRITERS[type(draft)](ground, draft)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    record(
        "plans.amend", plan.key, by=by.actor, at=at,
        data={"amendment": amendment.pk, "changes": len(drafts), "file": str(amendment.file.key)},
    )  # fmt: skip
    return amendment


def check_document(plan: Plan, document: AmendingDocument, *, today: date) -> None:
    """Raises Refused for a document that cannot amend the plan: signed before it, or not in effect on the day."""
    if not tidy(document.number) or not tidy(document.title):
        raise Refused(_("Văn bản sửa đổi cần có số và trích yếu. Chưa ghi gì."))
    if plan.issued_on and document.issued_on < plan.issued_on:
        text = _(
            "Văn bản sửa đổi ban hành ngày %(day)s, trước ngày ký kế hoạch (%(signed)s). Chưa ghi gì; hãy xem lại ngày ban hành."
        )
        raise Refused(text % {"day": show_date(document.issued_on), "signed": show_date(plan.issued_on)})
    if document.since < document.issued_on:
        raise Refused(_("Ngày có hiệu lực không thể trước ngày ban hành. Chưa ghi gì."))
    if document.since > today:
        raise Refused(_("Văn bản chưa có hiệu lực. Chưa ghi; hãy ghi sửa đổi từ ngày văn bản có hiệu lực."))


def _new_amendment(plan: Plan, document: AmendingDocument, file: StoredFile, *, by: Acting, at: datetime) -> Amendment:
    try:
        with transaction.atomic():
            return Amendment.objects.create(
                plan=plan, number=tidy(document.number), issued_on=document.issued_on, title=tidy(document.title),
                file=file, by=by.user, at=at,
            )  # fmt: skip
    except IntegrityError as known:
        raise Conflict(
            _("Văn bản số %(number)s đã được ghi cho kế hoạch này. Chưa ghi gì thêm.") % {"number": document.number}
        ) from known
