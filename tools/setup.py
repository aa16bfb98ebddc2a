"""Prepare the environment in .venv from the hash-pinned lock. Works with the bare Python of a Debian.

Usage: setup.py run|dev. Uses uv from PyPI, put beside the project in .tools; where that cannot be had it falls
back to the pip of a new virtual environment, on the same lock.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"


def main(kind: str) -> int:
    """Set up for `run` or `dev`. A second call with the same lock does nothing and takes no time."""
    lock = ROOT / "requirements" / f"{kind}.txt"
    dev_stamp = VENV / ".dev.stamp"
    stamp = VENV / f".{kind}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return 0
    if kind == "run" and dev_stamp.exists():
        return 0  # the development lock holds everything the application needs
    print(f"Chuẩn bị môi trường ({kind}) …", flush=True)
    uv = find_uv()
    if uv:
        install_with_uv(uv, lock)
    else:
        install_with_pip(lock)
    compile_catalogues()
    stamp.write_text(wanted)
    return 0


def find_uv() -> str | None:
    """Return the path of a working uv, fetching it from PyPI into .tools the first time; None if it can't be had."""
    uv = TOOLS / "bin" / "uv"
    if not uv.exists():
        subprocess.run(
            [
                sys.executable,
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                "--root-user-action=ignore",
                "--target",
                str(TOOLS),
                f"uv=={UV_VERSION}",
            ],
            check=False,
        )
    return str(uv) if uv.exists() else None


def install_with_uv(uv: str, lock: Path) -> None:
    """Make .venv equal to the lock and link the project into it."""
    env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    if not VENV.exists():
        subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(VENV)], check=True, env=env)
    python = ["--python", str(VENV / "bin" / "python")]
    subprocess.run([uv, "pip", "sync", "-q", "--require-hashes", *python, str(lock)], check=True, env=env)
    subprocess.run(
        [uv, "pip", "install", "-q", "--no-deps", "--no-build-isolation", *python, "-e", str(ROOT)],
        check=True,
        env=env,
    )


def install_with_pip(lock: Path) -> None:
    """The same with pip alone: slower, same files, same hashes. The lock names everything, so nothing is resolved anew."""
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(lock)], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)


def compile_catalogues() -> None:
    """Compile the message catalogues with the project's own command: no gettext package is needed."""
    subprocess.run([str(VENV / "bin" / "thidua"), "messages", "compile"], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
