"""A person's own filters of the board, kept under names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.utils.encoding import iri_to_uri, uri_to_iri

from thidua.organisation.acting import Acting
from thidua.plans.models import SavedView

NAMES = ("xem", "loc", "don-vi", "phan", "q")
"""What of an address is kept: the way of looking and the filters, not the place on the page."""


@dataclass(frozen=True)
class SavedLine:
    """A saved filter: its address and whether it is the one in use."""

    row: SavedView
    query: str
    current: bool


def saved_views(acting: Acting) -> QuerySet[SavedView]:
    """The filters a person saved, by name."""
    return SavedView.objects.filter(user=acting.user).order_by("name", "pk")


def saved_lines(acting: Acting, now: Mapping[str, str]) -> list[SavedLine]:
    """The saved filters as links, the one that is `now` in use marked. One query."""
    here = kept_query(now)
    return [SavedLine(row, iri_to_uri(row.query) or "", row.query == here) for row in saved_views(acting)]


def kept_query(values: Mapping[str, str]) -> str:
    """What is kept of the values of an address, as a query with its letters readable; "" when nothing is filtered."""
    return uri_to_iri(urlencode([(name, values[name]) for name in NAMES if values.get(name)])) or ""


def query_values(query: str) -> dict[str, str]:
    """The values of a query, kept or sent."""
    return dict(parse_qsl(query))
