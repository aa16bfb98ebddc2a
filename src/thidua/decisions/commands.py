"""Console commands on decisions."""

from __future__ import annotations

import argparse
import json

from thidua.decisions.models import Decision


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua decisions …`."""
    group = groups.add_parser("decisions", help="quyết định khen thưởng").add_subparsers(required=True, metavar="VIỆC")
    listing = group.add_parser("list", help="liệt kê quyết định đã ban hành")
    listing.add_argument("--year", type=int)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)


def run_list(options: argparse.Namespace) -> int:
    """Print issued decisions, oldest first."""
    rows = Decision.objects.filter(state="issued").order_by("issued_on", "sequence")
    if options.year:
        rows = rows.filter(issued_on__year=options.year)
    found = [
        {
            "number": row.number,
            "issued_on": row.issued_on.isoformat() if row.issued_on else None,
            "kind": row.kind,
            "title": row.title,
        }
        for row in rows
    ]
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(
            "\n".join(f"{row['number']}  {row['issued_on']}  {row['title']}" for row in found)
            or "Chưa có quyết định nào."
        )
    return 0
