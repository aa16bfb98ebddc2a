"""An old ledger being read in: its file, the lines read from it, what was learnt, who may be the same as whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.documents.models import StoredFile
from thidua.organisation.models import Unit


class ImportState(models.TextChoices):
    """Where the reading of an old ledger stands."""

    READING = "reading", _("Đang đọc tệp")
    PREVIEW = "preview", _("Chờ xem trước")
    WRITING = "writing", _("Đang ghi vào Sổ")
    DONE = "done", _("Đã ghi vào Sổ")
    FAILED = "failed", _("Không đọc được")
    DROPPED = "dropped", _("Đã bỏ")


class LedgerImport(models.Model):
    """One old ledger of one unit: the file as sent, how its columns and words are understood, how far it is written."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("tên tệp", max_length=200)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.READING)
    revision = models.PositiveIntegerField(default=0)
    mapping = models.JSONField("cách hiểu cột, chữ, điều đã quyết", default=dict)
    numbers = models.JSONField("số dòng theo loại", default=dict)
    sheet_sealed = models.BinaryField("cột, dòng bỏ qua, đã mã hóa", null=True, blank=True)
    written = models.PositiveIntegerField("số khối đã ghi", default=0)
    failure = models.TextField("lý do không đọc được", blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """What people call this import."""
        return f"NS-{self.pk:05d}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this import."""
        return f"ledger_import:{self.pk}"


class LineClass(models.TextChoices):
    """What becomes of a line, in the order in which lines are shown."""

    BAD = "bad", _("phải sửa")
    TWICE = "twice", _("trùng trong tệp")
    KNOWN = "known", _("đã có trong Sổ")
    GOOD = "good", _("ghi được")


class ImportBlock(models.Model):
    """Up to some hundred lines of one class, encrypted: they hold identity numbers. `first` counts all lines from 0.

    `outcome` tells for each line what was written: the honour's number, or 0 when the line was already in the ledger.
    """

    ledger_import = models.ForeignKey(LedgerImport, models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=5, choices=LineClass.choices)
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    sealed = models.BinaryField()
    outcome = models.JSONField(default=list)

    class Meta:
        ordering = ["first"]
        constraints = [models.UniqueConstraint(fields=["ledger_import", "first"], name="import_block_once")]

    def __str__(self) -> str:
        return f"{self.ledger_import_id}: {self.first}+{self.count}"


class LearntWord(models.Model):
    """What a unit has once told about its files: a heading is a column of its ledgers or of its lists, words are an award."""

    class Kind(models.TextChoices):
        """What the words stand for."""

        HEADING = "heading", _("tiêu đề cột")
        LIST = "list", _("tiêu đề cột của danh sách")
        AWARD = "award", _("danh hiệu, hình thức")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    words = models.CharField(max_length=200)
    meaning = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "words"], name="learnt_word_once")]

    def __str__(self) -> str:
        return f"{self.words} = {self.meaning}"


class KnownAs(models.Model):
    """How an imported ledger of a unit named a recipient: a keyed hash of name, birth and unit as printed.

    The same unit's next file finds the same recipient by it, where no identity number is given.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    recipient = models.ForeignKey("register.Recipient", models.CASCADE, related_name="known_as")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "unit", "recipient"], name="known_as_once")]

    def __str__(self) -> str:
        return f"{self.recipient_id}"


class SuspectedSame(models.Model):
    """Two recipients who may be one. Left for a person to decide; nothing is joined by itself."""

    class Verdict(models.TextChoices):
        """What was decided."""

        OPEN = "open", _("chờ xem")
        SAME = "same", _("là một")
        DIFFERENT = "different", _("là hai")

    left = models.ForeignKey("register.Recipient", models.CASCADE, related_name="+")
    right = models.ForeignKey("register.Recipient", models.CASCADE, related_name="+")
    why = models.CharField(max_length=40)
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.OPEN)
    ledger_import = models.ForeignKey(LedgerImport, models.SET_NULL, null=True, blank=True, related_name="suspected")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="suspected_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="suspected_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} ? {self.right_id}"
