"""A person's saved filters: keeping one, the list, renaming, taking away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from thidua.accounts.once import acts_once
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now
from thidua.organisation.access import visible_or_404
from thidua.organisation.acting import ActingRequest
from thidua.plans import actions, queries
from thidua.plans.models import Plan, SavedView
from thidua.plans.queries.saved import kept_query, query_values, saved_lines, saved_views


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@acts_once
def saved(request: ActingRequest, pk: int) -> HttpResponse:
    """The saved filters; sent with a name and a query, one more is kept."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    if request.method != "POST":
        return _page(request, plan)
    query = kept_query(query_values(request.POST.get("query", "")))
    try:
        row = actions.save_view(request.POST.get("name", ""), query, by=request.acting, at=now())
    except Refused as refused:
        return _page(request, plan, refused.reason, query=query)
    messages.success(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": row.name})
    return redirect(f"{reverse('plans:board', args=[pk])}?{iri_to_uri(query)}")


@require_POST
@login_required
@acts_once
def change(request: ActingRequest, pk: int, view: int) -> HttpResponse:
    """Rename one of one's own saved filters, or take it away (`act` is `xoa`)."""
    plan = visible_or_404(queries.plans(request.acting), pk=pk)
    row: SavedView = visible_or_404(saved_views(request.acting), pk=view)
    try:
        if request.POST.get("act") == "xoa":
            actions.delete_view(row, by=request.acting, at=now())
            messages.success(request, _("Đã xóa bộ lọc “%(name)s”.") % {"name": row.name})
        else:
            renamed = actions.rename_view(row, request.POST.get("name", ""), by=request.acting, at=now())
            messages.success(request, _("Bộ lọc nay tên là “%(name)s”.") % {"name": renamed.name})
    except Refused as refused:
        return _page(request, plan, refused.reason, changing=row.pk)
    return redirect("plans:saved", pk=pk)


def _page(request: ActingRequest, plan: Plan, reason: str = "", *, query: str = "", changing: int = 0) -> HttpResponse:
    """The list; what was refused is shown at its form with what was typed."""
    context = {
        "plan": plan,
        "saved": saved_lines(request.acting, {}),
        "reason": reason,
        "query": query,
        "changing": changing,
        "typed": request.POST.get("name", ""),
    }
    return render(request, "plans/saved.html", context)
