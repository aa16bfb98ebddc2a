"""Measures the five main pages at the size of the demonstration city and with many more dossiers.

Usage: .venv/bin/python tools/bench.py [dossiers …]      (default 100000; for the goals: 100000 1000000)
Prints one table: queries and milliseconds of the server alone (median of 15 requests, CPU of this process) in the small
city and at each size, the ratio of the largest to the small one, and the ratio to the bare view of the same run. The
bare rows draw the same rows without sign-in, permissions or frame: fifty dossiers for the lists, one with what belongs
to it for the dossier page.
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
    sizes = [int(text) for text in arguments] or [100_000]
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
        found = [measure()]
        for wanted in sorted(sizes):
            started = time.monotonic()
            more_dossiers(wanted)
            print(f"Thêm hồ sơ cho đủ {wanted}: {time.monotonic() - started:.1f} giây")
            found.append(measure())
    show(found, ["nhỏ", *map(str, sorted(sizes))])
    return 0 if all(len({row[name][0] for row in found}) == 1 for name in found[0]) else 1


BARE = {"Danh sách hồ sơ": "Trang trần 50 dòng", "Hàng đợi": "Trang trần 50 dòng", "Hồ sơ": "Trang trần một hồ sơ"}
"""Against which bare row a page is measured."""


def show(found: list[dict[str, tuple[int, float]]], heads: list[str]) -> None:
    """Print the table: for each size queries and milliseconds, growth, and the ratio to the bare row at the last size."""
    print("\n" + f"{'trang':<30}" + "".join(f"{head:>18}" for head in heads) + f"{'tăng':>8}{'so trang trần':>15}")
    small, large = found[0], found[-1]
    for name in small:
        cells = "".join(f"{row[name][0]:>9}{row[name][1]:>9.1f}" for row in found)
        against = f"{large[name][1] / large[BARE[name]][1]:.2f}" if name in BARE else ""
        print(f"{name:<30}{cells}{large[name][1] / small[name][1]:>8.2f}{against:>15}")


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
        Template._render = (
            plain  # the test client copies every context a template is drawn with; people do not pay that
        )
    dossier = Dossier.objects.filter(state="appraising").order_by("pk").first()
    plan = Plan.objects.filter(state="active").first()
    person = Recipient.objects.filter(person__isnull=False).order_by("pk").first()
    assert dossier and plan and person
    pages: list[tuple[str, str, Callable[[Client], object]]] = [
        ("Bàn việc (chuyên viên)", "thamdinh", lambda client: client.get("/")),
        ("Danh sách hồ sơ", "thamdinh", lambda client: client.get(reverse("dossiers:list"))),
        ("Hàng đợi", "thamdinh", lambda client: client.get(reverse("dossiers:queue") + "?trang-thai=appraising")),
        ("Hàng đợi của tôi", "thamdinh", lambda client: client.get(reverse("dossiers:queue") + "?cua-toi=1")),
        ("Hàng đợi, mọi trạng thái", "thamdinh", lambda client: client.get(reverse("dossiers:queue") + "?tat-ca=1")),
        ("Hồ sơ", "thamdinh", lambda client: client.get(reverse("dossiers:detail", args=[dossier.pk]))),
        ("Bảng kế hoạch", "truongban", lambda client: client.get(reverse("plans:board", args=[plan.pk]))),
        ("Tìm trong Sổ khen thưởng", "truongban", lambda client: client.post(reverse("register:search"), {"q": person.name})),
        ("Danh sách hồ sơ của đơn vị", "donvi", lambda client: client.get(reverse("dossiers:list"))),
    ]  # fmt: skip
    found = {
        "Trang trần 50 dòng": (1, median_of(bare_list())),
        "Trang trần một hồ sơ": (5, median_of(bare_detail(dossier.pk))),
    }
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


def bare_detail(pk: int) -> Callable[[], object]:
    """The least a Django page over one dossier can be: itself, its papers, steps, honours and verdict, one plain template."""
    from django.template import engines  # noqa: PLC0415 - Django must stand

    from thidua.dossiers.models import Dossier, DossierStep, Paper  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Honour  # noqa: PLC0415 - Django must stand

    page = engines["django"].from_string(
        "<h1>{{ d.code }} {{ d.name }} {{ d.position }} {{ d.unit.name }} {{ d.round.title }} {{ d.holder.full_name }} {{ d.state }}</h1>"
        "{% for row in d.verdict.conditions %}<p>{{ row.status }} {{ row.text }} {{ row.why }} {{ row.citation.document }}</p>{% endfor %}"
        "{% for row in papers %}<li>{{ row.title }} {{ row.part }} {{ row.file.sha256 }}</li>{% endfor %}"
        "{% for row in steps %}<li>{{ row.at }} {{ row.by.full_name }} {{ row.verb }} {{ row.reason }}</li>{% endfor %}"
        "{% for row in honours %}<li>{{ row.award_name }} {{ row.period_to }} {{ row.decision_number }}</li>{% endfor %}"
    )

    def draw() -> object:
        found = Dossier.objects.select_related("unit", "round", "holder", "recipient", "submission").get(pk=pk)
        return page.render(
            {
                "d": found,
                "papers": Paper.objects.filter(dossier=pk).select_related("file"),
                "steps": DossierStep.objects.filter(dossier=pk).select_related("by"),
                "honours": Honour.objects.filter(recipient=found.recipient_id),
            }
        )

    return draw


def more_dossiers(wanted: int) -> None:
    """Copies of the city's dossiers up to the number wanted, in lists of forty, written by the database itself.

    One in thirty is still on its way with a deadline, the others are decided and carry no verdict (a million of them
    would be ten gigabytes); one officer holds some hundred for every hundred thousand.
    """
    from django.db import connection  # noqa: PLC0415 - Django must stand

    from thidua.dossiers.models import Dossier, Submission  # noqa: PLC0415 - Django must stand

    have = Dossier.objects.count()
    first = Dossier.objects.order_by("pk").values_list("pk", flat=True)
    models, last = list(first[:58]), first.last() or 0
    origin = Dossier.objects.select_related("submission").order_by("pk")[0].submission
    lists = Submission.objects.bulk_create(
        (
            Submission(round=origin.round, unit=origin.unit, state="sent", created_by=origin.created_by, created_at=origin.created_at)
            for _ in range((wanted - have) // 40 + 1)
        ),
        batch_size=500,
    )  # fmt: skip
    table, number = Dossier._meta.db_table, "n.i"
    decided = f"({number} % 30 <> 0)"
    changed = {
        "id": f"{last} + 1 + {number}",
        "code": f"'do-' || ({last} + {number})",
        "state": f"CASE WHEN {decided} THEN 'decided' ELSE CASE WHEN d.state = 'draft' THEN 'submitted' ELSE d.state END END",
        "sent_at": "d.held_since",
        "session_id": f"CASE WHEN {decided} THEN NULL ELSE d.session_id END",
        "holder_id": f"CASE WHEN {number} % 900 <> 0 THEN NULL ELSE d.holder_id END",
        "due_on": f"CASE WHEN {decided} THEN NULL ELSE d.due_on END",
        "verdict": f"CASE WHEN {decided} THEN '{{}}' ELSE d.verdict END",
        "submission_id": f"{lists[0].pk} + {number} / 40",
    }
    columns = [str(field.column) for field in Dossier._meta.concrete_fields]
    values = ", ".join(changed.get(column, f"d.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {wanted - have - 1}) "  # noqa: S608 - numbers and column names of ours
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM n JOIN {table} d ON d.id = {models[0]} + n.i % {len(models)}"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
