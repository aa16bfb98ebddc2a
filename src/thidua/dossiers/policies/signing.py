"""The head of the unit signs before a list leaves: who may ask, who may send, who may give it back."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.dossiers.flow import DossierState
from thidua.dossiers.models import Dossier, PaperPart, Submission, SubmissionState
from thidua.dossiers.policies.beside import for_unit, own_files
from thidua.dossiers.policies.rounds import may_leave_on
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import Duty, DutyCode, Person
from thidua.organisation.policies import UNIT_DUTIES
from thidua.organisation.queries import valid_on


def heads_who_may_sign(submission: Submission, on: date) -> list[User]:
    """Who may sign for the unit on a day: holders of the head's duty there, or in the unit that took over its work,
    who are not nominees of the list themselves.
    """
    unit = submission.unit_id
    duties = Duty.objects.filter(
        Q(unit=unit) | Q(unit__inheritances__predecessor=unit),
        valid_on(on),
        code=DutyCode.UNIT_HEAD,
        user__is_active=True,
    )
    drafts = Dossier.objects.filter(submission=submission, state=DossierState.DRAFT)
    named = Person.objects.filter(
        Q(cccd_index__in=drafts.exclude(cccd_index="").values("cccd_index")) | Q(recipient__dossiers__in=drafts),
        user__isnull=False,
    )
    return list(
        User.objects.filter(duties__in=duties)
        .exclude(pk__in=named.values("user"))
        .distinct()
        .order_by("full_name", "pk")
    )


def may_leave(acting: Acting, submission: Submission, on: date | None) -> Answer:
    """What holds whoever sends: the unit's own list, a letter, something to send, nobody's own file, the window.

    `on` None leaves the window out: a list may be put before the head earlier.
    """
    if not acting.holds(*UNIT_DUTIES) or not for_unit(acting, submission.unit_id):
        return Answer.no(_("Danh sách này do đơn vị lập ra nó gửi."))
    if submission.state == SubmissionState.DROPPED:
        return Answer.no(_("Danh sách này đã bỏ."))
    drafts = submission.dossiers.filter(state=DossierState.DRAFT)
    if submission.state == SubmissionState.SENT and not drafts.exists():
        return Answer.no(_sent(submission))
    window = may_leave_on(submission, on) if on else Answer.yes()
    if not window:
        return window
    if not submission.number or submission.dated is None:
        return Answer.no(_("Cần ghi số và ngày tờ trình trước khi gửi."))
    if not drafts.exists():
        return Answer.no(_("Danh sách chưa có hồ sơ nào để gửi."))
    if drafts.filter(own_files(acting)).exists():
        return Answer.no(_("Danh sách có hồ sơ của chính người gửi. Cần người khác của đơn vị gửi."))
    return Answer.yes()


def _sent(submission: Submission) -> str:
    when = f"{localtime(submission.sent_at):%H:%M, %d/%m/%Y}" if submission.sent_at else "–"
    return _("Danh sách đã gửi lúc %(when)s, người gửi: %(who)s.") % {"when": when, "who": submission.sent_by}


def may_submit(acting: Acting, submission: Submission, on: date) -> Answer:
    """Send the drafts: the head of the unit. An officer only where no head can sign here and the signed letter is there."""
    answer = may_leave(acting, submission, on)
    if not answer or acting.holds(DutyCode.UNIT_HEAD):
        return answer
    heads = heads_who_may_sign(submission, on)
    if heads:
        return Answer.no(
            _("Thủ trưởng đơn vị duyệt thì danh sách mới gửi đi: %(names)s.")
            % {"names": ", ".join(head.full_name for head in heads)}
        )
    if submission.papers.filter(part=PaperPart.LETTER, replaced_by=None).exists():
        return Answer.yes()
    return Answer.no(
        _(
            "Đơn vị chưa có tài khoản nào của thủ trưởng duyệt được danh sách này. Hãy tải lên tờ trình thủ trưởng đã ký "
            "rồi gửi, hoặc đề nghị Ban Thi đua - Khen thưởng cấp tài khoản cho thủ trưởng."
        )
    )


def may_ask_head(acting: Acting, submission: Submission, on: date) -> Answer:
    """Put the list before the head: the officer, when somebody can sign and nothing waits already."""
    if submission.state == SubmissionState.SIGNING:
        return Answer.no(_("Danh sách đang chờ thủ trưởng duyệt."))
    if not acting.holds(DutyCode.UNIT_OFFICER):
        return Answer.no(_("Việc trình thủ trưởng do cán bộ lập danh sách làm; thủ trưởng gửi thẳng."))
    answer = may_leave(acting, submission, None)
    if answer and not heads_who_may_sign(submission, on):
        return Answer.no(_("Không có tài khoản thủ trưởng nào duyệt được danh sách này."))
    return answer


def may_give_back(acting: Acting, submission: Submission) -> Answer:
    """Give the list back to the officer: the head, while it waits for him."""
    if not acting.holds(DutyCode.UNIT_HEAD) or not for_unit(acting, submission.unit_id):
        return Answer.no(_("Danh sách do thủ trưởng đơn vị trả lại cán bộ."))
    return _waits(submission)


def may_take_back(acting: Acting, submission: Submission) -> Answer:
    """Take the list back from the head's table to mend it: the officer."""
    if not acting.holds(DutyCode.UNIT_OFFICER) or not for_unit(acting, submission.unit_id):
        return Answer.no(_("Danh sách do cán bộ của đơn vị lấy lại."))
    return _waits(submission)


def _waits(submission: Submission) -> Answer:
    if submission.state == SubmissionState.SIGNING:
        return Answer.yes()
    return Answer.no(_("Danh sách không chờ thủ trưởng duyệt."))
