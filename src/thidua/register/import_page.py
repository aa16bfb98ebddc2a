"""An import as its page draws it: columns to name, words to explain, kinds of problems, lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from thidua.foundation.dates import show_iso
from thidua.organisation.sealing import mask_cccd
from thidua.register.file_words import ColumnChoice, column_choices, numbers_masked
from thidua.register.import_words import FIELDS, TITLES, UNDERSTOOD
from thidua.register.ledger import CHOICES, Line, Standing
from thidua.register.ledger.tables import column_place
from thidua.register.models import HonourStatus, LedgerImport, LineClass
from thidua.register.queries.imports import columns_of, mapping_of, words_unknown
from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.messages import field_of, keepable
from thidua.register.reading.shapes import Column, Problem

SHOWN = ("name", "birth", "cccd", "unit", "awards", "period", "decision_number", "decision_date", "status")


@dataclass(frozen=True)
class WordChoice:
    """Words of the file that name no award known: how many lines have them, and what they were said to be."""

    name: str
    words: str
    count: int
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class KindChoice:
    """A kind of problem: how many lines have it, whether they wait for it, and what may be done with all at once."""

    name: str
    title: str
    blocking: bool
    count: int
    options: list[tuple[str, str, bool]]


@dataclass(frozen=True)
class Drawn:
    """One line of the table: a cell is its words, its flag and what the file printed where that differs."""

    label: str
    cells: list[tuple[str, str]]
    remarks: list[tuple[str, bool]]
    outcome: int | None


def columns_shown(ledger_import: LedgerImport) -> list[ColumnChoice]:
    """Every column of the file; those not read first."""
    columns = columns_of(ledger_import)
    return column_choices(
        columns, several=len({column.sheet for column in columns}) > 1, words={**UNDERSTOOD, **FIELDS},
        choices={code: FIELDS[code] for code in CHOICES}, told=frozenset({"chosen", "learnt"}),
    )  # fmt: skip


def words_shown(ledger_import: LedgerImport) -> list[WordChoice]:
    """Words that name no award, or several; most frequent first."""
    told = mapping_of(ledger_import).awards
    titles = sorted(AwardNames.standard().titles.items(), key=lambda item: item[1])
    return [
        WordChoice(f"w{place}", words, count, [(code, title, code == told.get(words)) for code, title in titles])
        for place, (words, count) in enumerate(words_unknown(ledger_import))
    ]


def kinds_shown(ledger_import: LedgerImport) -> list[KindChoice]:
    """Kinds of problems, those to be mended first."""
    settled = mapping_of(ledger_import).settled
    proposals, blocking = (
        ledger_import.numbers.get("proposals", {}),
        ledger_import.numbers.get("blocking", {}),
    )
    kinds = []
    for code, count in {**dict.fromkeys(settled, 0), **ledger_import.numbers.get("problems", {})}.items():
        may = [("accept", _("lấy đề xuất")), ("keep", _("giữ như trong tệp"))]
        allowed = {"accept": bool(proposals.get(code)), "keep": bool(blocking.get(code)) and _may_keep(code)}
        options = [
            (value, label, settled.get(code) == value)
            for value, label in may
            if allowed[value] or settled.get(code) == value
        ]
        kinds.append(KindChoice(f"s_{code}", _(TITLES.get(code, code)), bool(blocking.get(code)), count, options))
    return sorted(kinds, key=lambda kind: (not kind.blocking, -kind.count))


def _may_keep(code: str) -> bool:
    return keepable(Problem(code, field_of(code), "")) or code in {
        "CCCD_LENGTH",
        "CCCD_LETTERS",
        "CCCD_SCIENTIFIC",
        "CCCD_ZERO_LOST",
    }


def explained(data: Mapping[str, str], ledger_import: LedgerImport) -> dict[str, Any]:
    """What a form says: arguments of `explain`. ValueError for a value nobody may choose."""
    places, headings = {}, {}
    for place, column in enumerate(columns_of(ledger_import)):
        value = data.get(f"c{place}")
        now = column.field if column.how in {"chosen", "learnt"} else ""
        if value is not None and value != now:
            places[column.sheet, column.column] = value
            headings[column.header] = value
    words = {choice.words: data[choice.name] for choice in words_shown(ledger_import) if data.get(choice.name)}
    kinds = {kind.name.removeprefix("s_"): data[kind.name] for kind in kinds_shown(ledger_import) if kind.name in data}
    titles = AwardNames.standard().titles
    if any(value and value not in CHOICES for value in places.values()) or any(
        code not in titles for code in words.values()
    ):
        raise ValueError
    if any(value not in {"", "accept", "keep"} for value in kinds.values()):
        raise ValueError
    return {
        "places": places,
        "headings": {k: v for k, v in headings.items() if k},
        "awards": words,
        "settled": kinds,
    }


def drawn(line: Line, kind: str, outcome: int | None, several: bool) -> Drawn:
    """A line as the table shows it; identity numbers masked."""
    flags: dict[str, str] = {}
    for found in line.problems:
        if found.blocking or found.field not in flags:
            flags[found.field] = "e" if found.blocking else "w"
    values = {
        "name": line.name, "birth": show_iso(line.birth) if line.birth else "", "cccd": mask_cccd(line.cccd),
        "unit": line.unit, "awards": line.award_name, "period": years(line), "decision_number": line.number,
        "decision_date": show_iso(line.day) if line.day else "", "status": str(HonourStatus(line.standing).label) if line.standing != Standing.VALID else "",
    }  # fmt: skip
    label = _("%(sheet)s, dòng %(row)s") % {"sheet": line.sheet, "row": line.row} if several else str(line.row)
    remarks = [
        (found.message + (f" {_('Đề xuất')}: {_proposal(found)}." if found.proposal else ""), found.blocking)
        for found in line.problems
    ]
    return Drawn(
        label,
        [(values[field], flags.get(field, "") if kind == LineClass.BAD else "") for field in SHOWN],
        remarks,
        outcome,
    )


def _proposal(found: Problem) -> str:
    if found.field == "awards":
        return AwardNames.standard().title(found.proposal)
    return show_iso(found.proposal) if found.field == "birth" else found.proposal


def years(line: Line) -> str:
    """The years of achievement as people write them."""
    if not line.period_to:
        return ""
    return f"{line.period_from}–{line.period_to}" if line.period_from != line.period_to else str(line.period_to)


def printed(line: Line, columns: list[Column]) -> list[tuple[str, str]]:
    """The cells of the row as in the file, by their headings; identity numbers masked."""
    cells = []
    for column in columns:
        place = column_place(column.column)
        text = line.printed[place] if place < len(line.printed) else ""
        if text:
            shown = numbers_masked(text) if column.field == "cccd" else text
            cells.append((" ".join(column.header.split()) or column.column, shown))
    return cells
