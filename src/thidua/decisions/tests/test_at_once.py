"""Several people at the same moment, on a SQLite file and on PostgreSQL."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from thidua.audit.models import Event
from thidua.decisions import actions
from thidua.decisions.models import Certificate, Decision, DecisionLine, NumberSeries
from thidua.decisions.tests.factories import AT, AWARD, DAY, clerk, draft, head, passed
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import today
from thidua.register.models import Honour
from thidua.register.tests.factories import HonourFactory

pytestmark = pytest.mark.django_db(transaction=True)


class GivenUpError(Exception):
    pass


def draws(worker):
    """Ten draws, every fifth of which is rolled back."""
    drawn = []
    for turn in range(10):
        try:
            with transaction.atomic():
                _series, number = actions.draw_number("UBND", "QĐ", 2026)
                if (worker + turn) % 5 == 0:
                    raise GivenUpError
        except GivenUpError:
            continue
        drawn.append(number)
    return drawn


def test_eighty_draws_by_eight_with_a_fifth_rolled_back_leave_no_gap_and_no_double(together):
    results = together(*(lambda worker=worker: draws(worker) for worker in range(8)))
    assert all(isinstance(result, list) for result in results), results
    numbers = sorted(number for result in results for number in result)
    assert numbers == list(range(1, 65))
    [last] = together(lambda: NumberSeries.objects.get().last)
    assert last == 64


def issue_of(decision, by):
    def act():
        return actions.issue(Decision.objects.get(pk=decision.pk), DAY, by=by, at=AT).sequence

    return act


def test_many_decisions_at_once_are_numbered_one_after_the_other(together):
    rows = [(draft(2), clerk()) for _ in range(5)]
    results = together(*(issue_of(decision, by) for decision, by in rows))
    assert sorted(results) == [1, 2, 3, 4, 5]
    [stored] = together(lambda: sorted(Decision.objects.values_list("sequence", flat=True)))
    assert stored == [1, 2, 3, 4, 5]


def test_one_decision_issued_by_four_at_once_is_issued_once(together):
    decision = draft(3)
    results = together(*(issue_of(decision, clerk()) for _ in range(4)))
    assert sorted(map(str, results))[0] == "1"
    assert all(isinstance(result, Refused) for result in results if result != 1)
    counts = together(
        lambda: (NumberSeries.objects.get().last, Honour.objects.count(), Certificate.objects.count()),
        lambda: Event.objects.filter(verb="decisions.issue").count(),
    )
    assert counts == [(1, 3, 3), 1]


def test_two_drafts_at_once_take_each_dossier_once(together):
    session = passed(4)
    results = together(
        *(lambda by=by: actions.draft_grant(session, AWARD, by=by, at=AT) for by in (head(), head(), head()))
    )
    made = [result for result in results if isinstance(result, Decision)]
    assert len(made) == 1
    assert all(isinstance(result, Refused) for result in results if result not in made)
    [per_dossier] = together(lambda: Counter(DecisionLine.objects.values_list("dossier_id", flat=True)))
    assert set(per_dossier.values()) == {1}
    assert len(per_dossier) == 4


def test_two_revocations_of_one_honour_at_once_give_one_draft(together):
    honour = HonourFactory()
    results = together(
        *(lambda by=by: actions.draft_revocation(honour, "sai", by=by, at=AT) for by in (head(), head(), head()))
    )
    assert sum(isinstance(result, Decision) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 2
    assert together(Decision.objects.count) == [1]


def test_last_two_lines_removed_at_once_leave_one(together):
    decision = draft(2)
    first, second = decision.lines.all()

    def remove(line, by):
        return lambda: actions.remove_line(Decision.objects.get(pk=decision.pk), line, "x", by=by, at=AT)

    results = together(remove(first, head()), remove(second, head()))
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert together(DecisionLine.objects.count) == [1]


def test_double_sending_at_once_has_one_effect(together):
    decision, who = draft(2), clerk()
    browser = Client()
    browser.force_login(who.user)
    url = reverse("decisions:issue", args=[decision.pk])
    form = {"issued_on": f"{today():%d/%m/%Y}", "form_key": "mot-lan", "revision": str(decision.revision)}

    def send():
        tab = Client(raise_request_exception=False)
        tab.cookies.update(browser.cookies)
        answer = tab.post(url, form)
        return answer.status_code, answer.get("Location")

    results = together(send, send, send, send)
    assert results == [(302, reverse("decisions:detail", args=[decision.pk]))] * 4
    counts = together(lambda: (NumberSeries.objects.get().last, Honour.objects.count()))
    assert counts == [(1, 2)]
