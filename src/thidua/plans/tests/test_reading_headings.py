"""Bare days under the name of their month, school years, and such plans in other ways of writing Vietnamese."""

from __future__ import annotations

import io
import unicodedata
from datetime import date

import docx
import pytest

from thidua.foundation.legacy import TCVN3, VNI
from thidua.foundation.workdays import calendar_for
from thidua.plans.reading.deadlines import Remark, month_of, read_deadline, read_under
from thidua.plans.reading.deadlines.school import days_of
from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import Relation
from thidua.plans.tests.cases.schema import wrong_in

CALENDAR = calendar_for([2025, 2026, 2027])

ROWS = [
    ("Tháng 6", "", ""),
    ("1", "Nộp báo cáo", "Ngày 15"),
    ("2", "Gửi hồ sơ đợt hai", "Trước 20"),
    ("3", "Tập huấn cho cơ sở", "từ ngày 05 đến ngày 10"),
    ("4", "Họp giao ban", "10, 25"),
    ("5", "Việc không có thật", "Ngày 31"),
    ("6", "Việc định kỳ", "Ngày 25 hằng tháng"),
    ("Tháng 9/2026", "", ""),
    ("7", "Thi đua dạy tốt, học tốt", "Năm học 2026-2027"),
    ("8", "Tổng kết phong trào", "Hết năm học 2026-2027"),
    ("9", "Khai mạc", "Ngày 4"),
]
DAYS = {
    "1": [("on", date(2026, 6, 15))], "2": [("before", date(2026, 6, 20))], "3": [("range", date(2026, 6, 10))],
    "4": [("on", date(2026, 6, 10)), ("on", date(2026, 6, 25))], "5": [("on", None)], "6": [("monthly_on_day", None)],
    "7": [("range", date(2027, 5, 31))], "8": [("by", date(2027, 5, 31))], "9": [("on", date(2026, 9, 4))],
}  # fmt: skip
HEAD = ("TT", "Nội dung", "Thời gian hoàn thành")
TITLE = "KẾ HOẠCH\nCông tác thi đua, khen thưởng năm 2026"


def as_text(rows=ROWS) -> str:
    return f"{TITLE}\n\n" + "\n".join("\t".join(row) for row in (HEAD, *rows))


def as_word(written=lambda text: text) -> bytes:
    document = docx.Document()
    for line in TITLE.split("\n"):
        document.add_paragraph(written(line))
    table = document.add_table(rows=0, cols=3)
    for row in (HEAD, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = written(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def in_legacy(table: dict[str, str]):
    """A writer in an old code; letters it lacks (marked capitals of TCVN3) as their small ones."""
    old = {new: code for code, new in table.items()}
    return lambda text: "".join(
        old.get(one) or old.get(one.lower()) or one for one in unicodedata.normalize("NFC", text)
    )


def check(data: bytes, name: str):
    reading = read_plan(data, name, calendar=CALENDAR)
    assert wrong_in(reading.to_json(), "plan-read-1") == []
    found = {task.number: [(one.relation.value, one.last_day) for one in task.milestones] for task in reading.tasks}
    assert found == DAYS
    return reading


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (as_text().encode(), "a.txt"), (decomposed(as_text()).encode(), "a.txt"), (as_word(), "a.docx"),
        (as_word(decomposed), "a.docx"), (as_word(in_legacy(TCVN3)), "a.docx"), (as_word(in_legacy(VNI)), "a.docx"),
    ],
    ids=["text", "text NFD", "word", "word NFD", "word TCVN3", "word VNI"],
)  # fmt: skip
def test_days_under_their_month_and_school_years_however_written(data, name):
    check(data, name)


def test_what_the_reader_took_from_elsewhere_is_flagged_with_its_proposal():
    reading = check(as_text().encode(), "a.txt")
    by_task = {task.number: task for task in reading.tasks}
    flags = {(flag.where, flag.code): flag for flag in reading.flags}
    key = by_task["1"].milestones[0].key
    assert flags[key, "MONTH_OF_HEADING"].proposal == "2026-06-15"
    school = flags[by_task["7"].milestones[0].key, "SCHOOL_YEAR"]
    assert (school.proposal, school.printed) == ("2027-05-31", "Năm học 2026-2027")
    assert "01/09/2026" in school.message
    impossible = by_task["5"].milestones[0]
    assert flags[impossible.key, "IMPOSSIBLE_DATE"].severity == "error"
    assert impossible.printed == "Ngày 31"
    assert (by_task["6"].milestones[0].key, "MONTH_OF_HEADING") not in flags


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("Tháng 6", "6"),
        ("THÁNG 06/2026", "6/2026"),
        ("Tháng 9 năm 2026", "9/2026"),
        ("Tháng 13", None),
        ("Quý II", None),
        (None, None),
    ],
)
def test_a_heading_that_is_a_month(heading, month):
    assert month_of(heading) == month


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("Tháng 6: ngày 10, ngày 20", [date(2026, 6, 10), date(2026, 6, 20)]),
        ("Tháng 6\n- ngày 10\n- ngày 20", [date(2026, 6, 10), date(2026, 6, 20)]),
        ("Tháng 4/2027:\nNgày 15: nộp hồ sơ\nNgày 20: họp", [date(2027, 4, 15), date(2027, 4, 20)]),
    ],
)
def test_a_cell_that_begins_with_its_month(cell, days):
    found = read_under(cell, None, year=2026)
    assert [one.day for one in found] == days
    assert all(Remark.MONTH_OF_HEADING not in one.remarks for one in found)


@pytest.mark.parametrize(
    "cell",
    [
        "Trong 5 ngày",
        "2 lần",
        "Hằng tháng",
        "Tháng 7",
        "Trước ngày 15/7",
        "quý III",
        "Ngày 15/8/2026",
        "Thường xuyên",
    ],
)
def test_what_is_no_bare_day_is_read_as_without_the_heading(cell):
    assert read_under(cell, "6", year=2026) == read_deadline(cell, year=2026)


@pytest.mark.parametrize(
    ("cell", "relation", "first", "last"),
    [
        ("Cả năm học 2026 - 2027", Relation.RANGE, date(2026, 9, 1), date(2027, 5, 31)),
        ("Đầu năm học 2026-2027", Relation.ON, None, date(2026, 9, 1)),
        ("Trước khai giảng năm học 2026-2027", Relation.BEFORE, None, date(2026, 9, 1)),
        ("Tổng kết: cuối năm học 2026-2027", Relation.BY, None, date(2027, 5, 31)),
    ],
)
def test_a_school_year_and_its_parts(cell, relation, first, last):
    (found,) = read_deadline(cell, year=2026)
    assert (found.relation, found.start, found.day or found.end) == (relation, first, last)
    assert found.remarks == [Remark.SCHOOL_YEAR]
    assert found.printed in cell


@pytest.mark.parametrize(
    ("cell", "relation", "remark"),
    [
        ("Trước Đại hội", Relation.BEFORE, Remark.BEFORE_EVENT),
        ("Trước khi họp Hội đồng", Relation.BEFORE, Remark.BEFORE_EVENT),
        ("Sau kỳ họp Hội đồng nhân dân", Relation.RANGE, Remark.AFTER),
        ("Ngay sau hội nghị", Relation.RANGE, Remark.AFTER),
    ],
)
def test_before_or_after_something_without_a_day(cell, relation, remark):
    (found,) = read_deadline(cell, year=2026)
    assert (found.relation, found.remarks, found.printed) == (relation, [remark], cell)
    assert (found.day, found.start, found.end) == (None, None, None)


@pytest.mark.parametrize("cell", ["Sau đó", "Sáu buổi", "Ngày sau hội nghị", "Trước 5"])
def test_other_words_than_before_and_after(cell):
    assert {one.relation for one in read_deadline(cell, year=2026)} <= {
        Relation.UNREAD,
        Relation.ON,
        Relation.BY,
    }


@pytest.mark.parametrize("cell", ["Năm học 2026-2028", "Năm học 2026", "Năm học mới"])
def test_what_is_no_school_year_is_not_guessed(cell):
    (found,) = read_deadline(cell, year=2026)
    assert Remark.SCHOOL_YEAR not in found.remarks


def test_the_days_of_a_school_year_come_from_dated_data():
    assert days_of(2026) == (date(2026, 9, 1), date(2027, 5, 31))


@pytest.mark.parametrize("written", [str, decomposed], ids=["NFC", "NFD"])
def test_ten_thousand_tasks_are_read_whole(written):
    rows = [
        ("Tháng 6", "", ""),
        *(
            (str(n), f"Việc số {n} của cụm", ("Ngày 15", "Trước ngày 20/7/2026", "Năm học 2026-2027")[n % 3])
            for n in range(1, 10_001)
        ),
    ]
    reading = read_plan(written(as_text(rows)).encode(), "a.txt", calendar=CALENDAR)
    assert (len(reading.tasks), len(list(reading.milestones()))) == (10_000, 10_000)
