"""The console command `thidua register import`: an old ledger read, compared with the register, written."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from thidua.documents.checks import check_file
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day, now
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.actions import operator
from thidua.organisation.models import Duty, Unit, UnitKind
from thidua.organisation.queries import unit_by_name, valid_on
from thidua.organisation.sealing import mask_cccd
from thidua.register.actions import importing
from thidua.register.ledger import SCHEMA, Line, Mapping, WrongMap, bad_lines_workbook, mapping_from_json
from thidua.register.models import ImportState, LedgerImport, LineClass
from thidua.register.policies import IMPORTS
from thidua.register.queries.import_blocks import lines_in
from thidua.register.queries.imports import bad_lines, columns_of, ignored_of, learnt_by
from thidua.register.queries.matching import match
from thidua.register.reading import Unreadable
from thidua.register.reading.shapes import Column, Ignored

Json = dict[str, Any]


class _CannotError(Exception):
    """The command stops with this sentence."""


def add_import(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thidua register import FILE`."""
    parser = verbs.add_parser("import", help="nạp một sổ khen thưởng cũ (Excel, CSV, Word, PDF)")
    parser.add_argument("file", type=Path)
    parser.add_argument(
        "--map",
        type=Path,
        dest="map",
        help="tệp JSON: cột, danh hiệu, điều đã quyết (register-import/1, map)",
    )
    parser.add_argument("--unit", default="", help="tên đơn vị có sổ (mặc định: Ban)")
    parser.add_argument(
        "--as", dest="username", default="", help="tài khoản của người nạp (mặc định: người vận hành máy chủ)"
    )
    parser.add_argument("--dry-run", action="store_true", help="chỉ đọc và so với Sổ, không lưu gì")
    parser.add_argument("--bad", type=Path, help="ghi các dòng phải sửa ra tệp Excel này")
    parser.add_argument("--json", action="store_true", help="in JSON (register-import/1); số định danh được che")
    parser.set_defaults(run=run_import)


def run_import(options: argparse.Namespace) -> int:
    """Read, compare and write an old ledger; exit 2 when it cannot be read or nobody may import it: then nothing is written."""
    at = now()
    try:
        mapping = _mapping(options.map)
        data = _bytes(options.file)
        by = _acting(options.username) if options.username or not options.dry_run else None
        unit = _unit(options.unit, by)
        found = (
            _tried(data, options.file.name, unit, mapping, at)
            if by is None or options.dry_run
            else _written(data, options.file.name, unit, mapping, by, at)
        )
        if not found["counts"]["lines"]:
            raise _CannotError(
                "Tệp có bảng nhưng không đọc được lần khen nào. Hãy xem lại dòng tiêu đề, dấu ngoặc kép. Chưa ghi gì."
            )
    except (_CannotError, WrongMap, Unreadable, Refused) as failure:
        reason = str(failure) if isinstance(failure, _CannotError) else failure.reason
        if options.json:
            print(json.dumps({"schema": SCHEMA, "error": reason}, ensure_ascii=False))
        else:
            print(reason, file=sys.stderr)
        return 2
    workbook = found.pop("workbook")
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _say(found)
    return _give_back(options.bad, workbook) if options.bad else 0


def _give_back(path: Path, workbook: Callable[[], bytes]) -> int:
    try:
        path.write_bytes(workbook())
    except OSError:
        print(f"Không ghi được tệp các dòng phải sửa vào {path}. Việc nạp sổ không đổi.", file=sys.stderr)
        return 2
    return 0


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        raise _CannotError(f"Không thấy tệp {path.name}.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise _CannotError(f"Không mở được tệp {path.name}.") from error


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return mapping_from_json(json.loads(_bytes(path).decode("utf-8-sig")))
    except ValueError as error:
        if isinstance(error, WrongMap):
            raise
        raise WrongMap(f"Tệp {path.name} không phải JSON đọc được.") from error


def _acting(username: str) -> Acting:
    """The person named, in a duty that may import; when none is named, whoever works at the console."""
    if not username:
        return operator()
    duties = Duty.objects.filter(valid_on(local_day(now())), code__in=IMPORTS, user__username=username)
    duty = duties.select_related("user", "unit").order_by("id").first()
    if duty is None:
        raise _CannotError(f"Tài khoản {username} không có nhiệm vụ được nạp sổ. Chưa ghi gì.")
    return acting_for(duty.user, duty)


def _unit(name: str, by: Acting | None) -> Unit:
    """Whose ledger it is: the unit named, that of the person, else the standing office.

    A dry run keeps nothing (`by` None): before there is a catalogue it reads for an office not yet set up.
    """
    if name:
        found = unit_by_name(name)
        if found is None:
            raise _CannotError(f"Danh mục không có đúng một đơn vị tên “{name}”.")
        return found
    if by is not None and by.unit is not None:
        return by.unit
    office = Unit.objects.filter(kind=UnitKind.STANDING_OFFICE).order_by("id").first()
    if office is None and by is not None:
        raise _CannotError("Danh mục chưa có cơ quan thường trực. Hãy lập danh mục đơn vị trước. Chưa ghi gì.")
    return office or Unit(kind=UnitKind.STANDING_OFFICE, name=str(UnitKind.STANDING_OFFICE.label))


# ---- what was found ------------------------------------------------------------------------------------------


def _tried(data: bytes, name: str, unit: Unit, mapping: Mapping, at: datetime) -> Json:
    """Read and compared, nothing kept."""
    reading = importing.read_lines(data, name, unit, mapping.over(learnt_by(unit) if unit.pk else Mapping()), at)
    matches = match(reading.lines, unit.pk or 0)
    classes = importing.classes_of(reading.lines, matches, mapping.settled)
    rows = (
        (line, kind.value, matches.honours_of(line).get("", 0)) for kind, lines in classes.items() for line in lines
    )
    found = _told(name, reading.file_kind, unit, True, rows, reading.columns, reading.ignored)
    return found | {"workbook": lambda: bad_lines_workbook(classes[LineClass.BAD], reading.columns)}


def _written(data: bytes, name: str, unit: Unit, mapping: Mapping, by: Acting, at: datetime) -> Json:
    """Kept, read, compared, and the good lines written."""
    made = importing.start_import(data, name, unit, mapping, by=by, at=at)
    made = importing.read_import(made, by=by, at=at)
    if made.state == ImportState.FAILED:
        raise _CannotError(made.failure)
    if made.numbers[LineClass.GOOD]:
        made = importing.begin_writing(made, revision=made.revision, by=by, at=at)
        made = importing.write_import(made, by=by, at=at)
    found = _told(name, check_file(data, name).kind, unit, False, _rows(made), columns_of(made), ignored_of(made))
    found["import"], found["counts"]["suspected"] = made.key, made.numbers.get("suspected", 0)
    return found | {"workbook": lambda: bad_lines_workbook(bad_lines(made), columns_of(made))}


def _rows(made: LedgerImport) -> Iterator[tuple[Line, str, int]]:
    for block in made.blocks.order_by("first"):
        for place, line in enumerate(lines_in(block)):
            honour = block.outcome[place] if block.outcome else 0
            yield line, ("written" if honour else "known") if block.outcome else block.kind, honour


def _told(
    name: str,
    kind: str,
    unit: Unit,
    dry: bool,
    rows: Iterable[tuple[Line, str, int]],
    columns: Iterable[Column],
    ignored: Iterable[Ignored],
) -> Json:
    told = sorted((_row(*row) for row in rows), key=lambda row: (row["sheet"], row["row"], row["part"]))
    counts = Counter(row["outcome"] for row in told)
    problems = Counter(problem["code"] for row in told for problem in row["problems"])
    return {
        "schema": SCHEMA, "file": name, "kind": kind, "unit": unit.name, "dry_run": dry, "import": None,
        "counts": {"lines": len(told), **{key: counts.get(key, 0) for key in ("good", "written", "known", "twice", "bad")}, "suspected": 0},
        "problems": dict(problems),
        "columns": [{"sheet": c.sheet, "column": c.column, "header": c.header, "field": c.field, "how": c.how} for c in columns],
        "rows": told,
        "ignored": [{"sheet": i.sheet, "row": i.row, "why": i.why} for i in ignored],
    }  # fmt: skip


def _row(line: Line, outcome: str, honour: int) -> Json:
    return {
        "sheet": line.sheet, "row": line.row, "part": line.part, "outcome": outcome,
        "honour": f"honour:{honour}" if honour else None, "kind": line.kind, "name": line.name, "birth": line.birth,
        "cccd": mask_cccd(line.cccd), "position": line.position, "unit": line.unit, "award": line.award, "award_name": line.award_name,
        "period_from": line.period_from or None, "period_to": line.period_to or None, "decision_number": line.number,
        "decision_date": line.day, "signer": line.signer, "decided_by": line.authority, "status": line.standing,
        "certificate_number": line.certificate, "bonus": line.bonus, "route": line.route, "note": line.note,
        "problems": [
            {"code": p.code, "field": p.field, "message": p.message, "proposal": p.proposal, "blocking": p.blocking} for p in line.problems
        ],
    }  # fmt: skip


def _say(found: Json) -> None:
    counts = found["counts"]
    ready = f"{counts['good']} dòng ghi được" if found["dry_run"] else f"đã ghi {counts['written']} dòng"
    print(
        f"{counts['lines']} dòng: {ready}, {counts['known']} đã có trong Sổ, {counts['twice']} trùng trong tệp, {counts['bad']} phải sửa."
    )
    for row in found["rows"]:
        if row["outcome"] == "bad":
            reasons = " ".join(p["message"] for p in row["problems"] if p["blocking"])
            print(f"  {row['sheet']}, dòng {row['row']}: {reasons}")
