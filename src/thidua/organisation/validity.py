"""What is in force on a day: the condition every dated row shares, and the duties a person holds."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from thidua.accounts.models import User
from thidua.organisation.models import Duty


def valid_on(day: date) -> Q:
    """Condition: the dated row is in force on the day."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def duties_on(user: User, day: date) -> QuerySet[Duty]:
    """The duties a user holds on a day, with their units, in a stable order."""
    return Duty.objects.filter(valid_on(day), user=user).select_related("unit").order_by("id")
