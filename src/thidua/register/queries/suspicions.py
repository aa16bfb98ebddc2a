"""Who among new recipients looks like whom: candidates by common keys, compared by likeness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from thidua.register.likeness import Entry, Why, likeness
from thidua.register.models import NearKey, Recipient

CROWD = 300
"""Entries under one key beyond which they are not compared: such a key tells nothing."""
CHUNK = 900
_COLUMNS = (
    "pk", "kind", "name_fold", "unit_id", "person__birth_date", "person__birth_year", "person__cccd_index",
)  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """Recipients to compare: those with ids beyond `after`, up to `last`."""

    after: int
    last: int
    entries: list[Entry]


def batch_after(after: int, most: int) -> Batch | None:
    """The next recipients to compare; None when there are none."""
    rows = Recipient.objects.filter(pk__gt=after).order_by("pk").values_list(*_COLUMNS)[:most]
    entries = [_entry(row) for row in rows]
    return Batch(after, entries[-1].pk, entries) if entries else None


def _entry(row: Sequence[object]) -> Entry:
    pk, kind, name, unit, birth, year, number = row
    return Entry(pk, kind, name, unit, birth, year or (birth.year if birth else None), number or "")  # type: ignore[arg-type,attr-defined]  # columns of _COLUMNS


def pairs_among(batch: Batch) -> tuple[dict[tuple[int, int], Why], int]:
    """Suspected pairs with at least one new side, each in order of ids, and how many crowded keys were left out.

    The keys of the batch must be written already.
    """
    new = NearKey.objects.filter(recipient__gt=batch.after, recipient__lte=batch.last)
    shared = NearKey.objects.filter(key__in=new.values("key"), recipient__lte=batch.last)
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, recipient in shared.values_list("key", "recipient_id").iterator(chunk_size=5000):
        blocks[key].append(recipient)
    near = [block for block in blocks.values() if 1 < len(block) <= CROWD]
    known = {entry.pk: entry for entry in batch.entries}
    known |= _entries({pk for block in near for pk in block} - known.keys())
    found: dict[tuple[int, int], Why] = {}
    for block in near:
        block.sort()
        for place, right in enumerate(block):
            if right > batch.after:
                _compare(block[:place], right, known, found)
    return found, sum(len(block) > CROWD for block in blocks.values())


def _compare(lower: list[int], right: int, known: dict[int, Entry], found: dict[tuple[int, int], Why]) -> None:
    one = known[right]
    for left in lower:
        if (left, right) not in found and (why := likeness(known[left], one)):
            found[left, right] = why


def _entries(wanted: Iterable[int]) -> dict[int, Entry]:
    ids = sorted(wanted)
    found: dict[int, Entry] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Recipient.objects.filter(pk__in=ids[start : start + CHUNK]).order_by()
        found |= {row[0]: _entry(row) for row in rows.values_list(*_COLUMNS)}
    return found
