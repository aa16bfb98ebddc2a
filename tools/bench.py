"""Measures the five main pages at the size of the demonstration city and with many more dossiers.

Usage: .venv/bin/python tools/bench.py [dossiers]      (default 100000)
Prints one table: queries, milliseconds of the server alone (median of 15 requests, CPU of this process), and the ratio
of the large city to the small one in the same run. The first row is a bare view over the same fifty dossiers, without
sign-in, permissions or frame: the measure for the list page.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

ROUNDS = 15


def main(arguments: list[str]) -> int:
    """Build both cities in a folder that is thrown away, measure, print."""
    wanted = int(arguments[0]) if arguments else 100_000
    with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
        os.environ["THIDUA_VAR"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
        import django  # noqa: PLC0415 - the folder must be named first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - Django must stand

        from thidua.desk.demo.loading import load  # noqa: PLC0415 - Django must stand

        call_command("migrate", interactive=False, verbosity=0)
        started = time.monotonic()
        load()
        print(f"Thành phố minh họa: {time.monotonic() - started:.1f} giây")
        small = measure()
        started = time.monotonic()
        more_dossiers(wanted)
        print(f"Thêm hồ sơ cho đủ {wanted}: {time.monotonic() - started:.1f} giây\n")
        large = measure()
    print(f"{'trang':<34}{'câu SQL':>9}{'ms':>9}{'câu SQL':>9}{'ms':>9}{'lần':>7}")
    for name, (queries, spent) in small.items():
        queries_large, spent_large = large[name]
        print(
            f"{name:<34}{queries:>9}{spent:>9.1f}{queries_large:>9}{spent_large:>9.1f}{spent_large / spent:>7.2f}"
        )
    return 0 if all(small[name][0] == large[name][0] for name in small) else 1


def measure() -> dict[str, tuple[int, float]]:
    """Queries and median CPU milliseconds of each page, each by the person who uses it."""
    from django.db import connection  # noqa: PLC0415 - Django must stand
    from django.template.base import Template  # noqa: PLC0415 - Django must stand
    from django.test import Client  # noqa: PLC0415 - Django must stand
    from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: PLC0415 - Django must stand
    from django.urls import reverse  # noqa: PLC0415 - Django must stand

    from thidua.accounts.models import User  # noqa: PLC0415 - Django must stand
    from thidua.dossiers.models import Dossier  # noqa: PLC0415 - Django must stand
    from thidua.plans.models import Plan  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand

    if "testserver" not in str(os.environ.get("THIDUA_BENCH", "")):
        os.environ["THIDUA_BENCH"] = "testserver"
        plain = Template._render
        setup_test_environment()
        Template._render = plain  # the test client copies every context a template is drawn with; people do not pay that
    dossier = Dossier.objects.filter(state="appraising").order_by("pk").first()
    plan = Plan.objects.filter(state="active").first()
    person = Recipient.objects.filter(person__isnull=False).order_by("pk").first()
    assert dossier and plan and person
    pages: list[tuple[str, str, Callable[[Client], object]]] = [
        ("Bàn việc (chuyên viên)", "thamdinh", lambda client: client.get("/")),
        ("Danh sách hồ sơ", "thamdinh", lambda client: client.get(reverse("dossiers:list"))),
        ("Hồ sơ", "thamdinh", lambda client: client.get(reverse("dossiers:detail", args=[dossier.pk]))),
        ("Bảng kế hoạch", "truongban", lambda client: client.get(reverse("plans:board", args=[plan.pk]))),
        ("Tìm trong Sổ khen thưởng", "truongban", lambda client: client.post(reverse("register:search"), {"q": person.name})),
        ("Danh sách hồ sơ của đơn vị", "donvi", lambda client: client.get(reverse("dossiers:list"))),
    ]  # fmt: skip
    found = {"Trang trần 50 dòng": (1, median_of(bare_list()))}
    for name, username, visit in pages:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(User.objects.get(username=username))
        visit(client)
        with CaptureQueriesContext(connection) as seen:
            answer = visit(client)
        queries = len(seen)  # read at once: the next request empties the log
        assert getattr(answer, "status_code", 0) == 200, (name, answer)
        found[name] = (queries, median_of(partial(visit, client)))
    return found


def median_of(act: Callable[[], object]) -> float:
    """Median CPU milliseconds of an act."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        act()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def bare_list() -> Callable[[], object]:
    """The least a Django page over fifty dossiers can be: one query, one plain template."""
    from django.template import engines  # noqa: PLC0415 - Django must stand

    from thidua.dossiers.models import Dossier  # noqa: PLC0415 - Django must stand

    fields = ("code", "name", "position", "unit.name", "award", "verdict_code", "state", "holder.full_name")
    cells = "".join(f"<td>{{{{ row.{name} }}}}</td>" for name in fields)
    page = engines["django"].from_string(f"<table>{{% for row in rows %}}<tr>{cells}</tr>{{% endfor %}}</table>")
    rows = Dossier.objects.select_related("unit", "holder").order_by("-pk")
    return lambda: page.render({"rows": rows.all()[:50]})


def more_dossiers(wanted: int) -> None:
    """Copies of the city's dossiers up to the number wanted, in lists of forty.

    One in thirty is still on its way, the others are decided; one officer holds some hundred.
    """
    from django.db.models import Max  # noqa: PLC0415 - Django must stand

    from thidua.dossiers.models import Dossier, Submission  # noqa: PLC0415 - Django must stand

    models = list(Dossier.objects.all())
    have = len(models)
    last = Dossier.objects.aggregate(last=Max("pk"))["last"]
    origin = models[0].submission
    lists = Submission.objects.bulk_create(
        Submission(
            round=origin.round,
            unit=origin.unit,
            state="sent",
            created_by=origin.created_by,
            created_at=origin.created_at,
        )
        for _ in range((wanted - have) // 40 + 1)
    )
    batch = []
    for number in range(wanted - have):
        row = models[number % have]
        copy = Dossier(
            **{field.attname: getattr(row, field.attname) for field in Dossier._meta.concrete_fields}
        )
        copy.pk, copy.code = last + 1 + number, f"do-{number:06d}"
        if number % 30:
            copy.state, copy.session_id = "decided", None
        if number % 900:
            copy.holder_id = None
        copy.submission_id = lists[number // 40].pk
        batch.append(copy)
        if len(batch) == 5000:
            Dossier.objects.bulk_create(batch, batch_size=500)
            batch = []
    Dossier.objects.bulk_create(batch, batch_size=500)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
