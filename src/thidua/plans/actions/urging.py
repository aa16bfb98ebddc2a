"""Urging units that are late: notices to their people and a letter to all of them, in one act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.models import StoredFile
from thidua.documents.rendering import DocumentKind, render_docx, render_pdf
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import Note, Plan
from thidua.plans.policies import may_urge
from thidua.plans.queries.urging import Owing, milestones_by_person, tasks_of
from thidua.plans.urging_letter import urging_context

LONGEST_NUMBER = 40
MOST_NAMED = 5
"""Units named in one notice."""


@dataclass(frozen=True)
class Letter:
    """The letter as it was drafted, to whom, and its number and day as typed ("" and None: left blank)."""

    owing: Sequence[Owing]
    docx: bytes
    pdf: bytes
    number: str = ""
    dated: date | None = None


@dataclass(frozen=True)
class Urged:
    """What an urging came to: units, notices that were new (0: all were told today already), the letter on its task.

    `notes`: the Word file and the PDF, on the first task the letter is about.
    """

    units: int
    told: int
    notes: tuple[Note, Note]


def draft_letter(
    plan: Plan, owing: Sequence[Owing], *, number: str = "", dated: date | None = None, reply_by: date | None = None,
    by: Acting, at: datetime,
) -> Letter:  # fmt: skip
    """Write the letter; nothing is kept. Done before the transaction: drawing hundreds of units takes seconds.

    Raises Refused when nobody is late, or for a number too long or a day of answer that is past.
    """
    insist(may_urge(by, plan))
    if not owing:
        raise Refused(_("Không có đơn vị nào chậm hoặc chưa nộp. Chưa gửi gì."))
    words = tidy(number)
    if len(words) > LONGEST_NUMBER:
        raise Refused(_("Số công văn dài quá %(n)s ký tự. Chưa gửi gì.") % {"n": LONGEST_NUMBER})
    if dated and not (plan.issued_on or dated) <= dated <= local_day(at):
        raise Refused(
            _("Ngày công văn %(day)s không hợp lý: sau hôm nay hoặc trước ngày ký kế hoạch. Chưa gửi gì.")
            % {"day": show_date(dated)}
        )
    if reply_by and reply_by < local_day(at):
        raise Refused(_("Hạn báo cáo %(day)s đã qua. Chưa gửi gì.") % {"day": show_date(reply_by)})
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        context = urging_context(plan, owing, number=words, dated=dated, reply_by=reply_by, by=by, at=at)
    docx, pdf = render_docx(DocumentKind.URGING, context), render_pdf(DocumentKind.URGING, context)
    return Letter(owing, docx.data, pdf.data, words, dated)


@transaction.atomic
def urge(plan: Plan, letter: Letter, *, subject: str, by: Acting, at: datetime) -> Urged:
    """Tell the people of all units in the letter, and keep it as a Word file and a PDF on every task it is about.

    `subject`: what was urged, as the journal knows it (plan, task or milestone). A person is told of a milestone once a
    day, however often and from wherever it is urged.
    """
    held = plan_for_writing(plan.pk)
    insist(may_urge(by, held))
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        told, text = tell(_messages(letter.owing, local_day(at)), at=at), _note_text(letter)
    files = _kept(letter, held, by=by, at=at)
    word, pdf, *_others = Note.objects.bulk_create(
        Note(task=task, text=text, file=file, by=by.user, unit=by.unit, at=at)
        for task in tasks_of(letter.owing)
        for file in files
    )
    data = {"units": len(letter.owing), "told": told, "files": [str(file.key) for file in files]}
    record("plans.urge", subject, by=by.actor, at=at, data=data)
    return Urged(len(letter.owing), told, (word, pdf))


def _messages(owing: Iterable[Owing], day: date) -> Iterable[Message]:
    for (user, milestone), (owed, units) in milestones_by_person(owing).items():
        key = f"urge:{milestone}:{day.isoformat()}"
        title = _("Đôn đốc: %(what)s (%(late)s)") % {"what": owed.what, "late": owed.words}
        url = (
            reverse("clusters:hand_in", args=[owed.task.pk])
            if owed.kinds
            else reverse("plans:milestone", args=[milestone])
        )
        yield Message(user, key, "plans.urge", title, day, _named(units), url, f"milestone:{milestone}")


def _named(units: list[str]) -> str:
    """The units as far as a notice holds them: who answers for a task may be told of hundreds."""
    rest = len(units) - MOST_NAMED
    if rest <= 0:
        return "; ".join(units)
    return _("%(units)s và %(n)s đơn vị nữa") % {"units": "; ".join(units[:MOST_NAMED]), "n": rest}


def _kept(letter: Letter, plan: Plan, *, by: Acting, at: datetime) -> tuple[StoredFile, ...]:
    name = f"cong-van-don-doc-{local_day(at):%Y%m%d}"
    return (
        store_file(letter.docx, f"{name}.docx", "docx", plan.key, by=by, at=at),
        store_file(letter.pdf, f"{name}.pdf", "pdf", plan.key, by=by, at=at),
    )


def _note_text(letter: Letter) -> str:
    number = letter.number or _("chưa ghi số")
    day = show_date(letter.dated) if letter.dated else _("chưa ghi ngày")
    text = _("Công văn đôn đốc (%(number)s, %(day)s) gửi %(n)s đơn vị.")
    return text % {"number": number, "day": day, "n": len(letter.owing)}
