"""Shape of input while a plan is being reviewed: other words of a task, parting it, putting two together."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from thidua.foundation.text import tidy
from thidua.plans.actions.revising import Goes, TaskWords
from thidua.plans.models import Task
from thidua.plans.rolling.paper import titled
from thidua.plans.sending_forms import TaskField

LONGEST = 10_000


def _area(label: Any, hint: Any = "", *, rows: int = 3, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=LONGEST, widget=widget)


class WordsForm(forms.Form):
    """The words of a task."""

    number = forms.CharField(label=_("Số thứ tự"), required=False, max_length=20)
    title = _area(_("Nội dung"), _("ý nhỏ thì xuống dòng"), rows=5, required=True)
    directing = forms.CharField(label=_("Chỉ đạo, chủ trì"), required=False, max_length=400)
    implementing = _area(_("Đơn vị thực hiện"), _("mỗi dòng một đơn vị"))
    coordinating = _area(_("Đơn vị phối hợp"), _("mỗi dòng một đơn vị"))

    def words(self) -> TaskWords:
        """What was sent, as the action takes it."""
        data = self.cleaned_data
        names = {name: tuple(data[name].splitlines()) for name in ("implementing", "coordinating")}
        return TaskWords(data["number"], data["title"], data["directing"], **names)


def words_of(task: Task) -> dict[str, str]:
    """What a task says, for the fields of the form."""
    return {
        "number": task.number, "title": task.title, "directing": task.directing,
        "implementing": "\n".join(task.implementing), "coordinating": "\n".join(task.coordinating),
    }  # fmt: skip


class SplitForm(WordsForm):
    """Parting a task: the title it keeps, the words of the second one, where each milestone goes."""

    first = _area(_("Việc thứ nhất giữ nội dung"), rows=4, required=True)
    field_order = ["first", "number", "title", "directing", "implementing", "coordinating"]

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.milestones = list(task.milestones.order_by("position", "pk"))
        self.fields["title"].label = _("Việc thứ hai có nội dung")
        self.fields["number"].label = _("Số thứ tự của việc thứ hai")
        choices = [
            (Goes.FIRST, _("việc thứ nhất")),
            (Goes.SECOND, _("việc thứ hai")),
            (Goes.BOTH, _("cả hai việc")),
        ]
        for row in self.milestones:
            name = f"{row.label} {row.printed}".strip() or "–"
            self.fields[f"moc-{row.pk}"] = forms.ChoiceField(
                label=_("Mốc “%(name)s” thuộc") % {"name": name[:120]}, choices=choices, initial=Goes.FIRST
            )
        if not self.is_bound:
            # The points of a title are what is parted most often: all but the last stay.
            head, points = titled(task.title)
            parts = [*head.split("\n"), *points]
            first, last = "\n".join(parts[:-1]) or head, parts[-1].strip(" -")
            self.initial = {
                **words_of(task),
                "number": f"{task.number}a",
                "first": first,
                "title": last,
                **self.initial,
            }

    def goes(self) -> dict[int, Goes]:
        """Where each milestone goes."""
        return {row.pk: Goes(self.cleaned_data[f"moc-{row.pk}"]) for row in self.milestones}

    def shown(self) -> list[forms.BoundField]:
        """Every field in order, for the page."""
        return [self[name] for name in (*self.field_order, *(f"moc-{row.pk}" for row in self.milestones))]


class MergeForm(forms.Form):
    """Putting another task into one: which, and the words of both together."""

    other = TaskField(
        label=_("Gộp với việc"),
        queryset=Task.objects.none(),
        empty_label=_("Chọn việc"),
        error_messages={"required": _("Chưa chọn việc để gộp. Chưa gộp gì.")},
    )
    title = _area(_("Nội dung sau khi gộp"), _("bỏ trống: nối nội dung hai việc"), rows=5)

    def __init__(self, task: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = task.plan.tasks.exclude(pk=task.pk).order_by("position", "pk")
        self.task = task

    def words(self) -> str:
        """The title of both together."""
        return tidy(self.cleaned_data["title"]) or f"{self.task.title}\n{self.cleaned_data['other'].title}"
