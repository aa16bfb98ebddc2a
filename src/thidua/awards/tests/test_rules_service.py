"""Time served: whole months, two posts at once count once, a higher post counts for the lower one."""

from datetime import date
from fractions import Fraction

import pytest

from thidua.awards.rules import Facts, RecipientKind
from thidua.awards.rules.criteria.base import Case
from thidua.awards.rules.criteria.service import ServedInPost, ServedYears, months_in_all, years_text
from thidua.awards.rules.facts import Post

ON = date(2025, 8, 20)
TABLE = {"high": {"years": 5, "label": "cấp trên"}, "low": {"years": 10, "label": "cấp dưới"}}


def case(*posts, **more):
    return Case(Facts("r", RecipientKind.INDIVIDUAL, posts=posts, **more), "X", 2024, ON, {})


def post(code, start, end=None):
    return Post(code, date.fromisoformat(start), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("posts", "months"),
    [
        ([("a", "2020-01-01", "2020-12-31")], 12),
        ([("a", "2020-01-01", "2020-12-30")], 11),
        ([("a", "2020-01-01", "2020-12-31"), ("b", "2020-06-01", "2021-06-30")], 18),
        ([("a", "2020-01-01", "2020-12-31"), ("b", "2021-01-01", "2021-12-31")], 24),
        ([("a", "2020-01-01", "2020-12-31"), ("b", "2020-03-01", "2020-04-30")], 12),
        ([("a", "2020-01-01", "2020-06-30"), ("b", "2022-01-01", "2022-06-30")], 12),
        ([("a", "2025-07-21", None)], 1),
        ([], 0),
    ],
)
def test_months_of_several_posts(posts, months):
    assert months_in_all([post(*each) for each in posts], ON) == months


@pytest.mark.parametrize(
    ("posts", "status"),
    [
        ([("high", "2020-08-21", None)], "pass"),
        ([("high", "2020-08-22", None)], "fail"),
        ([("high", "2022-08-21", None), ("low", "2015-08-21", "2022-08-20")], "pass"),
        ([("high", "2022-08-21", None)], "fail"),
        ([("low", "2015-08-21", None), ("high", "2021-01-01", None)], "pass"),
        ([("other", "1990-01-01", None)], "fail"),
        ([("low", "2026-01-01", None)], "fail"),
    ],
)
def test_the_best_post_decides(posts, status):
    assert ServedInPost(TABLE).check(case(*(post(*each) for each in posts))).status == status


def test_a_woman_leader_needs_less_by_the_dated_fraction():
    served = post("low", "2018-12-21")
    less = ServedInPost(TABLE, Fraction(1, 3))
    assert less.check(case(served, sex="female", leader=True)).status == "pass"
    assert less.check(case(served, sex="female", leader=False)).status == "fail"
    assert less.check(case(served, sex="male", leader=True)).status == "fail"


def test_hard_places_weigh_double_and_posts_at_once_count_once():
    asked = ServedYears("edu", "thời gian dạy", 10, "edu_hard", 2)
    assert asked.check(case(post("edu_hard", "2020-08-21"))).status == "pass"
    assert asked.check(case(post("edu_hard", "2020-08-22"))).status == "fail"
    assert asked.check(case(post("edu", "2018-08-21"), post("edu_b", "2018-08-21"))).status == "fail"


def test_years_in_words():
    assert [years_text(months) for months in (62, 24, 5, Fraction(161, 2))] == [
        "5 năm 2 tháng",
        "2 năm",
        "5 tháng",
        "6 năm 9 tháng",
    ]
