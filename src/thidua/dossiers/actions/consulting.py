"""Publishing names for the opinion of the public: opening, extending, ending, taking in comments and sorting them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.audit.actions import record, record_many
from thidua.audit.actors import SYSTEM, Actor
from thidua.awards.queries import award_name
from thidua.dossiers.actions.holding import Matter, hold
from thidua.dossiers.models import Consultation, Consulted, Dossier, PublicComment, Triage
from thidua.dossiers.policies.opinions import (
    SHOWN_IN,
    may_keep_consultation,
    may_publish,
    may_reveal_writer,
    may_triage,
    needs,
    read_consulted,
)
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.foundation.text import tidy
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.queries import official_calendar
from thidua.organisation.sealing import index_text, open_text, seal_text

LONGEST, NAME, CONTACT = 4000, 120, 200
PUBLIC = Actor("public")
"""Somebody without account: the journal knows nothing of him."""


@transaction.atomic
def publish(dossiers: Sequence[Dossier], title: str, *, by: Acting, at: datetime) -> list[Consultation]:
    """Publish the names of many dossiers in one act: one list for each length of time the rules set.

    Raises Refused, naming the first dossier that cannot be published; then nothing is published.
    """
    locked = Dossier.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in dossiers])
    rows = list(locked.select_related("round", "submission", "unit", "recipient__person").order_by("name_fold", "id"))
    if not rows or not tidy(title):
        raise Refused(_("Hãy chọn hồ sơ và ghi tên danh sách. Chưa công khai gì."))
    read_consulted(rows)
    lists: dict[int, list[Dossier]] = {}
    for row in rows:
        if not (answer := may_publish(by, row)):
            raise Refused(f"{row.code} {row.name}: {answer.reason}")
        lists.setdefault(needs(row).days, []).append(row)
    return [_publish(part, days, tidy(title)[:300], by=by, at=at) for days, part in sorted(lists.items())]


def _publish(rows: Sequence[Dossier], days: int, title: str, *, by: Acting, at: datetime) -> Consultation:
    day = local_day(at)
    cites = dict.fromkeys(need.cite for row in rows if (need := needs(row).consultation))
    made = Consultation.objects.create(
        code=secrets.token_urlsafe(9), title=title, days=days, citation="; ".join(cites)[:200], opened_on=day,
        ends_on=official_calendar((day.year, day.year + 1)).add(day, days), opened_by=by.user, opened_at=at,
    )  # fmt: skip
    Consulted.objects.bulk_create(
        Consulted(
            consultation=made, dossier=row, name=row.name, award=award_name(row.award, day)[:300],
            role=", ".join(filter(None, (row.position, row.place_of_work)))[:600],
        )
        for row in rows
    )  # fmt: skip
    record_many("dossiers.publish", [made.key, *(row.key for row in rows)], by=by.actor, at=at, reason=made.citation)
    return made


@transaction.atomic
def extend_consultation(found: Consultation, day: date, reason: str, *, by: Acting, at: datetime) -> Consultation:
    """Let a list stand longer, with the reason; never shorter, and not one that has ended."""
    insist(may_keep_consultation(by))
    if not reason.strip():
        raise Refused(_("Gia hạn cần lý do. Chưa ghi gì."))
    if day <= found.ends_on:
        raise Refused(
            _("Chỉ gia hạn đến sau ngày %(day)s; không kết thúc sớm. Chưa ghi gì.") % {"day": show_date(found.ends_on)}
        )
    before = found.ends_on
    rows = Consultation.objects.filter(pk=found.pk, ended_at=None, ends_on=before)
    if not rows.update(ends_on=day, extension_reason=reason.strip()):
        raise Conflict(_("Danh sách vừa kết thúc hoặc vừa được gia hạn. Chưa ghi gì; hãy mở lại trang."))
    record(
        "dossiers.extend_consultation",
        found.key,
        by=by.actor,
        at=at,
        before=before.isoformat(),
        after=day.isoformat(),
        reason=reason.strip(),
    )
    found.refresh_from_db()
    return found


@transaction.atomic
def end_consultations(*, at: datetime) -> int:
    """End the lists whose last day has passed; who opened them is told. Does no harm again. Returns how many ended."""
    ended = 0
    for found in Consultation.objects.filter(ended_at=None, ends_on__lt=local_day(at)):
        # The day again: who extended it meanwhile is right.
        if not Consultation.objects.filter(pk=found.pk, ended_at=None, ends_on=found.ends_on).update(ended_at=at):
            continue
        record("dossiers.end_consultation", found.key, by=SYSTEM, at=at, reason=found.citation)
        url, title = (
            reverse("dossiers:consultation", args=[found.pk]),
            _("Hết thời gian công khai: %(title)s") % {"title": found.title},
        )
        tell(
            [
                Message(
                    found.opened_by_id,
                    f"consultation:{found.pk}:ended",
                    "dossiers.consultation",
                    title,
                    found.ends_on,
                    "",
                    url,
                    found.key,
                )
            ],
            at=at,
        )
        ended += 1
    return ended


@transaction.atomic
def comment(
    found: Consultation,
    text: str,
    *,
    line: int | None = None,
    name: str = "",
    contact: str = "",
    at: datetime,
) -> PublicComment:
    """Take in what one of the public wrote, on one line of a list or on the whole list. The same words are kept once.

    Raises Refused for no words, a line that is not on the list, or a list whose time is over.
    """
    words = text.strip()
    if not words:
        raise Refused(_("Hãy ghi ý kiến. Chưa gửi gì."))
    if len(words) > LONGEST:
        raise Refused(_("Ý kiến dài quá %(n)d chữ cái. Chưa gửi; phần đã nhập được giữ.") % {"n": LONGEST})
    if not found.runs_on(local_day(at)):
        raise Refused(
            _("Danh sách đã hết thời gian lấy ý kiến ngày %(day)s. Chưa gửi.") % {"day": show_date(found.ends_on)}
        )
    about = found.lines.filter(pk=line, dossier__state__in=SHOWN_IN).first() if line is not None else None
    if line is not None and about is None:
        raise Refused(_("Người, tập thể này không còn trong danh sách. Chưa gửi; phần đã nhập được giữ."))
    dossier = about.dossier_id if about else None
    writer = ", ".join(filter(None, (tidy(name)[:NAME], tidy(contact)[:CONTACT])))
    digest = index_text(f"{dossier}\n{tidy(words)}\n{tidy(name)}")
    made, fresh = PublicComment.objects.get_or_create(
        consultation=found, digest=digest,
        defaults={"dossier_id": dossier, "text": words, "writer_sealed": seal_text(writer) if writer else None, "at": at},
    )  # fmt: skip
    if fresh:
        record("dossiers.comment", found.key, by=PUBLIC, at=at, data={"comment": made.pk})
    return made


def reveal_writer(said: PublicComment, reason: str, *, by: Acting, at: datetime) -> str:
    """Show who wrote a comment and how to reach him, once, with the reason in the journal."""
    insist(may_reveal_writer(by, said))
    if not reason.strip():
        raise Refused(_("Xem tên, liên hệ của người góp ý cần ghi lý do."))
    record(
        "dossiers.reveal_writer",
        said.consultation.key,
        by=by.actor,
        at=at,
        reason=reason.strip(),
        data={"comment": said.pk},
    )
    return open_text(said.writer_sealed) if said.writer_sealed else ""


@transaction.atomic
def triage(
    said: PublicComment, kind: str, note: str, *, matter: Matter | None = None, by: Acting, at: datetime
) -> PublicComment:
    """Say what a comment is. One that becomes a hold names its nominee and its matter; what became a hold stays so."""
    insist(may_triage(by, said))
    if kind not in (Triage.VALID, Triage.OFF_TOPIC, Triage.HOLD):
        raise Refused(_("Chưa chọn cách phân loại. Chưa ghi gì."))
    if said.triage == Triage.HOLD:
        raise Refused(_("Ý kiến này đã chuyển thành việc tạm dừng; ghi kết quả ở trang Tạm dừng."))
    if not note.strip():
        raise Refused(_("Hãy ghi nhận xét: vì sao xếp như vậy, đã xử lý thế nào. Chưa ghi gì."))
    made = None
    if kind == Triage.HOLD:
        if said.dossier is None or matter is None:
            raise Refused(
                _("Việc tạm dừng cần ý kiến về đúng một người, tập thể. Hãy ghi tạm dừng ở hồ sơ. Chưa ghi gì.")
            )
        made = hold(said.dossier, matter, by=by, at=at)
    rows = PublicComment.objects.filter(pk=said.pk, triage=said.triage, note=said.note)
    if not rows.update(triage=kind, note=note.strip(), hold=made, triaged_by=by.user, triaged_at=at):
        raise Conflict(_("Người khác vừa phân loại ý kiến này. Chưa ghi gì; hãy mở lại trang."))
    record(
        "dossiers.triage",
        said.consultation.key,
        by=by.actor,
        at=at,
        before=said.triage,
        after=kind,
        data={"comment": said.pk},
    )
    said.refresh_from_db()
    return said
