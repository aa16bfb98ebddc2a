"""Console commands of the plan room: `thidua plan …`. A refusal exits 1, as JSON `{"error": …}` where JSON is asked for."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from thidua.plans.commands import following, reading, rolling


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua plan …`."""
    plan = groups.add_parser("plan", help="kế hoạch năm").add_subparsers(required=True, metavar="VIỆC")
    read = plan.add_parser("read", help="đọc thử một văn bản, không lưu gì")
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="in JSON (plan-read/1)")
    read.set_defaults(run=reading.run_read)

    taken = plan.add_parser("import", help="nạp một văn bản thành kế hoạch đang soát")
    taken.add_argument("file", type=Path)
    taken.add_argument("--as", dest="username", default="", help="tên tài khoản của người nạp (mặc định: lãnh đạo Ban)")
    taken.add_argument("--json", action="store_true")
    taken.set_defaults(run=reading.run_import)

    shown = plan.add_parser("board", help="bảng theo dõi của kế hoạch đang thực hiện")
    shown.add_argument("--year", type=int, help="năm của kế hoạch (mặc định: năm nay)")
    shown.add_argument("--json", action="store_true", help="in JSON (plan-board/1)")
    shown.set_defaults(run=following.run_board)

    again = plan.add_parser("recount", help="tính lại ngày làm việc của các mốc sau khi lịch nghỉ thay đổi")
    again.add_argument("--as", dest="username", default="", help="tên tài khoản của người làm")
    again.set_defaults(run=following.run_recount)

    back = plan.add_parser("backplan", help="lùi lịch từ một phiên họp của Hội đồng")
    back.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    back.add_argument("--session", default="", help="khóa của dòng chương trình, ví dụ PL2.I.1 (mặc định: phiên tới)")
    back.add_argument("--on", type=_day, help="ngày họp muốn thử, NĂM-THÁNG-NGÀY")
    back.add_argument("--json", action="store_true", help="in JSON (plan-backplan/1)")
    back.set_defaults(run=following.run_backplan)

    checked = plan.add_parser("lint", help="nêu chỗ đáng ngờ của một tệp hoặc một kế hoạch đã nạp; mã ra 1 khi có lỗi")
    checked.add_argument(
        "target", help="tệp (.docx, .pdf, .txt, .md, .json plan-read/1), mã số hoặc số, ký hiệu của kế hoạch"
    )
    checked.add_argument("--json", action="store_true", help="in JSON (plan-lint/1)")
    checked.set_defaults(run=reading.run_lint)

    rolled = plan.add_parser("roll", help="đề xuất kế hoạch năm sau, hoặc ghi bản Word theo mọi đề xuất")
    rolled.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    rolled.add_argument("--year", type=int, required=True, help="năm của kế hoạch mới")
    rolled.add_argument("--json", action="store_true", help="in JSON (plan-roll/1)")
    rolled.add_argument("--docx", type=Path, help="ghi bản Word vào tệp này")
    rolled.add_argument(
        "--as", dest="username", default="", help="tên tài khoản của người lập (mặc định: lãnh đạo Ban)"
    )
    rolled.set_defaults(run=rolling.run_roll)

    written = plan.add_parser("export", help="xuất một kế hoạch đã nạp thành tệp Word")
    written.add_argument("plan", help="mã số hoặc số, ký hiệu của kế hoạch")
    written.add_argument("--docx", type=Path, required=True, help="tệp Word sẽ ghi")
    written.add_argument("--json", action="store_true", help="in JSON (plan-export/1)")
    written.set_defaults(run=rolling.run_export)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} không phải ngày; hãy nhập NĂM-THÁNG-NGÀY, như 2025-06-16") from None
