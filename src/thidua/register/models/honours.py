"""Honours as granted, and what happened to them since. The database refuses to change or delete them (guards.py)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.register.keys import decision_key, honour_words, words_of
from thidua.register.models.columns import Worked
from thidua.register.models.recipients import Recipient


class HonourStatus(models.TextChoices):
    """Whether an honour stands."""

    VALID = "valid", _("Có hiệu lực")
    CORRECTED = "corrected", _("Đã đính chính")
    REVOKED = "revoked", _("Đã thu hồi")
    REISSUED = "reissued", _("Đã cấp lại")


class Level(models.TextChoices):
    """At whose level an award is given, as the law's catalogue names the levels."""

    STATE = "state", _("Nhà nước")
    PROVINCE = "province", _("Bộ, ban, ngành, tỉnh")
    CITY = "city", _("Thành phố")
    COMMUNE = "commune", _("Xã, phường")
    BASE = "base", _("Cơ sở")


class Route(models.TextChoices):
    """For what kind of achievement an honour was given: what is sudden or themed does not feed awards for merit."""

    MERIT = "merit", _("Công trạng")
    SUDDEN = "sudden", _("Đột xuất")
    THEMED = "themed", _("Chuyên đề")
    SERVICE = "service", _("Quá trình cống hiến")
    EXTERNAL = "external", _("Đối ngoại")


class Honour(models.Model):
    """One award granted to one recipient by one decision, as named then. `bonus` is in đồng, as paid with the decision.

    After it is written only its status moves, and the handing over is filled in once.
    """

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="honours")
    award = models.CharField("mã danh hiệu, hình thức", max_length=24)
    award_name = models.CharField("tên danh hiệu, hình thức", max_length=200)
    level = models.CharField("cấp", max_length=10, choices=Level.choices, blank=True)
    route = models.CharField("loại hình khen thưởng", max_length=8, choices=Route.choices, default=Route.MERIT)
    recipient_name = models.CharField("tên khi được tặng", max_length=200)
    unit_name = models.CharField("đơn vị khi được tặng", max_length=200, blank=True)
    position = models.CharField("chức vụ khi được tặng", max_length=200, blank=True)
    period_from = models.PositiveSmallIntegerField("thành tích từ năm")
    period_to = models.PositiveSmallIntegerField("thành tích đến năm")
    decision_number = models.CharField("số quyết định", max_length=80, blank=True)
    decision_date = models.DateField("ngày quyết định", null=True, blank=True)
    decided_by = models.CharField("cấp quyết định", max_length=200, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    certificate_number = models.CharField("số bằng", max_length=40, blank=True)
    bonus = models.BigIntegerField("tiền thưởng (đồng)", null=True, blank=True)
    handed_on = models.DateField("ngày trao", null=True, blank=True)
    handed_at = models.CharField("nơi trao", max_length=200, blank=True)
    handed_by = models.CharField("người trao", max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=HonourStatus.choices, default=HonourStatus.VALID)
    source = models.CharField("ghi từ", max_length=60, blank=True)
    source_line = models.CharField("dòng nguồn", max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    words = Worked(of=lambda row: honour_words(row.recipient_name, row.unit_name, row.decision_number))
    decision_key = Worked(of=lambda row: decision_key(row.decision_number))

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "period_to"], name="honour_of_recipient"),
            models.Index(fields=["decision_key", "recipient"], name="honour_of_decision"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(period_from__lte=F("period_to")), name="honour_period_in_order"),
            models.CheckConstraint(condition=Q(bonus=None) | Q(bonus__gte=0), name="honour_bonus_not_negative"),
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
    """What happened to an honour after it was granted, and by which decision.

    `corrections` lists what was printed and what it should read: [{"field", "printed", "corrected"}].
    """

    honour = models.ForeignKey(Honour, models.PROTECT, related_name="changes")
    status = models.CharField(max_length=10, choices=HonourStatus.choices)
    decision_number = models.CharField(max_length=80)
    decision_date = models.DateField()
    reason = models.TextField()
    corrections = models.JSONField(default=list, blank=True)
    certificate_number = models.CharField("số bằng cấp lại", max_length=40, blank=True)
    at = models.DateTimeField()
    words = Worked(of=lambda row: " ".join(words_of(" ".join(_names(row.corrections)))))

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.honour_id} {self.status}"


def _names(corrections: list[dict[str, str]]) -> list[str]:
    """Names as they should have read: they are searched like the printed ones."""
    return [row["corrected"] for row in corrections if row["field"] == "recipient_name"]
