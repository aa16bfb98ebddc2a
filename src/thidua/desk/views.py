"""The faces of signed-in people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from thidua.desk.finding import find
from thidua.desk.forms import JournalForm
from thidua.desk.journal import Asked, journal_page
from thidua.desk.policies import may_read_journal
from thidua.desk.queries import home_of
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.access import demand


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Bàn việc: what is mine to do now."""
    day = today()
    return render(request, "desk/home.html", {"day": day, **home_of(request.acting, on=day)})  # type: ignore[attr-defined]  # put there by ActingMiddleware


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """One box for people, units, dossiers, decisions and tasks. Sent by POST: what is typed may be an identity number."""
    text = (request.POST or request.GET).get("q", "").strip()[:100]
    return render(request, "desk/search.html", {"text": text, "found": find(text, request.acting)})  # type: ignore[attr-defined]  # put there by ActingMiddleware


@require_safe
@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """How the common jobs are done, in the order they are done."""
    return render(request, "desk/help.html")


@require_POST
@login_required
def keep(request: HttpRequest) -> HttpResponse:
    """One press to stay signed in."""
    request.session.modified = True
    return HttpResponse(status=204)


@require_safe
@login_required
def journal(request: HttpRequest) -> HttpResponse:
    """The journal in words: who, on behalf of which unit, when, what, why."""
    acting = request.acting  # type: ignore[attr-defined]  # put there by ActingMiddleware
    demand(may_read_journal(acting))
    form = JournalForm(request.GET)
    before, subject = request.GET.get("truoc", ""), request.GET.get("doi-tuong", "")
    form.is_valid()  # a wrong day is said at its field; the other fields narrow all the same
    told = form.cleaned_data
    asked = Asked(
        subject,
        told.get("nguoi", ""),
        told.get("viec", ""),
        told.get("tu"),
        told.get("den"),
        whole_number(before),
    )
    rest = request.GET.copy()
    rest.pop("truoc", None)
    page = journal_page(asked)
    return render(
        request,
        "desk/journal.html",
        {"page": page, "form": form, "subject": subject, "rest": rest.urlencode()},
    )
