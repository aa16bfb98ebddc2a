"""Template words shared by all rooms. Kept few: shapes belong to components, decisions to views."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from thidua.foundation.dates import show_iso, weekday_name

register = template.Library()


@register.filter
def t(text: object) -> str:
    """Translate a source string that comes from data the code owns (state labels, names of duties)."""
    return gettext(str(text)) if text else ""


@register.filter
def weekday(value: date | datetime) -> str:
    """Name of the weekday."""
    return gettext(weekday_name(value.date() if isinstance(value, datetime) else value))


@register.filter
def iso(text: str) -> str:
    """A stored day, month or year as it is read."""
    return show_iso(text)


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """Look a key up in a mapping; empty when it is not there."""
    return mapping.get(key, "")


@register.filter
@lru_cache(maxsize=128)
def icon(name: str) -> SafeString:
    """An icon beside its word, as `c-icon` draws it, spaces and all: a page has forty, and components cost much more."""
    return format_html(
        '\n<svg class="i" aria-hidden="true"><use href="{}#i-{}"/></svg>\n', static("thidua/img/icons.svg"), name
    )


@register.filter
@lru_cache(maxsize=64)
def shape(kind: str) -> SafeString:
    """The shape of a state: a list draws the same few again and again, so each is drawn once."""
    return mark_safe(render_to_string("shape.html", {"kind": kind}).strip())


@register.filter
def state(kind: str, text: str) -> SafeString:
    """A state badge as `c-state` draws it, for the rows of long lists: a component in every row costs half the page."""
    return format_html('<span class="st {}">{}{}</span>', kind, shape(kind), gettext(text))


@register.simple_tag
def form_key() -> SafeString:
    """A hidden field that makes a form act once, however often it is sent."""
    return format_html('<input type="hidden" name="form_key" value="{}">', secrets.token_urlsafe(18))
