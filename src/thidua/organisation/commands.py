"""Console commands on the official calendar: `thidua calendar workdays FROM TO`."""

from __future__ import annotations

import argparse
import json
from datetime import date, timedelta

from thidua.foundation.dates import ImpossibleDate, read_date, show_date, weekday_name
from thidua.foundation.workdays import FIRST_YEAR, LAST_YEAR
from thidua.organisation.queries import official_calendar

MOST_DAYS = 3_700


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua calendar …`."""
    calendar = groups.add_parser("calendar", help="lịch nghỉ và ngày làm việc").add_subparsers(
        required=True, metavar="VIỆC"
    )
    days = calendar.add_parser("workdays", help="ngày làm việc từ ngày này đến ngày kia, tính cả hai đầu")
    days.add_argument("start", metavar="FROM", help="16/06/2025 hoặc 2025-06-16")
    days.add_argument("end", metavar="TO")
    days.add_argument("--json", action="store_true", help="in JSON")
    days.set_defaults(run=run_workdays)


def run_workdays(options: argparse.Namespace) -> int:
    """Print the working days of a span and the days off in it with their reasons; exit 2 on a date that cannot be used."""
    start, end = _day(options.start), _day(options.end)
    if isinstance(start, str) or isinstance(end, str):
        return _refused(options, " ".join(day for day in (start, end) if isinstance(day, str)))
    if end < start or (end - start).days > MOST_DAYS:
        return _refused(options, "Ngày sau phải không sớm hơn ngày trước, và cách nhau không quá mười năm.")
    calendar = official_calendar(range(start.year, end.year + 1))
    span = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    worked = [day for day in span if calendar.is_working_day(day)]
    off = [(day, calendar.reason_off(day) or "") for day in span if not calendar.is_working_day(day)]
    if options.json:
        print(
            json.dumps(
                _form(start, end, worked, off, sorted(calendar.worked & set(span))),
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    print(f"Từ {show_date(start)} đến {show_date(end)}: {len(worked)} ngày làm việc, tính cả hai đầu.")
    for day, reason in off:
        if reason != weekday_name(day):
            print(f"  {show_date(day)} {weekday_name(day)}: {reason}")
    return 0


def _form(
    start: date, end: date, worked: list[date], off: list[tuple[date, str]], made_up: list[date]
) -> dict[str, object]:
    """The exchange form. `between` counts the days after FROM up to TO, as deadlines are counted."""
    return {
        "schema": "calendar-workdays/1",
        "from": start.isoformat(),
        "to": end.isoformat(),
        "count": len(worked),
        "between": sum(day > start for day in worked),
        "days": [day.isoformat() for day in worked],
        "off": [{"day": day.isoformat(), "reason": reason} for day, reason in off],
        "made_up": [day.isoformat() for day in made_up],
    }


def _refused(options: argparse.Namespace, reason: str) -> int:
    """Say why nothing is counted: `{"error": …}` for who asked for JSON."""
    print(json.dumps({"error": reason}, ensure_ascii=False) if options.json else reason)
    return 2


def _day(text: str) -> date | str:
    """The day named, or what is wrong with it."""
    try:
        read = read_date(text)
    except ImpossibleDate:
        return f"{text} không có thật trong lịch."
    day = read.as_date() if read else None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return f"Chưa đọc được ngày “{text}”. Hãy nhập như 16/06/2025, từ năm {FIRST_YEAR} đến {LAST_YEAR}."
    return day
