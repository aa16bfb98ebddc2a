"""`thidua plan board | recount | backplan`: a plan that is followed."""

from __future__ import annotations

import argparse
import json

from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.dates import show_date
from thidua.plans.actions import recount
from thidua.plans.commands.asking import acting_as, plan_named, told
from thidua.plans.models import Plan, PlanState
from thidua.plans.queries import board
from thidua.plans.queries.backplan import back_plan_json, back_plan_page
from thidua.plans.queries.exchange import board_json


@told
def run_board(options: argparse.Namespace) -> int:
    """Print how the milestones of the plan in force stand today; exit 1 when none is in force."""
    day = today()
    plan = _plan_in_force(options.year or day.year)
    if plan is None:
        raise Refused(f"Chưa có kế hoạch nào đang thực hiện cho năm {options.year or day.year}.")
    shown = board(plan, day)
    if options.json:
        print(json.dumps(board_json(plan, day), ensure_ascii=False, indent=1))
        return 0
    names = {
        "late": "quá hạn",
        "soon": "sắp hạn",
        "ahead": "còn trong hạn",
        "undated": "chưa có ngày",
        "done": "đã xong",
    }
    print(f"{plan}: {shown.task_count} việc, {shown.milestone_count} mốc")
    print(", ".join(f"{count} {names[kind]}" for kind, count in shown.counts.items()))
    return 0


def _plan_in_force(year: int) -> Plan | None:
    return Plan.objects.filter(state=PlanState.ACTIVE, year=year).order_by("-yearly", "-activated_at", "-id").first()


@told
def run_recount(options: argparse.Namespace) -> int:
    """Count the working days of every plan in force anew."""
    acting = acting_as(options.username)
    moved = sum(recount(plan, by=acting, at=now()) for plan in Plan.objects.filter(state=PlanState.ACTIVE))
    print(f"Đã tính lại; {moved} mốc đổi ngày làm việc cuối.")
    return 0


@told
def run_backplan(options: argparse.Namespace) -> int:
    """Print the last days before a session of the council; exit 1 when the plan or the session is not known."""
    plan = plan_named(options.plan)
    page = back_plan_page(plan, options.session, today(), day=options.on)
    if page is None:
        raise Refused(f"Kế hoạch không có phiên họp {options.session} có ngày.".replace("  ", " "))
    if options.json:
        print(json.dumps(back_plan_json(page), ensure_ascii=False, indent=1))
        return 0
    print(f"{page.goal.title}, {show_date(page.plan.day)}")
    for step in (*page.steps, *page.after):
        ground = (
            f" ({step.cut.rule.document} {step.cut.rule.article}".rstrip() + f"; {step.confidence})"
            if step.cut.rule
            else ""
        )
        print(f"  {show_date(step.cut.begins)} - {show_date(step.cut.ends)}  {step.name}{ground}")
    for text in page.warnings:
        print(f"  ! {text}")
    return 0
