"""Shape of input of the faces."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.desk.verbs import VERBS


class JournalForm(forms.Form):
    """What of the journal is wanted. Every field may be left empty."""

    nguoi = forms.CharField(label=_("Tên người làm"), required=False, max_length=120)
    viec = forms.ChoiceField(label=_("Việc"), required=False)
    tu = forms.DateField(label=_("Từ ngày"), required=False, help_text=_("ngày/tháng/năm"))
    den = forms.DateField(label=_("Đến ngày"), required=False, help_text=_("ngày/tháng/năm"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the verbs in words, by alphabet; what the journal calls by one word is offered under each of its codes."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments
        named = sorted((gettext(words), code) for code, words in VERBS.items())
        choices = [("", gettext("Tất cả")), *((code, words) for words, code in named)]
        self.fields["viec"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
