"""The lines of an import, kept encrypted some hundred at a time."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from thidua.organisation.sealing import open_bytes, seal_bytes
from thidua.register.ledger import Line
from thidua.register.models import ImportBlock, LedgerImport, LineClass

BLOCK = 500


def sealed(data: Any) -> bytes:
    """Plain data encrypted, packed before."""
    return seal_bytes(zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1))


def opened(data: bytes | memoryview) -> Any:
    """What `sealed` encrypted."""
    return json.loads(zlib.decompress(open_bytes(data)))


def blocks_of(
    ledger_import: LedgerImport, classes: Iterable[tuple[LineClass, Sequence[Line]]]
) -> Iterator[ImportBlock]:
    """The blocks of an import, class by class. Lines keep what they say of each other as row numbers, not places."""
    first = 0
    for kind, lines in classes:
        for start in range(0, len(lines), BLOCK):
            some = lines[start : start + BLOCK]
            yield ImportBlock(
                ledger_import=ledger_import, kind=kind, first=first, count=len(some),
                sealed=sealed([line.to_list() for line in some]),
            )  # fmt: skip
            first += len(some)


def lines_in(block: ImportBlock) -> list[Line]:
    """The lines of a block."""
    return [Line.from_list(data) for data in opened(block.sealed)]
