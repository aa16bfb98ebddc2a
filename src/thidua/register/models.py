"""The ledger of honours. A row is written once; corrections and revocations are rows beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.organisation.models import Person, Unit


class RecipientKind(models.TextChoices):
    """Who can be honoured."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")


class Recipient(models.Model):
    """Someone who holds honours: a person, a unit or collective, a household."""

    kind = models.CharField(max_length=12, choices=RecipientKind.choices)
    name = models.CharField("tên", max_length=200)
    name_fold = models.CharField(max_length=200, db_index=True, editable=False)
    name_turned = models.CharField(max_length=200, db_index=True, editable=False, default="")
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="recipient")
    collective = models.OneToOneField(Unit, models.PROTECT, null=True, blank=True, related_name="recipient")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="recipients")

    class Meta:
        ordering = ["name_fold", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="individual", person__isnull=False, collective=None)
                | Q(kind="collective", collective__isnull=False, person=None)
                | Q(kind="household", person=None, collective=None)),
                name="recipient_matches_its_kind",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The register's own key, used by the journal and the console command."""
        return f"recipient:{self.pk}"


class HonourStatus(models.TextChoices):
    """Whether an honour stands."""

    VALID = "valid", _("Có hiệu lực")
    CORRECTED = "corrected", _("Đã đính chính")
    REVOKED = "revoked", _("Đã thu hồi")
    REISSUED = "reissued", _("Đã cấp lại")


class Honour(models.Model):
    """One award granted to one recipient by one decision, as named then."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="honours")
    award = models.CharField("mã danh hiệu, hình thức", max_length=24)
    award_name = models.CharField("tên danh hiệu, hình thức", max_length=200)
    recipient_name = models.CharField("tên khi được tặng", max_length=200)
    unit_name = models.CharField("đơn vị khi được tặng", max_length=200, blank=True)
    position = models.CharField("chức vụ khi được tặng", max_length=200, blank=True)
    period_from = models.PositiveSmallIntegerField("thành tích từ năm")
    period_to = models.PositiveSmallIntegerField("thành tích đến năm")
    decision_number = models.CharField("số quyết định", max_length=80, blank=True, db_index=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = models.CharField("cấp quyết định", max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=HonourStatus.choices, default=HonourStatus.VALID)
    source = models.CharField("ghi từ", max_length=60, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["recipient", "period_to"], name="honour_of_recipient")]
        constraints = [
            models.CheckConstraint(
                condition=Q(period_from__lte=F("period_to")), name="honour_period_in_order"
            ),
            models.UniqueConstraint(
                fields=["recipient", "award", "period_from", "period_to", "decision_number"],
                name="honour_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_name}: {self.award_name} {self.period_to}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this honour."""
        return f"honour:{self.pk}"


class HonourChange(models.Model):
    """What happened to an honour after it was granted, and by which decision."""

    honour = models.ForeignKey(Honour, models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=HonourStatus.choices)
    decision_number = models.CharField(max_length=80)
    decision_date = models.DateField()
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.honour_id} {self.status}"
