"""Units, people, duties and the official calendar. Everything here is dated: units merge, split and are renamed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User


class UnitKind(models.TextChoices):
    """What a unit is, for lists and competence."""

    CITY = "city", _("Ủy ban nhân dân Thành phố")
    STANDING_OFFICE = "standing_office", _("Cơ quan thường trực TĐKT")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    ASSOCIATION = "association", _("Mặt trận, đoàn thể")
    DISTRICT = "district", _("Quận, huyện, thị xã")
    WARD = "ward", _("Phường")
    COMMUNE = "commune", _("Xã")
    TOWN = "town", _("Thị trấn")
    SCHOOL = "school", _("Trường, cơ sở giáo dục")
    HOSPITAL = "hospital", _("Bệnh viện")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    COLLECTIVE = "collective", _("Tập thể thuộc đơn vị")


class Unit(models.Model):
    """An organisation or a collective within one. The current name stands here, older ones in UnitName."""

    code = models.SlugField("mã", max_length=60, unique=True)
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    name = models.CharField("tên", max_length=200)
    short_name = models.CharField("tên gọi tắt", max_length=80, blank=True)
    name_fold = models.CharField(max_length=200, db_index=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("có từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        ordering = ["name_fold", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="unit_validity_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this unit."""
        return f"unit:{self.pk}"


class UnitName(models.Model):
    """A name a unit bore for a time, or another way it is written in documents (alias, no dates)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    name_fold = models.CharField(max_length=200, db_index=True, editable=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One unit's work passed to another on a day: the district ended, the new ward took over."""

    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, models.PROTECT, related_name="inheritances")
    on = models.DateField()
    document = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class Sex(models.TextChoices):
    """As the register of persons has it."""

    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class Person(models.Model):
    """A natural person the office deals with: nominee, honoured, member. Not necessarily a user."""

    full_name = models.CharField("họ và tên", max_length=120)
    name_fold = models.CharField(max_length=120, db_index=True, editable=False)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    cccd_sealed = models.BinaryField("số định danh, đã mã hóa", null=True, blank=True)
    cccd_index = models.CharField(max_length=64, null=True, blank=True, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people")
    position = models.CharField("chức vụ", max_length=200, blank=True)
    direct_worker = models.BooleanField("lao động trực tiếp", default=False)
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="person")

    class Meta:
        ordering = ["name_fold", "id"]

    def __str__(self) -> str:
        return self.full_name


class DutyCode(models.TextChoices):
    """What a person may be entrusted with, in a unit and for a time."""

    UNIT_OFFICER = "unit_officer", _("Cán bộ lập hồ sơ")
    UNIT_HEAD = "unit_head", _("Lãnh đạo đơn vị")
    INTAKE_OFFICER = "intake_officer", _("Cán bộ tiếp nhận")
    APPRAISER = "appraiser", _("Chuyên viên thẩm định")
    OFFICE_HEAD = "office_head", _("Lãnh đạo Ban Thi đua - Khen thưởng")
    COUNCIL_SECRETARY = "council_secretary", _("Thư ký Hội đồng")
    COUNCIL_MEMBER = "council_member", _("Ủy viên Hội đồng")
    COUNCIL_CHAIR = "council_chair", _("Chủ tịch Hội đồng")
    TELLER = "teller", _("Ban kiểm phiếu")
    LEADER = "leader", _("Lãnh đạo Thành phố")
    CLERK = "clerk", _("Văn thư")
    INSPECTOR = "inspector", _("Thanh tra")
    ADMIN = "admin", _("Quản trị hệ thống")


class Duty(models.Model):
    """Who holds which duty, in which unit, from when to when."""

    user = models.ForeignKey(User, models.PROTECT, related_name="duties")
    code = models.CharField("nhiệm vụ", max_length=20, choices=DutyCode.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name_plural = "duties"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="duty_validity_in_order"
            ),
            models.UniqueConstraint(fields=["user", "code", "unit", "valid_from"], name="duty_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_code_display()} · {self.unit}"


class CalendarDay(models.Model):
    """A day off or a make-up working day announced for a year; wins over the statutory calendar of its year."""

    class Kind(models.TextChoices):
        """Off work, or a weekend day worked instead."""

        OFF = "off", _("Nghỉ")
        WORKED = "worked", _("Làm bù")

    day = models.DateField("ngày", unique=True)
    kind = models.CharField("loại", max_length=6, choices=Kind.choices)
    name = models.CharField("tên", max_length=120)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
