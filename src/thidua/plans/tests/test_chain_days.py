"""The pure part of the chain: order, earliest and latest days, float, moves, proposals, drawing."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.workdays import OfficialCalendar, calendar_for
from thidua.plans.backplan import Step
from thidua.plans.chain import (
    CyclicError,
    Link,
    Node,
    ProgrammeRow,
    Schedule,
    TaskRow,
    Why,
    Workline,
    draw,
    find_cycle,
    in_order,
    path,
    proposals,
    upstream,
    what_if,
)
from thidua.plans.chain.orders import orders_on
from thidua.plans.chain.proposals import Dated

OFFICIAL = calendar_for([2024, 2025])
"""The calendar of 2025 with Tết 25/01-02/02, 07/4, 30/4-04/5 (26/4 worked) and 01-02/9."""
DAYS = st.dates(date(2025, 1, 2), date(2025, 12, 31))


def line_of(*days):
    return Workline(OFFICIAL, days or (date(2024, 12, 1), date(2025, 12, 31)))


LINE = line_of()


@st.composite
def plans(draw_, most=12):
    """Milestones with days and links that run from smaller to larger numbers: never a circle."""
    size = draw_(st.integers(2, most))
    nodes = [Node(key, draw_(st.one_of(st.none(), DAYS)), draw_(st.integers(0, 5)) == 0) for key in range(size)]
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda pair: pair[0] < pair[1])
    ends = draw_(st.sets(pairs, max_size=3 * size))
    return nodes, [Link(a, b, draw_(st.integers(0, 30))) for a, b in sorted(ends)]


# The line of working days


@given(DAYS, DAYS)
def test_places_count_as_the_calendar_does(a, b):
    assert LINE.place(b) - LINE.place(a) == OFFICIAL.between(a, b)


@given(DAYS, st.integers(-40, 40))
def test_days_are_added_as_the_calendar_does(day, count):
    assert LINE.day(LINE.place(day) + count) == OFFICIAL.add(day, count)


@given(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(-60, 60))
def test_days_outside_the_line_are_counted_from_its_ends(day, count):
    line = line_of(date(2025, 3, 8), date(2025, 6, 1))
    assert line.day(line.place(day) + count) == OFFICIAL.add(day, count)


def test_a_lead_beyond_reason_ends_somewhere():
    assert LINE.day(10**9).year < 2100
    assert LINE.day(-(10**9)).year > 1900


# Circles


@given(plans(), st.data())
def test_a_circle_is_always_found(plan, data):
    _nodes, links = plan
    assert find_cycle(links) is None
    start, end = data.draw(st.sampled_from([(link.before, link.after) for link in links] or [(0, 1)]))
    circular = [*links, Link(start, end), Link(end, start)]
    found = find_cycle(circular)
    assert found
    steps = {(link.before, link.after) for link in circular}
    assert all(pair in steps for pair in [*pairwise(found), (found[-1], found[0])])


def test_a_milestone_that_waits_for_itself_is_a_circle():
    assert find_cycle([Link(1, 1)]) == [1]


def test_a_circle_that_nothing_leads_to_is_told():
    with pytest.raises(CyclicError) as caught:
        in_order([1, 2, 3, 4], [Link(2, 3), Link(3, 4), Link(4, 2)])
    assert sorted(caught.value.keys) == [2, 3, 4]


@given(plans())
def test_the_order_puts_everything_after_what_it_waits_for(plan):
    nodes, links = plan
    ordered = in_order([node.key for node in reversed(nodes)], links)
    assert sorted(ordered) == [node.key for node in nodes]
    assert all(ordered.index(link.before) < ordered.index(link.after) for link in links)


def test_the_way_between_two_milestones_is_the_shortest():
    links = [Link(1, 2), Link(2, 3), Link(3, 4), Link(2, 4)]
    assert path(links, 1, 4) == [1, 2, 4]
    assert path(links, 4, 1) is None
    assert path(links, 1, 1) == [1]


# Float


@given(st.lists(st.tuples(DAYS, st.integers(0, 20)), min_size=2, max_size=8))
def test_the_float_of_a_chain_is_latest_less_earliest(steps):
    """Counted a second way: step by step, with the calendar's own arithmetic."""
    nodes = [Node(key, day) for key, (day, _lead) in enumerate(steps)]
    links = [Link(key, key + 1, steps[key][1]) for key in range(len(steps) - 1)]
    schedule = Schedule(nodes, links, LINE)
    goal = len(nodes) - 1
    earliest = [OFFICIAL.effective(nodes[0].day)]
    for link in links:
        earliest.append(max(OFFICIAL.effective(nodes[link.after].day), OFFICIAL.add(earliest[-1], link.lead)))
    latest = {goal: nodes[goal].day}
    for link in reversed(links):
        latest[link.before] = OFFICIAL.add(latest[link.after], -link.lead)
    floats = schedule.floats([goal])
    for key in range(goal):
        expected = OFFICIAL.between(earliest[key], OFFICIAL.effective(latest[key]))
        assert floats[key] == expected


@given(plans())
def test_negative_float_is_exactly_what_makes_a_goal_late(plan):
    nodes, links = plan
    schedule = Schedule(nodes, links, LINE)
    for goal in nodes:
        if goal.day is None or goal.done:
            continue
        floats = schedule.floats([goal.key])
        late = schedule.expected[goal.key] > schedule.planned[goal.key]
        assert (goal.key in floats) == late
        if any(value < 0 for key, value in floats.items() if key != goal.key):
            assert late


def test_the_chain_of_the_congress_plan_as_the_calendar_counts_it():
    """calendar.md 4: 31/12/2024 → 17/01 (12) → 24/01 (5) → 28/02 (20) → 14/3 (10)."""
    days = [date(2024, 12, 31), date(2025, 1, 17), date(2025, 1, 24), date(2025, 2, 28), date(2025, 3, 14)]
    nodes = [Node(key, day) for key, day in enumerate(days)]
    links = [Link(key, key + 1) for key in range(4)]
    schedule = Schedule(nodes, links, LINE)
    assert [schedule.slack(link) for link in links] == [12, 5, 20, 10]
    assert schedule.tightest() == {links[1]}
    assert schedule.floats([4]) == {3: 10, 2: 30, 1: 35, 0: 47}


def test_the_third_session_a_week_later_leaves_sixteen_days_to_report():
    """calendar.md 4: 31/7 → 29/8 has 21 working days, from 07/8 it has 16."""
    nodes = [Node(26, date(2025, 7, 31)), Node(32, date(2025, 8, 29)), Node(36, date(2025, 10, 10))]
    links = [Link(26, 32), Link(32, 36)]
    found = what_if(nodes, links, LINE, {"congress": (36,)}, key=26, day=date(2025, 8, 7))
    assert [(one.key, one.days) for one in found.moved] == [(26, 5)]
    assert [(change.link, change.before, change.after) for change in found.links] == [(links[0], 21, 16)]
    assert not found.goals[0].breaks


def test_what_is_to_spare_on_a_link_is_less_what_the_link_needs():
    nodes = [Node(1, date(2025, 2, 28)), Node(2, date(2025, 3, 10))]
    assert Schedule(nodes, [], LINE).slack(Link(1, 2)) == 6
    assert Schedule(nodes, [], LINE).slack(Link(1, 2, 10)) == -4


def test_what_is_done_counts_on_its_day_and_bounds_nothing():
    nodes = [Node(1, date(2025, 3, 3)), Node(2, date(2025, 3, 5), done=True), Node(3, date(2025, 3, 10))]
    schedule = Schedule(nodes, [Link(1, 2, 9), Link(2, 3, 1)], LINE)
    assert LINE.day(schedule.expected[2]) == date(2025, 3, 5)
    assert schedule.floats([3]) == {}
    assert schedule.slack(Link(1, 2, 9)) is None


def test_what_is_late_moves_with_today_and_eats_the_float():
    nodes = [Node(1, date(2025, 3, 3)), Node(2, date(2025, 3, 14))]
    floats = [Schedule(nodes, [Link(1, 2, 2)], LINE, today=date(2025, 3, day)).floats([2])[1] for day in (3, 10, 14)]
    assert floats == [7, 2, -2]


def test_a_session_in_two_appendices_is_kept_at_both():
    nodes = [Node(1, date(2025, 3, 3)), Node(7, date(2025, 3, 10)), Node(8, date(2025, 3, 7))]
    assert Schedule(nodes, [Link(1, 7), Link(1, 8)], LINE).floats((7, 8)) == {1: 4}


def test_links_to_milestones_that_are_gone_are_not_counted():
    assert Schedule([Node(1, date(2025, 3, 3))], [Link(1, 9), Link(8, 1)], LINE).links == []


# Moves


@given(plans(), DAYS, st.data())
def test_moving_a_day_never_moves_what_comes_before(plan, day, data):
    nodes, links = plan
    key = data.draw(st.sampled_from([node.key for node in nodes]))
    today = data.draw(st.one_of(st.none(), DAYS))
    found = what_if(nodes, links, LINE, {}, key=key, day=day, today=today)
    before = upstream([key], links) - {key}
    assert not before & {one.key for one in found.moved}


@given(plans(), st.data())
def test_moving_to_a_later_day_moves_nothing_earlier(plan, data):
    nodes, links = plan
    node = data.draw(st.sampled_from(nodes))
    start = node.day or date(2025, 1, 2)
    found = what_if(nodes, links, LINE, {}, key=node.key, day=start + timedelta(days=400))
    assert all(one.days >= 0 for one in found.moved if one.key != node.key)


@given(plans(), DAYS, st.data())
def test_only_what_waits_for_the_moved_milestone_moves(plan, day, data):
    nodes, links = plan
    key = data.draw(st.sampled_from([node.key for node in nodes]))
    found = what_if(nodes, links, LINE, {}, key=key, day=day)
    assert all(path(links, key, one.key) for one in found.moved)


def test_a_move_that_breaks_the_goal_says_so_and_by_how_much():
    nodes = [Node(1, date(2025, 3, 3)), Node(2, date(2025, 3, 5)), Node(3, date(2025, 3, 10))]
    links = [Link(1, 2, 1), Link(2, 3, 2)]
    found = what_if(nodes, links, LINE, {"session": (3,)}, key=1, day=date(2025, 3, 12))
    assert [(one.key, one.days) for one in found.moved] == [(1, 7), (2, 6), (3, 5)]
    assert (found.goals[0].before, found.goals[0].after, found.goals[0].breaks) == (1, -5, True)
    assert found.latest == {"session": date(2025, 3, 5)}


def test_a_session_is_moved_in_both_appendices():
    nodes = [Node(1, date(2025, 3, 3)), Node(7, date(2025, 3, 10)), Node(8, date(2025, 3, 10))]
    found = what_if(nodes, [Link(1, 7), Link(7, 8)], LINE, {"session": (7, 8)}, key=7, day=date(2025, 3, 17))
    assert [(one.key, one.days) for one in found.moved] == [(7, 5), (8, 5)]
    assert (found.goals[0].before, found.goals[0].after) == (5, 10)


def test_a_day_too_early_is_not_kept():
    nodes = [Node(1, date(2025, 3, 10)), Node(2, date(2025, 3, 20))]
    found = what_if(nodes, [Link(1, 2, 3)], LINE, {}, key=2, day=date(2025, 3, 11))
    assert (found.kept, found.earliest) == (False, date(2025, 3, 13))
    assert [(one.key, one.after) for one in found.moved] == [(2, date(2025, 3, 13))]


# Proposals


def task(key, title, *days, labels=()):
    rows = [Dated(int(key) * 10 + number, day, labels[number] if labels else "") for number, day in enumerate(days)]
    return TaskRow(key, title, rows)


def suggested(tasks, programme=()):
    return {(one.before, one.after): one.why for one in proposals(tasks, programme, date(2025, 1, 1))}


def test_milestones_of_one_task_in_their_order():
    days = (date(2024, 12, 31), date(2025, 1, 17), date(2025, 1, 24))
    assert suggested([task("1", "Đại hội", *days)]) == {(10, 11): Why.IN_ORDER, (11, 12): Why.IN_ORDER}


def test_no_order_is_read_into_days_that_do_not_ascend():
    assert suggested([task("1", "Việc", date(2025, 5, 31), date(2025, 4, 15))]) == {}
    assert suggested([task("1", "Việc", date(2025, 5, 31), date(2025, 5, 31))]) == {}
    assert suggested([task("1", "Việc", date(2025, 5, 31), None)]) == {}


def test_dossiers_come_before_what_they_are_for():
    row = task(
        "30", "Khen thưởng năm học", date(2025, 9, 10), date(2025, 7, 31), date(2025, 8, 15),
        labels=["Xong tham mưu", "Các đơn vị gửi hồ sơ", "Các trường gửi hồ sơ"],
    )  # fmt: skip
    assert suggested([row]) == {(301, 300): Why.DOSSIERS, (302, 300): Why.DOSSIERS}


def test_the_programme_follows_the_task_it_repeats():
    rows = [task("7", "Họp Hội đồng", date(2025, 3, 10))]
    assert suggested(rows, [ProgrammeRow("7", [Dated(1, date(2025, 3, 10))])]) == {(70, 1): Why.PROGRAMME}
    assert suggested(rows, [ProgrammeRow("7", [Dated(1, date(2025, 3, 7))])]) == {}
    assert suggested(rows, [ProgrammeRow("", [Dated(1, date(2025, 3, 10))])]) == {}


@pytest.mark.parametrize(
    "titles",
    [
        (
            "Họp Ban Tổ chức (lần 1) Đại hội",
            "Họp Ban Tổ chức (lần 2) Đại hội",
            "HỌP BAN TỔ CHỨC (lần 3) Đại hội",
        ),
        ("Sơ kết phong trào lần thứ nhất", "Sơ kết phong trào lần thứ hai", "Sơ kết phong trào lần thứ ba"),
    ],
)
def test_meetings_of_one_series_follow_each_other(titles):
    days = (date(2025, 3, 15), date(2025, 5, 31), date(2025, 7, 31))
    rows = [task(key, title, day) for key, title, day in zip("123", titles, days, strict=True)]
    assert suggested(rows) == {(10, 20): Why.SERIES, (20, 30): Why.SERIES}


def test_a_series_is_not_read_from_different_titles_or_twice_the_same_number():
    day, later = date(2025, 3, 15), date(2025, 5, 31)
    assert suggested([task("1", "Họp lần 1", day), task("2", "Tập huấn lần 2", later)]) == {}
    twice = [task("1", "Họp lần 1", day), task("2", "Họp lần 1", day), task("3", "Họp lần 2", later)]
    assert suggested(twice) == {}


# The drawing


@given(plans())
def test_boxes_never_lie_on_each_other_and_run_left_to_right_by_day(plan):
    nodes, links = plan
    days = {node.key: node.day for node in nodes}
    drawing = draw({key: days[key] for key in in_order(days, links)}, links)
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(nodes)
    columns = {}
    for box in drawing.boxes:
        assert 0 <= box.x < drawing.width
        assert 0 <= box.y < drawing.height
        columns.setdefault(box.column, []).append(days[box.key] or date.max)
    ordered = [columns[number] for number in sorted(columns)]
    assert all(max(a) <= min(b) for a, b in pairwise(ordered))
    assert len(drawing.curves) == len(links)


# Size


def test_ten_thousand_milestones_in_two_seconds_of_the_processor():
    start = date(2025, 1, 2)
    nodes = [Node(key, start + timedelta(days=key * 360 // 10_000)) for key in range(10_000)]
    links = [Link(key, key + 1) for key in range(9_999)] + [Link(key, key + 7) for key in range(0, 9_990, 3)]
    line = Workline(OfficialCalendar(), [start, date(2025, 12, 31)])
    began = time.process_time()
    found = what_if(nodes, links, line, {"end": (9_999,)}, key=5_000, day=date(2026, 1, 9))
    assert find_cycle([*links, Link(9_999, 0)])
    assert time.process_time() - began < 2
    assert len(found.moved) == 5_000
    assert found.goals[0].breaks


# Orders on file


def test_orders_are_known_by_words_whatever_the_numbers_and_the_city():
    found = suggested([
        task("3", "Ban hành văn bản tổng kết công tác TĐKT năm 2027", date(2027, 11, 19)),
        task("8", "Lập Kế hoạch công tác TĐKT của tỉnh năm 2028", date(2027, 12, 20)),
        task("5", "Hội đồng TĐKT tỉnh họp, xét danh hiệu “Công dân Đất Cảng tiêu biểu”", date(2027, 7, 30)),
        task("1", "Tổng hợp hồ sơ “Công dân Đất Cảng tiêu biểu”", date(2027, 6, 30)),
    ])  # fmt: skip
    assert found == {(30, 80): Why.ORDER, (10, 50): Why.ORDER}


def test_a_plan_of_another_province_in_its_own_words():
    found = suggested([
        task("1", "Tham mưu ban hành Kế hoạch tổ chức Đại hội Thi đua yêu nước tỉnh lần thứ VI", date(2030, 1, 15)),
        task("2", "Quyết định thành lập Ban Tổ chức Đại hội Thi đua yêu nước cấp tỉnh", date(2030, 2, 20)),
        task("3", "Ban Tổ chức Đại hội họp phiên thứ nhất", date(2030, 3, 15)),
        task("4", "Báo cáo Tỉnh ủy công tác chuẩn bị Đại hội Thi đua yêu nước", date(2030, 8, 20)),
        task("5", "Tổ chức Đại hội Thi đua yêu nước tỉnh lần thứ VI", date(2030, 9, 30)),
        task("6", "Các sở, ngành, địa phương nộp hồ sơ đề nghị khen thưởng năm 2029", date(2030, 2, 12)),
        task("7", "Họp Hội đồng TĐKT tỉnh, xét khen thưởng tổng kết năm 2029", date(2030, 3, 5)),
        task("8", "Tổng kết phong trào thi đua 5 năm 2025 - 2030", date(2030, 5, 12)),
        task("9", "Các đơn vị gửi hồ sơ đề nghị khen thưởng năm học 2029 - 2030", date(2030, 2, 14)),
    ])  # fmt: skip
    assert set(found) == {(10, 20), (20, 30), (30, 40), (40, 50), (60, 70), (80, 50)}


def test_of_several_the_nearest_is_taken_and_never_one_before():
    session = "Họp Hội đồng, xét khen thưởng đợt"
    found = suggested([
        task("1", "Các đơn vị trình khen thưởng, tổng kết năm 2026", date(2027, 2, 26)),
        task("2", f"{session} 1", date(2027, 2, 10)),
        task("4", f"{session} 2", date(2027, 6, 10)),
        task("5", f"{session} 3", date(2027, 3, 10)),
    ])  # fmt: skip
    assert found == {(10, 50): Why.ORDER}


def test_what_waits_for_a_document_has_no_day_and_still_follows():
    found = suggested([
        task("1", "Văn bản tổng kết công tác thi đua, khen thưởng", date(2027, 11, 19)),
        task("2", "Chấm điểm các cụm, khối thi đua", None),
    ])  # fmt: skip
    assert found == {(10, 20): Why.ORDER}


def test_every_order_on_file_names_kinds_on_file_and_steps_with_a_lead():
    orders = orders_on(date(2025, 1, 1))
    assert len(orders) > 20
    assert all(one.why and one.before is not one.after for one in orders)
    assert {step for one in orders for step in one.needs} <= set(Step)
    assert orders_on(date(2019, 1, 1)) == []


def test_ten_thousand_tasks_alike_are_suggested_quickly():
    rows = [task(str(n), "Đơn vị trình khen thưởng, tổng kết", date(2025, 1, 1)) for n in range(5000)]
    rows += [task(str(n), "Họp Hội đồng", date(2025, 1, 2)) for n in range(5000, 10000)]
    began = time.process_time()
    assert len(proposals(rows, (), date(2025, 1, 1))) == 5000
    assert time.process_time() - began < 20
