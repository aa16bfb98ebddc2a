"""Bonus money: coefficient times base salary on the day of the decision, rounded as the decree says.

Amounts are whole đồng. Every rule (base salary, rounding, which of several is paid) is dated data.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .dated import DatedValue, LawInvalid
from .findings import Confidence, weakest
from .law import Law, full_key, load_law

Json = Any  # a JSON value


@dataclass(frozen=True)
class Bonus:
    """What one honour pays. ``vnd`` is None when no coefficient is set; ``basis`` are the values used."""

    award: str
    kind: str
    vnd: int | None
    coefficient: Fraction | None
    base_salary: int
    basis: tuple[DatedValue, ...]

    @property
    def confidence(self) -> Confidence:
        """The least certain of the values used."""
        return weakest(value.confidence for value in self.basis)

    def to_json(self) -> dict[str, Json]:
        """Coefficient as decimal text."""
        return {
            "award": self.award,
            "kind": self.kind,
            "vnd": self.vnd,
            "coefficient": None if self.coefficient is None else f"{float(self.coefficient):g}",
            "base_salary": self.base_salary,
            "confidence": self.confidence.value,
            "basis": [value.to_json() for value in self.basis],
        }


def _needed(law: Law, key: str, day: date) -> DatedValue:
    value = law.value(key, day)
    if value is None:
        raise LawInvalid(f"Không có giá trị “{key}” cho ngày {day.strftime('%d/%m/%Y')}.")
    return value


def rounded(amount: Fraction, step: int, how: str) -> int:
    """Round to a multiple of ``step`` đồng: up, nearest (halves up) or none (to the đồng, upwards)."""
    if how == "none":
        step, how = 1, "up"
    parts = amount / step
    if how == "nearest":
        return int(parts + Fraction(1, 2)) * step
    return -(-parts.numerator // parts.denominator) * step


def amount(award: str, kind: str, decision_date: date, law: Law | None = None) -> Bonus:
    """Bonus of an award for a recipient kind ("individual", "collective", "household", or a class like
    "individual.1"). Raises :class:`LawInvalid` for an unknown award or an uncovered day."""
    chosen = law or load_law()
    chosen.award(award)
    base = _needed(chosen, "luong-co-so", decision_date)
    step = _needed(chosen, "thuong.lam-tron", decision_date)
    how = _needed(chosen, "thuong.cach-lam-tron", decision_date)
    coefficient = chosen.value(f"{award}.bonus.{kind}", decision_date)
    if coefficient is None or coefficient.value is None:
        basis = (base,) if coefficient is None else (coefficient, base)
        return Bonus(award, kind, None, None, int(base.value), basis)
    factor = Fraction(str(coefficient.value))
    vnd = rounded(factor * int(base.value), int(step.value), str(how.value))
    return Bonus(award, kind, vnd, factor, int(base.value), (coefficient, base, step, how))


@dataclass(frozen=True)
class Payment:
    """One bonus, and whether it is paid; ``rule``: what settles it beside another honour of the period."""

    bonus: Bonus
    period: tuple[int, int]
    paid: bool
    reason: str
    rule: DatedValue | None = None


@dataclass(frozen=True)
class Given:
    """One honour of a recipient, for money: ``kind`` as in :func:`amount`, ``period`` its achievement years."""

    award: str
    kind: str
    period: tuple[int, int]
    decided: date


def payable(honours: Iterable[Given], law: Law | None = None) -> list[Payment]:
    """Which of several honours of one recipient are paid, in the order given.

    Titles earned in the same years: the highest only; Chiến sĩ thi đua Thành phố, earned by three, stands beside
    the yearly ones. A title and a form for the same period: as the dated
    value ``thuong.danh-hieu-va-hinh-thuc`` says on the later day of decision. Everything else is paid each.
    Raises :class:`LawInvalid` for an unknown award or an uncovered day.
    """
    chosen = load_law() if law is None else law
    rows = list(honours)
    money = [amount(row.award, row.kind, row.decided, chosen) for row in rows]
    paid = []
    for place, (row, bonus) in enumerate(zip(rows, money, strict=True)):
        rivals = [
            ((money[other].vnd or 0, -other), rule)
            for other, each in enumerate(rows)
            if other != place and each.period == row.period
            for rule in _rules_between(chosen, row, each)
        ]
        rule = next((rule for rival, rule in rivals if rival > (bonus.vnd or 0, -place)), None)
        reason = "Cùng kỳ thành tích chỉ hưởng mức thưởng cao nhất." if rule else ""
        paid.append(
            Payment(
                bonus,
                row.period,
                not rule and bonus.vnd is not None,
                reason,
                rule or _beside(chosen, row, rows, place),
            )
        )
    return paid


def _rules_between(law: Law, one: Given, other: Given) -> Iterator[DatedValue]:
    """The rule by which two honours for one period exclude each other, if one does.

    A title earned by three years stands beside one earned by the last of them: their periods differ (khoản 5).
    """
    key, excludes = _rule(law, one, other)
    titles = law.award(one.award).kind == law.award(other.award).kind
    if key and not (titles and _years_of(law, one) != _years_of(law, other)):
        rule = _needed(law, key, max(one.decided, other.decided))
        if rule.value == excludes:
            yield rule


def _rule(law: Law, one: Given, other: Given) -> tuple[str, str]:
    """Which dated value settles the money of two honours for one period, and its word for "not both"."""
    sorts = {law.award(one.award).kind, law.award(other.award).kind}
    if sorts == {"title"}:
        return "thuong.danh-hieu-cung-ky", "highest"
    return ("thuong.danh-hieu-va-hinh-thuc", "higher") if sorts == {"title", "form"} else ("", "")


def _years_of(law: Law, given: Given) -> int:
    """Over how many years a title is earned: the longest chain its conditions ask for; 1 for a form."""
    declared = law.award(given.award)
    chains = [
        row.row["times"]
        for row in declared.conditions
        if declared.kind == "title" and row.row["kind"] == "consecutive" and row.covers(given.decided)
    ]
    times = [
        _needed(law, full_key(given.award, each[1:]), given.decided).value if isinstance(each, str) else each
        for each in chains
    ]
    return max((int(each) for each in times), default=1)


def _beside(law: Law, row: Given, rows: Sequence[Given], place: int) -> DatedValue | None:
    """The rule that lets an honour be paid beside another one of its period; None when it stands alone."""
    for other, each in enumerate(rows):
        if other != place and each.period == row.period and (key := _rule(law, row, each)[0]):
            return _needed(law, key, max(row.decided, each.decided))
    return None
