"""What becomes of a line, seen against the ledger as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from thidua.register.ledger import Line, number_key, unit_key
from thidua.register.models import LineClass
from thidua.register.queries.matching import Matches
from thidua.register.reading.messages import problem
from thidua.register.reading.people import spoken


def class_of(line: Line, matches: Matches, settled: Mapping[str, str]) -> LineClass:
    """The class of a line; what the ledger contradicts is added to its problems. `settled`: code → "keep"."""
    found = matches.sure.get(line.who)
    if found is not None and found.numbered:
        if spoken(found.name) != spoken(line.name):
            line.problems.append(problem("CCCD_OF_OTHER"))
        elif (
            line.birth
            and found.birth
            and not (line.birth.startswith(found.birth) or found.birth.startswith(line.birth))
        ):
            line.problems.append(problem("BIRTH_OF_OTHER"))
    if line.unit and unit_key(line.unit) not in matches.units:
        line.problems.append(problem("UNIT_UNKNOWN", printed=line.unit[:120]))
    if line.bad:
        return LineClass.BAD
    decisions = matches.honours_of(line)
    if decisions and is_known(line, decisions):
        return LineClass.KNOWN
    if decisions and settled.get("HONOUR_OTHERWISE") != "keep":
        told = next((f"quyết định {number}" for number in decisions if number), "dòng chưa ghi số quyết định")
        line.problems.append(problem("HONOUR_OTHERWISE", printed=told))
        return LineClass.BAD
    return LineClass.TWICE if line.twin >= 0 else LineClass.GOOD


def is_known(line: Line, decisions: Mapping[str, int]) -> bool:
    """Whether the ledger holds this very honour: by the same decision, or the line leaves its decision out."""
    key = number_key(line.number)
    return key in decisions or not key
