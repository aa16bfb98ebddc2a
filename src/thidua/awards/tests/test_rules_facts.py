"""Facts as people write them: what is read, what is refused by field, how a file completes the ledger."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.awards.rules import (
    Facts,
    HeldHonour,
    RecipientKind,
    facts_from_json,
    facts_to_json,
    judge,
    merge_facts,
    rules_in_force,
)
from thidua.awards.rules.facts import Rating, achievement_years
from thidua.awards.rules.facts_json import KNOWN, FactsInvalid


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024", (2024, 2024)),
        ("2023-2024", (2023, 2024)),
        ("2023 – 2024", (2023, 2024)),
        ("2023/2024", (2023, 2024)),
    ],
)
def test_achievement_years(text, years):
    assert achievement_years(text) == years


@pytest.mark.parametrize("text", ["", "24", "2024-2023", "2024-2025-2026", "năm 2024"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(ValueError, match=r"(?i)năm thành tích"):
        achievement_years(text)


def test_shares_periods_and_words_people_use():
    read = facts_from_json(
        {
            "kind": "person",
            "initiatives": [
                {"name": "A", "scope": "city", "share": share, "used_for": [["CSTDT", "2021"]]}
                for share in ("50%", "1/2", "0.5", "0,5", 0.5)
            ],
            "ratings": {"2023-2024": "HTXS"},
            "honours": [
                {"award": "CSTDCS", "year": 2024},
                {"award": "BKTP", "achievement_from": 2022, "achievement_to": 2023},
            ],
        }
    )
    assert read.kind is RecipientKind.INDIVIDUAL
    assert {item.share for item in read.initiatives} == {Fraction(1, 2)}
    assert read.ratings == {2024: Rating.EXCELLENT}
    assert [(row.first_year, row.last_year) for row in read.honours] == [(2024, 2024), (2022, 2023)]


def test_words_people_write_by_hand_are_read():
    read = facts_from_json(
        {
            "kind": "cá nhân",
            "sex": "Nữ",
            "nationality": "Việt Nam",
            "residence": "Hà Nội",
            "deceased": "không",
            "employed_from": "01/09/2015",
            "ratings": [
                {"year": 2023, "rating": "Hoàn thành tốt nhiệm vụ"},
                {"year": "2024", "rating": "htxs"},
            ],
            "initiatives": {
                "name": "A",
                "scope": "Thành phố",
                "recognised_on": "11/2024",
                "recognised_by": "Chủ tịch UBND Thành phố",
            },
            "discipline": [{"form": "Khiển trách", "from": "2020", "to": "2020"}],
            "pending": [{"kind": "đơn tố cáo"}],
            "leave": [{"kind": "thai sản", "from": "01/03/2025"}],
            "members": {"2024": {"total": "20", "ldtt": 14.0}},
            "honours": [{"award": "bktp", "decision_date": "15/01/2020"}],
            "attested": {"solidarity": "có"},
        }
    )
    assert (read.kind, read.sex, read.nationality, read.residence, read.deceased) == (
        RecipientKind.INDIVIDUAL, "female", "VN", "city", False,
    )  # fmt: skip
    assert read.employed_from == date(2015, 9, 1)
    assert read.ratings == {2023: Rating.GOOD, 2024: Rating.EXCELLENT}
    (item,) = read.initiatives
    assert (item.scope, item.recognised_by, item.recognised_on) == ("province", "city", date(2024, 11, 1))
    (measure,) = read.discipline
    assert (measure.form, measure.since, measure.until) == (
        "khien_trach",
        date(2020, 1, 1),
        date(2020, 12, 31),
    )
    assert [(row.kind, row.since) for row in read.pending] == [("denunciation", date.min)]
    assert [(row.kind, row.until) for row in read.leave] == [("maternity", date.max)]
    assert (read.members[2024].total, read.members[2024].ldtt) == (20, 14)
    assert [(row.award, row.year) for row in read.honours] == [("BKTP", 2020)]
    assert read.attested == {"solidarity": True}
    assert facts_from_json(facts_to_json(read)) == read


def test_a_file_completes_an_honour_of_the_ledger_and_adds_another_decision():
    added = facts_from_json(
        {
            "honours": [
                {"award": "CSTDCS", "period": "2024", "route": "themed"},
                {"award": "CSTDCS", "period": "2024", "decision_number": "9/QĐ", "status": "thu hồi"},
            ]
        }
    )
    held = Facts("recipient:1", honours=(HeldHonour("CSTDCS", 2024, 2024, "7/QĐ", date(2025, 1, 15)),))
    both = merge_facts(held, added).honours
    assert [(row.decision_number, row.route, row.status) for row in both] == [
        ("7/QĐ", "themed", "valid"),
        ("9/QĐ", "merit", "revoked"),
    ]
    assert both[0].decision_date == date(2025, 1, 15)


def test_left_out_is_unknown_and_empty_is_known_to_be_empty():
    assert facts_from_json({}).honours is None
    assert facts_from_json({"honours": []}).honours == ()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"honors": []}, "mục lạ: honors. Mục gần nhất là “honours”"),
        ({"honours": {}}, "honours"),
        ({"honours": [{"period": "2024"}]}, "thiếu mục 'award'"),
        (
            {"initiatives": [{"name": "A", "scpe": "base"}]},
            "“initiatives[0]” có mục lạ: scpe. Mục gần nhất là “scope”",
        ),
        ({"leave": [{"kind": "thai sản", "to": "2025-06-30"}]}, "leave[0].from"),
        ({"ratings": [{"rating": "HTT"}]}, "ratings[0]"),
        ({"birth_year": True}, "số nguyên"),
        ({"employed_from": "31/02/2025"}, "không có trong lịch"),
        ({"honours": [{"award": "LDTT", "period": "24"}]}, "honours[0].period"),
        ({"honours": [{"award": "LDTT", "period": "2024", "decision_date": "2025-02-30"}]}, "decision_date"),
        ({"initiatives": [{"name": "A", "share": "120%"}]}, "từ 0 đến 1"),
        ({"initiatives": [{"name": "A", "share": "1/0"}]}, "share"),
        ({"initiatives": [{"name": "A", "scope": "xa"}]}, "scope"),
        ({"initiatives": [{"name": "A", "used_for": 5}]}, "initiatives"),
        ({"ratings": {"2024": "A"}}, "ratings[2024]"),
        ({"ratings": ["HTT"]}, "ratings"),
        ({"members": {"2024": {"total": -5}}}, "total"),
        ({"members": {"2024": {"nam": 5}}}, "mục lạ: nam"),
        ({"members": {"2024": 5}}, "members"),
        ({"discipline": [{"form": "canh_cao", "from": "hôm qua"}]}, "discipline[0].from"),
        ({"attested": {"solidarity": "chắc là có"}}, "attested[solidarity]"),
        ({"kind": "robot"}, "kind"),
        ({"nationality": 5}, "nationality"),
        ({"birth_year": "năm 85"}, "birth_year"),
        ({"deceased": 1}, "deceased"),
        ({"sex": "x"}, "sex"),
        ({"recipient_class": "thợ"}, "recipient_class"),
        ({"proposed_with": "LDTT"}, "proposed_with"),
        ({"honours": [{"award": "LDTT", "period": "2024", "status": "huỷ"}]}, "honours[0].status"),
        ({"honours": [{"award": "LDTT", "period": "2024", "route": "khac"}]}, "honours[0].route"),
        ({"initiatives": [{"name": "A", "effective": "tốt"}]}, "effective"),
        ({"clusters": {"2024": {"acclaimed": "rồi"}}}, "acclaimed"),
        ({"vouched": 0}, "vouched"),
    ],
)
def test_what_cannot_be_read_names_its_field(data, says):
    with pytest.raises(FactsInvalid) as refusal:
        facts_from_json(data)
    assert says in str(refusal.value)
    assert str(refusal.value).endswith(".")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
rows = st.lists(
    st.dictionaries(
        st.sampled_from(["award", "period", "share", "used_for", "from", "to", "since", "scope"]), anything
    ),
    max_size=2,
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(st.dictionaries(st.sampled_from(sorted(KNOWN)), anything | rows, max_size=4))
def test_no_json_whatever_crashes_the_reader(data):
    try:
        read = facts_from_json(data)
    except FactsInvalid as refusal:
        assert str(refusal)
        return
    for award in ("CSTDT", "BKTP", "HCLD3", "HCBVTQ", "NGND", "HN_CDTDUT", "TTLDXS"):
        judge(read, award, 2024, DAY, rules_in_force(DAY))


DAY = date(2025, 9, 1)
LEDGER = Facts(
    "recipient:1",
    RecipientKind.INDIVIDUAL,
    name="Nguyễn Văn An",
    honours=(HeldHonour("CSTDCS", 2024, 2024),),
    ratings={2023: Rating.GOOD, 2024: Rating.GOOD},
)


def test_a_file_completes_the_ledger_and_repeats_nothing():
    added = facts_from_json(
        {
            "honours": [{"award": "CSTDCS", "period": "2024"}, {"award": "CSTDCS", "period": "2023"}],
            "ratings": {"2024": "HTXS"},
            "employed_from": "2015-09-01",
        }
    )
    both = merge_facts(LEDGER, added)
    assert [row.year for row in both.honours] == [2024, 2023]
    assert both.ratings == {2023: Rating.GOOD, 2024: Rating.EXCELLENT}
    assert both.name == "Nguyễn Văn An"
    assert both.employed_from == date(2015, 9, 1)
    assert both.recipient == "recipient:1"


def test_an_empty_file_changes_nothing():
    assert merge_facts(LEDGER, facts_from_json({})) == LEDGER


def test_one_who_does_not_vouch_takes_the_vouching_away():
    assert merge_facts(LEDGER, facts_from_json({"vouched": False})).vouched is False
