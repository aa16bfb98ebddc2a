"""Rounds, submissions, dossiers and what is written on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.councils.models import Session
from thidua.documents.models import StoredFile
from thidua.dossiers.flow import DossierState, DossierVerb
from thidua.dossiers.routes import RouteCode
from thidua.foundation.text import fold
from thidua.organisation.models import Unit
from thidua.plans.models import Milestone, Task
from thidua.register.models import Recipient, RecipientKind


class MovementLevel(models.TextChoices):
    """Who launched the movement a round rewards; empty when it rewards none of its own."""

    CITY = "city", _("Thành phố phát động")
    DISTRICT = "district", _("Quận, huyện, thị xã phát động")
    DEPARTMENT = "department", _("Sở, ban, ngành phát động")
    COMMUNE = "commune", _("Xã, phường phát động")
    UNIT = "unit", _("Đơn vị khác phát động")


class Round(models.Model):
    """What is considered, for which achievement year, from when to when, for which session."""

    code = models.SlugField("mã", max_length=60, unique=True)
    title = models.CharField("tên đợt", max_length=300)
    awards = models.JSONField("danh hiệu, hình thức nhận trong đợt", default=list)
    period = models.PositiveSmallIntegerField("năm thành tích")
    opens_on = models.DateField("nhận từ ngày")
    closes_on = models.DateField("nhận đến hết ngày")
    task = models.ForeignKey(Task, models.PROTECT, null=True, blank=True, related_name="rounds")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="rounds")
    route = models.CharField("đường xét", max_length=16, choices=RouteCode.choices(), default=RouteCode.REGULAR)
    votes = models.BooleanField("Hội đồng bỏ phiếu", default=True)
    movement = models.CharField("phong trào, chuyên đề", max_length=300, blank=True)
    movement_level = models.CharField("cấp phát động", max_length=12, choices=MovementLevel.choices, blank=True)
    milestone = models.ForeignKey(Milestone, models.SET_NULL, null=True, blank=True, related_name="rounds")
    milestone_day = models.DateField("ngày của mốc khi mở đợt", null=True, blank=True)
    proposal = models.CharField("đề xuất của kế hoạch", max_length=80, blank=True)

    class Meta:
        ordering = ["-closes_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "proposal"], condition=~Q(proposal=""), name="round_once_of_a_proposal"
            ),
            models.CheckConstraint(condition=Q(opens_on__lte=F("closes_on")), name="round_window_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this round."""
        return f"round:{self.pk}"


class SubmissionState(models.TextChoices):
    """Where a unit's submission stands."""

    PREVIEW = "preview", _("Đang xem trước danh sách")
    DRAFT = "draft", _("Bản nháp")
    SIGNING = "signing", _("Chờ thủ trưởng duyệt")
    SENT = "sent", _("Đã gửi")
    DROPPED = "dropped", _("Đã bỏ")


class Submission(models.Model):
    """One unit's list for one round, with the file it came from and what was read in it."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="submissions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions")
    number = models.CharField("số tờ trình", max_length=80, blank=True)
    dated = models.DateField("ngày tờ trình", null=True, blank=True)
    state = models.CharField(max_length=8, choices=SubmissionState.choices, default=SubmissionState.PREVIEW)
    revision = models.PositiveIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="submissions")
    reading = models.JSONField("số dòng đã đọc, đã nhập, còn lại", default=dict)
    reading_sealed = models.BinaryField("danh sách đã đọc, đã mã hóa", null=True, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.unit} · {self.round}"

    @property
    def code(self) -> str:
        """What the unit and the office call this submission: printed on the receipt."""
        return f"DS-{self.pk:05d}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal knows this submission."""
        return f"submission:{self.pk}"


class Dossier(models.Model):
    """One nominee, one award, one round: the thing that travels."""

    code = models.CharField("mã hồ sơ", max_length=20, unique=True)
    round = models.ForeignKey(Round, models.PROTECT, related_name="dossiers")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dossiers")
    award = models.CharField("mã danh hiệu, hình thức", max_length=24)
    kind = models.CharField(max_length=12, choices=RecipientKind.choices, default=RecipientKind.INDIVIDUAL)
    recipient = models.ForeignKey(Recipient, models.PROTECT, null=True, blank=True, related_name="dossiers")
    matched_nobody = models.BooleanField("đã xem gợi ý trong Sổ, không phải ai trong số ấy", default=False)
    name = models.CharField("tên", max_length=200)
    name_fold = models.CharField(max_length=200, editable=False)
    name_turned = models.CharField(max_length=200, editable=False, default="")
    birth = models.CharField("ngày hoặc năm sinh", max_length=10, blank=True)
    cccd_sealed = models.BinaryField(null=True, blank=True)
    cccd_index = models.CharField(max_length=64, blank=True, db_index=True)
    position = models.CharField("chức vụ", max_length=200, blank=True)
    workplace = models.CharField("đơn vị công tác", max_length=200, blank=True)
    achievement = models.TextField("tóm tắt thành tích", blank=True)
    facts = models.JSONField("dữ kiện đơn vị khai", default=dict)
    state = models.CharField(max_length=12, choices=DossierState.choices(), default=DossierState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    holder = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="held_dossiers")
    held_since = models.DateTimeField()
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    due_on = models.DateField("hạn của bước đang đứng", null=True, blank=True)
    due_at = models.DateTimeField("hạn tính bằng giờ", null=True, blank=True)
    late_note = models.TextField("nộp muộn theo", blank=True)
    returns = models.PositiveSmallIntegerField("số lần trả lại", default=0)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="dossiers")
    verdict = models.JSONField("kết quả xét theo quy định", default=dict)
    verdict_code = models.CharField(max_length=8, blank=True)
    conclusion = models.TextField("kết luận thẩm định", blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    eligible = models.BooleanField("kết luận đủ điều kiện", null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="dossier_state"),
            models.Index(fields=["unit", "-id"], name="dossier_unit"),
            models.Index(fields=["round", "state", "-id"], name="dossier_round_state"),
            models.Index(fields=["holder", "state", "-id"], name="dossier_holder"),
            models.Index(fields=["name_fold", "id"], name="dossier_name"),
            # The queue: only what is on its way has a deadline, so these stay small however many are decided.
            models.Index(fields=["due_on", "id"], name="dossier_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["state", "due_on", "id"], name="dossier_state_due", condition=Q(due_on__isnull=False)),
            models.Index(
                fields=["holder", "due_on", "id"], name="dossier_holder_due", condition=Q(due_on__isnull=False)
            ),
            models.Index(fields=["name_turned"], name="dossier_name_turned"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(state="draft") | Q(sent_at=None), name="dossier_draft_not_sent"),
            models.CheckConstraint(
                condition=~Q(state="on_agenda") | Q(session__isnull=False), name="dossier_on_agenda_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def place_of_work(self) -> str:
        """The workplace with the unit that proposes, unless it names that unit itself: what papers print."""
        if not self.workplace or fold(self.unit.name) in fold(self.workplace):
            return self.workplace or self.unit.name
        return f"{self.workplace}, {self.unit.name}"

    @property
    def key(self) -> str:
        """The opaque key by which the journal and the council know this dossier."""
        return f"dossier:{self.pk}"


class DossierStep(models.Model):
    """One step a dossier took, written by the one function that moves it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=20, choices=[(verb.value, verb.value) for verb in DossierVerb])
    source = models.CharField(max_length=12)
    target = models.CharField(max_length=12)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class PaperPart(models.TextChoices):
    """What a paper is in the dossier."""

    REPORT = "report", _("Báo cáo thành tích")
    MINUTES = "minutes", _("Biên bản họp, kết quả bỏ phiếu của đơn vị")
    INITIATIVE = "initiative", _("Xác nhận sáng kiến, đề tài")
    DECISION = "decision", _("Quyết định khen thưởng đã có")
    CONFIRMATION = "confirmation", _("Xác nhận của cơ quan khác")
    LETTER = "letter", _("Tờ trình đã ký")
    LIST = "list", _("Danh sách đề nghị")
    SUMMARY = "summary", _("Báo cáo tóm tắt thành tích")
    EVIDENCE = "evidence", _("Tài liệu chứng minh")
    RESIDENCE = "residence", _("Xác nhận nơi cư trú")
    OWN_FILE = "own_file", _("Hồ sơ theo nghị định riêng")
    TAX = "tax", _("Xác nhận của cơ quan thuế")
    INSURANCE = "insurance", _("Xác nhận của cơ quan bảo hiểm xã hội")
    ENVIRONMENT = "environment", _("Xác nhận về bảo vệ môi trường")
    FIRE = "fire", _("Xác nhận về phòng cháy, chữa cháy")
    LABOUR = "labour", _("Xác nhận về an toàn, vệ sinh lao động")
    OTHER = "other", _("Giấy tờ khác")


class Paper(models.Model):
    """One paper of a dossier. A newer version stands beside the one it replaces; nothing is overwritten."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    part = models.CharField("thành phần", max_length=40, choices=PaperPart.choices)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    title = models.CharField("tên", max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="papers")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class Defect(models.Model):
    """One point returned for supplement: on what, what is wrong, by when, and the unit's answer."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="defects")
    about = models.CharField("ở đâu", max_length=80)
    text = models.TextField("cần bổ sung")
    cite = models.CharField("căn cứ", max_length=300, blank=True)
    turn = models.PositiveSmallIntegerField("lần trả lại", default=1)
    due_on = models.DateField("hạn", null=True, blank=True)
    raised_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.TextField("đơn vị trả lời", blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


# The models below point at those above.
from thidua.dossiers.models.appraisal import SavedQueue as SavedQueue  # noqa: E402
from thidua.dossiers.models.hold import Hold as Hold  # noqa: E402
from thidua.dossiers.models.hold import HoldKind as HoldKind  # noqa: E402
from thidua.dossiers.models.nominee import NomineeLink as NomineeLink  # noqa: E402
from thidua.dossiers.models.nominee import NomineeReply as NomineeReply  # noqa: E402
from thidua.dossiers.models.nominee import ReplyKind as ReplyKind  # noqa: E402
from thidua.dossiers.models.opinions import Consultation as Consultation  # noqa: E402
from thidua.dossiers.models.opinions import Consulted as Consulted  # noqa: E402
from thidua.dossiers.models.opinions import LentFile as LentFile  # noqa: E402
from thidua.dossiers.models.opinions import Opinion as Opinion  # noqa: E402
from thidua.dossiers.models.opinions import OpinionOutcome as OpinionOutcome  # noqa: E402
from thidua.dossiers.models.opinions import OpinionRequest as OpinionRequest  # noqa: E402
from thidua.dossiers.models.opinions import PublicComment as PublicComment  # noqa: E402
from thidua.dossiers.models.opinions import Triage as Triage  # noqa: E402
from thidua.dossiers.models.parts import ListPaper as ListPaper  # noqa: E402
from thidua.dossiers.models.parts import Receipt as Receipt  # noqa: E402
from thidua.dossiers.models.parts import SignOff as SignOff  # noqa: E402
from thidua.dossiers.models.parts import SignOffOutcome as SignOffOutcome  # noqa: E402
from thidua.dossiers.models.report import DossierVersion as DossierVersion  # noqa: E402
from thidua.dossiers.models.report import Report as Report  # noqa: E402
from thidua.dossiers.models.report import ReportRevision as ReportRevision  # noqa: E402
from thidua.dossiers.models.rounds import Ascent as Ascent  # noqa: E402
from thidua.dossiers.models.rounds import AscentLine as AscentLine  # noqa: E402
from thidua.dossiers.models.rounds import Competence as Competence  # noqa: E402
from thidua.dossiers.models.rounds import CompetenceRuling as CompetenceRuling  # noqa: E402
from thidua.dossiers.models.rounds import LateDecision as LateDecision  # noqa: E402
from thidua.dossiers.models.rounds import MonthlyOpening as MonthlyOpening  # noqa: E402
from thidua.dossiers.models.rounds import RoundSender as RoundSender  # noqa: E402
from thidua.dossiers.models.twins import AchievementText as AchievementText  # noqa: E402
from thidua.dossiers.models.twins import TextKind as TextKind  # noqa: E402
from thidua.dossiers.models.twins import Twin as Twin  # noqa: E402
from thidua.dossiers.models.twins import TwinDecision as TwinDecision  # noqa: E402
from thidua.dossiers.models.twins import TwinKind as TwinKind  # noqa: E402
from thidua.dossiers.models.twins import TwinLook as TwinLook  # noqa: E402
from thidua.dossiers.models.twins import TwinMark as TwinMark  # noqa: E402
from thidua.dossiers.models.twins import TwinStrength as TwinStrength  # noqa: E402
