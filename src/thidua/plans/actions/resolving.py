"""Settling flags: what a person decided about a printed value, signed with who, when and why."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.dates import ImpossibleDate, read_date
from thidua.foundation.text import tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans import flags
from thidua.plans.actions.counting import count_effective, plan_for_writing
from thidua.plans.actions.revising import give_printed_back, read_old_font
from thidua.plans.models import Flag, Milestone, Plan, Resolution
from thidua.plans.policies import may_resolve
from thidua.plans.queries.review import open_old_fonts


@transaction.atomic
def resolve_flag(flag: Flag, resolution: str, *, value: str = "", reason: str = "", by: Acting, at: datetime) -> Flag:
    """Settle one flag: `accepted` (the proposal), `typed` (`value`), `kept` (as printed, `reason` required).

    On a printed day the value becomes the day that is followed (`used_date`) and everything else open about the same
    day is settled with it, except a flag that proposes another day. Raises Conflict when somebody settled it first.
    """
    plan = plan_for_writing(flag.plan_id)
    insist(may_resolve(by, plan))
    found = Flag.objects.select_related("milestone", "resolved_by", "task__plan").get(pk=flag.pk)
    decided = _decided_value(plan, found, Resolution(resolution), tidy(value), tidy(reason))
    together = [found, *_about_the_same_day(found, decided)]
    for one in together:
        _sign(one, resolution, decided, tidy(reason), by=by, at=at)
    if found.milestone and flags.may_give_a_day(found):
        _follow_settled_day(plan, found.milestone)
    if found.code == flags.YEAR:
        _follow_year(plan, decided)
    if found.code == flags.LEGACY and found.task:
        typed = decided if resolution == Resolution.TYPED else ""
        if resolution != Resolution.KEPT:
            read_old_font(found.task, typed, by=by, at=at)
    return found


def _decided_value(plan: Plan, flag: Flag, resolution: Resolution, value: str, reason: str) -> str:
    """What is written on the flag: an ISO date where it is about a day, "" when kept as printed."""
    if resolution is Resolution.KEPT:
        if not reason:
            raise Refused(_("Giữ như in cần có lý do. Chưa ghi gì."))
        return ""
    if resolution is Resolution.ACCEPTED:
        if not flag.proposal:
            raise Refused(_("Điều này không có đề xuất để theo. Hãy nhập giá trị hoặc giữ như in."))
        value = flag.proposal
    elif not value:
        raise Refused(_("Chưa nhập giá trị. Chưa ghi gì."))
    if flag.code == flags.YEAR and not (value.isdecimal() and len(value) == 4):
        raise Refused(_("“%(text)s” không phải một năm. Hãy nhập bốn chữ số, như 2026.") % {"text": value[:40]})
    if not flags.may_give_a_day(flag):
        return value
    day = _typed_day(value, needed=flags.is_about_a_day(flag))
    if day is None:
        return value
    if resolution is Resolution.TYPED and plan.issued_on and day < plan.issued_on:
        text = _(
            "%(day)s trước ngày ký văn bản (%(issued)s). Chưa ghi; hãy nhập lại, hoặc giữ như in nếu đúng là ngày đó."
        )
        raise Refused(text % {"day": f"{day:%d/%m/%Y}", "issued": f"{plan.issued_on:%d/%m/%Y}"})
    return day.isoformat()


def _typed_day(text: str, *, needed: bool) -> date | None:
    """The day a text names; None when it names none and none is needed. Raises Refused for a day no calendar has."""
    try:
        read = read_date(text)
    except ImpossibleDate as wrong:
        raise Refused(_("%(text)s không có thật trong lịch. Chưa ghi; hãy nhập lại.") % {"text": text}) from wrong
    day = read.as_date() if read else None
    if day is None and needed:
        raise Refused(
            _("Chưa đọc được ngày “%(text)s”. Hãy nhập ngày/tháng/năm, như 16/06/2025.") % {"text": text[:40]}
        )
    return day


def _about_the_same_day(flag: Flag, decided: str) -> list[Flag]:
    """The other open flags on the day that was just settled; one that proposes another day stays open."""
    if flag.milestone is None or not flags.is_about_a_day(flag):
        return []
    rows = Flag.objects.filter(milestone=flag.milestone, resolution="").exclude(pk=flag.pk).select_related("milestone")
    return [row for row in rows if flags.is_about_a_day(row) and flags.proposed_iso(row) in ("", decided)]


def _sign(flag: Flag, resolution: str, value: str, reason: str, *, by: Acting, at: datetime) -> None:
    changed = Flag.objects.filter(pk=flag.pk, resolution="").update(
        resolution=resolution,
        resolved_value=value,
        resolved_reason=reason,
        resolved_by=by.user,
        resolved_at=at,
    )
    if not changed:
        raise Conflict(_who_was_faster(Flag.objects.select_related("resolved_by").get(pk=flag.pk)))
    record(
        "plans.resolve_flag", f"plan:{flag.plan_id}", by=by.actor, at=at, after=resolution, reason=reason,
        data={"flag": flag.pk, "code": flag.code, "where": flag.where, "value": value},
    )  # fmt: skip
    flag.refresh_from_db()


def _who_was_faster(flag: Flag) -> str:
    text = _(
        "%(who)s vừa xác nhận điều này lúc %(time)s (%(what)s). Bản của anh/chị chưa ghi; hãy xem lại rồi mở lại nếu cần."
    )
    when = f"{localtime(flag.resolved_at):%H:%M, %d/%m/%Y}" if flag.resolved_at else ""
    return text % {"who": flag.resolved_by, "time": when, "what": flag.get_resolution_display()}


def _follow_year(plan: Plan, decided: str) -> None:
    """Follow the year a person confirmed; the one read from the document when it was kept or is open again."""
    plan.year = int(decided) if decided.isdecimal() and len(decided) == 4 else plan.reading["document"]["year"]
    plan.save(update_fields=["year"])


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _follow_settled_day(plan: Plan, milestone: Milestone) -> None:
    """Follow the day a person gave last; the printed one when all that is settled was kept; none while nothing is."""
    settled = milestone.flags.exclude(resolution="").order_by("resolved_at", "pk").select_related("milestone")
    rows = [row for row in settled if flags.may_give_a_day(row)]
    given = [day for row in rows if (day := _iso(row.resolved_value))]
    if given or any(flags.is_about_a_day(row) for row in rows):
        milestone.used_date = given[-1] if given else milestone.printed_date
        count_effective(plan, [milestone])
    else:
        milestone.used_date = milestone.effective = None
    milestone.save(update_fields=["used_date", "effective"])


@transaction.atomic
def reopen_flag(flag: Flag, *, reason: str = "", by: Acting, at: datetime) -> Flag:
    """Open a settled flag again while the plan is a draft; what was settled together with it opens too."""
    plan = plan_for_writing(flag.plan_id)
    insist(may_resolve(by, plan))
    found = Flag.objects.select_related("milestone", "task__plan").get(pk=flag.pk)
    if not found.resolution:
        raise Conflict(_("Điều này đã được mở lại trước đó. Hãy xem lại trang."))
    rows = [found]
    if found.milestone and flags.is_about_a_day(found):
        rows += Flag.objects.filter(milestone=found.milestone, resolved_at=found.resolved_at).exclude(pk=found.pk)
    cleared = {
        "resolution": "",
        "resolved_value": "",
        "resolved_reason": "",
        "resolved_by": None,
        "resolved_at": None,
    }
    for row in rows:
        Flag.objects.filter(pk=row.pk).update(**cleared)
        record(
            "plans.reopen_flag", plan.key, by=by.actor, at=at, before=row.resolution, reason=tidy(reason),
            data={"flag": row.pk, "code": row.code, "where": row.where, "value": row.resolved_value},
        )  # fmt: skip
    if found.milestone and flags.may_give_a_day(found):
        _follow_settled_day(plan, found.milestone)
    if found.code == flags.YEAR:
        _follow_year(plan, "")
    if found.code == flags.LEGACY and found.task:
        give_printed_back(found.task)
    found.refresh_from_db()
    return found


@transaction.atomic
def keep_all_as_printed(plan: Plan, kind: str, *, reason: str, by: Acting, at: datetime) -> int:
    """Keep as printed every open flag of a kind that may be settled in bulk (recorded only, spelling). Returns how many."""
    plan = plan_for_writing(plan.pk)
    insist(may_resolve(by, plan))
    if kind not in flags.BULK_TABS:
        raise Refused(_("Loại này phải xem từng điều."))
    why = tidy(reason)
    if not why:
        raise Refused(_("Giữ như in cần có lý do. Chưa ghi gì."))
    rows = [row for row in plan.flags.filter(resolution="") if flags.tab_of(row) == kind]
    changed = Flag.objects.filter(pk__in=[row.pk for row in rows], resolution="").update(
        resolution=Resolution.KEPT, resolved_reason=why, resolved_by=by.user, resolved_at=at
    )
    record_many("plans.keep_as_printed", (f"flag:{row.pk}" for row in rows), by=by.actor, at=at, reason=why)
    record(
        "plans.keep_all_as_printed",
        plan.key,
        by=by.actor,
        at=at,
        reason=why,
        data={"kind": kind, "count": changed},
    )
    return changed


@transaction.atomic
def read_all_old_fonts(plan: Plan, *, by: Acting, at: datetime) -> int:
    """Confirm every open conversion of words printed in an old font at once. Returns how many.

    Each task gets its words as read, whole, as if its flag were settled alone; one person signs them all.
    """
    plan = plan_for_writing(plan.pk)
    insist(may_resolve(by, plan))
    rows = list(open_old_fonts(plan).select_related("task__plan").defer("task__plan__reading"))
    if not rows:
        raise Conflict(_("Không còn chữ nào ở bảng mã cũ chờ xác nhận. Chưa ghi gì thêm; hãy xem lại trang."))
    for row in rows:
        row.resolution, row.resolved_value = Resolution.ACCEPTED, row.proposal
        row.resolved_by, row.resolved_at = by.user, at
        if row.task:
            read_old_font(row.task, "", by=by, at=at)
    signed = ["resolution", "resolved_value", "resolved_by", "resolved_at"]
    Flag.objects.bulk_update(rows, signed, batch_size=500)
    record_many("plans.resolve_flag", (f"flag:{row.pk}" for row in rows), by=by.actor, at=at)
    record("plans.read_all_old_fonts", plan.key, by=by.actor, at=at, after="accepted", data={"count": len(rows)})
    return len(rows)
