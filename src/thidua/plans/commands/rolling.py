"""`thidua plan roll | export`: the plan of a later year, a plan as a Word file."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.foundation.workdays import LAST_YEAR
from thidua.plans.actions import write_next
from thidua.plans.commands.asking import acting_as, plan_named, told
from thidua.plans.queries.paper import plan_docx, plan_proposals


@told
def run_roll(options: argparse.Namespace) -> int:
    """Print the proposals for a later year, or write the Word file with all that are offered; saves no plan."""
    from thidua.plans.rolling import ready_choices  # noqa: PLC0415 - as the readers: loaded when used

    plan = plan_named(options.plan)
    if plan.year is None:
        raise Refused("Kế hoạch này không ghi năm nên chưa lập được kế hoạch năm sau.")
    if not plan.year < options.year < LAST_YEAR:
        raise Refused(f"Năm của kế hoạch mới phải sau năm {plan.year} và trước năm {LAST_YEAR}.")
    _paper, found = plan_proposals(plan, options.year)
    if options.docx:
        acting = acting_as(options.username)
        _write(options.docx, write_next(plan, options.year, ready_choices(found), by=acting, at=now()))
        if not options.json:
            print(f"Đã ghi {options.docx.name}: {sum(one.ticked for one in found)} đề xuất.")
    if options.json:
        rows = [one.to_json() for one in found]
        print(
            json.dumps(
                {"schema": "plan-roll/1", "from": plan.pk, "year": options.year, "proposals": rows},
                ensure_ascii=False,
                indent=1,
            )
        )
    elif not options.docx:
        for one in found:
            print(f"{'x' if one.ticked else ' '} {one.id:<16} {one.old[:70]} -> {one.new[:70] or '(bỏ)'}")
    return 0


@told
def run_export(options: argparse.Namespace) -> int:
    """Write a stored plan as a Word file, confirmed values in their places."""
    plan = plan_named(options.plan)
    _write(options.docx, plan_docx(plan, now()))
    if options.json:
        said = {"schema": "plan-export/1", "plan": plan.pk, "file": options.docx.name, "tasks": plan.tasks.count()}
        print(json.dumps(said, ensure_ascii=False))
    else:
        print(f"Đã ghi {options.docx.name}.")
    return 0


def _write(path: Path, data: bytes) -> None:
    """Write a file; Refused when it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as failed:
        text = f"Không ghi được tệp {path.name}. Hãy xem lại thư mục và quyền ghi rồi làm lại."
        raise Refused(text) from failed
