"""Measures the day's reminders over many milestones: rows a second, peak memory, statements a piece.

Usage: .venv/bin/python tools/bench_reminders.py [milestones]      (default 100000)
Builds plans in a database that is thrown away: a fifth of the milestones are near, a fifth overdue, the rest far ahead or
done, carried by 200 units with an officer and a head each. Three runs: the first (everything due is told), the next
working day (a few are due), the same day again (nothing to do).
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

UNITS, TASKS_A_PLAN, BATCH = 200, 500, 2000
DAY = date(2025, 6, 16)


def main(arguments: list[str]) -> int:
    """Build, run, print."""
    wanted = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        os.environ["THIDUA_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        import django  # noqa: PLC0415 - the folder must be named first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - Django must stand

        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
        started = time.monotonic()
        build(wanted)
        print(f"{wanted} mốc, {UNITS} đơn vị: dựng trong {time.monotonic() - started:.1f} giây\n")
        print(
            f"{'lượt':<24}{'thông báo':>10}{'giây':>8}{'mốc/giây':>10}{'câu SQL/phần':>14}{'khóa lâu nhất ms':>18}{'bộ nhớ MB':>11}"
        )
        for name, day in (
            ("ngày đầu", DAY),
            ("ngày làm việc sau", date(2025, 6, 17)),
            ("chạy lại", date(2025, 6, 17)),
        ):
            measure(name, day, wanted)
    return 0


def measure(name: str, day: date, wanted: int) -> None:
    """One run and its line."""
    from django.db import connection  # noqa: PLC0415 - Django must stand

    from thidua.plans.actions import reminding  # noqa: PLC0415 - Django must stand

    pieces: list[tuple[int, float]] = []
    statements = 0
    whole = reminding._piece

    def counted(execute, sql, params, many, context):  # type: ignore[no-untyped-def] # Django's hook
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    def timed(*args, **kwargs):  # type: ignore[no-untyped-def] # passes on what it is given
        before, began = statements, time.monotonic()
        try:
            return whole(*args, **kwargs)
        finally:
            pieces.append((statements - before, time.monotonic() - began))

    reminding._piece = timed
    started = time.monotonic()
    with connection.execute_wrapper(counted):
        run = reminding.run(on=day, at=datetime(day.year, day.month, day.day, 0, tzinfo=UTC))
    spent = time.monotonic() - started
    reminding._piece = whole
    most, longest = max((n for n, _ in pieces), default=0), max((s for _, s in pieces), default=0.0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<24}{run.notices:>10}{spent:>8.1f}{wanted / spent:>10.0f}{most:>14}{longest * 1000:>18.0f}{memory:>11.0f}",
        flush=True,
    )


def build(wanted: int) -> None:
    """Units with officials, then plans of 500 tasks with ten milestones each, in force."""
    from thidua.accounts.models import User  # noqa: PLC0415 - Django must stand
    from thidua.documents.models import StoredFile  # noqa: PLC0415 - Django must stand
    from thidua.organisation.models import Duty, DutyCode, Unit, UnitKind  # noqa: PLC0415 - Django must stand
    from thidua.plans.models import Milestone, Plan, Task  # noqa: PLC0415 - Django must stand

    at, since = datetime(2024, 12, 10, tzinfo=UTC), date(2015, 1, 1)
    units = Unit.objects.bulk_create(
        Unit(code=f"u{n}", kind=UnitKind.DEPARTMENT, name=f"Sở {n}", name_fold=f"so {n}", valid_from=since)
        for n in range(UNITS)
    )
    people = User.objects.bulk_create(
        User(username=f"c{n}", full_name=f"Cán bộ {n}", email=f"c{n}@thanhpho.example") for n in range(2 * UNITS + 2)
    )
    codes = (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)
    duties = [Duty(user=people[n], code=codes[n % 2], unit=units[n // 2], valid_from=since) for n in range(2 * UNITS)]
    duties += [
        Duty(user=people[2 * UNITS], code=DutyCode.OFFICE_HEAD, unit=units[0], valid_from=since),
        Duty(user=people[2 * UNITS + 1], code=DutyCode.LEADER, unit=units[0], valid_from=since),
    ]
    Duty.objects.bulk_create(duties)
    made = 0
    while made < wanted:
        mark = f"{made:064d}"
        file = StoredFile.objects.create(
            name="a.docx",
            kind="docx",
            size=1,
            sha256=mark,
            path=mark,
            subject="plan",
            added_by=people[0],
            added_at=at,
        )
        plan = Plan.objects.create(
            number=f"{made}/KH", issuer=f"Cơ quan {made}", title="Kế hoạch", year=2025, state="active", file=file,
            content_sha256=mark, imported_by=people[0], imported_at=at, activated_by=people[0], activated_at=at,
        )  # fmt: skip
        count = min(TASKS_A_PLAN, (wanted - made + 9) // 10)
        tasks = Task.objects.bulk_create(
            (Task(plan=plan, key=f"PL1.{n}", position=n, number=str(n), title=f"Việc số {n}") for n in range(count)),
            batch_size=BATCH,
        )
        links = Task.units.through
        links.objects.bulk_create(
            (links(task_id=task.pk, unit_id=units[(made + n) % UNITS].pk) for n, task in enumerate(tasks)),
            batch_size=BATCH,
        )
        Milestone.objects.bulk_create(
            (_milestone(plan, task, n) for task in tasks for n in range(10)), batch_size=BATCH
        )
        made += 10 * count


def _milestone(plan, task, n):  # type: ignore[no-untyped-def] # models are imported late
    from thidua.foundation.workdays import calendar_for  # noqa: PLC0415 - after Django stands
    from thidua.plans.models import Milestone  # noqa: PLC0415 - Django must stand

    global _CALENDAR  # noqa: PLW0603 - worked out once
    _CALENDAR = _CALENDAR or calendar_for([2024, 2025, 2026])
    shift = (-40, -3, 5, 20, 60, 90, 120, 150, 180, 60)[n] + task.position % 5
    day = _CALENDAR.effective(DAY + timedelta(days=shift))
    return Milestone(
        plan=plan, task=task, key=f"{task.key}.{n}", position=n, relation="before", printed=f"Trước ngày {day:%d/%m/%Y}",
        used_date=day, effective=day, done_on=DAY if n == 9 else None,
    )  # fmt: skip


_CALENDAR = None

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
