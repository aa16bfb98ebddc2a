"""Whose notices a person sees: his own, in whatever duty he acts."""

from __future__ import annotations

from django.db.models import Q

from thidua.organisation.acting import Acting


def seen_by(acting: Acting) -> Q:
    """Condition on notices: one's own."""
    return Q(user=acting.user)
