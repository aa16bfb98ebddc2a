"""What is wrong with a list, one line for each kind of problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from thidua.awards.queries import short_name
from thidua.dossiers.actions import in_round, is_elsewhere
from thidua.dossiers.models import Round
from thidua.dossiers.preview.words import GAINS, TITLES, VALUED
from thidua.foundation.dates import show_iso
from thidua.register.reading import Row
from thidua.register.reading.shapes import Problem

_NAMED = 6  # lines named before the rest are only counted
_VALUES = 3
_VALUE_LENGTH = 40


@dataclass(frozen=True)
class Kind:
    """A kind of problem: how many lines have it, which, what they print, what taking all proposals does."""

    code: str
    title: str
    blocking: bool
    count: int
    lines: list[tuple[str, str]]
    more: int
    values: str
    proposals: int
    gain: str


def problems_of(row: Row, round_: Round) -> list[Problem]:
    """The problems of a line, with those that only this round makes."""
    found = list(row.problems)
    others = ", ".join(short_name(code) for code in row.awards if code not in round_.awards)
    if is_elsewhere(row, round_):
        text = _("Đợt này không nhận “%(awards)s”. Sửa ô đề nghị, hoặc bỏ dòng để nộp ở đợt khác.")
        found.insert(0, Problem("AWARD_ELSEWHERE", "awards", text % {"awards": others}))
    elif others and in_round(row, round_):
        text = _("Đợt này không nhận “%(awards)s”: nhận dòng này thì không lập hồ sơ cho đề nghị đó.")
        found.append(Problem("AWARD_PARTLY", "awards", text % {"awards": others}, blocking=False))
    return found


def proposal_words(problem: Problem) -> str:
    """What a proposal says, as people read it."""
    if problem.field == "awards":
        return ", ".join(short_name(code) for code in problem.proposal.split(", ") if code)
    return show_iso(problem.proposal) if problem.field == "birth" else problem.proposal


def kinds_of(rows: Iterable[tuple[Row, list[Problem]]], label: dict[str, str]) -> list[Kind]:
    """The kinds of problems, those to be mended first. `label`: how each line is called, by its key."""
    by_code: dict[str, list[tuple[Row, Problem]]] = defaultdict(list)
    for row, problems in rows:
        for code, problem in {p.code: p for p in problems}.items():
            by_code[code].append((row, problem))
    kinds = [_kind(code, found, label) for code, found in by_code.items()]
    return sorted(kinds, key=lambda kind: (not kind.blocking, -kind.count))


def _kind(code: str, found: list[tuple[Row, Problem]], label: dict[str, str]) -> Kind:
    keys = [f"{row.sheet}:{row.row}" for row, _problem in found]
    return Kind(
        code=code,
        title=_(TITLES[code]) if code in TITLES else found[0][1].message,
        blocking=any(problem.blocking for _row, problem in found),
        count=len(found),
        lines=[(f"{key}|{found[i][1].field}", label[key]) for i, key in enumerate(keys[:_NAMED])],
        more=max(0, len(keys) - _NAMED),
        values=_values(found) if code in VALUED else "",
        proposals=sum(bool(problem.proposal) for _row, problem in found),
        gain=_(GAINS[code]) if code in GAINS else "",
    )


def _values(found: list[tuple[Row, Problem]]) -> str:
    """The first different values as the file prints them."""
    values: dict[str, None] = {}
    for row, problem in found:
        if printed := " ".join((row.printed.get(problem.field) or row.texts.get(problem.field, "")).split()):
            values[printed[:_VALUE_LENGTH]] = None
    shown = ", ".join(f"“{value}”" for value in list(values)[:_VALUES])
    return f"{shown}…" if len(values) > _VALUES else shown
