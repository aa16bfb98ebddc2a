"""The links between milestones: their order, the way from one to another, and cycles."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """`after` can only be reached once `before` is, and `lead` working days later at the earliest."""

    before: int
    after: int
    lead: int = 0


class CyclicError(ValueError):
    """The links run in a circle; `keys` are the milestones on it, each waiting for the one before."""

    def __init__(self, keys: list[int]) -> None:
        self.keys = keys
        super().__init__(" -> ".join(map(str, keys)))


def followers(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links out of each milestone."""
    found: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        found[link.before].append(link)
    return found


def waits(links: Iterable[Link]) -> dict[int, list[Link]]:
    """The links into each milestone."""
    found: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        found[link.after].append(link)
    return found


def in_order(keys: Iterable[int], links: Collection[Link]) -> list[int]:
    """The milestones so that each stands after all it waits for; otherwise in the order given. Raises CyclicError."""
    out = followers(links)
    missing: dict[int, int] = defaultdict(int)
    for link in links:
        missing[link.after] += 1
    ready = deque(key for key in keys if not missing[key])
    ordered = []
    while ready:
        key = ready.popleft()
        ordered.append(key)
        for link in out.get(key, ()):
            missing[link.after] -= 1
            if not missing[link.after]:
                ready.append(link.after)
    if any(missing.values()):
        raise CyclicError(find_cycle(links) or [])
    return ordered


def find_cycle(links: Iterable[Link]) -> list[int] | None:
    """The milestones of one circle, in the order of waiting; None when there is none."""
    out = followers(links)
    closed: set[int] = set()
    for start in list(out):
        if start not in closed and (found := _cycle_from(start, out, closed)):
            return found
    return None


def _cycle_from(start: int, out: dict[int, list[Link]], closed: set[int]) -> list[int] | None:
    """Walk deep from a milestone; what was left behind goes into `closed`."""
    way, on_way = [start], {start}
    turns: list[Iterator[Link]] = [iter(out.get(start, ()))]
    while turns:
        link = next(turns[-1], None)
        if link is None:
            turns.pop()
            left = way.pop()
            on_way.discard(left)
            closed.add(left)
        elif link.after in on_way:
            return way[way.index(link.after) :]
        elif link.after not in closed:
            way.append(link.after)
            on_way.add(link.after)
            turns.append(iter(out.get(link.after, ())))
    return None


def path(links: Iterable[Link], start: int, end: int) -> list[int] | None:
    """The shortest way from one milestone to another along the links, both ends included; None when there is none."""
    out = followers(links)
    came: dict[int, int] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        key = waiting.popleft()
        for link in out.get(key, ()):
            if link.after not in came:
                came[link.after] = key
                waiting.append(link.after)
    if end not in came:
        return None
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return way[::-1]


def upstream(ends: Iterable[int], links: Iterable[Link]) -> set[int]:
    """The ends themselves and everything they wait for."""
    into = waits(links)
    found = set(ends)
    waiting = list(found)
    while waiting:
        for link in into.get(waiting.pop(), ()):
            if link.before not in found:
                found.add(link.before)
                waiting.append(link.before)
    return found
