"""Votes in whole numbers, money to the đồng, quotas of a batch."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.awards.rules import LawInvalid, load_law, minimum_yes, passes
from thidua.awards.rules.batch import check_batch, largest
from thidua.awards.rules.bonus import Given, amount, payable, rounded
from thidua.awards.rules.dated import DatedValue
from thidua.awards.rules.findings import Citation, Confidence

LIKELY = Confidence.RECALLED
OLD, NEW = date(2026, 6, 30), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("yes", "members", "share", "answer"),
    [
        (26, 29, Fraction(9, 10), False),  # 89,66 % prints as 90 %
        (27, 29, Fraction(9, 10), True),
        (27, 30, Fraction(9, 10), True),
        (23, 29, Fraction(4, 5), False),
        (24, 30, Fraction(4, 5), True),
        (12, 17, Fraction(3, 4), False),
        (13, 17, Fraction(3, 4), True),
        (0, 1, Fraction(3, 4), False),
    ],
)
def test_votes_are_counted_against_the_whole_membership(yes, members, share, answer):
    assert passes(yes, members, share) is answer


@given(st.integers(1, 400), st.fractions(0, 1, max_denominator=100))
def test_the_fewest_votes_pass_and_one_less_does_not(members, share):
    least = minimum_yes(members, share)
    assert passes(least, members, share)
    assert least == 0 or not passes(least - 1, members, share)


@pytest.mark.parametrize(("yes", "members"), [(-1, 5), (6, 5), (0, 0)])
def test_impossible_counts_are_refused(yes, members):
    with pytest.raises(ValueError, match="Số phiếu không hợp lệ"):
        passes(yes, members, Fraction(1, 2))


@pytest.mark.parametrize(
    ("award", "kind", "old", "new"),
    [
        ("LDTT", "individual", 710_000, 760_000),
        ("CSTDCS", "individual", 2_340_000, 2_530_000),
        ("CSTDT", "individual", 7_020_000, 7_590_000),
        ("TTLDTT", "collective", 1_880_000, 2_030_000),
        ("COTP", "collective", 18_720_000, 20_240_000),
        ("GK", "household", 1_060_000, 1_140_000),
        ("BKTTG", "individual", 8_190_000, 8_860_000),
        ("BKTTG", "collective", 16_380_000, 17_710_000),
        ("HCSV", "collective", 215_280_000, 232_760_000),
        ("HCCC", "individual.1", 21_060_000, 22_770_000),
        ("HCBVTQ", "collective.3", 21_060_000, 22_770_000),
        ("GTHCM", "individual", 631_800_000, 683_100_000),
    ],
)
def test_money_follows_the_base_salary_of_the_day_of_decision(award, kind, old, new):
    assert amount(award, kind, OLD).vnd == old
    assert amount(award, kind, NEW).vnd == new


def test_money_not_set_is_none_and_says_on_what_it_rests():
    bonus = amount("GDVH", "household", NEW)
    assert bonus.vnd is None
    assert bonus.basis[0].key == "GDVH.bonus.household"
    assert amount("HN_CDTDUT", "individual", NEW).confidence is Confidence.UNKNOWN


def test_the_base_salary_before_july_2024():
    assert amount("CSTDCS", "individual", date(2024, 6, 30)).vnd == 1_800_000


def test_unknown_award_and_uncovered_day_are_refused():
    with pytest.raises(LawInvalid):
        amount("KHONG", "individual", NEW)
    with pytest.raises(LawInvalid, match="luong-co-so"):
        amount("LDTT", "individual", date(2023, 1, 1))


@pytest.mark.parametrize(("how", "answer"), [("up", 760_000), ("nearest", 760_000), ("none", 759_000)])
def test_rounding_is_a_setting(how, answer):
    law = load_law([DatedValue("thuong.cach-lam-tron", how, Citation("Thử"), NEW, confidence=LIKELY)])
    assert amount("LDTT", "individual", NEW, law).vnd == answer


def test_rounding_nearest_takes_halves_up_and_none_goes_to_the_dong():
    assert rounded(Fraction(755_000), 10_000, "nearest") == 760_000
    assert rounded(Fraction(754_999), 10_000, "nearest") == 750_000
    assert rounded(Fraction(7, 2), 10_000, "none") == 4
    assert rounded(Fraction(760_000), 10_000, "up") == 760_000


def given(award, year=2025, decided=NEW):
    return Given(award, "individual", (year, year), decided)


def test_titles_of_one_period_pay_the_highest_a_form_beside_a_title_pays_too():
    rows = [given("LDTT"), given("CSTDCS"), given("BKTP"), given("LDTT", 2024)]
    paid = payable(rows)
    assert [row.paid for row in paid] == [False, True, True, True]
    assert paid[0].reason
    assert [row.rule.key if row.rule else "" for row in paid] == [
        "thuong.danh-hieu-cung-ky", "thuong.danh-hieu-cung-ky", "thuong.danh-hieu-va-hinh-thuc", "",
    ]  # fmt: skip


def test_a_title_earned_by_several_years_is_paid_beside_the_yearly_ones():
    rows = [given("LDTT"), given("CSTDCS"), given("CSTDT"), given("CSTDTQ")]
    assert [row.paid for row in payable(rows)] == [False, True, True, True]
    assert all(row.rule for row in payable(rows))


def test_each_bonus_is_that_of_its_own_decision():
    paid = payable([given("LDTT", 2024, OLD), given("LDTT", 2025, NEW)])
    assert [row.bonus.vnd for row in paid] == [710_000, 760_000]


def test_two_equal_titles_of_one_period_pay_once():
    assert [row.paid for row in payable([given("CSTDCS")] * 2)] == [True, False]


def test_the_higher_alone_where_the_law_says_so():
    key = "thuong.danh-hieu-va-hinh-thuc"
    law = load_law([DatedValue(key, "higher", Citation("Thử"), NEW, confidence=LIKELY)])
    rows = [given("CSTDCS"), given("BKTP")]
    assert [row.paid for row in payable(rows, law)] == [False, True]
    assert [row.paid for row in payable([given("CSTDCS", decided=OLD), given("BKTP", decided=OLD)], law)] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("proposed", "base", "answer"), [(4, 20, "pass"), (5, 20, "fail"), (4, 24, "pass"), (5, 24, "fail")]
)
def test_a_fifth_of_the_leaders_may_be_proposed_for_the_government_flag(proposed, base, answer):
    found = {row.id: row for row in check_batch("COCP", {"proposed": proposed, "base": base}, NEW)}
    assert found["quota.share"].status == answer


def test_a_share_without_its_base_and_a_quota_nobody_found_are_unknown():
    found = {row.id: row for row in check_batch("COCP", {"proposed": 4}, NEW)}
    assert found["quota.share"].status == "unknown"
    found = {row.id: row for row in check_batch("CSTDCS", {"proposed": 4, "base": 10}, NEW)}
    assert found["quota.share"].status == "unknown"


@pytest.mark.parametrize(
    ("proposed", "already", "answer"), [(10, 0, "pass"), (3, 7, "pass"), (3, 8, "fail"), (11, 0, "fail")]
)
def test_ten_outstanding_citizens_a_year(proposed, already, answer):
    found = {row.id: row for row in check_batch("HN_CDTDUT", {"proposed": proposed, "already": already}, NEW)}
    assert found["quota.count"].status == answer


def test_aims_never_refuse():
    key = "muc-tieu.lao-dong-truc-tiep"
    law = load_law([DatedValue(key, "50/100", Citation("Thử"), NEW, confidence=LIKELY)])
    rows = check_batch("BKTP", {"proposed": 10, "direct_workers": 1}, NEW, law)
    aim = next(row for row in rows if row.id.startswith("muc-tieu"))
    assert aim.status == "pass"
    assert "chưa đạt" in aim.text


def test_a_share_is_rounded_down():
    assert largest(Fraction(1, 5), 24) == 4
