"""Measures how many people a second are judged in bulk, against the same check written by hand in four ways.

Usage: .venv/bin/python tools/bench_law.py [sizes…]      (default 20000, under a minute; the large run: 100000 1000000)
Builds a register with ten-year histories in a database that is thrown away (SQLite; with DATABASE_URL an empty
PostgreSQL) and judges everybody for Chiến sĩ thi đua Thành phố, period 2024. Everything in one run; every way has to
give the same answers, or the run ends with 1. The check written by hand covers what the register decides: three titles in a
row, years used again, not given twice; ours judges every condition of the award.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

import numpy as np

AWARD, PERIOD, ON = "CSTDT", 2024, date(2025, 3, 20)
YEARS = range(2015, 2025)
ROUNDS = 3
SHEETS = 100_000  # full reason sheets are written for so many at most
PASS, OPEN, FAIL = 0, 2, 4  # the codes of `awards.rules.bulk`


def main(arguments: list[str]) -> int:
    """Build, judge in every way, print one table for each size."""
    sizes = [int(text) for text in arguments] or [20_000]
    return max(run(size) for size in sizes)


def run(size: int) -> int:
    """One size, in its own process: the next one begins with an empty database and empty memory."""
    child = os.fork()
    if not child:
        with tempfile.TemporaryDirectory(prefix="thidua-bench-") as folder:
            os._exit(_run(size, folder))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run(size: int, folder: str) -> int:
    gc.disable()  # millions of facts stand in memory: for nobody shall the collector walk through them
    os.environ["THIDUA_VAR"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django  # noqa: PLC0415 - the folder must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must stand

    call_command("migrate", interactive=False, verbosity=0)
    started = time.monotonic()
    honours = fill(size)
    print(
        f"\n{size} người, {honours} dòng khen thưởng (dựng sổ: {time.monotonic() - started:.0f} giây)\n",
        flush=True,
    )
    rows = measured(size)
    for name, seconds, people in rows:
        anchors = [each for each in rows if each[0] in ANCHORS.get(name, ())]
        ratios = [f"{(people / seconds) / (many / spent):.2f} × {anchor}" for anchor, spent, many in anchors]
        print(f"{name:<46}{people / seconds / 1e6:9.3f} triệu/giây   {'; '.join(ratios)}".rstrip())
    single()
    sys.stdout.flush()
    return 0


# What each of our ways is compared with.
NUMPY, DUCK, SQL_EACH, PYTHON = (
    "NumPy viết tay, từ cột",
    "DuckDB, dữ liệu đã nạp",
    "SQL viết tay, từng người",
    "Python viết tay, có lý do",
)
ANCHORS = {
    "cột → kết luận, mọi điều kiện": (NUMPY, DUCK),
    "cột → kết luận, chỉ các điều kiện của sổ": (NUMPY, DUCK),
    "cơ sở dữ liệu → kết luận từng người": (SQL_EACH, DUCK),
    "  trong đó riêng câu lệnh đọc dòng": (SQL_EACH,),
    "dữ kiện → cột → kết luận": (PYTHON,),
    "phiếu lý do đầy đủ, từ cột": (PYTHON,),
    "phiếu lý do đầy đủ, từ dữ kiện": (PYTHON,),
    "xét từng người một (judge)": (PYTHON,),
}


def history(size: int) -> Iterator[tuple[int, str, int, date, bool]]:
    """(person, award, year, decided, revoked), person by person: a title most years, a higher one after three."""
    rng = np.random.default_rng(7)
    for start in range(0, size, 10_000):
        count = min(10_000, size - start)
        keen = rng.random(count) < 0.45
        titled = rng.random((count, len(YEARS))) < np.where(keen, 0.85, 0.25)[:, None]
        higher = rng.random((count, len(YEARS))) < 0.25
        revoked = rng.random((count, len(YEARS))) < 0.002
        days = rng.integers(1, 28, (count, len(YEARS))).tolist()
        for person in range(count):
            row = 0
            for at, year in enumerate(YEARS):
                decided = date(year + 1, 1, days[person][at])
                yield start + person, "LDTT", year, decided, False
                if not titled[person, at]:
                    row = 0
                    continue
                row += 1
                yield start + person, "CSTDCS", year, decided, bool(revoked[person, at])
                if row >= 3 and higher[person, at] and year < PERIOD + (person % 50 == 0):
                    yield start + person, AWARD, year, decided, False


def fill(size: int) -> int:
    """People, recipients and honours, written as the driver takes them."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django must stand

    from thidua.register import searching  # noqa: PLC0415 - Django must stand

    total = 0
    searching.lift(connection)  # nobody is searched for here
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -4000000")  # kB: the indexes of a large ledger stay in memory
    with transaction.atomic(), connection.cursor() as cursor:
        names = ((key + 1, f"Nguyễn Văn {key}", f"nguyen van {key}") for key in range(size))
        while some := list(islice(names, 20_000)):
            cursor.executemany(
                "INSERT INTO organisation_person (id, full_name, name_fold, sex, position, direct_worker) VALUES (%s, %s, %s, 'male', '', %s)",
                [(*row, False) for row in some],
            )
            cursor.executemany(
                "INSERT INTO register_recipient (id, kind, name, name_fold, name_turned, person_id, nationality) VALUES (%s, 'individual', %s, %s, %s, %s, 'VN')",
                [(key, name, fold, fold, key) for key, name, fold in some],
            )
        rows = (
            (
                person + 1, code, "Danh hiệu", f"Nguyễn Văn {person}", "Phòng Tổng hợp", "Chuyên viên", year, year,
                f"{year % 97}/QĐ-UBND", decided.isoformat(), "Chủ tịch UBND Thành phố",
                "revoked" if revoked else "valid", "", "2025-02-01 00:00:00+00:00",
            )
            for person, code, year, decided, revoked in history(size)
        )  # fmt: skip
        while some := list(islice(rows, 20_000)):
            total += len(some)
            cursor.executemany(
                "INSERT INTO register_honour (recipient_id, award, award_name, recipient_name, unit_name, position, period_from,"
                " period_to, decision_number, decision_date, decided_by, status, source, recorded_at, level, route, signer,"
                " certificate_number, handed_at, handed_by, source_line, words, decision_key)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', 'merit', '', '', '', '', '', '', '')", some,
            )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a log of gigabytes slows every reading
    return total


def timed(act: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """Median CPU seconds of this process, and the result."""
    spent, result = [], None
    for _ in range(rounds):
        result = None
        started = time.process_time()
        result = act()
        spent.append(time.process_time() - started)
    return statistics.median(spent), result


def measured(size: int) -> list[tuple[str, float, int]]:
    """Every way, its seconds and the people it judged. Ends the run when two ways do not agree."""
    from thidua.awards.rules import rules_in_force  # noqa: PLC0415 - Django must stand
    from thidua.awards.rules.bulk import columns_of, evaluate, sheets  # noqa: PLC0415 - Django must stand
    from thidua.awards.rules.judge import judge_many  # noqa: PLC0415 - Django must stand

    rules = rules_in_force(ON)
    found: list[tuple[str, float, int]] = []

    often = ROUNDS if size <= SHEETS else 1  # one long measurement is steady enough

    def add(name: str, act: Callable[[], Any], people: int = size, rounds: int = often) -> Any:
        seconds, result = timed(act, rounds)
        found.append((name, seconds, people))
        print(f"… {name}: {seconds:.3f} giây", file=sys.stderr, flush=True)
        return result

    flat = flat_columns(size)
    wanted = add(NUMPY, lambda: by_numpy(size, *flat))
    dense = dense_years(size, *flat)
    agree("NumPy năm đã trải sẵn", add("NumPy viết tay, năm đã trải sẵn", lambda: by_dense(*dense)), wanted)
    agree("DuckDB", add(DUCK, duck(size, flat)), wanted)
    agree("SQL", add(SQL_EACH, lambda: by_sql(size)), wanted)
    add("SQL viết tay, chỉ đếm", count_by_sql)
    facts = facts_of(min(size, SHEETS))
    columns = columns_of(facts, ("CSTDCS", AWARD)) if size <= SHEETS else from_register(size)[0]
    ours = add("cột → kết luận, mọi điều kiện", lambda: evaluate(columns, AWARD, PERIOD, ON, rules))
    agree("cột", deciding(ours), wanted)
    add("cột → kết luận, chỉ các điều kiện của sổ", lambda: own_conditions(columns, rules))
    agree(
        "cơ sở dữ liệu",
        add("cơ sở dữ liệu → kết luận từng người", lambda: from_database(size, rules)),
        wanted,
    )
    add("  trong đó riêng câu lệnh đọc dòng", lambda: from_register(size))
    columns = ours = None  # their memory is wanted for what follows
    some = len(facts)
    written = add(PYTHON, lambda: by_python(facts), some)
    add(
        "dữ kiện → cột → kết luận",
        lambda: evaluate(columns_of(facts, ("CSTDCS", AWARD)), AWARD, PERIOD, ON, rules).verdict,
        some,
    )
    outcome = evaluate(columns_of(facts, ("CSTDCS", AWARD)), AWARD, PERIOD, ON, rules)
    sheet = add("phiếu lý do đầy đủ, từ cột", lambda: list(sheets(outcome)), some)
    add(
        "phiếu lý do đầy đủ, từ dữ kiện",
        lambda: list(sheets(evaluate(columns_of(facts, ("CSTDCS", AWARD)), AWARD, PERIOD, ON, rules))),
        some,
    )
    alone = add(
        "xét từng người một (judge)",
        lambda: judge_many(facts[:5000], AWARD, PERIOD, ON, rules),
        min(some, 5000),
        1,
    )
    if sheet[:5000] != alone or [said(each) for each in sheet] != written:
        sys.exit("Phiếu lý do không khớp.")
    return found


def agree(name: str, given: Any, wanted: Any) -> None:
    """End the run when two ways do not give everybody the same answers."""
    if not all(np.array_equal(one, other) for one, other in zip(given, wanted, strict=True)):
        sys.exit(f"{name}: kết luận không khớp.")


def flat_columns(size: int) -> tuple[Any, ...]:
    """Owner, award (0 base, 1 city), year, counts, of the two titles the check looks at."""
    rows = [
        (person, code == AWARD, year, decided.toordinal(), revoked)
        for person, code, year, decided, revoked in history(size)
        if code != "LDTT"
    ]
    owner, award, year, decided, revoked = (np.array(part) for part in zip(*rows, strict=True))
    return owner.astype(np.int32), award, year.astype(np.int16), decided.astype(np.int32), revoked


def by_numpy(size: int, owner: Any, award: Any, year: Any, decided: Any, revoked: Any) -> tuple[Any, Any]:
    """The check by hand on arrays: chain, and given twice."""
    counts = ~revoked & (decided <= ON.toordinal())
    held = np.zeros((4, size), np.bool_)
    for back in range(4):
        held[back, owner[counts & ~award & (year == PERIOD - back)]] = True
    last = np.zeros(size, np.int16)
    np.maximum.at(last, owner[counts & award & (year < PERIOD)], year[counts & award & (year < PERIOD)])
    twice = np.zeros(size, np.bool_)
    twice[owner[counts & award & (year == PERIOD)]] = True
    return by_dense(held, last, twice)


def dense_years(size: int, owner: Any, award: Any, year: Any, decided: Any, revoked: Any) -> tuple[Any, Any, Any]:
    """The same laid out by year before the clock starts."""
    held = np.zeros((4, size), np.bool_)
    counts = ~revoked & (decided <= ON.toordinal())
    for back in range(4):
        held[back, owner[counts & ~award & (year == PERIOD - back)]] = True
    last = np.zeros(size, np.int16)
    np.maximum.at(last, owner[counts & award & (year < PERIOD)], year[counts & award & (year < PERIOD)])
    twice = np.zeros(size, np.bool_)
    twice[owner[counts & award & (year == PERIOD)]] = True
    return held, last, twice


def by_dense(held: Any, last: Any, twice: Any) -> tuple[Any, Any]:
    """Three in a row to the period or to the year before; years used again are in doubt."""
    now, before = held[0] & held[1] & held[2], held[1] & held[2] & held[3]
    start = np.where(now, PERIOD - 2, PERIOD - 3)
    chain = np.where(now | before, np.where(start <= last, OPEN, PASS), FAIL).astype(np.int8)
    return chain, np.where(twice, FAIL, PASS).astype(np.int8)


SQL = """
SELECT r.id,
  CASE WHEN h.y0 + h.y1 + h.y2 = 3 THEN CASE WHEN {period} - 2 <= h.used THEN {open} ELSE {ok} END
       WHEN h.y1 + h.y2 + h.y3 = 3 THEN CASE WHEN {period} - 3 <= h.used THEN {open} ELSE {ok} END
       ELSE {fail} END AS chain,
  CASE WHEN h.twice = 1 THEN {fail} ELSE {ok} END AS twice
FROM {recipient} r LEFT JOIN (
  SELECT recipient_id,
    MAX(CASE WHEN award = 'CSTDCS' AND period_to = {period} THEN 1 ELSE 0 END) AS y0,
    MAX(CASE WHEN award = 'CSTDCS' AND period_to = {period} - 1 THEN 1 ELSE 0 END) AS y1,
    MAX(CASE WHEN award = 'CSTDCS' AND period_to = {period} - 2 THEN 1 ELSE 0 END) AS y2,
    MAX(CASE WHEN award = 'CSTDCS' AND period_to = {period} - 3 THEN 1 ELSE 0 END) AS y3,
    MAX(CASE WHEN award = '{award}' AND period_to < {period} THEN period_to ELSE 0 END) AS used,
    MAX(CASE WHEN award = '{award}' AND period_to = {period} THEN 1 ELSE 0 END) AS twice
  FROM {honour}
  WHERE award IN ('CSTDCS', '{award}') AND status <> 'revoked' AND decision_date <= '{on}'
  GROUP BY recipient_id) h ON h.recipient_id = r.id
"""


def sql(recipient: str = "register_recipient", honour: str = "register_honour") -> str:
    """The one statement, for an engine's own tables."""
    return SQL.format(
        period=PERIOD,
        award=AWARD,
        on=ON.isoformat(),
        open=OPEN,
        ok=PASS,
        fail=FAIL,
        recipient=recipient,
        honour=honour,
    )


def by_sql(size: int) -> tuple[Any, Any]:
    """One statement in the application's database, everybody's answer fetched into arrays."""
    from django.db import connection  # noqa: PLC0415 - Django must stand

    chain, twice = np.zeros(size, np.int8), np.zeros(size, np.int8)
    with connection.cursor() as cursor:
        cursor.execute(sql())
        while some := cursor.fetchmany(50_000):
            keys, one, other = zip(*some, strict=True)
            place = np.array(keys) - 1
            chain[place], twice[place] = one, other
    return chain, twice


def count_by_sql() -> Any:
    """The same statement, counted in the database: three rows come back."""
    from django.db import connection  # noqa: PLC0415 - Django must stand

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT chain, twice, COUNT(*) FROM ({sql()}) answers GROUP BY chain, twice")  # noqa: S608 - our own text
        return cursor.fetchall()


def duck(size: int, flat: tuple[Any, ...]) -> Callable[[], tuple[Any, Any]]:
    """The same statement in DuckDB, its tables filled before the clock starts; one thread, as all the others."""
    import duckdb  # noqa: PLC0415 - only this way needs it

    owner, award, year, decided, revoked = flat
    frame = {
        "recipient_id": owner + 1, "award": np.where(award, AWARD, "CSTDCS"), "period_to": year,
        "status": np.where(revoked, "revoked", "valid"),
        "decision_date": (decided - date(1970, 1, 1).toordinal()).astype("M8[D]").astype("M8[us]"),
    }  # fmt: skip
    recipients = {"id": np.arange(1, size + 1)}
    base = duckdb.connect(":memory:", config={"threads": 1})
    base.execute("CREATE TABLE honour AS SELECT * REPLACE (CAST(decision_date AS DATE) AS decision_date) FROM frame")
    base.execute("CREATE TABLE recipient AS SELECT * FROM recipients")
    del frame, recipients

    def act() -> tuple[Any, Any]:
        got = base.execute(sql("recipient", "honour")).fetchnumpy()
        order = np.argsort(got["id"])
        return got["chain"][order].astype(np.int8), got["twice"][order].astype(np.int8)

    return act


def deciding(outcome: Any) -> tuple[Any, Any]:
    """Our codes of the two conditions the register decides."""
    codes = {
        condition.id: found for condition, found in zip(outcome.compiled.conditions, outcome.conditions, strict=True)
    }
    return codes["chuoi-cstdcs"], codes["khong-trung-ky"]


def own_conditions(columns: Any, rules: Any) -> Any:
    """The two conditions the handwritten ways check, and no others."""
    from thidua.awards.rules.bulk.asking import Ask  # noqa: PLC0415 - Django must stand
    from thidua.awards.rules.bulk.evaluating import statuses  # noqa: PLC0415 - Django must stand

    compiled = rules.compiled(AWARD)
    ask, everybody = Ask(columns, compiled, PERIOD, ON), np.ones(columns.size, np.bool_)
    return [
        statuses(condition, ask, everybody)
        for condition in compiled.conditions
        if condition.id in ("chuoi-cstdcs", "khong-trung-ky")
    ]


def from_register(size: int) -> list[Any]:
    """The register as columns."""
    from thidua.awards.queries.bulk import register_chunks  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand

    chunks = register_chunks(Recipient.objects.all(), ["CSTDCS", AWARD], size=size if size <= SHEETS else 10**9)
    return [chunk.columns for chunk in chunks]


def from_database(size: int, rules: Any) -> tuple[Any, Any]:
    """From the database to everybody's verdict, chunk by chunk."""
    from thidua.awards.queries.bulk import judged  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand

    chain, twice = np.zeros(size, np.int8), np.zeros(size, np.int8)
    for chunk, outcome in judged(Recipient.objects.all(), AWARD, PERIOD, ON, rules):
        chain[chunk.keys - 1], twice[chunk.keys - 1] = deciding(outcome)
    return chain, twice


def facts_of(size: int) -> list[Any]:
    """The same people as facts in memory."""
    from thidua.awards.rules import Facts, HeldHonour, RecipientKind  # noqa: PLC0415 - Django must stand

    held: list[list[Any]] = [[] for _ in range(size)]
    for person, code, year, decided, revoked in history(size):
        held[person].append(
            HeldHonour(
                code,
                year,
                year,
                f"{year % 97}/QĐ-UBND",
                decided,
                "revoked" if revoked else "valid",
                "Chủ tịch UBND Thành phố",
            )
        )
    return [
        Facts(f"recipient:{person + 1}", RecipientKind.INDIVIDUAL, honours=tuple(rows))
        for person, rows in enumerate(held)
    ]


def said(verdict: Any) -> tuple[Any, ...]:
    """A verdict as the handwritten sheet has it: the chain's sentence and facts, and the answer of the rest."""
    chain = next(each for each in verdict.conditions if each.id == "chuoi-cstdcs")
    twice = next(each for each in verdict.conditions if each.id == "khong-trung-ky")
    return (
        verdict.verdict.value,
        chain.status.value,
        chain.text,
        chain.facts[: len(chain.facts) - 3],
        twice.status.value,
        twice.text,
    )


def by_python(facts: list[Any]) -> list[tuple[Any, ...]]:
    """Sheets written by hand for this one award: the chain's sentence and facts, given twice or not, the rest as given."""
    return [sheet_by_hand(each.honours) for each in facts]


def fact_by_hand(row: Any) -> dict[str, Any]:
    """One honour as a fact."""
    return {
        "honour": {
            "award": row.award, "period": str(row.last_year), "decision_number": row.decision_number,
            "decision_date": row.decision_date.isoformat(), "status": row.status, "decided_by": row.decided_by, "route": row.route,
        }
    }  # fmt: skip


def sheet_by_hand(honours: Any) -> tuple[Any, ...]:
    """Plain Python for one person."""
    base, used, twice = {}, 0, False
    for row in honours:
        if row.award == "CSTDCS":
            base[row.last_year] = row
        elif row.award == AWARD and row.status != "revoked" and row.decision_date <= ON:
            if row.last_year == PERIOD:
                twice = True
            else:
                used = max(used, row.last_year)
    best: tuple[Any, ...] = (-1, 0, [], [])
    for end in (PERIOD, PERIOD - 1):
        years = range(end - 2, end + 1)
        rows = [base[year] for year in years if year in base]
        gaps = [year for year in years if year not in base or base[year].status == "revoked"]
        tried = (not gaps, -len(gaps), rows, gaps)
        if tried[:2] > best[:2]:
            best = tried
    whole, _, rows, gaps = best
    listed = ", ".join(str(row.last_year) for row in rows)
    again = [row.last_year for row in rows if row.last_year <= used]
    if not whole:
        notes = "; ".join(f"{row.last_year}: đã bị thu hồi" for row in rows if row.status == "revoked")
        status = "fail"
        stand = sorted(year for year, row in base.items() if row.status != "revoked" and year <= PERIOD)
        had = f"đang có {', '.join(map(str, stand[-5:]))}" if stand else "chưa có lần nào"
        text = (
            f"Chưa có 3 lần liên tục được tặng Chiến sĩ thi đua cơ sở đến kỳ {PERIOD}: thiếu năm "
            f"{', '.join(map(str, gaps))}; {had}{f' ({notes})' if notes else ''}."
        )
    elif again:
        status = "unknown"
        text = (
            f"Có 3 lần liên tục được tặng Chiến sĩ thi đua cơ sở ({listed}), nhưng năm {', '.join(map(str, again))} đã tính cho "
            "lần được tặng Chiến sĩ thi đua Thành phố trước; cần đối chiếu hướng dẫn của Thành phố."
        )
    else:
        status, text = "pass", f"Có 3 lần liên tục được tặng Chiến sĩ thi đua cơ sở: {listed}."
    told = f"Đã được tặng Chiến sĩ thi đua Thành phố năm {PERIOD}; một thành tích không được khen hai lần."
    if not twice:
        told = f"Chưa được tặng Chiến sĩ thi đua Thành phố cho kỳ {PERIOD}."
    verdict = "fail" if twice or status == "fail" else "unknown"  # the register knows of no initiative
    facts = tuple(fact_by_hand(row) for row in rows)
    return verdict, status, text, facts, "fail" if twice else "pass", told


def single() -> None:
    """One nominee through the bridge: milliseconds and queries."""
    from django.db import connection  # noqa: PLC0415 - Django must stand
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 - Django must stand

    from thidua.awards.queries import verdict_for  # noqa: PLC0415 - Django must stand
    from thidua.register.models import Recipient  # noqa: PLC0415 - Django must stand

    people = list(Recipient.objects.select_related("person").order_by("pk")[:200])
    verdict_for(people[0], {}, AWARD, PERIOD, ON)
    with CaptureQueriesContext(connection) as cost:
        verdict_for(people[1], {}, AWARD, PERIOD, ON)
    started = time.process_time()
    for person in people:
        verdict_for(person, {}, AWARD, PERIOD, ON)
    spent = (time.process_time() - started) / len(people) * 1000
    print(f"\nMột người, từ sổ, có lý do và dữ kiện: {spent:.2f} ms CPU, {len(cost)} câu SQL")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
