"""Writing the achievement report."""

from __future__ import annotations

from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, PaperPart
from thidua.dossiers.policies.content import GENERAL, LOCKED, may_edit, open_points
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting

ON_REPORT = f"part:{PaperPart.REPORT}"


def may_write(acting: Acting, dossier: Dossier) -> Answer:
    """Write the report: freely in a draft; in a returned dossier where a point is on the report or on the whole."""
    answer = may_edit(acting, dossier)
    if not answer or dossier.state == DossierState.DRAFT:
        return answer
    papers = [f"paper:{pk}" for pk in dossier.papers.filter(part=PaperPart.REPORT).values_list("pk", flat=True)]
    if open_points(dossier).filter(about__in=[GENERAL, ON_REPORT, *papers]).exists():
        return Answer.yes()
    return Answer.no(_(LOCKED))
