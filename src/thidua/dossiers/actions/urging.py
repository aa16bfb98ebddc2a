"""Urging the units from which nothing came for a round: a notice to their people, once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from thidua.audit.actions import record
from thidua.dossiers.models import Round
from thidua.dossiers.policies import may_keep_rounds, window_open
from thidua.dossiers.queries.roster import missing, people_of_missing
from thidua.foundation.answers import Refused
from thidua.foundation.clock import local_day
from thidua.foundation.dates import show_date
from thidua.notices.actions import Message, tell
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@dataclass(frozen=True)
class Urged:
    """How many units were meant, and how many people were told anew today."""

    units: int
    told: int


@transaction.atomic
def urge_round(round_: Round, *, by: Acting, at: datetime) -> Urged:
    """Tell the officers and heads of the units that have sent nothing. Raises Refused out of the window or when none is missing."""
    insist(may_keep_rounds(by))
    day = local_day(at)
    insist(window_open(round_, day))
    units = missing(round_, day).count()
    if not units:
        raise Refused(_("Mọi đơn vị trong phạm vi đợt đã gửi danh sách. Chưa nhắc ai."))
    url = reverse("dossiers:round", args=[round_.pk])
    with override(settings.LANGUAGE_CODE):  # what is told stands in Vietnamese
        title = _("Đôn đốc nộp hồ sơ: %(round)s, nhận đến hết ngày %(day)s") % {
            "round": round_.title,
            "day": show_date(round_.closes_on),
        }
    told = tell(
        (
            Message(
                user,
                f"{round_.key}:urge:{day.isoformat()}",
                "dossiers.urge",
                title,
                day,
                "; ".join(names),
                url,
                round_.key,
            )
            for user, names in people_of_missing(round_, day).items()
        ),
        at=at,
    )
    record("dossiers.urge", round_.key, by=by.actor, at=at, data={"units": units, "told": told})
    return Urged(units, told)
