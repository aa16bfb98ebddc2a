"""The part "import" of bench_register: an old ledger of many rows read, shown and written, against the bare load of it.

Usage: .venv/bin/python tools/bench_register.py import [rows, 10000 unless told] [--engine sqlite|postgresql] [--people-each 5] [--profile]
In one run and one process: the file parsed by calamine alone; parsed and loaded bare, once by `bulk_create` and once by
executemany or COPY, into a table like that of the honours but without triggers; and the whole way of the product. Seconds
of CPU of this process (on PostgreSQL the server's are not in it: wall seconds are printed beside).
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import os
import pstats
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

HEADINGS = (
    "STT", "Họ và tên / Tên tập thể", "Ngày sinh", "Số CCCD", "Chức vụ", "Đơn vị", "Danh hiệu", "Năm thành tích",
    "Số quyết định", "Ngày quyết định", "Người ký", "Ghi chú",
)  # fmt: skip
FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Ngô",
    "Dương",
    "Lý",
    "Đào",
    "Phan",
    "Trịnh",
)
MIDDLE = (
    "Văn",
    "Thị",
    "Đức",
    "Minh",
    "Thùy",
    "Ngọc",
    "Hữu",
    "Quang",
    "Thanh",
    "Xuân",
    "Mạnh",
    "Kim",
    "Hoài",
    "Công",
    "Khánh",
)
GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Hải", "Hạnh", "Hoà", "Hùng", "Hương", "Khôi", "Lan", "Linh", "Long", "Mai",
         "Nam", "Nga", "Ngân", "Phong", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Trang", "Tuấn", "Vinh", "Yến", "Đông")  # fmt: skip
AWARDS = (
    "Lao động tiên tiến",
    "LĐTT",
    "CSTĐCS",
    "Chiến sĩ thi đua cơ sở",
    "CSTĐ CS",
    "BK UBND TP",
    "Giấy khen",
    "Chiến sỹ thi đua cơ sở",
)
AWARD_OF = {
    "LĐTT": "Lao động tiên tiến",
    "CSTĐCS": "cs",
    "CSTĐ CS": "cs",
    "Chiến sĩ thi đua cơ sở": "cs",
    "Chiến sỹ thi đua cơ sở": "cs",
}
POSTS = ("Chuyên viên", "Phó trưởng phòng", "Giáo viên", "Kế toán", "Trưởng phòng", "")


def add(parts: Any) -> None:
    """Add the part to the parser."""
    part = parts.add_parser("import", help="nạp sổ cũ")
    part.add_argument("rows", nargs="?", type=int, default=10_000)
    part.add_argument("--engine", action="append", choices=("sqlite", "postgresql"))
    part.add_argument("--people-each", type=int, default=5, help="số lần khen trung bình của một người")
    part.add_argument("--profile", action="store_true")
    part.set_defaults(run=run)
    one = parts.add_parser("import-one")
    one.add_argument("rows", type=int)
    one.add_argument("--people-each", type=int, default=5)
    one.add_argument("--profile", action="store_true")
    one.set_defaults(run=run_one)


def run(options: argparse.Namespace) -> int:
    """Each engine in a process and a database of its own."""
    from pg import server  # noqa: PLC0415 - beside this file

    for engine in options.engine or ("sqlite", "postgresql"):
        command = [
            sys.executable,
            __file__,
            str(options.rows),
            str(options.people_each),
            *(["--profile"] if options.profile else []),
        ]
        with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
            env = {**os.environ, "THIDUA_VAR": folder, "DJANGO_SETTINGS_MODULE": "thidua.config.settings"}
            if engine == "sqlite":
                done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            else:
                with server() as url:
                    done = subprocess.run(
                        command,
                        env={**env, "DATABASE_URL": str(url)},
                        capture_output=True,
                        text=True,
                        check=False,
                    )
        if done.returncode:
            print(done.stderr)
            return 1
        if options.profile:
            print(done.stdout)
        show(engine, json.loads(done.stdout.splitlines()[-1]))
    return 0


def show(engine: str, found: dict[str, Any]) -> None:
    """One table: seconds, rows a second, and the whole way as a share of each anchor."""
    rows, whole = found["rows"], found["steps"]["cả đường của sản phẩm"]
    print(f"\n{engine}, {rows} dòng × {len(HEADINGS)} cột, {found['people']} người, tệp {found['bytes'] / 1e6:.1f} MB")
    print(f"{'việc':<40}{'CPU (s)':>9}{'giờ (s)':>9}{'dòng/s':>9}{'tốc độ SP so với':>18}")
    for name, (cpu, wall) in found["steps"].items():
        share = cpu / whole[0] if engine == "sqlite" else wall / whole[1]
        print(f"{name:<40}{cpu:>9.2f}{wall:>9.2f}{rows / wall:>9.0f}{share:>18.2f}")
    print(
        f"đã ghi {found['written']}, trùng {found['twice']}, phải sửa {found['bad']}; nạp lại: {found['again']} dòng mới"
    )


def run_one(options: argparse.Namespace) -> int:
    """Measure in this process; prints JSON."""
    import django  # noqa: PLC0415 - settings are named in the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must stand

    call_command("migrate", interactive=False, verbosity=0)
    data, people = ledger(options.rows, options.people_each)
    found: dict[str, Any] = {"rows": options.rows, "people": people, "bytes": len(data), "steps": {}}
    steps = found["steps"]
    with timed(steps, "đọc tệp, không hơn"):
        parsed(data)
    with timed(steps, "đọc + bulk_create trần"):
        bare_model(parsed(data))
    with timed(steps, "đọc + executemany/COPY trần"):
        bare_load(parsed(data))
    profile = cProfile.Profile() if options.profile else None
    found |= product(data, steps, profile)
    if profile:
        out = io.StringIO()
        pstats.Stats(profile, stream=out).sort_stats("tottime").print_stats(45)
        print(out.getvalue())
    print(json.dumps(found))
    return 0


class timed:  # noqa: N801 - read as a word
    """Puts the seconds of a block under its name: CPU of this process, and wall."""

    def __init__(self, steps: dict[str, Any], name: str) -> None:
        self.steps, self.name = steps, name

    def __enter__(self) -> None:
        self.start = time.process_time(), time.perf_counter()

    def __exit__(self, *_error: object) -> None:
        self.steps[self.name] = time.process_time() - self.start[0], time.perf_counter() - self.start[1]


def ledger(rows: int, each: int) -> tuple[bytes, int]:
    """A ledger as offices keep them: days as days and as text, years alone, one in seven without identity number."""
    import xlsxwriter  # noqa: PLC0415 - only here

    rng = random.Random(357)  # noqa: S311 - invented people
    people = [person(rng, place) for place in range(max(1, rows // each))]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": False})
    sheet, day = book.add_worksheet("Sổ"), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, HEADINGS)
    used: set[tuple[int, int, str]] = set()
    for row in range(1, rows + 1):
        while True:
            who, year, award = rng.randrange(len(people)), rng.randrange(2005, 2025), rng.choice(AWARDS)
            code = AWARD_OF.get(award, award)
            if (who, year, code) not in used:
                used.add((who, year, code))
                break
        for column, value in enumerate((row, *honour(rng, people[who], year, award))):
            if isinstance(value, date):
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a cell
            elif value != "":
                sheet.write(row, column, value) if not isinstance(value, str) else sheet.write_string(
                    row, column, value
                )
    book.close()
    return out.getvalue(), len(people)


def person(rng: random.Random, place: int) -> tuple[Any, ...]:
    """Name, birth, number, post and unit."""
    family, middle, given = rng.choice(FAMILY), rng.choice(MIDDLE), rng.choice(GIVEN)
    other = f"{rng.choice(MIDDLE)} " if place % 3 == 0 else ""
    birth = date(1955, 1, 1) + timedelta(days=rng.randrange(16_000))
    woman = middle in {"Thị", "Thùy", "Kim"}
    number = f"001{int(woman)}{birth.year % 100:02d}{place:06d}"
    return (
        f"{family} {middle} {other}{given}",
        birth,
        "" if place % 7 == 0 else number,
        rng.choice(POSTS),
        f"Phường Số {place % 126}",
    )


def honour(rng: random.Random, someone: tuple[Any, ...], year: int, award: str) -> Iterator[Any]:
    """One row of his."""
    name, birth, number, post, unit = someone
    signed = date(year, 12, 1) + timedelta(days=rng.randrange(150))
    yield from (name, birth if rng.random() < 0.7 else birth.year, number, post, unit, award, year)
    yield from (f"{rng.randrange(1, 7000)}/QĐ-UBND", signed if rng.random() < 0.6 else f"{signed:%d/%m/%Y}")
    yield from (f"Chủ tịch UBND {unit}", "")


def parsed(data: bytes) -> list[list[Any]]:
    """The rows as calamine gives them."""
    import python_calamine  # noqa: PLC0415 - only here

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(book.sheet_names[0]).to_python()[1:]


_BARE = ("name", "birth", "cccd", "post", "unit", "award", "year", "number", "day", "signer", "note")


def bare_table() -> Any:
    """A table with the columns of the file and the indexes of the honours' table, without triggers."""
    from django.apps import apps  # noqa: PLC0415 - Django must stand
    from django.db import connection, models  # noqa: PLC0415 - Django must stand

    fields: dict[str, Any] = {name: models.CharField(max_length=200) for name in _BARE if name != "year"}
    fields["year"] = models.IntegerField()

    class Meta:
        app_label = "register"
        db_table = "bench_bare"
        indexes = (
            models.Index(fields=["name", "year"], name="bare_name"),
            models.Index(fields=["number"], name="bare_number"),
        )

    if "bare" not in apps.all_models["register"]:
        type("Bare", (models.Model,), {"__module__": "thidua.register.models", "Meta": Meta, **fields})
    bare = apps.get_model("register", "Bare")
    with connection.schema_editor() as editor:
        if "bench_bare" in connection.introspection.table_names():
            editor.delete_model(bare)
    with connection.schema_editor() as editor:
        editor.create_model(bare)
    return bare


def bare_rows(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """The cells as the bare table takes them."""
    for row in rows:
        yield (*(str(value) for value in row[1:7]), int(row[7]), *(str(value) for value in row[8:12]))


def bare_model(rows: Sequence[Sequence[Any]]) -> None:
    """Loaded through the ORM."""
    from django.db import transaction  # noqa: PLC0415 - Django must stand

    bare = bare_table()
    with transaction.atomic():
        bare.objects.bulk_create(
            (bare(**dict(zip(_BARE, row, strict=True))) for row in bare_rows(rows)), batch_size=1000
        )


def bare_load(rows: Sequence[Sequence[Any]]) -> None:
    """Loaded past the ORM."""
    from django.db import transaction  # noqa: PLC0415 - Django must stand

    from thidua.audit.loading import load  # noqa: PLC0415 - Django must stand

    bare = bare_table()
    with transaction.atomic():
        load(bare, _BARE, bare_rows(rows))


def product(data: bytes, steps: dict[str, Any], profile: cProfile.Profile | None) -> dict[str, Any]:
    """The whole way: file kept, read, checked, shown, written; then the same file again, which adds nothing."""
    from thidua.accounts.models import User  # noqa: PLC0415 - Django must stand
    from thidua.foundation.text import fold  # noqa: PLC0415 - Django must stand
    from thidua.organisation.acting import acting_for  # noqa: PLC0415 - Django must stand
    from thidua.organisation.models import Duty, Unit  # noqa: PLC0415 - Django must stand
    from thidua.register.actions import importing  # noqa: PLC0415 - Django must stand

    since = date(2000, 1, 1)
    office = Unit.objects.create(code="ban", kind="standing_office", name="Ban", name_fold="ban", valid_from=since)
    names = [f"Phường Số {place}" for place in range(126)]
    Unit.objects.bulk_create(
        Unit(code=f"p{i}", kind="ward", name=name, name_fold=fold(name), valid_from=since)
        for i, name in enumerate(names)
    )
    user = User.objects.create(username="bench")
    by = acting_for(user, Duty.objects.create(user=user, code="office_head", unit=office, valid_from=since))
    at = datetime(2026, 1, 5, tzinfo=UTC)
    if profile:
        profile.enable()
    with timed(steps, "cả đường của sản phẩm"):
        with timed(steps, "  trong đó: đọc, kiểm tra, xem trước"):
            made = importing.start_import(data, "so.xlsx", office, by=by, at=at)
            made = importing.read_import(made, by=by, at=at)
        with timed(steps, "  trong đó: ghi vào Sổ"):
            made = importing.begin_writing(made, revision=made.revision, by=by, at=at)
            made = importing.write_import(made, by=by, at=at)
    if profile:
        profile.disable()
    again = importing.read_import(importing.start_import(data, "so.xlsx", office, by=by, at=at), by=by, at=at)
    numbers = made.numbers
    return {
        "written": numbers["written"],
        "twice": numbers["twice"],
        "bad": numbers["bad"],
        "again": again.numbers["good"],
    }


if __name__ == "__main__":
    sys.exit(
        run_one(
            argparse.Namespace(rows=int(sys.argv[1]), people_each=int(sys.argv[2]), profile="--profile" in sys.argv)
        )
    )
