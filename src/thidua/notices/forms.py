"""Shape of input of the room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    """Whether letters are wanted, and where to."""

    address = forms.EmailField(label=_("Địa chỉ thư của tôi"), required=False)
    email = forms.BooleanField(label=_("Gửi thư nhắc việc cho tôi"), required=False)


class UptoForm(forms.Form):
    """The newest notice on the page that was looked at."""

    upto = forms.IntegerField(min_value=0, max_value=2**62)
