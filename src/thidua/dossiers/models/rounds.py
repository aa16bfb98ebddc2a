"""Beside a round: from whom, late lists taken by decision, letters to the level above, competence, monthly opening."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.clusters.models import Cluster
from thidua.dossiers.models import Dossier, Round
from thidua.organisation.models import Unit, UnitKind
from thidua.plans.models import Task
from thidua.register.models import Honour


class RoundSender(models.Model):
    """One rule on who sends lists for a round: a kind of units, a cluster or a unit. A round without any is for all."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="senders")
    kind = models.CharField(max_length=20, choices=UnitKind.choices, blank=True)
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(kind="") & Q(cluster=None, unit=None))
                | Q(kind="", cluster__isnull=False, unit=None)
                | Q(kind="", cluster=None, unit__isnull=False),
                name="round_sender_of_one_sort",
            )
        ]

    def __str__(self) -> str:
        return str(self.unit or self.cluster or self.get_kind_display())


class LateDecision(models.Model):
    """A recorded decision to take a late list of one unit, up to a day; `nominees` empty: all of its list."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="late_decisions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    nominees = models.JSONField("chỉ những người, tập thể này", default=list, blank=True)
    number = models.CharField("số văn bản", max_length=80)
    dated = models.DateField("ngày văn bản")
    until = models.DateField("nhận đến hết ngày")
    reason = models.TextField("lý do")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["round", "unit"], name="late_round_unit")]

    def __str__(self) -> str:
        return f"{self.number}, {self.dated:%d/%m/%Y}"


class Ascent(models.Model):
    """One letter (tờ trình) by which dossiers of a round went to the level above."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="ascents")
    number = models.CharField("số tờ trình", max_length=80)
    dated = models.DateField("ngày tờ trình")
    addressee = models.CharField("trình ai", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.number}, {self.dated:%d/%m/%Y}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this letter."""
        return f"ascent:{self.pk}"


class AscentLine(models.Model):
    """One dossier on a letter to the level above, and what came back: granted or not, by which decision."""

    ascent = models.ForeignKey(Ascent, models.CASCADE, related_name="lines")
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="ascent_line")
    granted = models.BooleanField("được tặng", null=True, blank=True)
    document = models.CharField("số quyết định hoặc văn bản trả lời", max_length=80, blank=True)
    dated = models.DateField("ngày", null=True, blank=True)
    decided_by = models.CharField("người quyết định", max_length=200, blank=True)
    reason = models.TextField("lý do không tặng", blank=True)
    honour = models.OneToOneField(Honour, models.PROTECT, null=True, blank=True, related_name="ascent_line")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.dossier)


class Competence(models.TextChoices):
    """What the officer decided when a dossier seems to belong to another level."""

    CITY = "city", _("Thành phố xét: có phạm vi ảnh hưởng toàn Thành phố")
    BELOW = "below", _("Chuyển cấp phát động khen")


class CompetenceRuling(models.Model):
    """The officer's decision on the level that rewards, with the rule it rests on. Added, never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="rulings")
    ruling = models.CharField(max_length=8, choices=Competence.choices)
    reason = models.TextField("lý do")
    rule = models.CharField("quy định đã nêu", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.get_ruling_display())


class MonthlyOpening(models.Model):
    """The head's word that the monthly rounds of a task open by themselves, until it is taken back."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="+")
    pattern = models.CharField("loại đợt", max_length=40)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "pattern"], condition=Q(stopped_at=None), name="monthly_opening_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.pattern}"
