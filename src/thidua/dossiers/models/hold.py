"""What holds a nominee: an open petition, disciplinary case or inspection, with the rule, until it is settled."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.dossiers.models import Dossier
from thidua.register.models import Recipient


class HoldKind(models.TextChoices):
    """What is open; the codes are those of `pending` in the facts (schema law-facts-1)."""

    COMPLAINT = "complaint", _("Khiếu nại đang xác minh")
    DENUNCIATION = "denunciation", _("Tố cáo đang xác minh")
    DISCIPLINE = "discipline", _("Đang xem xét kỷ luật")
    INSPECTION = "inspection", _("Đang thanh tra, kiểm tra có dấu hiệu vi phạm")
    INVESTIGATION = "investigation", _("Đang bị điều tra")
    PRESS = "press", _("Báo chí nêu vấn đề tham nhũng, tiêu cực đang làm rõ")


class Hold(models.Model):
    """One open matter: on a single dossier, or on a recipient of the ledger and so on all his open dossiers."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="holds")
    recipient = models.ForeignKey(Recipient, models.PROTECT, null=True, blank=True, related_name="holds")
    cccd_index = models.CharField(max_length=64, blank=True, db_index=True)
    kind = models.CharField("việc gì", max_length=16, choices=HoldKind.choices)
    since = models.DateField("từ ngày")
    document = models.CharField("văn bản làm căn cứ", max_length=200)
    basis = models.TextField("lý do theo quy định")
    citation = models.CharField("điều khoản", max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_document = models.CharField("văn bản giải quyết", max_length=200, blank=True)
    released_reason = models.TextField("kết quả giải quyết", blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["recipient", "released_at"], name="hold_recipient"),
            models.Index(fields=["dossier", "released_at"], name="hold_dossier"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier=None, recipient__isnull=False) | Q(dossier__isnull=False, recipient=None),
                name="hold_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | ~Q(released_document=""), name="hold_released_by_document"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
