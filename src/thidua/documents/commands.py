"""Console commands on files."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from thidua.documents.checks import check_file


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua files …`."""
    files = groups.add_parser("files", help="kiểm tra tệp trước khi nhận").add_subparsers(
        required=True, metavar="VIỆC"
    )
    check = files.add_parser("check", help="tệp có được nhận không, vì sao")
    check.add_argument("file", type=Path)
    check.add_argument("--json", action="store_true", help="in JSON")
    check.set_defaults(run=run_check)


def run_check(options: argparse.Namespace) -> int:
    """Print the verdict on a file; exit 0 when accepted, 1 when refused or missing."""
    if not options.file.is_file():
        print(f"Không thấy tệp {options.file.name}.")
        return 1
    verdict = check_file(options.file.read_bytes(), options.file.name)
    if options.json:
        print(json.dumps(verdict.to_json(), ensure_ascii=False, indent=1))
    else:
        print("Nhận được." if verdict.accepted else "\n".join(reason.text for reason in verdict.reasons))
    return 0 if verdict.accepted else 1
