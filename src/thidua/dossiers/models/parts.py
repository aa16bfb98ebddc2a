"""Papers of a whole list, its signing by the head of the unit, its receipts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.documents.models import StoredFile
from thidua.dossiers.models import PaperPart, Submission


class ListPaper(models.Model):
    """One paper that answers a part for every dossier of a list: the signed letter, the minutes."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="papers")
    part = models.CharField("thành phần", max_length=40, choices=PaperPart.choices)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    title = models.CharField("tên", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="list_papers")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class SignOffOutcome(models.TextChoices):
    """How the head of the unit answered."""

    APPROVED = "approved", _("Đã duyệt và gửi")
    GIVEN_BACK = "given_back", _("Trả lại cán bộ")
    TAKEN_BACK = "taken_back", _("Cán bộ lấy lại để sửa")


class SignOff(models.Model):
    """One time a list was put before the head of the unit, and the answer."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="signoffs")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    note = models.CharField("lời trình", max_length=500, blank=True)
    outcome = models.CharField(max_length=10, choices=SignOffOutcome.choices, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["submission"], condition=Q(answered_at=None), name="signoff_one_open")
        ]

    def __str__(self) -> str:
        return f"{self.submission.code} {self.outcome}".strip()


class Receipt(models.Model):
    """The receipt of one sending, kept as it was given: code to check it by, what it says, and its hash."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="receipts")
    code = models.CharField("mã kiểm tra", max_length=20, unique=True)
    made_at = models.DateTimeField()
    count = models.PositiveIntegerField("số hồ sơ")
    content = models.JSONField("nội dung biên nhận")
    digest = models.CharField("mã băm của danh sách đã gửi", max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code
