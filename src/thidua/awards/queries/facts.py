"""What the ledger knows about recipients, in the shape the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models.functions import Coalesce

from thidua.awards.rules import Facts, HeldHonour, RecipientKind, facts_from_json, merge_facts
from thidua.register.models import Honour, Recipient
from thidua.register.queries import honours_under

Json = Any  # a JSON value, as stored


def facts_for(recipient: Recipient | None, declared: Mapping[str, Json], *, kind: str = "individual") -> Facts:
    """What the ledger knows about a recipient, completed by what the unit declared (schema law-facts-1).

    A nominee who is in nobody's ledger has no honours: that is known, not unknown.
    """
    held = _held([recipient] if recipient else [])
    return _facts(recipient, held, declared, kind)


def facts_for_many(recipients: Iterable[Recipient]) -> dict[int, Facts]:
    """The same facts for many recipients, in two queries: the answers are equal to `facts_for` one by one."""
    rows = {recipient.pk: recipient for recipient in recipients}
    held = _held(rows.values())
    return {pk: _facts(recipient, held, {}, recipient.kind) for pk, recipient in rows.items()}


Nominee = tuple[Recipient | None, Mapping[str, Json], str]  # who in the ledger, what was declared, kind of recipient


def facts_of_nominees(nominees: Iterable[Nominee]) -> list[Facts]:
    """`facts_for` of many, in one query: the answers are equal and in the order asked."""
    rows = list(nominees)
    held = _held(recipient for recipient, _declared, _kind in rows if recipient)
    return [_facts(row, held, declared, kind) for row, declared, kind in rows]


Held = Mapping[int, list[Honour]]  # honours by the row that stands for all spellings of a recipient


def _held(recipients: Iterable[Recipient]) -> Held:
    """The honours under every spelling of the recipients, in the order of the ledger; one query."""
    heads = {recipient.head_id for recipient in recipients}
    held: dict[int, list[Honour]] = {head: [] for head in heads}
    for honour in honours_under(heads).annotate(head=Coalesce("recipient__same_as", "recipient")).order_by("id"):
        held[honour.head].append(honour)
    return held


def _facts(recipient: Recipient | None, held: Held, declared: Mapping[str, Json], kind: str) -> Facts:
    person = recipient.person if recipient else None
    register = Facts(
        recipient=recipient.key if recipient else "",
        kind=RecipientKind(recipient.kind if recipient else kind),
        name=recipient.name if recipient else None,
        birth_year=person.birth_year if person else None,
        sex=(person.sex or None) if person else None,
        unit=str(recipient.unit_id) if recipient and recipient.unit_id else None,
        nationality=(recipient.nationality or None) if recipient else None,
        deceased=True if recipient and recipient.deceased_on else None,
        honours=tuple(
            HeldHonour(
                award=honour.award,
                first_year=honour.period_from,
                last_year=honour.period_to,
                decision_number=honour.decision_number or None,
                decision_date=honour.decision_date,
                status=honour.status,
                decided_by=honour.decided_by or None,
                route=honour.route,
            )
            for honour in (held[recipient.head_id] if recipient else ())
        ),
    )
    if not declared:
        return register
    return merge_facts(register, facts_from_json({"recipient": register.recipient, **declared}))
