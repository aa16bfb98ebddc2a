"""Deadline cells in the ways offices write them: relation, printed words, days, and what is left open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.plans.reading.deadlines import Reading, Remark, read_deadline

YEAR = 2025


def told(reading: Reading) -> list[str]:
    """One reading in short: relation, then the day, days, month or rule."""
    days = [reading.day, reading.start, reading.end, reading.month, reading.recurrence]
    return [reading.relation.value, *(str(value) for value in days if value)]


ONE_TIME = [
    ("Trước ngày 31/01/2025", "before 2025-01-31"),
    ("trước 5/6", "before 2025-06-05"),
    ("Chậm nhất ngày 15 tháng 12 năm 2025", "by 2025-12-15"),
    ("Hạn cuối: 16.6.25", "by 2025-06-16"),
    ("Đến hết tháng 6/2025", "by 2025-06-30"),
    ("hết quý II/2025", "by 2025-06-30"),
    ("16-06-2025", "on 2025-06-16"),
    ("2025-06-16", "on 2025-06-16"),
    ("Thứ Sáu, 20/6/2025", "on 2025-06-20"),
    ("T2, 05/5/2025", "on 2025-05-05"),
    ("8h00 ngày 05/3/2025", "on 2025-03-05"),
    ("vào dịp 11/6/2025", "on_occasion 2025-06-11"),
    ("dịp kỷ niệm Quốc khánh (2/9/2025)", "on_occasion 2025-09-02"),
    ("từ 01/01/2025 đến 28/02/2025", "range 2025-01-01 2025-02-28"),
    ("15/5-20/6/2025", "range 2025-05-15 2025-06-20"),
    ("từ ngày 15/12/2025 đến hết ngày 15/01/2026", "range 2025-12-15 2026-01-15"),
    ("từ 8h00 ngày 5/3 đến 17h00 ngày 7/3/2025", "range 2025-03-05 2025-03-07"),
    ("ngày 15, 16/6/2025", "range 2025-06-15 2025-06-16"),
    ("Tháng 11-12/2025", "range 2025-11-01 2025-12-31"),
    ("Tháng 4, 5/2025", "range 2025-04-01 2025-05-31"),
    ("Quý I - Quý III", "range 2025-01-01 2025-09-30"),
    ("6 tháng đầu năm", "range 2025-01-01 2025-06-30"),
    ("Cả năm", "range 2025-01-01 2025-12-31"),
    ("Tháng 12/2025", "in_month 2025-12"),
    ("12/2025", "in_month 2025-12"),
    ("T6/2025", "in_month 2025-06"),
    ("cuối tháng 6", "in_month 2025-06"),
    ("Tuần thứ 2 tháng 5", "in_month 2025-05"),
    ("trong quý II", "within_quarter 2025-04-01 2025-06-30"),
    ("Q2/2025", "within_quarter 2025-04-01 2025-06-30"),
    ("Quý I, II", "within_quarter 2025-01-01 2025-06-30"),
    ("25 hàng tháng", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=25"),
    ("Ngày 15 và 30 hằng tháng", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=15,30"),
    ("Từ ngày 01 đến ngày 10 hằng tháng", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=10"),
    ("Hằng tháng theo thực tế", "monthly_as_arises"),
    ("Hàng quý", "periodic FREQ=MONTHLY;INTERVAL=3"),
    ("Chậm nhất ngày 15 tháng cuối quý", "periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=15"),
    ("Trước 15/12 hằng năm", "periodic FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15"),
    ("Thực hiện khi có nội dung phát sinh", "when_arises"),
    ("Thường xuyên", "when_arises"),
    ("Theo kế hoạch riêng", "by_document"),
    ("Thực hiện theo tiến độ tại Phụ lục 1", "by_document"),
    ("trước 15/01 năm sau", "before 2026-01-15"),
    ("Tháng 01 năm sau", "in_month 2026-01"),
    ("từ 15/12 đến 15/01 năm sau", "range 2025-12-15 2026-01-15"),
    ("trước ngày 10/02 (âm lịch)", "before 2025-03-09"),
    ("Ngày 10/3 âm lịch", "on 2025-04-07"),
    ("mùng 10 tháng 3 âm lịch", "on 2025-04-07"),
    ("từ 01 đến 10/3 âm lịch", "range 2025-03-29 2025-04-07"),
    ("Rằm tháng Giêng", "on 2025-02-12"),
    ("23 tháng Chạp", "on 2025-01-22"),
    ("15/11 âm lịch", "on_occasion"),
    ("mỗi quý 1 lần", "periodic FREQ=MONTHLY;INTERVAL=3"),
    ("Mỗi tháng một lần", "periodic FREQ=MONTHLY"),
    ("01 lần/tháng", "periodic FREQ=MONTHLY"),
    ("2 lần/năm", "periodic FREQ=MONTHLY;INTERVAL=6"),
    ("5 lần/năm", "periodic"),
    ("6 tháng một lần", "periodic FREQ=MONTHLY;INTERVAL=6"),
    ("ngày cuối cùng của quý", "periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ("ngày cuối tháng", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=-1"),
    (
        "ngày làm việc cuối cùng của tháng",
        "monthly_on_day FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ),
    ("trước ngày 5 của tháng sau", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=5"),
    ("Hằng tháng, trước ngày 25", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=25"),
    ("Trước ngày 10 tháng đầu của quý sau", "periodic FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10"),
    ("Tháng 3 hằng năm", "periodic FREQ=YEARLY;BYMONTH=3"),
    ("Thứ Sáu hằng tuần", "periodic FREQ=WEEKLY;BYDAY=FR"),
    ("Thứ 2, Thứ 4 hàng tuần", "periodic FREQ=WEEKLY;BYDAY=MO,WE"),
    ("sau 30 ngày kể từ 01/3/2025", "range"),
    ("trong 15 ngày làm việc kể từ ngày 03/3/2025", "by"),
    ("Trước 15 ngày so với ngày 20/5/2025", "before"),
    ("sau tháng 6/2025", "range"),
    ("Sau ngày 15/5/2025", "range"),
    ("trước tháng 6/2025", "before 2025-06-01"),
    ("Trước quý II", "before 2025-04-01"),
    ("Trước dịp 2/9", "before 2025-09-02"),
    ("trước ngày Quốc khánh 2/9/2025", "before 2025-09-02"),
    ("Trước Đại hội Đảng bộ tỉnh (tháng 10/2025)", "before 2025-10"),
    ("Nhân dịp kỷ niệm Ngày Thương binh - Liệt sĩ 27/7/2025", "on_occasion 2025-07-27"),
    ("Tháng 4 (trước ngày 20)", "before 2025-04-20"),
    ("Tháng 4/2025 (chậm nhất ngày 20)", "by 2025-04-20"),
    ("Tháng 4, từ ngày 10 đến ngày 20", "range 2025-04-10 2025-04-20"),
    ("tháng 3/25", "in_month 2025-03"),
    ("Quý I/25", "within_quarter 2025-01-01 2025-03-31"),
    ("từ 20/3 tới 30/3/2025", "range 2025-03-20 2025-03-30"),
    ("từ nay tới 30/4/2025", "by 2025-04-30"),
    ("trước O5/6/2025", "before"),
    ("l5/6/2O25", "on"),
    ("tháng tư", "in_month 2025-04"),
    ("tháng mười hai/2025", "in_month 2025-12"),
    ("quý một", "within_quarter 2025-01-01 2025-03-31"),
    ("3 tháng đầu năm", "range 2025-01-01 2025-03-31"),
    ("6 tháng cuối năm 2025", "range 2025-07-01 2025-12-31"),
    ("đầu năm", "range 2025-01-01"),
    ("cuối năm 2025", "range 2025-12-31"),
    ("giai đoạn 2025-2030", "range 2025-01-01 2030-12-31"),
    ("Đầu quý II", "within_quarter 2025-04-01 2025-06-30"),
    ("Dự kiến ngày 20/3/2025", "on 2025-03-20"),
    ("Thứ Hai, ngày 15/3/2025", "on 2025-03-15"),
    ("Trước 20/3/2025 (Thứ Năm)", "before 2025-03-20"),
    ("như trên", "unread"),
    ("nt", "unread"),
    ("", "unstated"),
    ("…", "unstated"),
    ("Trước Tết Nguyên đán", "before"),
    ("khi nào xong thì xong", "unread"),
]


@pytest.mark.parametrize(("cell", "expected"), ONE_TIME)
def test_a_cell_with_one_time(cell: str, expected: str):
    (reading,) = read_deadline(cell, year=YEAR)
    assert " ".join(told(reading)) == expected
    assert reading.printed == cell
    assert reading.label == ""


SEVERAL = [
    (
        "Hoàn thành dự thảo trước 31/12/2024 Báo cáo xin ý kiến trước 17/01/2025 Trình ban hành trước 24/01/2025",
        [
            ("Hoàn thành dự thảo", "trước 31/12/2024", "before 2024-12-31"),
            ("Báo cáo xin ý kiến", "trước 17/01/2025", "before 2025-01-17"),
            ("Trình ban hành", "trước 24/01/2025", "before 2025-01-24"),
        ],
    ),
    (
        "- XD Kế hoạch trước ngày 30/4/2025 - Tổng kết, trao giải vào dịp 11/6/2025",
        [
            ("XD Kế hoạch", "trước ngày 30/4/2025", "before 2025-04-30"),
            ("Tổng kết, trao giải", "vào dịp 11/6/2025", "on_occasion 2025-06-11"),
        ],
    ),
    (
        "Xong tham mưu trước 10/9/2025 (Các đơn vị gửi trước 31/7/2025; Các trường gửi trước 15/8/2025)",
        [
            ("Xong tham mưu", "trước 10/9/2025", "before 2025-09-10"),
            ("Các đơn vị gửi", "trước 31/7/2025", "before 2025-07-31"),
            ("Các trường gửi", "trước 15/8/2025", "before 2025-08-15"),
        ],
    ),
    (
        "Dự thảo: 10/3; trình: 20/3; ban hành: 31/3/2025",
        [
            ("Dự thảo", "10/3", "on 2025-03-10"),
            ("trình", "20/3", "on 2025-03-20"),
            ("ban hành", "31/3/2025", "on 2025-03-31"),
        ],
    ),
    ("Tháng 3, tháng 9", [("", "Tháng 3", "in_month 2025-03"), ("", "tháng 9", "in_month 2025-09")]),
    (
        "Quý II, IV/2025",
        [
            ("", "Quý II", "within_quarter 2025-04-01 2025-06-30"),
            ("", "IV/2025", "within_quarter 2025-10-01 2025-12-31"),
        ],
    ),
    (
        "19/5, 2/9, 20/11",
        [
            ("", "19/5", "on 2025-05-19"),
            ("", "2/9", "on 2025-09-02"),
            ("", "20/11", "on 2025-11-20"),
        ],
    ),
    (
        "Kỷ niệm 19/5 và 2/9/2025",
        [("", "Kỷ niệm 19/5", "on_occasion 2025-05-19"), ("", "2/9/2025", "on_occasion 2025-09-02")],
    ),
    (
        "Trước ngày 15/3, 15/6, 15/9",
        [
            ("", "Trước ngày 15/3", "before 2025-03-15"),
            ("", "15/6", "before 2025-06-15"),
            ("", "15/9", "before 2025-09-15"),
        ],
    ),
    ("trước 10/3; 10/6", [("", "trước 10/3", "before 2025-03-10"), ("", "10/6", "before 2025-06-10")]),
    (
        "Trước ngày 15, 30/6/2025",
        [("", "Trước ngày 15", "before 2025-06-15"), ("", "30/6/2025", "before 2025-06-30")],
    ),
    (
        "ngày 5, 20/5/2025",
        [("", "ngày 5", "on 2025-05-05"), ("", "20/5/2025", "on 2025-05-20")],
    ),
    (
        "trước ngày 25/5 và 25/11 hằng năm",
        [
            ("", "trước ngày 25/5", "periodic FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=25"),
            ("", "25/11 hằng năm", "periodic FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=25"),
        ],
    ),
    (
        "Định kỳ 6 tháng, năm",
        [
            ("", "Định kỳ 6 tháng", "periodic FREQ=MONTHLY;INTERVAL=6"),
            ("", "năm", "periodic FREQ=YEARLY"),
        ],
    ),
    (
        "Trước ngày 05 hằng tháng, báo cáo năm trước 15/12",
        [
            ("", "Trước ngày 05 hằng tháng", "monthly_on_day FREQ=MONTHLY;BYMONTHDAY=5"),
            ("báo cáo năm", "trước 15/12", "before 2025-12-15"),
        ],
    ),
    (
        "Báo cáo 9 tháng đầu năm trước 15/9; tổng kết: 15/12",
        [
            ("Báo cáo 9 tháng đầu năm", "trước 15/9", "before 2025-09-15"),
            ("tổng kết", "15/12", "on 2025-12-15"),
        ],
    ),
    (
        "Trước ngày 20/3/2025 và sau ngày 10/3/2025",
        [("", "Trước ngày 20/3/2025", "before 2025-03-20"), ("", "sau ngày 10/3/2025", "range")],
    ),
    ("Ngày Thương binh - Liệt sĩ 27/7/2025", [("Ngày Thương binh - Liệt sĩ", "27/7/2025", "on 2025-07-27")]),
    (
        "Tháng 4/2025: ngày 20 họp, ngày 25 báo cáo",
        [("ngày 20 họp, ngày 25 báo cáo", "Tháng 4/2025", "in_month 2025-04")],
    ),
    (
        "Báo cáo tháng: ngày 20; báo cáo quý: ngày 25 tháng cuối quý; báo cáo năm: trước 10/12/2025",
        [
            ("", "Báo cáo tháng: ngày 20", "unread"),
            ("báo cáo quý", "ngày 25 tháng cuối quý", "periodic FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
            ("báo cáo năm", "trước 10/12/2025", "before 2025-12-10"),
        ],
    ),
]


@pytest.mark.parametrize(("cell", "expected"), SEVERAL)
def test_a_cell_with_several_times(cell: str, expected: list[tuple[str, str, str]]):
    found = [(r.label, r.printed, " ".join(told(r))) for r in read_deadline(cell, year=YEAR)]
    assert found == expected


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("31/02/2025", Remark.IMPOSSIBLE_DATE),
        ("trước 29/02/2025", Remark.IMPOSSIBLE_DATE),
        ("tháng 13/2025", Remark.IMPOSSIBLE_DATE),
        ("trước 5/6", Remark.YEAR_ASSUMED),
        ("giữa tháng 7/2025", Remark.VAGUE),
        ("đầu tháng 4/2025 – giữa tháng 5/2025", Remark.VAGUE),
        ("từ 01/6/2025", Remark.OPEN_RANGE),
        ("từ 10/6/2025 đến 01/6/2025", Remark.BACKWARD_RANGE),
        ("trước 15/01 năm sau", Remark.NEXT_YEAR),
        ("ngày 10/3 âm lịch", Remark.LUNAR),
        ("15/11 âm lịch", Remark.LUNAR_UNSURE),
        ("trước O5/6/2025", Remark.LETTER_FOR_DIGIT),
        ("Thứ Hai, ngày 15/3/2025", Remark.WEEKDAY_MISMATCH),
        ("15/3/2025 (thứ hai)", Remark.WEEKDAY_MISMATCH),
        ("khoảng ngày 20/3/2025", Remark.ABOUT),
        ("dự kiến trước ngày 20/3", Remark.ABOUT),
        ("Đầu quý II", Remark.VAGUE),
        ("đầu năm", Remark.VAGUE),
        ("Trước Đại hội Đảng bộ tỉnh (tháng 10/2025)", Remark.VAGUE),
        ("sau tháng 6/2025", Remark.AFTER),
        ("sau 30 ngày kể từ 01/3/2025", Remark.COUNTED),
        ("như trên", Remark.SAME_AS_ABOVE),
        ("Tháng 4 (ngày 31)", Remark.IMPOSSIBLE_DATE),
        ("25 hàng tháng", Remark.NO_CUE),
        ("Dự thảo trước 1/3/2025 Trình trước 9/3/2025", Remark.RUN_TOGETHER),
        ("trước 1/3/2025 " + "x " * 5000, Remark.CUT_SHORT),
    ],
)
def test_what_is_doubtful_is_remarked(cell: str, remark: Remark):
    assert any(remark in reading.remarks for reading in read_deadline(cell, year=YEAR))


@pytest.mark.parametrize(
    ("cell", "remark"),
    [
        ("Thứ Bảy, ngày 15/3/2025", Remark.WEEKDAY_MISMATCH),
        ("từ 01/4 đến 15/4/2025", Remark.YEAR_ASSUMED),
        ("ngày 20/3/2025", Remark.ABOUT),
    ],
)
def test_what_is_sound_is_not_remarked(cell: str, remark: Remark):
    assert all(remark not in reading.remarks for reading in read_deadline(cell, year=YEAR))


def test_an_impossible_day_names_no_day():
    (reading,) = read_deadline("trước ngày 31/02/2025", year=YEAR)
    assert (reading.day, reading.printed) == (None, "trước ngày 31/02/2025")


@pytest.mark.parametrize(
    "cell",
    [
        "Theo Kế hoạch số 99/KH-UBND ngày 22/3/2023 của UBND tỉnh",
        "Khi đạt 2/3 thành viên có mặt",
        "khen thưởng đợt 1/2025",
    ],
)
def test_numbers_of_documents_shares_and_rounds_are_no_times(cell: str):
    assert all(r.day is None and r.month is None for r in read_deadline(cell, year=YEAR))


def test_without_a_year_of_the_plan_nothing_is_assumed():
    (reading,) = read_deadline("trước 5/6", year=None)
    assert reading.day is None


DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(
    day=DAYS, form=st.sampled_from(["{d}/{m}/{y}", "{d:02}/{m:02}/{y}", "{d}.{m}.{y}", "ngày {d} tháng {m} năm {y}"])
)
def test_every_day_is_read_in_every_form(day: date, form: str):
    printed = "trước " + form.format(d=day.day, m=day.month, y=day.year)
    (reading,) = read_deadline(printed, year=YEAR)
    assert (reading.day, reading.printed) == (day, printed)


@given(first=DAYS, length=st.integers(1, 200))
def test_every_range_keeps_both_ends(first: date, length: int):
    last = first + timedelta(days=length)
    (reading,) = read_deadline(f"từ {first:%d/%m/%Y} đến {last:%d/%m/%Y}", year=YEAR)
    assert (reading.start, reading.end) == (first, last)


WORDS = st.sampled_from(
    "trước ngày từ đến dịp tháng quý hằng năm 31/02 15/3/2025 25 ( ) ; - , II 12/2025 theo cuối tuần hết : \n".split(
        " "
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS | st.text(max_size=6), max_size=25).map(" ".join))
def test_any_cell_gives_readings_printed_in_it(cell: str):
    readings = read_deadline(cell, year=YEAR)
    assert readings
    whole = " ".join(cell.split())
    assert all(" ".join(reading.printed.split()) in whole for reading in readings)
