"""Console commands on files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from thidua.documents.checks import DEFAULT_LIMITS, FileVerdict, Reason, check_file
from thidua.documents.checks.verdict import TEXTS
from thidua.foundation.answers import Refused


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua files …`."""
    files = groups.add_parser("files", help="kiểm tra tệp trước khi nhận").add_subparsers(required=True, metavar="VIỆC")
    check = files.add_parser("check", help="tệp có được nhận không, vì sao")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true", help="in JSON")
    check.set_defaults(run=run_check)


def content_of(path: Path) -> bytes:
    """The bytes of a file named on the command line. Raises Refused when there is none, or it is too large to be looked at."""
    if not path.is_file():
        raise Refused(f"Không thấy tệp {path.name}.")
    try:
        if path.stat().st_size > DEFAULT_LIMITS.max_bytes:
            raise Refused(TEXTS["TOO_LARGE"].format(limit=DEFAULT_LIMITS.max_bytes // 1024 // 1024))
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"Không mở được tệp {path.name}. Hãy xem quyền đọc tệp.") from error


def run_check(options: argparse.Namespace) -> int:
    """Print the verdict on a file; exit 0 when accepted, 1 when refused or missing."""
    try:
        verdict = check_file(content_of(options.file), options.file.name)
    except Refused as missing:
        verdict = FileVerdict(accepted=False, kind="unknown", reasons=[Reason("NOT_READ", missing.reason)])
    if options.json:
        print(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    else:
        print("Nhận được." if verdict.accepted else "\n".join(reason.text for reason in verdict.reasons))
    return 0 if verdict.accepted else 1
