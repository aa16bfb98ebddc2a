"""Councils and their sessions. What is voted on is an opaque subject: this room does not know what a dossier is."""

from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.councils.flow import SessionState
from thidua.documents.models import StoredFile
from thidua.organisation.models import Unit


class CouncilKind(models.TextChoices):
    """What a council decides on."""

    EMULATION = "emulation", _("Hội đồng Thi đua - Khen thưởng")
    INITIATIVE = "initiative", _("Hội đồng Sáng kiến")


class Council(models.Model):
    """A standing council of a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="councils")
    kind = models.CharField(max_length=12, choices=CouncilKind.choices)
    name = models.CharField("tên", max_length=200)

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this council."""
        return f"council:{self.pk}"


class MemberRole(models.TextChoices):
    """A member's place in the council."""

    CHAIR = "chair", _("Chủ tịch Hội đồng")
    VICE = "vice", _("Phó Chủ tịch Hội đồng")
    STANDING = "standing", _("Ủy viên thường trực")
    SECRETARY = "secretary", _("Thư ký Hội đồng")
    MEMBER = "member", _("Ủy viên")


class Member(models.Model):
    """A member of a council, for a time."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="memberships")
    name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    rank = models.PositiveSmallIntegerField("thứ tự", default=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="membership_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this membership."""
        return f"member:{self.pk}"


class Session(models.Model):
    """One meeting of a council. The roll is frozen when the ballot opens."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="sessions")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("phiên thứ")
    title = models.CharField("tên phiên", max_length=300)
    held_on = models.DateField("ngày họp", null=True, blank=True)
    place = models.CharField("nơi họp", max_length=200, blank=True)
    programme_ref = models.CharField("dòng trong chương trình", max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=SessionState.choices(), default=SessionState.PLANNED)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField("bắt đầu", null=True, blank=True)
    ended_at = models.DateTimeField("kết thúc", null=True, blank=True)
    minutes_docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    minutes_pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    tally_docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    tally_pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="session_number_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this session."""
        return f"session:{self.pk}"


class Attendance(models.TextChoices):
    """How a member took part."""

    PRESENT = "present", _("Có mặt")
    WRITTEN = "written", _("Vắng, có ý kiến bằng văn bản")
    ABSENT = "absent", _("Vắng")


class RollEntry(models.Model):
    """One member on the frozen roll of a session: the roll is the whole membership, the denominator."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="roll")
    member = models.ForeignKey(Member, models.PROTECT)
    attendance = models.CharField(max_length=8, choices=Attendance.choices, default=Attendance.PRESENT)
    reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="roll_member_once")]

    def __str__(self) -> str:
        return str(self.member)


class BallotItem(models.Model):
    """One question put to the vote: a subject, the dated threshold it needs, and the agreed count."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="items")
    subject = models.CharField("đối tượng", max_length=60)
    label = models.CharField("tên", max_length=200)
    detail = models.CharField("chi tiết", max_length=300, blank=True)
    position = models.PositiveIntegerField()
    threshold_numerator = models.PositiveIntegerField()
    threshold_denominator = models.PositiveIntegerField()
    threshold_source = models.CharField("căn cứ tỷ lệ", max_length=200)
    members = models.PositiveSmallIntegerField("tổng số thành viên", null=True, blank=True)
    yes = models.PositiveSmallIntegerField(null=True, blank=True)
    no = models.PositiveSmallIntegerField(null=True, blank=True)
    invalid = models.PositiveSmallIntegerField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "subject"], name="ballot_subject_once"),
            models.CheckConstraint(
                condition=Q(threshold_numerator__lte=F("threshold_denominator"), threshold_denominator__gt=0),
                name="ballot_threshold_is_share",
            ),
            models.CheckConstraint(
                condition=Q(yes=None) | Q(members__gte=F("yes") + F("no") + F("invalid")),
                name="ballot_count_within_membership",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def threshold(self) -> Fraction:
        """The share of the whole membership that passes, exact."""
        return Fraction(self.threshold_numerator, self.threshold_denominator)


class PaperCount(models.Model):
    """One counter's typing of the paper ballots of one question. Two people type; they must agree."""

    item = models.ForeignKey(BallotItem, models.CASCADE, related_name="counts")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    yes = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    invalid = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "by"], name="paper_count_once_a_person")]

    def __str__(self) -> str:
        return f"{self.yes}/{self.no}/{self.invalid}"
