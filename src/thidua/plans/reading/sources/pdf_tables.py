"""The ruled tables of a page, those included whose last row goes on overleaf and has no line below (or above) it."""

from __future__ import annotations

from typing import Any

_NEAR = 3.0  # points within which two lines meet
_LEAST_UPRIGHTS = 3  # a table of two columns has as many


def tables_of(page: Any) -> list[Any]:
    """Return the tables of a page of pdfplumber, from top to bottom, each closed where a page cut a row."""
    found = page.find_tables()
    if cuts := _cuts(page, found):
        found = page.find_tables({"explicit_horizontal_lines": cuts})
    return sorted(found, key=lambda table: table.bbox[1])


def _cuts(page: Any, tables: list[Any]) -> list[float]:
    """Where upright lines of a table end beyond its outermost level line: there the page cut a row open."""
    uprights = [(edge["x0"], edge["top"], edge["bottom"]) for edge in page.edges if edge["orientation"] == "v"]
    cuts = list[float]()
    for table in tables:
        _left, top, _right, bottom = table.bbox
        below = [(x, end) for x, start, end in uprights if start <= bottom + _NEAR < end - _NEAR]
        above = [(x, start) for x, start, end in uprights if start + _NEAR < top - _NEAR <= end]
        cuts.extend(end for end in (_shared(below, max), _shared(above, min)) if end is not None)
    return cuts


def _shared(ends: list[tuple[float, float]], furthest: Any) -> float | None:
    """The furthest height at which enough upright lines end together, or None."""
    if not ends:
        return None
    end = furthest(height for _x, height in ends)
    together = sorted(x for x, height in ends if abs(height - end) <= _NEAR)
    apart = sum(i == 0 or x - together[i - 1] > _NEAR for i, x in enumerate(together))
    return float(end) if apart >= _LEAST_UPRIGHTS else None
