"""Run every check and every test, and say in the last lines what the machine could not offer.

Usage: test.py [--quick] [pytest arguments]. `--quick` leaves out PostgreSQL and the browser.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pg

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
# Skips that are expected: the reason must begin with one of these.
EXPECTED_SKIPS = ("shared material",)


class StepError(Exception):
    """A step failed; the message names it."""


def main(arguments: list[str]) -> int:
    """Run the steps in order, stop at the first failure, print a summary."""
    quick = "--quick" in arguments
    extra = [argument for argument in arguments if argument != "--quick"]
    missing: list[str] = []
    started = time.monotonic()
    try:
        static_checks()
        if extra:
            run("pytest", [str(BIN / "pytest"), *extra], os.environ.copy())
        else:
            browser = None if quick else find_chromium(missing)
            everything(quick, browser, missing)
    except StepError as failure:
        print(f"\nHỎNG: {failure}")
        return 1
    minutes = (time.monotonic() - started) / 60
    print(f"\nMọi kiểm tra đều đạt trong {minutes:.1f} phút.")
    for line in missing:
        print(f"KHÔNG CHẠY ĐƯỢC TRÊN MÁY NÀY: {line}")
    return 0


def static_checks() -> None:
    """Lint, layout of the code, contracts between rooms, types, migrations in step with models."""
    python = str(BIN / "python")
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "THIDUA_VAR": folder}
        run("ruff", [str(BIN / "ruff"), "check", "--no-cache", "src", "tests", "tools"], env)
        run("ruff format", [str(BIN / "ruff"), "format", "--check", "--no-cache", "src", "tests", "tools"], env)
        run("import-linter", [str(BIN / "lint-imports"), "--no-cache"], env)
        run("house checks", [python, "tools/house.py"], env)
        run("mypy", [str(BIN / "mypy"), "src/thidua"], env)
        run("migrations", [str(BIN / "thidua"), "manage", "makemigrations", "--check", "--dry-run"], env)


def everything(quick: bool, browser: str | None, missing: list[str]) -> None:
    """All tests on SQLite with the browser journeys, then the database tests again on PostgreSQL."""
    env = {**os.environ, "THIDUA_CHROMIUM": browser or ""}
    pytest = [str(BIN / "pytest"), "-q", "-n", "2", "--dist", "loadfile"]
    marks = [] if browser else ["-m", "not browser"]
    run_pytest("SQLite", [*pytest, *marks, "--cov", "--cov-report=term:skip-covered"], env)
    if quick:
        return
    with postgres(missing) as url:
        if url:
            env["DATABASE_URL"] = url
            run_pytest("PostgreSQL", [*pytest, "-m", "not browser", "--no-cov", *database_tests()], env)


def database_tests() -> list[str]:
    """The test files that touch the database: pure ones need not run twice."""
    files = [*ROOT.glob("src/thidua/*/tests/test_*.py"), *ROOT.glob("tests/test_*.py")]
    return [str(file) for file in files if "django_db" in file.read_text()]


def run(name: str, command: list[str], env: dict[str, str]) -> str:
    """Run one step, showing its output; raise StepError on a bad exit. Returns the output."""
    print(f"── {name}", flush=True)
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    if process.wait() != 0:
        raise StepError(name)
    return "".join(lines)


def run_pytest(name: str, command: list[str], env: dict[str, str]) -> None:
    """Run pytest and refuse any skip that was not expected."""
    output = run(f"pytest, {name}", command, env)
    reasons = re.findall(r"^SKIPPED \[\d+\] .*?:(?:\d+:)? (.*)$", output, re.MULTILINE)
    unexpected = [reason for reason in reasons if not reason.startswith(EXPECTED_SKIPS)]
    if unexpected:
        raise StepError(f"bỏ qua ngoài dự kiến: {unexpected}")


def find_chromium(missing: list[str]) -> str | None:
    """Return a Chromium, installing Debian's where that may be done."""
    for path in CHROMIUM:
        if Path(path).exists():
            return path
    if shutil.which("apt-get"):
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
        if as_root == [] or shutil.which("sudo"):
            print("── cài Chromium của Debian", flush=True)
            subprocess.run([*as_root, "apt-get", "update", "-qq"], check=False, **quiet)
            subprocess.run([*as_root, "apt-get", "install", "-y", "-qq", "chromium"], check=False, **quiet)
    if Path(CHROMIUM[0]).exists():
        return CHROMIUM[0]
    missing.append("hành trình trong trình duyệt: không có Chromium và không cài được")
    return None


@contextmanager
def postgres(missing: list[str]) -> Iterator[str | None]:
    """Give the URL of a PostgreSQL of our own, or None and a line for the last lines."""
    with pg.server() as url:
        if url is None:
            missing.append("kiểm tra trên PostgreSQL: không khởi động được máy chủ nào")
        yield url


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
