"""The officer mends a list: typed anew, agreed to, left out; kept between requests; given back to the unit."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from thidua.documents.checks import check_file
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.reading import (
    EDITABLE,
    AwardNames,
    Kind,
    ListReading,
    Row,
    Sameness,
    Status,
    accept,
    bad_rows_workbook,
    correct,
    leave_out,
    read_list,
)
from thidua.register.tests.test_reading_lists import PEOPLE, codes, told, workbook

ROWS = [
    [1, "TRẦN VĂN BÌNH", "16/6/1985", 1085123456, "Kế toán", "Phòng Tài chính", "LĐTT"],
    [2, "Bà Lê Thị Cúc", "31/02/1990", "001190123456", "Kế toán", "Phòng Tài chính", "LĐTT"],
    [3, "Phòng Nội vụ", "", "", "", "Phường Bến Cát", "LĐTT"],
    [4, "Phạm Thị Dung", "02/3/1991", "001191123456", "Văn thư", "Văn phòng", "GK"],
    [5, "Phạm Thị Dung", "02/3/1991", "001191123456", "Văn thư", "Văn phòng", "GK"],
    [6, "=1+1", "02/3/1992", "001092123457", "@SUM(A1)", "-Văn phòng", "Giải thưởng lạ"],
]


@pytest.fixture
def reading() -> ListReading:
    return read_list(workbook(PEOPLE, *ROWS), "danh-sach.xlsx")


def row(reading: ListReading, number: int) -> Row:
    return reading.find(("Danh sách", number))


def test_what_the_file_brings(reading: ListReading):
    assert {r.row: codes(r) for r in reading.rows if r.problems} == {
        2: ["NAME_CAPITALS", "CCCD_ZERO_LOST"], 3: ["IMPOSSIBLE_DATE"], 4: ["AWARD_KIND"], 6: ["SAME_NUMBER"],
        7: ["KIND_UNCLEAR", "AWARD_UNKNOWN"],
    }  # fmt: skip


def test_accepting_takes_the_proposal_and_keeps_what_was_printed(reading: ListReading):
    after = accept(reading, ("Danh sách", 2), "CCCD_ZERO_LOST")
    assert row(after, 2).cccd == "001085123456"
    assert row(after, 2).status is Status.ACCEPTED
    assert row(after, 2).printed["cccd"] == "1085123456"
    after = accept(after, ("Danh sách", 2), "NAME_CAPITALS")
    assert told(row(after, 2), "name", "problems") == ("Trần Văn Bình", ())
    assert row(after, 2).printed["name"] == "TRẦN VĂN BÌNH"
    assert row(reading, 2).cccd == "1085123456"  # the reading before is as it was


def test_accepting_an_award_of_the_other_kind(reading: ListReading):
    after = accept(reading, ("Danh sách", 4), "AWARD_KIND")
    assert told(row(after, 4), "kind", "awards", "problems") == (Kind.COLLECTIVE, ("TTLDTT",), ())


def test_accepting_what_has_no_proposal_lets_it_stand(reading: ListReading):
    nameless = correct(reading, ("Danh sách", 6), "cccd", "")
    after = accept(nameless, ("Danh sách", 6), "SAME_PERSON")
    assert "SAME_PERSON" not in codes(row(after, 6))
    assert row(after, 6).waived == ("SAME_PERSON",)
    again = correct(after, ("Danh sách", 6), "position", "Kế toán")
    assert "SAME_PERSON" not in codes(row(again, 6))  # what was agreed stays agreed
    renamed = correct(after, ("Danh sách", 6), "name", "Phạm Thị Dung")
    assert "SAME_PERSON" in codes(row(renamed, 6))  # until the field itself changes


def test_one_number_twice_cannot_stand(reading: ListReading):
    with pytest.raises(ValueError, match="SAME_NUMBER"):
        accept(reading, ("Danh sách", 6), "SAME_NUMBER")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("birth", "28 tháng 2 năm 1990", "1990-02-28"),
        ("birth", "1990", "1990"),
        ("name", "Lê Thị Cúc Hoa", "Lê Thị Cúc Hoa"),
        ("cccd", "001 190 999999", "001190999999"),
        ("position", "Trưởng phòng", "Trưởng phòng"),
        ("unit", "Phòng Nội vụ", "Phòng Nội vụ"),
        ("awards", "CSTĐCS, Giấy khen", ("CSTDCS", "GK")),
        ("awards", "BKTP", ("BKTP",)),
        ("kind", "Tập thể", Kind.COLLECTIVE),
        ("kind", "household", Kind.HOUSEHOLD),
        ("rating", "Hoàn thành tốt nhiệm vụ", "Hoàn thành tốt nhiệm vụ"),
        ("achievement", "Giảm thời gian giải quyết hồ sơ", "Giảm thời gian giải quyết hồ sơ"),
        ("sex", "Nữ", "female"),
    ],
)
def test_correcting_each_field(reading: ListReading, field: str, typed: str, value: object):
    after = correct(reading, ("Danh sách", 3), field, typed)
    assert getattr(row(after, 3), field) == value
    assert row(after, 3).printed == row(reading, 3).printed
    assert wrong_in(after.to_json(), "list-read-1") == []


def test_correcting_makes_rows_the_same_or_no_longer_so(reading: ListReading):
    apart = correct(reading, ("Danh sách", 6), "cccd", "001191654321")
    apart = correct(apart, ("Danh sách", 6), "birth", "05/5/1991")
    assert codes(row(apart, 6)) == []
    assert [same.verdict for same in apart.same] == [Sameness.DIFFERENT]
    joined = correct(reading, ("Danh sách", 2), "cccd", "001191123456")
    assert "CCCD_SHARED" in codes(row(joined, 2))


def test_leaving_a_row_out(reading: ListReading):
    after = leave_out(reading, ("Danh sách", 6))
    assert len(after.rows) == 5
    assert after.same == ()
    assert ("Danh sách", 6) in {(item.sheet, item.row) for item in after.ignored}
    with pytest.raises(KeyError):
        leave_out(after, ("Danh sách", 6))


def test_what_is_not_there_is_refused(reading: ListReading):
    with pytest.raises(KeyError):
        correct(reading, ("Danh sách", 99), "name", "A")
    with pytest.raises(ValueError, match="votes"):
        correct(reading, ("Danh sách", 2), "votes", "9")
    with pytest.raises(KeyError):
        accept(reading, ("Danh sách", 2), "SAME_PERSON")
    assert "name" in EDITABLE


def test_kept_as_json_between_two_requests(reading: ListReading):
    mended = accept(reading, ("Danh sách", 2), "CCCD_ZERO_LOST")
    kept = ListReading.from_json(json.loads(json.dumps(mended.to_json())))
    assert kept == mended
    assert accept(kept, ("Danh sách", 2), "NAME_CAPITALS") == accept(mended, ("Danh sách", 2), "NAME_CAPITALS")


def test_the_words_of_the_round_are_known_when_mending(reading: ListReading):
    names = AwardNames.standard().with_names({"Giải thưởng lạ": "GTL"})
    after = correct(reading, ("Danh sách", 7), "name", "Ngô Văn Em", names=names)
    assert told(row(after, 7), "awards", "problems") == (("GTL",), ())


# ---- given back ---------------------------------------------------------------------------------------------


def test_the_workbook_given_back_reads_as_the_flagged_rows(reading: ListReading):
    again = read_list(bad_rows_workbook(reading), "can-sua.xlsx")
    flagged = [r for r in reading.rows if r.status is Status.FLAGGED]
    assert [told(r, "kind", "name", "awards") for r in again.rows] == [
        told(r, "kind", "name", "awards") for r in flagged
    ]
    assert [set(codes(r)) - {"SAME_NUMBER"} for r in again.rows] == [set(codes(r)) - {"SAME_NUMBER"} for r in flagged]


def test_the_workbook_given_back_can_be_mended_and_read(reading: ListReading):
    mended = correct(reading, ("Danh sách", 3), "birth", "28/02/1990")
    assert [r.row for r in mended.rows if r.status is Status.FLAGGED] == [2, 4, 6, 7]
    assert len(read_list(bad_rows_workbook(mended), "can-sua.xlsx").rows) == 4


def test_nothing_in_the_workbook_runs(reading: ListReading):
    data = bad_rows_workbook(reading)
    assert check_file(data, "can-sua.xlsx").accepted
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
    assert not any("<f>" in text or "<hyperlink" in text for text in parts.values())
    assert any("<t>=1+1</t>" in text or ">=1+1<" in text for text in parts.values())


def test_a_list_without_faults_gives_an_empty_workbook():
    clean = read_list(workbook(PEOPLE, ROWS[3]), "danh-sach.xlsx")
    again = read_list(bad_rows_workbook(clean), "can-sua.xlsx")
    assert again.rows == ()
