"""Who has pending dossiers judged anew after the law was amended."""

from __future__ import annotations

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode


def may_rejudge(acting: Acting) -> Answer:
    """Have the open dossiers that an act on the law touches judged anew: the head of the office, who amends it."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(mark("Việc xét lại các hồ sơ sau khi sửa quy định do lãnh đạo Ban Thi đua - Khen thưởng làm."))
