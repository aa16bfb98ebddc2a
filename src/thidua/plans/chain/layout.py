"""Where the boxes and lines of a drawn chain lie: columns from left to right by day, each box right of all it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from thidua.plans.chain.graph import Link, waits

WIDTH, HEIGHT = 168, 62
GAP_X, GAP_Y = 52, 14
EDGE = 8
ENTRY = 18
MOST_IN_COLUMN = 6


@dataclass(frozen=True)
class Box:
    """The upper left corner of a milestone's box, all in units of the drawing."""

    key: int
    x: int
    y: int
    column: int


@dataclass(frozen=True)
class Curve:
    """The line of a link and its arrowhead as the `d` of SVG paths, and where its number stands."""

    link: Link
    d: str
    head: str
    x: int
    y: int


@dataclass(frozen=True)
class Drawing:
    """Boxes and lines of a chain, with the size of the whole."""

    width: int
    height: int
    boxes: list[Box]
    curves: list[Curve]


def draw(days: Mapping[int, date | None], links: Iterable[Link]) -> Drawing:
    """Lay the milestones out. `days` must be given in an order in which each stands after all it waits for."""
    links = [link for link in links if link.before in days and link.after in days]
    columns = _columns(days, links)
    rows = _rows(columns, links)
    boxes = {
        key: Box(key, EDGE + column * (WIDTH + GAP_X), EDGE + rows[key] * (HEIGHT + GAP_Y), column)
        for column, keys in enumerate(columns)
        for key in keys
    }
    right = max((box.x for box in boxes.values()), default=0)
    low = max((box.y for box in boxes.values()), default=0)
    entries = _entries(boxes, links)
    curves = [_curve(link, boxes[link.before], boxes[link.after], entries[link]) for link in links]
    return Drawing(right + WIDTH + EDGE, low + HEIGHT + EDGE, list(boxes.values()), curves)


def _columns(days: Mapping[int, date | None], links: Iterable[Link]) -> list[list[int]]:
    """The columns: by day, a new one whenever a box waits for one of the column, or the column is full."""
    into = waits(links)
    depth: dict[int, int] = {}
    for key in days:
        depth[key] = max((depth[link.before] + 1 for link in into.get(key, ())), default=0)
    place = {key: number for number, key in enumerate(days)}
    columns: list[list[int]] = []
    column_of: dict[int, int] = {}
    for key in sorted(days, key=lambda key: (days[key] or date.max, depth[key], place[key])):
        least = max((column_of.get(link.before, -1) + 1 for link in into.get(key, ())), default=0)
        column = max(least, len(columns) - 1, 0)
        if column < len(columns) and len(columns[column]) >= MOST_IN_COLUMN:
            column = len(columns)
        if column == len(columns):
            columns.append([])
        columns[column].append(key)
        column_of[key] = column
    return columns


def _rows(columns: list[list[int]], links: Iterable[Link]) -> dict[int, int]:
    """The row of each box: as near as free to the rows of what it waits for, so that lines stay straight."""
    into = waits(links)
    rows: dict[int, int] = {}
    for keys in columns:
        wanted = {key: [rows[link.before] for link in into.get(key, ()) if link.before in rows] for key in keys}
        taken: set[int] = set()
        for key in sorted(keys, key=lambda key: (not wanted[key], wanted[key] or [0])):
            before = wanted[key]
            row = sum(before) // len(before) if before else 0
            while row in taken:
                row += 1
            taken.add(row)
            rows[key] = row
    return rows


def _curve(link: Link, before: Box, after: Box, entry: int) -> Curve:
    """From the right side of one box to the left side of the other, `entry` off its middle; backwards when the days
    run against the link."""
    x1, y1 = before.x + WIDTH, before.y + HEIGHT // 2
    x2, y2 = after.x, after.y + HEIGHT // 2 + entry
    bend = max(GAP_X // 2, (x2 - x1) // 2)
    line = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 7} {y2}"
    return Curve(link, line, f"M{x2 - 8} {y2 - 4}L{x2} {y2}L{x2 - 8} {y2 + 4}z", x2 - 12, y2 - 5)


def _entries(boxes: Mapping[int, Box], links: Iterable[Link]) -> dict[Link, int]:
    """How far off the middle of its box each line enters, so that the numbers of several stay apart."""
    found: dict[Link, int] = {}
    for into in waits(links).values():
        into.sort(key=lambda link: (boxes[link.before].y, boxes[link.before].x))
        step = min(ENTRY, (HEIGHT - ENTRY) // max(1, len(into) - 1))
        for number, link in enumerate(into):
            found[link] = (2 * number - len(into) + 1) * step // 2
    return found
