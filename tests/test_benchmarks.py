"""Benchmarks that write rows past the models still fit the tables: each runs once, at its smallest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "tools"


@pytest.mark.parametrize(
    "arguments",
    [
        ("bench_law.py", "100"),
        ("bench_register.py", "search", "200", "--engine", "sqlite"),
        ("bench_register.py", "import", "100", "--engine", "sqlite"),
    ],
    ids=" ".join,
)
def test_benchmark_runs(arguments):
    env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "THIDUA_VAR")}
    env["DJANGO_SETTINGS_MODULE"] = "thidua.config.settings"
    done = subprocess.run(
        [sys.executable, TOOLS / arguments[0], *arguments[1:]], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
