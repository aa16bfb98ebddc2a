"""An old ledger written into the register: once, by whom it names, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from thidua.audit.models import Event
from thidua.foundation.answers import Conflict, Refused
from thidua.organisation.acting import Acting
from thidua.organisation.models import DutyCode, Person, Unit
from thidua.organisation.sealing import index_cccd
from thidua.organisation.tests.factories import UnitFactory, acting
from thidua.register.actions import import_writing, importing
from thidua.register.ledger import Mapping
from thidua.register.models import (
    Honour,
    HonourChange,
    ImportBlock,
    ImportState,
    KnownAs,
    LearntWord,
    LedgerImport,
    Recipient,
    SuspectedSame,
)
from thidua.register.queries import lines_astray
from thidua.register.queries.imports import bad_lines, line_of, line_page
from thidua.register.reading import Unreadable
from thidua.register.tests.books import HEAD, ledger, one

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 3, tzinfo=UTC)
TU = ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở Thử", "LĐTT", 2016, "5/QĐ-A", "1/1/2017")


@pytest.fixture
def by() -> Acting:
    UnitFactory(name="Sở Thử")
    return acting(DutyCode.OFFICE_HEAD)


def shown(data: bytes, by: Acting, mapping: Mapping | None = None) -> LedgerImport:
    assert by.unit
    return importing.read_import(importing.start_import(data, "so.xlsx", by.unit, mapping, by=by, at=AT), by=by, at=AT)


def written(data: bytes, by: Acting, mapping: Mapping | None = None) -> LedgerImport:
    made = shown(data, by, mapping)
    made = importing.begin_writing(made, revision=made.revision, by=by, at=AT)
    return importing.write_import(made, by=by, at=AT)


def counts(made: LedgerImport) -> dict[str, Any]:
    return {key: made.numbers.get(key) for key in ("good", "bad", "twice", "known")}


def test_honours_recipients_journal_and_source_are_written_together(by: Acting) -> None:
    made = written(
        ledger(
            TU,
            (*TU[:4], "CSTĐCS", 2017, "6 /QĐ-A", "1/1/2018"),
            ("Phòng Tổng hợp, Sở Thử", "", "", "Sở Thử", "TTLĐXS", 2017, "", ""),
        ),
        by,
    )
    assert made.state == ImportState.DONE
    assert (made.numbers["written"], made.numbers["already"]) == (3, 0)
    person = Person.objects.get()
    assert (person.full_name, str(person.birth_date), person.sex, person.cccd_index) == (
        "Trần Văn Tú",
        "1980-03-12",
        "male",
        index_cccd("001080123456"),
    )
    honours = list(Honour.objects.filter(recipient__person=person).order_by("period_to"))
    assert [(h.award, h.period_to, h.decision_number, str(h.decision_date)) for h in honours] == [
        ("LDTT", 2016, "5/QĐ-A", "2017-01-01"), ("CSTDCS", 2017, "6/QĐ-A", "2018-01-01"),
    ]  # fmt: skip
    collective = Recipient.objects.get(kind="collective")
    assert (collective.name, str(collective.collective.parent), collective.unit) == (
        "Phòng Tổng hợp",
        "Sở Thử",
        Unit.objects.get(name="Sở Thử"),
    )
    assert honours[1].source_line == "so.xlsx, Sổ, dòng 3"
    found = line_of(honours[1])
    assert found and found[1].printed[7] == "6 /QĐ-A"
    assert Event.objects.filter(verb="register.import_honour", subject=honours[0].key).count() == 1
    assert lines_astray() == 0
    assert not any(b"001080123456" in bytes(block.sealed) for block in ImportBlock.objects.all())


def test_the_same_file_again_adds_nothing_and_says_so_line_by_line(by: Acting) -> None:
    rows = [
        TU,
        ("Lê Không Số", 1975, "", "Sở Thử", "LĐTT", 2016, "5/QĐ-A", "1/1/2017"),
        ("Lê Không Gì", "", "", "Sở Thử", "LĐTT", 2016, "5/QĐ-A", "1/1/2017"),
        ("Hộ ông Trần Văn Tư", "", "", "Sở Thử", "GK", 2016, "5/QĐ-A", "1/1/2017"),
        ("Tổ 3", "", "", "Đơn vị Chưa Có", "TTLĐTT", 2016, "5/QĐ-A", "1/1/2017"),
    ]
    written(ledger(*rows), by)
    before = [model.objects.count() for model in (Honour, Recipient, Person, Unit, KnownAs)]
    again = shown(ledger(*rows), by)
    assert counts(again) == {"good": 0, "bad": 0, "twice": 0, "known": 5}
    assert line_page(again, "", 1).kinds == ["known"] * 5
    with pytest.raises(Refused):
        importing.begin_writing(again, revision=again.revision, by=by, at=AT)
    more = written(ledger(*rows, ("Lê Không Số", 1975, "", "Sở Thử", "CSTĐCS", 2018, "9/QĐ-A", "1/1/2019")), by)
    assert counts(more) == {"good": 1, "bad": 0, "twice": 0, "known": 5}
    assert [model.objects.count() for model in (Honour, Recipient, Person, Unit, KnownAs)] == [
        before[0] + 1,
        *before[1:],
    ]


def test_what_was_written_since_the_preview_is_not_written_again(by: Acting) -> None:
    first, second = shown(ledger(TU), by), shown(ledger(TU), by)
    for made in (first, second):
        importing.write_import(importing.begin_writing(made, revision=made.revision, by=by, at=AT), by=by, at=AT)
    second.refresh_from_db()
    assert (second.numbers["written"], second.numbers["already"]) == (0, 1)
    assert line_page(second, "", 1).outcomes == [0]
    assert Honour.objects.count() == 1


def test_a_revoked_row_becomes_a_revoked_honour_with_its_decision(by: Acting) -> None:
    written(ledger((*TU, "Đã thu hồi", "Thu hồi theo QĐ số 7/QĐ-A ngày 2/2/2018")), by)
    honour, change = Honour.objects.get(), HonourChange.objects.get()
    assert (honour.status, change.honour, change.decision_number, str(change.decision_date)) == (
        "revoked",
        honour,
        "7/QĐ-A",
        "2018-02-02",
    )
    assert Event.objects.filter(verb="register.import_revoked", subject=honour.key).exists()


def test_nobody_is_joined_by_name_alone_and_the_pair_waits(by: Acting) -> None:
    UnitFactory(name="Sở Khác")
    written(ledger(TU, ("Trần Văn Tú", "12/03/1980", "", "Sở Khác", "CSTĐCS", 2018, "9/QĐ-A", "1/1/2019")), by)
    assert Recipient.objects.count() == 2
    pair = SuspectedSame.objects.get()
    assert {pair.left_id, pair.right_id} == set(Recipient.objects.values_list("pk", flat=True))


def test_a_later_file_of_the_same_unit_finds_its_people_another_unit_does_not(by: Acting) -> None:
    written(ledger(TU), by)
    later = ledger(("Trần Văn Tú", 1980, "", "Sở Thử", "CSTĐCS", 2018, "9/QĐ-A", "1/1/2019"))
    elsewhere = acting(DutyCode.OFFICE_HEAD)
    assert written(later, elsewhere).numbers["written"] == 1
    assert Recipient.objects.count() == 2
    written(ledger(("Trần Văn Tú", 1980, "", "Sở Thử", "GK", 2018, "10/QĐ-A", "1/1/2019")), by)
    assert Recipient.objects.count() == 2


def test_what_the_register_says_otherwise_waits(by: Acting) -> None:
    written(ledger(TU), by)
    rows = [
        ("Lê Thị Mơ", *TU[1:5], 2018, "8/QĐ-A", "1/1/2019"),
        (TU[0], "12/03/1980", *TU[2:6], "99/QĐ-A", "1/1/2017"),
    ]
    for row, code in zip(rows, ("CCCD_OF_OTHER", "HONOUR_OTHERWISE"), strict=True):
        made = shown(ledger(row), by)
        assert counts(made) == {"good": 0, "bad": 1, "twice": 0, "known": 0}
        assert code in {problem.code for problem in bad_lines(made)[0].problems}
    assert counts(shown(ledger(rows[1]), by, Mapping(settled={"HONOUR_OTHERWISE": "keep"})))["good"] == 1


def test_the_first_good_line_stands_when_what_it_repeats_must_be_mended(by: Acting) -> None:
    made = shown(ledger((*TU[:7], "31/02/2017"), TU, TU), by)
    assert counts(made) == {"good": 1, "bad": 1, "twice": 1, "known": 0}


def test_unknown_units_stay_printed_and_are_told(by: Acting) -> None:
    made = written(ledger((*TU[:3], "Sở Chưa Có", *TU[4:])), by)
    assert made.numbers["problems"]["UNIT_UNKNOWN"] == 1
    assert Honour.objects.get().level == "base"
    assert (Honour.objects.get().unit_name, Recipient.objects.get().unit) == ("Sở Chưa Có", None)
    assert not Unit.objects.filter(name__contains="Chưa Có").exists()


def test_writing_goes_on_where_it_stopped(by: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thidua.register.queries.import_blocks.BLOCK", 2)
    monkeypatch.setattr(import_writing, "STEP", 1)
    rows = [("Lê Không Số", 1975, "", "Sở Thử", "LĐTT", 2000 + n, f"{n}/QĐ-A", "") for n in range(1, 7)]
    made = shown(ledger(*rows), by)
    made = importing.begin_writing(made, revision=made.revision, by=by, at=AT)
    import_writing.Writing(made, by=by, at=AT).step()  # then the worker dies
    assert Honour.objects.count() == 2
    made = importing.write_import(LedgerImport.objects.get(pk=made.pk), by=by, at=AT)
    assert (Honour.objects.count(), Recipient.objects.count(), made.numbers["written"]) == (6, 1, 6)


def test_what_was_explained_is_remembered_for_the_unit_and_only_for_it(by: Acting) -> None:
    told = (
        (1, "Trần Văn Tú", "Khen loại 2", "mốc 2016"),
        (2, "Lê Văn Ba", "LĐTT", "mốc 2016"),
        (3, "Đỗ Văn Tư", "Khen loại 2", "mốc 2017"),
    )
    data = one(("STT", "Họ và tên", "DH gì đó", "Mốc"), *told)
    made = shown(data, by)
    assert counts(made)["good"] == 0
    places = {("Sổ", "C"): "awards", ("Sổ", "D"): "period"}
    headings = {"DH gì đó": "awards", "Mốc": "period"}
    call: dict[str, Any] = {
        "places": places,
        "headings": headings,
        "awards": {"Khen loại 2": "GK"},
        "settled": {},
        "by": by,
        "at": AT,
    }
    with pytest.raises(Conflict):
        importing.explain(made, revision=made.revision + 1, **call)
    made = importing.read_import(importing.explain(made, revision=made.revision, **call), by=by, at=AT)
    assert counts(made)["good"] == 3
    assert LearntWord.objects.filter(unit=by.unit).count() == 3
    assert counts(shown(data, by))["good"] == 3
    assert counts(shown(data, acting(DutyCode.OFFICE_HEAD)))["good"] == 0


def test_only_the_office_imports_and_a_file_that_cannot_be_opened_leaves_nothing(by: Acting) -> None:
    assert by.unit
    for code in (DutyCode.UNIT_OFFICER, DutyCode.LEADER, DutyCode.ADMIN):
        with pytest.raises(Refused):
            importing.start_import(ledger(TU), "so.xlsx", by.unit, by=acting(code), at=AT)
    with pytest.raises(Unreadable):
        importing.start_import(b"MZ", "so.exe", by.unit, by=by, at=AT)
    assert not LedgerImport.objects.exists()
    empty = shown(one(("Chỉ có một dòng chữ",)), by)
    assert (empty.state, Honour.objects.count()) == (ImportState.FAILED, 0)


def test_a_dropped_import_leaves_the_register_as_it_was(by: Acting) -> None:
    made = shown(ledger(TU), by)
    importing.drop_import(made, revision=made.revision, by=by, at=AT)
    assert (made.state, made.blocks.count(), Honour.objects.count()) == (ImportState.DROPPED, 0, 0)
    assert HEAD
