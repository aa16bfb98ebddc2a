"""How a letter looks: text and simple HTML, in the person's language; what is told stands in Vietnamese."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from thidua.foundation.dates import show_date
from thidua.notices.models import Digest, Notice
from thidua.notices.queries import lines_of

LETTER_LINES = 40


@dataclass(frozen=True)
class Now:
    """How what a notice told of stands on the day its letter goes out; the lower `rank`, the more urgent."""

    rank: int
    title: str
    detail: str
    told_on: date | None = None
    """The day the words are of, when it is not today's that they tell."""


Standings = Mapping[str, Callable[[Sequence[Notice], date], Mapping[int, Now]]]
"""By topic, who can say how its notices stand on a day: by id of the notice."""


def compose(letter: Digest, server: BaseEmailBackend, *, on: date, standings: Standings) -> EmailMultiAlternatives:
    """The letter as of the day `on` it is sent (Vietnam), ready to be sent through `server`."""
    every = _as_of(lines_of(letter), on, standings)
    lines, more = every[:LETTER_LINES], max(0, len(every) - LETTER_LINES)
    with override(letter.user.language or settings.LANGUAGE_CODE):
        context = {
            "person": letter.user.full_name,
            "day": show_date(on),
            "lines": [_line(notice, now, on) for notice, now in lines],
            "more": more,
            "inbox": settings.BASE_URL + reverse("notices:inbox"),
            "choices": settings.BASE_URL + reverse("notices:choices"),
        }
        mail = EmailMultiAlternatives(
            subject=_subject(len(every), lines[0][1].title if lines else "", show_date(on)),
            body=render_to_string("notices/letter.txt", context),
            to=[letter.user.email],
            connection=server,
            headers={
                "Message-ID": letter.message_id,
                "Auto-Submitted": "auto-generated",
                "X-Auto-Response-Suppress": "All",
            },
        )
        mail.attach_alternative(render_to_string("notices/letter.html", context), "text/html")
    return mail


def _as_of(notices: Sequence[Notice], on: date, standings: Standings) -> list[tuple[Notice, Now]]:
    """Each notice with how it stands on the day: the most urgent first, then, as told, what no room can say it of."""
    by_topic: dict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_topic[notice.topic].append(notice)
    standing: dict[int, Now] = {}
    for topic in by_topic.keys() & standings.keys():
        standing |= standings[topic](by_topic[topic], on)
    ranked = sorted((one for one in notices if one.pk in standing), key=lambda one: standing[one.pk].rank)
    as_told = [(one, Now(0, one.title, one.detail, one.day)) for one in notices if one.pk not in standing]
    return [*((one, standing[one.pk]) for one in ranked), *as_told]


def _line(notice: Notice, now: Now, on: date) -> dict[str, str]:
    """What stands in the letter: words, address, and the day the words are of when that is another than the letter's."""
    return {
        "title": now.title,
        "detail": now.detail,
        "url": settings.BASE_URL + notice.url if notice.url else "",
        "earlier": show_date(now.told_on) if now.told_on not in (None, on) else "",
    }


def _subject(count: int, first: str, day: str) -> str:
    if count == 1:
        return " ".join(first.split())
    text = ngettext("Nhắc việc ngày %(day)s: %(n)s nội dung", "Nhắc việc ngày %(day)s: %(n)s nội dung", count)
    return text % {"day": day, "n": count} if count else _("Nhắc việc ngày %(day)s") % {"day": day}
