"""Shape of input of the room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.councils.models import Session
from thidua.dossiers.award_choice import AwardChoice, award_groups
from thidua.dossiers.models import PaperPart, Round
from thidua.foundation.clock import today
from thidua.foundation.dates import ImpossibleDate, read_date, show_iso
from thidua.plans.models import PlanState, Task
from thidua.register.models import RecipientKind
from thidua.register.reading import check_nominee, keepable

RATINGS = (
    ("", "—"),
    ("HTXS", _("Hoàn thành xuất sắc")),
    ("HTT", _("Hoàn thành tốt")),
    ("HT", _("Hoàn thành")),
    ("KHT", _("Không hoàn thành")),
)
SCOPES = (("", _("chưa rõ")), ("base", _("Cơ sở")), ("province", _("Thành phố")), ("national", _("Toàn quốc")))
RATED_YEARS = 3


class UploadForm(forms.Form):
    """A unit's list as a file."""

    file = forms.FileField(
        label=_("Tệp danh sách"), help_text=_("Excel, CSV, Word hoặc PDF có lớp chữ"), max_length=200,
        error_messages={
            "required": _("Chưa chọn tệp."),
            "empty": _("Tệp rỗng, không có nội dung. Đề nghị chọn lại tệp."),
            "max_length": _("Tên tệp quá dài. Đề nghị đặt tên ngắn hơn."),
        },
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Not larger than the limit of uploads."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_LIMIT_BYTES:
            limit = settings.UPLOAD_LIMIT_BYTES // 1024 // 1024
            raise forms.ValidationError(
                _("Tệp lớn hơn %(limit)s MB. Hãy chia danh sách hoặc bỏ ảnh trong tệp."), params={"limit": limit}
            )
        return file


class NomineeForm(forms.Form):
    """One nominee typed by hand, or details corrected."""

    kind = forms.ChoiceField(label=_("Loại"), choices=RecipientKind.choices, initial=RecipientKind.INDIVIDUAL)
    name = forms.CharField(label=_("Họ và tên, hoặc tên tập thể"), max_length=200)
    birth = forms.CharField(label=_("Ngày sinh hoặc năm sinh"), required=False, max_length=30)
    cccd = forms.CharField(label=_("Số định danh"), required=False, max_length=20, help_text=_("12 chữ số"))
    position = forms.CharField(label=_("Chức vụ"), required=False, max_length=200)
    workplace = forms.CharField(label=_("Đơn vị công tác"), required=False, max_length=200)
    award = forms.ChoiceField(label=_("Danh hiệu, hình thức đề nghị"))
    achievement = forms.CharField(
        label=_("Tóm tắt thành tích"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    confirmed = forms.BooleanField(label=_("Đúng như giấy tờ"), required=False)

    def __init__(
        self, *args: Any, awards: list[tuple[str, str]], fixed: bool = False, on: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on or today()
        if not self.is_bound:
            del self.fields["confirmed"]  # asked for only when something looks wrong
        self.fields["award"].choices = awards  # type: ignore[attr-defined]  # a ChoiceField, typed as Field
        if fixed:
            del self.fields["award"], self.fields["kind"]
            self.fields["cccd"].help_text = _("12 chữ số; để trống nếu giữ số đã có")

    def lock_person(self, reason: str) -> None:
        """Leave name and identity number as they stand, and say why."""
        for name in ("name", "cccd"):
            self.fields[name].disabled = True
        self.fields["name"].help_text = reason

    def clean_birth(self) -> str:
        """A day or a year, kept as ISO text."""
        text = self.cleaned_data["birth"].strip()
        if not text:
            return ""
        try:
            found = read_date(text)
        except ImpossibleDate:
            raise forms.ValidationError(_("Ngày này không có thật. Hãy sửa ngày hoặc chỉ ghi năm sinh.")) from None
        if found is None:
            raise forms.ValidationError(_("Hãy ghi ngày/tháng/năm hoặc năm sinh, ví dụ 16/06/1985 hoặc 1985."))
        return found.iso()

    def clean_cccd(self) -> str:
        """Twelve digits or nothing."""
        digits: str = self.cleaned_data["cccd"].replace(" ", "").replace(".", "")
        if digits and (not digits.isdigit() or len(digits) != 12):
            raise forms.ValidationError(
                _("Số định danh có %(n)s ký tự, cần đủ 12 chữ số. Số đã nhập được giữ."), params={"n": len(digits)}
            )
        return digits

    def clean(self) -> dict[str, Any]:
        """The checks of a list: what cannot be is an error, what is unusual needs the tick "đúng như giấy tờ"."""
        data: dict[str, Any] = super().clean() or {}
        if {"name", "birth", "cccd"} - data.keys():
            return data
        found = check_nominee(
            name=data["name"], birth=show_iso(data["birth"]) if data["birth"] else "", cccd=data["cccd"],
            award=data.get("award", ""), kind=data.get("kind", ""), on=self.on,
        )  # fmt: skip
        asked = [problem for problem in found if keepable(problem)]
        for problem in found:
            if problem not in asked:
                self.add_error(self._place(problem.field), problem.message)
        if asked and not data.get("confirmed"):
            for problem in asked:
                self.add_error(self._place(problem.field), problem.message)
            self.add_error("confirmed", _("Hãy sửa, hoặc đánh dấu ô này nếu đã đối chiếu giấy tờ."))
        elif not asked:
            self.fields.pop("confirmed", None)
        return data

    def _place(self, field: str) -> str | None:
        name = {"awards": "award", "unit": "workplace"}.get(field, field)
        return name if name in self.fields else None


class LetterForm(forms.Form):
    """The number and date of the unit's letter."""

    number = forms.CharField(label=_("Số tờ trình"), max_length=80)
    dated = forms.DateField(label=_("Ngày tờ trình"), help_text=_("ngày/tháng/năm"))


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]  # ModelForm takes its type at check time only
    """A round opened by the head of the office."""

    awards = forms.MultipleChoiceField(label=_("Danh hiệu, hình thức nhận trong đợt"), widget=AwardChoice)

    class Meta:
        model = Round
        fields = ["code", "title", "awards", "period", "opens_on", "closes_on", "task", "session"]
        labels = {
            "code": _("Mã đợt"), "title": _("Tên đợt"), "period": _("Năm thành tích"), "opens_on": _("Nhận từ ngày"),
            "closes_on": _("Nhận đến hết ngày"), "task": _("Việc trong kế hoạch"), "session": _("Phiên họp của Hội đồng"),
        }  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.fields["awards"].choices = award_groups(on)  # type: ignore[attr-defined]  # a ChoiceField, typed as Field
        self.fields["task"].queryset = Task.objects.filter(plan__state=PlanState.ACTIVE)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["session"].queryset = Session.objects.filter(state="planned")  # type: ignore[attr-defined]  # same

    def clean(self) -> dict[str, Any]:
        """The window is in order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("opens_on") and data.get("closes_on") and data["closes_on"] < data["opens_on"]:
            self.add_error("closes_on", _("Ngày đóng không thể trước ngày mở."))
        if data.get("closes_on") and data["closes_on"] < self.on:
            self.add_error(
                "closes_on", _("Ngày đóng đã qua, nên đợt mở ra là đóng ngay. Hãy ghi ngày từ hôm nay trở đi.")
            )
        return data


class TieForm(forms.Form):
    """For which session of the council and which task of the plan a round is."""

    session = forms.ModelChoiceField(Session.objects.none(), label=_("Phiên họp của Hội đồng"), required=False)
    task = forms.ModelChoiceField(Task.objects.none(), label=_("Việc trong kế hoạch"), required=False)

    def __init__(self, round_: Round, data: Any = None) -> None:
        super().__init__(data, initial={"session": round_.session_id, "task": round_.task_id})
        sessions = Session.objects.filter(Q(state="planned") | Q(pk=round_.session_id)).order_by("held_on", "id")
        tasks = Task.objects.filter(Q(plan__state=PlanState.ACTIVE) | Q(pk=round_.task_id)).order_by(
            "plan_id", "position"
        )
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]  # a ModelChoiceField, typed as Field
        self.fields["task"].queryset = tasks  # type: ignore[attr-defined]  # same


class ExtendForm(forms.Form):
    """A later last day, with the reason."""

    closes_on = forms.DateField(label=_("Nhận đến hết ngày"), help_text=_("ngày/tháng/năm"))
    reason = forms.CharField(label=_("Lý do gia hạn"), max_length=500)


class PaperForm(forms.Form):
    """One paper of a dossier."""

    part = forms.ChoiceField(label=_("Thành phần"), choices=PaperPart.choices)
    file = forms.FileField(label=_("Tệp"), max_length=200, error_messages=UploadForm.base_fields["file"].error_messages)
    clean_file = UploadForm.clean_file


class ListPaperForm(forms.Form):
    """One paper that serves every nominee of a list."""

    part = forms.ChoiceField(
        label=_("Thành phần"),
        choices=[(part.value, part.label) for part in (PaperPart.MINUTES, PaperPart.LETTER, PaperPart.OTHER)],
    )
    file = forms.FileField(label=_("Tệp"), max_length=200, error_messages=UploadForm.base_fields["file"].error_messages)
    clean_file = UploadForm.clean_file


class FactsForm(forms.Form):
    """Facts the ledger does not hold: ratings of the last years, the initiative, discipline."""

    initiative = forms.CharField(label=_("Sáng kiến, đề tài"), required=False, max_length=300)
    scope = forms.ChoiceField(label=_("Phạm vi ảnh hưởng"), choices=SCOPES, required=False)
    recognised_on = forms.DateField(label=_("Công nhận ngày"), required=False, help_text=_("ngày/tháng/năm"))
    share = forms.IntegerField(label=_("Tỷ lệ đóng góp, %"), required=False, min_value=1, max_value=100)
    disciplined = forms.ChoiceField(
        label=_("Kỷ luật trong thời gian xét"), choices=(("no", _("Không")), ("yes", _("Có"))), initial="no"
    )
    discipline_from = forms.DateField(label=_("Kỷ luật từ ngày"), required=False)
    discipline_to = forms.DateField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, period: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.years = list(range(period - RATED_YEARS + 1, period + 1))
        for year in self.years:
            self.fields[f"rating_{year}"] = forms.ChoiceField(
                label=_("Xếp loại năm %(year)s") % {"year": year}, choices=RATINGS, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A discipline needs its first day."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("disciplined") == "yes" and not data.get("discipline_from"):
            self.add_error("discipline_from", _("Hãy ghi ngày bắt đầu kỷ luật."))
        return data

    @staticmethod
    def initial_of(facts: dict[str, Any]) -> dict[str, Any]:
        """The form's values from declared facts."""
        first = (facts.get("initiatives") or [{}])[0]
        punished = (facts.get("discipline") or [{}])[0]
        share = str(first.get("share") or "").rstrip("%")
        return {
            "initiative": first.get("name", ""), "scope": first.get("scope", ""),
            "recognised_on": first.get("recognised_on"), "share": share or None,
            "disciplined": "yes" if punished else "no",
            "discipline_from": punished.get("from"), "discipline_to": punished.get("to"),
            **{f"rating_{year}": rating for year, rating in (facts.get("ratings") or {}).items()},
        }  # fmt: skip

    def facts(self) -> dict[str, Any]:
        """Declared facts (schema law-facts-1): what is left empty is unknown, not denied."""
        data = self.cleaned_data
        found: dict[str, Any] = {}
        ratings = {str(year): data[f"rating_{year}"] for year in self.years if data.get(f"rating_{year}")}
        if ratings:
            found["ratings"] = ratings
        if data["initiative"]:
            row = {"name": data["initiative"]}
            if data["scope"]:
                row["scope"] = data["scope"]
            if data["recognised_on"]:
                row["recognised_on"] = data["recognised_on"].isoformat()
            if data["share"]:
                row["share"] = f"{data['share']}%"
            found["initiatives"] = [row]
        if data["disciplined"] == "yes":
            row = {"form": "", "from": data["discipline_from"].isoformat()}
            if data["discipline_to"]:
                row["to"] = data["discipline_to"].isoformat()
            found["discipline"] = [row]
        return found
