"""Measures the register: search in a ledger of many recipients, on both engines.

Usage: .venv/bin/python tools/bench_register.py search [sizes…] [--engine sqlite|postgresql] [--honours N]
       (default size 10000, some seconds; both engines, 2 honours each; give 1000000 or 10000000 for the large ledgers)
Prints for each engine and size the median and the 95th percentile, in milliseconds, of the whole search as the page
makes it (all its queries, rows of the page read) and of the bare index query under it, and how many times the one is
the other. Both are measured in the same run, text by text in turns, the fastest of three times each;
on SQLite in processor time of the thread, on PostgreSQL by the clock on the wall. Recall is checked at the smallest size.
"""

# ruff: noqa: S608 - the statements are made of constants and numbers of this file
from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import bench_register_import

TEXTS = 200
"""Different texts of each kind; the first tenth warms the caches and is not counted."""
RECALL = 1_000_000
"""Up to so many recipients everybody's name is compared with what was found; beyond, it takes hours."""
YEARS = 10
AWARDS = (
    ("LDTT", "base"),
    ("CSTDCS", "base"),
    ("CSTDT", "province"),
    ("BKTP", "province"),
    ("BKTTG", "state"),
)


def main(arguments: list[str]) -> int:
    """Run the part asked for."""
    parser = argparse.ArgumentParser(description="Đo Sổ khen thưởng.")
    parts = parser.add_subparsers(required=True, metavar="PHẦN")
    searching = parts.add_parser("search", help="tìm trong Sổ")
    searching.add_argument("sizes", nargs="*", type=int, default=[10_000])
    searching.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    searching.add_argument("--honours", type=int, default=2)
    searching.set_defaults(run=run_search)
    one = parts.add_parser("search-one")
    one.add_argument("size", type=int)
    one.add_argument("--honours", type=int, default=2)
    one.add_argument("--recall", action="store_true")
    one.set_defaults(run=run_search_one)
    bench_register_import.add(parts)
    options = parser.parse_args(arguments)
    return int(options.run(options))


# search


def run_search(options: argparse.Namespace) -> int:
    """Each engine and size in a process and a database of its own."""
    from pg import server  # noqa: PLC0415 - beside this file

    smallest = min(options.sizes)
    for engine in options.engine or ("sqlite", "postgresql"):
        for size in options.sizes:
            extra = ["--recall"] if size == smallest and size <= RECALL else []
            command = [
                sys.executable,
                __file__,
                "search-one",
                str(size),
                "--honours",
                str(options.honours),
                *extra,
            ]
            with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
                env = {**os.environ, "THIDUA_VAR": folder, "DJANGO_SETTINGS_MODULE": "thidua.config.settings"}
                if engine == "sqlite":
                    answer = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
                else:
                    with server() as url:
                        env["DATABASE_URL"] = str(url)
                        answer = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
            show(engine, size, json.loads(answer.stdout.splitlines()[-1]))
    return 0


def show(engine: str, size: int, found: dict[str, Any]) -> None:
    """One table."""
    print(
        f"\n{engine}, {size} người, {found['honours']} lần khen, dựng trong {found['built']:.0f} giây, {found['bytes'] / 1e6:.0f} MB"
    )
    print(f"{'kiểu tìm':<38}{'câu SQL':>8}{'p50':>9}{'p95':>9}{'chỉ mục p50':>13}{'p95':>9}{'lần p50':>9}")
    for name, row in found["kinds"].items():
        times = row["p50"] / row["bare50"] if row["bare50"] else 0
        print(
            f"{name:<38}{row['queries']:>8}{row['p50']:>9.2f}{row['p95']:>9.2f}{row['bare50']:>13.2f}{row['bare95']:>9.2f}{times:>9.1f}"
        )
    if found["recall"] is not None:
        print(f"Tìm đủ: {found['recall']}")


def run_search_one(options: argparse.Namespace) -> int:
    """Build one ledger in the database of the environment, measure, print JSON."""
    import django  # noqa: PLC0415 - the database is named by the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must stand
    from django.db import connection  # noqa: PLC0415 - Django must stand

    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand

    call_command("migrate", interactive=False, verbosity=0)
    started = time.monotonic()
    if not Recipient.objects.exists():
        fill(connection, options.size, options.honours)
    built = time.monotonic() - started
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        taken = cursor.fetchone()[0]
    found = {
        "built": built, "honours": options.size * options.honours, "bytes": taken, "kinds": measure(connection),
        "recall": recall() if options.recall else None,
    }  # fmt: skip
    print(json.dumps(found))
    return 0


def fill(connection: Any, size: int, honours: int) -> None:
    """Units, people, recipients and honours made by the database itself, then the index over them."""
    from thidua.desk.demo.people import FAMILY, GIVEN, MIDDLE  # noqa: PLC0415 - Django must stand
    from thidua.foundation.text import fold  # noqa: PLC0415 - Django must stand
    from thidua.register import searching  # noqa: PLC0415 - Django must stand

    given = sorted({word for lists in GIVEN.values() for words in lists for word in words})
    words = {"f": FAMILY, "m": [w for lists in MIDDLE.values() for ws in lists for w in ws], "g": given}
    words["x"] = [
        "",
        "",
        *sorted({word for lists in MIDDLE.values() for ws in lists for word in ws} | set(given)),
    ]
    sqlite = connection.vendor == "sqlite"
    units = max(20, size // 500)
    searching.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE part (kind text, k integer, word text, fold text, PRIMARY KEY (kind, k))"
        )
        rows = [(kind, k, word, fold(word)) for kind, list_ in words.items() for k, word in enumerate(list_)]
        cursor.executemany("INSERT INTO part VALUES (%s, %s, %s, %s)", rows)
        for statement in statements(sqlite, size, honours, units, {kind: len(list_) for kind, list_ in words.items()}):
            cursor.execute(statement.replace("%", "%%") if "%" in statement else statement, [])
    searching.install(connection)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if sqlite else "VACUUM ANALYZE")


def statements(sqlite: bool, size: int, honours: int, units: int, counts: dict[str, int]) -> list[str]:
    """INSERT … SELECT over a row of numbers; a multiplicative hash scatters them."""

    def numbers(last: int) -> str:
        if sqlite:
            return (
                f"(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {last}) SELECT i FROM n) n"
            )
        return f"generate_series(1, {last}::bigint) AS n(i)"

    def pick(salt: int, among: int) -> str:
        return f"((((n.i + {salt}) * 2654435761) % 4294967296) / 1021 % {among})"

    day = "date('1965-01-01', '+' || {} || ' days')" if sqlite else "(date '1965-01-01' + ({})::integer)"
    born = day.format(pick(71, 12000))
    parts = " ".join(
        f"JOIN part {kind} ON {kind}.kind = '{kind}' AND {kind}.k = {pick(salt, counts[kind])}"
        for kind, salt in (("f", 11), ("m", 23), ("g", 37), ("x", 53))
    )
    name = "f.{0} || ' ' || m.{0} || CASE WHEN x.{0} = '' THEN ' ' ELSE ' ' || x.{0} || ' ' END || g.{0}"
    back = "g.fold || ' ' || CASE WHEN x.fold = '' THEN '' ELSE x.fold || ' ' END || m.fold || ' ' || f.fold"
    award = "CASE " + " ".join(f"WHEN a.k = {k} THEN '{code}'" for k, (code, _level) in enumerate(AWARDS)) + " END"
    level = "CASE " + " ".join(f"WHEN a.k = {k} THEN '{level}'" for k, (_code, level) in enumerate(AWARDS)) + " END"
    one_in = f"CASE WHEN {pick(5, 100)} < 60 THEN 0 WHEN {pick(5, 100)} < 90 THEN 1 WHEN {pick(5, 100)} < 95 THEN 2 WHEN {pick(5, 100)} < 99 THEN 3 ELSE 4 END"
    texts = "CAST({} AS text)"
    year = f"CAST(strftime('%Y', {born}) AS integer)" if sqlite else f"extract(year FROM {born})"
    no = "0" if sqlite else "false"
    number = f"{texts.format('1 + h.n')} || '/QĐ-' || CASE WHEN a.k < 2 THEN 'KT' ELSE 'UBND' END"
    key = f"{texts.format('1 + h.n')} || '/qd' || CASE WHEN a.k < 2 THEN 'kt' ELSE 'ubnd' END"
    return [
        f"""INSERT INTO organisation_unit (id, code, kind, name, short_name, name_fold, valid_from)
            SELECT n.i, 'dv-' || n.i, 'department', 'Đơn vị Thử ' || n.i, '', 'don vi thu ' || n.i, '2010-01-01' FROM {numbers(units)}""",
        f"""INSERT INTO organisation_unitname (unit_id, name, name_fold) SELECT n.i, 'Huyện Cũ ' || n.i, 'huyen cu ' || n.i FROM {numbers(units)}""",
        f"""INSERT INTO organisation_person (id, full_name, name_fold, sex, birth_date, birth_year, cccd_index, unit_id, position, direct_worker)
            SELECT n.i, {name.format("word")}, {name.format("fold")}, '', {born}, {year},
            'so-' || n.i, 1 + {pick(91, units)}, '', {no} FROM {numbers(size)} {parts}""",
        f"""INSERT INTO register_recipient (id, kind, name, name_fold, name_turned, person_id, unit_id, nationality)
            SELECT n.i, 'individual', {name.format("word")}, {name.format("fold")}, {back}, n.i, 1 + {pick(91, units)}, '' FROM {numbers(size)} {parts}""",
        f"""INSERT INTO register_honour (recipient_id, award, award_name, level, route, recipient_name, unit_name, position, period_from, period_to,
              decision_number, decision_date, decided_by, signer, certificate_number, handed_at, handed_by, status, source, source_line,
              recorded_at, words, decision_key)
            SELECT h.r, {award}, {award}, {level}, 'merit', r.name, 'Đơn vị Thử ' || r.unit_id, '', h.y, h.y, {number}, '2025-01-10', '', '', '', '', '',
              CASE WHEN h.i % 1000 = 7 THEN 'revoked' ELSE 'valid' END, 'bench', '', '2025-01-10 00:00:00', r.name_fold || ' p_donvithu' || r.unit_id
              || ' n_' || CASE WHEN a.k < 2 THEN 'qdkt' ELSE 'qdubnd' END, {key}
            FROM (SELECT n.i AS i, 1 + (n.i - 1) / {honours} AS r, 2024 - (n.i % {honours}) - {pick(3, max(1, YEARS - honours))} AS y, {pick(7, 4000)} AS n, {one_in} AS a
                  FROM {numbers(size * honours)}) h
            JOIN register_recipient r ON r.id = h.r JOIN (SELECT k FROM part WHERE kind = 'f' AND k < {len(AWARDS)}) a ON a.k = h.a""",
        *([] if sqlite else [f"SELECT setval(pg_get_serial_sequence('{t}', 'id'), {size})" for t in ("organisation_person", "register_recipient")]),
    ]  # fmt: skip


Asked = tuple[str, dict[str, Any]]
Bare = tuple[str, list[Any]]


def kinds(
    sqlite: bool,
) -> dict[str, tuple[Callable[[random.Random, str], Asked], Callable[[str, dict[str, Any]], Bare]]]:
    """What people type, drawn from a folded name of the ledger, and the bare index query that answers it."""
    from thidua.register.keys import decision_key  # noqa: PLC0415 - Django must stand
    from thidua.register.queries.asking import POSTGRES, SQLITE, Filters, question  # noqa: PLC0415 - Django must stand

    def names(text: str, _asked: dict[str, Any]) -> Bare:
        return (
            "SELECT id FROM register_recipient WHERE name_fold >= %s AND name_fold < %s ORDER BY name_fold, id LIMIT 51",
            [text, text + "\uffff"],
        )

    def turned(text: str, _asked: dict[str, Any]) -> Bare:
        last = " ".join(reversed(text.split()))
        return (
            "SELECT id FROM register_recipient WHERE name_turned >= %s AND name_turned < %s ORDER BY name_turned, id LIMIT 51",
            [last, last + " \uffff"],
        )

    def words(text: str, asked: dict[str, Any]) -> Bare:
        filters = Filters(**asked)
        if sqlite:
            return (
                "SELECT rowid FROM register_search WHERE register_search MATCH %s ORDER BY rowid LIMIT 51",
                [question(text, [], filters, SQLITE)],
            )
        return (
            "SELECT recipient_id FROM register_searchentry WHERE vector @@ %s::tsquery ORDER BY recipient_id + 0 LIMIT 51",
            [question(text, [], filters, POSTGRES)],
        )

    def decisions(text: str, _asked: dict[str, Any]) -> Bare:
        key = decision_key(text)
        return (
            "SELECT DISTINCT recipient_id FROM register_honour WHERE decision_key >= %s AND decision_key < %s ORDER BY recipient_id LIMIT 51",
            [key, key + "\uffff"],
        )

    def some(draw: random.Random, name: str) -> Asked:
        parts = name.split()
        return f"{parts[-1]} {parts[1]}", {}

    return {
        "cả họ tên": (lambda _draw, name: (name, {}), names),
        "phần đầu của tên": (lambda _draw, name: (" ".join(name.split()[:2]) + " " + name.split()[2][:1], {}), names),
        "chữ cuối của tên": (lambda _draw, name: (" ".join(name.split()[-2:]), {}), turned),
        "hai chữ bất kỳ, đảo thứ tự": (some, words),
        "ba chữ, chữ cuối gõ dở": (lambda _draw, name: (f"{name.split()[-1]} {name.split()[0]} {name.split()[1][:2]}", {}), words),
        "một chữ đệm": (lambda _draw, name: (name.split()[1], {}), words),
        "số quyết định, không dấu": (lambda draw, _name: (f"{draw.randint(1, 4000):02d}/QD", {}), decisions),
        "tên và danh hiệu, năm": (lambda draw, name: (name.split()[-1], {"award": "CSTDCS", "year": draw.randint(2018, 2024)}), words),
        "chỉ danh hiệu, năm": (lambda draw, _name: ("", {"award": draw.choice(AWARDS)[0], "year": draw.randint(2018, 2024)}), words),
        "chỉ hiệu lực: đã thu hồi": (lambda _draw, _name: ("", {"status": "revoked"}), words),
    }  # fmt: skip


def measure(connection: Any) -> dict[str, Any]:
    """Each kind of text: the whole search and the bare query, in turns."""
    from django.db.models import Max  # noqa: PLC0415 - Django must stand
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django must stand

    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand
    from thidua.register.queries import Filters, search  # noqa: PLC0415 - Django must stand

    # SQLite works in this thread, so its processor time can be told from what others take; a server's cannot.
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    draw = random.Random(4)  # noqa: S311 - a repeatable choice
    last = Recipient.objects.aggregate(last=Max("pk"))["last"]
    drawn = [draw.randint(1, last) for _ in range(TEXTS)]
    names = list(Recipient.objects.filter(pk__in=drawn).order_by("pk").values_list("name_fold", flat=True))
    draw.shuffle(names)
    found: dict[str, Any] = {}
    for kind, (ask, bare) in kinds(connection.vendor == "sqlite").items():
        whole, under, queries = [], [], 0
        for name in names:
            text, asked = ask(draw, name)
            statement, values = bare(text, asked)

            def bare_query(statement: str = statement, values: list[Any] = values) -> None:
                with connection.cursor() as cursor:
                    cursor.execute(statement, values)
                    cursor.fetchall()

            def whole_search(text: str = text, asked: dict[str, Any] = asked) -> None:
                search(text, units=None, filters=Filters(**asked))

            under.append(fastest(bare_query, clock))
            whole.append(fastest(whole_search, clock))
        with CaptureQueriesContext(connection) as seen:
            search(text, units=None, filters=Filters(**asked))
        queries = len(seen)
        found[kind] = {
            "queries": queries, "p50": percentile(whole, 50), "p95": percentile(whole, 95), "bare50": percentile(under, 50),
            "bare95": percentile(under, 95),
        }  # fmt: skip
    return found


def fastest(act: Callable[[], None], clock: Callable[[], float]) -> float:
    """Milliseconds of the fastest of three: what others do on the machine at that moment is left out."""
    spent = []
    for _ in range(3):
        started = clock()
        act()
        spent.append((clock() - started) * 1000)
    return min(spent)


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which so many hundredths lie, after the first tenth."""
    return statistics.quantiles(values[len(values) // 10 :], n=100)[share - 1]


def recall() -> str:
    """Everybody whose folded name has the words is found, whatever the order and marks; and nobody else."""
    from thidua.register.keys import words_of  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand
    from thidua.register.queries import search  # noqa: PLC0415 - Django must stand

    everybody = list(Recipient.objects.values_list("pk", "name"))
    draw = random.Random(7)  # noqa: S311 - a repeatable choice
    asked = right = 0
    for _pk, name in draw.sample(everybody, 40):
        words = name.split()
        draw.shuffle(words)
        text = " ".join(words[:2]).upper()
        got, after = set(), ""
        while True:
            page = search(text, units=None, after=after)
            got |= {row.pk for row in page.rows}
            if not (after := page.next_after):
                break
        *whole, begun = words_of(text)
        wanted = {
            pk for pk, other in everybody
            if set(whole) <= set(words_of(other)) and any(word.startswith(begun) for word in words_of(other))
        }  # fmt: skip
        asked, right = asked + len(wanted), right + len(wanted & got) - len(got - wanted)
    return f"{right}/{asked}"


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    sys.exit(main(sys.argv[1:]))
