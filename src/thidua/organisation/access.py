"""Doors: how a view or an action asks a policy and what happens when it says no."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404

from thidua.foundation.answers import Answer, Refused

M = TypeVar("M", bound=Model)


def demand(answer: Answer) -> None:
    """For views: a no becomes a 403 page with the reason."""
    if not answer.allowed:
        raise PermissionDenied(answer.reason)


def insist(answer: Answer) -> None:
    """For actions: a no becomes Refused with the reason; the transaction is rolled back."""
    if not answer.allowed:
        raise Refused(answer.reason)


def visible_or_404(rows: QuerySet[M], **lookup: object) -> M:
    """The one row among those a person may see. What he may not see answers exactly as what does not exist."""
    row = rows.filter(**lookup).first()
    if row is None:
        raise Http404
    return row
