"""Bonus money: coefficient times base salary on the day of the decision, rounded as the decree says.

Amounts are whole đồng. Every rule (base salary, rounding, which of several is paid) is dated data.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .dated import DatedValue, LawInvalid
from .findings import Confidence, weakest
from .law import Law, load_law

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
    """One bonus, and whether it is paid."""

    bonus: Bonus
    period: tuple[int, int]
    paid: bool
    reason: str


def payable(
    honours: Iterable[tuple[str, str, tuple[int, int]]], decision_date: date, law: Law | None = None
) -> list[Payment]:
    """Which of several honours of one recipient, as (award, kind, achievement years), are paid.

    Titles for the same period: the highest only. A title and a form for the same period: as the dated
    value ``thuong.danh-hieu-va-hinh-thuc`` says. Everything else is paid each.
    """
    chosen = load_law() if law is None else law
    rows = [(amount(code, kind, decision_date, chosen), period) for code, kind, period in honours]
    titles = _needed(chosen, "thuong.danh-hieu-cung-ky", decision_date).value
    mixed = _needed(chosen, "thuong.danh-hieu-va-hinh-thuc", decision_date).value
    kept = []
    for index, (bonus, period) in enumerate(rows):
        sort = chosen.award(bonus.award).kind
        rivals = [
            (other.vnd or 0, -place)
            for place, (other, span) in enumerate(rows)
            if span == period
            and place != index
            and _compete(sort, chosen.award(other.award).kind, titles, mixed)
        ]
        beaten = any(rival > (bonus.vnd or 0, -index) for rival in rivals)
        reason = "Cùng kỳ thành tích chỉ hưởng mức thưởng cao nhất." if beaten else ""
        kept.append(Payment(bonus, period, not beaten and bonus.vnd is not None, reason))
    return kept


def _compete(one: str, other: str, titles: Json, mixed: Json) -> bool:
    """Whether two honours for one period exclude each other."""
    if one == "title" and other == "title":
        return bool(titles == "highest")
    return bool(mixed == "higher") and {one, other} == {"title", "form"}
