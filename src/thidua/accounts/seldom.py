"""Pages open to everybody answer one address only so often in a minute: no guessing of codes and tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

View = Callable[..., HttpResponse]
PER_MINUTE = 30
"""More than a person asks."""
WINDOW = 60
"""Seconds counted together."""


def seldom(counter: str, *, most: int = PER_MINUTE, window: int = WINDOW) -> Callable[[View], View]:
    """Decorator for a view without sign-in: 429 with the time to wait when an address asks more than `most` times in
    `window` seconds. One count a name; the address is forgotten with the window.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if _too_many(f"{counter}:{request.META.get('REMOTE_ADDR', '')}", most, window):
                busy = render(request, "429.html", status=429)
                busy["Retry-After"] = str(window)
                return busy
            return view(request, *args, **named)

        return guarded

    return wrapped


def _too_many(key: str, most: int, window: int) -> bool:
    cache.add(key, 0, timeout=window)
    try:
        return cache.incr(key) > most
    except ValueError:  # the count ended between the two calls
        return False
