"""Reporting milestones done and taking that back; closing a task and opening it again."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.documents.models import StoredFile
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import Milestone, Task
from thidua.plans.policies import may_close_task, may_reopen_task, may_report
from thidua.plans.queries.registering import missing_under


@transaction.atomic
def report_done(
    milestone: Milestone,
    *,
    on: date,
    note: str = "",
    evidence: File[bytes] | None = None,
    by: Acting,
    at: datetime,
) -> Milestone:
    """Report a milestone done on a day (today or earlier), with a note and a file as evidence.

    Raises Conflict when somebody reported it first.
    """
    plan_for_writing(milestone.plan_id)
    found = _milestone(milestone.pk)
    insist(may_report(by, found))
    if on > local_day(at):
        raise Refused(
            _("Ngày xong %(day)s còn ở phía trước. Chưa ghi; hãy nhập ngày đã xong.") % {"day": f"{on:%d/%m/%Y}"}
        )
    if found.plan.issued_on and on < min(found.plan.issued_on, local_day(at)):
        raise Refused(
            _("Ngày xong %(day)s trước ngày ký kế hoạch %(signed)s. Chưa ghi; hãy xem lại ngày.")
            % {"day": show_date(on), "signed": show_date(found.plan.issued_on)}
        )
    file = _kept_evidence(found, evidence, by=by, at=at) if evidence else None
    changed = Milestone.objects.filter(pk=found.pk, done_on=None).update(
        done_on=on, done_note=tidy(note), done_by=by.user, evidence=file
    )
    if not changed:
        found = _milestone(found.pk)
        text = _("%(who)s vừa báo xong mốc này, ngày %(day)s. Bản của anh/chị chưa ghi.")
        raise Conflict(text % {"who": found.done_by, "day": f"{found.done_on:%d/%m/%Y}"})
    record(
        "plans.report_done", found.key_in_journal, by=by.actor, at=at, after="done", reason=tidy(note),
        data={"on": on.isoformat(), "plan": found.plan_id, **({"file": str(file.key)} if file else {})},
    )  # fmt: skip
    return _milestone(found.pk)


def _milestone(pk: int) -> Milestone:
    return Milestone.objects.select_related("plan", "task", "council_row", "done_by", "evidence").get(pk=pk)


def _kept_evidence(milestone: Milestone, evidence: File[bytes], *, by: Acting, at: datetime) -> StoredFile:
    data, name = evidence.read(), evidence.name or ""
    verdict = check_upload(data, name)
    if not verdict.accepted:
        raise Refused(_("Chưa nhận tệp minh chứng, chưa ghi gì. %(reason)s") % {"reason": verdict.reasons[0].text})
    return store_file(data, name, verdict.kind.replace("jpeg", "jpg"), milestone.key_in_journal, by=by, at=at)


@transaction.atomic
def undo_done(milestone: Milestone, *, reason: str, by: Acting, at: datetime) -> Milestone:
    """Take back that a milestone is done, with a reason. The journal and the file store keep what was reported."""
    plan_for_writing(milestone.plan_id)
    found = _milestone(milestone.pk)
    insist(may_report(by, found))
    why = tidy(reason)
    if not why:
        raise Refused(_("Bỏ báo xong cần có lý do. Chưa ghi gì."))
    if found.done_on is None:
        raise Conflict(_("Mốc này đang chưa được báo xong. Hãy xem lại trang."))
    was = found.done_on
    Milestone.objects.filter(pk=found.pk).update(done_on=None, done_note="", done_by=None, evidence=None)
    record(
        "plans.undo_done",
        found.key_in_journal,
        by=by.actor,
        at=at,
        before="done",
        reason=why,
        data={"on": was.isoformat()},
    )
    return _milestone(found.pk)


class StillMissing(Refused):
    """Units have not handed in under a task that is to be closed; `count` of them."""

    def __init__(self, count: int) -> None:
        self.count = count
        text = ngettext(
            "Còn %(n)s đơn vị chưa nộp đủ. Chưa khép; muốn khép khi còn thiếu thì đánh dấu xác nhận.",
            "Còn %(n)s đơn vị chưa nộp đủ. Chưa khép; muốn khép khi còn thiếu thì đánh dấu xác nhận.", count,
        )  # fmt: skip
        super().__init__(text % {"n": count})


@transaction.atomic
def close_task(task: Task, *, note: str, missing: int | None = None, by: Acting, at: datetime) -> Task:
    """Close a task whose milestones are all done, with its result in words. Raises Conflict when it is closed already.

    Where units have not handed in, `missing` is how many the person was told of and confirmed; Refused when it is
    another number, so that nobody closes it without knowing.
    """
    plan_for_writing(task.plan_id)
    found = _task(task.pk)
    if found.closed_on:
        text = _("%(who)s vừa khép việc này, ngày %(day)s. Bản của anh/chị chưa ghi.")
        raise Conflict(text % {"who": found.closed_by, "day": f"{found.closed_on:%d/%m/%Y}"})
    insist(may_close_task(by, found))
    result = tidy(note)
    if not result:
        raise Refused(_("Khép việc cần ghi kết quả bằng lời. Chưa ghi gì."))
    still = missing_under(found, local_day(at))
    if still and missing != still:
        raise StillMissing(still)
    Task.objects.filter(pk=found.pk, closed_on=None).update(
        closed_on=local_day(at), closed_by=by.user, closing_note=result
    )
    record(
        "plans.close_task", found.key_in_journal, by=by.actor, at=at, before="open", after="closed",
        data={"missing": still} if still else {},
    )  # fmt: skip
    return _task(found.pk)


@transaction.atomic
def reopen_task(task: Task, *, reason: str, by: Acting, at: datetime) -> Task:
    """Open a closed task again, with a reason; the result written stays, to be put right at the next closing."""
    plan_for_writing(task.plan_id)
    found = _task(task.pk)
    if not found.closed_on:
        raise Conflict(_("Việc này đang mở. Hãy xem lại trang."))
    insist(may_reopen_task(by, found))
    why = tidy(reason)
    if not why:
        raise Refused(_("Mở lại việc cần có lý do. Chưa ghi gì."))
    Task.objects.filter(pk=found.pk).update(closed_on=None, closed_by=None)
    record(
        "plans.reopen_task", found.key_in_journal, by=by.actor, at=at, before="closed", after="open",
        reason=why, data={"closed_on": found.closed_on.isoformat()},
    )  # fmt: skip
    return _task(found.pk)


def _task(pk: int) -> Task:
    return Task.objects.select_related("plan", "closed_by").get(pk=pk)
