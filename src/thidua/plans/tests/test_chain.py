"""The chain in the database: links written and refused, suggestions taken up, goals, and what the pages show of them."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.foundation.clock import today
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting
from thidua.plans import actions
from thidua.plans.models import Dependency, Milestone, Origin, PlanState
from thidua.plans.queries.chain import chain_of, float_words, proposed_goal, suggestions
from thidua.plans.queries.chain_page import MOST_DRAWN, chain_page
from thidua.plans.queries.what_if import what_if_page
from thidua.plans.tests.chains import AT, ON, at_key, demo_in_force, head, link, milestone, plan_of, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    who = head()
    client.force_login(who.user)
    return who


def body(answer):
    return answer.content.decode()


def three(by=None):
    plan = plan_of(by=by)
    days = (date(2025, 3, 3), date(2025, 3, 5), date(2025, 3, 10))
    return plan, [row(plan, day) for day in days]


# Writing


def test_a_link_is_written_with_its_lead_its_ground_and_the_journal():
    by = head()
    plan, (one, two, _three) = three()
    found = actions.add_dependency(plan, one, two, lead=2, why=" theo  quy chế ", by=by, at=AT)
    assert (found.lead, found.why, found.origin, found.added_by) == (2, "theo quy chế", Origin.ADDED, by.user)
    event = Event.objects.get(verb="plans.add_dependency")
    assert event.subject == two.key_in_journal
    assert event.data == {"plan": plan.pk, "waits_for": one.pk, "lead": 2, "origin": "added"}


def test_a_circle_is_refused_and_told_in_words():
    by = head()
    plan, (one, two, last) = three()
    actions.add_dependency(plan, one, two, by=by, at=AT)
    actions.add_dependency(plan, two, last, by=by, at=AT)
    with pytest.raises(Refused) as refused:
        actions.add_dependency(plan, last, one, by=by, at=AT)
    assert "việc 1, Việc 1 (03/03/2025) → việc 2, Việc 2 (05/03/2025) → việc 3" in refused.value.reason
    assert Dependency.objects.count() == 2
    assert Event.objects.filter(verb="plans.add_dependency").count() == 2


def test_what_cannot_be_linked():
    by = head()
    plan, (one, two, _last) = three()
    _other, (stranger, _a, _b) = three()
    with pytest.raises(Refused, match="chờ chính nó"):
        actions.add_dependency(plan, one, one, by=by, at=AT)
    with pytest.raises(Refused, match="không thuộc kế hoạch này"):
        actions.add_dependency(plan, one, stranger, by=by, at=AT)
    with pytest.raises(Refused, match="từ 0 đến 250"):
        actions.add_dependency(plan, one, two, lead=251, by=by, at=AT)
    Milestone.objects.filter(pk=two.pk).update(dropped_on=ON)
    with pytest.raises(Refused, match="đã bỏ"):
        actions.add_dependency(plan, one, two, by=by, at=AT)
    assert not Dependency.objects.exists()


def test_a_link_is_written_once():
    by = head()
    plan, (one, two, _last) = three()
    actions.add_dependency(plan, one, two, by=by, at=AT)
    with pytest.raises(Conflict, match="đã được nối"):
        actions.add_dependency(plan, one, two, by=by, at=AT)


def test_a_link_is_taken_back_once_and_the_journal_keeps_it():
    by = head()
    _plan, (one, two, _last) = three()
    found = link(one, two, 3)
    actions.remove_dependency(found, reason="nhầm", by=by, at=AT)
    assert not Dependency.objects.exists()
    event = Event.objects.get(verb="plans.remove_dependency")
    assert (event.reason, event.data["waits_for"], event.data["lead"]) == ("nhầm", one.pk, 3)
    with pytest.raises(Conflict, match="vừa được người khác bỏ"):
        actions.remove_dependency(found, by=by, at=AT)


@pytest.mark.parametrize("code", [DutyCode.UNIT_OFFICER, DutyCode.UNIT_HEAD, DutyCode.CLERK])
def test_only_the_office_writes(code):
    who = acting(code)
    plan, (one, two, _last) = three()
    found = link(one, two)
    for act in (
        lambda: actions.add_dependency(plan, one, two, by=who, at=AT),
        lambda: actions.remove_dependency(found, by=who, at=AT),
        lambda: actions.accept_proposals(plan, None, by=who, at=AT),
        lambda: actions.mark_goal(one, goal=True, by=who, at=AT),
    ):
        with pytest.raises(Refused, match="lãnh đạo Ban hoặc chuyên viên thẩm định"):
            act()


def test_an_ended_plan_is_left_as_it_is():
    plan = plan_of(PlanState.CLOSED)
    one, two = row(plan, date(2025, 3, 3)), row(plan, date(2025, 3, 5))
    with pytest.raises(Refused, match="đã kết thúc"):
        actions.add_dependency(plan, one, two, by=head(), at=AT)


# What the printed plan suggests


def test_nothing_is_linked_when_a_plan_is_put_in_force():
    assert not demo_in_force().dependencies.exists()


PRINTED = {
    ("PL1.1.1", "PL1.1.2"), ("PL1.1.2", "PL1.1.3"), ("PL1.17.1", "PL1.17.2"),
    ("PL1.20.2", "PL1.20.1"), ("PL1.22.2", "PL1.22.1"), ("PL1.34.2", "PL1.34.1"),
    ("PL1.30.2", "PL1.30.1"), ("PL1.30.3", "PL1.30.1"),
    ("PL1.13.1", "PL1.19.1"), ("PL1.19.1", "PL1.27.1"),
    ("PL1.7.1", "PL2.I.1.1"), ("PL1.22.1", "PL2.I.2.1"), ("PL1.26.1", "PL2.I.3.1"), ("PL1.34.1", "PL2.I.4.1"),
}  # fmt: skip
"""Within one task, the sessions in both appendices, the meetings counted."""

USUAL = """
1.3>11.1 11.1>13.1 27.1>31.1 31.1>36.1 1.3>12.1 12.1>36.1 25.1>36.1 23.1>26.1 26.1>32.1 32.1>36.1 2.1>7.1 6.1>7.1
9.1>7.1 20.2>22.1 30.1>34.1 3.1>14.1 5.1>20.2 4.1>21.1 21.1>17.2 17.2>29.1 8.1>10.1 18.1>37.1 15.1>24.1 24.1>28.1
28.1>41.1 33.1>42.1 37.1>42.1 37.1>38.1 37.1>40.1
"""
"""Across tasks: calendar.md 2, by the keys of appendix 1."""


def test_the_demonstration_plan_suggests_what_the_calendar_lists():
    found = suggestions(demo_in_force())
    pairs = {origin: {(one.before.key, one.after.key) for one in found if one.origin == origin} for origin in Origin}
    assert pairs[Origin.PRINTED] == PRINTED
    assert {f"{before}>{after}".replace("PL1.", "") for before, after in pairs[Origin.USUAL]} == set(USUAL.split())
    assert {f"{one.before.key}>{one.after.key}": one.lead for one in found if one.lead} == {
        "PL1.22.2>PL1.22.1": 16, "PL1.34.2>PL1.34.1": 16, "PL1.9.1>PL1.7.1": 16, "PL1.6.1>PL1.7.1": 5,
        "PL1.2.1>PL1.7.1": 16, "PL1.23.1>PL1.26.1": 5, "PL1.20.2>PL1.22.1": 5, "PL1.30.1>PL1.34.1": 5,
        "PL1.32.1>PL1.36.1": 17,
    }  # fmt: skip
    assert {one.before.key for one in found if one.inferred} == {
        "PL1.1.3", "PL1.12.1", "PL1.25.1", "PL1.9.1", "PL1.20.2", "PL1.30.1", "PL1.21.1", "PL1.8.1", "PL1.37.1",
    }  # fmt: skip


def test_with_all_links_the_floats_are_those_of_the_calendar():
    """calendar.md 3 and 4: 15 working days left of the clusters' titles before papers, 11 after the party's opinion,
    8 days from session 4 to the Congress; the window of item 9 cannot pass the consultation before session 1."""
    by = head()
    plan = demo_in_force(by)
    actions.accept_proposals(plan, None, by=by, at=AT)
    actions.mark_goal(at_key(plan, "PL1.36.1"), goal=True, by=by, at=AT)
    page = chain_page(plan, ON)
    assert {one.goal.key: one.days for one in page.goals} == {
        "PL2.I.1": -10, "PL2.I.2": 37, "PL2.I.3": 18, "PL2.I.4": 9, "PL1.36.1": 11,
    }  # fmt: skip
    to = {(one.line.row.key, goal.goal.key): goal.days for one in page.lines for goal in one.floats}
    assert to["PL1.6.1", "PL2.I.1"] == 15
    assert to["PL1.2.1", "PL2.I.1"] == 36 - 16
    assert to["PL1.9.1", "PL2.I.1"] == 6 - 16
    assert to["PL1.34.2", "PL2.I.4"] == 27 - 16
    assert to["PL1.32.1", "PL1.36.1"] == 28 - 17
    assert to["PL1.31.1", "PL1.36.1"] == 28
    assert to["PL1.23.1", "PL2.I.3"] == 23 - 5


def test_suggestions_are_taken_up_one_by_one_or_all():
    by = head()
    plan = demo_in_force(by)
    first = (at_key(plan, "PL1.1.1").pk, at_key(plan, "PL1.1.2").pk)
    (taken,) = actions.accept_proposals(plan, [first], by=by, at=AT)
    assert (taken.origin, taken.why) == (Origin.PRINTED, "Các mốc của một nhiệm vụ, theo thứ tự in.")
    assert len(suggestions(plan)) == 42
    with pytest.raises(Conflict, match="không còn"):
        actions.accept_proposals(plan, [first], by=by, at=AT)
    assert len(actions.accept_proposals(plan, None, by=by, at=AT)) == 42
    assert suggestions(plan) == []
    assert Event.objects.filter(verb="plans.add_dependency").count() == 43


def test_the_links_are_offered_on_the_board_of_a_plan_just_put_in_force_to_who_may_take_them_up(client):
    by = head()
    plan = demo_in_force(by)
    board, chain = (reverse(f"plans:{name}", args=[plan.pk]) for name in ("board", "chain"))
    offer = f'href="{chain}#de-xuat"'
    client.force_login(acting(DutyCode.INSPECTOR).user)
    assert offer not in client.get(board).content.decode()
    client.force_login(by.user)
    assert offer in client.get(board).content.decode()
    assert 'id="de-xuat"' in client.get(chain).content.decode()
    client.post(reverse("plans:chain_accept", args=[plan.pk]), {"ca": "1"})
    assert offer not in client.get(board).content.decode()
    assert 'id="de-xuat"' not in client.get(chain).content.decode()


def test_what_would_close_a_circle_is_not_suggested():
    by = head()
    plan = demo_in_force(by)
    link(at_key(plan, "PL1.27.1"), at_key(plan, "PL1.13.1"))
    found = {(one.before.key, one.after.key) for one in suggestions(plan)}
    assert ("PL1.13.1", "PL1.19.1") not in found
    assert ("PL1.1.1", "PL1.1.2") in found
    actions.accept_proposals(plan, None, by=by, at=AT)
    assert not chain_page(plan, ON).circle


# Goals and float


def test_the_congress_is_named_in_the_act_that_takes_the_links_up(client):
    by = head()
    plan = demo_in_force(by)
    client.force_login(by.user)
    congress = proposed_goal(chain_of(plan, ON))
    page = client.get(reverse("plans:chain", args=[plan.pk])).content.decode()
    assert f'name="moc" value="{congress.pk}" checked' in page
    assert reverse("plans:chain_goal", args=[plan.pk]) not in page
    answer = client.post(reverse("plans:chain_accept", args=[plan.pk]), {"ca": "1", "moc": congress.pk}, follow=True)
    assert "Đích của chuỗi" in answer.content.decode()
    congress.refresh_from_db()
    assert congress.goal and plan.dependencies.exists()
    assert Event.objects.filter(verb="plans.mark_goal", subject=congress.key_in_journal).count() == 1


def test_links_are_taken_up_without_a_goal_and_with_one_named_meanwhile():
    by = head()
    plan = demo_in_force(by)
    congress = proposed_goal(chain_of(plan, ON))
    first, second = [one.pair for one in suggestions(plan)][:2]
    actions.accept_proposals(plan, [first], by=by, at=AT)
    assert not plan.milestones.filter(goal=True).exists()
    actions.mark_goal(congress, goal=True, by=by, at=AT)
    assert len(actions.accept_proposals(plan, [second], goal=congress, by=by, at=AT)) == 1
    other = plan.milestones.exclude(pk=congress.pk).first()
    with pytest.raises(Conflict):
        actions.accept_proposals(plan, [second], goal=other, by=by, at=AT)
    other.refresh_from_db()
    assert not other.goal


def test_the_sessions_are_goals_and_the_congress_is_proposed_then_named():
    by = head()
    plan = demo_in_force(by)
    chain = chain_of(plan, ON)
    assert [(goal.key, goal.day) for goal in chain.goals] == [
        ("PL2.I.1", date(2025, 3, 10)), ("PL2.I.2", date(2025, 6, 16)), ("PL2.I.3", date(2025, 7, 31)),
        ("PL2.I.4", date(2025, 9, 30)),
    ]  # fmt: skip
    assert proposed_goal(chain).key == "PL1.36.1"
    congress = actions.mark_goal(proposed_goal(chain), goal=True, by=by, at=AT)
    chain = chain_of(plan, ON)
    assert proposed_goal(chain) is None
    assert (chain.goals[-1].keys, chain.goals[-1].session) == ((congress.pk,), False)
    with pytest.raises(Conflict):
        actions.mark_goal(congress, goal=True, by=by, at=AT)
    actions.mark_goal(congress, goal=False, by=by, at=AT)
    assert Event.objects.filter(verb="plans.mark_goal").count() == 2


CONGRESS = [
    "PL1.1.1",
    "PL1.1.2",
    "PL1.1.3",
    "PL1.11.1",
    "PL1.13.1",
    "PL1.19.1",
    "PL1.27.1",
    "PL1.31.1",
    "PL1.36.1",
]


def test_the_way_to_the_congress_is_as_tight_as_the_calendar_says():
    """calendar.md 4: the tightest link is 17/01 → 24/01, five working days before Tết."""
    by = head()
    plan = demo_in_force(by)
    rows = [at_key(plan, key) for key in CONGRESS]
    for before, after in itertools.pairwise(rows):
        link(before, after)
    actions.mark_goal(rows[-1], goal=True, by=by, at=AT)
    page = chain_page(plan, ON, "PL1.36.1")
    assert [one.slack for one in page.links] == [12, 5, 20, 10, 52, 44, 21, 28]
    assert [one.before for one in page.links if one.tightest] == ["việc 1, Xin ý kiến Thường trực Thành ủy"]
    floats = {one.line.row.key: one.floats[0].days for one in page.lines if one.floats}
    assert floats["PL1.31.1"] == 28
    assert floats["PL1.27.1"] == 49
    assert "5 ngày làm việc" in page.finding


def test_missing_days_are_said_in_words():
    assert float_words(-4) == "thiếu 4 ngày làm việc"
    assert float_words(0) == "không còn ngày dự trữ"
    assert float_words(11) == "dự trữ 11 ngày làm việc"


def test_a_session_that_cannot_be_kept_says_by_how_much():
    plan = plan_of()
    window = row(plan, date(2025, 2, 28))
    meeting = row(plan, date(2025, 3, 10))
    row(plan, date(2025, 3, 10), council="Phiên họp thứ nhất:", tied=meeting.task)
    link(window, meeting, lead=10)
    page = chain_page(plan, date(2025, 2, 3))
    assert [one.words for one in page.goals] == ["thiếu 4 ngày làm việc"]
    assert {one.called: one.expected for one in page.lines if one.later} == {"việc 2, Việc 2": date(2025, 3, 14)}


def test_a_plan_with_a_circle_shows_it_and_does_not_fail():
    plan, (one, two, _last) = three()
    link(one, two)
    link(two, one)
    page = chain_page(plan, ON)
    assert page.circle.count("việc 1") == 2
    assert len(page.links) == 2
    assert what_if_page(one, date(2025, 3, 4), ON).circle


def test_dropped_milestones_are_not_on_the_chain():
    plan, (one, two, last) = three()
    link(one, two)
    link(two, last)
    Milestone.objects.filter(pk=two.pk).update(dropped_on=ON)
    assert chain_page(plan, ON).links == []


def test_a_draft_is_counted_as_it_will_be():
    plan = plan_of(PlanState.DRAFT)
    one = row(plan, date(2025, 3, 15))
    Milestone.objects.filter(pk=one.pk).update(effective=None, used_date=None)
    assert chain_of(plan, ON).days[one.pk] == date(2025, 3, 14)


# A day tried out


def test_trying_a_day_out_shows_what_moves_and_writes_nothing():
    plan, (one, two, last) = three()
    row(plan, date(2025, 3, 10), council="Phiên họp thứ nhất", tied=last.task)
    link(one, two, 1)
    link(two, last, 2)
    page = what_if_page(one, date(2025, 3, 12), date(2025, 2, 3))
    assert [(moved.called, moved.words) for moved in page.moved] == [
        ("việc 1, Việc 1", "muộn hơn 7 ngày làm việc"),
        ("việc 2, Việc 2", "muộn hơn 6 ngày làm việc"),
        ("việc 3, Việc 3", "muộn hơn 5 ngày làm việc"),
    ]
    (goal,) = page.goals
    assert (goal.breaks, goal.before_words, goal.after_words) == (
        True,
        "dự trữ 1 ngày làm việc",
        "thiếu 5 ngày làm việc",
    )
    assert page.latest == [(page.chain.goals[0], date(2025, 3, 5))]
    assert list(Milestone.objects.filter(pk=one.pk).values_list("used_date", "effective")) == [
        (date(2025, 3, 3), date(2025, 3, 3))
    ]
    assert not Event.objects.exists()


def test_the_third_session_a_week_later_leaves_sixteen_days():
    """calendar.md 4."""
    plan = demo_in_force()
    link(at_key(plan, "PL1.26.1"), at_key(plan, "PL1.32.1"))
    page = what_if_page(at_key(plan, "PL1.26.1"), date(2025, 8, 7), ON)
    assert [(one.before, one.after) for one in page.links] == [("dự trữ 21 ngày làm việc", "dự trữ 16 ngày làm việc")]


# Pages


def test_the_page_draws_lists_and_offers(client, office):
    plan = demo_in_force(office)
    actions.accept_proposals(plan, None, by=office, at=AT)
    link(at_key(plan, "PL1.27.1"), at_key(plan, "PL1.36.1"))
    text = body(client.get(reverse("plans:chain", args=[plan.pk])))
    assert text.count('class="bx ') == 51
    assert 'class="ln tight"' in text
    assert "Đích đề xuất" in text
    assert "style=" not in text.split("<main")[1]
    one = body(client.get(reverse("plans:chain", args=[plan.pk]), {"dich": "PL2.I.4"}))
    assert one.count('class="bx ') == 6


def test_the_page_acts(client, office):
    plan = demo_in_force(office)
    page = reverse("plans:chain", args=[plan.pk])
    one, two = at_key(plan, "PL1.27.1"), at_key(plan, "PL1.31.1")
    answer = client.post(page, {"before": one.pk, "after": two.pk, "lead": "3", "why": "Báo cáo sau họp"})
    assert answer.status_code == 302
    found = Dependency.objects.get()
    assert (found.before, found.after, found.lead, found.why) == (one, two, 3, "Báo cáo sau họp")
    circle = client.post(page, {"before": two.pk, "after": one.pk})
    assert circle.status_code == 200
    assert "chờ nhau thành vòng" in body(circle)
    client.post(reverse("plans:chain_remove", args=[plan.pk, found.pk]))
    assert not Dependency.objects.exists()
    pair = f"{at_key(plan, 'PL1.1.1').pk}-{at_key(plan, 'PL1.1.2').pk}"
    client.post(reverse("plans:chain_accept", args=[plan.pk]), {"cap": pair})
    assert Dependency.objects.get().origin == Origin.PRINTED
    client.post(reverse("plans:chain_accept", args=[plan.pk]))
    assert Dependency.objects.count() == 1, "nothing was chosen"
    client.post(reverse("plans:chain_accept", args=[plan.pk]), {"ca": "1"})
    assert Dependency.objects.count() == 43
    client.post(reverse("plans:chain_goal", args=[plan.pk]), {"moc": at_key(plan, "PL1.36.1").pk})
    assert at_key(plan, "PL1.36.1").goal
    client.post(reverse("plans:chain_goal", args=[plan.pk]), {"moc": at_key(plan, "PL1.36.1").pk, "bo": "1"})
    assert not at_key(plan, "PL1.36.1").goal


def test_sent_twice_acts_once(client, office):
    plan, (one, two, _last) = three(office)
    data = {"before": one.pk, "after": two.pk, "form_key": "mot-lan"}
    for _time in range(2):
        assert client.post(reverse("plans:chain", args=[plan.pk]), data).status_code == 302
    assert Event.objects.filter(verb="plans.add_dependency").count() == 1


@pytest.mark.parametrize("value", ["", "1", "a-b", "1-2-3", "99999999999999999999-1"])
def test_nonsense_pairs_write_nothing(client, office, value):
    plan, _rows = three(office)
    answer = client.post(reverse("plans:chain_accept", args=[plan.pk]), {"cap": value})
    assert answer.status_code in (404, 409)
    assert not Dependency.objects.exists()


def test_links_of_another_plan_are_not_removed_here(client, office):
    plan, _rows = three(office)
    _other, (one, two, _last) = three(office)
    found = link(one, two)
    assert client.post(reverse("plans:chain_remove", args=[plan.pk, found.pk])).status_code == 404
    assert Dependency.objects.exists()


def test_units_read_and_do_not_write(client):
    who = acting(DutyCode.UNIT_OFFICER)
    client.force_login(who.user)
    plan, (one, two, _last) = three()
    found = link(one, two)
    text = body(client.get(reverse("plans:chain", args=[plan.pk])))
    assert "Bỏ nối" not in text
    assert "lãnh đạo Ban hoặc chuyên viên thẩm định" in text
    assert client.get(reverse("plans:what_if", args=[one.pk])).status_code == 200
    for name, args, data in (
        ("chain", [plan.pk], {"before": one.pk, "after": two.pk}),
        ("chain_remove", [plan.pk, found.pk], {}),
        ("chain_accept", [plan.pk], {}),
        ("chain_goal", [plan.pk], {"moc": one.pk}),
    ):
        assert client.post(reverse(f"plans:{name}", args=args), data).status_code in (403, 409), name
    assert list(Dependency.objects.all()) == [found]


def test_drafts_are_not_there_for_units(client):
    client.force_login(acting(DutyCode.UNIT_OFFICER).user)
    plan = plan_of(PlanState.DRAFT)
    one = row(plan, date(2025, 3, 3))
    assert client.get(reverse("plans:chain", args=[plan.pk])).status_code == 404
    assert client.get(reverse("plans:backplan", args=[plan.pk])).status_code == 404
    assert client.get(reverse("plans:what_if", args=[one.pk])).status_code == 404


def test_a_day_is_tried_out_on_its_page(client, office):
    _plan, (one, two, last) = three(office)
    start = today() + timedelta(days=30)
    for number, found in enumerate((one, two, last)):
        day = start + timedelta(days=7 * number)
        Milestone.objects.filter(pk=found.pk).update(used_date=day, effective=day)
    link(one, two)
    address = reverse("plans:what_if", args=[one.pk])
    assert "Chưa chọn ngày" in body(client.get(address))
    assert "muộn hơn" in body(client.get(address, {"ngay": f"{start + timedelta(days=60):%d/%m/%Y}"}))
    assert client.get(address, {"ngay": "31/02/2025"}).status_code == 200
    assert not Event.objects.exists()


def test_the_same_queries_for_few_and_for_many(client, office):
    small, _rows = three(office)
    large = plan_of(by=office)
    rows = [row(large, date(2025, 3, 3) + timedelta(days=number)) for number in range(50)]
    for before, after in itertools.pairwise(rows):
        link(before, after)
    link(*small.milestones.order_by("position")[:2])
    counts = []
    for plan in (small, large, small, large):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("plans:chain", args=[plan.pk])).status_code == 200
        counts.append(len(asked))
    assert counts[2] == counts[3]


def test_a_large_chain_is_not_drawn_but_told():
    plan = plan_of()
    task = row(plan, date(2025, 3, 3)).task
    rows = [
        milestone(plan, date(2025, 3, 3) + timedelta(days=number), 1000 + number, task=task)
        for number in range(MOST_DRAWN + 1)
    ]
    for before, after in itertools.pairwise(rows):
        link(before, after)
    page = chain_page(plan, ON)
    assert page.picture is None
    assert len(page.links) == MOST_DRAWN
