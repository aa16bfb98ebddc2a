"""Pages of the ledger."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from thidua.organisation.access import demand
from thidua.register import policies, queries


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Find who holds honours, as people type. An identity number travels by POST only: never in an address."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    demand(policies.may_search(acting))
    text = (request.POST or request.GET).get("q", "").strip()
    page = queries.search(text, seen=policies.seen_by(acting), after=request.GET.get("sau", ""))
    return render(request, "register/search.html", {"page": page, "text": text})
