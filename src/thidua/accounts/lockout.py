"""What a person sees after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any]
) -> HttpResponse:
    """429 with the time to wait; says nothing about whether the account exists."""
    return render(request, "accounts/locked.html", status=429)
