"""In whose name a signed-in person acts, and how doors answer him."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from thidua.accounts.tests.factories import UserFactory
from thidua.foundation.answers import Answer, Refused
from thidua.foundation.clock import today
from thidua.organisation.access import demand, insist, visible_or_404
from thidua.organisation.acting import SESSION_KEY, Acting, ActingMiddleware, acting_for, acting_of, choose
from thidua.organisation.models import DutyCode, Unit
from thidua.organisation.policies import OFFICE_DUTIES, in_office, may_keep_calendar
from thidua.organisation.tests.factories import DutyFactory, UnitFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(rf):
    def build(user, wanted=None):
        request = rf.get("/")
        request.user = user
        request.session = {} if wanted is None else {SESSION_KEY: wanted}
        return request

    return build


def test_acts_in_the_first_duty_held_until_another_is_chosen(request_of):
    user = UserFactory()
    first, second = DutyFactory(user=user), DutyFactory(user=user, code=DutyCode.CLERK)
    assert acting_of(request_of(user)).duty == first
    assert acting_of(request_of(user, second.pk)).duty == second
    assert acting_of(request_of(user, second.pk)).duties == (first, second)


def test_duty_of_another_person_is_never_taken(request_of):
    mine, foreign = DutyFactory(), DutyFactory(code=DutyCode.OFFICE_HEAD)
    assert acting_of(request_of(mine.user, foreign.pk)).duty == mine


@pytest.mark.parametrize(("start", "end", "held"), [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False)])
def test_duty_counts_from_its_first_to_its_last_day(request_of, start, end, held):
    day = today()
    duty = DutyFactory(
        valid_from=day + timedelta(days=start), valid_to=None if end is None else day + timedelta(days=end)
    )
    assert acting_of(request_of(duty.user, duty.pk)).duty == (duty if held else None)


def test_chosen_duty_that_ended_gives_way_to_one_still_held(request_of):
    user = UserFactory()
    ended = DutyFactory(user=user, valid_to=today() - timedelta(days=1), code=DutyCode.OFFICE_HEAD)
    kept = DutyFactory(user=user)
    assert acting_of(request_of(user, ended.pk)).duty == kept


def test_without_a_duty_nothing_is_held():
    user = UserFactory()
    nobody = Acting(user, None)
    assert nobody.unit is None
    assert not nobody.holds(*DutyCode)
    assert not in_office(nobody)
    assert (nobody.actor.key, nobody.actor.unit, nobody.actor.duty) == (user.key, "", "")


def test_journal_knows_person_unit_and_duty_by_keys():
    who = acting(DutyCode.CLERK)
    assert (who.actor.key, who.actor.unit, who.actor.duty) == (who.user.key, who.unit.key, "clerk")


def test_only_the_duty_acted_in_is_held():
    user = UserFactory()
    first, second = DutyFactory(user=user), DutyFactory(user=user, code=DutyCode.CLERK)
    who = Acting(user, first, (first, second))
    assert who.holds(DutyCode.UNIT_OFFICER, DutyCode.LEADER)
    assert not who.holds(DutyCode.CLERK)
    assert not who.holds()


def test_choose_takes_the_wanted_else_the_first_else_none():
    first, second = DutyFactory(), DutyFactory()
    assert choose([first, second], second.pk) == second
    assert choose(iter([first, second]), -1) == first
    assert choose([first, second], None) == first
    assert choose([], first.pk) is None


def test_outside_a_request_the_given_duty_is_the_only_one():
    duty = DutyFactory()
    assert acting_for(duty.user, duty) == Acting(duty.user, duty, (duty,))


def test_page_that_does_not_ask_costs_no_query(request_of, django_assert_num_queries):
    request = request_of(DutyFactory().user)
    with django_assert_num_queries(0):
        ActingMiddleware(lambda _request: HttpResponse())(request)


def test_asking_often_costs_one_query(request_of, django_assert_num_queries):
    duty = DutyFactory()
    DutyFactory.create_batch(5, user=duty.user)
    request = request_of(duty.user)
    ActingMiddleware(lambda _request: HttpResponse())(request)
    with django_assert_num_queries(1):
        assert request.acting.duty == duty
        assert [held.unit.name for held in request.acting.duties]
        assert request.acting.holds(DutyCode.UNIT_OFFICER)


def test_stranger_acts_in_nobodys_name(request_of):
    with pytest.raises(AssertionError):
        acting_of(request_of(AnonymousUser()))


# Doors


def test_doors_let_a_yes_through():
    demand(Answer.yes())
    insist(Answer.yes())


def test_doors_give_the_reason_of_a_no():
    with pytest.raises(PermissionDenied, match="Chưa đến lượt"):
        demand(Answer.no("Chưa đến lượt."))
    with pytest.raises(Refused, match="Chưa đến lượt"):
        insist(Answer.no("Chưa đến lượt."))


def test_what_may_not_be_seen_answers_like_what_is_not_there():
    seen, hidden = UnitFactory(), UnitFactory()
    rows = Unit.objects.filter(pk=seen.pk)
    assert visible_or_404(rows, pk=seen.pk) == seen
    for pk in (hidden.pk, 10**9):
        with pytest.raises(Http404):
            visible_or_404(rows, pk=pk)


@pytest.mark.parametrize("code", DutyCode.values)
def test_office_and_calendar_by_duty(code):
    who = acting(code)
    assert in_office(who) == (code in OFFICE_DUTIES)
    answer = may_keep_calendar(who)
    assert answer.allowed == (code in ("office_head", "admin"))
    assert bool(answer.reason) != answer.allowed
