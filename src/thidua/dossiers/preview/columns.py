"""The columns of the file on the preview: what was not read, and the choice of what each one is."""

from __future__ import annotations

from collections.abc import Mapping

from thidua.dossiers.preview.words import CHOICES, UNDERSTOOD
from thidua.register.file_words import ColumnChoice, column_choices
from thidua.register.reading import ListReading

TOLD = frozenset({"chosen", "learnt"})
"""The ways of understanding that a person of the unit has told."""


def columns_shown(reading: ListReading) -> list[ColumnChoice]:
    """Every column of the file; those not read first."""
    return column_choices(
        reading.columns, several=reading.several, words={**UNDERSTOOD, **CHOICES}, choices=CHOICES, told=TOLD
    )


def choices_in(data: Mapping[str, str], reading: ListReading) -> dict[int, str]:
    """The choices of a form that change something. ValueError for a field nobody may choose."""
    changed = {}
    for place, column in enumerate(reading.columns):
        value = data.get(f"c{place}")
        now = column.field if column.how in TOLD else ""
        if value is None or value == now:
            continue
        if value and value not in CHOICES:
            raise ValueError(value)
        changed[place] = value
    return changed
