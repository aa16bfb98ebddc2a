"""Public pages: lists published for the opinion of the public, and the way to write."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from thidua.accounts.seldom import seldom
from thidua.dossiers.actions import comment
from thidua.dossiers.models import Consultation
from thidua.dossiers.queries.opinions import public_lines, public_lists
from thidua.foundation.answers import Refused
from thidua.foundation.clock import now, today
from thidua.foundation.numbers import whole_number
from thidua.organisation.queries import official_calendar

COMMENTS, WINDOW = 5, 600
"""So many comments from one address in so many seconds. The address is forgotten with the window."""


@require_safe
@never_cache
@seldom("consulting")
def lists(request: HttpRequest) -> HttpResponse:
    """Every list on which one may write today."""
    return render(request, "portal/consult_lists.html", {"lists": public_lists(today())[:100]})


def _found(code: str) -> Consultation:
    found = Consultation.objects.filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
@seldom("consulting")
def published(request: HttpRequest, code: str) -> HttpResponse:
    """One list while it runs: names, positions, awards, days left, and the form. Afterwards no name is shown.

    Shows no identity number, no birth date and nothing of what others wrote.
    """
    return _page(request, _found(code))


def _page(request: HttpRequest, found: Consultation, problem: str = "", status: int = 200) -> HttpResponse:
    day = today()
    runs = found.runs_on(day)
    left = official_calendar((day.year, day.year + 1)).between(day, found.ends_on) if runs else 0
    lines = list(public_lines(found)) if runs else []
    context = {
        "consultation": found, "runs": runs, "left": left, "lines": lines, "problem": problem, "typed": request.POST,
        "about": request.POST.get("line") or request.GET.get("ve", ""),
    }  # fmt: skip
    return render(request, "portal/consult_page.html", context, status=status)


@require_POST
@never_cache
@seldom("comment", most=COMMENTS, window=WINDOW)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Take in a comment. Name and contact may be left empty; the same words sent twice are kept once."""
    found, data = _found(code), request.POST
    line = data.get("line", "")
    try:
        about = whole_number(line)
        if line and about is None:
            about = 0  # no line has this number, so it is refused as one that is not on the list
        comment(
            found,
            data.get("text", ""),
            line=about,
            name=data.get("name", ""),
            contact=data.get("contact", ""),
            at=now(),
        )
    except Refused as refusal:
        return _page(request, found, refusal.reason, status=409)
    return redirect("consulting:thanks", code=code)


@require_safe
@never_cache
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """What happens with a comment now."""
    return render(request, "portal/consult_thanks.html", {"consultation": _found(code)})
