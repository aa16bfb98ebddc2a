"""What people decided about recipients who may be one. The suspected pairs stand in importing.SuspectedSame."""

from __future__ import annotations

from django.db import models

from thidua.accounts.models import User
from thidua.register.models.importing import SuspectedSame


class SameRuling(models.Model):
    """One decision on a suspected pair, with its reason. A later one replaces it; all stay."""

    pair = models.ForeignKey(SuspectedSame, models.PROTECT, related_name="rulings")
    verdict = models.CharField(max_length=9, choices=SuspectedSame.Verdict.choices)
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pair_id} {self.verdict}"


class SuspicionRun(models.Model):
    """How far the search for suspected pairs has come: recipients up to `reached` have been compared."""

    reached = models.BigIntegerField()
    found = models.PositiveIntegerField()
    left_out = models.PositiveIntegerField("nhóm quá đông, chưa so", default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.reached}"


class NearKey(models.Model):
    """A key of a recipient: those who share one are compared (likeness.py)."""

    recipient = models.ForeignKey("register.Recipient", models.CASCADE, related_name="+")
    key = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.recipient_id}"
