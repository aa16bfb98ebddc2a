"""What the ledger knows about recipients, in the shape the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from thidua.awards.rules import Facts, HeldHonour, RecipientKind, facts_from_json, merge_facts
from thidua.register.models import Honour, Recipient

Json = Any  # a JSON value, as stored


def facts_for(
    recipient: Recipient | None, declared: Mapping[str, Json], *, kind: str = "individual"
) -> Facts:
    """What the ledger knows about a recipient, completed by what the unit declared (schema law-facts-1).

    A nominee who is in nobody's ledger has no honours: that is known, not unknown.
    """
    honours = list(recipient.honours.order_by("id")) if recipient else []
    return _facts(recipient, honours, declared, kind)


def facts_for_many(recipients: Iterable[Recipient]) -> dict[int, Facts]:
    """The same facts for many recipients, in two queries: the answers are equal to `facts_for` one by one."""
    rows = {recipient.pk: recipient for recipient in recipients}
    held: dict[int, list[Honour]] = {pk: [] for pk in rows}
    for honour in Honour.objects.filter(recipient__in=list(rows)).order_by("id"):
        held[honour.recipient_id].append(honour)
    return {pk: _facts(recipient, held[pk], {}, recipient.kind) for pk, recipient in rows.items()}


Nominee = tuple[
    Recipient | None, Mapping[str, Json], str
]  # who in the ledger, what was declared, kind of recipient


def facts_of_nominees(nominees: Iterable[Nominee]) -> list[Facts]:
    """`facts_for` of many, in one query: the answers are equal and in the order asked."""
    rows = list(nominees)
    held: dict[int, list[Honour]] = {recipient.pk: [] for recipient, _declared, _kind in rows if recipient}
    for honour in Honour.objects.filter(recipient__in=list(held)).order_by("id"):
        held[honour.recipient_id].append(honour)
    return [_facts(row, held[row.pk] if row else [], declared, kind) for row, declared, kind in rows]


def _facts(
    recipient: Recipient | None, honours: Iterable[Honour], declared: Mapping[str, Json], kind: str
) -> Facts:
    person = recipient.person if recipient else None
    register = Facts(
        recipient=recipient.key if recipient else "",
        kind=RecipientKind(recipient.kind if recipient else kind),
        name=recipient.name if recipient else None,
        birth_year=person.birth_year if person else None,
        sex=(person.sex or None) if person else None,
        unit=str(recipient.unit_id) if recipient and recipient.unit_id else None,
        honours=tuple(
            HeldHonour(
                award=honour.award,
                first_year=honour.period_from,
                last_year=honour.period_to,
                decision_number=honour.decision_number or None,
                decision_date=honour.decision_date,
                status=honour.status,
                decided_by=honour.decided_by or None,
            )
            for honour in honours
        ),
    )
    if not declared:
        return register
    return merge_facts(register, facts_from_json({"recipient": register.recipient, **declared}))
