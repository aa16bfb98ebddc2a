"""`thidua dossiers duplicates`: the same achievement twice, in a round or in a list of texts."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from thidua.dossiers.actions.twins_found import look_at_all
from thidua.dossiers.queries.status import round_called
from thidua.dossiers.queries.twins import SCHEMA, duplicates_of, not_looked_at, of_round, whole_backlog
from thidua.dossiers.sameness.listed import near_texts, read_texts
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.register.reading import Unreadable


def register(dossiers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua dossiers duplicates`."""
    found = dossiers.add_parser("duplicates", help="hồ sơ có thể trùng của một đợt, hoặc bài gần giống trong một tệp")
    found.add_argument(
        "file", type=Path, nargs="?", help="tệp Excel, CSV, JSON có mã, tên, nội dung; hoặc thư mục tệp .txt"
    )
    found.add_argument("--round", dest="code", default="", help="mã đợt, hoặc số của đợt")
    found.add_argument("--again", action="store_true", help="so lại mọi hồ sơ của đợt, cả hồ sơ đã so")
    found.add_argument("--json", action="store_true", help="in JSON (dossiers-duplicates/1); không có họ tên")
    found.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the pairs. Refused, with a sentence, when there is no such round or file."""
    if bool(options.code) == bool(options.file):
        raise Refused("Hãy ghi --round MÃ_ĐỢT, hoặc một tệp để so.")
    found = _of_round(options.code, again=options.again) if options.code else _of_file(options.file)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    print(f"{len(found['pairs'])} cặp trong {found['texts']} hồ sơ, bài.")
    for pair in found["pairs"]:
        print(f"  {pair['first']} và {pair['second']}: {pair['why']}")
    return 0


def _of_round(code: str, *, again: bool) -> dict[str, Any]:
    round_ = round_called(code)
    rows = of_round(round_)
    keys = {
        *whole_backlog().values_list("pk", flat=True),
        *(rows if again else not_looked_at(rows)).values_list("pk", flat=True),
    }
    look_at_all(sorted(keys), at=now())
    return duplicates_of(round_)


def _of_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise Refused(f"Không thấy tệp {path.name}.")
    try:
        texts = read_texts(path)
    except Unreadable as failure:
        raise Refused(failure.reason) from failure
    return {"schema": SCHEMA, "round": "", "texts": len(texts), "pairs": near_texts(texts)}
