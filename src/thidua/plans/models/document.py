"""A plan as printed and as used. The printed value of everything stays; the used one is confirmed by a person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.documents.models import StoredFile
from thidua.organisation.models import Unit
from thidua.plans.words import LABELS


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", _("Đang soát")
    ACTIVE = "active", _("Đang thực hiện")
    CLOSED = "closed", _("Đã kết thúc")


class Plan(models.Model):
    """One plan document and what was read from it. `yearly`: it is the city's programme of its year, with which the room
    opens; other plans (of the Congress, of a unit, of a cluster) are in force beside it. `unit`: whose own plan it is, kept
    and decided on within that unit; none for what the standing office keeps."""

    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.TextField("cơ quan ban hành", blank=True)
    title = models.TextField("trích yếu")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="plans")
    content_sha256 = models.CharField(max_length=64, unique=True)
    identity = models.CharField("dấu của số, cơ quan, ngày", max_length=64, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="own_plans", verbose_name="kế hoạch riêng của đơn vị"
    )
    yearly = models.BooleanField("kế hoạch công tác năm của Thành phố", default=False)
    before_is_inclusive = models.BooleanField("“trước ngày X” tính cả ngày X", default=True)
    reading = models.JSONField("kết quả đọc, giữ nguyên", default=dict)
    imported_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    activated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="active", yearly=True), name="plan_one_of_the_year_in_force"
            ),
            models.UniqueConstraint(fields=["identity"], condition=~Q(identity=""), name="plan_document_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this plan."""
        return f"plan:{self.pk}"


class Task(models.Model):
    """One row of the plan's table of tasks, as printed; `printed` holds the words of the document where a person who
    reviewed it confirmed others (number, title, directing, implementing, coordinating, by, on)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    part = models.TextField(blank=True)
    section = models.TextField(blank=True)
    number = models.TextField(blank=True)
    title = models.TextField()
    directing = models.TextField(blank=True)
    implementing = models.JSONField(default=list)
    coordinating = models.JSONField(default=list)
    units = models.ManyToManyField(Unit, blank=True, related_name="tasks", verbose_name="đơn vị thực hiện")
    unresolved = models.JSONField("tên in chưa gắn với đơn vị nào", default=list)
    partners = models.ManyToManyField(
        Unit, blank=True, related_name="coordinated_tasks", verbose_name="đơn vị phối hợp"
    )
    unresolved_partners = models.JSONField("tên phối hợp chưa gắn với đơn vị nào", default=list)
    accountable = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người phụ trách"
    )
    closed_on = models.DateField("khép việc ngày", null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closing_note = models.TextField("kết quả", blank=True)
    source = models.JSONField(default=dict)
    printed = models.JSONField("chữ in, khi bản soát ghi khác", default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="task_key_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def key_in_journal(self) -> str:
        """The opaque key by which the journal knows this task."""
        return f"task:{self.pk}"

    @property
    def as_printed(self) -> dict[str, Any]:
        """The words of the document: those kept when others were confirmed, else its own."""
        own = {name: getattr(self, name) for name in ("number", "title", "directing", "implementing", "coordinating")}
        return {**own, **self.printed}

    @property
    def headline(self) -> str:
        """The title up to the list of its points, if there is one."""
        return self.title.split("\n", 1)[0]

    @property
    def points(self) -> list[str]:
        """The lines of the title after the first, as printed."""
        return self.title.split("\n")[1:]


class CouncilRow(models.Model):
    """One row of the council's programme (the second appendix), tied to the task it repeats.

    `settled`: differences from that task a person settled: [{"code", "reason", "by", "on" (ISO date)}].
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="council_rows")
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    section = models.TextField(blank=True)
    number = models.TextField(blank=True)
    title = models.TextField()
    contents = models.JSONField(default=list)
    advising = models.JSONField(default=list)
    coordinating = models.JSONField(default=list)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="council_rows")
    settled = models.JSONField("điều khác với nhiệm vụ, đã thống nhất", default=list, blank=True)
    source = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="council_row_key_once")]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """One deadline of a task or council row: what is printed, and what is used after confirmation."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="milestones")
    council_row = models.ForeignKey(CouncilRow, models.CASCADE, null=True, blank=True, related_name="milestones")
    key = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    label = models.TextField(blank=True)
    relation = models.CharField(max_length=30)
    printed = models.TextField()
    printed_date = models.DateField("ngày in trong văn bản", null=True, blank=True)
    used_date = models.DateField("ngày dùng để theo dõi", null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    month = models.CharField("tháng, năm-tháng", max_length=7, blank=True)
    recurrence = models.CharField("quy tắc lặp, RRULE", max_length=80, blank=True)
    effective = models.DateField("ngày làm việc cuối cùng", null=True, blank=True, db_index=True)
    done_on = models.DateField("xong ngày", null=True, blank=True)
    done_note = models.TextField(blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_on = models.DateField("bỏ theo sửa đổi, từ ngày", null=True, blank=True)
    goal = models.BooleanField("đích của chuỗi việc", default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="milestone_key_once"),
            models.CheckConstraint(
                condition=Q(task=None, council_row__isnull=False) | Q(task__isnull=False, council_row=None),
                name="milestone_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def key_in_journal(self) -> str:
        """The opaque key by which the journal knows this milestone."""
        return f"milestone:{self.pk}"

    @property
    def owner(self) -> Task | CouncilRow:
        """The task or council row the milestone belongs to."""
        owner = self.task or self.council_row
        assert owner is not None  # the constraint milestone_one_owner
        return owner


class Severity(models.TextChoices):
    """How much a flag weighs: an error blocks activation, a warning is shown, information is recorded."""

    ERROR = "error", _("Phải xác nhận")
    WARNING = "warning", _("Nên xem")
    INFO = "info", _("Ghi nhận")


class Resolution(models.TextChoices):
    """What a person decided about a flag."""

    ACCEPTED = "accepted", _("Theo đề xuất")
    TYPED = "typed", _("Nhập giá trị khác")
    KEPT = "kept", _("Giữ như in")


class Flag(models.Model):
    """Something the reader is not sure of or finds wrong, and who settled it, when and why."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    where = models.CharField(max_length=80)
    also = models.JSONField("nơi khác liên quan", default=list)
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="flags")
    council_row = models.ForeignKey(CouncilRow, models.CASCADE, null=True, blank=True, related_name="flags")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, blank=True, related_name="flags")
    printed = models.TextField(blank=True)
    message = models.TextField()
    proposal = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    resolved_value = models.TextField(blank=True)
    resolved_reason = models.TextField(blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["plan", "severity", "resolution"], name="flag_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolution="", resolved_at=None) | (~Q(resolution="") & Q(resolved_at__isnull=False)),
                name="flag_resolution_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.where}"

    @property
    def label(self) -> str:
        """A few words on what it is about, in Vietnamese source text."""
        return LABELS.get(self.code) or str(self.get_severity_display())

    @property
    def shown_value(self) -> str:
        """The value decided on: a day as 16/06/2025, other text as it is."""
        if self.milestone_id and len(self.resolved_value) == 10 and self.resolved_value[4] == "-":
            year, month, day = self.resolved_value.split("-")
            return f"{day}/{month}/{year}"
        return self.resolved_value
