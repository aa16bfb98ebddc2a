"""The nominee's own page: a personal link, and what the nominee said there."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.dossiers.models import Dossier


class NomineeLink(models.Model):
    """A link that opens one dossier to its nominee. Only the hash of its token is kept."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField("mở lần đầu", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.made_at:%d/%m/%Y}"


class ReplyKind(models.TextChoices):
    """What a nominee may say."""

    CONFIRMED = "confirmed", _("Xác nhận thông tin đúng")
    WRONG = "wrong", _("Báo thông tin sai")
    CONSENT = "consent", _("Đồng ý công khai tên")
    REFUSAL = "refusal", _("Không đồng ý công khai tên")
    WITHDRAWAL = "withdrawal", _("Xin rút")


class NomineeReply(models.Model):
    """One thing a nominee said on his page. A withdrawal and an error wait for the unit's answer."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="replies")
    link = models.ForeignKey(NomineeLink, models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=12, choices=ReplyKind.choices)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    answer = models.CharField("đơn vị trả lời", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"
