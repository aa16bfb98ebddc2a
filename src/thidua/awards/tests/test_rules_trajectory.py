"""What is held, what is missing, and from which period an award comes within reach, if what."""

from datetime import date

import pytest
from hypothesis import given, settings

from thidua.awards.rules import (
    Facts,
    HeldHonour,
    NoRulesInForce,
    RecipientKind,
    facts_from_json,
    rules_in_force,
)
from thidua.awards.rules.trajectory import trajectory
from thidua.awards.tests.test_rules_judge import facts

AUGUST = date(2025, 8, 1)


def person(*held, **more):
    rows = [{"award": award, "period": str(period)} for award, period in held]
    return facts_from_json({"recipient": "recipient:7", "kind": "individual", "honours": rows, **more})


def reach(found, award):
    return next((row for row in found.reachable if row.award == award), None)


def strip(found, award, towards):
    return next(row for row in found.strips if (row.award, row.towards) == (award, towards))


def test_two_years_in_a_row_lack_the_third_and_an_initiative():
    found = reach(trajectory(person(("CSTDCS", 2023), ("CSTDCS", 2024)), AUGUST), "CSTDT")
    assert found.period == 2025
    assert found.needs == ("đạt Chiến sĩ thi đua cơ sở năm 2025", "có sáng kiến cấp Thành phố")
    assert found.text == (
        "Chiến sĩ thi đua Thành phố: từ kỳ xét 2025, nếu đạt Chiến sĩ thi đua cơ sở năm 2025; "
        "có sáng kiến cấp Thành phố."
    )


def test_a_gap_moves_the_period_on():
    found = trajectory(person(("CSTDCS", 2022), ("CSTDCS", 2023), ("CSTDCS", 2025)), date(2026, 8, 1))
    assert strip(found, "CSTDCS", "CSTDT").gaps == (2024,)
    assert reach(found, "CSTDT").period == 2027
    assert "từ kỳ xét 2027, nếu" in reach(found, "CSTDT").text


def test_all_there_is_said_to_be_all_there():
    merit = {"name": "A", "scope": "province", "recognised_on": "2024-11-01", "recognised_by": "city"}
    ready = person(("CSTDCS", 2022), ("CSTDCS", 2023), ("CSTDCS", 2024), initiatives=[merit])
    found = reach(trajectory(ready, AUGUST), "CSTDT")
    assert found.ready
    assert found.text == "Chiến sĩ thi đua Thành phố: từ kỳ xét 2025, đã đủ điều kiện."


def test_years_that_an_earlier_award_has_used_are_told_apart():
    held = [("CSTDCS", year) for year in range(2019, 2025)]
    found = trajectory(person(*held, ("CSTDT", 2021)), AUGUST)
    row = strip(found, "CSTDCS", "CSTDT")
    assert (row.used, row.unused) == ((2019, 2020, 2021), (2022, 2023, 2024))
    assert row.gaps == ()


def test_held_shows_what_stands_on_that_day():
    rows = person(("CSTDCS", 2023), ("CSTDCS", 2024), ("LDTT", 2024))
    revoked = HeldHonour("BKTP", 2020, 2020, status="revoked")
    later = HeldHonour("CSTDT", 2024, 2024, decision_date=date(2025, 12, 1))
    known = Facts("r", RecipientKind.INDIVIDUAL, honours=(*rows.honours, revoked, later))
    found = trajectory(known, AUGUST)
    assert [(row.award, row.years) for row in found.held] == [("CSTDCS", (2023, 2024)), ("LDTT", (2024,))]


def test_an_interval_says_ratings_and_titles_it_counts_on():
    found = reach(trajectory(person(("BKTTG", 2024), ratings={"2024": "HTXS"}), AUGUST), "HCLD3")
    assert found.period == 2029
    assert "thêm 3 lần đạt Chiến sĩ thi đua cơ sở đến năm 2029" in found.needs
    ratings = "hoàn thành tốt nhiệm vụ trở lên năm 2025–2029, trong đó 1 năm hoàn thành xuất sắc nhiệm vụ"
    assert ratings in found.needs


def test_a_link_across_three_years_asks_for_the_years_between():
    found = reach(trajectory(person(("CSTDT", 2024)), AUGUST), "CSTDTQ")
    assert found.period >= 2027
    assert any("Chiến sĩ thi đua cơ sở" in need for need in found.needs)


def test_a_collective_counts_on_its_rating():
    unit = facts_from_json(
        {
            "kind": "collective",
            "honours": [{"award": "BKTP", "period": "2019-2020"}, {"award": "COTP", "period": "2023"}]
            + [{"award": "TTLDXS", "period": str(year)} for year in range(2021, 2025)],
        }
    )
    found = trajectory(unit, AUGUST)
    assert reach(found, "BKTP").ready
    assert reach(found, "BKTTG").needs == ("hoàn thành xuất sắc nhiệm vụ năm 2025",)
    assert reach(found, "CSTDT") is None


def test_nothing_held_starts_from_nothing_and_says_so():
    found = trajectory(person(), AUGUST)
    assert found.strips == ()
    assert reach(found, "CSTDT").period == 2027
    assert not any(row.ready for row in found.reachable)


def test_in_spring_the_round_still_looks_at_the_year_before():
    rows = person(("CSTDCS", 2022), ("CSTDCS", 2023), ("CSTDCS", 2024))
    assert reach(trajectory(rows, date(2025, 3, 1)), "CSTDT").period == 2024


def test_one_who_is_disciplined_is_not_told_that_he_is_ready():
    measure = {"form": "canh_cao", "from": "2025-01-01"}
    rows = person(("CSTDCS", 2022), ("CSTDCS", 2023), ("CSTDCS", 2024), discipline=[measure])
    found = reach(trajectory(rows, AUGUST), "CSTDT")
    assert found is None or not found.ready


def test_json_is_plain_and_complete():
    shown = trajectory(person(("CSTDCS", 2024)), AUGUST).to_json()
    assert set(shown) == {"recipient", "on", "held", "strips", "reachable"}
    assert shown["on"] == "2025-08-01"
    assert shown["held"] == [{"award": "CSTDCS", "name": "Chiến sĩ thi đua cơ sở", "years": [2024]}]
    assert set(shown["reachable"][0]) == {"award", "name", "period", "needs", "ready", "text"}


def test_the_rules_may_be_given_and_a_day_without_rules_is_refused():
    rows = person(("CSTDCS", 2024))
    assert trajectory(rows, AUGUST, rules_in_force(AUGUST)) == trajectory(rows, AUGUST)
    with pytest.raises(NoRulesInForce):
        trajectory(rows, date(2020, 1, 1))


@settings(max_examples=25, deadline=None)
@given(facts)
def test_any_facts_give_an_answer_in_order(row):
    found = trajectory(row, AUGUST)
    periods = [each.period for each in found.reachable]
    assert periods == sorted(periods)
    assert all(each.text.endswith(".") for each in found.reachable)
