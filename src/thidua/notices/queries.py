"""Reading notices, letters to send, preferences and who owns a calendar's address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.accounts.models import User
from thidua.foundation.numbers import whole_number
from thidua.notices.feeds import address_of, code_of
from thidua.notices.models import Digest, DigestState, FeedToken, Notice, Preference, Slot
from thidua.notices.policies import seen_by
from thidua.organisation.acting import Acting

PAGE = 50
MOST_COUNTED = 100


@dataclass(frozen=True)
class Inbox:
    """One page of notices, unread first, newest first in each part, and the mark from which the next page starts."""

    rows: list[Notice]
    next_after: str
    newest: int
    unread: int

    @property
    def fresh(self) -> list[Notice]:
        """Those not read yet."""
        return [row for row in self.rows if row.read_at is None]

    @property
    def earlier(self) -> list[Notice]:
        """Those read."""
        return [row for row in self.rows if row.read_at is not None]


def inbox(acting: Acting, after: str = "") -> Inbox:
    """One page. `after` is the mark of the page before ("u123": below an unread one, "r123": below a read one)."""
    mine = Notice.objects.filter(seen_by(acting)).order_by("-id")
    part, number = after[:1], whole_number(after[1:]) or 0
    rows: list[Notice] = []
    if part != "r" or not number:
        fresh = mine.filter(read_at=None)
        rows += (fresh.filter(pk__lt=number) if number else fresh)[: PAGE + 1]
    if len(rows) <= PAGE:
        seen = mine.filter(read_at__isnull=False)
        rows += (seen.filter(pk__lt=number) if part == "r" and number else seen)[: PAGE + 1 - len(rows)]
    more, rows = len(rows) > PAGE, rows[:PAGE]
    mark = f"{'r' if rows[-1].read_at else 'u'}{rows[-1].pk}" if more else ""
    return Inbox(rows, mark, max((row.pk for row in rows), default=0), unread_count(acting.user))


def unread_count(user: User) -> int:
    """How many notices are not read yet, counted up to a hundred."""
    return Notice.objects.filter(user=user, read_at=None)[:MOST_COUNTED].count()


def known_keys(keys: Iterable[str]) -> set[tuple[str, int]]:
    """Which of the keys were told already, and to whom. One query."""
    return set(Notice.objects.filter(key__in=set(keys)).values_list("key", "user_id"))


def told_on(keys: Iterable[str]) -> dict[tuple[str, int], date]:
    """On which day each of the keys was told, by key and user. One query."""
    rows = Notice.objects.filter(key__in=set(keys))
    return {(key, user): day for key, user, day in rows.values_list("key", "user_id", "day")}


def wants_mail(users: Iterable[int]) -> set[int]:
    """Which of the users get letters: an address, in use, not switched off. One query."""
    rows = User.objects.filter(pk__in=set(users), is_active=True).exclude(email="")
    return set(rows.exclude(notice_preference__email=False).values_list("pk", flat=True))


def preference_of(user: User) -> Preference:
    """What a person chose, or what holds when he chose nothing."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def letters_due(at: datetime) -> QuerySet[Digest]:
    """Letters waiting whose time has come, oldest first."""
    return Digest.objects.filter(state=DigestState.WAITING, next_at__lte=at).order_by("next_at", "id")


def last_letter(user: User) -> Digest | None:
    """The last letter made for a person, merged ones apart."""
    return Digest.objects.filter(user=user).exclude(state=DigestState.MERGED).order_by("-id").first()


def lines_of(digest: Digest) -> list[Notice]:
    """What a letter tells, as in the inbox the newest first. One query.

    Of several notices on the same subject, as letters merged after an outage hold them, the newest says how it stands.
    """
    newer = Notice.objects.filter(digest=digest, subject=OuterRef("subject"), pk__gt=OuterRef("pk"))
    return list(Notice.objects.filter(Q(subject="") | ~Exists(newer), digest=digest).order_by("-id"))


def slot_done(name: str, day: date) -> bool:
    """Whether a run of a day is complete."""
    return Slot.objects.filter(name=name, day=day, completed_at__isnull=False).exists()


def feed_address(user: User) -> str | None:
    """The secret part of the address of a person's calendar; None when he has none."""
    token = FeedToken.objects.filter(user=user, revoked_at=None).first()
    return address_of(token.code) if token else None


def feed_owner(address: str) -> User | None:
    """Whose calendar an address is; None when it is wrong, taken back, or its owner may not sign in any more."""
    code = code_of(address)
    if code is None:
        return None
    token = FeedToken.objects.filter(Q(code=code, revoked_at=None, user__is_active=True)).select_related("user").first()
    return token.user if token else None
