"""Who is due this year and has not been proposed: from the ledger, less those in the rounds of that year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from thidua.awards.inforce import rules_of_day
from thidua.awards.queries import facts_for_many
from thidua.awards.rules import LawInvalid
from thidua.awards.rules.due import Due, candidates_by_kind, due
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier
from thidua.dossiers.policies import seen_by
from thidua.foundation.numbers import whole_number
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.organisation.queries import with_predecessors
from thidua.register.models import Honour, Recipient
from thidua.register.policies import seen_by as recipients_seen

LOOKED_AT = 200  # recipients looked at for one page, whoever of them is due


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; every field is a query parameter of the page."""

    period: int
    unit: Unit | None = None
    award: str = ""
    kind: str = ""
    after: str = ""

    def query(self, **change: object) -> str:
        """The query string with some of it changed."""
        values: dict[str, object] = {
            "ky": self.period, "don-vi": self.unit.pk if self.unit else "", "danh-hieu": self.award, "loai": self.kind,
        }  # fmt: skip
        values.update(change)
        return "?" + urlencode({key: value for key, value in values.items() if value not in ("", None)})


@dataclass(frozen=True)
class DueRow:
    """Somebody who is due, for which awards. ``alike``: a dossier of that name stands open, not matched to the ledger."""

    recipient: Recipient
    dues: list[Due]
    alike: bool = False


@dataclass(frozen=True)
class DuePage:
    """The due among the recipients looked at, and the mark from which the next page looks on."""

    rows: list[DueRow] = field(default_factory=list)
    next_after: str = ""
    problem: str = ""


def due_page(acting: Acting, asked: Asked, on: date) -> DuePage:
    """One page, in a constant number of queries whatever is found."""
    looked = list(_recipients(acting, asked)[: LOOKED_AT + 1])
    more, looked = len(looked) > LOOKED_AT, looked[:LOOKED_AT]
    try:
        rules = rules_of_day(on)
    except LawInvalid as problem:
        return DuePage(problem=str(problem))
    among = candidates_by_kind((row.kind for row in looked), rules)
    facts = facts_for_many(looked)
    proposed, alike = _proposed(acting, looked, asked)
    rows = []
    for recipient in looked:
        dues = [
            row
            for row in due(facts[recipient.pk], asked.period, on, rules, among[recipient.kind])
            if (recipient.pk, row.award) not in proposed and asked.award in ("", row.award)
        ]
        if dues:
            rows.append(DueRow(recipient, dues, (recipient.name_fold, recipient.unit_id) in alike))
    return DuePage(rows, f"{looked[-1].name_fold}|{looked[-1].pk}" if more else "")


def _recipients(acting: Acting, asked: Asked) -> QuerySet[Recipient]:
    """Those the person sees who were honoured for the period or one of the two years before."""
    recent = Honour.objects.filter(period_to__gte=asked.period - 2)
    own, under_another_spelling = (
        Exists(recent.filter(**{path: OuterRef("pk")})) for path in ("recipient", "recipient__same_as")
    )
    rows = (
        Recipient.objects.filter(recipients_seen(acting), same_as=None)
        .filter(own | under_another_spelling)
        .select_related("unit", "person")
    )
    if asked.unit is not None:
        rows = rows.filter(with_predecessors(asked.unit))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    name, _sep, last = asked.after.rpartition("|")
    number = whole_number(last)
    if number is not None:
        rows = rows.filter(Q(name_fold__gt=name) | Q(name_fold=name, id__gt=number))
    return rows.order_by("name_fold", "id")


def _proposed(
    acting: Acting, looked: Iterable[Recipient], asked: Asked
) -> tuple[set[tuple[int, str]], set[tuple[str, int | None]]]:
    """(recipient, award) proposed in rounds of that year, and (name, unit) of dossiers nobody matched yet."""
    people = {row.pk for row in looked}
    names = {row.name_fold for row in looked}
    alive = Dossier.objects.filter(seen_by(acting), round__period=asked.period).exclude(state=DossierState.WITHDRAWN)
    rows = alive.filter(Q(recipient__in=people) | Q(recipient=None, name_fold__in=names))
    found = list(rows.values_list("recipient_id", "award", "name_fold", "unit_id"))
    matched = {(recipient, award) for recipient, award, _, _ in found if recipient is not None}
    return matched, {(name, unit) for recipient, _, name, unit in found if recipient is None}
