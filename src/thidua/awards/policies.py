"""Who may say what the law is in this application. Everybody who is signed in may read it."""

from __future__ import annotations

from thidua.awards.models import LawAmendment
from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode


def may_amend(acting: Acting) -> Answer:
    """Confirm, change, add or end something of the law: the head of the standing office answers for it."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(mark("Quy định do lãnh đạo Ban Thi đua - Khen thưởng xác nhận và sửa, có văn bản làm căn cứ."))


def may_withdraw(acting: Acting, amendment: LawAmendment) -> Answer:
    """Withdraw an act of before: the same duty; a withdrawal itself is undone by changing again."""
    if amendment.withdraws_id is not None:
        return Answer.no(mark("Việc rút không rút lại được. Muốn áp dụng lại thì ghi thay đổi mới."))
    if not amendment.standing:
        return Answer.no(mark("Thay đổi này đã được rút."))
    return may_amend(acting)
