"""Who may keep and change a filter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.plans.models import SavedView


def may_save_view(acting: Acting) -> Answer:
    """Everyone who reads plans keeps filters for himself."""
    if acting.duty is None:
        return Answer.no(_("Cần có nhiệm vụ đang giữ để lưu bộ lọc."))
    return Answer.yes()


def may_change_view(acting: Acting, view: SavedView) -> Answer:
    """A saved filter is renamed and taken away by whose it is."""
    if view.user_id == acting.user.pk:
        return Answer.yes()
    return Answer.no(_("Bộ lọc này do người khác lưu."))
