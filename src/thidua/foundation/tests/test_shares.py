from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.shares import minimum_yes, passes, rounding_misleads, show_share, show_threshold

SHARES = [Fraction(75, 100), Fraction(80, 100), Fraction(90, 100), Fraction(1), Fraction(2, 3)]


@pytest.mark.parametrize("share", SHARES, ids=str)
@pytest.mark.parametrize("members", range(1, 61))
def test_every_count_of_every_membership_is_exact(members, share):
    for yes in range(members + 1):
        assert passes(yes, members, share) is (Fraction(yes, members) >= share)
    least = next(yes for yes in range(members + 1) if Fraction(yes, members) >= share)
    assert minimum_yes(members, share) == least


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.fractions(0, 1))
def test_any_share_is_compared_like_a_fraction(vote, share):
    yes, members = vote
    assert passes(yes, members, share) is (Fraction(yes, members) >= share)
    assert minimum_yes(members, share) <= members


@pytest.mark.parametrize(
    ("members", "at_80", "at_90"),
    [
        (15, 12, 14),
        (19, 16, 18),
        (21, 17, 19),
        (25, 20, 23),
        (29, 24, 27),
        (30, 24, 27),
        (44, 36, 40),
        (49, 40, 45),
        (50, 40, 45),
    ],
)
def test_fewest_votes_of_councils_of_common_sizes(members, at_80, at_90):
    assert (minimum_yes(members, Fraction(8, 10)), minimum_yes(members, Fraction(9, 10))) == (at_80, at_90)


@pytest.mark.parametrize(("yes", "members", "share"), [(26, 29, "90"), (35, 44, "80"), (39, 49, "80")])
def test_a_rounded_percentage_would_lie(yes, members, share):
    threshold = Fraction(int(share), 100)
    assert not passes(yes, members, threshold)
    assert rounding_misleads(yes, members, threshold)


@pytest.mark.parametrize(
    ("yes", "members", "misleads"), [(27, 29, False), (10, 29, False), (27, 30, False), (0, 0, False)]
)
def test_no_warning_where_the_percentage_is_true(yes, members, misleads):
    assert rounding_misleads(yes, members, Fraction(9, 10)) is misleads


@pytest.mark.parametrize(("yes", "members"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(yes, members):
    with pytest.raises(ValueError, match="Số phiếu không hợp lệ"):
        passes(yes, members, Fraction(1, 2))


@pytest.mark.parametrize(
    ("votes", "members", "printed"),
    [
        (26, 29, "89,66 %"),
        (2, 3, "66,67 %"),
        (25, 25, "100,00 %"),
        (0, 25, "0,00 %"),
        (1, 16, "6,25 %"),
        (0, 0, "0,00 %"),
    ],
)
def test_share_in_print(votes, members, printed):
    assert show_share(votes, members) == printed


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_printed_share_is_the_nearest(vote):
    votes, members = vote
    whole, decimals = show_share(votes, members).removesuffix(" %").split(",")
    assert abs(Fraction(int(whole + decimals), 10_000) - Fraction(votes, members)) <= Fraction(1, 20_000)


def test_threshold_in_print():
    assert [show_threshold(share) for share in SHARES] == ["75 %", "80 %", "90 %", "100 %", "2/3"]
