"""Rounds and submissions: who opens them, who works on them, when they may be sent."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from thidua.dossiers.models import Round, Submission, SubmissionState
from thidua.dossiers.policies.beside import for_unit
from thidua.foundation.answers import Answer
from thidua.foundation.dates import show_date
from thidua.foundation.words import mark
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode
from thidua.organisation.policies import UNIT_DUTIES, in_office

ON_HEADS_TABLE = mark("Danh sách đang chờ thủ trưởng duyệt nên tạm khóa. Muốn sửa, lấy lại danh sách trước.")


QUEUE_DUTIES = (DutyCode.INTAKE_OFFICER, DutyCode.APPRAISER, DutyCode.OFFICE_HEAD)


def may_keep_rounds(acting: Acting) -> Answer:
    """Rounds are opened and extended by the head of the standing office."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Đợt xét do lãnh đạo Ban Thi đua - Khen thưởng mở và gia hạn."))


def may_work_queue(acting: Acting) -> Answer:
    """The queue is the standing office's: intake, appraisal, its head."""
    if acting.holds(*QUEUE_DUTIES):
        return Answer.yes()
    return Answer.no(_("Hàng đợi thẩm định dành cho cán bộ tiếp nhận, chuyên viên thẩm định và lãnh đạo Ban."))


def may_consolidate(acting: Acting) -> Answer:
    """The consolidated list with its balance: the standing office, leaders and inspectors, while it is decided."""
    if in_office(acting) or acting.holds(DutyCode.LEADER, DutyCode.INSPECTOR):
        return Answer.yes()
    return Answer.no(_("Bảng tổng hợp là văn bản làm việc của Ban Thi đua - Khen thưởng."))


def may_share_out(acting: Acting) -> Answer:
    """Move the work of one officer to another: the head of the office."""
    if acting.holds(DutyCode.OFFICE_HEAD):
        return Answer.yes()
    return Answer.no(_("Phân công lại hồ sơ của chuyên viên là việc của lãnh đạo Ban."))


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


def may_work_on(acting: Acting, submission: Submission) -> Answer:
    """Upload, correct lines, add nominees, write the letter's number: the unit, at any time before all is sent."""
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, submission.unit_id):
        return Answer.no(_("Danh sách này do đơn vị lập ra nó sửa."))
    if submission.state == SubmissionState.DROPPED:
        return Answer.no(_("Danh sách này đã bỏ."))
    if submission.state == SubmissionState.SIGNING:
        return Answer.no(_(ON_HEADS_TABLE))
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
            _(
                "Danh sách đã gửi kèm tờ trình này nên số tờ trình không đổi được; muốn sửa, thu hồi trước khi Ban tiếp nhận."
            )
        )
    return answer
