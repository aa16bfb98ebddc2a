"""What a person decided about the proposals, put into the paper of the new year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from thidua.foundation.text import tidy
from thidua.plans.rolling.paper import Paper
from thidua.plans.rolling.proposals import Kind, Proposal

_GOES_WITH_NUMBER = re.compile(
    r"(số)\s*[^/]*?/\s*(\S+)\s+ngày\s+[\d/.…\s]*\d{4}|(số)\s*[^/]*?/\s*(\S+)\s+ngày\s*/\s*\d{4}"
)
ROOM = "\u00a0" * 6


@dataclass(frozen=True)
class Choice:
    """Whether a proposal is taken, and in which words."""

    taken: bool
    text: str


def ready_choices(found: Iterable[Proposal]) -> dict[str, Choice]:
    """The choices of somebody who takes every proposal as it is offered."""
    return {one.id: Choice(one.ticked, one.new) for one in found}


def taken(
    paper: Paper, found: Iterable[Proposal], choices: Mapping[str, Choice], *, new_year: int,
    number: str | None = None, dated: date | None = None,
) -> Paper:  # fmt: skip
    """Return the paper of the new year: chosen texts in place, tasks left out, the rest numbered anew from the first on.

    Without number and day room is left to write them. A proposal without a choice is not taken.
    """
    new = deepcopy(paper)
    texts: dict[str, str] = {}
    left_out: set[str] = set()
    for one in found:
        choice = choices.get(one.id)
        if choice is None or not choice.taken:
            continue
        if one.kind is Kind.DROP:
            left_out.add(one.where)
        elif text := tidy(choice.text):
            texts[one.id] = " ".join(text.split())
    new.fill(texts)
    _leave_out(new, left_out)
    new.number, new.dated = number, dated
    for annexed in (new.outside.tasks, new.outside.council):
        annexed.goes_with = _goes_with(annexed.goes_with, new.outside.symbol, number, dated, new_year)
    return new


def _leave_out(paper: Paper, keys: set[str]) -> None:
    numbers = [row.number for row in paper.tasks]
    in_a_row = numbers == [str(n) for n in range(1, len(numbers) + 1)]
    paper.tasks = [row for row in paper.tasks if row.key not in keys]
    if in_a_row:
        for n, row in enumerate(paper.tasks, 1):
            row.number = str(n)


def _goes_with(text: str, symbol: str, number: str | None, dated: date | None, year: int) -> str:
    """The line under the titles of the appendices, of the new document."""
    if not text:
        return ""
    named = (number or "").partition("/")[0].strip() or ROOM
    day = f"{dated:%d/%m/%Y}" if dated else f"{ROOM}/{ROOM}/{year - 1}"
    return _GOES_WITH_NUMBER.sub(
        lambda match: f"{match[1] or match[3]} {named}/{symbol or match[2] or match[4]} ngày {day}", text
    )
