"""Letters: made with the run that tells, sent by the background worker, tried again until the server takes them.

A letter is sent at least once. Who is killed between the server's yes and our note of it sends it again under the same
Message-ID. What is told in the application never depends on any of this.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from thidua.foundation.clock import local_day
from thidua.notices.letters import Standings, compose
from thidua.notices.models import Digest, DigestState, Notice
from thidua.notices.queries import letters_due, wants_mail

BATCH = 1000
NO_STANDINGS: Standings = {}
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
MOST_ATTEMPTS = 200
"""After so many attempts, some eight days, a letter is given up; the notices stay in the application."""
ABOUT_ONE_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    ValueError,
)
"""Failures that say nothing about the next letter: an address or content the server does not take."""


@dataclass(frozen=True)
class Delivery:
    """What one pass over the waiting letters did."""

    sent: int = 0
    failed: int = 0


@transaction.atomic
def make_letters(slot: str, day: date, *, at: datetime) -> int:
    """Put every notice that waits for a letter into one letter a person, under the name of the run.

    A letter still unsent from an earlier run is merged into the new one: after an outage one letter comes, not a pile.
    A fixed number of queries. Returns how many letters were made.
    """
    waiting = Notice.objects.filter(mailed=True, digest=None)
    users = waiting.order_by().values_list("user_id", flat=True).distinct()
    domain = urlsplit(settings.BASE_URL).hostname or "localhost"
    Digest.objects.bulk_create(
        (
            Digest(
                user_id=user, slot=slot, day=day, message_id=make_msgid("thidua", domain), created_at=at, next_at=at
            )
            for user in users
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )  # fmt: skip
    ours = Digest.objects.filter(slot=slot)
    theirs = Subquery(ours.filter(user=OuterRef("user")).values("pk")[:1])
    waiting.update(digest=theirs)
    older = Digest.objects.filter(state=DigestState.WAITING, user__in=ours.values("user")).exclude(slot=slot)
    Notice.objects.filter(digest__in=older.values("pk")).update(digest=theirs)
    _move(older, DigestState.MERGED)
    return ours.count()


def _move(letters: QuerySet[Digest], to: DigestState, **more: object) -> int:
    """The only writer of a letter's state: from waiting to one of its ends."""
    return letters.filter(state=DigestState.WAITING).update(state=to, **more)


def deliver(*, at: datetime, standings: Standings = NO_STANDINGS) -> Delivery:
    """Send every letter whose time has come over one connection; a server that is away ends the pass.

    `standings`: the rooms that know how what was told stands by now; notices of other topics go out as told.

    Each letter is claimed before it is sent (its next attempt is set first), so that two workers do not send it both.
    """
    server, sent, failed = get_connection(), 0, 0
    try:
        for letter in _claimed(at):
            try:
                sent += _send(letter, server, standings, at=at)
            except (OSError, ValueError) as error:  # smtplib's failures are OSError
                failed += 1
                _keep_error(letter, error)
                if not isinstance(error, ABOUT_ONE_LETTER):
                    break
    finally:
        with suppress(OSError):
            server.close()
    return Delivery(sent, failed)


def _claimed(at: datetime) -> Iterator[Digest]:
    while letters := list(letters_due(at).select_related("user")[:100]):
        yield from (letter for letter in letters if _claim(letter, at=at))


def _claim(letter: Digest, *, at: datetime) -> bool:
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts, 20), LONGEST_PAUSE)
    mine = Digest.objects.filter(pk=letter.pk, state=DigestState.WAITING, attempts=letter.attempts)
    return bool(mine.update(attempts=F("attempts") + 1, next_at=at + pause))


def _send(letter: Digest, server: BaseEmailBackend, standings: Standings, *, at: datetime) -> int:
    row = Digest.objects.filter(pk=letter.pk)
    if letter.user_id not in wants_mail([letter.user_id]):
        _move(row, DigestState.STOPPED, last_error="no address, or letters switched off")
        return 0
    server.open()  # once: an open connection stays as it is
    compose(letter, server, on=local_day(at), standings=standings).send()
    _move(row, DigestState.SENT, sent_at=at, last_error="")
    return 1


def _keep_error(letter: Digest, error: Exception) -> None:
    row = Digest.objects.filter(pk=letter.pk)
    text = f"{type(error).__name__}: {error}"[:300]
    row.update(last_error=text)
    if letter.attempts + 1 >= MOST_ATTEMPTS:
        _move(row, DigestState.STOPPED)
