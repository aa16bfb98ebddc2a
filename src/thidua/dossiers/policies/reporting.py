"""Writing the achievement report."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, PaperPart
from thidua.dossiers.policies.content import GENERAL, LOCKED, asked_for, may_edit, open_parts
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting


def may_write(acting: Acting, dossier: Dossier) -> Answer:
    """Write the report: freely in a draft; in a returned dossier where a point is on the report or on the whole."""
    answer = may_edit(acting, dossier)
    if not answer or dossier.state == DossierState.DRAFT:
        return answer
    if GENERAL in asked_for(dossier) or PaperPart.REPORT in open_parts(dossier):
        return Answer.yes()
    return Answer.no(_(LOCKED))
