"""Saving a filter of the board under a name, renaming it, taking it away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.actions import record
from thidua.foundation.answers import Refused
from thidua.foundation.text import fold, tidy
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.plans.models import SavedView
from thidua.plans.policies import may_change_view, may_save_view

MOST = 30
"""Filters a person may keep: more are not found again in a row of names."""
LONGEST_NAME, LONGEST_QUERY = 80, 400


@transaction.atomic
def save_view(name: str, query: str, *, by: Acting, at: datetime) -> SavedView:
    """Keep a filter of the board under a name. Raises Refused when it filters nothing or the name is taken."""
    insist(may_save_view(by))
    if not query:
        raise Refused(_("Chưa lọc gì nên chưa có gì để lưu. Hãy chọn bộ lọc hoặc cách xem trước."))
    if len(query) > LONGEST_QUERY:
        raise Refused(_("Bộ lọc này dài quá nên chưa lưu được. Hãy bớt chữ ở ô tìm."))
    words = _free_name(name, by)
    if SavedView.objects.filter(user=by.user).count() >= MOST:
        raise Refused(_("Đã có %(n)s bộ lọc được lưu. Hãy xóa bớt rồi lưu lại.") % {"n": MOST})
    row = SavedView.objects.create(user=by.user, name=words, query=query, at=at)
    record("plans.save_view", _key(row), by=by.actor, at=at)
    return row


@transaction.atomic
def rename_view(row: SavedView, name: str, *, by: Acting, at: datetime) -> SavedView:
    """Give a saved filter another name. Raises Refused when another one has it."""
    insist(may_change_view(by, row))
    row.name = _free_name(name, by, but=row)
    row.save(update_fields=["name"])
    record("plans.rename_view", _key(row), by=by.actor, at=at)
    return row


@transaction.atomic
def delete_view(row: SavedView, *, by: Acting, at: datetime) -> None:
    """Take a saved filter away."""
    insist(may_change_view(by, row))
    key = _key(row)
    row.delete()
    record("plans.delete_view", key, by=by.actor, at=at)


def _free_name(name: str, by: Acting, *, but: SavedView | None = None) -> str:
    """The name, tidied, if nobody's other filter of the same person is called so. The person's row is held meanwhile."""
    User.objects.select_for_update().get(pk=by.user.pk)
    words = tidy(name)
    if not words or len(words) > LONGEST_NAME:
        raise Refused(_("Hãy đặt tên từ 1 đến %(n)s ký tự. Chưa lưu gì.") % {"n": LONGEST_NAME})
    others = SavedView.objects.filter(user=by.user).values_list("pk", "name")
    if fold(words) in {fold(other) for pk, other in others if but is None or pk != but.pk}:
        raise Refused(_("Đã có bộ lọc tên “%(name)s”. Hãy đặt tên khác.") % {"name": words})
    return words


def _key(row: SavedView) -> str:
    """The opaque key by which the journal knows a saved filter."""
    return f"saved-view:{row.pk}"
