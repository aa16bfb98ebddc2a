"""A calendar that Outlook, Google and phones subscribe to (RFC 5545). Pure: plain entries in, bytes out.

Moments are in Asia/Ho_Chi_Minh. The same entries give the same bytes, so that a client asks in vain when nothing changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vRecur

from thidua.foundation.clock import HANOI

LENGTH = timedelta(minutes=30)
REFRESH = timedelta(hours=4)


@dataclass(frozen=True)
class Entry:
    """One deadline. `uid` never changes; `day` and `closes`: when the work must be done, local time.

    `alarms`: how long before the close of the day a phone rings. `rule`: an RRULE without UNTIL, from `day` to `until`;
    `moved`: occurrences of the rule that count on another day (a working day instead of a day off).
    """

    uid: str
    day: date
    title: str
    stamp: datetime
    detail: str = ""
    url: str = ""
    closes: time = time(17)
    alarms: tuple[timedelta, ...] = ()
    rule: str = ""
    until: date | None = None
    moved: Mapping[date, date] = field(default_factory=dict)


def calendar_bytes(entries: Iterable[Entry], *, name: str) -> bytes:
    """The calendar file (UTF-8, CRLF, folded lines)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Thi Dua//Lich nhac viec//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", HANOI.key)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_zone())
    for entry in entries:
        for event in _events(entry):
            calendar.add_component(event)
    data: bytes = calendar.to_ical(sorted=False)
    return data


def _zone() -> Timezone:
    """Hà Nội has kept seven hours ahead of UTC since 1975: one line says it all."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", HANOI.key)
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - a VTIMEZONE's onset is local by definition
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _events(entry: Entry) -> Iterable[Event]:
    first = _event(entry, entry.day)
    if entry.rule:
        first.add("rrule", _rule(entry))
    yield first
    for named, kept in sorted(entry.moved.items()):
        instead = _event(entry, kept)
        instead.add("recurrence-id", _start(entry, named))
        yield instead


def _event(entry: Entry, day: date) -> Event:
    event, start = Event(), _start(entry, day)
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", start + LENGTH)
    event.add("summary", entry.title)
    if entry.detail:
        event.add("description", entry.detail)
    if entry.url:
        event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")  # a deadline does not make its owner busy
    for before in sorted(entry.alarms, reverse=True):
        event.add_component(_alarm(entry, before))
    return event


def _start(entry: Entry, day: date) -> datetime:
    return datetime.combine(day, entry.closes, HANOI) - LENGTH


def _alarm(entry: Entry, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    # Counted from the start of the event, which ends when the day closes.
    alarm.add("trigger", LENGTH - before)
    return alarm


def _rule(entry: Entry) -> vRecur:
    rule: vRecur = vRecur.from_ical(entry.rule)
    if entry.until:
        rule["UNTIL"] = datetime.combine(entry.until, time(23, 59, 59), HANOI).astimezone(UTC)
    return rule
