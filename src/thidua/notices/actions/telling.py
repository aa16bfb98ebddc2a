"""Telling people: the one way in which other rooms put something into an inbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from thidua.notices.models import Notice
from thidua.notices.queries import known_keys, wants_mail

BATCH = 1000
TITLE = 300


@dataclass(frozen=True, slots=True)
class Message:
    """What one user is told. `key` says what for ("milestone:12:2025-06-16:d7"): he is told it once, ever.

    `title`, `detail`: Vietnamese sentences. `url`: a path of this application. `subject`: an opaque key. `day`: the
    day it concerns, in Vietnam.
    """

    user: int
    key: str
    topic: str
    title: str
    day: date
    detail: str = ""
    url: str = ""
    subject: str = ""


@transaction.atomic
def tell(messages: Iterable[Message], *, at: datetime) -> int:
    """Put messages into inboxes and mark those that also go by letter. Returns how many were new.

    Telling the same again does nothing, also when two runs do it at the same time: the database keeps each key once.
    Three queries and the insertion, however many messages.
    """
    asked = list(messages)
    told = known_keys(message.key for message in asked)
    fresh = {(message.key, message.user): message for message in asked}
    rows = [message for pair, message in fresh.items() if pair not in told]
    if not rows:
        return 0
    mailed = wants_mail(message.user for message in rows)
    Notice.objects.bulk_create(
        (_notice(message, mailed=message.user in mailed, at=at) for message in rows),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return len(rows)


def _notice(message: Message, *, mailed: bool, at: datetime) -> Notice:
    return Notice(
        user_id=message.user, key=message.key, topic=message.topic, title=_cut(message.title),
        detail=message.detail, url=message.url, subject=message.subject, day=message.day, created_at=at,
        mailed=mailed,
    )  # fmt: skip


def _cut(title: str) -> str:
    return title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…"
