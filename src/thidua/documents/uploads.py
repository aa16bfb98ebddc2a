"""Uploaded files are checked before the act that takes them begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from thidua.documents.checks.worker import checked_before

View = Callable[..., HttpResponse]


def files_first(view: View) -> View:
    """Put it above `acts_once`: the files of the request are checked while nothing is locked, so that others can write.

    The act checks them again and gets the same answer at once.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with checked_before(_files(request)):
            return view(request, *args, **kwargs)

    return checked


def _files(request: HttpRequest) -> Iterator[tuple[bytes, str]]:
    for _field, files in request.FILES.lists():
        for file in files:
            yield file.read(), file.name or ""
            file.seek(0)
