"""The achievement report written in the application, and the versions in which a dossier was sent."""

from __future__ import annotations

from django.db import models

from thidua.accounts.models import User
from thidua.dossiers.models import Dossier, Paper


class Report(models.Model):
    """A report as it stands: one text for each section of its outline."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="report")
    outline = models.CharField("đề cương", max_length=60)
    sections = models.JSONField("các mục", default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+")
    drawn_revision = models.PositiveIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.dossier.code} · {self.outline}"


class ReportRevision(models.Model):
    """A report as it was saved at one time. Savings of one person within a short while stand together."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    sections = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="report_revision_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class DossierVersion(models.Model):
    """What a dossier held when it was sent: details, facts, papers with their hashes, the report's words."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="dossier_version_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} v{self.number}"
