"""What happens to a plan while it is carried out: what waits for what, notes, extensions, amendments, registrations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.documents.models import StoredFile
from thidua.organisation.models import Unit
from thidua.plans.models.document import CouncilRow, Milestone, Plan, Task


class Origin(models.TextChoices):
    """Where a dependency comes from."""

    PRINTED = "printed", _("Theo thứ tự in trong văn bản")
    USUAL = "usual", _("Theo trình tự công việc")
    ADDED = "added", _("Do cán bộ ghi")


class Dependency(models.Model):
    """One milestone that can only be reached after another, with the working days the way takes at least."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="dependencies")
    before = models.ForeignKey(Milestone, models.CASCADE, related_name="followers")
    after = models.ForeignKey(Milestone, models.CASCADE, related_name="waits_for")
    lead = models.PositiveSmallIntegerField("ngày làm việc cần có ở giữa", default=0)
    why = models.TextField("căn cứ", blank=True)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ADDED)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="dependency_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Note(models.Model):
    """A progress note on a task, or a document put beside it."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="notes")
    text = models.TextField("nội dung", blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.text[:80]


class ExtensionState(models.TextChoices):
    """Where a request for more time stands."""

    ASKED = "asked", _("Chờ quyết định")
    GRANTED = "granted", _("Đồng ý")
    REFUSED = "refused", _("Không đồng ý")


class Extension(models.Model):
    """A request for more time on a milestone, and what was decided."""

    milestone = models.ForeignKey(Milestone, models.CASCADE, related_name="extensions")
    asked_day = models.DateField("ngày đề nghị")
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    granted_day = models.DateField("ngày được gia hạn đến", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_reason = models.TextField("ý kiến", blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"], condition=Q(state="asked"), name="extension_one_open_a_milestone"
            ),
            models.CheckConstraint(
                condition=Q(state="granted", granted_day__isnull=False) | (~Q(state="granted") & Q(granted_day=None)),
                name="extension_granted_to_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} → {self.asked_day:%d/%m/%Y}"


class Amendment(models.Model):
    """A document that amends a plan in force."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="amendments")
    number = models.CharField("số, ký hiệu", max_length=80)
    issued_on = models.DateField("ngày ban hành")
    title = models.TextField("trích yếu")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["issued_on", "id"]
        constraints = [models.UniqueConstraint(fields=["plan", "number", "issued_on"], name="amendment_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ChangedField(models.TextChoices):
    """What a change changes."""

    DAY = "day", _("Ngày dùng để theo dõi")
    TITLE = "title", _("Nội dung nhiệm vụ")
    UNITS = "units", _("Đơn vị thực hiện")
    ADDED = "added", _("Thêm nhiệm vụ")
    MILESTONE = "milestone", _("Thêm mốc")
    DROPPED = "dropped", _("Bỏ mốc")


class Change(models.Model):
    """One thing changed in a plan in force, by an amendment or by an extension: before and after, since when."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="changes")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, blank=True, related_name="changes")
    extension = models.OneToOneField(Extension, models.PROTECT, null=True, blank=True, related_name="change")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="changes")
    council_row = models.ForeignKey(CouncilRow, models.CASCADE, null=True, blank=True, related_name="changes")
    milestone = models.ForeignKey(Milestone, models.CASCADE, null=True, blank=True, related_name="changes")
    field = models.CharField(max_length=10, choices=ChangedField.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    since = models.DateField("có hiệu lực từ")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amendment=None, extension__isnull=False) | Q(amendment__isnull=False, extension=None),
                name="change_one_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"


class RegistrationKind(models.TextChoices):
    """What a unit hands in under a task of the plan."""

    PLAN = "plan", _("Kế hoạch của đơn vị")
    THEME = "theme", _("Chuyên đề thi đua")
    TITLES = "titles", _("Đăng ký danh hiệu")


class Registration(models.Model):
    """What one unit handed in under a task: its plan, a theme, the titles it registers for. A newer one replaces it."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=10, choices=RegistrationKind.choices)
    text = models.TextField("nội dung", blank=True)
    titles = models.JSONField("danh hiệu đăng ký: mã và số lượng", default=dict, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "kind"],
                condition=Q(replaced_at=None),
                name="registration_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.kind}"

    @property
    def key_in_journal(self) -> str:
        """The opaque key by which the journal knows what was handed in."""
        return f"registration:{self.pk}"


class Collection(models.Model):
    """What units hand in under a task, and the milestone up to whose day it is in time."""

    task = models.OneToOneField(Task, models.CASCADE, related_name="collection")
    kinds = models.JSONField("loại nhận", default=list)
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="+")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.task_id}: {', '.join(self.kinds)}"


class SavedView(models.Model):
    """A person's own filter of the board, under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField("tên", max_length=80)
    query = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """A document sent out to units (nơi nhận), about a plan or one task of it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="dispatches")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="dispatches")
    title = models.TextField("trích yếu")
    number = models.CharField("số, ký hiệu", max_length=80, blank=True)
    day = models.DateField("ngày văn bản", null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def key_in_journal(self) -> str:
        """The opaque key by which the journal knows this document."""
        return f"dispatch:{self.pk}"


class DispatchUnit(models.Model):
    """One unit a document was sent to; who of it opened the file first, and when."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="receivers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    first_read_at = models.DateTimeField(null=True, blank=True)
    first_reader = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "unit"], name="dispatch_once_a_unit"),
            models.CheckConstraint(
                condition=Q(first_read_at=None, first_reader=None)
                | Q(first_read_at__isnull=False, first_reader__isnull=False),
                name="dispatch_read_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} → {self.unit_id}"
