"""Who runs a command, on which plan, and how a refusal is told."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import wraps

from django.db.models import Q

from thidua.accounts.models import User
from thidua.foundation.answers import Refused
from thidua.foundation.clock import today
from thidua.foundation.numbers import whole_number
from thidua.organisation.acting import Acting, acting_for
from thidua.organisation.models import Duty, DutyCode
from thidua.organisation.queries import valid_on
from thidua.plans.models import Plan

ASKED_DUTIES = (DutyCode.OFFICE_HEAD, DutyCode.APPRAISER)

Command = Callable[[argparse.Namespace], int]


def told(command: Command) -> Command:
    """Print why a command is refused and exit 1: `{"error": …}` for who asked for JSON, else the sentence."""

    @wraps(command)
    def run(options: argparse.Namespace) -> int:
        try:
            return command(options)
        except Refused as refused:
            as_json = getattr(options, "json", False)
            print(json.dumps({"error": refused.reason}, ensure_ascii=False) if as_json else refused.reason)
            return 1

    return run


def acting_as(username: str) -> Acting:
    """The person named, or the only head of the office, in a duty that takes plans in. Refused when there is none."""
    duties = (
        Duty.objects.filter(valid_on(today()), code__in=ASKED_DUTIES)
        .select_related("user", "unit")
        .order_by("-code", "id")
    )
    if username:
        if not User.objects.filter(username=username).exists():
            raise Refused(f"Không có tài khoản {username}.")
        duty = duties.filter(user__username=username).first()
        if duty is None:
            raise Refused(f"Tài khoản {username} không có nhiệm vụ được nạp kế hoạch.")
        return acting_for(duty.user, duty)
    heads = list(duties.filter(code=DutyCode.OFFICE_HEAD)[:2])
    if len(heads) != 1:
        raise Refused("Hãy nêu tài khoản của người làm: --as TÊN.")
    return acting_for(heads[0].user, heads[0])


def plan_named(text: str) -> Plan:
    """The plan with this id or printed number; the newest of several. Refused when there is none."""
    pk = whole_number(text)
    wanted = Q(number=text) if pk is None else Q(pk=pk)
    found = Plan.objects.filter(wanted).order_by("-year", "-id").first()
    if found is None:
        raise Refused(f"Không có kế hoạch {text}.")
    return found
