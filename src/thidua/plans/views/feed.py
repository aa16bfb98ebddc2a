"""A person's calendar at its secret address: no session, a wrong or revoked address answers as what does not exist."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from thidua.foundation.clock import today
from thidua.notices.ics import calendar_bytes
from thidua.notices.queries import feed_owner
from thidua.plans.queries.feed import calendar_entries


@require_safe
def feed(request: HttpRequest, address: str) -> HttpResponse:
    """The milestones that concern the owner of the address, as a calendar file; 304 when nothing changed."""
    owner = feed_owner(address)
    if owner is None:
        raise Http404
    with override(owner.language):
        name = _("Kế hoạch thi đua · %(who)s") % {"who": owner.full_name}
    data = calendar_bytes(calendar_entries(owner, today()), name=name)
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    fresh = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    fresh["ETag"], fresh["Content-Disposition"] = etag, 'inline; filename="ke-hoach.ics"'
    response = get_conditional_response(request, etag=etag, response=fresh)
    assert response is not None  # a response was given
    patch_cache_control(response, private=True, max_age=600)
    return response
