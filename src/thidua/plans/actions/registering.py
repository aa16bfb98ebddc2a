"""Opening a task for handing in; a unit handing in its plan, a theme, the titles it registers for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from thidua.audit.actions import record
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.actions.noting import kept_file
from thidua.plans.models import Collection, Milestone, Registration, RegistrationKind, Task
from thidua.plans.policies import may_collect, may_hand_in
from thidua.plans.queries.registering import collection_of, roster_ids
from thidua.plans.queries.reminding import roster_on
from thidua.plans.registering import titles_on

MOST = 100_000
"""More of one title is a slip of the finger."""


class DayPassed(Refused):
    """The last day for handing in, `day`, has passed already; everybody would be late from the start."""

    def __init__(self, day: date) -> None:
        self.day = day
        text = _("Hạn nộp %(day)s đã qua nên mọi đơn vị sẽ nộp chậm. Chưa mở; vẫn muốn mở thì đánh dấu xác nhận.")
        super().__init__(text % {"day": show_date(day)})


@transaction.atomic
def collect(
    task: Task, *, kinds: Iterable[str], milestone: Milestone, past: date | None = None, by: Acting, at: datetime
) -> Collection:
    """Open a task for handing in, or change what is asked for: which kinds, in time up to the day of which milestone.

    The units on the roster are told. Raises Refused when a kind that was handed in already would fall away, DayPassed
    for a day that has passed unless `past` is that day: the person was told so and wants it all the same.
    """
    plan_for_writing(task.plan_id)
    found = Task.objects.select_related("plan").get(pk=task.pk)
    insist(may_collect(by, found))
    wanted = [kind for kind in RegistrationKind.values if kind in set(kinds)]
    if not wanted:
        raise Refused(_("Hãy chọn ít nhất một loại để đơn vị nộp. Chưa mở."))
    if milestone.task_id != found.pk or milestone.dropped_on or milestone.effective is None:
        raise Refused(_("Hãy chọn một mốc có ngày của việc này làm hạn nộp. Chưa mở."))
    if milestone.effective < local_day(at) and past != milestone.effective:
        raise DayPassed(milestone.effective)
    before = collection_of(found)
    _keeps_what_came(found, wanted)
    values = {"kinds": wanted, "milestone": milestone, "opened_by": by.user, "opened_at": at}
    row, _made = Collection.objects.update_or_create(task=found, defaults=values)
    record(
        "plans.collect", found.key_in_journal, by=by.actor, at=at, before=",".join(before.kinds if before else []),
        after=",".join(wanted), data={"milestone": milestone.pk},
    )  # fmt: skip
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        tell(_opened(row, at), at=at)
    return row


def _keeps_what_came(task: Task, wanted: list[str]) -> None:
    came = Registration.objects.filter(task=task, replaced_at=None).exclude(kind__in=wanted).first()
    if came:
        text = _("Đã có đơn vị nộp “%(kind)s” nên không bỏ loại này được. Chưa ghi gì.")
        raise Refused(text % {"kind": came.get_kind_display()})


def _opened(row: Collection, at: datetime) -> Iterable[Message]:
    day, due, task = local_day(at), row.milestone.effective, row.task
    assert due is not None  # asked for when it was opened
    names = ", ".join(str(RegistrationKind(kind).label).lower() for kind in row.kinds)
    title = _("Cần nộp: %(what)s, hạn %(day)s") % {"what": names, "day": show_date(due)}
    people, url = roster_on(day).units, reverse("clusters:hand_in", args=[task.pk])
    for unit in sorted(roster_ids(task, day)):
        for user in people.get(unit, ()):
            key = f"collect:{task.pk}:{due.isoformat()}:{','.join(row.kinds)}"
            yield Message(
                user,
                key,
                "plans.collect",
                title,
                day,
                f"{task.number}. {task.headline}",
                url,
                task.key_in_journal,
            )


@transaction.atomic
def hand_in(
    task: Task, *, kind: str, text: str = "", titles: Mapping[str, int] | None = None,
    file: File[bytes] | None = None, by: Acting, at: datetime,
) -> Registration:  # fmt: skip
    """Hand in one kind of paper for the unit acted for. A newer one replaces the older, which is kept.

    Taken also after the day, and then shown as late. `titles`: counts by code. Raises Refused with the reason; then
    nothing is kept. The city sees it at once; the room of clusters, which makes this call, tells the cluster's head.
    """
    plan_for_writing(task.plan_id)
    found = Task.objects.select_related("plan").get(pk=task.pk)
    collection = collection_of(found)
    if collection is None or kind not in collection.kinds:
        raise Refused(_("Việc này chưa mở để nộp loại này. Chưa nhận gì."))
    insist(may_hand_in(by, found, roster_ids(found, local_day(at))))
    words, counts = tidy(text), _counts(titles or {}, at)
    _enough(kind, words, counts, file)
    kept = kept_file(file, found.key_in_journal, by=by, at=at) if file else None
    mine = Registration.objects.filter(task=found, unit=by.unit, kind=kind, replaced_at=None)
    replaced = mine.update(replaced_at=at)
    assert by.unit is not None  # the policy asks for a unit
    row = Registration.objects.create(
        task=found, unit=by.unit, kind=kind, text=words, titles=counts, file=kept, by=by.user, at=at
    )
    data = {"kind": kind, "replaced": replaced, **({"file": str(kept.key)} if kept else {})}
    record("plans.hand_in", row.key_in_journal, by=by.actor, at=at, after=found.key_in_journal, data=data)
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        _tell_accountable(row, at)
    return row


def _counts(titles: Mapping[str, int], at: datetime) -> dict[str, int]:
    """The counts above nothing, of titles that may be registered for that day."""
    known = {title.code for title in titles_on(local_day(at))}
    wrong = [code for code, count in titles.items() if code not in known or not 0 <= count <= MOST]
    if wrong:
        raise Refused(_("Danh hiệu hoặc số lượng chưa đúng. Chưa nhận gì; hãy xem lại số lượng."))
    return {code: count for code, count in titles.items() if count}


def _enough(kind: str, words: str, counts: Mapping[str, int], file: File[bytes] | None) -> None:
    if kind == RegistrationKind.PLAN and file is None:
        raise Refused(_("Hãy chọn tệp kế hoạch của đơn vị. Chưa nhận gì."))
    if kind == RegistrationKind.THEME and not words and file is None:
        raise Refused(_("Hãy ghi tên chuyên đề hoặc chọn một tệp. Chưa nhận gì."))
    if kind == RegistrationKind.TITLES and not counts and not words and file is None:
        raise Refused(
            _(
                "Hãy ghi số lượng ít nhất một danh hiệu. Không đăng ký danh hiệu nào thì ghi vào phần nội dung. Chưa nhận gì."
            )
        )


def _tell_accountable(row: Registration, at: datetime) -> None:
    task = row.task
    if task.accountable_id is None:
        return
    title = _("%(unit)s đã nộp: %(what)s") % {"unit": row.unit, "what": row.get_kind_display()}
    url, day = reverse("plans:registrations", args=[task.pk]), local_day(at)
    detail = f"{task.number}. {task.headline}"
    tell(
        [
            Message(
                task.accountable_id,
                f"{row.key_in_journal}:in",
                "plans.hand_in",
                title,
                day,
                detail,
                url,
                task.key_in_journal,
            )
        ],
        at=at,
    )
