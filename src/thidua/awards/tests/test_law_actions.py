"""Officers amend the law: written once, journaled, withdrawn, seen at once by everybody, refused when it does not hold."""

import json
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.audit.models import Event
from thidua.awards import actions, inforce, queries
from thidua.awards.inforce import held, in_force, law_as_of, law_in_force
from thidua.awards.models import LawAmendment
from thidua.awards.queries.amendments import effect_of
from thidua.awards.rules import load_law
from thidua.awards.rules.amending import Sort
from thidua.awards.tests.test_commands import faults, run, schema  # noqa: F401 - a fixture among them
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.models import DutyCode
from thidua.organisation.tests.factories import acting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)
DAY = date(2027, 1, 1)
TIMES = "CSTDT.times"


def source(**more):
    return actions.Source(
        **{
            "document": "NĐ 300/2026/NĐ-CP",
            "article": "Điều 7",
            "clause": "khoản 2",
            "reason": "Nghị định mới",
            **more,
        }
    )


@pytest.fixture
def head():
    return acting(DutyCode.OFFICE_HEAD)


def change(head, key=TIMES, value=4, start=DAY, end=None, **more):
    return actions.change_value(key, value, start, end, source(**more), by=head, at=AT)


def refused(head, says, *given, **more):
    count = LawAmendment.objects.count()
    with pytest.raises(Refused) as refusal:
        change(head, *given, **more)
    assert LawAmendment.objects.count() == count
    for words in (says,) if isinstance(says, str) else says:
        assert words in refusal.value.reason


# ---- change, confirm, withdraw --------------------------------------------------------------------------------


def test_a_changed_number_is_the_law_at_once_and_in_the_journal(head):
    row = change(head)
    assert law_in_force().value(TIMES, DAY).value == 4
    assert law_in_force().value(TIMES, date(2026, 12, 31)).value == 3
    assert (row.article, row.clause) == ("7", "2")
    event = Event.objects.get(verb="awards.change")
    assert (event.subject, event.reason, event.data["key"]) == (row.journal_key, "Nghị định mới", TIMES)
    assert load_law().value(TIMES, DAY).value == 3


def test_bridges_to_the_other_rooms_follow(head):
    change(head, "CSTDT.vote.share", "80/100")
    change(head, "luong-co-so", 3_000_000)
    assert queries.vote_threshold("CSTDT", DAY).share == Fraction(4, 5)
    assert queries.vote_threshold("CSTDT", date(2026, 12, 31)).share == Fraction(3, 4)
    assert queries.bonus("CSTDT", "individual", DAY) == 9_000_000


def test_a_number_not_compared_with_its_document_stays_to_be_checked(head):
    change(head, checked=False)
    assert "times" in queries.needs_check("CSTDT", DAY)


def test_a_value_is_confirmed_as_it_stands_and_loses_its_mark(head):
    assert "lag" in queries.needs_check("CSTDT", DAY)
    row = actions.confirm(Sort.VALUE, "CSTDT.lag", DAY, source(document="HD 12/HD-BNV"), by=head, at=AT)
    assert row.content["value"] == 1
    assert "lag" not in queries.needs_check("CSTDT", DAY)
    [version] = law_in_force().values.series("CSTDT.lag")
    assert (version.valid_from, version.valid_to, version.citation.document) == (
        date(2024, 1, 1),
        None,
        "HD 12/HD-BNV",
    )
    assert Event.objects.filter(verb="awards.confirm").count() == 1


def test_the_provisional_rule_set_and_a_condition_are_confirmed_too(head):
    actions.confirm(Sort.RULESET, "L2026", date(2026, 10, 1), source(), by=head, at=AT)
    actions.confirm(Sort.CONDITION, "chung.khong-dang-ky-luat", date(2024, 5, 1), source(), by=head, at=AT)
    law = law_in_force()
    assert law.span(DAY).confidence == "verified"
    assert law.span(DAY).provisional is True
    assert [row.confidence for row in law.general if row.id == "khong-dang-ky-luat"] == [
        "verified",
        "verified",
    ]


def test_a_withdrawn_change_is_undone_and_stays_visible(head):
    row = change(head)
    gone = actions.withdraw(row, "Ghi nhầm", by=head, at=AT)
    assert law_in_force().value(TIMES, DAY).value == 3
    assert LawAmendment.objects.count() == 2
    row.refresh_from_db()
    assert row.standing is False
    assert (gone.withdraws, gone.reason) == (row, "Ghi nhầm")
    with pytest.raises(Refused, match="đã được rút"):
        actions.withdraw(row, "Lần nữa", by=head, at=AT)
    with pytest.raises(Refused, match="không rút lại được"):
        actions.withdraw(gone, "Lần nữa", by=head, at=AT)
    change(head, seen=gone.pk)
    assert law_in_force().value(TIMES, DAY).value == 4


def test_an_act_on_which_another_rests_is_withdrawn_last(head):
    row = actions.end_condition("CSTDT.sang-kien", date(2026, 12, 31), source(), by=head, at=AT)
    content = {"kind": "not_read", "label": "Mới", "why": "Mới."}
    actions.change_condition("CSTDT.sang-kien", content, DAY, None, source(seen=row.pk), by=head, at=AT)
    assert actions.withdraw(row, "Nhầm", by=head, at=AT)
    first = change(head, end=date(2027, 12, 31))
    assert actions.withdraw(first, "Nhầm", by=head, at=AT)


def test_a_withdrawal_that_would_leave_days_bare_is_refused(head):
    key = "CSTDT.moi"
    content = {"kind": "not_read", "label": "Mới", "why": "Mới."}
    first = actions.change_condition(key, content, DAY, date(2027, 12, 31), source(), by=head, at=AT)
    second = actions.change_condition(
        key, content, date(2028, 1, 1), date(2028, 12, 31), source(seen=first.pk), by=head, at=AT
    )
    actions.change_condition(key, content, date(2029, 1, 1), None, source(seen=second.pk), by=head, at=AT)
    with pytest.raises(Refused) as refusal:
        actions.withdraw(second, "Nhầm", by=head, at=AT)
    assert "khoảng trống hiệu lực từ 01/01/2028 đến 31/12/2028" in refusal.value.reason


# ---- refusals -------------------------------------------------------------------------------------------------


def test_what_does_not_hold_together_is_refused_in_words(head):
    refused(head, ("chồng nhau", "01/07/2026", "Chưa ghi gì"), "luong-co-so", 1, date(2025, 1, 1))
    refused(head, ("khoảng trống", "30/06/2023"), "luong-co-so", 1, date(2020, 1, 1), date(2021, 1, 1))
    refused(head, "ngược", start=DAY, end=date(2026, 1, 1))
    refused(head, "Thiếu căn cứ", document="  ")
    refused(head, "lý do", reason=" ")
    refused(head, "không đúng loại", value="4")
    refused(head, "không đúng loại", "CSTDT.vote.share", 0.8)
    refused(head, "không đúng loại", "CSTDT.dossier", ["LA"])
    refused(head, "không để trống", value=None)
    refused(head, "Không có số liệu", "CSTDT.khong-co")
    refused(head, "quá xa", start=date(9999, 12, 31))
    assert law_in_force().value(TIMES, DAY).value == 3


def test_nothing_new_is_refused_but_another_source_for_the_same_number_is_not(head):
    row = change(head)
    refused(head, "đều như đang áp dụng", seen=row.pk)
    assert change(head, document="NĐ 301/2026/NĐ-CP", seen=row.pk)


def test_a_value_no_condition_asks_for_may_be_left_open(head):
    change(head, "CSTDT.vote.share", None)
    assert queries.vote_threshold("CSTDT", DAY) is None


def test_a_condition_that_cannot_be_read_is_refused(head):
    for row in ({"kind": "held", "times": 1}, {"kind": "la"}, {"kind": "rating", "least": "LA", "years": 1}):
        with pytest.raises(Refused):
            actions.change_condition("CSTDT.moi", {**row, "why": "Mới."}, DAY, None, source(), by=head, at=AT)
    with pytest.raises(Refused, match="bằng lời"):
        actions.change_condition("CSTDT.moi", {"kind": "held", "award": "LDTT"}, DAY, None, source(), by=head, at=AT)
    with pytest.raises(Refused, match="không áp dụng vào ngày"):
        actions.end_condition("CSTDT.sang-kien", date(2020, 1, 1), source(), by=head, at=AT)
    assert not LawAmendment.objects.exists()


def test_a_rule_set_has_a_code_and_days_of_its_own(head):
    made = actions.add_ruleset("ND300", "NĐ 300", DAY, None, source(), provisional=False, by=head, at=AT)
    assert law_in_force().span(DAY).name == "NĐ 300"
    assert made.sort == "ruleset"
    with pytest.raises(Refused, match="Mã"):
        actions.add_ruleset("nđ 300", "NĐ 300", DAY, None, source(), provisional=False, by=head, at=AT)
    with pytest.raises(Refused, match="chồng nhau"):
        actions.add_ruleset("ND301", "NĐ 301", date(2026, 1, 1), None, source(), provisional=False, by=head, at=AT)


@pytest.mark.parametrize("code", [code for code in DutyCode if code != DutyCode.OFFICE_HEAD])
def test_only_the_head_of_the_office_amends(code):
    refused(acting(code), "lãnh đạo Ban Thi đua - Khen thưởng")


def test_the_slower_of_two_officers_is_told_and_nothing_is_written(head):
    other = acting(DutyCode.OFFICE_HEAD, full_name="Trần Thị Nhanh")
    change(other)
    with pytest.raises(Conflict, match="Trần Thị Nhanh"):
        change(head, value=5)
    assert law_in_force().value(TIMES, DAY).value == 4


# ---- one law for everybody ------------------------------------------------------------------------------------


def test_the_law_is_asked_for_once_in_a_request_and_rebuilt_only_when_it_changed(head):
    change(head)
    law = law_in_force()
    with held(), CaptureQueriesContext(connection) as cost:
        assert law_in_force() is law
        assert law_in_force() is law
        assert queries.vote_threshold("CSTDT", DAY)
    assert len(cost) == 1
    with held(), CaptureQueriesContext(connection) as cost:
        queries.award_name("CSTDT", DAY)
    assert len(cost) == 0


def test_another_process_sees_a_change_with_its_next_request(head):
    first = law_in_force()
    kept = dict(inforce._built)
    change(head)
    inforce._built.clear()
    inforce._built.update(kept)  # what the other process still had in its memory
    assert law_in_force() is not first
    assert law_in_force().value(TIMES, DAY).value == 4


def test_a_change_within_a_request_is_seen_in_the_same_request(head):
    with held():
        assert law_in_force().value(TIMES, DAY).value == 3
        change(head)
        assert law_in_force().value(TIMES, DAY).value == 4


def test_a_change_that_no_longer_fits_a_new_release_is_named_and_the_rest_stands(head):
    change(head)
    LawAmendment.objects.filter(key=TIMES).update(
        key="KHONGCON.sang-kien", sort="condition", content={"kind": "held", "why": "x"}
    )
    row = change(head, "CSTDT.lag", 2)
    assert [each.key for each in in_force().unfit] == ["KHONGCON.sang-kien"]
    assert law_in_force().value("CSTDT.lag", DAY).value == 2
    assert row.standing


def test_the_law_before_and_after_an_act_can_be_had_later(head):
    first = change(head)
    change(head, "CSTDT.lag", 2)
    found = effect_of(first)
    assert (found.before.value(TIMES, DAY).value, found.after.value(TIMES, DAY).value) == (3, 4)
    assert found.after.value("CSTDT.lag", DAY).value == 1
    assert found.judged == {"CSTDT"}
    assert law_as_of(0).value(TIMES, DAY).value == 3
    assert effect_of(change(head, "luong-co-so", 3_000_000)).judged == frozenset()


def test_a_verdict_is_by_the_amended_law_and_can_be_given_again(head):
    facts = {"honours": [{"award": "CSTDCS", "period": str(year)} for year in (2024, 2025, 2026)]}
    before = queries.verdict_for(None, facts, "CSTDT", 2026, DAY)
    actions.keep_rules("CSTDT", received_on=DAY, at=AT)
    change(head)
    after = queries.verdict_for(None, facts, "CSTDT", 2026, DAY)
    actions.keep_rules("CSTDT", received_on=DAY, at=AT)
    status = [{row["id"]: row["status"] for row in each["conditions"]}["chuoi-cstdcs"] for each in (before, after)]
    assert status == ["pass", "fail"]
    assert before["digest"] != after["digest"]
    other = queries.verdict_for(None, facts, "CSTDT", 2026, date(2026, 12, 31))
    assert other["digest"] == before["digest"]
    assert [queries.replayed(each).to_record()["verdict"] for each in (before, after)] == [
        before["verdict"],
        after["verdict"],
    ]


# ---- console --------------------------------------------------------------------------------------------------


def test_the_console_prints_the_amended_law_in_the_published_shape(head, run):  # noqa: F811 - the fixture
    change(head)
    code, out = run("catalogue", "--on", "01/01/2027", "--json")
    shown = json.loads(out)
    assert code == 0
    assert list(faults(shown, schema("law-catalogue-1"), schema("law-catalogue-1"))) == []
    [award] = [row for row in shown["awards"] if row["code"] == "CSTDT"]
    assert [row["value"] for row in award["values"] if row["key"] == TIMES] == [4]
    code, out = run("diff", "31/12/2026", "01/01/2027", "--json")
    shown = json.loads(out)
    assert list(faults(shown, schema("law-diff-1"), schema("law-diff-1"))) == []
    assert [(row["owner"], row["key"], row["before"], row["after"]) for row in shown["changes"]] == [
        ("CSTDT", "times", 3, 4)
    ]
    assert "Chiến sĩ thi đua Thành phố" in run("diff", "31/12/2026", "01/01/2027")[1]


def test_the_difference_two_decrees_make_fits_its_schema(run):  # noqa: F811 - the fixture
    shown = json.loads(run("diff", "30/06/2025", "01/07/2025", "--json")[1])
    assert list(faults(shown, schema("law-diff-1"), schema("law-diff-1"))) == []
    assert {row["sort"] for row in shown["changes"]} == {"ruleset", "condition", "value"}
