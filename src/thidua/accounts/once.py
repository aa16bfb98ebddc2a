"""A form acts once: double click, resubmit, back button and two tabs lead to the place the first one led to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thidua.accounts.models import FormReceipt, User
from thidua.foundation.clock import now

View = Callable[..., HttpResponse]


def acts_once(view: View) -> View:
    """Wrap a view whose POST acts and answers with a redirect. Put `{% form_key %}` in its form.

    The receipt is written first and in the same transaction: a second sending waits for the first to end and then
    follows it. A POST that only shows the form again (errors) leaves no receipt.
    """

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("form_key", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        assert isinstance(request.user, User)
        try:
            with transaction.atomic():
                receipt = FormReceipt.objects.create(key=key[:40], user=request.user, location="", at=now())
                response = view(request, *args, **kwargs)
                if 300 <= response.status_code < 400:
                    receipt.location = response["Location"][:300]
                    receipt.save(update_fields=["location"])
                else:
                    receipt.delete()
                return response
        except IntegrityError:
            earlier = FormReceipt.objects.filter(key=key[:40], user=request.user).first()
            if earlier is None:
                raise
            return redirect(earlier.location or request.path)

    return once
