"""The rules beside the flow table: whose unit, whose work, whose own file, who holds it."""

from __future__ import annotations

from functools import cache

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.councils.flow import SessionState
from thidua.councils.models import Session
from thidua.dossiers.models import Dossier
from thidua.foundation.answers import Answer
from thidua.organisation.acting import Acting
from thidua.organisation.models import Person, Succession


def is_own_file(acting: Acting, dossier: Dossier) -> bool:
    """Whether the nominee is the person who acts."""
    return is_file_of(acting.user, dossier)


def is_file_of(user: User, dossier: Dossier) -> bool:
    """Whether the nominee is this account's person: the ledger says so, or the identity number is his."""
    person = dossier.recipient.person if dossier.recipient else None
    if person is not None and person.user_id == user.pk:
        return True
    if hasattr(dossier, "number_of"):  # read with `number_of`
        return bool(dossier.number_of == user.pk)
    return bool(dossier.cccd_index) and dossier.cccd_index == _own_number(user)


@cache
def number_of() -> Subquery:
    """For dossiers read for a page: the account of whoever bears the identity number, without a query of its own."""
    return Subquery(Person.objects.exclude(cccd_index="").filter(cccd_index=OuterRef("cccd_index")).values("user")[:1])


def _own_number(user: User) -> str:
    """The hash of a person's identity number; read once for a request, kept with the account."""
    own: Person | None = getattr(user, "person", None)
    return (own.cccd_index if own else "") or ""


def own_files(acting: Acting) -> Q:
    """Condition: the dossiers whose nominee is the person who acts."""
    numbers = Person.objects.filter(user=acting.user, cccd_index__isnull=False).values("cccd_index")
    return Q(recipient__person__user=acting.user) | Q(cccd_index__in=numbers)


def not_own(acting: Acting, dossier: Dossier) -> Answer:
    """No when the nominee is the person who acts."""
    if is_own_file(acting, dossier):
        return Answer.no(_("Người được đề nghị không xử lý hồ sơ của chính mình."))
    return Answer.yes()


def for_unit(acting: Acting, unit_id: int) -> bool:
    """Whether the duty acted in is of this unit or of the one that took over its work."""
    if acting.unit is None:
        return False
    return (
        acting.unit.pk == unit_id or Succession.objects.filter(predecessor_id=unit_id, successor=acting.unit).exists()
    )


def authors(dossier: Dossier) -> tuple[int | None, int | None]:
    """Who made and who sent the submission: they never appraise what is in it."""
    return (dossier.submission.created_by_id, dossier.submission.sent_by_id)


def free_for(acting: Acting, dossier: Dossier) -> Answer:
    """Nobody else works on it."""
    if dossier.holder_id in (None, acting.user.pk):
        return Answer.yes()
    return Answer.no(_("Hồ sơ đang do %(name)s xử lý.") % {"name": dossier.holder})


def in_preparation(session: Session) -> Answer:
    """Whether the agenda of a session may still change."""
    if session.state == SessionState.PLANNED:
        return Answer.yes()
    return Answer.no(_("Phiên đã mở phiếu nên danh sách bỏ phiếu không đổi được nữa."))
