"""Which bonuses of a recipient stand beside each other: what the law pays when one period brought several honours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from thidua.awards.inforce import law_in_force
from thidua.awards.queries.law import DOUBTS, citation_words
from thidua.awards.rules import Law, LawInvalid
from thidua.awards.rules.bonus import Given, Payment, payable
from thidua.foundation.money import show_money
from thidua.register.models import Honour, HonourStatus


@dataclass(frozen=True)
class Paid:
    """One of several honours of a period, in words."""

    honour: Honour
    payment: Payment

    @property
    def money(self) -> str:
        """The bonus in đồng; empty when none is set."""
        return show_money(self.payment.bonus.vnd) if self.payment.bonus.vnd is not None else ""

    @property
    def cite(self) -> str:
        """The rule that settles it."""
        return citation_words(self.payment.rule.citation) if self.payment.rule else ""

    @property
    def doubt(self) -> str:
        """Why the rule is still to be checked."""
        return DOUBTS[self.payment.rule.confidence] if self.payment.rule else ""


def paid_together(honours: Iterable[Honour], kind: str) -> list[Paid]:
    """The honours that share their period with another one that stands, newest period first; of no law: left out."""
    law = law_in_force()
    rows = [row for row in honours if row.status != HonourStatus.REVOKED and row.decision_date]
    shared = Counter((row.period_from, row.period_to) for row in rows)
    asked = [(row, _given(law, row, kind)) for row in rows if shared[row.period_from, row.period_to] > 1]
    known = [(row, given) for row, given in asked if given is not None]
    payments = payable((given for _row, given in known), law)
    found = [Paid(row, payment) for (row, _given_), payment in zip(known, payments, strict=True) if payment.rule]
    return sorted(found, key=lambda each: (-each.honour.period_to, each.honour.pk))


def _given(law: Law, row: Honour, kind: str) -> Given | None:
    """The honour as the money rules take it; None when no law of money covers it."""
    assert row.decision_date is not None  # the caller leaves others out
    given = Given(row.award, kind, (row.period_from, row.period_to), row.decision_date)
    try:
        payable([given, given], law)
    except LawInvalid:
        return None
    return given
