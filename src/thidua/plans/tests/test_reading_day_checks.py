"""What is said of a time that is no plain day: the flag, its words and the day it proposes."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.plans.reading.shapes import Severity
from thidua.plans.tests.test_reading_checks import flags, only, plan, read, row

E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letters of the list of anomalies

# The printed time, then its flag: code, severity, words of the message, the day proposed.
SAID = [
    ("trước O5/6/2026", "LETTER_FOR_DIGIT", E, "05/06/2026", "2026-06-05"),
    ("ngày 10/3 âm lịch", "LUNAR_DATE", I, "10/3 âm lịch là 26/04/2026 dương lịch", None),
    ("15/11 âm lịch", "LUNAR_DATE", W, "chưa đổi ra dương lịch", None),
    ("Thứ Hai, ngày 15/3/2026", "WEEKDAY_MISMATCH", W, "15/03/2026 là Chủ nhật", None),
    ("khoảng ngày 20/3/2026", "VAGUE_DAY", W, "ước chừng", None),
    ("sau tháng 6/2026", "AFTER_DAY", W, "không nêu hạn cuối", None),
    ("sau 30 ngày kể từ 01/3/2026", "COUNTED_DAYS", W, "31/03/2026", "2026-03-31"),
    ("trong 2 tuần kể từ ngày 02/3/2026", "COUNTED_DAYS", W, "16/03/2026", "2026-03-16"),
    ("sau 1 tháng kể từ ngày 31/01/2026", "COUNTED_DAYS", W, "28/02/2026", "2026-02-28"),
    ("trong 5 ngày làm việc kể từ ngày 02/3/2026", "COUNTED_DAYS", W, "09/03/2026", "2026-03-09"),
    ("trước 10 ngày so với ngày 20/5/2026", "COUNTED_DAYS", W, "10/05/2026", "2026-05-10"),
    ("trước 15/01 năm sau", "YEAR_ASSUMED", W, "năm sau", None),
]


@pytest.mark.parametrize(("when", "code", "severity", "words", "proposal"), SAID)
def test_what_is_said_of_a_time(when: str, code: str, severity: Severity, words: str, proposal: str | None):
    flag = only(plan(row(when=when)), code)
    assert (flag.severity, flag.where, flag.printed, flag.proposal) == (severity, "PL1.1.1", when, proposal)
    assert words in flag.message


def test_a_time_as_above_is_proposed_from_the_row_above():
    reading = read(plan(row(when="trước 20/3/2026"), row("Hai", when="như trên"), row("Ba", when="nt")))
    found = flags(reading, "SAME_AS_ABOVE")
    assert [(flag.where, flag.proposal) for flag in found] == [("PL1.2.1", "2026-03-20"), ("PL1.3.1", "2026-03-20")]
    assert "trước 20/3/2026" in found[0].message
    assert all(milestone.day is None for milestone in reading.milestones()[1:])
    assert not flags(reading, "UNREAD_DEADLINE")


def test_a_first_row_as_above_has_nothing_to_propose():
    assert only(plan(row(when="như trên")), "SAME_AS_ABOVE").proposal is None


OLD_TITLE = [row(when="Trước 15/02/2026"), row("Hai", when="Trước 30/6/2026"), row("Ba", when="trước 20/9")]


def _titled_2025(*rows: str) -> str:
    return plan(*rows).replace("khen thưởng năm 2026", "khen thưởng năm 2025").replace("Nhiệm vụ năm 2026", "Nhiệm vụ")


def test_a_title_of_another_year_than_every_day_is_one_question_for_the_plan():
    reading = read(_titled_2025(*OLD_TITLE))
    (conflict,) = flags(reading, "YEAR_CONFLICT")
    assert (conflict.severity, conflict.where, conflict.proposal) == (E, "document", "2026")
    assert conflict.also == ("PL1.1.1", "PL1.2.1")
    (before,) = flags(reading, "DATE_BEFORE_ISSUE")
    assert (before.where, before.proposal) == ("PL1.3.1", "2026-09-20")
    assert reading.milestones()[2].day == date(2025, 9, 20)


@pytest.mark.parametrize(
    "rows",
    [
        [*OLD_TITLE, row("Bốn", when="Trước 31/12/2025")],  # a day that the year of the title can have
        [OLD_TITLE[0]],  # one day alone says nothing
    ],
)
def test_days_of_the_titles_own_year_leave_no_question(rows: list[str]):
    assert not flags(read(_titled_2025(*rows)), "YEAR_CONFLICT")


def test_a_plan_of_its_own_year_is_not_asked():
    assert not flags(read(plan(*OLD_TITLE)), "YEAR_CONFLICT")
