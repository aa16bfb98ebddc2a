"""Shape of input: handing in, urging, documents sent out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from thidua.foundation.clock import today
from thidua.organisation.models import Unit, UnitKind
from thidua.organisation.queries import valid_on
from thidua.plans.actions.registering import MOST
from thidua.plans.actions.urging import LONGEST_NUMBER
from thidua.plans.day_field import DayField
from thidua.plans.forms import UnitsForm
from thidua.plans.models import Collection, Milestone, RegistrationKind, Task
from thidua.plans.registering import titles_on

DAY = _("ngày/tháng/năm")


class MilestoneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument at run time
    """A milestone, named with its working day."""

    def label_from_instance(self, obj: Any) -> str:
        """Its words and its day, and whether the day has passed."""
        name = f"{obj.label or obj.printed}: {obj.effective:%d/%m/%Y}"
        return _("%(name)s (đã qua)") % {"name": name} if obj.effective < today() else name


class TaskField(forms.ModelChoiceField):  # type: ignore[type-arg]  # same
    """A task, named with its number."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and the beginning of its title."""
        return f"{obj.number}. {obj.headline[:80]}"


class CollectForm(forms.Form):
    """What units hand in under a task and by which of its milestones."""

    kinds = forms.MultipleChoiceField(
        label=_("Đơn vị nộp"),
        choices=RegistrationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một loại để đơn vị nộp. Chưa mở.")},
    )
    milestone = MilestoneField(label=_("Hạn nộp theo mốc"), queryset=Milestone.objects.none())
    past = forms.DateField(required=False, widget=forms.HiddenInput)
    """The day that has passed, when the person confirmed that he opens all the same."""

    def __init__(self, task: Task, collection: Collection | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["milestone"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = task.milestones.filter(dropped_on=None, effective__isnull=False).order_by("position")
        field.queryset = rows
        if collection:
            self.initial = {"kinds": collection.kinds, "milestone": collection.milestone_id}
        elif first := rows.first():
            self.initial = {"milestone": first.pk}


class HandInForm(forms.Form):
    """One kind of paper of a unit. Whether enough was given is judged by the action."""

    text = forms.CharField(
        label=_("Nội dung"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label=_("Tệp"), required=False, max_length=200, help_text=_("PDF, Word, Excel hoặc ảnh"))

    def __init__(self, kind: str, day: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["text"].label = {
            RegistrationKind.PLAN.value: _("Ghi chú"),
            RegistrationKind.THEME.value: _("Tên và nội dung chuyên đề"),
        }.get(kind, _("Nội dung khác"))
        self.titles = titles_on(day) if kind == RegistrationKind.TITLES else []
        for title in self.titles:
            self.fields[f"so-{title.code}"] = forms.IntegerField(
                label=title.label, required=False, min_value=0, max_value=MOST, help_text=_("số lượng")
            )

    def title_fields(self) -> list[forms.BoundField]:
        """The fields of the titles, for the page."""
        return [self[f"so-{title.code}"] for title in self.titles]

    def sent(self) -> dict[str, Any]:
        """What was sent, as the action takes it."""
        data = self.cleaned_data
        titles = {title.code: count for title in self.titles if (count := data[f"so-{title.code}"])}
        return {"kind": self.kind, "text": data["text"], "file": data["file"], "titles": titles}


class UrgeForm(forms.Form):
    """Number and day of the urging letter, both may be left to the pen, and by when the units answer."""

    number = forms.CharField(
        label=_("Số công văn"), required=False, max_length=LONGEST_NUMBER, help_text=_("bỏ trống để ghi tay")
    )
    dated = DayField(label=_("Ngày công văn"), required=False, help_text=_("bỏ trống để ghi tay"))
    reply_by = DayField(label=_("Đơn vị báo cáo trước ngày"), required=False, help_text=DAY)


class DispatchForm(UnitsForm):
    """A document to send: its words, the file (none: the plan itself), the task it is about, the units."""

    title = forms.CharField(
        label=_("Trích yếu"), required=False, max_length=500, help_text=_("gửi chính kế hoạch thì bỏ trống")
    )
    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=80)
    day = DayField(label=_("Ngày văn bản"), required=False, help_text=DAY)
    task = TaskField(label=_("Thuộc việc"), queryset=Task.objects.none(), required=False, empty_label=_("Cả kế hoạch"))
    file = forms.FileField(
        label=_("Tệp"), required=False, max_length=200, help_text=_("bỏ trống để gửi chính văn bản kế hoạch")
    )

    def __init__(self, tasks: Any, *args: Any, **kwargs: Any) -> None:
        forms.Form.__init__(self, *args, **kwargs)  # no task whose units would stand chosen
        units, task = self.fields["units"], self.fields["task"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        assert isinstance(task, forms.ModelChoiceField)
        in_force = valid_on(today()) & ~Q(kind=UnitKind.COLLECTIVE)
        units.queryset = Unit.objects.filter(in_force).order_by("kind", "name_fold", "id")
        task.queryset = tasks

    def sent(self) -> dict[str, Any]:
        """What was sent, as the action takes it, the units apart."""
        return {name: self.cleaned_data[name] for name in ("title", "number", "day", "task", "file")}
