"""The officer's decision on the level that rewards, recorded with the rule that raised the question."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.audit.actions import record
from thidua.dossiers.models import Competence, CompetenceRuling, Dossier
from thidua.dossiers.policies.competence import asked, may_rule
from thidua.foundation.answers import Refused
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting


@transaction.atomic
def rule_on_level(dossier: Dossier, ruling: str, reason: str, *, by: Acting, at: datetime) -> CompetenceRuling:
    """Record which level rewards and why. Raises Refused without a reason or when nothing is asked of this dossier."""
    locked = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("round", "submission", "recipient__person")
        .get(pk=dossier.pk)
    )
    insist(may_rule(by, locked))
    question = asked(locked)
    if question is None:
        raise Refused(_("Hồ sơ này không có điều gì phải xét về thẩm quyền."))
    if ruling not in Competence.values:
        raise Refused(_("Hãy chọn cấp nào khen. Chưa ghi gì."))
    if not reason.strip():
        raise Refused(_("Kết luận về thẩm quyền cần ghi lý do. Chưa ghi gì."))
    made = CompetenceRuling.objects.create(
        dossier=locked, ruling=ruling, reason=reason.strip(), rule=question.citation[:200], by=by.user, at=at
    )
    record("dossiers.rule_on_level", locked.key, by=by.actor, at=at, after=ruling, reason=reason.strip())
    return made
