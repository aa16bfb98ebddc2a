"""Console commands on councils."""

from __future__ import annotations

import argparse
import json

from thidua.councils.models import Session


def register(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua councils …`."""
    group = groups.add_parser("councils", help="Hội đồng, phiên họp").add_subparsers(required=True, metavar="VIỆC")
    listing = group.add_parser("sessions", help="liệt kê phiên họp")
    listing.add_argument("--year", type=int)
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_sessions)


def run_sessions(options: argparse.Namespace) -> int:
    """Print sessions, oldest first; nothing of a count before it is confirmed."""
    rows = Session.objects.select_related("council").order_by("year", "number")
    if options.year:
        rows = rows.filter(year=options.year)
    found = [
        {
            "council": row.council.name, "year": row.year, "number": row.number, "title": row.title, "state": row.state,
            "held_on": row.held_on.isoformat() if row.held_on else None,
        }
        for row in rows
    ]  # fmt: skip
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        print(
            "\n".join(f"{row['year']}/{row['number']}  {row['title']}  {row['state']}" for row in found)
            or "Chưa có phiên nào."
        )
    return 0
