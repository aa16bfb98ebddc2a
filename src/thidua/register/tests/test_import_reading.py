"""Old ledgers of many layouts, read without a database."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from thidua.register.ledger import (
    LedgerReading,
    Line,
    Mapping,
    WrongMap,
    bad_lines_workbook,
    mapping_from_json,
    read_ledger,
    rivals,
)
from thidua.register.reading import Unreadable
from thidua.register.tests.books import book, ledger, one

ON = date(2026, 1, 5)


def read(data: bytes, name: str = "so.xlsx", **more: Any) -> LedgerReading:
    return read_ledger(data, name, on=ON, **more)


def codes(line: Line) -> set[str]:
    return {problem.code for problem in line.problems if problem.blocking}


def told(line: Line) -> tuple[str, str, int, int]:
    return line.name, line.award, line.period_from, line.period_to


# ---- layouts ---------------------------------------------------------------------------------------------------


def test_titles_one_column_for_the_decision_and_notes_below() -> None:
    reading = read(
        one(
            ["ỦY BAN NHÂN DÂN QUẬN BA ĐÌNH"], ["SỔ THEO DÕI KHEN THƯỞNG NĂM 2019"], [],
            ["TT", "Họ tên, năm sinh", "Chức vụ, đơn vị", "Hình thức khen", "Số, ngày quyết định"],
            [1, 2, 3, 4, 5],
            [1, "NGUYỄN VĂN AN (1980)", "Giáo viên Trường THCS Hoa Sen", "BK UBND TP", "Quyết định số 12/QĐ-UBND ngày 3/4/2020"],
            [2, "Bà Trần Thị Bình, sinh 1975", "Hiệu trưởng, Trường THCS Hoa Sen", "CSTĐ CS", "Số 15/QĐ-UBND ngày 05 tháng 04 năm 2020 của Chủ tịch UBND quận"],
            ["", "Cộng: 2 người"], ["", "Người lập biểu"],
        )
    )  # fmt: skip
    first, second = reading.lines
    assert told(first) == ("NGUYỄN VĂN AN", "BKTP", 2019, 2019)
    assert (first.birth, first.position, first.unit) == ("1980", "Giáo viên", "Trường THCS Hoa Sen")
    assert (first.number, first.day) == ("12/QĐ-UBND", "2020-04-03")
    assert (second.number, second.day, second.authority) == ("15/QĐ-UBND", "2020-04-05", "Chủ tịch UBND quận")
    assert not any(line.bad for line in reading.lines)
    assert len(reading.ignored) == 6


def test_years_as_columns_with_an_award_in_each_cell() -> None:
    reading = read(
        one(
            ["STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Danh hiệu thi đua các năm", "", "", ""],
            ["", "", "", "", 2015, 2016, 2017, "2018-2019"],
            [1, "Lê Văn Cường", datetime(1980, 5, 6), "Sở Tài chính", "LĐTT", "CSTĐCS", "", "CSTĐ TP; BK UBND TP"],
            [2, "Phạm Thị Dung", 1985, "Sở Tài chính", "LĐTT", "-", "", "LĐTT (QĐ 77/QĐ-STC ngày 12/12/2019)"],
            merges=["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:H1"],
        )
    )  # fmt: skip
    assert [told(line) for line in reading.lines] == [
        ("Lê Văn Cường", "LDTT", 2015, 2015), ("Lê Văn Cường", "CSTDCS", 2016, 2016), ("Lê Văn Cường", "CSTDT", 2018, 2019),
        ("Lê Văn Cường", "BKTP", 2018, 2019), ("Phạm Thị Dung", "LDTT", 2015, 2015), ("Phạm Thị Dung", "LDTT", 2018, 2019),
    ]  # fmt: skip
    assert (reading.lines[-1].number, reading.lines[-1].day) == ("77/QĐ-STC", "2019-12-12")
    assert len({line.who for line in reading.lines}) == 2


def test_merged_headings_and_a_person_named_once_for_several_honours() -> None:
    reading = read(
        one(
            ["STT", "Họ và tên", "Năm sinh", "Khen thưởng", "", "Quyết định", "", "", "Tình trạng", "Ghi chú"],
            ["", "", "", "Hình thức", "Năm", "Số", "Ngày", "Người ký", "", ""],
            [1, "Lê Văn Cường", 1980, "LĐTT", 2015, "1/QĐ-STC", "1/1/2016", "Giám đốc", "", ""],
            ["", "", "", "CSTĐCS", 2016, "2/QĐ-STC", "30/12/2016", "Giám đốc", "Thu hồi", "Thu hồi theo QĐ 9/QĐ-STC ngày 1/2/2018"],
            ["", "", "", "CSTĐCS", 2017, "3/QĐ-STC", 43100, "Giám đốc", "", ""],
            merges=["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:H1", "I1:I2", "J1:J2"],
        )
    )  # fmt: skip
    assert [told(line) for line in reading.lines] == [
        ("Lê Văn Cường", award, year, year) for award, year in (("LDTT", 2015), ("CSTDCS", 2016), ("CSTDCS", 2017))
    ]
    revoked = reading.lines[1]
    assert (revoked.standing, revoked.change_number, revoked.change_day) == (
        "revoked",
        "9/QĐ-STC",
        "2018-02-01",
    )
    assert reading.lines[2].day == "2017-12-31"  # a day as Excel counts days
    assert {line.signer for line in reading.lines} == {"Giám đốc"}


def test_decision_award_and_year_told_by_group_lines_and_the_sheet() -> None:
    reading = read(
        book(
            ("2018", [
                ["STT", "Tên tập thể, cá nhân", "Đơn vị"],
                ["I", "Quyết định số 12/QĐ-UBND ngày 3/4/2019 của Chủ tịch UBND Thành phố"],
                ["A", "Tập thể lao động xuất sắc"], [1, "Phòng Nội vụ", "Quận Ba Đình"],
                ["B", "Chiến sĩ thi đua cơ sở"], [1, "Nguyễn Văn Hải", "Quận Ba Đình"],
            ], ()),
            ("2019", [["STT", "Họ và tên", "Đơn vị", "Danh hiệu"], [1, "Nguyễn Văn Hải", "Quận Ba Đình", "LĐTT"]], ()),
        )
    )  # fmt: skip
    assert [(line.kind, *told(line), line.number) for line in reading.lines] == [
        ("collective", "Phòng Nội vụ", "TTLDXS", 2018, 2018, "12/QĐ-UBND"),
        ("individual", "Nguyễn Văn Hải", "CSTDCS", 2018, 2018, "12/QĐ-UBND"),
        ("individual", "Nguyễn Văn Hải", "LDTT", 2019, 2019, ""),
    ]
    assert reading.lines[1].who != reading.lines[2].who  # no number, no birth: nobody knows whether they are one


def test_a_group_line_between_two_honours_of_one_person_speaks_of_the_second() -> None:
    head = ("TT", "Họ và tên", "Năm sinh", "Danh hiệu", "Số QĐ")
    rows = ((1, "Nguyễn Văn Tú", 1980, "LĐTT", "5/QĐ-A"), ("Năm 2017",), ("", "", "", "CSTĐCS", "6/QĐ-A"))
    lines = read(one(("DANH SÁCH KHEN THƯỞNG NĂM 2016",), (), head, *rows)).lines
    assert [told(line) for line in lines] == [
        ("Nguyễn Văn Tú", "LDTT", 2016, 2016),
        ("Nguyễn Văn Tú", "CSTDCS", 2017, 2017),
    ]
    assert lines[0].who == lines[1].who


def test_csv_with_semicolons_a_mark_and_two_ways_of_writing_one_name() -> None:
    text = (
        "\ufeffHọ và tên;Ngày sinh;Đơn vị;Danh hiệu;Năm học;Số QĐ;Ngày ký;Số bằng\n"
        "Nguyễn Thị Hoà;12.3.1981;Trường THPT A;CSTĐCS;2019-2020;309 /QĐ-UBND;20-12-2020;BK 77\n"
        "Nguyễn Thị Hòa;1981;Trường THPT A;LĐTT;2018-2019;12/QĐ-UBND;2019-12-20;\n"
        "NGUYỄN THỊ HÒA;12/03/1981;Trường THPT A;CSTĐCS;2019-2020;0309/QĐ-UBND;20/12/2020;\n"
        "Tổng cộng: 3;;;;;;;\n"
    )
    reading = read(text.encode(), "so.csv")
    assert [line.who for line in reading.lines] == [0, 0, 0]
    assert [line.twin for line in reading.lines] == [-1, -1, 0]
    assert (reading.lines[0].number, reading.lines[0].certificate) == ("309/QĐ-UBND", "BK 77")
    assert reading.counts() == {"lines": 3, "bad": 0, "twice": 1, "ignored": 2}


def test_awards_as_columns_with_years_in_the_cells() -> None:
    reading = read(
        one(
            ["STT", "Họ và tên", "LĐTT", "CSTĐCS"],
            [1, "Nguyễn Văn Hải", "2015, 2016", "2016"],
            [2, "Nguyễn Văn Hùng", "2015", ""],
        )
    )
    assert [told(line)[1:3] for line in reading.lines] == [
        ("LDTT", 2015),
        ("LDTT", 2016),
        ("CSTDCS", 2016),
        ("LDTT", 2015),
    ]
    assert [line.who for line in reading.lines] == [0, 0, 0, 1]


# ---- what is wrong -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("Vũ Già", 1790, "", "Sở A", "LĐTT", 2016, "2/QĐ", "1/1/2017"), "BIRTH_UNLIKELY"),
        (("Hà Chưa Sinh", 1999, "", "Sở A", "LĐTT", 1990, "5/QĐ-A", "1/1/1991"), "BEFORE_BIRTH"),
        (("Ngô Thọ", 1905, "", "Sở A", "LĐTT", 2018, "5/QĐ-A", "1/1/2019"), "AGE_UNLIKELY"),
        (("Ngô Sớm", 1970, "", "Sở A", "LĐTT", 2020, "5/QĐ-A", "1/1/2019"), "DECISION_BEFORE_PERIOD"),
        (
            ("Ngô Excel", 1970, "", "Sở A", "LĐTT", datetime(1905, 7, 9), "5/QĐ-A", "1/1/2017"),
            "PERIOD_SERIAL",
        ),
        (
            ("Ngô Đầu Lịch", 1970, "", "Sở A", "LĐTT", 2016, "5/QĐ-A", datetime(1900, 1, 5)),
            "DECISION_DATE_UNLIKELY",
        ),
        (("Ngô Mai Sau", 1970, "", "Sở A", "LĐTT", 2030, "5/QĐ-A", ""), "PERIOD_FUTURE"),
        (("Ngô Ngày Lạ", 1970, "", "Sở A", "LĐTT", 2016, "5/QĐ-A", "31/02/2017"), "DECISION_DATE_IMPOSSIBLE"),
        (("Ngô Không Năm", 1970, "", "Sở A", "LĐTT", "", "5/QĐ-A", "1/1/2017"), "PERIOD_MISSING"),
        (("Ngô Chữ Lạ", 1970, "", "Sở A", "Chiến sỹ", 2016, "5/QĐ-A", "1/1/2017"), "AWARD_UNKNOWN"),
        (("Ngô Chưa Rõ", 1970, "", "Sở A", "CSTĐ", 2016, "5/QĐ-A", "1/1/2017"), "AWARD_AMBIGUOUS"),
        (("Ngô Thiếu Số", 1970, "12345678901", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017"), "CCCD_LENGTH"),
        (
            ("Ngô Trái Nhau", 1970, "001085123456", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017"),
            "CCCD_MISMATCH",
        ),
        (("Ngô Bị Thu", 1970, "", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017", "Đã thu hồi"), "CHANGE_HOW"),
        (("Ngô Khó Hiểu", 1970, "", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017", "nửa nạc"), "STATUS_UNKNOWN"),
        (
            (
                "Ngô Cãi Nhau",
                1970,
                "",
                "Sở A",
                "LĐTT",
                2016,
                "5/QĐ-A",
                "1/1/2017",
                "Có hiệu lực",
                "Thu hồi theo QĐ 7/QĐ-A ngày 2/2/2018",
            ),
            "STATUS_CONTRADICTS",
        ),
    ],
)
def test_a_row_that_cannot_be_true_waits_with_the_reason(row: tuple[object, ...], code: str) -> None:
    reading = read(ledger(row, ("Nguyễn Văn Đúng", 1980, "", "Sở A", "LĐTT", 2016, "6/QĐ-A", "1/1/2017")))
    assert codes(reading.lines[0]) == {code}
    assert not reading.lines[1].bad


HEAD_ROUTE = (
    "TT",
    "Họ tên",
    "Năm sinh",
    "Danh hiệu",
    "Năm",
    "Số QĐ",
    "Loại hình khen thưởng",
    "Nội dung khen",
)


@pytest.mark.parametrize(
    ("award", "told", "note", "route", "code"),
    [
        ("GK", "Đột xuất", "", "sudden", ""), ("GK", "Theo chuyên đề", "", "themed", ""), ("GK", "Công trạng", "", "merit", ""),
        ("GK", "Quá trình cống hiến", "", "service", ""), ("GK", "", "", "merit", ""),
        ("BK UBND TP (đột xuất)", "", "", "sudden", "ROUTE_FROM_WORDS"),
        ("GK", "", "Thành tích đột xuất trong chữa cháy", "sudden", "ROUTE_FROM_WORDS"),
        ("GK", "", "Tổng kết chuyên đề 5 năm", "themed", "ROUTE_FROM_WORDS"),
        ("GK", "Công trạng", "Thành tích đột xuất trong chữa cháy", "merit", ""), ("GK", "lạ lắm", "", "merit", "ROUTE_UNKNOWN"),
    ],
)  # fmt: skip
def test_the_route_is_told_by_its_column_else_by_words(award: str, told: str, note: str, route: str, code: str) -> None:
    (line,) = read(one(HEAD_ROUTE, (1, "Nguyễn Văn Tú", 1980, award, 2016, "5/QĐ-A", told, note))).lines
    assert (line.route, line.bad) == (route, False)
    found = {problem.code for problem in line.problems}
    assert found & {"ROUTE_FROM_WORDS", "ROUTE_UNKNOWN", "AWARD_PART_UNKNOWN"} == ({code} if code else set())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Cộng đồng dân cư Tổ 5", "community"),
        ("Tổ dân phố số 5", "collective"),
        ("Hộ ông Lê Ba", "household"),
    ],
)
def test_communities_households_and_collectives_are_told_by_their_names(name: str, kind: str) -> None:
    (line,) = read(ledger((name, "", "", "Phường Thử", "Giấy khen", 2016, "5/QĐ-A", "1/1/2017"))).lines
    assert (line.kind, line.bad) == (kind, False)


def test_a_title_tells_the_route_and_a_column_of_kinds_may_hold_the_awards() -> None:
    head = ("TT", "Họ tên", "Năm sinh", "Loại hình khen thưởng", "Năm", "Số QĐ")
    (line,) = read(
        one(("DANH SÁCH KHEN THƯỞNG ĐỘT XUẤT",), (), head, (1, "Nguyễn Văn Tú", 1980, "LĐTT", 2016, "5/QĐ-A"))
    ).lines
    assert (line.award, line.route) == ("LDTT", "sudden")


@pytest.mark.parametrize(
    ("award", "code"),
    [("LĐTT 2017-2016", "PERIOD_ORDER"), ("LĐTT 2099", "PERIOD_FUTURE"), ("LĐTT 1820", "PERIOD_UNLIKELY"), ("7/QĐ-A", "AWARD_MISSING")],
)  # fmt: skip
def test_years_and_decisions_beside_an_award_are_judged_like_those_in_columns(award: str, code: str) -> None:
    head = ("TT", "Họ tên", "Năm sinh", "Danh hiệu", "Số QĐ")
    (line,) = read(one(head, (1, "Nguyễn Văn Tú", 1980, award, "5/QĐ-A"))).lines
    assert code in codes(line)


def test_formula_values_are_used_and_lost_ones_asked_for() -> None:
    reading = read(ledger(("Ngô Công Thức", 1970, "", "Sở A", "LĐTT", "=2010+5", "5/QĐ-A", "1/1/2019")))
    assert (reading.lines[0].period_to, reading.lines[0].bad) == (2015, False)


def test_old_fonts_and_split_marks_are_read_as_one_name() -> None:
    rows = [("NguyÔn V¨n Hïng", 1970, "", "Së Tµi chÝnh", "Lao ®éng tiªn tiÕn", 2016, "5/Q§-A", "1/1/2017")] * 1
    rows += [("Hoµng ThÞ ThuËn", 1970, "", "Së Tµi chÝnh", "ChiÕn sÜ thi ®ua c¬ së", 2016, "6/Q§-A", "1/1/2017")]
    first, second = read(ledger(*rows)).lines
    assert (first.name, first.unit, first.award) == ("Nguyễn Văn Hùng", "Sở Tài chính", "LDTT")
    assert (second.name, second.award) == ("Hoàng Thị Thuận", "CSTDCS")
    assert any(problem.code == "LEGACY_FONT" for problem in first.problems)
    split = read(
        ledger(("Nguye\u0302\u0303n Va\u0306n Hu\u0300ng", 1970, "", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017"))
    ).lines[0]
    assert split.name == "Nguyễn Văn Hùng"


def test_rows_that_contradict_each_other_both_wait() -> None:
    good = ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017")
    other_name = read(ledger(good, ("Lê Thị Mơ", *good[1:5], 2017, "6/QĐ-A", "1/1/2018"))).lines
    assert [codes(line) for line in other_name] == [{"CCCD_SHARED"}, {"CCCD_SHARED"}]
    most = read(
        ledger(
            good,
            (*good[:5], 2018, "8/QĐ-A", "1/1/2019"),
            ("Lê Thị Mơ", *good[1:5], 2017, "6/QĐ-A", "1/1/2018"),
        )
    ).lines
    assert [codes(line) for line in most] == [set(), set(), {"CCCD_SHARED"}]
    status = read(ledger(good, (*good, "Đã thu hồi", "Thu hồi theo QĐ 7/QĐ-A ngày 2/2/2018"))).lines
    assert [codes(line) for line in status] == [{"HONOUR_CONTRADICTS"}, {"HONOUR_CONTRADICTS"}]
    decisions = read(ledger(good, (*good[:6], "77/QĐ-A", "1/1/2017"))).lines
    assert [codes(line) for line in decisions] == [{"HONOUR_TWICE"}, {"HONOUR_TWICE"}]
    kept = read(
        ledger(good, (*good[:6], "77/QĐ-A", "1/1/2017")), mapping=Mapping(settled={"HONOUR_TWICE": "keep"})
    ).lines
    assert not any(line.bad for line in kept)


def test_a_line_without_its_decision_repeats_the_one_that_has_it() -> None:
    good = ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở A", "LĐTT", 2016, "5/QĐ-A", "1/1/2017")
    for rows, twins in (([good, (*good[:6], "", "")], [-1, 0]), ([(*good[:6], "", ""), good], [1, -1])):
        assert [line.twin for line in read(ledger(*rows)).lines] == twins


# ---- who is who ----------------------------------------------------------------------------------------------


def test_without_a_number_only_one_fitting_person_is_meant() -> None:
    def people(*rows: tuple[str, object, str, str]) -> list[Line]:
        return read(ledger(*((*row, "LĐTT", 2000 + at, f"{at}/QĐ-A", "") for at, row in enumerate(rows, 1)))).lines

    same = people(
        ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở A"),
        ("TRẦN VĂN TÚ", 1980, "", "Sở A"),
        ("Trần Văn Tú", "12/03/1980", "", "Sở A"),
    )
    assert len({line.who for line in same}) == 1
    elsewhere = people(("Trần Văn Tú", "12/03/1980", "001080123456", "Sở A"), ("Trần Văn Tú", "12/03/1980", "", "Sở B"))
    assert len({line.who for line in elsewhere}) == 2
    assert rivals(elsewhere) == [(elsewhere[0].who, elsewhere[1].who)]
    two = people(
        ("Trần Văn Tú", "12/03/1980", "001080123456", "Sở A"),
        ("Trần Văn Tú", "01/05/1980", "001080999999", "Sở A"),
        ("Trần Văn Tú", 1980, "", "Sở A"),
    )
    assert len({line.who for line in two}) == 3
    marks = people(("Trần Văn Hoa", 1980, "", "Sở A"), ("Trần Văn Hòa", 1980, "", "Sở A"))
    assert len({line.who for line in marks}) == 2


# ---- what a person says --------------------------------------------------------------------------------------


def test_columns_words_and_doubts_are_explained_once() -> None:
    data = one(
        ["STT", "Họ và tên", "Cột lạ", "DH gì đó", "Mốc"],
        [1, "Trần Văn Tú", "001080123456", "Khen loại 2", "2016"],
        [2, "Lê Văn Ba", "", "CSTĐ", "2017"],
    )
    before = read(data)
    assert all(line.bad for line in before.lines)
    mapping = mapping_from_json(
        {
            "columns": {"DH gì đó": "awards", "mốc": "period"},
            "awards": {"khen loại 2": "GK"},
            "settled": {"AWARD_AMBIGUOUS": "accept"},
        }
    )
    after = read(data, mapping=mapping).lines
    assert [(line.award, line.period_to) for line in after] == [("GK", 2016), ("CSTDCS", 2017)]
    assert not any(line.bad for line in after)
    assert {column.header: column.how for column in read(data, mapping=mapping).columns}["DH gì đó"] == "learnt"


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"cột": {}},
        {"columns": {"A": "chẳng có"}},
        {"awards": {"BK": "XX"}},
        {"settled": {"XX": "keep"}},
        {"settled": {"TWICE": "xóa"}},
        {"places": [["S", "A"]]},
    ],
)
def test_a_map_that_cannot_be_used_says_why(data: object) -> None:
    with pytest.raises(WrongMap) as failure:
        mapping_from_json(data)
    assert failure.value.reason


def test_proposals_are_taken_and_lost_numbers_left_out_when_asked() -> None:
    data = ledger(
        ("NGÔ EXCEL", 1970, "", "Sở A", "LĐTT", datetime(1905, 7, 8), "5/QĐ-A", "1/1/2017"),
        ("Ngô Mất Không", "12/03/1980", "1080123456", "Sở A", "LĐTT", 2015, "6/QĐ-A", "04/28/2016"),
        ("Ngô Cụt", 1980, "10801234", "Sở A", "LĐTT", 2015, "7/QĐ-A", ""),
    )
    accept = dict.fromkeys(("NAME_CAPITALS", "PERIOD_SERIAL", "CCCD_ZERO_LOST", "DECISION_ORDER"), "accept")
    lines = read(data, mapping=Mapping(settled={**accept, "CCCD_LENGTH": "keep"})).lines
    assert not any(line.bad for line in lines)
    assert (lines[0].name, lines[0].period_to) == ("Ngô Excel", 2016)
    assert (lines[1].cccd, lines[1].day) == ("001080123456", "2016-04-28")
    assert lines[2].cccd == ""


# ---- back and forth ------------------------------------------------------------------------------------------


def test_bad_lines_come_back_with_reasons_and_can_be_read_again() -> None:
    reading = read(
        ledger(
            ("Hà Chưa Sinh", 1999, "", "Sở A", "LĐTT", 1990, "5/QĐ-A", "1/1/1991"),
            ("Lê Đủ", 1980, "", "Sở A", "LĐTT", 2016, "6/QĐ-A", "1/1/2017"),
        )
    )
    data = bad_lines_workbook([line for line in reading.lines if line.bad], reading.columns)
    again = read(data, "can-sua.xlsx")
    assert [(told(line), codes(line)) for line in again.lines] == [
        (("Hà Chưa Sinh", "LDTT", 1990, 1990), {"BEFORE_BIRTH"})
    ]
    assert (again.lines[0].number, again.lines[0].day) == ("5/QĐ-A", "1991-01-01")


def test_a_line_is_kept_and_opened_unchanged() -> None:
    for line in read(ledger(("Hà Chưa Sinh", 1999, "", "Sở A", "LĐTT", 1990, "5/QĐ-A", "1/1/1991"))).lines:
        assert Line.from_list(line.to_list()) == line


@pytest.mark.parametrize("data", [b"", b"khong phai bang", b"PK\x03\x04hong"])
def test_a_file_that_is_no_ledger_is_refused_or_empty(data: bytes) -> None:
    try:
        assert not read(data, "so.xlsx" if data[:2] == b"PK" else "so.csv").lines
    except Unreadable as failure:
        assert failure.reason


def test_the_sample_ledger() -> None:
    shared = Path(os.environ.get("THIDUA_SHARED") or Path(__file__).resolve().parents[5] / "shared")
    path = shared / "samples" / "so-khen-thuong-2015-2024.xlsx"
    if not path.exists():
        pytest.skip("shared material: samples/so-khen-thuong-2015-2024.xlsx")
    reading = read(path.read_bytes())
    assert reading.counts() == {"lines": 2000, "bad": 0, "twice": 40, "ignored": 1}
    assert sum(line.standing == "revoked" for line in reading.lines) == 18
    assert any((line.period_from, line.period_to) == (2019, 2020) for line in reading.lines)
