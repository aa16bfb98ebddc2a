"""Home of a leader: the plan in ten minutes, red, amber, green and why."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from thidua.decisions.flow import DecisionState
from thidua.decisions.models import Decision
from thidua.desk.home.plan import milestone_todos
from thidua.desk.home.shapes import Counter, Home
from thidua.organisation.acting import Acting
from thidua.plans.models import Milestone, PlanState


def leader_home(acting: Acting, *, on: date) -> Home:
    """What is late, what comes next, what was issued."""
    rows = Milestone.objects.filter(
        plan__state=PlanState.ACTIVE,
        plan__unit=None,
        task__isnull=False,
        dropped_on=None,
        effective__isnull=False,
    )
    board = reverse("plans:list")
    late = rows.filter(done_on=None, effective__lt=on).count()
    counters = [
        Counter(late, _("mốc quá hạn"), f"{board}?loc=qua-han", hot=late > 0),
        Counter(rows.filter(done_on=None, effective__gte=on).count(), _("mốc còn phía trước"), f"{board}?loc=sap-toi"),
        Counter(rows.exclude(done_on=None).count(), _("mốc đã xong"), f"{board}?loc=da-xong"),
        Counter(
            Decision.objects.filter(state=DecisionState.ISSUED, issued_on__year=on.year).count(),
            _("quyết định đã ban hành trong năm"), f"{reverse('decisions:list')}?nam={on.year}",
        ),
    ]  # fmt: skip
    return Home(milestone_todos(rows, on=on, limit=5), counters)
