"""`thidua plan read | import | lint`: from a file."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Model

from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.workdays import OfficialCalendar
from thidua.organisation.models import CalendarDay, Unit
from thidua.plans.actions import import_plan
from thidua.plans.commands.asking import acting_as, plan_named, told
from thidua.plans.queries.calendars import calendar_without_database, reading_calendar
from thidua.plans.queries.lint import plan_findings
from thidua.plans.queries.paper import stored
from thidua.plans.queries.unknown import unknown_units
from thidua.plans.reading.failures import Unreadable


@told
def run_read(options: argparse.Namespace) -> int:
    """Read a document and print what it holds; exit 1 when it cannot be read or is no plan. Writes nothing.

    Needs no database: where none stands (or it is not migrated yet), days off are those of the calendar kept with the
    program, without what the office entered.
    """
    from thidua.plans.reading.read import read_plan  # noqa: PLC0415 - the readers of PDF and Word are large; loaded when used

    data = _bytes_of(options.file)
    try:
        reading = read_plan(data, options.file.name, calendar=_calendar_at_hand(today()))
    except Unreadable as failure:
        raise Refused(failure.reason_vi) from failure
    found: dict[str, Any] = reading.to_json()
    _holds_a_plan(found)
    found["flags"] += _unknown(found)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    head = found["document"]
    print(" ".join(str(part) for part in (head["number"], head["issued_on"], head["title"]) if part))
    count = sum(len(task["milestones"]) for task in found["tasks"])
    print(
        f"{len(found['tasks'])} việc, {count} mốc, {len(found['sessions'])} dòng chương trình Hội đồng, {len(found['flags'])} điều nêu ra:"
    )
    for flag in found["flags"]:
        print(f"  {flag['severity']:<8} {flag['where']:<12} {flag['message']}")
    return 0


def _calendar_at_hand(around: date) -> OfficialCalendar:
    """The office's calendar; that of the law and the announcements on file when its table cannot be asked."""
    try:
        return reading_calendar(around)
    except DatabaseError:
        if _kept(CalendarDay):
            raise
        return calendar_without_database(around)


def _kept(model: type[Model]) -> bool:
    """Whether a database answers and has the table: then its errors are real ones."""
    try:
        return model._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False


def _unknown(reading: dict[str, Any]) -> list[dict[str, Any]]:
    """What names no unit on file bears, in the exchange form; nothing where no database stands."""
    try:
        return [flag.to_json() for flag in unknown_units(reading)]
    except DatabaseError:
        if _kept(Unit):
            raise
        return []


def _bytes_of(path: Path) -> bytes:
    """What a file holds; Refused when there is none or it cannot be opened."""
    if not path.is_file():
        raise Refused(f"Không thấy tệp {path.name}.")
    try:
        return path.read_bytes()
    except OSError as closed:
        raise Refused(f"Không mở được tệp {path.name}. Hãy xem lại quyền đọc rồi làm lại.") from closed


def _holds_a_plan(reading: dict[str, Any]) -> None:
    """Refuse what holds neither a task nor a row of a programme."""
    if not reading["tasks"] and not reading["sessions"]:
        raise Refused("Văn bản này không có bảng nhiệm vụ nên không phải kế hoạch đọc được. Chưa lưu gì.")


@told
def run_import(options: argparse.Namespace) -> int:
    """Take a document in as a draft plan; exit 1 with the reason when refused."""
    data = _bytes_of(options.file)
    acting = acting_as(options.username)
    plan = import_plan(data, options.file.name, by=acting, at=now())
    counts = {"tasks": plan.tasks.count(), "milestones": plan.milestones.count(), "flags": plan.flags.count()}
    if options.json:
        print(
            json.dumps(
                {"schema": "plan-import/1", "id": plan.pk, "number": plan.number, **counts},
                ensure_ascii=False,
            )
        )
    else:
        print(f"Đã nạp {plan}: {counts['tasks']} việc, {counts['milestones']} mốc, {counts['flags']} điều cần soát.")
    return 0


@told
def run_lint(options: argparse.Namespace) -> int:
    """Print what is doubtful in a file or a stored plan; exit 1 when there is an error or nothing can be read."""
    from thidua.plans import linting  # noqa: PLC0415 - as the readers: loaded when used

    path = Path(options.target)
    if path.is_file():
        try:
            reading = _reading_of(path)
            _holds_a_plan(reading)
            reading["flags"] = [*reading["flags"], *_unknown(reading)]
            found = linting.findings(reading, calendar=_calendar_at_hand(today()))
        except Unreadable as failure:
            raise Refused(failure.reason_vi) from failure
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
            if path.suffix.lower() != ".json":
                raise
            raise Refused("Tệp JSON này không phải kết quả đọc kế hoạch (plan-read/1).") from wrong
    else:
        try:
            plan = plan_named(options.target)
        except Refused as unknown:
            raise Refused(f"Không có tệp hoặc kế hoạch {options.target}.") from unknown
        reading = stored(plan).reading
        found = plan_findings(plan)
    shown = linting.lint_json(reading, found)
    if options.json:
        print(json.dumps(shown, ensure_ascii=False, indent=1))
    else:
        print(f"{len(found)} điều nêu ra:")
        for row in shown["findings"]:
            proposal = f" [{row['proposal']}]" if row["proposal"] else ""
            print(f"  {row['severity']:<8} {row['where']:<12} {row['message']}{proposal}")
    return 1 if shown["counts"]["error"] else 0


def _reading_of(path: Path) -> dict[str, Any]:
    """What was read from a file, or the reading that a JSON file holds. Raises Unreadable, ValueError."""
    from thidua.plans.reading.read import read_plan  # noqa: PLC0415 - as in run_read

    if path.suffix.lower() != ".json":
        return read_plan(_bytes_of(path), path.name, calendar=_calendar_at_hand(today())).to_json()
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or found.get("schema") != "plan-read/1":
        raise ValueError("not a reading")
    return found
