"""Who looked at a recipient's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from thidua.accounts.models import User
from thidua.audit.queries import history_of
from thidua.register.models import Recipient

SHOWN = 10


@dataclass(frozen=True)
class Look:
    """One look: when (UTC) and by whom."""

    at: datetime
    who: str


def looks_at(recipient: Recipient) -> list[Look]:
    """The last looks, newest first, in two queries."""
    events = list(history_of(recipient.key).filter(verb="register.look_at")[:SHOWN])
    numbers = {int(event.actor.partition(":")[2]) for event in events if event.actor.startswith("user:")}
    people = {user.key: user.full_name for user in User.objects.filter(pk__in=numbers)}
    return [Look(event.at, people.get(event.actor, event.actor)) for event in events]
