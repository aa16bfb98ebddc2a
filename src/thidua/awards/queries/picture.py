"""The drawing of a trajectory: honours by lane and year, years used and free, breaks, and what comes within reach.

Shapes for the component `c-honours`. The same facts stand in words and tables beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from thidua.awards.inforce import law_in_force
from thidua.awards.rules.trajectory import LEVELS, Standing, Strip, Trajectory
from thidua.register.timeline import short_label

BACK, AHEAD = 9, 4  # years drawn before and after the present one
Json = Any  # what the component takes


def drawn(road: Trajectory, this_year: int) -> dict[str, Json]:
    """`years` and `lanes` of the drawing. Only honours that stand are drawn."""
    years = list(range(this_year - BACK, this_year + AHEAD + 1))
    reached = {reach.award: reach.period for reach in road.reachable}
    names = {row.award: row.name for row in road.held} | {row.award: row.name for row in road.reachable}
    held = {row.award: row for row in road.held}
    lanes = [
        _lane(
            names[code],
            held.get(code),
            [row for row in road.strips if row.award == code],
            reached.get(code),
            years,
        )
        for code in sorted(names, key=_rank)
    ]
    return {"years": [_year(year, this_year) for year in years], "lanes": [lane for lane in lanes if lane]}


def _rank(code: str) -> tuple[int, str]:
    award = law_in_force().awards.get(code)
    return (LEVELS.index(award.level) if award and award.level in LEVELS else len(LEVELS), code)


def _year(year: int, this_year: int) -> Json:
    kind = "now" if year == this_year else "future" if year > this_year else ""
    return {"year": year, "kind": kind}


def _lane(name: str, held: Standing | None, strips: Sequence[Strip], reach: int | None, years: Sequence[int]) -> Json:
    """One award across the years; None when nothing of it lies among them."""
    used = {year for strip in strips for year in strip.used}
    given = set(held.years) if held else set()
    cells: list[Json] = []
    for year in years:
        if year in given:
            cells.append({"kind": "used" if year in used else "gold" if strips else "held", "text": ""})
        else:
            cells.append({"kind": "next", "text": ""} if year == reach else None)
    if not any(cells):
        return None
    spans = [*_spans(used & given, years, "used"), *_spans(_gaps(strips), years, "broken")]
    return {"label": short_label(name), "cells": cells, "spans": spans, "links": []}


def _gaps(strips: Iterable[Strip]) -> set[int]:
    return {year for strip in strips for year in strip.gaps}


def _spans(marked: set[int], years: Sequence[int], kind: str) -> Iterator[Json]:
    """Runs of marked years, each drawn as one shape."""
    places = (place for place, year in enumerate(years) if year in marked)
    for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        columns = [place for _, place in run]
        yield {"start": columns[0], "count": len(columns), "kind": kind}
