"""Console commands on the law: check one nominee, check a list, compare two days, print the catalogue."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from thidua.awards.inforce import held, law_in_force, rules_of_day
from thidua.awards.listing import (
    Judged,
    Unreadable,
    batch_findings,
    in_order,
    judge_list,
    not_ahead,
    read_day,
    read_json,
    read_period,
    text_of,
)
from thidua.awards.lookup import NotFound, award_code, find_recipient, with_codes
from thidua.awards.queries import facts_for, verdict_for
from thidua.awards.queries.comparison import compare
from thidua.awards.rules import LawInvalid, facts_from_json
from thidua.awards.rules.catalogue import catalogue_on, diff
from thidua.awards.rules.facts_json import FactsInvalid
from thidua.awards.rules.findings import Citation, Confidence
from thidua.awards.rules.trajectory import trajectory
from thidua.foundation.clock import today
from thidua.foundation.dates import show_date
from thidua.register.models import Recipient

Json = Any  # a JSON value
MARKS = {"pass": "đạt", "fail": "không đạt", "unknown": "chưa rõ", "hold": "tạm dừng"}


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua law …`."""
    parser = groups.add_parser("law", help="đối chiếu tiêu chuẩn khen thưởng")
    law = parser.add_subparsers(required=True, metavar="VIỆC")
    check = law.add_parser("check", help="một người, một tập thể có đủ điều kiện không, vì sao")
    _who(check)
    _asked(check)
    _add(check, "--facts", "TỆP", "dữ kiện mà sổ không có, JSON theo law-facts-1")
    _finish(check, run_check)
    many = law.add_parser("check-list", help="đối chiếu cả danh sách (JSON hoặc CSV)")
    many.add_argument("file", metavar="TỆP")
    _asked(many)
    _finish(many, run_check_list)
    compare = law.add_parser("diff", help="quy định khác gì giữa hai ngày")
    compare.add_argument("first", metavar="NGÀY")
    compare.add_argument("second", metavar="NGÀY")
    _finish(compare, run_diff)
    entries = law.add_parser("catalogue", help="danh hiệu, hình thức khen thưởng vào một ngày")
    _add(entries, "--on", "NGÀY", "mặc định là hôm nay")
    _finish(entries, run_catalogue)
    road = law.add_parser("trajectory", help="đang có gì, năm nào còn thiếu, bao giờ có thể được xét gì")
    _who(road)
    _add(road, "--on", "NGÀY", "mặc định là hôm nay")
    _add(road, "--facts", "TỆP", "dữ kiện mà sổ không có, JSON theo law-facts-1")
    _finish(road, run_trajectory)


def _add(parser: argparse.ArgumentParser, flag: str, shown: str, words: str) -> None:
    parser.add_argument(flag, metavar=shown, default="", help=words)


def _who(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--recipient", "MÃ", "mã trong sổ khen thưởng, ví dụ recipient:123")
    _add(parser, "--name", "TÊN", "họ và tên, hoặc tên tập thể")
    _add(parser, "--birth", "NGÀY", "năm sinh hoặc ngày sinh")
    _add(parser, "--unit", "ĐƠN VỊ", "tên đơn vị, kể cả tên cũ")
    _add(parser, "--cccd", "SỐ", "số định danh cá nhân")


def _asked(parser: argparse.ArgumentParser) -> None:
    _add(parser, "--award", "MÃ", "mã danh hiệu, hình thức, ví dụ CSTDT")
    _add(parser, "--period", "NĂM", "năm thành tích hoặc năm học")
    _add(parser, "--on", "NGÀY", "ngày nhận hồ sơ; mặc định là hôm nay")


def _finish(parser: argparse.ArgumentParser, act: Callable[[argparse.Namespace], int]) -> None:
    parser.add_argument("--json", action="store_true", help="in JSON")
    parser.set_defaults(run=lambda options: _guarded(act, options))


def _guarded(act: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Bad input is answered with a sentence and exit 2."""
    try:
        with held():
            return act(options)
    except (Unreadable, NotFound, FactsInvalid, LawInvalid) as error:
        print(json.dumps({"error": str(error)}, ensure_ascii=False) if options.json else str(error))
        return 2


def _print_json(data: Json) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def _declared(options: argparse.Namespace) -> dict[str, Json]:
    if not options.facts:
        return {}
    data = read_json(text_of(Path(options.facts)))
    if not isinstance(data, dict):
        raise Unreadable("Tệp dữ kiện phải là một đối tượng JSON (law-facts-1), viết trong dấu { }.")
    declared = with_codes(data)
    in_order(facts_from_json({"recipient": "", **declared}))
    return declared


def _whom(options: argparse.Namespace, declared: dict[str, Json]) -> Recipient | None:
    found = find_recipient(
        key=options.recipient, cccd=options.cccd, name=options.name, birth=options.birth, unit=options.unit
    )
    if found is None and not declared:
        raise Unreadable("Hãy ghi người được xét: --recipient, hoặc --name cùng --birth, --unit, hoặc --cccd.")
    return found


def run_check(options: argparse.Namespace) -> int:
    """Judge one nominee: prints verdict, conditions, digest (law-check-1). Exit 0 whatever the verdict."""
    if not options.award:
        raise Unreadable("Thiếu mã danh hiệu, hình thức (--award), ví dụ CSTDT.")
    period, on = read_period(options.period), read_day(options.on, today())
    award = award_code(options.award)
    declared = _declared(options)
    whom = _whom(options, declared)
    record = verdict_for(whom, {"claims_complete": True, **declared}, award, period, on)
    not_ahead(period, on)
    if options.json:
        _print_json({key: value for key, value in record.items() if key != "facts"})
        return 0
    print(f"Kết luận: {MARKS[record['verdict']]}.")
    for row in record["conditions"]:
        doubt = "" if row["confidence"] == Confidence.VERIFIED else "; cần kiểm tra"
        print(f"- {MARKS[row['status']]}: {row['text']} ({Citation.from_json(row['citation'])}{doubt})")
    return 0


def run_check_list(options: argparse.Namespace) -> int:
    """Judge every row of a file; exit 1 when a row could not be judged."""
    given = {key: value for key in ("award", "period", "on") if (value := getattr(options, key))}
    rows = judge_list(text_of(Path(options.file)), given, today())
    counts = Counter(row.verdict.verdict.value if row.verdict else "error" for row in rows)
    totals = {key: counts[key] for key in ("pass", "fail", "unknown", "hold", "error")}
    batch = batch_findings(rows)
    if options.json:
        _print_json({"rows": [row.to_json() for row in rows], "totals": totals, "batch": batch})
        return 1 if totals["error"] else 0
    for row in rows:
        print(_line(row))
    for each in batch:
        source = Citation.from_json(each["citation"])
        print(f"Cả danh sách, {each['award']}: {MARKS[each['status']]}: {each['text']} ({source})")
    return 1 if totals["error"] else 0


def _line(row: Judged) -> str:
    if row.verdict is None:
        return f"{row.number}. {row.reason}"
    open_points = [each.text for each in row.verdict.conditions if each.status.value != "pass"]
    told = f": {' '.join(open_points)}" if open_points else "."
    return f"{row.number}. {MARKS[row.verdict.verdict.value]}{told}"


def _needed_day(text: str) -> date:
    return read_day(text, today())


def run_diff(options: argparse.Namespace) -> int:
    """What changed from the first day to the second: rule set, awards, conditions, values."""
    found = diff(_needed_day(options.first), _needed_day(options.second), law_in_force())
    if options.json:
        _print_json(found.to_json())
        return 0
    print(f"Từ {show_date(found.first)} đến {show_date(found.second)}: {len(found.changes)} điểm khác.")
    for owner in compare(law_in_force(), found.first, found.second):
        print(f"{owner.name} ({owner.code})")
        for row in owner.real:
            print(
                f"- {row.label}: {'; '.join(row.before)} → {'; '.join(row.after)} ({row.after_cite or row.before_cite})"
            )
        if owner.only_source:
            print(f"- chỉ đổi căn cứ: {', '.join(row.label for row in owner.only_source)}")
    return 0


def run_catalogue(options: argparse.Namespace) -> int:
    """Every award given on a day, with its values, conditions, sources and doubts."""
    day = read_day(options.on, today())
    law = law_in_force()
    span, awards = law.span(day), catalogue_on(day, law)
    if options.json:
        rows = [row.to_json() for row in awards]
        _print_json({"on": day.isoformat(), "ruleset": span.to_json(), "awards": rows})
        return 0
    print(f"Ngày {show_date(day)}: {span.name}.")
    for row in awards:
        print(f"- {row.code}: {row.name}" + (f" (cần kiểm tra {len(row.doubts)} điểm)" if row.doubts else ""))
    return 0


def run_trajectory(options: argparse.Namespace) -> int:
    """What a recipient holds and what comes within reach when."""
    declared = _declared(options)
    on = read_day(options.on, today())
    found = trajectory(facts_for(_whom(options, declared), declared), on, rules_of_day(on))
    if options.json:
        _print_json(found.to_json())
        return 0
    for row in found.held:
        print(f"- {row.name}: {', '.join(str(year) for year in row.years)}")
    for reach in found.reachable:
        print(reach.text)
    return 0
