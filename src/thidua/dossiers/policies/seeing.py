"""Who sees which rounds, submissions, dossiers and files."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from thidua.councils.models import Member
from thidua.documents.models import StoredFile
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, ListPaper, Paper, Submission, SubmissionState
from thidua.dossiers.policies.rounds import takes_from
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.policies import UNIT_DUTIES, in_office

NOBODY = Q(pk__in=())
COUNCIL_DUTIES = (DutyCode.COUNCIL_MEMBER, DutyCode.COUNCIL_CHAIR)
LEADER_STATES = (
    DossierState.PASSED, DossierState.SENT_UP, DossierState.NOT_GRANTED, DossierState.DECIDED, DossierState.REVOKED,
)  # fmt: skip


def of_unit(unit: Unit | None) -> Q:
    """Condition on `unit`: the unit or one whose work it took over. A subquery, so no row comes twice."""
    if unit is None:
        return NOBODY
    return Q(unit=unit) | Q(unit__in=Unit.objects.filter(successions__successor=unit).values("pk"))


def seen_by(acting: Acting) -> Q:
    """The dossiers a person sees in the duty he acts in. Drafts are the unit's own business."""
    if acting.holds(*UNIT_DUTIES):
        return of_unit(acting.unit)
    if in_office(acting) or acting.holds(DutyCode.INSPECTOR):
        return Q(sent_at__isnull=False)
    if acting.holds(*COUNCIL_DUTIES):
        return Q(session__council__in=Member.objects.filter(user=acting.user).values("council"))
    if acting.holds(DutyCode.LEADER):
        return Q(state__in=LEADER_STATES)
    return NOBODY


def may_view(acting: Acting, dossier: Dossier) -> Answer:
    """Whether this one is among those he sees."""
    if Dossier.objects.filter(seen_by(acting), pk=dossier.pk).exists():
        return Answer.yes()
    return Answer.no(_("Hồ sơ này thuộc đơn vị khác hoặc không có."))


def submissions_seen_by(acting: Acting) -> Q:
    """The submissions a person sees: the unit its own, the office and the inspector those sent."""
    if acting.holds(*UNIT_DUTIES):
        return of_unit(acting.unit) & ~Q(state=SubmissionState.DROPPED)
    if in_office(acting) or acting.holds(DutyCode.INSPECTOR):
        return Q(sent_at__isnull=False)
    return NOBODY


def rounds_seen_by(acting: Acting) -> Q:
    """The rounds a person sees: a unit those that take its lists or have one of it, the office and others all of them."""
    if acting.holds(*UNIT_DUTIES) and acting.unit:
        return takes_from(acting.unit) | Q(pk__in=Submission.objects.filter(of_unit(acting.unit)).values("round"))
    if acting.holds(*UNIT_DUTIES, DutyCode.INSPECTOR, DutyCode.LEADER) or in_office(acting):
        return Q()
    return NOBODY


def list_papers_seen_by(acting: Acting) -> Q:
    """The papers of whole lists a person sees: with the list, or with any dossier that rests on them."""
    return Q(submission__in=Submission.objects.filter(submissions_seen_by(acting))) | Q(
        submission__in=Dossier.objects.filter(seen_by(acting)).values("submission")
    )


def may_view_file(acting: Acting, file: StoredFile) -> Answer:
    """A kept file of this room is seen by those who see the dossier or the submission it belongs to."""
    papers = Paper.objects.filter(file=file, dossier__in=Dossier.objects.filter(seen_by(acting)))
    lists = Submission.objects.filter(submissions_seen_by(acting), file=file)
    shared = ListPaper.objects.filter(list_papers_seen_by(acting), file=file)
    if papers.exists() or lists.exists() or shared.exists():
        return Answer.yes()
    return Answer.no(_("Tệp này thuộc hồ sơ của đơn vị khác hoặc không có."))


def may_see_due(acting: Acting) -> Answer:
    """See who is due and not proposed: the unit for its own people, the office and the inspectors for all."""
    if acting.holds(*UNIT_DUTIES, DutyCode.INSPECTOR) or in_office(acting):
        return Answer.yes()
    return Answer.no(_("Danh sách đến kỳ mở cho đơn vị (người của đơn vị), Ban Thi đua - Khen thưởng và thanh tra."))
