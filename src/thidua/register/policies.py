"""Who may look into the ledger."""

from __future__ import annotations

from django.db.models import Q

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import OFFICE_DUTIES, UNIT_DUTIES
from thidua.organisation.queries import with_predecessors

READS_ALL = (*OFFICE_DUTIES, DutyCode.LEADER, DutyCode.INSPECTOR, DutyCode.COUNCIL_CHAIR)


def may_search(acting: Acting) -> Answer:
    """The standing office, leaders and inspectors see the whole ledger, a unit its own part."""
    if acting.holds(*READS_ALL, *UNIT_DUTIES):
        return Answer.yes()
    return Answer.no(
        mark(
            "Sổ khen thưởng mở cho Ban Thi đua - Khen thưởng, lãnh đạo, thanh tra và đơn vị (phần của đơn vị)."
        )
    )


def seen_by(acting: Acting) -> Q:
    """Condition on recipients: those this person may see."""
    if acting.holds(*READS_ALL):
        return Q()
    if acting.holds(*UNIT_DUTIES) and acting.unit:
        return with_predecessors(acting.unit)
    return Q(pk=None)
