"""Who answers for a task, which units carry it, which coordinate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit.actions import record
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import local_day
from thidua.foundation.text import fold
from thidua.organisation.access import insist
from thidua.organisation.acting import Acting
from thidua.organisation.models import Unit
from thidua.organisation.queries import duties_on, unit_by_name
from thidua.plans.actions.counting import plan_for_writing
from thidua.plans.models import Plan, Task
from thidua.plans.policies import may_choose_units, may_set_accountable
from thidua.plans.queries.own import units_within


def units_named(plan: Plan, names: Iterable[str]) -> dict[str, Unit | None]:
    """The unit of each printed name; None where the name is no unit's or more than one's.

    In a unit's own plan a name means the unit itself or a collective within it, whatever others are called so.
    """
    wanted = sorted(set(names))
    if plan.unit_id is None:
        return {name: unit_by_name(name) for name in wanted}
    inside = list(units_within(plan))
    called = {name: [unit for unit in inside if unit.name_fold == fold(name)] for name in wanted}
    return {
        name: units[0] if len(units) == 1 else _inside(unit_by_name(name), inside) for name, units in called.items()
    }


def _inside(unit: Unit | None, inside: Sequence[Unit | None]) -> Unit | None:
    return unit if unit in inside else None


@transaction.atomic
def choose_units(
    task: Task, units: Iterable[Unit], *, seen: Iterable[int] | None = None, by: Acting, at: datetime
) -> Task:
    """Settle which units carry a task, for groups the plan names openly ("các đơn vị thuộc Thành phố").

    `seen`: the ids of the units the person had before him; Conflict when somebody chose others since. The printed
    names stay.
    """
    found = _for_choosing(task, by)
    before, after = sorted(found.units.values_list("pk", flat=True)), _ids(found, units)
    _same_as_seen(before, seen)
    found.units.set(after)
    found.unresolved = []
    found.save(update_fields=["unresolved"])
    data = {"before": before, "after": after}
    record("plans.choose_units", found.key_in_journal, by=by.actor, at=at, data=data)
    return found


@transaction.atomic
def choose_partners(
    task: Task, units: Iterable[Unit], *, seen: Iterable[int] | None = None, by: Acting, at: datetime
) -> Task:
    """Settle which units coordinate in a task; as `choose_units`."""
    found = _for_choosing(task, by)
    before, after = sorted(found.partners.values_list("pk", flat=True)), _ids(found, units)
    _same_as_seen(before, seen)
    found.partners.set(after)
    found.unresolved_partners = []
    found.save(update_fields=["unresolved_partners"])
    data = {"before": before, "after": after}
    record("plans.choose_partners", found.key_in_journal, by=by.actor, at=at, data=data)
    return found


def _for_choosing(task: Task, by: Acting) -> Task:
    plan_for_writing(task.plan_id)
    found = Task.objects.select_related("plan").get(pk=task.pk)
    insist(may_choose_units(by, found))
    return found


def _ids(task: Task, units: Iterable[Unit]) -> list[int]:
    """The ids of the units; in a unit's own plan Refused for one outside it."""
    found = {unit.pk for unit in units}
    if task.plan.unit_id and found - set(units_within(task.plan).values_list("pk", flat=True)):
        raise Refused(_("Kế hoạch riêng của đơn vị chỉ giao cho đơn vị đó và các tập thể thuộc đơn vị. Chưa ghi."))
    return sorted(found)


def _same_as_seen(before: list[int], seen: Iterable[int] | None) -> None:
    if seen is not None and sorted(set(seen)) != before:
        raise Conflict(_("Danh sách đơn vị vừa được người khác đổi. Bản của anh/chị chưa ghi; hãy xem lại trang."))


@transaction.atomic
def set_accountable(task: Task, user: User | None, *, seen: int | None, by: Acting, at: datetime) -> Task:
    """Choose who answers for a task, or nobody. `seen`: id of the one the person had before him, None for nobody.

    Raises Refused for a person without a duty that day, Conflict when somebody chose another since.
    """
    plan_for_writing(task.plan_id)
    found = Task.objects.select_related("plan", "accountable").get(pk=task.pk)
    insist(may_set_accountable(by, found))
    duties = duties_on(user, local_day(at)) if user else None
    if duties is not None and found.plan.unit_id:
        duties = duties.filter(unit__in=units_within(found.plan))
        if not duties.exists():
            raise Refused(_("%(who)s không giữ nhiệm vụ nào ở đơn vị hôm nay. Chưa ghi.") % {"who": user})
    if duties is not None and not duties.exists():
        raise Refused(_("%(who)s không giữ nhiệm vụ nào hôm nay. Chưa ghi.") % {"who": user})
    if not Task.objects.filter(pk=found.pk, accountable=seen).update(accountable=user):
        text = _("Người phụ trách vừa được đổi thành %(who)s. Bản của anh/chị chưa ghi.")
        raise Conflict(text % {"who": found.accountable or _("chưa có ai")})
    record(
        "plans.set_accountable", found.key_in_journal, by=by.actor, at=at,
        before=f"user:{seen}" if seen else "", after=user.key if user else "",
    )  # fmt: skip
    found.refresh_from_db()
    return found
