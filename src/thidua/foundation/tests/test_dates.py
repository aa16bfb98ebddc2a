import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.foundation.dates import (
    TWO_DIGIT_PIVOT,
    ImpossibleDate,
    Precision,
    ReadDate,
    find_dates,
    read_date,
    show_date,
    show_long_date,
    typed_day,
    weekday_name,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))

READABLE = [
    ("16/6/2025", "2025-06-16"),
    ("16/06/2025", "2025-06-16"),
    ("16-06-2025", "2025-06-16"),
    ("16.6.2025", "2025-06-16"),
    ("16–6–2025", "2025-06-16"),
    ("16/6/25", "2025-06-16"),
    ("16.6.25", "2025-06-16"),
    ("12/5/68", "1968-05-12"),
    ("16 / 6 / 2025", "2025-06-16"),
    ("ngày 16/6/2025", "2025-06-16"),
    ("Thứ Hai, ngày 16/6/2025", "2025-06-16"),
    ("chủ nhật 15/6/2025", "2025-06-15"),
    ("ngày 16 tháng 6 năm 2025", "2025-06-16"),
    ("Ngày 05 tháng 02 năm 2025", "2025-02-05"),
    ("ngày\u00a016 tháng\u00a06 năm\u00a02025", "2025-06-16"),
    ("16 tháng 6 năm 2025", "2025-06-16"),
    ("16 tháng 6, 2025", "2025-06-16"),
    ("ngày 16 tháng 6/2025", "2025-06-16"),
    ("ngày 2 tháng 9\nnăm 2025", "2025-09-02"),
    ("2025-06-16", "2025-06-16"),
    ("2025/6/16", "2025-06-16"),
    ("2025-06-16 00:00:00", "2025-06-16"),
    ("29/02/2024", "2024-02-29"),
    (" 16/6/2025. ", "2025-06-16"),
    ("(16/6/2025)", "2025-06-16"),
    ("tháng 12/2025", "2025-12"),
    ("tháng 12 năm 2025", "2025-12"),
    ("T12/2025", "2025-12"),
    ("T.6/2025", "2025-06"),
    ("12/2025", "2025-12"),
    ("12-2025", "2025-12"),
    ("2025-12", "2025-12"),
    ("năm 1985", "1985"),
    ("1985", "1985"),
]


@pytest.mark.parametrize(("text", "iso"), READABLE)
def test_read_date(text, iso):
    read = read_date(text)
    assert read is not None
    assert read.iso() == iso
    assert read.printed == text.strip()


@pytest.mark.parametrize(("text", "iso"), READABLE)
def test_read_date_in_decomposed_unicode(text, iso):
    decomposed = unicodedata.normalize("NFD", text)
    read = read_date(decomposed)
    assert read is not None
    assert read.iso() == iso
    assert read.printed == decomposed.strip()


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "Nguyễn Văn An", "357/KH-UBND", "20-CT/TU", "98/2023/NĐ-CP", "12/2023/NĐ-CP", "99/2023",
        "13/2025", "2020-2025", "2024 - 2025", "2024-25", "0912345678", "09.12.34.56.78", "024.38.2535",
        "001099963966", "3.14", "16.6", "12.2025", "1.500.000", "45824", "2530", "1.0", "16/6",
        "16 tháng 6", "10/3 âm lịch", "16/6/2025/2", "6 tháng", "quý II/2025", "2,5", "16/6/3456",
        "09-12-3456", "31/02", "16/6/2025 và 17/6/2025",
    ],
)  # fmt: skip
def test_not_one_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25/4", "2025-04-25"),
        ("ngày 25/4", "2025-04-25"),
        ("16 tháng 6", "2025-06-16"),
        ("ngày 16 tháng 6", "2025-06-16"),
        ("tháng 6", "2025-06"),
        ("16/6/2024", "2024-06-16"),
        ("tháng 6/2024", "2024-06"),
    ],
)
def test_default_year_completes(text, iso):
    read = read_date(text, default_year=2025)
    assert read is not None
    assert read.iso() == iso


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2025", "32/1/2025", "16/13/2025", "00/00/1980", "29-02-2025", "31.4.2025", "2025-02-30",
        "ngày 31 tháng 4 năm 2025", "tháng 13 năm 2025", "tháng 13/2025",
    ],
)  # fmt: skip
def test_impossible_dates_are_not_silently_something_else(text):
    with pytest.raises(ImpossibleDate) as impossible:
        read_date(text)
    assert impossible.value.printed == text


def test_precision_and_parts():
    assert read_date("16/6/2025") == ReadDate("16/6/2025", Precision.DAY, 2025, 6, 16)
    assert read_date("12/2025") == ReadDate("12/2025", Precision.MONTH, 2025, 12, None)
    assert read_date("1985") == ReadDate("1985", Precision.YEAR, 1985, None, None)


def test_only_a_whole_day_is_a_calendar_day():
    assert ReadDate.of(date(2025, 6, 16)).as_date() == date(2025, 6, 16)
    assert ReadDate("12/2025", Precision.MONTH, 2025, 12, None).as_date() is None
    assert ReadDate("1985", Precision.YEAR, 1985, None, None).as_date() is None


def test_pivot_of_two_digit_years():
    below, at = read_date(f"1/1/{TWO_DIGIT_PIVOT - 1}"), read_date(f"1/1/{TWO_DIGIT_PIVOT}")
    assert below is not None
    assert at is not None
    assert (below.year, at.year) == (2000 + TWO_DIGIT_PIVOT - 1, 1900 + TWO_DIGIT_PIVOT)


RUNNING = (
    "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023, Thông tư 02/2023, Quyết định số: 12/2025; "
    "Kế hoạch 357/KH-UBND ngày 09/12/2024; hạn từ ngày 16–18/6/2025, nghỉ 25/01/2025-02/02/2025; đạt 2/3 số "
    "phiếu; đợt 2/2025; quý 3/2025; năm học 2024-2025; giai đoạn 2020-2025; giỗ Tổ 10/3/2025 (âm lịch); sinh "
    "31/02/1985; ĐT 09.12.34.56.78; 1.500.000 đồng; mục 1.2.25; trong tháng 8/2025; năm 2026; chậm nhất "
    "16/6/\n2025."
)
RUNNING_DATES = [
    ("ngày 31 tháng 12 năm 2023", "2023-12-31"),
    ("09/12/2024", "2024-12-09"),
    ("18/6/2025", "2025-06-18"),
    ("25/01/2025", "2025-01-25"),
    ("02/02/2025", "2025-02-02"),
    ("31/02/1985", "impossible"),
    ("tháng 8/2025", "2025-08"),
    ("năm 2026", "2026"),
    ("16/6/\n2025", "2025-06-16"),
]


def _found(text: str, default_year: int | None = None) -> list[tuple[str, str]]:
    dates = find_dates(text, default_year=default_year)
    return [(text[a:b], r.iso() if isinstance(r, ReadDate) else "impossible") for a, b, r in dates]


def test_find_dates_in_running_text():
    assert _found(RUNNING) == RUNNING_DATES


def test_spans_are_those_of_the_original_text():
    decomposed = unicodedata.normalize("NFD", RUNNING)
    expected = [(unicodedata.normalize("NFD", printed), iso) for printed, iso in RUNNING_DATES]
    assert _found(decomposed) == expected
    assert all(result.printed == decomposed[a:b] for a, b, result in find_dates(decomposed))


def test_days_without_a_year_need_a_cue_and_a_year():
    text = "Họp các ngày 10/3, 16/6, 31/7 và 30/9; trước ngày 25/4; đạt 2/3 số phiếu, 1/2 ngân sách."
    assert _found(text) == []
    assert _found(text, 2025) == [
        ("10/3", "2025-03-10"),
        ("16/6", "2025-06-16"),
        ("31/7", "2025-07-31"),
        ("30/9", "2025-09-30"),
        ("25/4", "2025-04-25"),
    ]


def test_word_form_without_a_year():
    assert _found("họp ngày 16 tháng 6 tại Hà Nội", 2025) == [("ngày 16 tháng 6", "2025-06-16")]
    assert _found("trong thời hạn 6 tháng 2 ngày, hằng tháng\n44 đơn vị", 2025) == []


def test_two_digit_years_with_points_need_a_cue():
    assert _found("mục 1.2.25 và ngày 16.6.25") == [("16.6.25", "2025-06-16")]


@given(st.text())
def test_find_dates_never_fails_and_stays_in_order(text):
    taken = 0
    for start, end, result in find_dates(text, default_year=2025):
        assert taken <= start < end <= len(text)
        assert result.printed == text[start:end]
        taken = end


@given(st.text())
def test_read_date_never_fails_but_by_impossible_date(text):
    try:
        read_date(text)
    except ImpossibleDate as impossible:
        assert impossible.printed == text.strip()


@given(DAYS, st.text("abcáàđ ,;\n"), st.text("abcáàđ ,;\n"))
def test_printed_days_are_found_where_they_stand(day, before, after):
    text = f"{before} {show_date(day)} {after}"
    start = len(before) + 1
    assert find_dates(text) == [(start, start + 10, ReadDate.of(day))]


@given(DAYS)
def test_printed_days_are_read_back(day):
    for shown in (show_date(day), show_long_date(day), day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        read = read_date(shown)
        assert read is not None
        assert read.as_date() == day
        assert read.iso() == day.isoformat()


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (date(2025, 6, 16), "16/06/2025", "ngày 16 tháng 6 năm 2025"),
        (date(2025, 2, 5), "05/02/2025", "ngày 05 tháng 02 năm 2025"),
        (date(2025, 12, 9), "09/12/2025", "ngày 09 tháng 12 năm 2025"),
        (date(2025, 1, 31), "31/01/2025", "ngày 31 tháng 01 năm 2025"),
    ],
)
def test_show(day, short, long):
    assert show_date(day) == short
    assert show_long_date(day) == long


def test_weekdays():
    assert weekday_name(date(2025, 6, 16)) == "Thứ Hai"
    assert weekday_name(date(2025, 6, 19)) == "Thứ Năm"
    assert weekday_name(date(2025, 6, 22)) == "Chủ nhật"


@pytest.mark.parametrize("text", ["", "31/02/2025", "06/2025", "2025", "mai", "25/4"])
def test_what_is_no_whole_day_is_none(text):
    assert typed_day(text) is None


def test_a_day_typed_without_its_year_is_of_the_year_given():
    assert typed_day("25/4", default_year=2025) == typed_day(" 25.4.2025 ") == date(2025, 4, 25)
