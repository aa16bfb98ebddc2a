"""The drawing of a recipient's honours: one lane per award, years across. Shapes for the component `c-honours`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from thidua.register.models import Honour, HonourStatus

YEARS_SHOWN = 8


def timeline_of(honours: Iterable[Honour], *, this_year: int) -> dict[str, Any]:
    """Return `years` and `lanes` over the last years up to `this_year`, the current one marked.

    A standing honour is a filled disc at the last year of its achievement period, a revoked one is not drawn.
    """
    years = list(range(this_year - YEARS_SHOWN + 1, this_year + 1))
    lanes: dict[str, dict[int, Honour]] = {}
    for honour in sorted(honours, key=lambda row: (row.period_to, row.pk)):
        if honour.status != HonourStatus.REVOKED and years[0] <= honour.period_to:
            lanes.setdefault(honour.award, {})[honour.period_to] = honour
    return {
        "years": [{"year": year, "kind": "now" if year == this_year else ""} for year in years],
        "lanes": [_lane(held, years) for held in lanes.values()],
    }


def _lane(held: dict[int, Honour], years: Sequence[int]) -> dict[str, Any]:
    name = next(iter(held.values())).award_name
    cells = [{"kind": "gold" if year in held else "", "text": ""} if year in held else None for year in years]
    return {"label": short_label(name), "cells": cells, "spans": [], "links": []}


def short_label(name: str) -> str:
    """An award's name short enough for a lane: the two commonest long words as officers abbreviate them."""
    return name.replace("Chiến sĩ thi đua", "CSTĐ").replace("của Chủ tịch UBND Thành phố", "UBND TP")
