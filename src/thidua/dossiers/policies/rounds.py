"""From whom a round takes lists, and late lists taken by a recorded decision."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from thidua.clusters.models import ClusterMember
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, LateDecision, Round, RoundSender, Submission
from thidua.dossiers.policies.windows import may_keep_rounds, window_open
from thidua.foundation.answers import Answer
from thidua.foundation.text import fold
from thidua.organisation.acting import Acting
from thidua.organisation.models import Succession, Unit
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on


def takes_from(unit: Unit, on: date | None = None) -> Q:
    """Condition on rounds: those that take lists of a unit on a day (None: ever). One that names nobody takes all units."""
    rules = RoundSender.objects.filter(round=OuterRef("pk"))
    return ~Exists(rules) | Exists(rules.filter(sender_rule(unit, on)))


def sender_rule(unit: Unit, on: date | None) -> Q:
    """Condition on rules: those that name a unit: itself or one whose work it took over, its kind, a cluster of it."""
    clusters = ClusterMember.objects.filter(valid_on(on) if on else Q(), unit=unit).values("cluster")
    before = Succession.objects.filter(successor=unit).values("predecessor")
    return Q(unit=unit) | Q(unit__in=before) | Q(kind=unit.kind) | Q(cluster__in=clusters)


def in_scope(round_: Round, on: date) -> Q:
    """Condition on units: those a round takes lists of on a day."""
    rules = list(round_.senders.all())
    if not rules:
        return Q()
    members = ClusterMember.objects.filter(
        valid_on(on), cluster__in=[rule.cluster_id for rule in rules if rule.cluster_id]
    )
    named = [rule.unit_id for rule in rules if rule.unit_id]
    heirs = Succession.objects.filter(predecessor__in=named).values("successor")
    kinds = [rule.kind for rule in rules if rule.kind]
    return Q(pk__in=named) | Q(pk__in=heirs) | Q(kind__in=kinds) | Q(pk__in=members.values("unit"))


def may_send_for(unit: Unit | None, round_: Round, on: date) -> Answer:
    """Whether a round takes lists of this unit."""
    if unit is None or Round.objects.filter(takes_from(unit, on), pk=round_.pk).exists():
        return Answer.yes()
    return Answer.no(
        _("Đợt này không nhận danh sách của %(unit)s: đợt chỉ nhận từ các đơn vị nêu ở “Nhận từ”.")
        % {"unit": unit.name}
    )


def late_decisions(round_: Round, unit: Unit | None, on: date) -> QuerySet[LateDecision]:
    """The recorded decisions by which a list of a unit is taken on a day after the round closed, the newest first."""
    before = Succession.objects.filter(successor=unit).values("predecessor")
    return LateDecision.objects.filter(Q(unit=unit) | Q(unit__in=before), round=round_, until__gte=on).order_by("-id")


def unit_window(round_: Round, unit: Unit | None, on: date) -> Answer:
    """Whether lists of a unit are taken on a day: in the window, or late by a recorded decision."""
    answer = window_open(round_, on)
    if answer or on <= round_.closes_on:
        return answer
    if late_decisions(round_, unit, on).exists():
        return Answer.yes()
    return Answer.no(
        answer.reason + " " + _("Hồ sơ muộn chỉ được nhận khi lãnh đạo Ban ghi quyết định nhận muộn cho đơn vị.")
    )


def late_by(submission: Submission, on: date) -> LateDecision | None:
    """The decision by which the drafts of a list may be sent on a day; None in the window, or when none covers them all."""
    if on <= submission.round.closes_on:
        return None
    names = {fold(name) for name in _drafts(submission)}
    for row in late_decisions(submission.round, submission.unit, on):
        if not row.nominees or names <= {fold(name) for name in row.nominees}:
            return row
    return None


def _drafts(submission: Submission) -> list[str]:
    rows: QuerySet[Dossier] = Dossier.objects.filter(submission=submission, state=DossierState.DRAFT)
    return list(rows.order_by("id").values_list("name", flat=True))


def may_leave_on(submission: Submission, on: date) -> Answer:
    """Whether the drafts of a list may be sent on a day; a decision for some nominees covers a list of these alone."""
    answer = unit_window(submission.round, submission.unit, on)
    if not answer or on <= submission.round.closes_on or late_by(submission, on):
        return answer
    allowed = {fold(name) for row in late_decisions(submission.round, submission.unit, on) for name in row.nominees}
    others = [name for name in _drafts(submission) if fold(name) not in allowed]
    return Answer.no(
        _("Quyết định nhận muộn không nêu: %(names)s. Danh sách còn ở bản nháp; hãy rút các hồ sơ ấy rồi gửi.")
        % {"names": "; ".join(others[:5])}
    )


def may_take_late(acting: Acting, round_: Round, on: date) -> Answer:
    """Record a decision to take a late list: the head of the office, once the round has closed."""
    answer = may_keep_rounds(acting)
    if answer and on <= round_.closes_on:
        return Answer.no(_("Đợt còn nhận nên chưa cần quyết định nhận muộn."))
    return answer


def may_draw_up(acting: Acting, round_: Round, on: date) -> Answer:
    """A list is begun by a unit the round is for, as long as it may still send one; it may be prepared before."""
    if not acting.holds(*UNIT_DUTIES):
        return Answer.no(_("Danh sách do cán bộ hoặc lãnh đạo đơn vị lập."))
    answer = may_send_for(acting.unit, round_, on)
    return answer if not answer or on < round_.opens_on else unit_window(round_, acting.unit, on)
