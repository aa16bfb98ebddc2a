"""What the page of a recipient shows of the register. Rooms above may show the same fragment on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from thidua.accounts.models import User
from thidua.audit.models import Event
from thidua.foundation.money import show_money
from thidua.organisation.acting import Acting
from thidua.register.models import Honour, Recipient
from thidua.register.policies import (
    CORRECTED_FIELDS,
    may_correct,
    may_hand_over,
    may_import,
    may_note_revocation,
    may_rule,
    may_see_looks,
)
from thidua.register.queries.honours import (
    certificate_of,
    former_names,
    honours_of,
    inherited_by,
    looks_at,
    texts_of,
)
from thidua.register.queries.sameness import pairs_of, spellings_of


@dataclass(frozen=True)
class HonourRow:
    """One honour as it is shown: as printed, as it reads after corrections, its valid certificate, what may be done."""

    honour: Honour
    texts: dict[str, str]
    certificate: str
    other_spelling: bool
    may_change: bool
    may_hand_over: bool
    may_revoke: bool
    may_see_source: bool

    @property
    def corrected(self) -> dict[str, str]:
        """What reads differently from what was printed."""
        return {name: self.texts[name] for name in CORRECTED_FIELDS if self.texts[name] != getattr(self.honour, name)}

    @property
    def bonus(self) -> str:
        """The bonus in words of money; empty when it is not known."""
        return show_money(self.honour.bonus) if self.honour.bonus is not None else ""


@dataclass(frozen=True)
class Look:
    """Who opened the page, when, in which duty (its code)."""

    event: Event
    person: str


def honours_shown(recipient: Recipient, acting: Acting) -> dict[str, Any]:
    """Context of `register/_recipient_honours.html`: honours of all spellings, of merged units, and who looked.

    A fixed number of queries, one more for each step of a merger.
    """
    rows = [_row(honour, recipient, acting) for honour in honours_of(recipient)]
    inherited = inherited_by(recipient)
    spellings = spellings_of(recipient)
    may_look = bool(may_see_looks(acting))
    return {
        "rows": rows,
        "inherited": [
            (each.merger, [_row(honour, recipient, acting) for honour in each.honours]) for each in inherited
        ],
        "spellings": spellings,
        "former_names": former_names(recipient),
        "pairs": list(pairs_of(recipient)) if may_rule(acting) else [],
        "may_see_looks": may_look,
        "looks": _looks(looks_at([recipient, *spellings])) if may_look else [],
    }


def _row(honour: Honour, recipient: Recipient, acting: Acting) -> HonourRow:
    own = honour.recipient_id == recipient.pk
    return HonourRow(
        honour, texts_of(honour), certificate_of(honour), not own, bool(may_correct(acting, honour)),
        bool(may_hand_over(acting, honour)), bool(may_note_revocation(acting, honour)),
        honour.source.startswith("import:") and bool(may_import(acting)),
    )  # fmt: skip


def _looks(events: Iterable[Event]) -> list[Look]:
    found = list(events)
    ids = [event.actor.removeprefix("user:") for event in found if event.actor.startswith("user:")]
    names = {user.key: user.full_name for user in User.objects.filter(pk__in=ids)}
    return [Look(event, names.get(event.actor, "")) for event in found]


def handed_with(honour: Honour) -> list[Honour]:
    """The other honours of the same decision whose certificates are not handed over yet."""
    if not honour.decision_number:
        return []
    same = Honour.objects.filter(
        decision_key=honour.decision_key,
        decision_number=honour.decision_number,
        decision_date=honour.decision_date,
    )
    return list(same.filter(handed_on=None).exclude(pk=honour.pk).exclude(status="revoked").order_by("pk"))
