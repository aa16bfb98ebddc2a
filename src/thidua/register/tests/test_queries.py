from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.foundation.text import fold, search_keys
from thidua.organisation.models import DutyCode, Succession, Unit, UnitName
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.register.actions import Basis, correct, recount, revoke
from thidua.register.models import Honour, Recipient, SearchEntry
from thidua.register.policies import seen_by
from thidua.register.queries import (
    Filters,
    family_of,
    honours_of,
    inherited_by,
    lines_astray,
    search,
    units_named,
    units_seen,
)
from thidua.register.tests.factories import HonourFactory, RecipientFactory

pytestmark = pytest.mark.django_db
AT = datetime(2025, 6, 20, 3, tzinfo=UTC)


def named(name, **more):
    return RecipientFactory(person__full_name=name, **more)


def found(text, *, filters=Filters(), units=None):  # noqa: B008 - frozen
    """Everybody, page by page."""
    rows, after = [], ""
    while True:
        page = search(text, units=units, filters=filters, after=after)
        rows += [row.pk for row in page.rows]
        if not (after := page.next_after):
            return rows


@pytest.mark.parametrize("typed", ["bich ngoc", "Nguyễn Thị", "nguyễn thị bích ngọc", "ngoc nguyen", "THI NGO", "bíc"])
def test_a_person_is_found_by_any_words_of_the_name_in_any_order(typed):
    wanted = named("Nguyễn Thị Bích Ngọc")
    named("Trần Văn Lan")
    assert found(typed) == [wanted.pk]


def test_either_end_of_the_name_comes_before_words_in_the_middle():
    middle, last, first = named("Trần Ngọc Lan"), named("Đỗ Thị Ngọc"), named("Ngọc Thị Lan")
    assert found("ngoc") == [first.pk, last.pk, middle.pk]


def test_a_single_letter_is_a_whole_word():
    wanted = named("Nguyễn Văn A")
    named("Nguyễn Văn Bình An")
    assert found("van a") == found("a nguyen") == [wanted.pk]


@pytest.mark.parametrize("typed", ["hoà", "hòa", "HOA", "Ho\u0300a", "hoa\u200b"])
def test_marks_and_forms_make_no_difference(typed):
    wanted = named("Lê Thị Hoà Bình")
    named("Lê Thị Hoạn")
    assert found(typed)[0] == wanted.pk


def test_a_name_with_dashes_quotes_and_brackets_is_found_by_its_words():
    wanted = named("Tổ 1-2 “Đồng Tâm” (cũ)_x")
    for typed in ("dong tam", "to 1", "cu x", '"dong" - tam*', "tam OR"):
        assert (wanted.pk in found(typed)) == (typed != "tam OR")


@pytest.mark.parametrize("typed", ['"', "' & |", "*", "NEAR(", "%", "—", "\\", "a" * 500, ":*", "\x00"])
def test_anything_may_be_typed(typed):
    named("Nguyễn Văn A")
    assert found(typed) == []


@pytest.mark.parametrize("typed", ["9/QĐ-UBND", "09/QĐ-UBND", "09/", "9/qd", "số 9/QĐ", "9 QD UBND", "9"])
def test_a_number_is_found_with_and_without_its_zero_and_marks(typed):
    with_zero, without = (
        HonourFactory(decision_number="09/QĐ-UBND"),
        HonourFactory(decision_number="9/QĐ-UBND"),
    )
    HonourFactory(decision_number="19/QĐ-UBND")
    HonourFactory(decision_number="91/QĐ-UBND")
    assert set(found(typed)) == {with_zero.recipient_id, without.recipient_id}


@pytest.mark.parametrize("typed", ["/QĐ-KT", "qd-kt", "QDKT"])
def test_a_decision_is_found_by_what_follows_the_slash(typed):
    wanted = HonourFactory(decision_number="12/QĐ-KT")
    HonourFactory(decision_number="12/QĐ-UBND")
    assert found(typed) == [wanted.recipient_id]


def test_a_unit_is_found_by_its_name_then_and_its_old_name_now():
    unit = UnitFactory(name="Phường Ô Chợ Dừa")
    UnitName.objects.create(unit=unit, name="Phường Thổ Quan", name_fold=fold("Phường Thổ Quan"))
    collective = Recipient.objects.create(
        kind="collective", name=unit.name, collective=unit, unit=unit, **search_keys(unit.name)
    )
    member = named("Lê Văn Tám", person__unit=unit)
    then = HonourFactory(unit_name="Phường Thổ Quan").recipient
    assert found("phuong tho quan") == [collective.pk, member.pk, then.pk]
    assert found("o cho dua")[:1] == [collective.pk]


def test_a_merged_unit_brings_those_before_it_under_a_filter():
    old, new = UnitFactory(name="Quận Cũ Kỹ"), UnitFactory(name="Phường Mới Mẻ")
    Succession.objects.create(predecessor=old, successor=new, on=date(2025, 7, 1))
    before, after = named("Lê Văn Xưa", person__unit=old), named("Lê Văn Nay", person__unit=new)
    family = family_of(units_named("phuong moi me"))
    assert found("", filters=Filters(units=family)) == [before.pk, after.pk]
    assert found("xua", filters=Filters(units=family)) == [before.pk]


def test_honours_of_merged_units_are_shown_apart_through_every_merger():
    units = [UnitFactory() for _ in range(3)]
    for earlier, later in pairwise(units):
        Succession.objects.create(predecessor=earlier, successor=later, on=date(2025, 7, 1))
    rows = [
        Recipient.objects.create(kind="collective", name=unit.name, collective=unit, **search_keys(unit.name))
        for unit in units
    ]
    for row in rows:
        HonourFactory(recipient=row, recipient_name=row.name)
    assert [honour.recipient for honour in honours_of(rows[2])] == [rows[2]]
    assert {each.merger.predecessor for each in inherited_by(rows[2])} == set(units[:2])
    assert inherited_by(rows[0]) == []


def test_filters_on_honours_are_met_by_one_and_the_same_honour():
    wanted, other = named("Lê Văn Một"), named("Lê Văn Hai")
    HonourFactory(recipient=wanted, award="CSTDT", period_from=2023, level="province")
    HonourFactory(recipient=other, award="CSTDT", period_from=2022, level="province")
    HonourFactory(recipient=other, award="LDTT", period_from=2023, level="base")
    assert found("", filters=Filters(award="CSTDT", year=2023)) == [wanted.pk]
    assert found("le", filters=Filters(award="CSTDT")) == [wanted.pk, other.pk]
    assert found("", filters=Filters(level="base", status="valid")) == [other.pk]
    assert found("hai", filters=Filters(kind="household")) == []
    assert found("", filters=Filters(units=[])) == []


def test_the_status_of_an_honour_follows_in_the_filters():
    honour = HonourFactory()
    Honour.objects.filter(pk=honour.pk).update(status="revoked")
    assert found("", filters=Filters(status="revoked")) == [honour.recipient_id]
    assert found("", filters=Filters(status="valid")) == []


def test_a_corrected_name_is_found_and_so_is_the_printed_one():
    honour = HonourFactory(recipient_name="Nguyễn Văn Hoè")
    basis = Basis("5/QĐ-UBND", date(2025, 3, 1), "In sai tên")
    correct(honour, {"recipient_name": "Nguyễn Văn Huệ"}, basis=basis, by=acting(DutyCode.CLERK), at=AT)
    assert found("hue van") == found("hoe van") == [honour.recipient_id]


def test_the_index_follows_a_name_a_kind_and_a_unit():
    row, unit = named("Nguyễn Văn Cũ"), UnitFactory()
    Recipient.objects.filter(pk=row.pk).update(name="Nguyễn Văn Mới", unit=unit, **search_keys("Nguyễn Văn Mới"))
    assert found("moi van") == found("", filters=Filters(units=[unit.pk])) == [row.pk]
    assert found("cu van") == []
    assert lines_astray() == 0


def test_a_name_without_letters_and_a_change_without_words_break_nothing():
    row = RecipientFactory(name="--", name_fold="--")
    honour = HonourFactory(recipient=row, recipient_name="--")
    head = acting(DutyCode.OFFICE_HEAD)
    revoke(honour, decision_number="9/QĐ", decision_date=date(2025, 3, 1), reason="Sai", by=head, at=AT)
    assert found("--") == found("", filters=Filters(status="revoked")) == [row.pk]
    assert lines_astray() == 0


def test_a_recount_mends_what_was_left_behind():
    honour = HonourFactory()
    assert recount() == 0
    SearchEntry.objects.filter(pk=honour.recipient_id).update(words="sai")
    assert found("sai") == [honour.recipient_id]
    Honour.objects.bulk_update([honour], ["words"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_honour SET words = 'lech' WHERE id = %s", [honour.pk])
    assert recount() == 1
    assert found("lech") == []
    assert (recount(), lines_astray()) == (0, 0)


def test_words_are_worked_out_by_whatever_way_an_honour_is_written():
    row = named("Trần Thị Hoa")
    plain = HonourFactory.build(recipient=row, recipient_name="Trần Thị Hòe", decision_number="07/QĐ-KT")
    Honour.objects.bulk_create([plain])
    kept = Honour.objects.get()
    assert (kept.words, kept.decision_key) == ("tran thi hoe n_qdkt", "7/qdkt")
    assert found("hoe tran") == [row.pk]


def test_the_ledger_lists_those_with_an_honour_and_finds_the_others_by_name():
    honoured, known = HonourFactory().recipient, named("Giáp Văn Bền")
    assert found("") == [honoured.pk]
    assert found("Bền") == [known.pk]


def test_every_stage_pages_without_loss_or_double():
    unit = UnitFactory(name="Sở Hoa Mai")
    wanted = [
        named(name, person__unit=unit) for name in ("Hoa Mai Lan", "Lê Hoa Mai", "Mai Thị Hoa") for _ in range(70)
    ]
    rows = found("hoa mai")
    assert len(rows) == len(set(rows)) == len(wanted)
    assert len(found("", filters=Filters(kind="individual"))) == len(wanted)


@pytest.mark.parametrize("mark", ["b|", "x|1", "w|abc", "t|hoa|9" * 40, "|||", "b|\x00|1", "w|" + "9" * 18])
def test_a_mark_that_was_tampered_with_is_no_error(mark):
    named("Hoa Mai Lan")
    search("hoa", units=None, after=mark.replace("\x00", ""))


def test_a_unit_is_found_only_in_its_own_part():
    unit = UnitFactory()
    own, _foreign = named("Lê Văn Ta", person__unit=unit), named("Lê Văn Ta")
    who = acting(DutyCode.UNIT_OFFICER, unit)
    for typed in ("le van", "ta", "van le", ""):
        HonourFactory(recipient=own)
        assert found(typed, units=units_seen(who)) == [own.pk]
    assert found("ta", filters=Filters(kind="individual"), units=units_seen(who)) == [own.pk]
    assert found("ta", filters=Filters(units=[_foreign.unit_id]), units=units_seen(who)) == []
    assert found("le van", units=units_seen(acting(DutyCode.ADMIN))) == []


@pytest.mark.parametrize("duty", [DutyCode.UNIT_HEAD, DutyCode.APPRAISER, DutyCode.ADMIN])
def test_search_sees_who_may_be_seen(duty):
    unit = UnitFactory()
    for place in (unit, UnitFactory(parent=unit), UnitFactory()):
        named("Lê Văn Ta", person__unit=place)
    who = acting(duty, unit)
    assert set(found("le van ta", units=units_seen(who))) == set(
        Recipient.objects.filter(seen_by(who)).values_list("pk", flat=True)
    )


@pytest.mark.parametrize("typed", ["hoa", "mai hoa", "12/qd", "", "so thu"])
def test_a_larger_ledger_asks_no_more_queries(typed):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            search(typed, units=None)
        return len(seen)

    def more(count):
        for _ in range(count):
            HonourFactory(
                recipient=named("Hoa Mai Lan"),
                decision_number=f"12/QĐ-KT{Honour.objects.count()}",
                unit_name="Sở Thử",
            )

    more(1)
    few = queries()
    more(60)
    assert queries() <= few <= 9
    assert Unit.objects.count() == 61
