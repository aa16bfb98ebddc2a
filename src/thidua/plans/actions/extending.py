"""More time on a milestone: asked for, granted or refused. A day in force moves only here and by an amendment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import count_effective, plan_for_writing
from thidua.plans.models import (
    Amendment,
    Change,
    ChangedField,
    Extension,
    ExtensionState,
    Milestone,
    Plan,
)
from thidua.plans.policies import may_ask_extension, may_decide_extension
from thidua.plans.queries.extending import counted, present_day
from thidua.plans.queries.own import deciders


@transaction.atomic
def ask_extension(milestone: Milestone, *, day: date, reason: str, by: Acting, at: datetime) -> Extension:
    """Ask for more time on a milestone, up to `day`, with a reason. One request is open at a time.

    Raises Refused for a day that gives no more working time, Conflict when somebody asked first.
    """
    plan_for_writing(milestone.plan_id)
    found = Milestone.objects.select_related("plan", "task").get(pk=milestone.pk)
    _nobody_asked(found)
    insist(may_ask_extension(by, found))
    why = tidy(reason)
    if not why:
        raise Refused(_("Đề nghị gia hạn cần có lý do. Chưa gửi."))
    _gives_more_time(found, day, today=local_day(at))
    try:
        with transaction.atomic():
            asked = Extension.objects.create(
                milestone=found, asked_day=day, reason=why, asked_by=by.user, asked_unit=by.unit, asked_at=at
            )
    except IntegrityError as other:
        raise Conflict(_("Người khác vừa đề nghị gia hạn mốc này. Bản của anh/chị chưa gửi.")) from other
    record(
        "plans.ask_extension", found.key_in_journal, by=by.actor, at=at, after=ExtensionState.ASKED,
        data={"extension": asked.pk, "day": day.isoformat()},
    )  # fmt: skip
    deciding = deciders(found.plan, local_day(at), but=by.user.pk)
    _tell(
        asked, deciding, _("Xin gia hạn đến %(day)s") % {"day": show_date(day)}, why, reverse("plans:extensions"), at=at
    )
    return asked


def _tell(asked: Extension, people: Iterable[int], title: str, words: str, url: str, *, at: datetime) -> None:
    """Tell people of a request or of its decision, once for each state."""
    owner, day = asked.milestone.owner, local_day(at)
    detail = ". ".join(filter(None, [f"{owner.number}. {owner.title}".split("\n", 1)[0], words]))
    tell(
        [
            Message(
                user, f"extension:{asked.pk}:{asked.state}", "plans.extension", title, day, detail, url,
                asked.milestone.key_in_journal,
            )
            for user in sorted(people)
        ],
        at=at,
    )  # fmt: skip


def _nobody_asked(milestone: Milestone) -> None:
    other = milestone.extensions.filter(state=ExtensionState.ASKED).select_related("asked_by").first()
    if other:
        text = _("%(who)s đã đề nghị gia hạn mốc này đến %(day)s, đang chờ quyết định. Bản của anh/chị chưa gửi.")
        raise Conflict(text % {"who": other.asked_by, "day": f"{other.asked_day:%d/%m/%Y}"})


def _gives_more_time(milestone: Milestone, day: date, *, today: date) -> None:
    """Refuse a day already past, or whose working day is not after the present one, telling which it is."""
    last, why = counted(milestone, day)
    if day < today or last < today:
        raise Refused(_("Ngày %(day)s đã qua. Chưa ghi; hãy chọn ngày còn ở phía trước.") % {"day": f"{day:%d/%m/%Y}"})
    present = milestone.effective
    if present and last <= present:
        text = _(
            "Ngày %(day)s%(why)s có ngày làm việc cuối %(last)s, không sau hạn hiện nay là %(now)s. Chưa ghi; hãy chọn ngày sau đó."
        )
        raise Refused(
            text
            % {
                "day": f"{day:%d/%m/%Y}",
                "why": f" ({why})" if why else "",
                "last": f"{last:%d/%m/%Y}",
                "now": f"{present:%d/%m/%Y}",
            }
        )


@transaction.atomic
def grant_extension(
    extension: Extension, *, day: date | None = None, reason: str = "", by: Acting, at: datetime
) -> Extension:
    """Grant more time, up to the day asked for or another one; the milestone is followed by it from now on.

    Raises Conflict when somebody decided first, Refused for a day that gives no more time.
    """
    plan = plan_for_writing(extension.milestone.plan_id)
    found = _for_deciding(extension, by)
    until = day or found.asked_day
    _gives_more_time(found.milestone, until, today=local_day(at))
    _decide(found, ExtensionState.GRANTED, until, tidy(reason), by=by, at=at)
    move_day(plan, found.milestone, until, since=local_day(at), extension=found, by=by, at=at)
    plan.revision += 1
    plan.save(update_fields=["revision"])
    record(
        "plans.grant_extension", found.milestone.key_in_journal, by=by.actor, at=at,
        before=ExtensionState.ASKED, after=ExtensionState.GRANTED, reason=tidy(reason),
        data={"extension": found.pk, "asked": found.asked_day.isoformat(), "day": until.isoformat()},
    )  # fmt: skip
    found.refresh_from_db()
    _tell_who_asked(found, _("Được gia hạn đến %(day)s") % {"day": show_date(until)}, at=at)
    return found


@transaction.atomic
def refuse_extension(extension: Extension, *, reason: str, by: Acting, at: datetime) -> Extension:
    """Refuse more time, with a reason the person who asked reads. Raises Conflict when somebody decided first."""
    plan_for_writing(extension.milestone.plan_id)
    found = _for_deciding(extension, by)
    why = tidy(reason)
    if not why:
        raise Refused(_("Không đồng ý gia hạn cần có lý do. Chưa ghi gì."))
    _decide(found, ExtensionState.REFUSED, None, why, by=by, at=at)
    record(
        "plans.refuse_extension", found.milestone.key_in_journal, by=by.actor, at=at,
        before=ExtensionState.ASKED, after=ExtensionState.REFUSED, reason=why, data={"extension": found.pk},
    )  # fmt: skip
    found.refresh_from_db()
    _tell_who_asked(found, _("Không được gia hạn"), at=at)
    return found


def _tell_who_asked(found: Extension, title: str, *, at: datetime) -> None:
    url = reverse("plans:milestone", args=[found.milestone_id])
    _tell(found, {found.asked_by_id}, title, found.decided_reason, url, at=at)


def _for_deciding(extension: Extension, by: Acting) -> Extension:
    found = Extension.objects.select_related("milestone__plan", "milestone__task", "decided_by").get(pk=extension.pk)
    if found.state != ExtensionState.ASKED:
        raise Conflict(_who_was_faster(found))
    insist(may_decide_extension(by, found))
    return found


def _decide(
    extension: Extension, state: ExtensionState, day: date | None, reason: str, *, by: Acting, at: datetime
) -> None:
    changed = Extension.objects.filter(pk=extension.pk, state=ExtensionState.ASKED).update(
        state=state, granted_day=day, decided_by=by.user, decided_at=at, decided_reason=reason
    )
    if not changed:
        raise Conflict(_who_was_faster(Extension.objects.select_related("decided_by").get(pk=extension.pk)))


def _who_was_faster(extension: Extension) -> str:
    text = _("%(who)s đã quyết định đề nghị này lúc %(time)s (%(what)s). Bản của anh/chị chưa ghi.")
    when = f"{localtime(extension.decided_at):%H:%M, %d/%m/%Y}" if extension.decided_at else ""
    return text % {"who": extension.decided_by, "time": when, "what": extension.get_state_display()}


def drop_requests(milestone: Milestone, amendment: Amendment, *, by: Acting, at: datetime) -> None:
    """Answer an open request on a milestone that an amendment drops: nothing is left to extend."""
    open_one = milestone.extensions.filter(state=ExtensionState.ASKED).first()
    if open_one:
        reason = _("Mốc đã bỏ theo %(number)s.") % {"number": amendment.number}
        _decide(open_one, ExtensionState.REFUSED, None, reason, by=by, at=at)


def move_day(
    plan: Plan, milestone: Milestone, day: date, *, since: date, by: Acting, at: datetime,
    amendment: Amendment | None = None, extension: Extension | None = None,
) -> Change:  # fmt: skip
    """Follow a milestone by another day, on the ground of an amendment or an extension, and keep what it was before."""
    was = present_day(milestone)
    milestone.used_date = day
    count_effective(plan, [milestone])
    milestone.save(update_fields=["used_date", "effective"])
    return Change.objects.create(
        plan=plan, amendment=amendment, extension=extension, task_id=milestone.task_id,
        council_row_id=milestone.council_row_id, milestone=milestone,
        field=ChangedField.DAY, before=was.isoformat() if was else "", after=day.isoformat(), since=since,
        by=by.user, at=at,
    )  # fmt: skip
