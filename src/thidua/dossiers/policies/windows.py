"""Rounds and submissions: who opens them, who works on them, when they may be sent."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Round, Submission, SubmissionState
from thidua.dossiers.policies.beside import for_unit, own_files
from thidua.foundation.answers import Answer
from thidua.foundation.dates import show_date
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES


def may_keep_rounds(acting: Acting) -> Answer:
    """Rounds are opened and extended by the head of the standing office."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Đợt xét do lãnh đạo Ban Thi đua - Khen thưởng mở và gia hạn."))


def window_open(round_: Round, on: date) -> Answer:
    """Whether lists are taken on this day (Asia/Ho_Chi_Minh); the last day counts whole."""
    if on < round_.opens_on:
        return Answer.no(
            _("Đợt nhận mở từ ngày %(day)s. Danh sách còn ở bản nháp.") % {"day": show_date(round_.opens_on)}
        )
    if on > round_.closes_on:
        return Answer.no(
            _(
                "Đợt nhận đã đóng lúc hết ngày %(day)s. Danh sách còn ở bản nháp; muốn gửi, "
                "đề nghị Ban Thi đua - Khen thưởng mở lại."
            )
            % {"day": show_date(round_.closes_on)}
        )
    return Answer.yes()


def may_draw_up(acting: Acting, round_: Round, on: date) -> Answer:
    """A list is begun by a unit, at the latest on the last day of the window; it may be prepared before."""
    if not acting.holds(*UNIT_DUTIES):
        return Answer.no(_("Danh sách do cán bộ hoặc lãnh đạo đơn vị lập."))
    if on > round_.closes_on:
        return window_open(round_, on)
    return Answer.yes()


def may_work_on(acting: Acting, submission: Submission) -> Answer:
    """Upload, correct lines, add nominees, write the letter's number: the unit, at any time before all is sent."""
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, submission.unit_id):
        return Answer.no(_("Danh sách này do đơn vị lập ra nó sửa."))
    if submission.state == SubmissionState.DROPPED:
        return Answer.no(_("Danh sách này đã bỏ."))
    return Answer.yes()


def may_discard_list(acting: Acting, submission: Submission) -> Answer:
    """Put away a list: the unit, as long as nothing of it was ever sent."""
    answer = may_work_on(acting, submission)
    if answer and submission.dossiers.filter(sent_at__isnull=False).exists():
        return Answer.no(_("Danh sách đã gửi nên không bỏ được; có thể thu hồi, hoặc rút từng hồ sơ."))
    return answer


def may_write_letter(acting: Acting, submission: Submission) -> Answer:
    """Write the letter's number and date: until the list is sent with it."""
    answer = may_work_on(acting, submission)
    if answer and submission.state == SubmissionState.SENT:
        return Answer.no(
            _("Danh sách đã gửi kèm tờ trình này nên số tờ trình không đổi được; muốn sửa, thu hồi trước khi Ban tiếp nhận.")
        )
    return answer


def may_submit(acting: Acting, submission: Submission, on: date) -> Answer:
    """Send the drafts of a submission: by the unit, within the window, not one's own file."""
    first = may_work_on(acting, submission)
    if not first:
        return first
    if submission.state == SubmissionState.SENT and not submission.dossiers.filter(state=DossierState.DRAFT).exists():
        return Answer.no(
            _("Danh sách đã gửi lúc %(when)s, người gửi: %(who)s.")
            % {"when": f"{localtime(submission.sent_at):%H:%M, %d/%m/%Y}" if submission.sent_at else "–", "who": submission.sent_by}
        )
    window = window_open(submission.round, on)
    if not window:
        return window
    if not submission.number or submission.dated is None:
        return Answer.no(_("Cần ghi số và ngày tờ trình trước khi gửi."))
    drafts = submission.dossiers.filter(state=DossierState.DRAFT)
    if not drafts.exists():
        return Answer.no(_("Danh sách chưa có hồ sơ nào để gửi."))
    if drafts.filter(own_files(acting)).exists():
        return Answer.no(_("Danh sách có hồ sơ của chính người gửi. Cần người khác của đơn vị gửi."))
    return Answer.yes()
