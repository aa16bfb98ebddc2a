"""Changes laid over the law: who gets which days, what is refused, whose digests change. No database."""

from dataclasses import replace
from datetime import date

import pytest

from thidua.awards.rules import LawInvalid, load_law, rules_in_force
from thidua.awards.rules.amending import (
    Act,
    Change,
    Sort,
    amended,
    amended_as_far_as_it_goes,
    changed_awards,
    check_fits,
    check_judges,
)
from thidua.awards.rules.findings import Citation, Confidence
from thidua.awards.rules.kinds import Kind, form_of
from thidua.awards.rules.labels import label_of, split_key
from thidua.awards.rules.parameters import changed, parameters
from thidua.awards.rules.typed import fits, shown, typed, written

LAW = load_law()
SOURCE = Citation("NĐ 300/2026/NĐ-CP", "7", "2")
DAY = date(2027, 1, 1)


def change(key="CSTDT.times", value=4, start=DAY, end=None, **more):
    return Change(Sort.VALUE, Act.CHANGE, key, {"value": value}, start, end, SOURCE, **more)


def condition(key, start=DAY, act=Act.CHANGE, **row):
    base = next(each.row for each in LAW.awards["CSTDT"].conditions if each.id == "sang-kien")
    return Change(Sort.CONDITION, act, key, {**base, **row}, start, None, SOURCE)


def spans(law, key):
    return [(each.value, each.valid_from, each.valid_to) for each in law.values.series(key)]


# ---- values ---------------------------------------------------------------------------------------------------


def test_a_new_version_takes_over_from_its_first_day():
    law = amended(LAW, [change()])
    assert spans(law, "CSTDT.times") == [(3, date(2024, 1, 1), date(2026, 12, 31)), (4, DAY, None)]
    assert law.value("CSTDT.times", date(2026, 12, 31)).value == 3
    assert law.value("CSTDT.times", DAY).citation == SOURCE
    assert DAY in law.bounds
    assert spans(LAW, "CSTDT.times") == [(3, date(2024, 1, 1), None)]


def test_a_version_with_a_last_day_gives_the_days_after_back():
    law = amended(LAW, [change(end=date(2027, 12, 31))])
    assert [row[0] for row in spans(law, "CSTDT.times")] == [3, 4, 3]


def test_a_later_change_cuts_an_earlier_one_and_the_order_of_acts_counts():
    acts = [change(value=4), change(value=5, start=date(2028, 1, 1)), change(value=6, start=date(2028, 1, 1))]
    assert [row[0] for row in spans(amended(LAW, acts), "CSTDT.times")] == [3, 4, 6]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (change("luong-co-so", 1, date(2025, 1, 1)), ("chồng nhau", "01/07/2026")),
        (change("luong-co-so", 1, date(2025, 1, 1), date(2026, 7, 1)), ("từ 01/01/2025 đến 01/07/2026", "01/07/2026 đến nay")),
        (change("luong-co-so", 1, date(2020, 1, 1), date(2021, 1, 1)), ("khoảng trống", "02/01/2021", "30/06/2023")),
        (change(start=DAY, end=date(2026, 12, 31)), ("ngược", "01/01/2027", "31/12/2026")),
    ],
)  # fmt: skip
def test_a_gap_or_an_overlap_is_refused_with_its_days(asked, says):
    with pytest.raises(LawInvalid) as refusal:
        check_fits(LAW, asked, "Tên")
    for words in says:
        assert words in str(refusal.value)


def test_a_gap_after_the_last_day_is_refused():
    law = amended(LAW, [])
    closed = replace(LAW.values.series("CSTDT.times")[0], valid_to=date(2026, 12, 31))
    law = replace(law, values=law.values.replaced({"CSTDT.times": [closed]}))
    with pytest.raises(LawInvalid, match="khoảng trống hiệu lực từ 01/01/2027 đến 31/01/2027"):
        check_fits(law, change(start=date(2027, 2, 1)), "Tên")
    check_fits(law, change(start=DAY), "Tên")


def test_the_very_version_may_be_put_right_and_the_days_between_two_versions_filled():
    check_fits(LAW, change("luong-co-so", 2340000, date(2024, 7, 1), date(2026, 6, 30)), "Tên")
    check_fits(LAW, change("luong-co-so", 2600000, date(2027, 7, 1)), "Tên")
    check_fits(LAW, change("luong-co-so", 1, date(2020, 1, 1), date(2023, 6, 30)), "Tên")


# ---- conditions and rule sets ---------------------------------------------------------------------------------


def test_a_condition_gets_another_version_and_keeps_its_place():
    law = amended(LAW, [condition("CSTDT.chuoi-cstdcs", why="Mới.", kind="not_read", label="Mới")])
    rows = law.awards["CSTDT"].conditions
    assert [row.id for row in rows] == ["chuoi-cstdcs", "chuoi-cstdcs", "sang-kien"]
    assert [row.valid_to for row in rows] == [date(2026, 12, 31), None, None]
    assert rows[1].confidence is Confidence.VERIFIED


def test_a_new_condition_is_asked_from_its_day_on_and_an_ended_one_no_longer():
    law = amended(
        LAW,
        [
            condition("CSTDT.moi", kind="held", award="BKTP", times=1),
            condition("CSTDT.sang-kien", act=Act.CLOSE),
        ],
    )
    before, after = (rules_in_force(day, "CSTDT", law=law).snapshot("CSTDT") for day in (date(2026, 12, 31), DAY))
    ids = [{row["id"] for row in each["conditions"]["CSTDT"]} for each in (before, after)]
    assert ids[0] - ids[1] == {"sang-kien"}
    assert ids[1] - ids[0] == {"moi"}


def test_ending_a_condition_before_a_version_to_come_leaves_no_bare_days():
    law = amended(LAW, [condition("CSTDT.sang-kien", start=date(2028, 1, 1), scope="national")])
    ended = condition("CSTDT.sang-kien", start=date(2027, 6, 1), act=Act.CLOSE)
    with pytest.raises(LawInvalid, match="chồng nhau"):
        check_fits(law, ended, "Tên")


def test_a_new_rule_set_takes_over_the_days_of_receipt():
    decree = Change(Sort.RULESET, Act.CHANGE, "ND300", {"name": "NĐ 300", "provisional": False}, DAY, None, SOURCE)
    law = amended(LAW, [decree])
    assert law.span(date(2026, 12, 31)).code == "L2026"
    assert law.span(DAY).code == "ND300"
    assert rules_in_force(DAY, "CSTDT", law=law).provisional is False
    with pytest.raises(LawInvalid, match=r"Bộ quy định: hiệu lực chồng nhau.*01/10/2026"):
        check_fits(LAW, replace(decree, valid_from=date(2026, 9, 1)), "Bộ quy định")


def test_a_law_that_can_no_longer_judge_is_refused_and_old_faults_hinder_nobody():
    broken = amended(LAW, [change(value=None)])
    with pytest.raises(LawInvalid):
        check_judges(broken, LAW, DAY, None)
    check_judges(broken, broken, DAY, None)
    check_judges(amended(LAW, [change()]), LAW, DAY, None)


def test_what_a_new_release_no_longer_knows_is_left_out_and_named():
    lost = condition("CSTDT.moi", kind="held", award="BKTP", times="@khong-co")
    law, unfit = amended_as_far_as_it_goes(LAW, [change(), lost, change("CSTDT.lag", 2)])
    assert unfit == (lost,)
    assert (law.value("CSTDT.times", DAY).value, law.value("CSTDT.lag", DAY).value) == (4, 2)


# ---- whose verdicts are by other rules ------------------------------------------------------------------------

DAYS = {code: [date(2026, 12, 31), DAY] for code in LAW.awards}


def test_only_the_award_whose_number_changed_is_judged_by_other_rules_and_only_from_the_day():
    assert changed_awards(LAW, amended(LAW, [change()]), DAYS) == {"CSTDT": {DAY}}


def test_a_vote_a_bonus_or_the_base_salary_are_no_rules_of_judging():
    acts = [
        change("CSTDT.vote.share", "80/100"),
        change("CSTDT.bonus.individual", "4"),
        change("luong-co-so", 3000000),
    ]
    assert changed_awards(LAW, amended(LAW, acts), DAYS) == {}


def test_a_shared_number_touches_every_award_that_asks_for_it():
    law = amended(LAW, [change("dung-lai-nam", "refuse")])
    found = set(changed_awards(LAW, law, DAYS))
    asking = {code for code, award in LAW.awards.items() for row in award.conditions if ".dung-lai-nam" in str(row.row)}
    assert found == asking
    assert "CSTDT" in found


# ---- what is typed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", LAW.values.names())
def test_every_key_has_a_name_and_a_kind_its_values_fit_and_is_typed_back_as_it_is_shown(key):
    short = split_key(LAW, key)[1]
    assert label_of(short) != short
    for version in LAW.values.series(key):
        assert fits(short, version.value), version.value
        assert shown(short, version.value)
        if version.value is not None and form_of(short).kind is not Kind.CODES:
            assert typed(short, written(short, version.value), before=version.value) == version.value


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("vote.share", "80 %", "80/100"), ("vote.share", "80%", "80/100"), ("vote.share", "80/100", "80/100"),
        ("vote.share", "2/3", "2/3"), ("times", "4", 4), ("consultation.days", "10 ngày", 10),
        ("luong-co-so", "2.530.000", 2530000), ("luong-co-so", "2530000 đ", 2530000), ("bonus.individual", "1,5", "1.5"),
        ("party_opinion", "no", False), ("decided_by", "A\n\nB\nA", ["A", "B"]), ("cap-huyen.ngay-cuoi", "30/06/2025", "2025-06-30"),
        ("filing", "Đợt 1; nộp hồ sơ: 30/03/2025", [{"what": "Đợt 1", "dossier": "2025-03-30"}]),
    ],
)  # fmt: skip
def test_what_people_type_is_read(key, text, value):
    assert typed(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("vote.share", "80"), ("vote.share", "120 %"), ("vote.share", "0 %"), ("vote.share", "1/0"), ("vote.share", "nhiều"),
        ("times", "3,5"), ("times", "-1"), ("times", ""), ("times", "ba"), ("luong-co-so", "2.53"), ("luong-co-so", "2,530,000"),
        ("bonus.individual", "NaN"), ("bonus.individual", "Infinity"), ("bonus.individual", "-2"), ("vote.ballot", "secret"),
        ("party_opinion", "true"), ("filing", "Đợt 1"), ("filing", "Đợt 1; hạn: mai"), ("cap-huyen.ngay-cuoi", "31/02/2025"),
        ("tenure", "Chức vụ lạ: 5 năm"), ("khong-co", "1"),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_refused_with_an_example(key, text):
    with pytest.raises(LawInvalid) as refusal:
        typed(key, text)
    assert str(refusal.value).endswith((".", "”."))


def test_papers_come_from_the_known_codes():
    assert typed("dossier", "", ["TO_TRINH", "DANH_SACH", "TO_TRINH"]) == ["TO_TRINH", "DANH_SACH"]
    with pytest.raises(LawInvalid, match="LA"):
        typed("dossier", "", ["LA"])
    assert not fits("dossier", ["LA"])
    assert not fits("vote.share", 0.8)
    assert not fits("times", "3")
    assert not fits("times", True)
    assert shown("dossier", ["TO_TRINH"]) == "Tờ trình"


ROWS = [pytest.param(row.row, id=f"{code}.{row.id}") for code, award in LAW.awards.items() for row in award.conditions]


def as_typed(one):
    if isinstance(one.value, bool):
        return "yes" if one.value else "no"
    return "\n".join(one.value) if one.form.kind is Kind.TEXTS else str(one.value)


@pytest.mark.parametrize("row", ROWS)
def test_every_parameter_of_every_condition_has_a_name_and_comes_back_as_it_is_shown(row):
    found = parameters(row)
    for one in found:
        assert one.label != one.path.rpartition(".")[2], one.path
    texts = {one.path: as_typed(one) for one in found if one.form.kind is not Kind.CODES and not one.key}
    chosen = {one.path: one.value for one in found if one.form.kind is Kind.CODES and not one.key}
    assert changed(row, texts, chosen) == dict(row)
