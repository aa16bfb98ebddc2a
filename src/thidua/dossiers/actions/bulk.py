"""One act on many dossiers: each by itself, what was refused told row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from thidua.accounts.models import User
from thidua.dossiers.actions.appraisal import approve, conclude, hand_over, receive, send_back, take
from thidua.dossiers.models import Dossier
from thidua.foundation.answers import Refused
from thidua.organisation.acting import Acting


@dataclass(frozen=True)
class BulkOutcome:
    """What a bulk act did, row by row."""

    done: list[Dossier]
    refused: list[tuple[Dossier, str]]


def _each(dossiers: Iterable[Dossier], act: Callable[[Dossier], object]) -> BulkOutcome:
    """Do each that may be done; the others are reported with their reason and stay as they are."""
    done, refused = [], []
    for dossier in dossiers:
        try:
            with transaction.atomic():
                act(dossier)
        except Refused as refusal:
            refused.append((dossier, refusal.reason))
        else:
            done.append(dossier)
    return BulkOutcome(done, refused)


def receive_many(dossiers: Iterable[Dossier], *, by: Acting, at: datetime) -> BulkOutcome:
    """Receive each that may be received."""
    return _each(dossiers, lambda dossier: receive(dossier, by=by, at=at))


def take_many(dossiers: Iterable[Dossier], *, by: Acting, at: datetime) -> BulkOutcome:
    """Take each that nobody holds."""
    return _each(dossiers, lambda dossier: take(dossier, by=by, at=at))


def hand_over_many(dossiers: Iterable[Dossier], to: User, reason: str, *, by: Acting, at: datetime) -> BulkOutcome:
    """Give each to another officer."""
    return _each(dossiers, lambda dossier: hand_over(dossier, to, by=by, at=at, reason=reason))


def conclude_many(dossiers: Iterable[Dossier], *, by: Acting, at: datetime) -> BulkOutcome:
    """Conclude eligible those that the verdict finds so; one that departs from it needs its own reason and stays."""
    return _each(dossiers, lambda dossier: conclude(dossier, eligible=True, text="", by=by, at=at))


def approve_many(dossiers: Iterable[Dossier], *, by: Acting, at: datetime) -> BulkOutcome:
    """Approve each sheet as it was concluded."""
    return _each(dossiers, lambda dossier: approve(dossier, by=by, at=at))


def send_back_many(dossiers: Iterable[Dossier], reason: str, *, by: Acting, at: datetime) -> BulkOutcome:
    """Send each sheet back with one reason."""
    return _each(dossiers, lambda dossier: send_back(dossier, reason, by=by, at=at))
