"""How wrong passwords are counted, and what a person sees after too many."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any]) -> HttpResponse:
    """429 with the time to wait; says nothing about whether the account exists."""
    return render(request, "accounts/locked.html", status=429)


def name_counted(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which wrong passwords are counted: an account opens under any casing of its name."""
    return str((credentials or {}).get("username") or "").strip().casefold()
