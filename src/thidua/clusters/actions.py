"""What the room does: a unit hands in, and the heads of its clusters are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from thidua.clusters.queries import heads_of
from thidua.foundation.clock import local_day
from thidua.notices.actions import Message, tell
from thidua.organisation.acting import Acting
from thidua.plans import actions as plans
from thidua.plans.models import Registration, Task


@transaction.atomic
def hand_in(task: Task, *, by: Acting, at: datetime, **sent: Any) -> Registration:
    """Hand in under a task (as `plans.actions.hand_in`) and tell the heads of the unit's clusters in the same moment."""
    row = plans.hand_in(task, by=by, at=at, **sent)
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        tell_heads(row, at=at)
    return row


def tell_heads(registration: Registration, *, at: datetime) -> int:
    """Tell the officers of the head units of a unit's clusters what it handed in."""
    day, task = local_day(at), registration.task
    title = _("%(unit)s đã nộp: %(what)s") % {
        "unit": registration.unit,
        "what": registration.get_kind_display(),
    }
    return tell(
        (
            Message(
                user, f"{registration.key_in_journal}:cluster", "clusters.handed_in", title, day,
                f"{task.number}. {task.headline}", reverse("clusters:handed_in", args=[cluster]), task.key_in_journal,
            )
            for user, cluster in heads_of(registration.unit, day)
        ),
        at=at,
    )  # fmt: skip
