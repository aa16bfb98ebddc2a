"""The rules verdicts were given by, and what officers changed of the law as shipped. Rows are only ever added."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User


class RuleSnapshot(models.Model):
    """The conditions and numbers of one award as they stood: enough to give a stored verdict again in ten years."""

    digest = models.CharField(max_length=64, unique=True)
    award = models.CharField(max_length=24)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.award} {self.digest[:12]}"


class AmendmentSort(models.TextChoices):
    """What of the law is amended (the codes of `rules.amending.Sort`)."""

    VALUE = "value", _("Số liệu")
    CONDITION = "condition", _("Điều kiện")
    RULESET = "ruleset", _("Bộ quy định")


class AmendmentAct(models.TextChoices):
    """What an officer did (the codes of `rules.amending.Act`), and the way back."""

    CHANGE = "change", _("Thay đổi")
    CONFIRM = "confirm", _("Xác nhận đã đối chiếu")
    CLOSE = "close", _("Kết thúc áp dụng")
    WITHDRAW = "withdraw", _("Rút thay đổi")


class LawAmendment(models.Model):
    """One act of an officer on the law. Never edited: a mistake is undone by a further row that withdraws it.

    `content`: for a value `{"value", "note"}`, for a condition its row as criteria.yaml has it, for a rule set
    `{"name", "provisional", "note"}`; `{}` for an ending and a withdrawal. `confidence` as in the catalogue.
    """

    sort = models.CharField(max_length=9, choices=AmendmentSort.choices)
    act = models.CharField(max_length=8, choices=AmendmentAct.choices)
    key = models.CharField("khóa", max_length=120, db_index=True)
    content = models.JSONField(default=dict)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    document = models.CharField("văn bản", max_length=200)
    article = models.CharField("điều", max_length=20, blank=True)
    clause = models.CharField("khoản, điểm", max_length=40, blank=True)
    confidence = models.CharField(max_length=10)
    reason = models.TextField("lý do")
    withdraws = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="amendment_in_order"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="amendment_cited"),
            models.CheckConstraint(
                condition=(Q(act="withdraw") & Q(withdraws__isnull=False)) | (~Q(act="withdraw") & Q(withdraws=None)),
                name="amendment_withdraws_one",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.key}"

    @property
    def journal_key(self) -> str:
        """The opaque key by which the journal knows this act."""
        return f"law_amendment:{self.pk}"

    @property
    def standing(self) -> bool:
        """Whether the act still counts: it is none that was withdrawn."""
        return not hasattr(self, "withdrawn_by")


class LawStamp(models.Model):
    """The one row that changes with every amendment: a process reads it to learn whether its law is still the law."""

    mark = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.mark
