"""Public pages: is this certificate true, and does it still stand?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from thidua.accounts.seldom import seldom
from thidua.decisions.queries import certificate_by_code
from thidua.dossiers.queries.receipts import receipt_by_code
from thidua.register.models import HonourStatus


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A field for the code printed under the QR."""
    code = request.GET.get("ma", "").strip()
    if code:
        return redirect("portal:verify", code=code[:60].replace("/", "") or "-")
    return render(request, "portal/home.html")


@require_safe
@never_cache
@seldom("verify")
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind a code: who, what, by which decision, and whether it is still valid.

    Shows no identity number and no birth date. An unknown code answers 404 with the same page for everybody. The
    answer is never kept by a browser: the page must turn at the moment of the revocation.
    """
    certificate = certificate_by_code(code)
    if certificate is None:
        return render(request, "portal/unknown.html", status=404)
    honour = certificate.honour
    revoked = honour.status == HonourStatus.REVOKED
    change = honour.changes.filter(status=HonourStatus.REVOKED).order_by("-id").first() if revoked else None
    context = {"certificate": certificate, "honour": honour, "revoked": revoked, "change": change}
    return render(request, "portal/verify.html", context)


@require_safe
@never_cache
@seldom("verify")
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """What stands behind the code of a receipt: which unit sent how many dossiers when, and their hash. No names."""
    found = receipt_by_code(code)
    if found is None:
        return render(request, "portal/unknown.html", status=404)
    return render(request, "portal/receipt.html", {"receipt": found})
