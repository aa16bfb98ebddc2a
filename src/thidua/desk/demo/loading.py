"""Filling an empty database with the demonstration city, and emptying it again."""

from __future__ import annotations

import random
from datetime import datetime

from django.core.management import call_command
from django.db import connection, transaction
from django.utils.translation import gettext as _

from thidua.accounts.models import User
from thidua.audit import guards
from thidua.desk.demo.accounts import ACCOUNTS, PASSWORD, build_accounts, build_council
from thidua.desk.demo.city import build_city
from thidua.desk.demo.honours import build_honours
from thidua.desk.demo.people import Names
from thidua.desk.demo.work import build_work
from thidua.foundation.clock import local_day, now
from thidua.register import guards as ledger_guards

SEED = 357


def is_empty() -> bool:
    """Whether nobody can sign in yet."""
    return not User.objects.exists()


@transaction.atomic
def load(*, at: datetime | None = None) -> None:
    """Build the city as of a moment (default: now), all or nothing. The same moment gives the same city."""
    moment = at or now()
    random.seed(SEED)
    names = Names(SEED)
    city = build_city()
    users = build_accounts(names)
    council = build_council(city, users, names)
    day = local_day(moment)
    build_honours(city, names, this_year=day.year, at=moment)
    build_work(city, users, council, names, on=day, at=moment)


def reset(*, at: datetime | None = None) -> None:
    """Empty every table and build the city anew. Everything entered is lost: only for demonstration databases."""
    for kept in (guards, ledger_guards):
        kept.lift(connection)
    call_command("flush", interactive=False, verbosity=0)
    for kept in (guards, ledger_guards):
        kept.install(connection)
    load(at=at)


def accounts_text() -> str:
    """The demonstration accounts by role, as printed at the start; empty when this is not the demonstration city."""
    held = set(User.objects.filter(username__in=[row.username for row in ACCOUNTS]).values_list("username", flat=True))
    if len(held) < len(ACCOUNTS):
        return ""
    lines = [f"  {row.username:<14} {_(row.role)}" for row in ACCOUNTS]
    return "\n".join(["", _("Tài khoản minh họa (mật khẩu chung: %(password)s):") % {"password": PASSWORD}, *lines])
