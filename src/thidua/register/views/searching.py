"""Finding who holds honours, as people type."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thidua.organisation.access import demand
from thidua.organisation.acting import ActingRequest
from thidua.register import policies, queries
from thidua.register.forms import SearchForm
from thidua.register.queries import Filters

COLUMNS = {"dh": "award", "cap": "level", "nam": "year", "loai": "kind", "hl": "status"}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def search(request: ActingRequest) -> HttpResponse:
    """Names, decisions, units; filters as pills. An identity number travels by POST only: never in an address."""
    acting = request.acting
    demand(policies.may_search(acting))
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("q", "").strip()[:200]
    number = queries.identity_number(text)
    if number and request.method != "POST":
        messages.warning(request, _("Số định danh không đi trong địa chỉ trang nên chưa tìm. Hãy gõ lại vào ô tìm."))
        return redirect("register:search")
    form = SearchForm(given)
    form.is_valid()
    asked = {name: form.cleaned_data[name] for name in form.fields if form.cleaned_data.get(name)}
    filters, unknown_unit = _filters(asked)
    page = queries.Page([], "")
    if not unknown_unit:
        units = queries.units_seen(acting)
        page = queries.search(text, units=units, filters=filters, after=request.GET.get("sau", "")[:300])
    kept = {"q": text if not number else "", **asked}
    honours = queries.shown_honours(page.rows, filters)
    context = {
        "rows": [(row, honours.get(row.pk, [])) for row in page.rows],
        "next": f"?{urlencode({**kept, 'sau': page.next_after})}" if page.next_after else "",
        "text": text,
        "form": form,
        "pills": [(label, value, _without(kept, name)) for name, label, value in _told(form, asked)],
        "unknown_unit": unknown_unit,
        "may_rule": policies.may_rule(acting),
        "may_import": policies.may_import(acting),
    }
    return render(request, "register/search.html", context)


def _filters(asked: dict[str, object]) -> tuple[Filters, str]:
    """The filters, and the name of a unit that nobody knows."""
    plain = {column: asked[name] for name, column in COLUMNS.items() if name in asked}
    if "dv" not in asked:
        return Filters(**plain), ""  # type: ignore[arg-type]  # the form has seen to the types
    named = queries.units_named(str(asked["dv"]))
    family = queries.family_of(named) if named else []
    return Filters(**plain, units=family), "" if named else str(asked["dv"])  # type: ignore[arg-type]  # same


def _told(form: SearchForm, asked: dict[str, object]) -> list[tuple[str, str, str]]:
    found = []
    for name, value in asked.items():
        field = form.fields[name]
        words = dict(getattr(field, "choices", ())).get(value, value)
        found.append((name, _(str(field.label)) if field.label else name, str(words)))
    return found


def _without(kept: dict[str, object], name: str) -> str:
    return "?" + urlencode({key: value for key, value in kept.items() if key != name and value})
