"""How a letter looks: text and simple HTML, in the person's language; what is told stands in Vietnamese."""

from __future__ import annotations

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


def compose(letter: Digest, server: BaseEmailBackend) -> EmailMultiAlternatives:
    """The letter, ready to be sent through `server`. Three queries."""
    lines, more = lines_of(letter)
    with override(letter.user.language or settings.LANGUAGE_CODE):
        context = {
            "person": letter.user.full_name,
            "day": show_date(letter.day),
            "lines": [_line(line, letter) for line in lines],
            "more": more,
            "inbox": settings.BASE_URL + reverse("notices:inbox"),
            "choices": settings.BASE_URL + reverse("notices:choices"),
        }
        mail = EmailMultiAlternatives(
            subject=_subject(len(lines) + more, lines[0].title if lines else "", show_date(letter.day)),
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


def _line(notice: Notice, letter: Digest) -> tuple[Notice, str, str]:
    """The notice, its address, and its day when that is not the letter's."""
    earlier = show_date(notice.day) if notice.day != letter.day else ""
    return notice, settings.BASE_URL + notice.url if notice.url else "", earlier


def _subject(count: int, first: str, day: str) -> str:
    if count == 1:
        return " ".join(first.split())
    text = ngettext("Nhắc việc ngày %(day)s: %(n)s nội dung", "Nhắc việc ngày %(day)s: %(n)s nội dung", count)
    return text % {"day": day, "n": count} if count else _("Nhắc việc ngày %(day)s") % {"day": day}
