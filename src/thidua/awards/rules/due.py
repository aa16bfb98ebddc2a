"""Who is due: awards that build on earlier honours and lack nothing but facts the ledger does not hold.

Pure. Texts are Vietnamese. The ledger alone speaks: a merit nobody claims is not there, so only those are due
whose chain of honours is whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .criteria.base import Case, listed
from .facts import Facts, RecipientKind
from .findings import Finding, Status, Verdict
from .judge import judge
from .reach import chains
from .ruleset import Compiled, Ruleset
from .trajectory import candidates_for

Json = Any  # a JSON value
YEARLY = {"ratings": "xếp loại", "clusters": "kết quả cụm, khối", "members": "số người của tập thể"}
OTHER = {"posts": "quá trình giữ chức vụ", "discipline": "kỷ luật", "pending": "vụ việc đang xem xét"}


@dataclass(frozen=True)
class Due:
    """An award somebody is due for in a period, and what must still be known ("xếp loại năm 2025")."""

    award: str
    name: str
    needs: tuple[str, ...]
    verdict: Verdict


def due(facts: Facts, period: int, on: date, rules: Ruleset, among: Sequence[Compiled] | None = None) -> list[Due]:
    """The awards due for a period as known on a day, the highest first. ``among``: those looked at (all of the kind)."""
    closed = replace(facts, claims_complete=True)
    chosen = candidates_for(facts.kind, rules) if among is None else among
    found = []
    for compiled in chosen:
        if not earned(closed, compiled, period, on):
            continue
        verdict = judge(closed, compiled.award, period, on, rules)
        needs = lacking(verdict)
        if needs is not None:
            found.append(Due(compiled.award, compiled.names[compiled.award], needs, verdict))
    return found[::-1]


def earned(facts: Facts, compiled: Compiled, period: int, on: date) -> bool:
    """Whether a chain of honours the award builds on is whole, or open only for facts the ledger does not hold."""
    case = Case(facts, compiled.award, period, on, compiled.names, compiled.standards, compiled.district_until)
    replies = (chain.check(case) for chain in chains(compiled))
    return any(
        reply.status is Status.PASS
        or (reply.status is Status.UNKNOWN and any("missing" in fact for fact in reply.facts))
        for reply in replies
    )


def lacking(verdict: Verdict) -> tuple[str, ...] | None:
    """What must still be known for it to pass, () when nothing; None when it fails, rests or is open for another reason."""
    if verdict.verdict not in (Status.PASS, Status.UNKNOWN):
        return None
    open_ones = [finding for finding in verdict.conditions if finding.status is Status.UNKNOWN]
    absent: dict[str, str] = {}
    for finding in open_ones:
        found = list(missing(finding))
        if not found:
            return None
        for key, words in found:
            absent.setdefault(key, words)
    return tuple(in_words(absent))


def missing(finding: Finding) -> Iterator[tuple[str, str]]:
    """The facts a finding misses, each with the words it has for them."""
    for fact in finding.facts:
        if "missing" in fact:
            yield str(fact["missing"]), str(fact.get("asked", ""))


def in_words(absent: Mapping[str, str]) -> Iterator[str]:
    """ "xếp loại năm 2024, 2025", "sáng kiến cấp Thành phố"."""
    years: dict[str, set[int]] = {}
    for key, asked in absent.items():
        read = re.match(r"(\w+)\[(\d+)\]", key)
        if read:
            years.setdefault(read[1], set()).add(int(read[2]))
        else:
            yield asked or OTHER.get(key, key)
    for name, each in years.items():
        yield f"{YEARLY.get(name, name)} năm {listed(each)}"


def candidates_by_kind(kinds: Iterable[str], rules: Ruleset) -> dict[str, list[Compiled]]:
    """The awards to look at for each kind of recipient, worked out once for a whole list."""
    return {kind: candidates_for(RecipientKind(kind), rules) for kind in set(kinds)}
