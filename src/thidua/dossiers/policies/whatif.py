"""Who tries a draft of the law on the verdicts of a year."""

from __future__ import annotations

from thidua.foundation.answers import Answer
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.policies import in_office


def may_try_drafts(acting: Acting) -> Answer:
    """The office: it sees the dossiers of every unit. Nothing is written."""
    if in_office(acting):
        return Answer.yes()
    return Answer.no(mark("Xét thử dự thảo mở cho Ban Thi đua - Khen thưởng, vì dùng hồ sơ của mọi đơn vị."))
