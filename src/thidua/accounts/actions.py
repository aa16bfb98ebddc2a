"""What is written about accounts beside signing in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from thidua.accounts.models import User
from thidua.audit.actions import record
from thidua.audit.actors import Actor


@transaction.atomic
def set_address(user: User, address: str, *, by: Actor, at: datetime) -> None:
    """Keep the address letters are sent to; empty takes it away. The address itself never goes into the journal."""
    User.objects.filter(pk=user.pk).update(email=address.strip())
    record("accounts.set_address", user.key, by=by, at=at, after="given" if address.strip() else "none")
