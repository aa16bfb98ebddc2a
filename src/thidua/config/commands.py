"""Console commands of the whole application: run it, keep its message catalogues."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings
from django.core.management import call_command

from thidua.config import messages
from thidua.config.ticking import tick, tick_for_ever
from thidua.desk.demo.loading import accounts_text, is_empty, load
from thidua.foundation.clock import now


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua run` and `thidua messages …`."""
    run = groups.add_parser("run", help="cập nhật cơ sở dữ liệu rồi chạy trang web và việc nền")
    run.add_argument("--host", default="127.0.0.1")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--no-demo", action="store_true", help="không nạp thành phố minh họa khi cơ sở dữ liệu trống")
    run.set_defaults(run=run_server)

    ticking = groups.add_parser("tick", help="làm những việc đến giờ: nhắc việc trong ngày, gửi thư đang chờ")
    ticking.add_argument("--every", type=int, default=0, metavar="GIÂY", help="cứ bấy nhiêu giây làm một lần")
    ticking.set_defaults(run=run_tick)

    words = groups.add_parser("messages", help="danh mục câu chữ").add_subparsers(required=True, metavar="VIỆC")
    compile_ = words.add_parser("compile", help="biên dịch danh mục câu chữ")
    compile_.set_defaults(run=lambda options: print(f"Đã biên dịch {messages.compile_all()} danh mục.") or 0)
    missing = words.add_parser("missing", help="câu chữ chưa có tiếng Anh")
    missing.add_argument("--json", action="store_true")
    missing.set_defaults(run=run_missing)
    update = words.add_parser("update", help="thêm câu mới, bỏ câu không còn")
    update.set_defaults(run=run_update)


def run_tick(options: argparse.Namespace) -> int:
    """Do what is due now; with --every go on until stopped, whatever happens to one of the rounds."""
    if options.every:
        tick_for_ever(options.every)
    print(tick(at=now()))
    return 0


def run_missing(options: argparse.Namespace) -> int:
    """List source strings without English; exit 1 when there are any."""
    rows = messages.missing()
    if options.json:
        print(
            json.dumps(
                [{"text": row.singular, "plural": row.plural, "where": row.where} for row in rows],
                ensure_ascii=False,
            )
        )
    else:
        print("\n".join(f"{row.where}: {row.singular}" for row in rows) or "Đủ tiếng Anh.")
    return 1 if rows else 0


def run_update(_options: argparse.Namespace) -> int:
    """Bring the catalogue level with the source."""
    added, dropped = messages.update()
    print(f"Thêm {added} câu, bỏ {dropped} câu.")
    return 0


def run_server(options: argparse.Namespace) -> int:
    """Migrate, load the demonstration city into an empty database, run web and worker until Ctrl-C."""
    base = f"http://{options.host}:{options.port}"
    environment = {**os.environ, "THIDUA_BASE_URL": os.environ.get("THIDUA_BASE_URL", base)}
    settings.BASE_URL = environment["THIDUA_BASE_URL"]
    call_command("migrate", interactive=False, verbosity=0)
    if is_empty() and not options.no_demo:
        print("Nạp thành phố minh họa …", flush=True)
        started = time.monotonic()
        load()
        print(f"Xong trong {time.monotonic() - started:.0f} giây.", flush=True)
    print(f"\nThi Đua chạy ở {base}\n{accounts_text()}\nDừng: Ctrl-C\n", flush=True)
    return Servers(options.host, options.port, environment).serve()


class Servers:
    """The web server, the background worker and the clock, started and stopped together."""

    def __init__(self, host: str, port: int, environment: dict[str, str]) -> None:
        web = [
            "granian",
            "--interface",
            "wsgi",
            "--host",
            host,
            "--port",
            str(port),
            "--no-ws",
            "--workers",
            "1",
        ]
        web += ["--blocking-threads", "4", "--log-level", "warning", "thidua.config.wsgi:application"]
        self.commands = [
            [sys.executable, "-m", *web],
            [sys.executable, "-m", "thidua.config.cli", "manage", "db_worker", "--interval", "1"],
            [sys.executable, "-m", "thidua.config.cli", "tick", "--every", "60"],
        ]
        self.environment = environment
        self.processes: list[subprocess.Popen[bytes]] = []
        self.stopping = False

    def serve(self) -> int:
        """Run until a signal or until one of them ends; leave nothing behind."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        self.processes = [
            subprocess.Popen(command, env=self.environment, start_new_session=True)  # noqa: S603 - our own commands
            for command in self.commands
        ]
        while not self.stopping and all(process.poll() is None for process in self.processes):
            time.sleep(0.2)
        failed = not self.stopping
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        return 1 if failed else 0

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
