"""The preview of a unit's list: kept encrypted, mended line by line, read again when a column is named."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.awards.queries import award_name
from thidua.documents.queries import file_bytes
from thidua.dossiers.actions.twins import awards_of, hints_for
from thidua.dossiers.models import Round, Submission
from thidua.dossiers.policies import may_work_on
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.organisation.sealing import open_text, seal_text
from thidua.register.actions.importing import learn
from thidua.register.models import LearntWord
from thidua.register.queries.imports import list_headings_of
from thidua.register.reading import (
    Carried,
    ListReading,
    Row,
    Status,
    accept,
    accept_many,
    carry_over,
    choices_of,
    correct,
    keep,
    keepable,
    leave_out,
    leave_out_many,
    read_list,
    with_twins,
)
from thidua.register.reading.headings import heading_key
from thidua.register.reading.shapes import Key


def sealed(reading: ListReading) -> bytes:
    """The reading as it is kept: encrypted, for it holds identity numbers."""
    return seal_text(json.dumps(reading.to_json(), ensure_ascii=False))


def reading_of(submission: Submission) -> ListReading | None:
    """The lines of the preview that are not taken in yet; None when there is no preview."""
    if not submission.reading_sealed:
        return None
    return ListReading.from_json(json.loads(open_text(submission.reading_sealed)))


def read_for(
    round_: Round,
    unit: Unit,
    data: bytes,
    name: str,
    chosen: Mapping[tuple[str, str], str],
    at: datetime,
    *,
    forget: Collection[str] = (),
) -> ListReading:
    """Read a unit's file for a round: by the headings the unit has taught, less those to `forget`; the round's only award is the default of lines that name none.

    Writes nothing and takes seconds for a long list: call it outside a transaction.
    """
    learnt = {heading: field for heading, field in list_headings_of(unit).items() if heading not in forget}
    default = award_name(round_.awards[0], local_day(at)) if len(round_.awards) == 1 else ""
    return read_list(
        data, name, default_unit=unit.name, default_award=default, learnt=learnt, chosen=chosen, on=local_day(at)
    )


def numbers(reading: ListReading, round_: Round, *, taken: int) -> dict[str, int]:
    """How many lines are left, good and flagged, and how many were taken in: no personal data."""
    good = sum(is_good(row, round_) for row in reading.rows)
    return {"left": len(reading.rows), "flagged": len(reading.rows) - good, "good": good, "taken": taken}


def in_round(row: Row, round_: Round) -> bool:
    """Whether a line proposes an award of the round; a line that names none means the round's only award."""
    return bool(awards_of(row, round_))


def is_elsewhere(row: Row, round_: Round) -> bool:
    """Whether a line proposes awards, none of which the round takes."""
    return bool(row.awards) and not in_round(row, round_)


def is_good(row: Row, round_: Round) -> bool:
    """Whether a line may become a dossier of the round as it stands."""
    return row.status is Status.ACCEPTED and in_round(row, round_)


@transaction.atomic
def mend(
    submission: Submission, change: Callable[[ListReading], ListReading], *, revision: int, by: Acting, at: datetime
) -> Submission:
    """Change the preview: a cell typed anew, a proposal accepted, a line left out. Raises Conflict when it changed."""
    reading = _open(submission, by)
    changed = change(reading)
    changed = with_twins(changed, hints_for(changed.rows, submission.round, submission.unit_id))
    keep_reading(submission, changed, taken=submission.reading.get("taken", 0), revision=revision)
    record("dossiers.mend_list", submission.key, by=by.actor, at=at, data=submission.reading)
    return submission


def _open(submission: Submission, by: Acting) -> ListReading:
    insist(may_work_on(by, submission))
    reading = reading_of(submission)
    if reading is None:
        raise Refused(_("Danh sách này không còn dòng nào chờ sửa."))
    return reading


def keep_reading(submission: Submission, reading: ListReading, *, taken: int, revision: int) -> None:
    """Write the preview by compare-and-swap on the submission's revision."""
    fields = {
        "reading": numbers(reading, submission.round, taken=taken),
        "reading_sealed": sealed(reading) if reading.rows else None,
    }
    rows = Submission.objects.filter(pk=submission.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **fields):
        raise Conflict(
            _("Danh sách vừa được sửa ở cửa sổ khác. Lần bấm này chưa ghi gì; bảng dưới đây là bản mới nhất.")
        )
    submission.refresh_from_db()


def correct_cell(
    submission: Submission, key: Key, field: str, value: str, *, revision: int, by: Acting, at: datetime
) -> Submission:
    """Type one cell of the preview anew."""
    return mend(submission, lambda reading: correct(reading, key, field, value), revision=revision, by=by, at=at)


def accept_proposal(
    submission: Submission, key: Key, code: str, *, revision: int, by: Acting, at: datetime
) -> Submission:
    """Take the proposal for one line, or let the line stand as it is where it can."""

    def change(reading: ListReading) -> ListReading:
        if not any(p.proposal for p in reading.find(key).problems if p.code == code):
            _must_be_keepable(reading, key, code)
        return accept(reading, key, code)

    return mend(submission, change, revision=revision, by=by, at=at)


def keep_as_printed(
    submission: Submission, key: Key, code: str, *, revision: int, by: Acting, at: datetime
) -> Submission:
    """Let a value stand as the file has it, whatever is proposed. Raises Refused where it cannot be kept."""

    def change(reading: ListReading) -> ListReading:
        _must_be_keepable(reading, key, code)
        return keep(reading, key, code)

    return mend(submission, change, revision=revision, by=by, at=at)


def _must_be_keepable(reading: ListReading, key: Key, code: str) -> None:
    if any(not keepable(problem) for problem in reading.find(key).problems if problem.code == code):
        raise Refused(_("Ô này không giữ như trong tệp được. Hãy sửa ô hoặc bỏ dòng khỏi danh sách."))


def accept_all(submission: Submission, code: str, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Take every proposal of one kind."""
    return mend(
        submission,
        lambda reading: accept_many(reading, lines_with(reading, code), code),
        revision=revision,
        by=by,
        at=at,
    )


def lines_with(reading: ListReading, code: str) -> list[Key]:
    """The lines that have this problem with a proposal."""
    return [row.key for row in reading.rows if any(p.code == code and p.proposal for p in row.problems)]


def skip_line(submission: Submission, key: Key, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Leave one line of the file out."""
    return mend(submission, lambda reading: leave_out(reading, key), revision=revision, by=by, at=at)


def skip_other_rounds(submission: Submission, *, revision: int, by: Acting, at: datetime) -> Submission:
    """Leave out every line that proposes only awards this round does not take."""

    def change(reading: ListReading) -> ListReading:
        return leave_out_many(reading, [row.key for row in reading.rows if is_elsewhere(row, submission.round)])

    return mend(submission, change, revision=revision, by=by, at=at)


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """The kept file read with columns named by a person: what it gives, what the unit thereby teaches, words for the journal."""

    carried: Carried
    taught: Mapping[str, str]
    told: Mapping[str, str]


def read_again(submission: Submission, chosen: Mapping[int, str], *, by: Acting, at: datetime) -> ReadAgain:
    """Read the kept file with columns named by a person; corrections already made go with their lines.

    `chosen`: place in `reading.columns` → field of `reading.CHOICES`, empty to undo a choice. Writes nothing: call it
    before a transaction, it takes seconds for a long list. Raises Refused when no line would be left or no file was kept.
    """
    reading = _open(submission, by)
    if submission.file is None:
        raise Refused(_("Danh sách này không có tệp gốc để đọc lại."))
    before, after = choices_of(reading.columns), choices_of(reading.columns)
    for place, field in chosen.items():
        column = reading.columns[place]
        after.pop((column.sheet, column.column), None)
        if field:
            after[column.sheet, column.column] = field
    data, name, unit = file_bytes(submission.file), submission.file.name, submission.unit
    taught = _taught(reading, chosen)
    as_it_was = read_for(submission.round, unit, data, name, before, at)
    anew = read_for(submission.round, unit, data, name, after, at, forget=taught)
    carried = carry_over(reading, as_it_was, anew)
    if not carried.reading.rows:
        raise Refused(_("Đọc theo cách này thì không còn dòng nào. Chưa đổi gì; hãy xem lại cột họ tên."))
    return ReadAgain(carried, taught, _told(reading, chosen))


@transaction.atomic
def choose_columns(submission: Submission, again: ReadAgain, *, revision: int, by: Acting, at: datetime) -> None:
    """Keep the list as it was read again; the unit's next list is read so without asking.

    `revision` is the one the list had before it was read: raises Conflict when the preview changed since.
    """
    _open(submission, by)
    rows = again.carried.reading.rows
    found = with_twins(again.carried.reading, hints_for(rows, submission.round, submission.unit_id))
    keep_reading(submission, found, taken=submission.reading.get("taken", 0), revision=revision)
    learn(submission.unit, LearntWord.Kind.LIST, again.taught)
    record(
        "dossiers.choose_columns", submission.key, by=by.actor, at=at,
        data={**submission.reading, "columns": again.told, "kept": again.carried.kept, "lost": again.carried.lost},
    )  # fmt: skip


def _taught(reading: ListReading, chosen: Mapping[int, str]) -> dict[str, str]:
    """Headings and what they are. Leaving out a column everybody knows is said of this file alone."""
    columns = {reading.columns[place]: field for place, field in chosen.items()}
    return {
        heading_key(column.header): "" if field == "skipped" and column.how == "known" else field
        for column, field in columns.items()
    }


def _told(reading: ListReading, chosen: Mapping[int, str]) -> dict[str, str]:
    """Which column was named what, for the journal: number of the sheet and letter, no words of the file."""
    sheets = list(dict.fromkeys(column.sheet for column in reading.columns))
    return {
        f"{sheets.index(reading.columns[place].sheet) + 1}{reading.columns[place].column}": field or "auto"
        for place, field in chosen.items()
    }
