"""Opinions asked for: of agencies (hiệp y) and of the public (công khai lấy ý kiến)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.documents.models import StoredFile
from thidua.dossiers.lending import Reading
from thidua.dossiers.models import Dossier, Hold
from thidua.organisation.models import Unit


class OpinionRequest(models.Model):
    """One letter to one agency on one or many dossiers, with the day by which it must answer."""

    agency = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="opinion_requests")
    agency_name = models.CharField("cơ quan được hỏi", max_length=300)
    question = models.TextField("nội dung xin ý kiến")
    parts = models.JSONField("thành phần hồ sơ cơ quan được xem", default=list)
    number = models.CharField("số công văn", max_length=60, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_on = models.DateField("ngày hỏi")
    due_on = models.DateField("hạn trả lời")
    citation = models.CharField("điều khoản", max_length=200)
    reminded_on = models.DateField("nhắc ngày", null=True, blank=True)
    ended_at = models.DateTimeField("ghi hết hạn lúc", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["due_on", "id"], name="opinion_due", condition=Q(ended_at=None))]
        constraints = [models.CheckConstraint(condition=Q(asked_on__lte=F("due_on")), name="opinion_due_after_asked")]

    def __str__(self) -> str:
        return f"{self.code} {self.agency_name}"

    @property
    def code(self) -> str:
        """What the office calls this request."""
        return f"HY-{self.pk:05d}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this request."""
        return f"opinion_request:{self.pk}"


class OpinionOutcome(models.TextChoices):
    """What an agency said of one nominee; silence is recorded as silence, never as consent."""

    PENDING = "pending", _("chưa trả lời")
    AGREE = "agree", _("đồng ý")
    DISAGREE = "disagree", _("không đồng ý")
    OTHER = "other", _("ý kiến khác")
    SILENT = "silent", _("quá hạn, không có ý kiến")


class Opinion(models.Model):
    """One agency's answer on one nominee."""

    request = models.ForeignKey(OpinionRequest, models.CASCADE, related_name="opinions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="opinions")
    outcome = models.CharField(max_length=8, choices=OpinionOutcome.choices, default=OpinionOutcome.PENDING)
    text = models.TextField("nội dung ý kiến", blank=True)
    document_number = models.CharField("số văn bản trả lời", max_length=100, blank=True)
    document_date = models.DateField("ngày văn bản trả lời", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="opinions")
    typed_by_office = models.BooleanField("Ban ghi theo văn bản giấy", default=False)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "dossier"], name="opinion_once_a_request"),
            models.CheckConstraint(condition=Q(outcome="pending") | Q(at__isnull=False), name="opinion_has_its_time"),
        ]

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class LentFile(models.Model):
    """What a file that agencies are lent was found to hold, and who looked at it where reading was not enough."""

    file = models.OneToOneField(StoredFile, models.CASCADE, related_name="lent")
    reading = models.CharField("đọc thấy", max_length=8, choices=[(kind.value, kind.value) for kind in Reading])
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reading="number") | Q(cleared_at=None), name="lent_number_never_cleared"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | Q(cleared_by__isnull=False), name="lent_cleared_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.reading}"

    @property
    def opens(self) -> bool:
        """Whether an agency may open the file."""
        return self.reading == Reading.CLEAN or self.cleared_at is not None

    @property
    def waits(self) -> bool:
        """Whether a person has to look first."""
        return self.reading == Reading.UNREAD and self.cleared_at is None


class Consultation(models.Model):
    """A list published for the opinion of the public, from its first to its last working day."""

    code = models.CharField("mã trang công khai", max_length=24, unique=True)
    title = models.CharField("tên danh sách", max_length=300)
    days = models.PositiveSmallIntegerField("số ngày làm việc")
    citation = models.CharField("điều khoản", max_length=200)
    opened_on = models.DateField("ngày đăng")
    ends_on = models.DateField("đến hết ngày")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    extension_reason = models.TextField("lý do gia hạn", blank=True)
    ended_at = models.DateTimeField("ghi kết thúc lúc", null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["ends_on", "id"], name="consultation_ends", condition=Q(ended_at=None))]
        constraints = [models.CheckConstraint(condition=Q(opened_on__lt=F("ends_on")), name="consultation_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this consultation."""
        return f"consultation:{self.pk}"

    def runs_on(self, day: date) -> bool:
        """Whether the public may still write on this day; the last day counts whole."""
        return self.ended_at is None and self.opened_on <= day <= self.ends_on


class Consulted(models.Model):
    """One line of a published list, as it was published: no identity number, no birth date."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="lines")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="consulted")
    name = models.CharField("tên", max_length=200)
    role = models.CharField("chức vụ, đơn vị", max_length=600, blank=True)
    award = models.CharField("danh hiệu, hình thức", max_length=300)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "dossier"], name="consulted_once_a_list")]

    def __str__(self) -> str:
        return self.name


class Triage(models.TextChoices):
    """What the office found a comment to be."""

    NEW = "new", _("chưa phân loại")
    VALID = "valid", _("ý kiến hợp lệ")
    OFF_TOPIC = "off_topic", _("không đúng nội dung")
    HOLD = "hold", _("chuyển thành việc tạm dừng")


class PublicComment(models.Model):
    """What one of the public wrote. Never shown outside the office; the address it came from is not kept.

    Who wrote, as far as he said, is sealed: `actions.reveal_writer` opens it for those who triage.
    """

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="comments")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="comments")
    text = models.TextField("ý kiến")
    writer_sealed = models.BinaryField("người góp ý, đã mã hóa", null=True, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    triage = models.CharField(max_length=10, choices=Triage.choices, default=Triage.NEW)
    note = models.TextField("nhận xét của Ban", blank=True)
    hold = models.ForeignKey(Hold, models.PROTECT, null=True, blank=True, related_name="comments")
    triaged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    triaged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["consultation", "triage", "id"], name="comment_triage")]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "digest"], name="comment_same_words_once"),
            models.CheckConstraint(condition=Q(triage="new") | Q(triaged_at__isnull=False), name="comment_triaged_at"),
            models.CheckConstraint(condition=~Q(triage="hold") | Q(hold__isnull=False), name="comment_hold_named"),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.pk}"
