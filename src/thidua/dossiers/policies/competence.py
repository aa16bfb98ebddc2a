"""Whether the city is the level to reward a dossier: asked at intake, decided by the officer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from thidua.dossiers.competence import Question, question
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Competence, CompetenceRuling, Dossier
from thidua.dossiers.policies.beside import authors, not_own
from thidua.foundation.answers import Answer
from thidua.foundation.clock import local_day
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode

OPEN = (DossierState.SUBMITTED, DossierState.RETURNED, DossierState.APPRAISING)
"""States in which the level may still be decided on."""


def asked(dossier: Dossier) -> Question | None:
    """What is asked of a sent dossier, by the rules of the day it was sent."""
    if not dossier.round.movement_level or dossier.sent_at is None:
        return None
    return question(dossier.round.movement_level, dossier.award, day_of(dossier))


def day_of(dossier: Dossier) -> date:
    """The day whose rules decide: that of sending."""
    assert dossier.sent_at is not None  # asked only of sent dossiers
    return local_day(dossier.sent_at)


def last_ruling(dossier: Dossier) -> CompetenceRuling | None:
    """The decision that stands."""
    return CompetenceRuling.objects.filter(dossier=dossier.pk).select_related("by").order_by("-pk").first()


def may_rule(acting: Acting, dossier: Dossier) -> Answer:
    """Intake and appraisal decide on the level until the appraisal is concluded; not on one's own file or list."""
    if not acting.holds(DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER):
        return Answer.no(_("Thẩm quyền khen do cán bộ tiếp nhận, chuyên viên thẩm định kết luận."))
    if dossier.state not in OPEN:
        return Answer.no(_("Hồ sơ không còn ở bước tiếp nhận, thẩm định nên kết luận về thẩm quyền không đổi nữa."))
    if acting.user.pk in authors(dossier):
        return Answer.no(_("Người lập hoặc gửi danh sách không tiếp nhận, thẩm định hồ sơ trong danh sách đó."))
    return not_own(acting, dossier)


def level_settled(dossier: Dossier) -> Answer:
    """Whether the question of the level stands answered for the city: else a dossier is not found eligible."""
    if asked(dossier) is None:
        return Answer.yes()
    ruling = last_ruling(dossier)
    if ruling is None:
        return Answer.no(_("Chưa kết luận cấp nào khen. Hãy ghi ở phần “Thẩm quyền khen” trước."))
    if ruling.ruling == Competence.BELOW:
        return Answer.no(_("Đã kết luận chuyển cấp phát động khen, nên không kết luận đủ điều kiện ở Thành phố."))
    return Answer.yes()


def level_open(rows: Iterable[Dossier]) -> set[int]:
    """Of these dossiers, read with their rounds, those whose level nobody has decided on yet: for the marks of a list.

    One query when a movement of another level is among them, else none.
    """
    doubtful = [row for row in rows if row.state in OPEN and asked(row) is not None]
    if not doubtful:
        return set()
    ruled = set(CompetenceRuling.objects.filter(dossier__in=doubtful).values_list("dossier_id", flat=True))
    return {row.pk for row in doubtful} - ruled
