"""The columns of the file on the preview: what was not read, and the choice of what each one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thidua.dossiers.preview.words import CHOICES, OTHERWISE, UNDERSTOOD
from thidua.organisation.sealing import mask_cccd
from thidua.register.reading import Column, ListReading

_NUMBER = re.compile(r"\d(?:[ .\-]?\d){8,11}")


@dataclass(frozen=True)
class ColumnChoice:
    """One column: the name of its select, where it stands, its heading, how it was understood, first values."""

    name: str
    where: str
    heading: str
    understood: str
    samples: str
    unread: bool
    options: list[tuple[str, str, bool]]


def columns_shown(reading: ListReading) -> list[ColumnChoice]:
    """Every column of the file; those not read first."""
    found = [_shown(place, column, reading.several) for place, column in enumerate(reading.columns)]
    return sorted(found, key=lambda column: not column.unread)


def _shown(place: int, column: Column, several: bool) -> ColumnChoice:
    chosen = column.field if column.how == "chosen" else ""
    heading = " ".join(column.header.split()) or _("không có tiêu đề")
    return ColumnChoice(
        name=f"c{place}",
        where=f"{column.column} ({column.sheet})" if several else column.column,
        heading=heading,
        understood=_(CHOICES.get(column.field) or UNDERSTOOD.get(column.field) or OTHERWISE),
        samples="; ".join(_NUMBER.sub(lambda match: mask_cccd(re.sub(r"\D", "", match.group())), text) for text in column.samples),
        unread=column.field == "unknown" and bool(column.samples),
        options=[(code, _(label), code == chosen) for code, label in CHOICES.items()],
    )


def choices_in(data: Mapping[str, str], reading: ListReading) -> dict[int, str]:
    """The choices of a form that change something. ValueError for a field nobody may choose."""
    changed = {}
    for place, column in enumerate(reading.columns):
        value = data.get(f"c{place}")
        now = column.field if column.how == "chosen" else ""
        if value is None or value == now:
            continue
        if value and value not in CHOICES:
            raise ValueError(value)
        changed[place] = value
    return changed
