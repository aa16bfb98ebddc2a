"""The page of one's own account."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@login_required
def security(request: HttpRequest) -> HttpResponse:
    """Password and second factor of the signed-in person."""
    return render(request, "accounts/security.html", {"second_factor": is_mfa_enabled(request.user)})
