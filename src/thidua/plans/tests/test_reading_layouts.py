"""Invented plans of other offices: other columns, other sections, other files; every field against what is expected."""

from __future__ import annotations

import io
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from thidua.foundation.text import decode_legacy
from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import PlanReading, Severity
from thidua.plans.tests.cases.schema import wrong_in

CASES = Path(__file__).parent / "cases"


def read(data: bytes, name: str) -> PlanReading:
    reading = read_plan(data, name)
    assert wrong_in(reading.to_json(), "plan-read-1") == []
    return reading


def read_text(text: str, name: str = "ke-hoach.txt") -> PlanReading:
    return read(text.encode(), name)


def check(reading: PlanReading, expected: dict[str, Any]) -> None:
    """Every field that the expectation names, and the number of tasks and times."""
    head = reading.document.to_json()
    for key, value in expected["head"].items():
        assert head[key] == (value.isoformat() if isinstance(value, date) else value), key
    assert [task.title for task in reading.tasks] == [task["title"] for task in expected["tasks"]]
    for task, wanted in zip(reading.tasks, expected["tasks"], strict=True):
        for key in ("number", "part", "section", "directing", "implementing", "coordinating", "contents"):
            if key in wanted:
                assert getattr(task, key) == wanted[key], (task.title, key)
        assert len(task.milestones) == len(wanted["times"]), task.title
        for milestone, time in zip(task.milestones, wanted["times"], strict=True):
            check_time(milestone.to_json(), time)
    for code, severity in expected["flags"]:
        assert {f.severity for f in reading.flags if f.code == code} == {Severity(severity)}, code


def check_time(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    blank = dict.fromkeys(("date", "from", "to", "month", "recurrence"))
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in wanted.items()}
    for key, value in {**blank, **plain}.items():
        assert found[key] == value, (found["printed"], key)


@pytest.mark.parametrize("name", ["theo-thang.txt", "cot-khong-so.md"])
def test_committed_plans(name: str):
    path = CASES / name
    check(read(path.read_bytes(), name), yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8")))


# ---- Word: merged cells, a header of two rows, a column of sections, lists in cells -------------------------


def word_plan() -> bytes:
    """An invented school plan: a school year, a column of groups merged downwards, "Phân công" over two columns."""
    document = docx.Document()
    for line in (
        "SỞ GIÁO DỤC VÀ ĐÀO TẠO TỈNH HẠ LÂM", "TRƯỜNG THPT SUỐI HAI", "Số: 25/KH-THPTSH",
        "Suối Hai, ngày 12 tháng 9 năm 2025", "KẾ HOẠCH", "Công tác thi đua, khen thưởng năm học 2025-2026",
        "Căn cứ kế hoạch của Sở, nhà trường thực hiện các việc sau:",
    ):  # fmt: skip
        document.add_paragraph(line)
    table = document.add_table(rows=2, cols=6)
    for column, text in enumerate(("Nhóm nhiệm vụ", "TT", "Tên công việc", "Phân công", "", "Hạn hoàn thành")):
        table.cell(0, column).text = text
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(1, 3).text, table.cell(1, 4).text = "Chủ trì", "Phối hợp"
    for column in (0, 1, 2, 5):
        table.cell(0, column).merge(table.cell(1, column))
    rows = [
        ("Phong trào", "1", "Phát động thi đua đầu năm", "Hiệu trưởng", "Công đoàn; Đoàn trường", "20/9"),
        ("", "2", "Thao giảng", "Tổ trưởng các tổ chuyên môn", "", "Tháng 11/2025 và tháng 3/2026"),
        ("Khen thưởng", "3", "Sơ kết học kỳ I:\n- Bình xét\n- Khen thưởng", "Phó Hiệu trưởng", "Các tổ chuyên môn",
         "- Bình xét trước 10/01\n- Khen thưởng: 18/01/2026"),
        ("", "4", "Xét danh hiệu cuối năm", "Hội đồng Thi đua", "", "cuối tháng 5"),
    ]  # fmt: skip
    for row in rows:
        cells = table.add_row().cells
        for column, text in enumerate(row):
            cells[column].text = text
    table.cell(2, 0).merge(table.cell(3, 0))
    table.cell(4, 0).merge(table.cell(5, 0))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_with_merged_cells_and_a_header_of_two_rows():
    reading = read(word_plan(), "ke-hoach.docx")
    check(
        reading,
        {
            "head": {
                "number": "25/KH-THPTSH", "issued_on": date(2025, 9, 12), "issuer": "TRƯỜNG THPT SUỐI HAI",
                "title": "Công tác thi đua, khen thưởng năm học 2025-2026", "year": 2025,
            },
            "tasks": [
                {"number": "1", "section": "Phong trào", "title": "Phát động thi đua đầu năm",
                 "implementing": ["Hiệu trưởng"], "coordinating": ["Công đoàn", "Đoàn trường"],
                 "times": [{"relation": "on", "printed": "20/9", "date": "2025-09-20"}]},
                {"number": "2", "section": "Phong trào", "title": "Thao giảng",
                 "implementing": ["Tổ trưởng các tổ chuyên môn"], "coordinating": [],
                 "times": [{"relation": "in_month", "month": "2025-11"}, {"relation": "in_month", "month": "2026-03"}]},
                {"number": "3", "section": "Khen thưởng", "title": "Sơ kết học kỳ I: - Bình xét - Khen thưởng",
                 "contents": ["Bình xét", "Khen thưởng"], "coordinating": ["Các tổ chuyên môn"],
                 "times": [{"label": "Bình xét", "relation": "before", "date": "2026-01-10"},
                           {"label": "Khen thưởng", "relation": "on", "date": "2026-01-18"}]},
                {"number": "4", "section": "Khen thưởng", "title": "Xét danh hiệu cuối năm",
                 "implementing": ["Hội đồng Thi đua"],
                 "times": [{"relation": "in_month", "printed": "cuối tháng 5", "month": "2026-05"}]},
            ],
            "flags": [["YEAR_ASSUMED", "warning"], ["VAGUE_DAY", "warning"]],
        },
    )  # fmt: skip
    assert not any(flag.severity is Severity.ERROR for flag in reading.flags)


# ---- other writings of the same plan ------------------------------------------------------------------------

PLAN = "\n".join(
    (
        "UBND XÃ ĐỒNG LÚA", "Số: 3/KH-UBND", "Đồng Lúa, ngày 02 tháng 3 năm 2026", "KẾ HOẠCH",
        "Thi đua, khen thưởng năm 2026", "",
        "TT\tNội dung thực hiện\tĐơn vị thực hiện\tThời gian hoàn thành",
        "1\tPhát động phong trào thi đua yêu nước\tVăn phòng xã\tTrước ngày 15/4/2026",
        "2\tXét tặng giấy khen những người có nhiều đóng góp\tBan Thi đua xã\tTháng 11/2026",
    )
)  # fmt: skip


def in_tcvn3(text: str) -> bytes:
    """The bytes that an old font shows as `text`; capitals with marks take the code of the small letter."""
    codes = {decode_legacy(chr(code), "tcvn3"): code for code in range(0xA1, 0x100)}
    return bytes(ord(c) if c.isascii() else codes.get(c, codes.get(c.lower(), 0x3F)) for c in text)


def test_decomposed_text_reads_the_same():
    reading = read_text(unicodedata.normalize("NFD", PLAN))
    assert [task.title for task in reading.tasks] == [task.title for task in read_text(PLAN).tasks]
    assert reading.tasks[0].milestones[0].printed == "Trước ngày 15/4/2026"
    assert [flag.severity for flag in reading.flags if flag.code == "DECOMPOSED_TEXT"] == [Severity.INFO]


def test_an_old_encoding_is_read_and_kept_as_printed():
    data = in_tcvn3(PLAN)
    assert b"?" not in data
    reading = read(data, "ke-hoach.txt")
    assert [task.milestones[0].last_day or task.milestones[0].month for task in reading.tasks] == [
        date(2026, 4, 15), "2026-11",
    ]  # fmt: skip
    assert reading.tasks[0].title == data.decode("latin-1").split("\n")[7].split("\t")[1]
    told = [flag for flag in reading.flags if flag.code == "LEGACY_FONT"]
    assert [(flag.severity, flag.proposal) for flag in told] == [
        (Severity.WARNING, "Phát động phong trào thi đua yêu nước"),
        (Severity.WARNING, "Xét tặng giấy khen những người có nhiều đóng góp"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_other_encodings_of_text_files(encoding: str):
    assert [task.number for task in read(PLAN.encode(encoding), "ke-hoach.txt").tasks] == ["1", "2"]


def test_windows_line_ends_and_spaces():
    reading = read_text(PLAN.replace("\n", "\r\n").replace(" ", "\u00a0"))
    assert reading.tasks[1].title == "Xét tặng giấy khen những người có nhiều đóng góp"


def test_without_a_table_of_tasks_nothing_is_made_up():
    people = "TT\tHọ và tên\tChức vụ\tĐơn vị\n1\tTrần Thị Hà\tKế toán\tPhòng Tài chính"
    reading = read_text("KẾ HOẠCH\nThi đua năm 2026\nTrước ngày 15/4/2026 hoàn thành việc bình xét.\n" + people)
    assert (reading.tasks, reading.sessions) == ([], [])
    assert [(flag.code, flag.severity) for flag in reading.flags] == [("NO_TASK_TABLE", Severity.ERROR)]


def test_the_hours_of_a_meeting_are_no_plan():
    reading = read_text("Thời gian\tNội dung\tThực hiện\n8h00\tĐón khách\tVăn phòng\n8h30\tKhai mạc\tBan Tổ chức")
    assert [flag.code for flag in reading.flags] == ["NO_TASK_TABLE"]


def test_numbers_used_twice_and_left_out():
    lines = [
        "TT\tNhiệm vụ\tThời hạn",
        *(f"{n}\tViệc thứ {w}\t15/4/2026" for n, w in ((1, "a"), (2, "b"), (2, "c"), (5, "d"))),
    ]
    codes = {flag.code: flag.severity for flag in read_text("\n".join(lines)).flags}
    assert codes["DUPLICATE_NUMBER"] is Severity.WARNING
    assert codes["NUMBER_GAP"] is Severity.WARNING


def test_keys_are_unique_when_numbers_start_again():
    lines = ["TT\tNhiệm vụ\tThời hạn", "I\tQuý I\t", "1\tMột\t15/1/2026", "II\tQuý II\t", "1\tHai\t15/4/2026"]
    reading = read_text("\n".join(lines))
    assert len({task.key for task in reading.tasks}) == 2
    assert [task.section for task in reading.tasks] == ["Quý I", "Quý II"]
    assert not [flag for flag in reading.flags if flag.code == "DUPLICATE_NUMBER"]
