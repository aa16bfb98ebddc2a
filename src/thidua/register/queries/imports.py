"""Reading imports of old ledgers: how a file is understood, its lines page by page, the line an honour came from."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.foundation.numbers import whole_number
from thidua.organisation.models import Unit
from thidua.register.ledger import Line, Mapping, mapping_from_json
from thidua.register.models import Honour, ImportBlock, LearntWord, LedgerImport, LineClass
from thidua.register.queries.import_blocks import lines_in, opened
from thidua.register.reading.shapes import Column, Ignored

PAGE = 50


@dataclass(frozen=True)
class LinePage:
    """Some lines of an import in order, the place of the first, and how many there are of this class."""

    lines: list[tuple[int, Line]]
    kinds: list[str]
    outcomes: list[int | None]
    first: int
    total: int


def learnt_by(unit: Unit) -> Mapping:
    """What the unit's earlier imports have taught."""
    words: dict[str, dict[str, str]] = {kind: {} for kind in LearntWord.Kind.values}
    for kind, text, meaning in LearntWord.objects.filter(unit=unit).values_list("kind", "words", "meaning"):
        words[kind][text] = meaning
    return Mapping(columns=words[LearntWord.Kind.HEADING], awards=words[LearntWord.Kind.AWARD])


def list_headings_of(unit: Unit) -> dict[str, str]:
    """What columns the unit's lists have under headings of its own: heading → field."""
    return dict(LearntWord.objects.filter(unit=unit, kind=LearntWord.Kind.LIST).values_list("words", "meaning"))


def mapping_of(ledger_import: LedgerImport) -> Mapping:
    """How the file is understood: what was said of it over what its unit has taught before."""
    return mapping_from_json(ledger_import.mapping).over(learnt_by(ledger_import.unit))


def columns_of(ledger_import: LedgerImport) -> list[Column]:
    """The columns as they were read."""
    if not ledger_import.sheet_sealed:
        return []
    columns = opened(ledger_import.sheet_sealed)["columns"]
    return [Column(sheet, at, header, field, how, tuple(some)) for sheet, at, header, field, how, some in columns]


def ignored_of(ledger_import: LedgerImport) -> list[Ignored]:
    """Rows that hold no honours, with the reason."""
    return (
        [Ignored(*item) for item in opened(ledger_import.sheet_sealed)["ignored"]] if ledger_import.sheet_sealed else []
    )


def words_unknown(ledger_import: LedgerImport) -> list[tuple[str, int]]:
    """Words of the file that name no award, or may name several, with how many lines have them."""
    return [tuple(item) for item in opened(ledger_import.sheet_sealed)["words"]] if ledger_import.sheet_sealed else []


def rivals_of(ledger_import: LedgerImport) -> list[tuple[int, int]]:
    """Pairs of recipients of the file who may be one."""
    return [tuple(pair) for pair in opened(ledger_import.sheet_sealed)["rivals"]] if ledger_import.sheet_sealed else []


def import_page_after(after: str) -> tuple[list[LedgerImport], str]:
    """Imports, newest first, and the mark of the next page; `after` is the mark of the page before."""
    rows = LedgerImport.objects.select_related("unit", "created_by")
    number = whole_number(after)
    if number is not None:
        rows = rows.filter(pk__lt=number)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def line_page(ledger_import: LedgerImport, kind: str, page: int) -> LinePage:
    """One page of lines, counted from 1; of one class, or all when `kind` is empty. Opens only the blocks it shows."""
    blocks = ledger_import.blocks.filter(kind=kind) if kind else ledger_import.blocks
    places = list(blocks.order_by("first").values_list("first", "count"))
    start, total = places[0][0] if places else 0, sum(count for _first, count in places)
    pages = max(1, -(-total // PAGE))
    first = start + (min(max(1, page), pages) - 1) * PAGE
    end = min(first + PAGE, start + total)
    found: list[tuple[int, Line]] = []
    kinds: list[str] = []
    outcomes: list[int | None] = []
    for block in blocks.filter(first__lt=end, first__gt=first - 501).order_by("first"):
        for place, line in enumerate(lines_in(block), block.first):
            if first <= place < end:
                found.append((place, line))
                kinds.append(block.kind)
                outcomes.append(block.outcome[place - block.first] if block.outcome else None)
    return LinePage(found, kinds, outcomes, first - start + 1 if total else 0, total)


def line_of(honour: Honour) -> tuple[LedgerImport, Line] | None:
    """The import and the line an honour came from; None when it came from elsewhere."""
    source, _colon, rest = honour.source.partition(":")
    number, _colon, place = rest.partition(":")
    if source != "import" or not (number.isdigit() and place.isdigit()):
        return None
    block = (
        ImportBlock.objects.filter(ledger_import_id=int(number), first__lte=int(place))
        .select_related("ledger_import__file").order_by("-first").first()
    )  # fmt: skip
    lines = lines_in(block) if block else []
    return (
        (block.ledger_import, lines[int(place) - block.first])
        if block and int(place) - block.first < len(lines)
        else None
    )


def bad_lines(ledger_import: LedgerImport) -> list[Line]:
    """Every line that must be mended."""
    return [line for block in ledger_import.blocks.filter(kind=LineClass.BAD) for line in lines_in(block)]
