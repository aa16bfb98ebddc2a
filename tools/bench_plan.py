"""Measures the board, the timeline, the calendar and the leader's board of plans with 1, 100 and 5,000 tasks.

Usage: .venv/bin/python tools/bench_plan.py [sizes…]      (default 1 100 5000)
Prints one table: queries and milliseconds of the server alone (median of 5 requests, CPU of this process) of each page.
Every size has four sessions, a goal, units and links; exits 1 when two sizes need a different number of queries.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from typing import Any

ROUNDS = 5
PAGES = {
    "Bảng, như văn bản in": ("plans:board", ""),
    "Bảng, theo thời hạn": ("plans:board", "?xem=han"),
    "Bảng, theo phiên họp": ("plans:board", "?xem=phien"),
    "Đường thời gian": ("plans:timeline", ""),
    "Lịch": ("plans:monthly", ""),
    "Bảng lãnh đạo": ("plans:leader", ""),
    "Bảng lãnh đạo, tờ A3": ("plans:leader_pdf", ""),
    "Bảng lãnh đạo, Excel": ("plans:leader_xlsx", ""),
    "Theo cụm, khối": ("clusters:plan", ""),
}


def main(arguments: list[str]) -> int:
    """Build the plans in a folder that is thrown away, measure, print."""
    sizes = [int(text) for text in arguments] or [1, 100, 5000]
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        os.environ["THIDUA_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        import django  # noqa: PLC0415 - the folder must be named first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - Django must stand
        from django.test.utils import setup_test_environment  # noqa: PLC0415 - Django must stand

        from thidua.desk.demo.loading import load  # noqa: PLC0415 - Django must stand

        setup_test_environment()
        call_command("migrate", interactive=False, verbosity=0)
        load()
        found = {size: measure(plan_of(size)) for size in sizes}
    print(f"{'trang':<26}" + "".join(f"{f'{size} việc':>20}" for size in sizes))
    print(f"{'':<26}" + f"{'câu SQL':>11}{'ms':>9}" * len(sizes))
    for name in PAGES:
        print(f"{name:<26}" + "".join(f"{found[size][name][0]:>11}{found[size][name][1]:>9.0f}" for size in sizes))
    same = all(len({found[size][name][0] for size in sizes}) == 1 for name in PAGES)
    print("\nSố câu SQL như nhau ở mọi cỡ." if same else "\nSỐ CÂU SQL KHÁC NHAU.")
    return 0 if same else 1


def plan_of(size: int) -> Any:
    """A plan in force with so many tasks over a year around today, each with a milestone, a unit and a link."""
    from thidua.documents.models import StoredFile  # noqa: PLC0415 - Django must stand
    from thidua.foundation.clock import now, today  # noqa: PLC0415 - Django must stand
    from thidua.organisation.models import Unit  # noqa: PLC0415 - Django must stand
    from thidua.plans.models import (  # noqa: PLC0415 - Django must stand
        CouncilRow,
        Dependency,
        Milestone,
        Plan,
        Task,
    )

    like = Plan.objects.filter(state="active").order_by("pk").first()
    assert like is not None
    mark = f"{size:064d}"
    file = StoredFile.objects.create(
        name="ke-hoach.docx", kind="docx", size=1, sha256=mark, path=f"{mark[:2]}/{mark}", subject="plan",
        added_by=like.imported_by, added_at=now(),
    )  # fmt: skip
    plan = Plan.objects.create(
        number=f"{size}/KH-TN", issued_on=today(), issuer=f"Cơ quan đo {size}", title="Kế hoạch để đo", year=today().year,
        state="active", file=file, content_sha256=mark, imported_by=like.imported_by, imported_at=now(),
        reading={"document": {}, "tasks": [], "sessions": [], "flags": [], "source": []},
    )  # fmt: skip
    units = list(Unit.objects.order_by("pk")[:100])
    tasks = Task.objects.bulk_create(
        (
            Task(plan=plan, key=f"PL1.{n}", position=n, number=str(n), title=f"Việc số {n}: chuẩn bị, tổ chức hội nghị tổng kết",
                 part="CÁC NHIỆM VỤ TRỌNG TÂM", section=f"Quý {n % 4 + 1}", implementing=["Các đơn vị"])
            for n in range(1, size + 1)
        ),
        batch_size=500,
    )  # fmt: skip
    Task.units.through.objects.bulk_create(
        (Task.units.through(task_id=task.pk, unit_id=units[n % len(units)].pk) for n, task in enumerate(tasks)),
        batch_size=500,
    )
    rows = [
        CouncilRow(plan=plan, key=f"PL2.{n}", position=n, number=str(n), title=f"Phiên họp thứ {n}")
        for n in range(1, 5)
    ]
    rows = CouncilRow.objects.bulk_create(rows)
    start = today() - timedelta(days=180)

    def milestone(key: str, place: int, day: date, **owner: Any) -> Milestone:
        return Milestone(
            plan=plan, key=key, position=place, relation="before", printed=f"trước ngày {day:%d/%m/%Y}",
            printed_date=day, used_date=day, effective=day, **owner,
        )  # fmt: skip

    mine = [milestone(f"M{n}", n, start + timedelta(days=n * 7 % 360), task=task) for n, task in enumerate(tasks, 1)]
    mine[-1].goal = True
    made = Milestone.objects.bulk_create(mine, batch_size=500)
    held = [milestone(f"S{n}", n, start + timedelta(days=90 * n), council_row=row) for n, row in enumerate(rows, 1)]
    sessions = Milestone.objects.bulk_create(held)
    links = [Dependency(plan=plan, before=one, after=sessions[n % 4], added_at=now()) for n, one in enumerate(made)]
    Dependency.objects.bulk_create(links, batch_size=500)
    return plan


def measure(plan: Any) -> dict[str, tuple[int, float]]:
    """Queries and median CPU milliseconds of each page."""
    from django.db import connection  # noqa: PLC0415 - Django must stand
    from django.test import Client  # noqa: PLC0415 - Django must stand
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django must stand
    from django.urls import reverse  # noqa: PLC0415 - Django must stand

    from thidua.accounts.models import User  # noqa: PLC0415 - Django must stand

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="truongban"))
    found = {}
    for name, (route, query) in PAGES.items():
        url = f"{reverse(route, args=[plan.pk])}{query}"
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            answer = client.get(url)
        assert answer.status_code == 200, (name, answer)
        queries = len(seen)
        spent = []
        for _ in range(ROUNDS):
            started = time.process_time()
            client.get(url)
            spent.append((time.process_time() - started) * 1000)
        found[name] = (queries, statistics.median(spent))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
