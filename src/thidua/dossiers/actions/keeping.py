"""Ways of narrowing the queue that an officer keeps for himself. Nobody else's work is touched: no journal event."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.dossiers.models import SavedQueue
from thidua.foundation.answers import Refused
from thidua.organisation.acting import Acting

MOST = 12


@transaction.atomic
def keep_queue(name: str, query: str, *, by: Acting) -> SavedQueue:
    """Keep filters under a name; the same name again means the new filters. Raises Refused without a name or filters."""
    title = name.strip()[:60]
    if not title or len(query) < 2:
        raise Refused(_("Hãy lọc hàng đợi và đặt tên cho bộ lọc. Chưa lưu."))
    kept = SavedQueue.objects.filter(user=by.user)
    if not kept.filter(name=title).exists() and kept.count() >= MOST:
        raise Refused(_("Đã có %(n)s bộ lọc. Bỏ bớt một bộ rồi lưu lại. Chưa lưu.") % {"n": MOST})
    made, _new = SavedQueue.objects.update_or_create(user=by.user, name=title, defaults={"query": query[:400]})
    return made


def drop_queue(pk: int, *, by: Acting) -> None:
    """Put away one of one's own."""
    SavedQueue.objects.filter(pk=pk, user=by.user).delete()
