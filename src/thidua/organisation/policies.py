"""What duties allow, shared by the rooms above."""

from __future__ import annotations

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode

OFFICE_DUTIES = (
    DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD, DutyCode.COUNCIL_SECRETARY, DutyCode.CLERK,
)  # fmt: skip
UNIT_DUTIES = (DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD)


def in_office(acting: Acting) -> bool:
    """Whether the duty acted in belongs to the standing office."""
    return acting.holds(*OFFICE_DUTIES)


def may_keep_calendar(acting: Acting) -> Answer:
    """The official calendar is kept by the head of the standing office and the administrator."""
    if acting.holds(DutyCode.OFFICE_HEAD, DutyCode.ADMIN):
        return Answer.yes()
    return Answer.no(mark("Lịch nghỉ do lãnh đạo Ban Thi đua - Khen thưởng hoặc quản trị hệ thống sửa."))
