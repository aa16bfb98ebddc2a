"""The year's work in the demonstration city: plan, rounds, submissions, sessions, decisions."""

from __future__ import annotations

from datetime import date, datetime

from thidua.accounts.models import User
from thidua.councils.models import Council
from thidua.desk.demo.city import City
from thidua.desk.demo.people import Names


def build_work(city: City, users: dict[str, User], council: Council, names: Names, *, on: date, at: datetime) -> None:
    """Carry real input through the real actions so that every screen has something to show."""
