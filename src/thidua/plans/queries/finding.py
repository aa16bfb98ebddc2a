"""Tasks found by their number or by words of them, for the one search box."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, Value, When

from thidua.foundation.text import fold, tidy
from thidua.organisation.acting import Acting
from thidua.plans.models import PlanState, Task
from thidua.plans.policies import tasks_seen_by

MOST_READ = 20_000
"""Rows looked through for one search, plans in force first; folded here, since engines fold Vietnamese differently."""
CALLED = ("viec so ", "nhiem vu so ", "viec ", "nhiem vu ")


@dataclass(frozen=True)
class FoundTask:
    """A task found, with how its plan is called."""

    pk: int
    number: str
    headline: str
    plan: str
    year: int | None


def find_tasks(text: str, acting: Acting, *, limit: int) -> list[FoundTask]:
    """The tasks a person sees whose number is typed ("22", "việc 22"), then those with words that begin as every word typed.

    Plans in force first, newest year first, then in the order of the plan. One query.
    """
    key = fold(tidy(text))
    words, number = [f" {word}" for word in key.split()], _number_in(key)
    if not words:
        return []
    called = Case(When(number__iexact=number, then=Value(0)), default=Value(1))
    in_force = Case(When(plan__state=PlanState.ACTIVE, then=Value(0)), default=Value(1))
    rows = Task.objects.filter(tasks_seen_by(acting)).order_by(called, in_force, "-plan__year", "-plan_id", "position")
    fields = ("pk", "number", "title", "plan__number", "plan__title", "plan__year")
    found = (
        FoundTask(pk, its_number, title.split("\n", 1)[0], plan_number or plan_title, year)
        for pk, its_number, title, plan_number, plan_title, year in rows.values_list(*fields)[:MOST_READ]
        if fold(its_number) == number or _says(title, words)
    )
    return list(islice(found, limit))


def _says(title: str, words: Iterable[str]) -> bool:
    text = f" {fold(title)}"
    return all(word in text for word in words)


def _number_in(key: str) -> str:
    """What is typed without the words that call a task."""
    return next((key.removeprefix(word) for word in CALLED if key.startswith(word)), key)
