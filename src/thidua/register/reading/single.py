"""The checks of a list done on one nominee typed by hand. Pure Python."""

from __future__ import annotations

from datetime import date

from thidua.register.reading.awardnames import AwardNames
from thidua.register.reading.judging import judge_again
from thidua.register.reading.shapes import Kind, Problem, Row

_OF_LISTS = frozenset({"KIND_UNCLEAR", "AWARD_MISSING", "AWARD_UNKNOWN", "AWARD_PART_UNKNOWN"})


def check_nominee(*, name: str, birth: str, cccd: str, award: str = "", kind: str = "", on: date) -> list[Problem]:
    """What a list would be told about these details and waits for an answer. `kind` empty: told by the name.

    `award` is a code; `on` the day of typing, after which nobody is born yet.
    """
    texts = {"name": name, "birth": birth, "cccd": cccd, "awards": award, "kind": kind}
    row = Row("", 1, Kind.INDIVIDUAL, texts={k: v for k, v in texts.items() if v}, hints={"on": on.isoformat()})
    judged = judge_again(row, AwardNames.standard())
    return [problem for problem in judged.problems if problem.blocking and problem.code not in _OF_LISTS]
