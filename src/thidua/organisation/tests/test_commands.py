"""`thidua calendar workdays`: what is counted, what is printed, what is refused."""

from __future__ import annotations

import argparse
import json
from datetime import date

import pytest

from thidua.foundation.workdays import FIRST_YEAR, LAST_YEAR
from thidua.organisation import commands
from thidua.organisation.models import CalendarDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def workdays(capsys):
    """Run `thidua calendar workdays …` in this process: its exit code and what it prints."""

    def run(*words):
        root = argparse.ArgumentParser(prog="thidua")
        commands.register(root.add_subparsers(required=True))
        options = root.parse_args(["calendar", "workdays", *words])
        return options.run(options), capsys.readouterr().out

    return run


@pytest.fixture
def form(workdays):
    def read(start, end):
        code, out = workdays(start, end, "--json")
        assert code == 0
        return json.loads(out)

    return read


def test_one_ordinary_week(form):
    assert form("16/06/2025", "22/06/2025") == {
        "schema": "calendar-workdays/1",
        "from": "2025-06-16",
        "to": "2025-06-22",
        "count": 5,
        "between": 4,
        "days": ["2025-06-16", "2025-06-17", "2025-06-18", "2025-06-19", "2025-06-20"],
        "off": [{"day": "2025-06-21", "reason": "Thứ Bảy"}, {"day": "2025-06-22", "reason": "Chủ nhật"}],
        "made_up": [],
    }


def test_both_ends_count_and_a_deadline_counts_from_the_day_after(form):
    one_day = form("16/06/2025", "16/06/2025")
    assert (one_day["count"], one_day["between"]) == (1, 0)
    from_sunday = form("15/06/2025", "16/06/2025")
    assert (from_sunday["count"], from_sunday["between"]) == (1, 1)


def test_holidays_carry_their_reasons(form):
    found = form("28/04/2025", "04/05/2025")
    reasons = {row["day"]: row["reason"] for row in found["off"]}
    assert "2025-04-30" in reasons
    assert "2025-05-01" in reasons
    assert not {"Thứ Tư", "Thứ Năm"} & {reasons["2025-04-30"], reasons["2025-05-01"]}
    assert not set(reasons) & set(found["days"])
    assert len(reasons) + found["count"] == 7


def test_what_the_office_entered_counts(form):
    CalendarDay.objects.create(day=date(2025, 6, 18), kind=CalendarDay.Kind.OFF, name="Nghỉ thử")
    CalendarDay.objects.create(day=date(2025, 6, 21), kind=CalendarDay.Kind.WORKED, name="Làm bù")
    found = form("16/06/2025", "22/06/2025")
    assert found["count"] == 5
    assert found["made_up"] == ["2025-06-21"]
    assert {"day": "2025-06-18", "reason": "Nghỉ thử"} in found["off"]


def test_span_over_the_turn_of_the_year(form):
    found = form("2025-12-29", "2026-01-04")
    assert found["days"][:3] == ["2025-12-29", "2025-12-30", "2025-12-31"]
    assert "2026-01-01" in {row["day"] for row in found["off"]}


@pytest.mark.parametrize("written", ["16/6/2025", "16-06-2025", "16.6.2025", "2025-06-16", "ngày 16 tháng 6 năm 2025"])
def test_day_is_read_however_it_is_written(form, written):
    assert form(written, written)["from"] == "2025-06-16"


def test_text_names_holidays_only(workdays):
    code, out = workdays("28/04/2025", "04/05/2025")
    assert code == 0
    first, *rest = out.splitlines()
    assert first.startswith("Từ 28/04/2025 đến 04/05/2025: ")
    assert "ngày làm việc, tính cả hai đầu." in first
    assert any(line.startswith("  30/04/2025 Thứ Tư: ") for line in rest)
    assert not any("03/05/2025" in line for line in rest)


def test_text_and_json_count_alike(workdays, form):
    _code, out = workdays("01/01/2025", "31/12/2025")
    assert f": {form('01/01/2025', '31/12/2025')['count']} ngày làm việc" in out


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("31/02/2025", "16/06/2025", "31/02/2025 không có thật trong lịch."),
        ("16/06/2025", "29/02/2025", "29/02/2025 không có thật trong lịch."),
        ("hôm nay", "16/06/2025", "Chưa đọc được ngày “hôm nay”"),
        ("16/06/2025", "", "Chưa đọc được ngày “”"),
        ("06/2025", "16/06/2025", "Chưa đọc được ngày “06/2025”"),
        ("2025", "16/06/2025", "Chưa đọc được ngày “2025”"),
        (f"31/12/{FIRST_YEAR - 1}", "16/06/2025", f"từ năm {FIRST_YEAR} đến {LAST_YEAR}"),
        ("16/06/2025", f"01/01/{LAST_YEAR + 1}", f"từ năm {FIRST_YEAR} đến {LAST_YEAR}"),
        ("17/06/2025", "16/06/2025", "Ngày sau phải không sớm hơn ngày trước"),
        ("16/06/2025", "17/06/2036", "cách nhau không quá mười năm"),
    ],
)
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_bad_days_are_told_and_end_with_2(workdays, start, end, said, flags):
    code, out = workdays(start, end, *flags)
    assert code == 2
    assert said in (json.loads(out)["error"] if flags else out)
    assert flags or "{" not in out


def test_ten_years_are_counted(form):
    found = form("01/01/2016", "31/12/2025")
    assert len(found["days"]) == found["count"] > 2400


def test_a_missing_day_is_a_wrong_call(workdays, capsys):
    with pytest.raises(SystemExit) as ended:
        workdays("16/06/2025")
    assert ended.value.code == 2
    assert "TO" in capsys.readouterr().err
