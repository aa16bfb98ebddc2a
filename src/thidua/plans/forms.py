"""Shape of input."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.accounts.models import User
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.models import Unit, UnitKind
from thidua.organisation.queries import valid_on
from thidua.plans.actions.chaining import LONGEST_LEAD
from thidua.plans.day_field import DayField
from thidua.plans.models import Milestone, Resolution, Task
from thidua.plans.queries.details import WHOLE_KINDS, accountable_choices, units_of_kinds
from thidua.plans.queries.own import units_within
from thidua.plans.reading.sources import Limits

MEGABYTE = 1_000_000
ENDINGS = ".docx,.pdf,.txt,.md"


def limits() -> dict[str, int]:
    """What a plan's file may be, for the page that asks for it: megabytes and pages."""
    known = Limits()
    return {"megabytes": known.sent // MEGABYTE, "pages": known.pages}


class UploadForm(forms.Form):
    """The file of a plan. Whether it can be read is judged by the reader, by content."""

    file = forms.FileField(
        label=_("Tệp kế hoạch"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ENDINGS}),
        error_messages={
            "required": _("Chưa chọn tệp. Hãy chọn tệp kế hoạch."),
            "max_length": _("Tên tệp quá dài. Hãy đặt tên ngắn hơn rồi nạp lại."),
        },
    )

    def clean_file(self) -> Any:
        """Not larger than is read: told before the file is taken into memory."""
        file = self.cleaned_data["file"]
        if file.size > Limits().sent:
            text = _(
                "Tệp lớn hơn mức cho phép (%(limit)s MB). Chưa lưu gì. Hãy tách phụ lục hoặc bỏ hình ảnh rồi nạp lại."
            )
            raise forms.ValidationError(text, params={"limit": limits()["megabytes"]})
        return file


class ResolveForm(forms.Form):
    """What a person decides about a flag. Whether the value is a day is judged by the action, which knows the flag."""

    resolution = forms.ChoiceField(choices=Resolution.choices)
    value = forms.CharField(required=False, max_length=2000)
    reason = forms.CharField(required=False, max_length=500)


class ReasonForm(forms.Form):
    """A reason that must be given."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=500,
        error_messages={"required": _("Chưa ghi lý do. Chưa ghi gì; hãy nhập lý do.")},
    )


class KeepAllForm(ReasonForm):
    """Keep as printed everything open of one kind."""

    kind = forms.CharField(max_length=20)


class CountingForm(forms.Form):
    """How "trước ngày X" counts."""

    before = forms.TypedChoiceField(
        label=_("“Trước ngày X” được hiểu là"),
        choices=[("gom", _("tính cả ngày X")), ("khong", _("phải xong trước ngày X"))],
        coerce=lambda text: text == "gom",
        widget=forms.RadioSelect,
    )


class ReportForm(forms.Form):
    """A milestone reported done."""

    on = DayField(label=_("Xong ngày"), help_text=_("ngày/tháng/năm"), initial=today)
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("số văn bản, kết quả"),
    )  # fmt: skip
    evidence = forms.FileField(
        label=_("Tệp minh chứng"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word, Excel hoặc ảnh, không bắt buộc"),
    )

    def clean_on(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError(_("Ngày này còn ở phía trước. Hãy nhập ngày đã xong."))
        return day


class UnitsForm(forms.Form):
    """The units that carry a task, chosen among those in force today and those chosen already."""

    units = forms.ModelMultipleChoiceField(
        label=_("Đơn vị thực hiện"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    whole = forms.MultipleChoiceField(choices=[(code, code) for code in WHOLE_KINDS], required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    related = "tasks"

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = valid_on(today()) & ~Q(kind=UnitKind.COLLECTIVE)
        if task.plan.unit_id:
            in_force = valid_on(today()) & Q(pk__in=units_within(task.plan).values("pk"))
        chosen = Unit.objects.filter(**{self.related: task})
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Unit.objects.filter(in_force | Q(pk__in=chosen.values("pk"))).order_by(
            "kind", "name_fold", "id"
        )
        if not self.is_bound:
            self.initial["units"] = sorted(chosen.values_list("pk", flat=True))
            self.initial["seen"] = ",".join(map(str, self.initial["units"]))

    def clean_seen(self) -> list[int] | None:
        """The units the page showed as chosen; None when it did not say."""
        text = self.cleaned_data["seen"]
        return list(filter(None, map(whole_number, text.split(",")))) if "seen" in self.data else None

    def clean(self) -> dict[str, Any]:
        """Whole kinds add all their units of today."""
        data: dict[str, Any] = super().clean() or {}
        if "units" in data and data.get("whole"):
            offered = self.fields["units"].queryset  # type: ignore[attr-defined]  # the field that chooses among units
            whole = offered.filter(pk__in=units_of_kinds(data["whole"], today()).values("pk"))
            data["units"] = list({*data["units"], *whole})
        return data

    def by_kind(self) -> list[tuple[str, str, list[tuple[int, str, bool]]]]:
        """The units under their kinds (code and label), each with whether it is chosen, for the page."""
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        picked = {str(key) for key in (self["units"].value() or [])}
        kinds: dict[tuple[str, str], list[tuple[int, str, bool]]] = {}
        for unit in field.queryset or ():
            kind = (unit.kind, unit.get_kind_display())
            kinds.setdefault(kind, []).append((unit.pk, unit.name, str(unit.pk) in picked))
        return [(code, label, rows) for (code, label), rows in kinds.items()]


class LinkForm(forms.Form):
    """Two milestones of a plan, one of which waits for the other."""

    before = forms.ModelChoiceField(label=_("Mốc phải xong trước"), queryset=Milestone.objects.none())
    after = forms.ModelChoiceField(label=_("Mốc phải chờ"), queryset=Milestone.objects.none())
    lead = forms.IntegerField(
        label=_("Số ngày làm việc cần có ở giữa"),
        min_value=0,
        max_value=LONGEST_LEAD,
        initial=0,
        required=False,
    )
    why = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)

    def __init__(self, rows: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("before", "after"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows

    def clean_lead(self) -> int:
        """Nothing typed means no day between."""
        return self.cleaned_data["lead"] or 0


class TryForm(forms.Form):
    """A day to try out for a milestone."""

    ngay = DayField(label=_("Thử dời đến ngày"), help_text=_("ngày/tháng/năm"))


class BackPlanForm(forms.Form):
    """A session to plan backwards: which, on which day, with how long an appraisal."""

    phien = forms.ChoiceField(label=_("Phiên họp"), required=False)
    ngay = DayField(label=_("Ngày họp"), required=False, help_text=_("bỏ trống: ngày trong kế hoạch"))
    tham_dinh = forms.IntegerField(
        label=_("Thẩm định, ngày làm việc"), required=False, min_value=0, max_value=LONGEST_LEAD
    )

    def __init__(self, sessions: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["phien"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = sessions


class PartnersForm(UnitsForm):
    """The units that coordinate in a task, chosen the same way."""

    related = "coordinated_tasks"


class AccountableForm(forms.Form):
    """Who answers for a task."""

    user = forms.ModelChoiceField(
        label=_("Người phụ trách"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Chưa có ai"),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"user": task.accountable_id, "seen": task.accountable_id}
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = accountable_choices(task, today())


class NoteForm(forms.Form):
    """A progress note: words, a file, or both."""

    text = forms.CharField(
        label=_("Tiến độ, kết quả"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=_("Tệp kèm theo"),
        required=False,
        max_length=200,
        help_text=_("PDF, Word, Excel hoặc ảnh, không bắt buộc"),
    )


class ClosingForm(forms.Form):
    """The result of a task in words."""

    note = forms.CharField(
        label=_("Kết quả"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("bằng lời; số văn bản, số liệu"),
        error_messages={"required": _("Khép việc cần ghi kết quả bằng lời. Chưa ghi gì.")},
    )


class ClosingDespiteForm(ClosingForm):
    """Closing a task under which units have not handed in: the person confirms how many are missing."""

    missing = forms.IntegerField(
        required=False,
        error_messages={"invalid": _("Phần xác nhận không đúng dạng. Chưa ghi gì.")},
    )


class ExtensionForm(ReasonForm):
    """More time asked for: until when and why."""

    day = DayField(label=_("Xin gia hạn đến ngày"), help_text=_("ngày/tháng/năm"))
    field_order = ["day", "reason"]


class DecisionForm(forms.Form):
    """What the head decides about a request for more time. Whether a reason is needed is judged by the action."""

    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    day = DayField(required=False)
    reason = forms.CharField(required=False, max_length=500)


class RollForm(forms.Form):
    """The year of the plan to draft, and its number and day when they are known already."""

    year = forms.IntegerField(label=_("Năm của kế hoạch mới"), min_value=2000, max_value=2100)
    number = forms.CharField(
        label=_("Số"), required=False, max_length=20, help_text=_("chỉ phần số; bỏ trống nếu chưa có")
    )
    dated = DayField(label=_("Ngày ban hành"), required=False, help_text=_("bỏ trống nếu chưa có"))
