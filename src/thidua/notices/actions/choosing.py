"""What a person chooses for himself: letters on or off, and the address of his calendar."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.foundation.answers import Conflict
from thidua.notices.models import FeedToken, Preference
from thidua.organisation.acting import Acting


@transaction.atomic
def set_email(*, on: bool, by: Acting, at: datetime) -> None:
    """Switch the person's letters on or off. What is told in the application stays the same."""
    Preference.objects.update_or_create(user=by.user, defaults={"email": on})
    record("notices.set_email", by.user.key, by=by.actor, at=at, after="on" if on else "off")


@transaction.atomic
def make_feed(*, by: Acting, at: datetime) -> FeedToken:
    """Give the person's calendar a new secret address. The one before stops answering at once.

    Raises Conflict when another window of his made one at the same moment.
    """
    FeedToken.objects.filter(user=by.user, revoked_at=None).update(revoked_at=at)
    try:
        with transaction.atomic():
            token = FeedToken.objects.create(user=by.user, code=secrets.token_urlsafe(24), created_at=at)
    except IntegrityError as other:
        raise Conflict(_("Địa chỉ lịch vừa được tạo ở một cửa sổ khác. Hãy xem lại trang.")) from other
    record("notices.make_feed", by.user.key, by=by.actor, at=at, data={"token": token.pk})
    return token


@transaction.atomic
def revoke_feed(*, by: Acting, at: datetime) -> bool:
    """Take the address back: it answers from now on as if it never existed. False when there was none."""
    ended = FeedToken.objects.filter(user=by.user, revoked_at=None).update(revoked_at=at)
    if ended:
        record("notices.revoke_feed", by.user.key, by=by.actor, at=at)
    return bool(ended)
