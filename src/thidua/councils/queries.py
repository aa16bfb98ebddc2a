"""Reading councils, sessions, counts and results."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Prefetch, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.audit.queries import history_of
from thidua.councils import tally
from thidua.councils.flow import SessionState
from thidua.councils.models import Attendance, BallotItem, Council, Member, PaperCount, RollEntry, Session
from thidua.councils.policies import seen_by, sessions_seen_by
from thidua.foundation.text import fold
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, DutyCode
from thidua.organisation.queries import valid_on


def councils(acting: Acting) -> QuerySet[Council]:
    """The councils a person sees."""
    return Council.objects.filter(seen_by(acting)).select_related("unit").order_by("kind", "name", "id")


def councils_with_sessions(acting: Acting, year: int) -> QuerySet[Council]:
    """The same with the sessions of a year, in three queries however many there are."""
    sessions = Session.objects.filter(year=year).annotate(item_count=Count("items")).order_by("number")
    return councils(acting).prefetch_related(Prefetch("sessions", queryset=sessions, to_attr="of_year"))


def sessions(acting: Acting) -> QuerySet[Session]:
    """The sessions a person sees."""
    return Session.objects.filter(sessions_seen_by(acting)).select_related(
        "council__unit", "minutes_docx", "minutes_pdf", "tally_docx", "tally_pdf"
    )


def sessions_of(council: Council, year: int) -> QuerySet[Session]:
    """The sessions of a council in a year, by number, with how many questions each has."""
    return council.sessions.filter(year=year).annotate(item_count=Count("items")).order_by("number")


def years_of(council: Council) -> list[int]:
    """The years in which a council has sessions, newest first."""
    return list(council.sessions.order_by("-year").values_list("year", flat=True).distinct())


def day_of_roll(session: Session, on: date) -> date:
    """The day a session is held when its roll is taken now: its own day, or today when it is brought forward."""
    return min(session.held_on or on, on)


def members_on(council: Council, day: date) -> QuerySet[Member]:
    """The whole membership on a day, by rank."""
    return council.members.filter(valid_on(day)).order_by("rank", "id")


def former_members(council: Council, day: date) -> QuerySet[Member]:
    """Those whose membership ended before the day, latest first."""
    return council.members.filter(valid_to__lt=day).order_by("-valid_to", "id")


def roll_of(session: Session) -> QuerySet[RollEntry]:
    """The frozen roll, by rank."""
    return session.roll.select_related("member").order_by("member__rank", "member_id")


@dataclass(frozen=True)
class Participation:
    """How many there are and how they took part."""

    members: int
    present: int
    written: int
    absent: int

    @property
    def taking_part(self) -> int:
        """Those from whom a ballot paper is expected."""
        return self.present + self.written


def participation(roll: Iterable[RollEntry]) -> Participation:
    """Count a roll."""
    kinds = [entry.attendance for entry in roll]
    return Participation(
        len(kinds), kinds.count(Attendance.PRESENT), kinds.count(Attendance.WRITTEN), kinds.count(Attendance.ABSENT)
    )


@dataclass(frozen=True)
class Typing:
    """One person's typing of all questions of a session. The numbers are for him alone."""

    by: User
    at: datetime
    counts: dict[int, tally.Count]

    @property
    def mark(self) -> str:
        """What tells this typing from an earlier or later one of the same person."""
        return self.at.isoformat()


@dataclass(frozen=True)
class Counting:
    """Where the double typing stands."""

    typings: tuple[Typing, ...]
    differing: frozenset[int]

    @property
    def agreed(self) -> bool:
        """Whether two people have typed and agree on every question."""
        return len(self.typings) == 2 and not self.differing

    def of(self, user: User) -> Typing | None:
        """What this person typed."""
        return next((typing for typing in self.typings if typing.by.pk == user.pk), None)


def counting(session: Session) -> Counting:
    """Read what was typed. One query."""
    rows = PaperCount.objects.filter(item__session=session).select_related("by").order_by("by_id", "item_id")
    typings = []
    for _user, own in groupby(rows, key=lambda row: row.by_id):
        mine = list(own)
        counts = {row.item_id: (row.yes, row.no, row.invalid) for row in mine}
        typings.append(Typing(mine[0].by, max(row.at for row in mine), counts))
    typings.sort(key=lambda typing: typing.at)
    return Counting(tuple(typings), _differing(typings))


def _differing(typings: list[Typing]) -> frozenset[int]:
    if len(typings) < 2:
        return frozenset()
    first, second = typings[0].counts, typings[1].counts
    return frozenset(item for item in first.keys() | second.keys() if first.get(item) != second.get(item))


@dataclass(frozen=True)
class ResultRow:
    """One question as the page of results shows it."""

    item: BallotItem
    need: int
    missing: int
    share: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class ResultGroup:
    """Questions under the same threshold."""

    threshold: str
    numerator: int
    denominator: int
    source: str
    members: int
    need: int
    rows: tuple[ResultRow, ...]
    passed: int


def results(session: Session, *, only_failed: bool = False) -> list[ResultGroup]:
    """The agreed counts, grouped by threshold in the order of the agenda. Empty before they are confirmed."""
    if session.state not in (SessionState.COUNTED, SessionState.CLOSED):
        return []
    items = list(session.items.order_by("position", "id"))
    notes = conflicts(session, items)
    groups: dict[tuple[int, int, str], list[BallotItem]] = {}
    for item in items:
        key = (item.threshold_numerator, item.threshold_denominator, item.threshold_source)
        groups.setdefault(key, []).append(item)
    return [_group(rows, notes, only_failed) for rows in groups.values()]


def _group(items: list[BallotItem], notes: dict[int, tuple[str, ...]], only_failed: bool) -> ResultGroup:
    first = items[0]
    members = first.members or 0
    shown = [item for item in items if not (only_failed and item.passed)]
    return ResultGroup(
        tally.percent(first.threshold), first.threshold_numerator, first.threshold_denominator, first.threshold_source,
        members, tally.minimum_yes(members, first.threshold), tuple(_row(item, notes) for item in shown),
        sum(bool(item.passed) for item in items),
    )  # fmt: skip


def _row(item: BallotItem, notes: dict[int, tuple[str, ...]]) -> ResultRow:
    members, yes = item.members or 0, item.yes or 0
    need = tally.minimum_yes(members, item.threshold)
    misleads = tally.rounding_misleads(yes, members, item.threshold)
    share = tally.share(yes, members) if misleads else ""
    return ResultRow(item, need, max(0, need - yes), share, notes.get(item.pk, ()))


def conflicts(session: Session, items: Iterable[BallotItem]) -> dict[int, tuple[str, ...]]:
    """Names of members who are on the ballot themselves or head the nominee's unit, by question.

    Told from names alone, as far as the agenda carries them: a note for people, never a change of the denominator.
    """
    day = session.held_on or date(session.year, 1, 1)
    people = list(session.roll.select_related("member")) or []
    members = [entry.member for entry in people] or list(members_on(session.council, day))
    heads = Duty.objects.filter(
        valid_on(day), code=DutyCode.UNIT_HEAD, user__in=[member.user_id for member in members if member.user_id]
    ).select_related("unit")
    units: dict[int, list[str]] = {}
    for duty in heads:
        units.setdefault(duty.user_id, []).append(fold(duty.unit.name))
    found = {}
    for item in items:
        name, detail = fold(item.label), fold(item.detail)
        names = [
            member.name for member in members
            if fold(member.name) == name or any(unit in (name, *_parts(detail)) for unit in units.get(member.user_id or 0, ()))
        ]  # fmt: skip
        if names:
            found[item.pk] = tuple(names)
    return found


def _parts(detail: str) -> list[str]:
    """The parts of a folded detail line, such as position and unit, between commas or points."""
    return [part.strip() for part in detail.replace("·", ",").split(",")] + [detail]


def history(session: Session) -> list[tuple[Event, str]]:
    """What happened to a session, newest first, with the names of those who acted. Two queries."""
    events = list(history_of(session.key)[:40])
    return [(event, name) for event, name in zip(events, _names(events), strict=True)]


def _names(events: list[Event]) -> list[str]:
    keys = [int(event.actor[5:]) for event in events if event.actor.startswith("user:")]
    names = dict(User.objects.filter(pk__in=keys).values_list("pk", "full_name"))
    return [names.get(int(event.actor[5:]), "") if event.actor.startswith("user:") else "" for event in events]


def last_change(key: str) -> str:
    """Who changed a thing last and when: `Trần Thị A lúc 10:32`; empty when nothing is known."""
    event = history_of(key).first()
    if event is None:
        return ""
    return _("%(name)s lúc %(time)s") % {"name": _names([event])[0], "time": f"{localtime(event.at):%H:%M}"}
