"""Who may read the journal."""

from __future__ import annotations

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode


def may_read_journal(acting: Acting) -> Answer:
    """The head of the standing office, inspectors and the administrator."""
    if acting.holds(DutyCode.OFFICE_HEAD, DutyCode.INSPECTOR, DutyCode.ADMIN):
        return Answer.yes()
    return Answer.no(mark("Nhật ký mở cho lãnh đạo Ban Thi đua - Khen thưởng, thanh tra và quản trị hệ thống."))
