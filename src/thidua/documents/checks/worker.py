"""The check of an upload outside the process that serves pages. Pure Python, no Django.

A file made to exhaust memory or time takes down a process that holds nothing, and the file is refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Final

import thidua
from thidua.documents.checks import DEFAULT_LIMITS, FileVerdict, Limits, Reason

MEMORY: Final = 1024**3
SECONDS: Final = 20
"""Of the processor; twice as many by the clock, for a busy machine."""
_NOT_CHECKED = Reason(
    "NOT_CHECKED",
    "Không kiểm tra xong tệp trong giới hạn thời gian, bộ nhớ. Tệp không được nhận; đề nghị chia nhỏ hoặc lưu lại rồi gửi lại.",
)


_Key = tuple[bytes, str, Limits]
_BEFORE: ContextVar[Mapping[_Key, FileVerdict] | None] = ContextVar("checked_before", default=None)


@contextmanager
def checked_before(files: Iterable[tuple[bytes, str]]) -> Iterator[None]:
    """Check these files now; `check_upload` inside the block answers for them at once.

    For whoever is about to lock something: a check takes a part of a second, and a hostile file makes it twenty.
    """
    verdicts = {_key(data, name, DEFAULT_LIMITS): check_upload(data, name) for data, name in files}
    token = _BEFORE.set(verdicts)
    try:
        yield
    finally:
        _BEFORE.reset(token)


def _key(data: bytes, filename: str, limits: Limits) -> _Key:
    return sha256(data).digest(), filename, limits


def check_upload(data: bytes, filename: str, limits: Limits = DEFAULT_LIMITS) -> FileVerdict:
    """As `check_file`, in a limited process. Never raises on bad input: what is not checked to the end is refused."""
    if (before := _BEFORE.get()) and (verdict := before.get(_key(data, filename, limits))):
        return verdict
    if len(data) > limits.max_bytes:
        data = data[: limits.max_bytes + 1]  # enough to be told that it is too large
    told = json.dumps({"name": filename, "limits": asdict(limits)}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-s", "-m", "thidua.documents.checks"], input=told + data, capture_output=True, check=True,
            timeout=2 * SECONDS, env={"PYTHONPATH": str(Path(thidua.__path__[0]).parent)}, cwd="/",
        )  # fmt: skip
        said = json.loads(done.stdout)
        return FileVerdict(said["accepted"], said["kind"], [Reason(**reason) for reason in said["reasons"]])
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return FileVerdict(accepted=False, kind="unknown", reasons=[_NOT_CHECKED])
