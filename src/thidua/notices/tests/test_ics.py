"""The calendar read by a client library that is not the one that writes it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import vobject

from thidua.foundation.clock import HANOI
from thidua.notices.ics import Entry, calendar_bytes

STAMP = datetime(2024, 12, 10, 2, 0, tzinfo=UTC)


def entry(**change) -> Entry:
    fields = {
        "uid": "a@thidua",
        "day": date(2025, 6, 16),
        "title": "Hạn · Việc 22: Họp Hội đồng; lần 2, ở Hà Nội",
        "stamp": STAMP,
    }
    return Entry(**{**fields, **change})


def read(*entries: Entry):
    return vobject.readOne(calendar_bytes(entries, name="Lịch của Trần Thị Cán Bộ").decode())


def test_a_deadline_is_the_end_of_its_day_in_hanoi():
    event = read(entry()).vevent
    assert event.dtstart.value == datetime(2025, 6, 16, 16, 30, tzinfo=HANOI)
    assert event.dtend.value.astimezone(UTC) == datetime(2025, 6, 16, 10, 0, tzinfo=UTC)
    assert event.dtstart.params["X-VOBJ-ORIGINAL-TZID"] == ["Asia/Ho_Chi_Minh"]
    assert event.summary.value == "Hạn · Việc 22: Họp Hội đồng; lần 2, ở Hà Nội"
    assert event.transp.value == "TRANSPARENT"


def test_the_zone_is_described_for_clients_that_do_not_know_it():
    calendar = read(entry())
    assert calendar.vtimezone.tzid.value == "Asia/Ho_Chi_Minh"
    assert calendar.vtimezone.standard.tzoffsetto.value == "+0700"


def test_alarms_ring_so_long_before_the_day_closes():
    event = read(entry(alarms=(timedelta(hours=9), timedelta(days=3, hours=9)))).vevent
    rings = [event.dtstart.value + alarm.trigger.value for alarm in event.valarm_list]
    assert rings == [datetime(2025, 6, day, 8, 0, tzinfo=HANOI) for day in (13, 16)]
    assert {alarm.action.value for alarm in event.valarm_list} == {"DISPLAY"}


def test_what_recurs_moves_off_days_off_and_ends():
    moved = {date(2025, 1, 25): date(2025, 1, 24), date(2025, 5, 25): date(2025, 5, 23)}
    calendar = read(
        entry(day=date(2025, 1, 25), rule="FREQ=MONTHLY;BYMONTHDAY=25", until=date(2025, 12, 25), moved=moved)
    )
    first, *instead = calendar.vevent_list
    # A client that expands the rule itself: twelve times, the last one on 25 December.
    times = list(first.getrruleset(addRDate=True))
    assert [(found.month, found.day) for found in times] == [(month, 25) for month in range(1, 13)]
    assert {event.uid.value for event in calendar.vevent_list} == {"a@thidua"}
    assert [(e.recurrence_id.value.date(), e.dtstart.value.date()) for e in instead] == sorted(moved.items())
    assert not any(hasattr(event, "rrule") for event in instead)


def test_same_entries_same_bytes_and_lines_end_and_fold_as_the_standard_says():
    rows = [entry(title="Hạn · " + "Hướng dẫn khen thưởng điển hình tiên tiến " * 6, detail="Một\nHai")]
    data = calendar_bytes(rows, name="Lịch")
    assert data == calendar_bytes(rows, name="Lịch")
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert vobject.readOne(data.decode()).vevent.description.value == "Một\nHai"


@pytest.mark.parametrize("closes", [time(16, 30), time(17)])
def test_the_hour_is_the_offices(closes):
    end = read(entry(closes=closes)).vevent.dtend.value
    assert end.time() == closes


def test_an_empty_calendar_is_still_one():
    calendar = read()
    assert calendar.x_wr_calname.value == "Lịch của Trần Thị Cán Bộ"
    assert "vevent" not in calendar.contents
