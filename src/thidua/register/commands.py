"""Console commands of the register: `thidua register search | import | recount | pairs`."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from thidua.foundation.clock import now
from thidua.register.actions import look_for_pairs, recount
from thidua.register.import_command import add_import
from thidua.register.models import Honour, HonourStatus, Level, Recipient, RecipientKind
from thidua.register.queries import Filters, family_of, search, shown_honours, units_named

Json = dict[str, Any]


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua register …`."""
    parser = groups.add_parser("register", help="Sổ khen thưởng")
    verbs = parser.add_subparsers(required=True, metavar="VIỆC")
    _search(verbs)
    add_import(verbs)
    again = verbs.add_parser("recount", help="tính lại chỉ mục tìm kiếm; mã ra 1 khi có dòng phải sửa")
    again.set_defaults(run=run_recount)
    pairs = verbs.add_parser("pairs", help="rà các dòng mới xem có ai nghi trùng; không ghép ai")
    pairs.set_defaults(run=run_pairs)


def _search(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    found = verbs.add_parser("search", help="tìm người, tập thể, hộ, cộng đồng trong Sổ")
    found.add_argument("text", help="tên, số quyết định, tên đơn vị, hoặc số định danh; để trống '' khi chỉ lọc")
    found.add_argument("--award", default="", help="mã danh hiệu, hình thức")
    found.add_argument("--level", default="", choices=Level.values, help="cấp")
    found.add_argument("--year", type=int, help="năm cuối của thời gian thành tích")
    found.add_argument("--unit", default="", help="tên đơn vị, nay hoặc cũ")
    found.add_argument("--kind", default="", choices=RecipientKind.values, help="loại")
    found.add_argument("--status", default="", choices=HonourStatus.values, help="hiệu lực")
    found.add_argument("--after", default="", help="dấu của trang sau, lấy từ next")
    found.add_argument("--json", action="store_true", help="in JSON (register-search/1)")
    found.set_defaults(run=run_search)


def run_search(options: argparse.Namespace) -> int:
    """Print who is found; exit 2 when the unit is unknown. An identity number is never printed back."""
    units = None
    if options.unit:
        named = units_named(options.unit)
        if not named:
            return _unknown_unit(options)
        units = family_of(named)
    filters = Filters(options.award, options.level, options.year, options.status, options.kind, units)
    page = search(options.text, units=None, filters=filters, after=options.after)
    held = shown_honours(page.rows, filters)
    if options.json:
        rows = [_recipient(row, held.get(row.pk, [])) for row in page.rows]
        found = {"schema": "register-search/1", "recipients": rows, "next": page.next_after or None}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    for row in page.rows:
        print(f"{row.key} {row.name}" + (f", {row.unit}" if row.unit else ""))
        for honour in held.get(row.pk, []):
            print(f"  {honour.period_to} {honour.award_name}, {honour.decision_number}")
    print(f"{len(page.rows)} dòng." + (f" Trang sau: --after '{page.next_after}'" if page.next_after else ""))
    return 0


def _unknown_unit(options: argparse.Namespace) -> int:
    reason = f"Danh mục không có đơn vị nào tên bắt đầu bằng “{options.unit}”."
    if options.json:
        print(json.dumps({"schema": "register-search/1", "error": reason}, ensure_ascii=False))
    else:
        print(reason, file=sys.stderr)
    return 2


def _recipient(row: Recipient, honours: list[Honour]) -> Json:
    return {
        "key": row.key,
        "kind": row.kind,
        "name": row.name,
        "birth_year": row.person.birth_year if row.person else None,
        "unit": row.unit.name if row.unit else None,
        "same_as": f"recipient:{row.same_as_id}" if row.same_as_id else None,
        "honours": [_honour(honour) for honour in honours],
    }


def _honour(honour: Honour) -> Json:
    return {
        "key": honour.key,
        "award": honour.award,
        "name": honour.award_name,
        "level": honour.level,
        "route": honour.route,
        "period_from": honour.period_from,
        "period_to": honour.period_to,
        "decision_number": honour.decision_number,
        "decision_date": honour.decision_date.isoformat() if honour.decision_date else None,
        "recipient_name": honour.recipient_name,
        "unit_name": honour.unit_name,
        "status": honour.status,
        "certificate_number": honour.certificate_number,
    }


def run_recount(_options: argparse.Namespace) -> int:
    """Mend the search index; say how many lines were wrong."""
    wrong = recount()
    print(f"Đã tính lại chỉ mục tìm kiếm: {wrong} dòng phải sửa.")
    return 1 if wrong else 0


def run_pairs(_options: argparse.Namespace) -> int:
    """Compare who is new, batch by batch."""
    found = left_out = 0
    while (run := look_for_pairs(at=now())) is not None:
        found, left_out = found + run.found, left_out + run.left_out
        print(f"Đã rà đến dòng {run.reached}: thêm {run.found} cặp nghi trùng.")
    print(f"Thêm {found} cặp nghi trùng, {left_out} nhóm quá đông chưa so.")
    return 0
