"""Decisions, their numbers without gaps, the people on them, and certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from thidua.accounts.models import User
from thidua.councils.models import Session
from thidua.decisions.flow import DecisionKind, DecisionState
from thidua.documents.models import StoredFile
from thidua.dossiers.models import Dossier
from thidua.register.models import Honour


class NumberSeries(models.Model):
    """The last number given by an organ in a series and year. Locked when a number is drawn: no gap, no double."""

    organ = models.CharField(max_length=80)
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "number series"
        constraints = [models.UniqueConstraint(fields=["organ", "series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.series} {self.year}: {self.last}"


class Decision(models.Model):
    """One decision on awards. A number is given only at the moment of issue, in the same transaction."""

    kind = models.CharField(max_length=8, choices=DecisionKind.choices(), default=DecisionKind.GRANT)
    title = models.CharField("trích yếu", max_length=300)
    award = models.CharField("mã danh hiệu, hình thức", max_length=24)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="decisions")
    state = models.CharField(max_length=10, choices=DecisionState.choices(), default=DecisionState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, blank=True, related_name="decisions")
    sequence = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer_name = models.CharField("người ký", max_length=120, blank=True)
    signer_position = models.CharField("chức vụ người ký", max_length=120, blank=True)
    reason = models.TextField("lý do (thu hồi)", blank=True)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="decision_number_once"),
            models.CheckConstraint(
                condition=Q(state="issued", sequence__isnull=False, issued_on__isnull=False)
                | (~Q(state="issued") & Q(sequence=None)),
                name="decision_numbered_when_issued",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this decision."""
        return f"decision:{self.pk}"


class DecisionLine(models.Model):
    """One recipient on a decision: the dossier it came from, or the honour it takes back."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="decision_lines")
    honour = models.ForeignKey(Honour, models.PROTECT, null=True, blank=True, related_name="decision_lines")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "dossier"], name="decision_dossier_once"),
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}/{self.position}"


class Certificate(models.Model):
    """The paper of one honour: its number and the unguessable code a stranger verifies it by."""

    honour = models.OneToOneField(Honour, models.PROTECT, related_name="certificate")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="certificates")
    number = models.CharField("số bằng", max_length=40, unique=True)
    code = models.CharField(max_length=40, unique=True)
    printed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.number
