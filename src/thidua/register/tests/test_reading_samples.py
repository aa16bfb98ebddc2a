"""The four lists of the shared samples, each row against the cells of the file."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
import python_calamine

from thidua.foundation.text import decode_legacy, tidy
from thidua.plans.tests.cases.schema import wrong_in
from thidua.register.reading import AwardNames, Kind, ListReading, Sameness, Status, read_list

CLEAN = "danh-sach-mau-chuan.xlsx"
WARD = "danh-sach-phuong-lon-xon.xlsx"
SCHOOL = "danh-sach-truong-ma-tcvn3.xlsx"
ANNEX = "to-trinh-77-danh-sach-kem-theo.docx"


@cache
def _read(path: Path) -> ListReading:
    return read_list(path.read_bytes(), path.name)


def sample(shared: Path, name: str) -> ListReading:
    return _read(shared / "samples" / name)


def cells(shared: Path, name: str) -> list[list[Any]]:
    """The rows of the first sheet that carry a running number, straight from the file."""
    book = python_calamine.CalamineWorkbook.from_path(shared / "samples" / name)
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [row for row in rows if isinstance(row[0], float)]


def by_letter(reading: ListReading) -> dict[str, str]:
    return {column.column: column.field for column in reading.columns}


@pytest.mark.parametrize(("name", "count"), [(CLEAN, 28), (WARD, 33), (SCHOOL, 32), (ANNEX, 10)])
def test_counts_and_form(shared: Path, name: str, count: int):
    reading = sample(shared, name)
    assert len(reading.rows) == count
    assert wrong_in(reading.to_json(), "list-read-1") == []
    assert ListReading.from_json(reading.to_json()) == reading


def test_the_clean_list_has_nothing_to_mend(shared: Path):
    reading = sample(shared, CLEAN)
    assert reading.summary()["flagged"] == 0
    assert reading.same == ()
    for row, printed in zip(reading.rows, cells(shared, CLEAN), strict=True):
        assert (row.kind, row.problems) == (Kind.INDIVIDUAL, ())
        assert row.name == printed[1]
        assert row.sex == {"Nam": "male", "Nữ": "female"}[printed[2]]
        assert row.birth == printed[3].isoformat()
        assert (row.cccd, row.position, row.unit) == (printed[4], printed[5], printed[6])
        assert [AwardNames.standard().title(code) for code in row.awards] == [printed[7]]
        assert (row.rating, row.achievement) == (printed[8], printed[10])
        assert row.extra.get("initiative", "") == printed[9]
        assert float(row.extra["votes"]) == printed[11]


def test_the_wards_list_row_by_row(shared: Path):
    for row, printed in zip(sample(shared, WARD).rows, cells(shared, WARD), strict=True):
        bare = re.sub(r"^(?:Ông|Bà) ", "", " ".join(str(printed[1]).split()))
        assert row.name == bare
        number = str(int(printed[3])) if isinstance(printed[3], float) else str(printed[3])
        assert row.cccd == number
        if row.kind is Kind.INDIVIDUAL:
            assert row.position + ", " + row.unit == printed[4]
            assert row.birth[2:4] == year_in(printed[2])
        assert row.achievement == printed[7]
        assert len(row.awards) == bool(printed[5]) + bool(printed[6])


def year_in(value: Any) -> str:
    """The last two digits of the year of birth in a cell of any form."""
    if isinstance(value, float) and value > 3000:
        value = date(1899, 12, 30) + timedelta(days=value)
    if isinstance(value, date):
        return f"{value:%y}"
    text = str(int(value)) if isinstance(value, float) else str(value)
    return (re.findall(r"(?:19|20)\d\d", text) or [text])[0][-2:]


def test_the_wards_lost_zeros_are_proposed_not_put_in(shared: Path):
    rows = sample(shared, WARD).rows
    lost = [(row, problem) for row in rows for problem in row.problems if problem.code == "CCCD_ZERO_LOST"]
    assert len(lost) == 17
    for row, problem in lost:
        assert problem.proposal == row.cccd.zfill(12)
        assert len(row.cccd) < 12
        assert row.printed["cccd"] == row.cccd
        assert row.status is Status.FLAGGED


def test_the_ward_names_one_person_twice_and_two_collectives(shared: Path):
    reading = sample(shared, WARD)
    (same,) = reading.same
    assert (same.verdict, [row for _sheet, row in same.rows]) == (Sameness.SAME, [21, 31])
    assert [row.name for row in reading.rows if row.kind is Kind.COLLECTIVE] == [
        "Tập thể Văn phòng HĐND và UBND phường", "Tổ dân phố số 14",
    ]  # fmt: skip
    assert Counter(p.code for row in reading.rows for p in row.problems) == {
        "CCCD_ZERO_LOST": 17, "NAME_CAPITALS": 6, "SAME_NUMBER": 1,
    }  # fmt: skip


def test_what_the_ward_wrote_around_the_list_is_left_out_with_a_reason(shared: Path):
    reading = sample(shared, WARD)
    assert reading.unit == "UBND PHƯỜNG GIẢNG VÕ"
    why = Counter(item.why.split(":")[0] for item in reading.ignored)
    assert why["Dòng cộng."] == 4
    assert why["Dòng nhóm"] == 3
    assert why["Tiêu đề cột."] == 2
    assert [item.sheet for item in reading.ignored if item.why.startswith("Trang tính bị ẩn")] == ["Sheet2_cu"]
    assert by_letter(reading) | {"F": "awards", "G": "awards"} == by_letter(reading)


def test_the_schools_old_font_is_read_and_kept_as_printed(shared: Path):
    reading = sample(shared, SCHOOL)
    assert [p.code for row in reading.rows for p in row.problems] == ["LEGACY_FONT"] * 32
    for row, printed in zip(reading.rows, cells(shared, SCHOOL), strict=True):
        assert row.name.casefold() == tidy(decode_legacy(printed[1], "tcvn3")).casefold()
        assert row.printed["name"] == printed[1]
        assert (row.cccd, row.status) == (printed[3], Status.ACCEPTED)
        assert row.position.casefold() == tidy(decode_legacy(printed[4], "tcvn3")).casefold()
        assert len(row.awards) == 1
    assert any("ư" in row.name for row in reading.rows)  # its code is the soft hyphen, which many readers drop


def test_the_annex_row_by_row(shared: Path):
    table = docx.Document(str(shared / "samples" / ANNEX)).tables[-1]
    found = [[cell.text for cell in row.cells] for row in table.rows]
    if found[0][0] != "TT":
        found = [
            [c.text for c in row.cells] for t in docx.Document(str(shared / "samples" / ANNEX)).tables for row in t.rows
        ]
    printed = [row for row in found if row[0].isdigit()]
    reading = sample(shared, ANNEX)
    for row, texts in zip(reading.rows, printed, strict=True):
        name, _, year = texts[1].partition("\n")
        if year:
            assert (row.kind, row.birth) == (Kind.INDIVIDUAL, year.strip("()"))
            assert row.sex == {"Ông": "male", "Bà": "female"}[name.split()[0]]
            assert row.name == name.split(" ", 1)[1]
            assert f"{row.position}, {row.unit}" == texts[2]
        else:
            assert (row.kind, row.name, row.unit, row.birth) == (Kind.COLLECTIVE, name, texts[2], "")
        assert row.extra["prior"] == texts[4]
        assert row.problems == ()
    assert [row.awards for row in reading.rows] == [("BKTP",)] * 6 + [("CSTDT",)] * 2 + [("TTLDXS",)] * 2
    assert reading.unit == "SỞ CÔNG THƯƠNG"
