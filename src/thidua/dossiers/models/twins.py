"""What may be the same achievement twice: the texts compared, the marks others are found by, the suspicions and their answers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.dossiers.models import Dossier
from thidua.register.models import Honour


class TextKind(models.TextChoices):
    """What a compared text is."""

    REPORT = "report", _("Báo cáo thành tích")
    INITIATIVE = "initiative", _("Sáng kiến, đề tài")


class AchievementText(models.Model):
    """A text of a dossier as it was compared: a newer one stands beside the one it replaces, so that passages keep their places."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    title = models.CharField("lấy từ", max_length=200, blank=True)
    text = models.TextField("nội dung")
    digest = models.CharField(max_length=64)
    stands = models.BooleanField("bản hiện nay", default=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "-id"], name="achievement_text_standing", condition=Q(stands=True))]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind}"


class TwinMark(models.Model):
    """A short number by which dossiers alike find each other: of a name when there is no text, else of a text."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="twin_marks")
    text = models.ForeignKey(AchievementText, models.CASCADE, null=True, related_name="marks")
    mark = models.BigIntegerField(db_index=True)


class TwinLook(models.Model):
    """When a dossier was last looked at; one that was sent since is looked at again."""

    dossier = models.OneToOneField(Dossier, models.CASCADE, related_name="twin_look")
    at = models.DateTimeField()


class TwinKind(models.TextChoices):
    """In what two dossiers are alike."""

    PERSON = "person", _("Cùng người, tập thể")
    INITIATIVE = "initiative", _("Cùng sáng kiến")
    REPORT = "report", _("Báo cáo gần giống")
    HONOUR = "honour", _("Đã được khen")


class TwinStrength(models.TextChoices):
    """How much a suspicion weighs."""

    STRONG = "strong", _("Rõ")
    LIKELY = "likely", _("Nghi")
    WEAK = "weak", _("Để biết")


class TwinDecision(models.TextChoices):
    """What a person decided."""

    DIFFERENT = "different", _("Không trùng")
    ALLOWED = "allowed", _("Trùng nhưng được phép")
    SAME = "same", _("Trùng, một hồ sơ phải trả lại hoặc loại")


class Twin(models.Model):
    """A suspicion that one achievement comes twice: two dossiers, or a dossier and an honour of the ledger."""

    kind = models.CharField(max_length=10, choices=TwinKind.choices)
    strength = models.CharField(max_length=6, choices=TwinStrength.choices)
    first = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    second = models.ForeignKey(Dossier, models.CASCADE, null=True, blank=True, related_name="+")
    honour = models.ForeignKey(Honour, models.CASCADE, null=True, blank=True, related_name="+")
    first_text = models.ForeignKey(AchievementText, models.CASCADE, null=True, blank=True, related_name="+")
    second_text = models.ForeignKey(AchievementText, models.CASCADE, null=True, blank=True, related_name="+")
    score = models.FloatField("mức giống, 0 đến 1")
    why = models.CharField("vì sao", max_length=400)
    passages = models.JSONField("đoạn giống nhau", default=list)
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=TwinDecision.choices, blank=True)
    against = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("lý do", blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["first", "strength"], name="twin_first"),
            models.Index(fields=["second", "strength"], name="twin_second"),
            models.Index(fields=["-strength", "-id"], name="twin_open", condition=Q(decision="")),  # the list's order
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(second__isnull=False, honour=None, first__lt=F("second")) | Q(second=None, honour__isnull=False),
                name="twin_of_two",
            ),
            models.CheckConstraint(condition=Q(decision="same") | Q(against=None), name="twin_against_when_same"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & Q(decided_at__isnull=False)), name="twin_decided_when"
            ),
            models.UniqueConstraint(fields=["kind", "first", "second"], condition=Q(decision="", honour=None), name="twin_once_open"),
            models.UniqueConstraint(fields=["kind", "first", "honour"], condition=Q(decision="", second=None), name="twin_honour_once_open"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.first_id}/{self.second_id or self.honour_id}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this suspicion."""
        return f"twin:{self.pk}"
