"""Reading an old ledger in: the file kept, its lines shown, columns and words explained, the good lines written.

Long files are read and written in the background, in steps that can be taken up again.
"""

from __future__ import annotations

from collections.abc import Mapping as Words
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.documents.actions import store_file
from thidua.documents.checks.worker import check_upload
from thidua.documents.queries import file_bytes
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.memory import many_objects
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.register.actions.import_writing import Writing
from thidua.register.ledger import LEDGER_LIMITS, LedgerReading, Line, Mapping, read_ledger, rivals, tally
from thidua.register.ledger.mapping import CHOICES
from thidua.register.models import ImportBlock, ImportState, LearntWord, LedgerImport, LineClass
from thidua.register.policies import may_import
from thidua.register.queries.import_blocks import blocks_of, sealed
from thidua.register.queries.imports import mapping_of
from thidua.register.queries.matching import Matches, match
from thidua.register.queries.standing_lines import class_of
from thidua.register.reading import Unreadable, heading_key
from thidua.register.reading.entry import refused

AT_ONCE = 250_000
"""Bytes of a file up to which it is read and written while the person waits; a longer one goes to the background."""


def start_import(
    data: bytes, name: str, unit: Unit, mapping: Mapping | None = None, *, by: Acting, at: datetime
) -> LedgerImport:
    """Keep the file of a unit's old ledger, to be read; as `check_ledger`, then `keep_ledger`."""
    return keep_ledger(data, name, unit, check_ledger(data, name, by=by), mapping, by=by, at=at)


def check_ledger(data: bytes, name: str, *, by: Acting) -> str:
    """The kind of a file that may be opened; raises Unreadable otherwise. Writes nothing: call it before a transaction."""
    insist(may_import(by))
    verdict = check_upload(data, name, LEDGER_LIMITS.file)
    if not verdict.accepted:
        raise refused(verdict)
    return verdict.kind


@transaction.atomic
def keep_ledger(
    data: bytes, name: str, unit: Unit, kind: str, mapping: Mapping | None = None, *, by: Acting, at: datetime
) -> LedgerImport:
    """Keep a checked file of this kind, to be read."""
    insist(may_import(by))
    made = LedgerImport.objects.create(
        unit=unit,
        name=name[:200],
        mapping=(mapping or Mapping()).to_json(),
        created_by=by.user,
        created_at=at,
    )
    made.file = store_file(data, name, kind, made.key, by=by, at=at)
    made.save(update_fields=["file"])
    record("register.start_import", made.key, by=by.actor, at=at, data={"unit": unit.key})
    return made


def is_short(ledger_import: LedgerImport) -> bool:
    """Whether the file is read and written while the person waits."""
    return ledger_import.file is not None and ledger_import.file.size <= AT_ONCE


@many_objects()
def read_import(ledger_import: LedgerImport, *, by: Acting, at: datetime) -> LedgerImport:
    """Read the kept file as it is understood now, compare it with the ledger, and keep its lines to be shown.

    A file that holds no ledger ends as FAILED with the reason; it is no error of the worker. Nothing is locked while the
    file is read, which takes seconds; should somebody explain it otherwise meanwhile, Conflict is raised and nothing kept.
    """
    assert ledger_import.file is not None
    mapping = mapping_of(ledger_import)
    try:
        reading = read_lines(file_bytes(ledger_import.file), ledger_import.file.name, ledger_import.unit, mapping, at)
    except Unreadable as failure:
        return _move(
            ledger_import,
            ImportState.FAILED,
            (ImportState.READING,),
            revision=ledger_import.revision,
            failure=failure.reason,
        )
    classes = classes_of(reading.lines, match(reading.lines, ledger_import.unit_id), mapping.settled)
    return _keep_lines(ledger_import, reading, classes, by=by, at=at)


@transaction.atomic
def _keep_lines(
    ledger_import: LedgerImport,
    reading: LedgerReading,
    classes: dict[LineClass, list[Line]],
    *,
    by: Acting,
    at: datetime,
) -> LedgerImport:
    ledger_import.blocks.all().delete()
    ImportBlock.objects.bulk_create(blocks_of(ledger_import, classes.items()), batch_size=50)
    numbers = {
        "lines": len(reading.lines), "ignored": len(reading.ignored),
        **{kind.value: len(lines) for kind, lines in classes.items()}, **tally(reading.lines),
    }  # fmt: skip
    record("register.read_import", ledger_import.key, by=by.actor, at=at, data=numbers)
    return _move(
        ledger_import,
        ImportState.PREVIEW,
        (ImportState.READING,),
        revision=ledger_import.revision,
        numbers=numbers,
        sheet_sealed=sealed(_sheet(reading)),
        written=0,
    )


def read_lines(data: bytes, name: str, unit: Unit, mapping: Mapping, at: datetime) -> LedgerReading:
    """Read a unit's ledger as it is understood. Raises Unreadable, also when no line of honours is found."""
    default = unit.name if unit.kind not in ("city", "standing_office") else ""
    reading = read_ledger(data, name, mapping=mapping, default_unit=default, on=local_day(at))
    if not reading.lines and not reading.columns:
        raise Unreadable("NO_TABLE", _("Không tìm thấy bảng khen thưởng trong tệp. Đề nghị kiểm tra dòng tiêu đề cột."))
    return reading


def _sheet(reading: LedgerReading) -> dict[str, Any]:
    return {
        "columns": [[c.sheet, c.column, c.header, c.field, c.how, list(c.samples)] for c in reading.columns],
        "ignored": [[i.sheet, i.row, i.why] for i in reading.ignored[:2000]],
        "unit": reading.unit,
        "rivals": rivals(reading.lines),
        "words": reading.words_unknown(),
    }


def classes_of(lines: list[Line], matches: Matches, settled: Words[str, str]) -> dict[LineClass, list[Line]]:
    """The lines by what becomes of them; problems that only the ledger tells are added to them."""
    found = [class_of(line, matches, settled) for line in lines]
    stands_for: set[tuple[int, str, int, int]] = set()
    classes: dict[LineClass, list[Line]] = {kind: [] for kind in LineClass}
    for line, kind in zip(lines, found, strict=True):
        if (
            kind is LineClass.TWICE and found[line.twin] is LineClass.BAD
        ):  # what it repeats must be mended: it stands itself
            honour = (line.who, line.award, line.period_from, line.period_to)
            classes[LineClass.TWICE if honour in stands_for else LineClass.GOOD].append(line)
            stands_for.add(honour)
        else:
            classes[kind].append(line)
    return classes


@transaction.atomic
def explain(
    ledger_import: LedgerImport,
    *,
    places: Words[tuple[str, str], str],
    headings: Words[str, str],
    awards: Words[str, str],
    settled: Words[str, str],
    revision: int,
    by: Acting,
    at: datetime,
) -> LedgerImport:
    """Say what columns and words are and what to do with kinds of problems; the file is to be read again.

    `places`: (sheet, letter) → field, empty to undo; `headings`: the heading of such a column → field; `awards`: words →
    code; `settled`: code of a problem → "accept", "keep" or empty. What columns and words are is remembered for the unit.
    """
    insist(may_import(by))
    before = mapping_of(ledger_import)
    if wrong := {field for field in places.values() if field} - set(CHOICES):
        raise Refused(_("Không có trường “%(field)s”. Chưa đổi gì.") % {"field": wrong.pop()})
    after = Mapping(
        columns=before.columns,
        places=_changed(before.places, places),
        awards=_changed(before.awards, awards),
        settled=_changed(before.settled, settled),
    )
    learn(
        ledger_import.unit,
        LearntWord.Kind.HEADING,
        {heading_key(text): field for text, field in headings.items()},
    )
    learn(ledger_import.unit, LearntWord.Kind.AWARD, awards)
    told = {"columns": len(places), "awards": len(awards), "settled": dict(settled)}
    record("register.explain_import", ledger_import.key, by=by.actor, at=at, data=told)
    return _move(
        ledger_import,
        ImportState.READING,
        (ImportState.PREVIEW, ImportState.FAILED),
        revision=revision,
        mapping=after.to_json(),
        failure="",
    )


def _changed(before: Words[Any, str], changes: Words[Any, str]) -> dict[Any, str]:
    return {key: value for key, value in {**before, **changes}.items() if value}


def learn(unit: Unit, kind: LearntWord.Kind, words: Words[str, str]) -> None:
    """Remember for the unit what words stand for; an empty meaning forgets them."""
    for text, meaning in words.items():
        if not meaning:
            LearntWord.objects.filter(unit=unit, kind=kind, words=text[:200]).delete()
        elif text:
            LearntWord.objects.update_or_create(unit=unit, kind=kind, words=text[:200], defaults={"meaning": meaning})


@transaction.atomic
def begin_writing(ledger_import: LedgerImport, *, revision: int, by: Acting, at: datetime) -> LedgerImport:
    """Say that the good lines are to be written. Raises Refused when there is none, Conflict when the preview changed."""
    insist(may_import(by))
    if not ledger_import.numbers.get(LineClass.GOOD):
        raise Refused(_("Không có dòng nào ghi được. Chưa ghi gì; hãy xem các dòng phải sửa."))
    record(
        "register.begin_import",
        ledger_import.key,
        by=by.actor,
        at=at,
        data={"good": ledger_import.numbers[LineClass.GOOD]},
    )
    return _move(ledger_import, ImportState.WRITING, (ImportState.PREVIEW,), revision=revision)


@many_objects()
def write_import(ledger_import: LedgerImport, *, by: Acting, at: datetime) -> LedgerImport:
    """Write the good lines, some thousand in each transaction; begun again, it goes on where it stopped.

    Each transaction writes honours, recipients, journal and outcome together, so no line is written twice.
    """
    insist(may_import(by))
    writing = Writing(ledger_import, by=by, at=at)
    while writing.step():
        pass
    with transaction.atomic():
        numbers = {**ledger_import.numbers, **writing.close()}
        record("register.end_import", ledger_import.key, by=by.actor, at=at, data=numbers)
        return _move(ledger_import, ImportState.DONE, (ImportState.WRITING,), numbers=numbers)


@transaction.atomic
def drop_import(ledger_import: LedgerImport, *, revision: int, by: Acting, at: datetime) -> LedgerImport:
    """Put away an import of which nothing was written; the file stays, its lines go."""
    insist(may_import(by))
    ledger_import.blocks.all().delete()
    record("register.drop_import", ledger_import.key, by=by.actor, at=at)
    sources = (ImportState.PREVIEW, ImportState.FAILED, ImportState.READING)
    return _move(ledger_import, ImportState.DROPPED, sources, revision=revision, sheet_sealed=None)


def _move(
    ledger_import: LedgerImport,
    state: ImportState,
    sources: tuple[ImportState, ...],
    *,
    revision: int | None = None,
    **fields: Any,
) -> LedgerImport:
    """The one writer of the state, by compare-and-swap."""
    rows = LedgerImport.objects.filter(pk=ledger_import.pk, state__in=sources)
    rows = rows if revision is None else rows.filter(revision=revision)
    if not rows.update(state=state, revision=F("revision") + 1, **fields):
        raise Conflict(_("Sổ này vừa được xử lý ở cửa sổ khác. Chưa ghi gì; hãy mở lại trang."))
    ledger_import.refresh_from_db()
    return ledger_import
