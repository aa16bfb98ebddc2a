"""Console commands of the demonstration city and of the journal."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

from django.core.management import call_command

from thidua.audit.actions import seal
from thidua.audit.queries import check_seals
from thidua.desk.demo import loading
from thidua.foundation.clock import now


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua demo …` and `thidua journal …`."""
    demo = groups.add_parser("demo", help="thành phố minh họa").add_subparsers(required=True, metavar="VIỆC")
    load = demo.add_parser("load", help="nạp vào cơ sở dữ liệu trống")
    load.set_defaults(run=run_load)
    reset = demo.add_parser("reset", help="xóa hết và nạp lại từ đầu")
    reset.add_argument("--yes", action="store_true", help="không hỏi lại")
    reset.set_defaults(run=run_reset)

    journal = groups.add_parser("journal", help="nhật ký").add_subparsers(required=True, metavar="VIỆC")
    check = journal.add_parser("check", help="nhật ký có còn nguyên như đã niêm không")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run_check)
    sealing = journal.add_parser("seal", help="niêm các dòng mới")
    sealing.set_defaults(run=run_seal)


def run_load(_options: argparse.Namespace) -> int:
    """Load the city; refuse when the database already holds accounts."""
    if not loading.is_empty():
        print("Cơ sở dữ liệu đã có tài khoản. Chưa nạp gì. Muốn làm lại từ đầu: thidua demo reset.")
        return 1
    return _timed(loading.load)


def run_reset(options: argparse.Namespace) -> int:
    """Empty and load again, after a question."""
    if not options.yes and input("Xóa hết dữ liệu và nạp lại thành phố minh họa? (co/khong) ") != "co":
        print("Giữ nguyên.")
        return 1
    call_command("migrate", interactive=False, verbosity=0)
    return _timed(loading.reset)


def _timed(build: Callable[[], None]) -> int:
    started = time.monotonic()
    build()
    print(f"Đã nạp thành phố minh họa trong {time.monotonic() - started:.0f} giây.{loading.accounts_text()}")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Check the journal against its seals; exit 1 when it was changed."""
    result = check_seals()
    if options.json:
        print(json.dumps({"events": result.events, "sealed": result.sealed, "whole": result.whole}))
    else:
        print(f"{result.events} dòng, {result.sealed} đã niêm: {'nguyên vẹn' if result.whole else 'ĐÃ BỊ SỬA'}.")
    return 0 if result.whole else 1


def run_seal(_options: argparse.Namespace) -> int:
    """Seal what is new."""
    made = seal(at=now())
    print(f"Đã niêm {made.size} dòng, gốc {made.root}." if made else "Không có dòng mới.")
    return 0
