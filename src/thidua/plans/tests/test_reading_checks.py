"""What the checks flag, on invented rows: each code with its severity and place, and its control case without."""

from __future__ import annotations

from datetime import date

import pytest

from thidua.foundation.workdays import OfficialCalendar
from thidua.plans.reading.lint import LintRules
from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import Flag, PlanReading, Severity

HEAD = """ỦY BAN NHÂN DÂN
TỈNH SÔNG HẬU
Số: 20/KH-UBND
Sông Hậu, ngày 10 tháng 12 năm 2025
KẾ HOẠCH
Công tác thi đua, khen thưởng năm 2026
"""
COLUMNS = "TT\tNội dung\tChỉ đạo\tĐơn vị thực hiện\tĐơn vị phối hợp\tThời gian"
PROGRAMME = "TT\tNội dung\tĐơn vị tham mưu\tĐơn vị phối hợp\tThời gian"
E, W, I = Severity.ERROR, Severity.WARNING, Severity.INFO  # noqa: E741 - the letters of the list of anomalies


def row(
    title: str = "Việc", when: str = "Trước ngày 03/3/2026", *, who: str = "Sở Nội vụ", top: str = "", by: str = ""
) -> str:
    return f"{title}\t{top}\t{who}\t{by}\t{when}"


def plan(*rows: str, programme: tuple[str, ...] = (), body: str = "", numbers: list[int] | None = None) -> str:
    counted = numbers or list(range(1, len(rows) + 1))
    lines = [HEAD, body, "PHỤ LỤC 1", "Nhiệm vụ năm 2026", COLUMNS]
    lines += [line if "\t" not in line else f"{n}\t{line}" for n, line in zip(counted, rows, strict=True)]
    if programme:
        lines += ["", "PHỤ LỤC 2", "Chương trình công tác của Hội đồng", PROGRAMME]
        lines += [f"{n}\t{line}" for n, line in enumerate(programme, start=1)]
    return "\n".join(lines)


def read(text: str, calendar: OfficialCalendar | None = None, lint: LintRules | None = None) -> PlanReading:
    return read_plan(text.encode(), "ke-hoach.txt", calendar=calendar, lint=lint)


def flags(reading: PlanReading, code: str) -> list[Flag]:
    return [flag for flag in reading.flags if flag.code == code]


def only(text: str, code: str) -> Flag:
    (flag,) = flags(read(text), code)
    return flag


MEETING = "Họp Hội đồng Thi đua - Khen thưởng tỉnh {}"

# Rows, then the one flag they raise: code, severity, place.
RAISED: list[tuple[tuple[str, ...], str, Severity, str]] = [
    ((row(when="Trước ngày 15/4/2025"),), "DATE_BEFORE_ISSUE", E, "PL1.1.1"),
    ((row(when="Tháng 11/2025"),), "DATE_BEFORE_ISSUE", E, "PL1.1.1"),
    ((row(when="31/02/2026"),), "IMPOSSIBLE_DATE", E, "PL1.1.1"),
    ((row(when="từ 10/6/2026 đến 01/6/2026"),), "BACKWARD_RANGE", E, "PL1.1.1"),
    ((row(when="Trước ngày 31/12/2025"),), "DATE_OUTSIDE_PLAN_YEAR", I, "PL1.1.1"),
    ((row(when="Trước ngày 30/4/2026"),), "HOLIDAY", W, "PL1.1.1"),
    ((row(when="Trước ngày 18/02/2026"),), "HOLIDAY", W, "PL1.1.1"),
    ((row(when="Trước ngày 14/3/2026"),), "WEEKEND", W, "PL1.1.1"),
    ((row(when="25 hàng tháng"),), "RECURRENCE_UNCLEAR", W, "PL1.1.1"),
    ((row(when="trước ngày 25 hằng tháng"),), "RECURRENCE_OFF_DAYS", W, "PL1.1.1"),
    ((row(when="Trước ngày 05/6"),), "YEAR_ASSUMED", W, "PL1.1.1"),
    ((row(when="cuối tháng 6/2026"),), "VAGUE_DAY", W, "PL1.1.1"),
    ((row(when="từ 02/3/2026"),), "OPEN_RANGE", I, "PL1.1.1"),
    ((row(when="Vào dịp 20/7/2026"),), "NOT_ONE_DAY", W, "PL1.1.1"),
    ((row(when=""),), "NOT_STATED", W, "PL1.1.1"),
    ((row(when="khi nào xong thì xong"),), "UNREAD_DEADLINE", W, "PL1.1.1"),
    ((row(when="03/3/2026"), row(when="02/3/2026")), "ORDER_IN_SECTION", I, "PL1.2"),
    ((row(title="Xét khen thưởng (gồm: các sở và"),), "TEXT_TRUNCATED", W, "PL1.1"),
    ((row(title="Xét khen thưởng (các sở"),), "UNBALANCED_PAREN", W, "PL1.1"),
    ((row(title="Bồi dưỡng điển hình, tặng Kỷ niệm chương vể vang"),), "SPELLING", I, "PL1.1"),
    ((row(by="Các sở, ban, ngành"),), "GROUP_OPEN", W, "PL1.1"),
    ((row(who="Ban Thi đua", by="Sở Nội vụ (Ban Thi đua)"),), "SAME_BODY_TWO_NAMES", W, "PL1.1"),
    ((row(who="Văn phòng UBND TP", by="Văn phòng UBND Thành phố"),), "NAME_VARIANT", I, "PL1.1"),
    ((row(title="In sách “Hoa đẹp” tập 2", top="Ban Tổ chức"), row(title="Phát hành sách “Hoa đẹp” tập 2", top="UBND tỉnh")),
     "ORGANISATION_DIFFERS", W, "PL1.2"),
    ((row(title="Kiện toàn các cụm thi đua"), row(title="Gửi kế hoạch về Cụm trưởng")), "SAME_DAY_DEPENDENCY", W, "PL1.2"),
    ((row(title="Cuộc thi viết", when="Trao giải ngày 05/3/2026"), row(title="Tổng kết Cuộc thi viết", when="08/6/2026")),
     "SEQUENCE_INVERTED", W, "PL1.2"),
    ((row(MEETING.format("lần 1"), "Họp 03/3/2026 (gửi hồ sơ trước 10/3/2026)"),), "SEQUENCE_INVERTED", W, "PL1.1.2"),
    ((row(MEETING.format("lần 1"), "Họp 03/3/2026 (gửi hồ sơ trước 25/02/2026)"),), "SHORT_LEAD_TIME", W, "PL1.1"),
    ((row(MEETING.format("lần 1"), "Họp 30/3/2026 (gửi hồ sơ trước 02/3/2026)"), row(MEETING.format("lần 2"), "30/6/2026")),
     "NOT_STATED", W, "PL1.2"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "code", "severity", "where"), RAISED, ids=[f"{case[1]}-{n}" for n, case in enumerate(RAISED)]
)
def test_each_check_raises_one_flag_in_its_place(rows: tuple[str, ...], code: str, severity: Severity, where: str):
    flag = only(plan(*rows), code)
    assert (flag.severity, flag.where) == (severity, where)
    assert flag.message.endswith(".")


def test_a_sound_row_raises_nothing_but_the_question_of_inclusion():
    assert [flag.code for flag in read(plan(row())).flags] == ["INCLUSIVE_UNSTATED"]


def test_the_year_is_proposed_and_the_printed_day_is_kept():
    reading = read(plan(row(when="Trước ngày 15/4/2025")))
    (flag,) = flags(reading, "DATE_BEFORE_ISSUE")
    assert flag.proposal == "2026-04-15"
    assert "15/04/2026 (Thứ Tư)" in flag.message
    assert reading.milestones()[0].day == date(2025, 4, 15)
    assert reading.tasks[0].flags == ["DATE_BEFORE_ISSUE"]


def test_no_year_is_proposed_that_would_lie_before_the_signature_too():
    text = plan(row(when="Trước ngày 15/4/2026")).replace("10 tháng 12 năm 2025", "20 tháng 5 năm 2026")
    assert only(text, "DATE_BEFORE_ISSUE").proposal is None


def test_the_working_day_before_a_holiday_is_told():
    assert "Thứ Tư, 29/04/2026" in only(plan(row(when="Trước ngày 30/4/2026")), "HOLIDAY").message


def test_the_calendar_of_the_caller_counts():
    closed = OfficialCalendar({date(2026, 3, 3): "Ngày nghỉ của cơ quan"})
    (flag,) = flags(read(plan(row()), calendar=closed), "HOLIDAY")
    assert "Ngày nghỉ của cơ quan" in flag.message


def test_run_together_times_are_flagged_one_by_one():
    reading = read(plan(row(when="Dự thảo trước 03/3/2026 Trình trước 10/3/2026")))
    assert [flag.where for flag in flags(reading, "RUN_TOGETHER")] == ["PL1.1.1", "PL1.1.2"]


def test_numbers_used_twice_and_left_out():
    reading = read(plan(row(), row("Hai"), row("Ba"), numbers=[1, 1, 4]))
    assert [flag.where for flag in flags(reading, "DUPLICATE_NUMBER")] == ["PL1.1", "PL1.1~2"]
    assert [(flag.where, flag.message) for flag in flags(reading, "NUMBER_GAP")] == [
        ("PL1.4", "Bảng thiếu số thứ tự 2, 3.")
    ]


def test_numbers_that_start_again_in_each_section_are_sound():
    text = plan("I\tQuý I", row(), "II\tQuý II", row("Hai"), numbers=[0, 1, 0, 1])
    reading = read(text.replace("0\tI", "I"))
    assert [task.section for task in reading.tasks] == ["Quý I", "Quý II"]
    assert not flags(reading, "DUPLICATE_NUMBER")


def test_a_section_in_one_cell():
    text = plan("III Quý III\t\t\t\t\t", row(when="20/7/2026"), numbers=[0, 1]).replace("0\tIII", "III")
    assert read(text).tasks[0].section == "Quý III"
    assert only(text, "MERGED_SECTION_CELL").severity is I


def test_law_and_levels_that_change_within_the_year():
    rules = LintRules(
        {
            "legal_changes": [{"on": date(2026, 7, 1), "text": "Nghị định A thay Nghị định B", "source": "Điều 1"}],
            "ended_levels": [
                {
                    "on": date(2026, 7, 1),
                    "words": ["thi tran"],
                    "shown": "thị trấn",
                    "text": "hết thị trấn",
                    "source": "Luật",
                }
            ],
        }
    )
    text = plan(row(by="Các thị trấn", when="03/3/2026"), row("Hai", by="Các thị trấn", when="20/7/2026"))
    reading = read(text, lint=rules)
    assert [(f.where, f.severity) for f in flags(reading, "LEGAL_BASE_CHANGES")] == [("document", W)]
    assert [f.where for f in flags(reading, "DISTRICT_LEVEL_ENDED")] == ["PL1.2"]
    assert not flags(read(text, lint=LintRules({})), "LEGAL_BASE_CHANGES")


SESSIONS = (
    "Phiên họp thứ nhất: - Xét, tặng Cờ thi đua của tỉnh - Xét, đề nghị Huân chương\tSở Nội vụ\tCác ngành\tTrước ngày 10/3/2026",
    "Phiên họp thứ hai\tSở Nội vụ\t\tTrước ngày 16/6/2026",
)


def two_appendices(first: str, second: str) -> PlanReading:
    return read(
        plan(
            row(MEETING.format("xét: - Cờ thi đua của tỉnh - Huân chương"), first, by="Các ngành; Công an tỉnh"),
            row(MEETING.format("(lần 2)"), second),
            programme=SESSIONS,
        )
    )


def test_sessions_are_told_from_tasks_and_tied_to_them():
    reading = two_appendices("Trước ngày 10/3/2026", "Trước ngày 16/6/2026")
    assert [(s.key, s.title, s.linked_task) for s in reading.sessions] == [
        ("PL2.1", "Phiên họp thứ nhất", "PL1.1"),
        ("PL2.2", "Phiên họp thứ hai", "PL1.2"),
    ]
    assert reading.sessions[0].contents == ["Xét, tặng Cờ thi đua của tỉnh", "Xét, đề nghị Huân chương"]
    assert not flags(reading, "CONFLICT_BETWEEN_APPENDICES")
    assert [f.where for f in flags(reading, "COORDINATORS_DIFFER")] == ["PL2.1"]


def test_appendices_that_disagree_on_a_day():
    reading = two_appendices("Trước ngày 10/3/2025", "Trước ngày 18/6/2026")
    found = {flag.where: flag for flag in flags(reading, "CONFLICT_BETWEEN_APPENDICES")}
    assert found["PL1.1.1"].proposal == "2026-03-10"  # ours lies before the signature
    assert found["PL1.2.1"].proposal is None  # both may be right: a person decides
    assert {flag.severity for flag in found.values()} == {E}
    assert "CONFLICT_BETWEEN_APPENDICES" in reading.sessions[1].flags
    (before,) = flags(reading, "DATE_BEFORE_ISSUE")
    assert "PL2.1" in before.message


def test_what_the_body_asks_for_and_no_task_does():
    clause = "Đẩy mạnh công tác thi đua, khen thưởng trên địa bàn tỉnh. " * 60
    asked = plan(row(), body=f"I. NỘI DUNG\n{clause}\nGiải quyết kịp thời đơn thư của công dân.")
    assert [flag.printed for flag in flags(read(asked), "BODY_WITHOUT_TASK")] == ["giải quyết đơn thư, kiến nghị"]
    answered = plan(row("Giải quyết đơn thư"), body=f"I. NỘI DUNG\n{clause}\nGiải quyết kịp thời đơn thư của công dân.")
    assert not flags(read(answered), "BODY_WITHOUT_TASK")


def test_blank_numbers_of_an_appendix():
    text = plan(row()).replace(
        "Nhiệm vụ năm 2026\n", "Nhiệm vụ năm 2026\n(Kèm theo Kế hoạch số    /KH-UBND ngày   /  /2025 của UBND tỉnh)\n"
    )
    assert only(text, "BLANK_NUMBER_DATE").severity is I
    filled = text.replace("số    /KH", "số 20/KH").replace("ngày   /  /2025", "ngày 10/12/2025")
    assert not flags(read(filled), "BLANK_NUMBER_DATE")


def test_a_head_that_is_not_found_is_told():
    reading = read("Nội dung\tThời gian\tĐơn vị\nHọp\t03/3/2026\tSở Nội vụ")
    assert len(flags(reading, "HEAD_NOT_FOUND")) == 3
    assert reading.document.number is None


def test_errors_come_first():
    weights = [flag.severity for flag in read(plan(row(when="14/3/2026"), row(when="31/02/2026"))).flags]
    assert weights == sorted(weights, key=[E, W, I].index)


def test_a_paragraph_cut_by_a_page():
    whole = "Đẩy mạnh công tác thi đua, khen thưởng, hội nghị điển hình tiên tiến các cấp trong toàn tỉnh"
    flag = only(plan(row(), body=f"{whole}\n\nvà Đại hội thi đua yêu nước."), "PARAGRAPH_CUT")
    assert flag.severity is I
    assert flag.printed.endswith("toàn tỉnh | và Đại hội thi đua yêu nước.")
    assert not flags(read(plan(row(), body=f"{whole}.\n\nvà Đại hội thi đua yêu nước.")), "PARAGRAPH_CUT")
