"""Documents sent out to units: sending, the first opening by each unit, reminding those who have not opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from thidua.audit.actions import record
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.actions.noting import kept_file
from thidua.plans.models import Dispatch, DispatchUnit, Plan, Task
from thidua.plans.policies import may_dispatch, may_remind_unread
from thidua.plans.queries.dispatching import people_of_unread, unread_of


@transaction.atomic
def dispatch(
    plan: Plan, units: Iterable[Unit], *, title: str = "", number: str = "", day: date | None = None,
    file: File[bytes] | None = None, task: Task | None = None, by: Acting, at: datetime,
) -> Dispatch:  # fmt: skip
    """Send a document to units: the file given, or the plan's own document when there is none.

    The plan's own document takes the plan's title, number and day where nothing is typed. The people of the units are
    told. Raises Refused without a title or a unit, or when the file cannot be taken; then nothing is sent.
    """
    held = plan_for_writing(plan.pk)
    insist(may_dispatch(by, held))
    receivers = sorted({unit.pk for unit in units})
    words, sign, on = tidy(title), tidy(number), day
    if file is None:
        words, sign, on = words or held.title, sign or held.number, on or held.issued_on
    if day and day > local_day(at):
        raise Refused(_("Ngày của văn bản không thể sau hôm nay. Chưa gửi gì."))
    if not words:
        raise Refused(_("Hãy ghi trích yếu của văn bản. Chưa gửi gì."))
    if not receivers:
        raise Refused(_("Hãy chọn ít nhất một đơn vị nhận. Chưa gửi gì."))
    kept: StoredFile = kept_file(file, held.key, by=by, at=at) if file else held.file
    row = Dispatch.objects.create(plan=held, task=task, title=words, number=sign, day=on, file=kept, by=by.user, at=at)
    DispatchUnit.objects.bulk_create((DispatchUnit(dispatch=row, unit_id=pk) for pk in receivers), batch_size=500)
    data = {"plan": held.pk, "units": len(receivers), "file": str(kept.key)}
    record("plans.dispatch", row.key_in_journal, by=by.actor, at=at, data=data)
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        tell(_messages(row, _("Văn bản mới: %(title)s"), "sent", local_day(at)), at=at)
    return row


def _messages(row: Dispatch, text: str, code: str, day: date) -> Iterable[Message]:
    title, key = text % {"title": str(row)}, f"{row.key_in_journal}:{code}"
    url = reverse("plans:dispatch", args=[row.pk])
    for user in sorted(people_of_unread(row, day)):
        yield Message(user, key, "plans.dispatch", title, day, "", url, row.key_in_journal)


@transaction.atomic
def open_dispatch(row: Dispatch, *, by: Acting, at: datetime) -> int:
    """Note that the unit acted for has opened a document, the first time only. Returns for how many receivers it was."""
    waiting = [receiver.pk for receiver in unread_of(row, by)]
    if not waiting:
        return 0
    changed = DispatchUnit.objects.filter(pk__in=waiting, first_read_at=None).update(
        first_read_at=at, first_reader=by.user
    )
    if changed:
        record("plans.open_dispatch", row.key_in_journal, by=by.actor, at=at, data={"receivers": waiting})
    return changed


@transaction.atomic
def remind_unread(row: Dispatch, *, by: Acting, at: datetime) -> int:
    """Remind the people of units that have not opened a document, once a day. Returns how many were told."""
    insist(may_remind_unread(by, row))
    day = local_day(at)
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        told = tell(_messages(row, _("Chưa xem văn bản: %(title)s"), f"again:{day.isoformat()}", day), at=at)
    record("plans.remind_unread", row.key_in_journal, by=by.actor, at=at, data={"told": told})
    return told
