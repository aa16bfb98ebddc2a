"""Writing the achievement report."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, PaperPart
from thidua.dossiers.policies.content import (
    GENERAL,
    LOCKED,
    OPEN_TO_UNIT,
    asked_for,
    may_edit,
    open_parts,
)
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.policies import UNIT_DUTIES


def may_read_writing(acting: Acting, dossier: Dossier) -> Answer:
    """Read the report as it is being written: its unit always, others not while the dossier is back with the unit."""
    if acting.holds(*UNIT_DUTIES) or dossier.state not in OPEN_TO_UNIT:
        return Answer.yes()
    return Answer.no(_("Đơn vị đang viết lại báo cáo. Bản đã gửi xem ở mục Giấy tờ."))


def may_write(acting: Acting, dossier: Dossier) -> Answer:
    """Write the report: freely in a draft; in a returned dossier where a point is on the report or on the whole."""
    answer = may_edit(acting, dossier)
    if not answer or dossier.state == DossierState.DRAFT:
        return answer
    if GENERAL in asked_for(dossier) or PaperPart.REPORT in open_parts(dossier):
        return Answer.yes()
    return Answer.no(_(LOCKED))
