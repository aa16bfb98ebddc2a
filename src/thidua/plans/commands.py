"""Console commands of the plan room: `thidua plan read | import | board | recount`."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Q

from thidua.accounts.models import User
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import show_date
from thidua.foundation.numbers import whole_number
from thidua.foundation.workdays import LAST_YEAR, OfficialCalendar
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import CalendarDay, Duty, DutyCode
from thidua.organisation.queries import valid_on
from thidua.plans.actions import import_plan, recount, write_next
from thidua.plans.models import Plan, PlanState
from thidua.plans.queries import board
from thidua.plans.queries.backplan import back_plan_json, back_plan_page
from thidua.plans.queries.calendars import calendar_without_database, reading_calendar
from thidua.plans.queries.exchange import board_json
from thidua.plans.queries.lint import plan_findings
from thidua.plans.queries.paper import plan_docx, plan_proposals, stored
from thidua.plans.reading.failures import Unreadable

ASKED_DUTIES = (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua plan …`."""
    plan = groups.add_parser("plan", help="kế hoạch năm").add_subparsers(required=True, metavar="VIỆC")
    read = plan.add_parser("read", help="đọc thử một văn bản, không lưu gì")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="in JSON (plan-read/1)")
    read.set_defaults(run=run_read)

    taken = plan.add_parser("import", help="nạp một văn bản thành kế hoạch đang soát")
    taken.add_argument("file", type=Path)
    taken.add_argument(
        "--as", dest="username", default="", help="tên tài khoản của người nạp (mặc định: lãnh đạo Ban)"
    )
    taken.add_argument("--json", action="store_true")
    taken.set_defaults(run=run_import)

    shown = plan.add_parser("board", help="bảng theo dõi của kế hoạch đang thực hiện")
    shown.add_argument("--year", type=int, help="năm của kế hoạch (mặc định: năm nay)")
    shown.add_argument("--json", action="store_true", help="in JSON (plan-board/1)")
    shown.set_defaults(run=run_board)

    again = plan.add_parser("recount", help="tính lại ngày làm việc của các mốc sau khi lịch nghỉ thay đổi")
    again.add_argument("--as", dest="username", default="", help="tên tài khoản của người làm")
    again.set_defaults(run=run_recount)

    back = plan.add_parser("backplan", help="lùi lịch từ một phiên họp của Hội đồng")
    back.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    back.add_argument("--session", default="", help="khóa của dòng chương trình, ví dụ PL2.I.1 (mặc định: phiên tới)")
    back.add_argument("--on", type=_day, help="ngày họp muốn thử, NĂM-THÁNG-NGÀY")
    back.add_argument("--json", action="store_true", help="in JSON (plan-backplan/1)")
    back.set_defaults(run=run_backplan)

    checked = plan.add_parser("lint", help="nêu chỗ đáng ngờ của một tệp hoặc một kế hoạch đã nạp; mã ra 1 khi có lỗi")
    checked.add_argument("target", help="tệp (.docx, .pdf, .txt, .md, .json plan-read/1), mã số hoặc số, ký hiệu của kế hoạch")
    checked.add_argument("--json", action="store_true", help="in JSON (plan-lint/1)")
    checked.set_defaults(run=run_lint)

    rolled = plan.add_parser("roll", help="đề xuất kế hoạch năm sau, hoặc ghi bản Word theo mọi đề xuất")
    rolled.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    rolled.add_argument("--year", type=int, required=True, help="năm của kế hoạch mới")
    rolled.add_argument("--json", action="store_true", help="in JSON (plan-roll/1)")
    rolled.add_argument("--docx", type=Path, help="ghi bản Word vào tệp này")
    rolled.add_argument("--as", dest="username", default="", help="tên tài khoản của người lập (mặc định: lãnh đạo Ban)")
    rolled.set_defaults(run=run_roll)

    written = plan.add_parser("export", help="xuất một kế hoạch đã nạp thành tệp Word")
    written.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    written.add_argument("--docx", type=Path, required=True, help="tệp Word sẽ ghi")
    written.set_defaults(run=run_export)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} không phải ngày; hãy nhập NĂM-THÁNG-NGÀY, như 2025-06-16") from None


def run_read(options: argparse.Namespace) -> int:
    """Read a document and print what it holds; exit 1 when it cannot be read. Writes nothing.

    Needs no database: where none stands (or it is not migrated yet), days off are those of the calendar kept with the
    program, without what the office entered.
    """
    from thidua.plans.reading.read import read_plan  # noqa: PLC0415 - the readers of PDF and Word are large; loaded when used

    if not options.file.is_file():
        return _said(f"Không thấy tệp {options.file.name}.")
    try:
        reading = read_plan(options.file.read_bytes(), options.file.name, calendar=_calendar_at_hand(today()))
    except Unreadable as failure:
        return _said(failure.reason_vi)
    found: dict[str, Any] = reading.to_json()
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    head = found["document"]
    print(" ".join(str(part) for part in (head["number"], head["issued_on"], head["title"]) if part))
    if not found["tasks"]:
        print("Văn bản này không có bảng nhiệm vụ.")
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
        if _calendar_is_kept():
            raise
        return calendar_without_database(around)


def _calendar_is_kept() -> bool:
    """Whether a database answers and has the table of days: then its errors are real ones."""
    try:
        return CalendarDay._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False


def run_import(options: argparse.Namespace) -> int:
    """Take a document in as a draft plan; exit 1 with the reason when refused."""
    if not options.file.is_file():
        return _said(f"Không thấy tệp {options.file.name}.")
    acting = _acting(options.username)
    if acting is None:
        return 1
    try:
        plan = import_plan(options.file.read_bytes(), options.file.name, by=acting, at=now())
    except Refused as refused:
        return _said(refused.reason)
    counts = {"tasks": plan.tasks.count(), "milestones": plan.milestones.count(), "flags": plan.flags.count()}
    if options.json:
        print(
            json.dumps(
                {"schema": "plan-import/1", "id": plan.pk, "number": plan.number, **counts},
                ensure_ascii=False,
            )
        )
    else:
        print(
            f"Đã nạp {plan}: {counts['tasks']} việc, {counts['milestones']} mốc, {counts['flags']} điều cần soát."
        )
    return 0


def _acting(username: str) -> Acting | None:
    """The person named, or the only head of the office, in a duty that takes plans in. Says why when there is none."""
    duties = (
        Duty.objects.filter(valid_on(today()), code__in=ASKED_DUTIES)
        .select_related("user", "unit")
        .order_by("-code", "id")
    )
    if username:
        if not User.objects.filter(username=username).exists():
            _said(f"Không có tài khoản {username}.")
            return None
        duty = duties.filter(user__username=username).first()
        if duty is None:
            _said(f"Tài khoản {username} không có nhiệm vụ được nạp kế hoạch.")
        return acting_for(duty.user, duty) if duty else None
    heads = list(duties.filter(code=DutyCode.OFFICE_HEAD)[:2])
    if len(heads) != 1:
        _said("Hãy nêu tài khoản của người làm: --as TÊN.")
        return None
    return acting_for(heads[0].user, heads[0])


def run_board(options: argparse.Namespace) -> int:
    """Print how the milestones of the plan in force stand today; exit 1 when none is in force."""
    day = today()
    plan = _plan_in_force(options.year or day.year)
    if plan is None:
        return _said(f"Chưa có kế hoạch nào đang thực hiện cho năm {options.year or day.year}.")
    shown = board(plan, day)
    if options.json:
        print(json.dumps(board_json(plan, day), ensure_ascii=False, indent=1))
        return 0
    names = {
        "late": "quá hạn",
        "soon": "sắp hạn",
        "ahead": "còn trong hạn",
        "undated": "chưa có ngày",
        "done": "đã xong",
    }
    print(f"{plan}: {shown.task_count} việc, {shown.milestone_count} mốc")
    print(", ".join(f"{count} {names[kind]}" for kind, count in shown.counts.items()))
    return 0


def _plan_in_force(year: int) -> Plan | None:
    return Plan.objects.filter(state=PlanState.ACTIVE, year=year).order_by("-activated_at", "-id").first()


def run_recount(options: argparse.Namespace) -> int:
    """Count the working days of every plan in force anew."""
    acting = _acting(options.username)
    if acting is None:
        return 1
    moved = sum(recount(plan, by=acting, at=now()) for plan in Plan.objects.filter(state=PlanState.ACTIVE))
    print(f"Đã tính lại; {moved} mốc đổi ngày làm việc cuối.")
    return 0


def run_backplan(options: argparse.Namespace) -> int:
    """Print the last days before a session of the council; exit 1 when the plan or the session is not known."""
    plan = _named(options.plan)
    if plan is None:
        return _said(f"Không có kế hoạch {options.plan}.")
    page = back_plan_page(plan, options.session, today(), day=options.on)
    if page is None:
        return _said(f"Kế hoạch không có phiên họp {options.session} có ngày.".replace("  ", " "))
    if options.json:
        print(json.dumps(back_plan_json(page), ensure_ascii=False, indent=1))
        return 0
    print(f"{page.goal.title}, {show_date(page.plan.day)}")
    for step in (*page.steps, *page.after):
        ground = f" ({step.cut.rule.document} {step.cut.rule.article}".rstrip() + f"; {step.confidence})" if step.cut.rule else ""
        print(f"  {show_date(step.cut.begins)} - {show_date(step.cut.ends)}  {step.name}{ground}")
    for text in page.warnings:
        print(f"  ! {text}")
    return 0


def _said(text: str) -> int:
    print(text)
    return 1


def _named(text: str) -> Plan | None:
    """The plan with this id or printed number; the newest of several."""
    pk = whole_number(text)
    wanted = Q(number=text) if pk is None else Q(pk=pk)
    return Plan.objects.filter(wanted).order_by("-year", "-id").first()


def run_lint(options: argparse.Namespace) -> int:
    """Print what is doubtful in a file or a stored plan; exit 1 when there is an error or nothing can be read."""
    from thidua.plans import linting  # noqa: PLC0415 - as the readers: loaded when used

    path, plan = Path(options.target), None
    if path.is_file():
        try:
            reading = _reading_of(path)
            found = linting.findings(reading, calendar=_calendar_at_hand(today()))
        except Unreadable as failure:
            return _said(failure.reason_vi)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            if path.suffix.lower() != ".json":
                raise
            return _said("Tệp JSON này không phải kết quả đọc kế hoạch (plan-read/1).")
    else:
        plan = _named(options.target)
        if plan is None:
            return _said(f"Không có tệp hoặc kế hoạch {options.target}.")
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
        return read_plan(path.read_bytes(), path.name, calendar=_calendar_at_hand(today())).to_json()
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict) or found.get("schema") != "plan-read/1":
        raise ValueError("not a reading")
    return found


def run_roll(options: argparse.Namespace) -> int:
    """Print the proposals for a later year, or write the Word file with all that are offered; saves no plan."""
    from thidua.plans.rolling import ready_choices  # noqa: PLC0415 - as the readers: loaded when used

    plan = _named(options.plan)
    if plan is None:
        return _said(f"Không có kế hoạch {options.plan}.")
    if plan.year is None:
        return _said("Kế hoạch này không ghi năm nên chưa lập được kế hoạch năm sau.")
    if not plan.year < options.year < LAST_YEAR:
        return _said(f"Năm của kế hoạch mới phải sau năm {plan.year} và trước năm {LAST_YEAR}.")
    _paper, found = plan_proposals(plan, options.year)
    if options.docx:
        acting = _acting(options.username)
        if acting is None:
            return 1
        try:
            data = write_next(plan, options.year, ready_choices(found), by=acting, at=now())
        except Refused as refused:
            return _said(refused.reason)
        if not _written(options.docx, data):
            return 1
        if not options.json:
            print(f"Đã ghi {options.docx.name}: {sum(one.ticked for one in found)} đề xuất.")
    if options.json:
        rows = [one.to_json() for one in found]
        print(json.dumps({"schema": "plan-roll/1", "from": plan.pk, "year": options.year, "proposals": rows}, ensure_ascii=False, indent=1))
    elif not options.docx:
        for one in found:
            print(f"{'x' if one.ticked else ' '} {one.id:<16} {one.old[:70]} -> {one.new[:70] or '(bỏ)'}")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write a stored plan as a Word file, confirmed values in their places."""
    plan = _named(options.plan)
    if plan is None:
        return _said(f"Không có kế hoạch {options.plan}.")
    if not _written(options.docx, plan_docx(plan, now())):
        return 1
    print(f"Đã ghi {options.docx.name}.")
    return 0


def _written(path: Path, data: bytes) -> bool:
    """Write a file; says why when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError:
        _said(f"Không ghi được tệp {path.name}. Hãy xem lại thư mục và quyền ghi rồi làm lại.")
        return False
    return True
