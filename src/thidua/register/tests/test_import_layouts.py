"""Layouts of old ledgers: which row heads the columns, years under awards, levels and decisions in cells of their own."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from thidua.register.ledger import LedgerReading, Line, read_ledger
from thidua.register.tests.books import one

A, B = "Nguyễn Văn Sáng", "Trần Thị Bình"


def read(*rows: tuple[Any, ...], merges: tuple[str, ...] = ()) -> LedgerReading:
    return read_ledger(one(*rows, merges=merges), "so.xlsx", on=date(2026, 1, 5), default_unit="Sở A")


def codes(line: Line) -> set[str]:
    return {problem.code for problem in line.problems if problem.blocking}


def told(line: Line) -> tuple[str, str, int, str, str]:
    return line.name, line.award, line.period_to, line.number, line.day


def test_a_row_of_data_is_never_the_heading() -> None:
    """Titles, headings in unusual words, a row of numbers; a row of data holds more known words than the heading."""
    found = read(
        ("SỞ A",),
        ("SỔ KHEN THƯỞNG TỪ NĂM 2017 ĐẾN NĂM 2019",),
        ("TT", "Tên người, đơn vị được tặng", "Đối tượng", "Nơi công tác khi được tặng", "Được tặng", "Giai đoạn", "QĐ số", "Ký ngày"),
        tuple(f"({at})" for at in range(1, 9)),
        (1, A, "Cá nhân", "Sở A", "Bằng khen của Chủ tịch UBND Thành phố", 2017, "11/QĐ-UBND", datetime(2018, 2, 1)),
        (2, "Phòng Kế hoạch, Sở A", "Tập thể", "Sở A", "Tập thể lao động xuất sắc", 2018, "12/QĐ-UBND", datetime(2019, 2, 1)),
    )  # fmt: skip
    assert [told(line) for line in found.lines] == [
        (A, "BKTP", 2017, "11/QĐ-UBND", "2018-02-01"),
        ("Phòng Kế hoạch, Sở A", "TTLDXS", 2018, "12/QĐ-UBND", "2019-02-01"),
    ]
    assert not any(map(codes, found.lines))


def test_names_under_a_heading_nobody_knows() -> None:
    """The heading says nothing of names; "Tập thể" in a row of data is a heading elsewhere."""
    head = ("TT", "Được vinh danh", "Đối tượng", "Danh hiệu", "Năm", "Số QĐ", "Ngày ký")
    rows = [(at, A, "Cá nhân", "LĐTT", 2010 + at, f"{at}/QĐ-A", datetime(2011 + at, 1, 3)) for at in range(1, 5)]
    team = (5, "Tổ Hành chính", "Tập thể", "Tập thể lao động tiên tiến", 2016, "5/QĐ-A", datetime(2017, 1, 3))
    found = read(head, *rows[:2], team, *rows[2:])
    assert [(line.name, line.award) for line in found.lines] == [
        (A, "LDTT"), (A, "LDTT"), ("Tổ Hành chính", "TTLDTT"), (A, "LDTT"), (A, "LDTT"),
    ]  # fmt: skip


HEAD_OVER_YEARS = (
    (("STT", "Họ và tên", "LĐTT", "", "Giấy khen"), ("", "", 2018, 2019, 2019)),
    (("STT", "Giáo viên, nhân viên", "LĐTT 2018", "LĐTT năm 2019", "Giấy khen 2019"),),
)


@pytest.mark.parametrize("head", HEAD_OVER_YEARS)
def test_years_under_an_award_and_decisions_in_the_cells(head: tuple[tuple[Any, ...], ...]) -> None:
    found = read(
        *head,
        (1, A, "7/QĐ-A\n(03/01/2019)", "x", ""),
        (2, B, "", "QĐ số 8/QĐ-A ngày 4.1.2020", "1950/QĐ-A"),
        merges=("C1:D1",) if len(head) > 1 else (),
    )
    assert [told(line) for line in found.lines] == [
        (A, "LDTT", 2018, "7/QĐ-A", "2019-01-03"),
        (A, "LDTT", 2019, "", ""),
        (B, "LDTT", 2019, "8/QĐ-A", "2020-01-04"),
        (B, "GK", 2019, "1950/QĐ-A", ""),
    ]
    assert not any(map(codes, found.lines))


@pytest.mark.parametrize("cell, code", [("Giấy khen", "AWARD_CONTRADICTS"), ("chờ QĐ", "AWARD_UNKNOWN")])
def test_a_mark_that_is_none_waits(cell: str, code: str) -> None:
    (line, *_rest) = read(("STT", "Họ và tên", "LĐTT 2018"), (1, A, cell), (2, B, "x")).lines
    assert (line.award, codes(line)) == ("", {code})


def test_years_under_a_heading_nobody_knows() -> None:
    head = ("STT", "Họ và tên", "Ngày sinh", "Danh hiệu", "Khen cho", "Số QĐ", "Ngày ký")
    rows = [(at, A, "1/2/1980", "LĐTT", 2010 + at, f"{at}/QĐ-A", f"3/1/{2011 + at}") for at in range(1, 5)]
    assert [line.period_to for line in read(head, *rows).lines] == [2011, 2012, 2013, 2014]
    early = [(*row[:4], 1990 + at, *row[5:]) for at, row in enumerate(rows)]  # years of something else
    assert {line.period_to for line in read(head, *early).lines} == {0}
    late = [(*row[:4], 2020 + at, *row[5:]) for at, row in enumerate(rows)]
    assert {line.period_to for line in read(head, *late).lines} == {0}
    assert read((*head[:4], "Khen cho năm", *head[5:]), *early).lines[0].period_to == 1990  # now the heading says it


@pytest.mark.parametrize(
    "award, level, code",
    [
        ("Bằng khen", "Chủ tịch UBND TP", "BKTP"),
        ("Bằng khen", "Thủ tướng Chính phủ", "BKTTG"),
        ("CSTĐ", "Cơ sở", "CSTDCS"),
        ("Huân chương LĐ hạng Ba", "Chủ tịch nước", "HCLD3"),
        ("LĐTT", "Thủ trưởng cơ quan", "LDTT"),
    ],
)
def test_an_award_and_its_level_in_two_columns(award: str, level: str, code: str) -> None:
    head = ("Họ và tên", "Hình thức KT", "Cấp QĐ", "Năm", "Số/ngày QĐ")
    (line,) = read(head, (A, award, level, 2015, "9/QĐ-A ngày 2/3/2016")).lines
    assert (line.award, codes(line)) == (code, set())


@pytest.mark.parametrize("level", ["Hội làng", "UBND TP Bến Cát"])
def test_a_level_that_names_no_sure_award_leaves_it_open(level: str) -> None:
    head = ("Họ và tên", "Hình thức KT", "Cấp QĐ", "Năm", "Số/ngày QĐ")
    (line,) = read(head, (A, "Bằng khen", level, 2015, "9/QĐ-A ngày 2/3/2016")).lines
    assert (line.award, codes(line)) == ("", {"AWARD_AMBIGUOUS"})


@pytest.mark.parametrize(
    "cell",
    ["56/QĐ-UBND - 3/4/2016", "56/QĐ-UBND-03/04/2016", "3/4/2016 - 56/QĐ-UBND", "03/04/2016-56/QĐ-UBND"],
)
def test_number_and_day_joined_by_a_hyphen(cell: str) -> None:
    (line,) = read(("Họ và tên", "Danh hiệu", "Năm", "Số/ngày QĐ"), (A, "LĐTT", 2015, cell)).lines
    assert (line.number, line.day) == ("56/QĐ-UBND", "2016-04-03")


@pytest.mark.parametrize("cell, found", [("QĐ tạm", {"DECISION_UNREADABLE"}), ("không rõ", set()), ("", set())])
def test_words_for_a_number_are_not_dropped(cell: str, found: set[str]) -> None:
    (line,) = read(("Họ và tên", "Danh hiệu", "Năm", "Số QĐ", "Ngày ký"), (A, "LĐTT", 2015, cell, "")).lines
    assert codes(line) == found
