"""Plans that print their tasks as numbered paragraphs, without a table."""

from __future__ import annotations

from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import PlanReading

HEAD = "TỈNH GIẢ ĐỊNH\nSố: 30/KH-UBND\nGiả Định, ngày 15 tháng 01 năm 2026\nKẾ HOẠCH\nCông tác thi đua năm 2026\n"
NAMED = """II. MỤC ĐÍCH
1. Nâng cao chất lượng phong trào thi đua.
III. NHIỆM VỤ CỤ THỂ
1. Tổ chức phát động phong trào thi đua năm 2026
- Cơ quan chủ trì: Sở Nội vụ.
- Cơ quan phối hợp: Các sở, ban, ngành;
ủy ban nhân dân các xã.
- Thời gian thực hiện: Quý I/2026.
2. Họp xét khen thưởng
a) Chủ trì: Sở Nội vụ;
b) Phối hợp: Thành viên Hội đồng;
c) Thời hạn: chậm nhất ngày 20 hằng tháng.
3. Tổng kết năm
- Chủ trì: Sở Nội vụ. Phối hợp: Văn phòng Ủy ban nhân dân tỉnh. Thời gian: 31/02/2026.
Nơi nhận:
- Các sở, ban, ngành;
"""
SENTENCES = """III. TỔ CHỨC THỰC HIỆN
1. Phòng Nội vụ chủ trì, phối hợp với các phòng, ban tham mưu phát động thi đua trước ngày 27/02/2026.
2. Các xã, thị trấn báo cáo kết quả về Phòng Nội vụ trước ngày 15/6/2026 và trước ngày 04/12/2026.
3. Phòng Văn hóa tuyên truyền gương điển hình thường xuyên trong năm.
"""


def read(text: str) -> PlanReading:
    return read_plan((HEAD + text).encode(), "ke-hoach.txt")


def test_named_lines_below_a_numbered_one_are_a_task():
    reading = read(NAMED)
    assert [(t.number, t.section, t.title, t.implementing, t.coordinating) for t in reading.tasks] == [
        ("1", "NHIỆM VỤ CỤ THỂ", "Tổ chức phát động phong trào thi đua năm 2026", ["Sở Nội vụ"],
         ["Các sở, ban, ngành", "ủy ban nhân dân các xã"]),
        ("2", "NHIỆM VỤ CỤ THỂ", "Họp xét khen thưởng", ["Sở Nội vụ"], ["Thành viên Hội đồng"]),
        ("3", "NHIỆM VỤ CỤ THỂ", "Tổng kết năm", ["Sở Nội vụ"], ["Văn phòng Ủy ban nhân dân tỉnh"]),
    ]  # fmt: skip
    first, second, third = (task.milestones[0] for task in reading.tasks)
    assert (first.relation.value, first.printed) == ("within_quarter", "Quý I/2026")
    assert second.recurrence == "FREQ=MONTHLY;BYMONTHDAY=20"
    assert "IMPOSSIBLE_DATE" in third.flags


def test_it_is_told_and_every_line_names_its_task_in_the_source():
    reading = read(NAMED)
    (told,) = [flag for flag in reading.flags if flag.code == "TASKS_IN_LINES"]
    assert "3 việc" in told.message
    owned = [block.text for block in reading.source if block.belongs_to == reading.tasks[1].key]
    assert owned[0] == "2. Họp xét khen thưởng"
    assert len(owned) == 4


def test_sentences_that_say_who_and_by_when_are_tasks_and_those_beside_them_too():
    reading = read(SENTENCES)
    assert [(t.number, t.implementing, t.coordinating) for t in reading.tasks] == [
        ("1", ["Phòng Nội vụ"], ["các phòng, ban"]), ("2", ["Các xã, thị trấn"], []), ("3", ["Phòng Văn hóa"], []),
    ]  # fmt: skip
    assert [str(m.day) for task in reading.tasks[:2] for m in task.milestones] == [
        "2026-02-27",
        "2026-06-15",
        "2026-12-04",
    ]
    assert reading.tasks[2].milestones[0].relation.value == "when_arises"


def test_a_decision_with_numbered_articles_is_no_plan():
    reading = read(
        "Điều 1. Tặng Bằng khen.\n1. Ông Nguyễn Văn Giả, sinh ngày 12/5/1980.\n2. Bà Trần Thị Thử, sinh ngày 03/6/1981."
    )
    assert [flag.code for flag in reading.flags] == ["NO_TASK_TABLE"]


def test_a_report_of_what_was_done_is_no_plan():
    said = "1. Sở Nội vụ tổ chức hội nghị ngày 20/3/2025.\n2. Thanh tra báo cáo trước ngày 05/7/2025.\n"
    assert len(read(said).tasks) == 2
    report = read_plan((HEAD.replace("KẾ HOẠCH", "BÁO CÁO") + said).encode(), "bao-cao.txt")
    assert [flag.code for flag in report.flags] == ["NO_TASK_TABLE"]


def test_a_table_is_read_alone():
    reading = read(NAMED + "TT\tNhiệm vụ\tThời hạn\n1\tSơ kết\t15/4/2026\n")
    assert [task.title for task in reading.tasks] == ["Sơ kết"]


def test_lines_in_an_old_font_are_read_and_kept_as_printed():
    lines = "1. Tæ chøc ph¸t ®éng thi ®ua\n- C¬ quan chñ tr×: Së Néi vô.\n- Thêi gian thùc hiÖn: tr­íc ngµy 15/6/2026.\n"
    (task,) = read(lines).tasks
    assert (task.title, task.implementing) == ("Tæ chøc ph¸t ®éng thi ®ua", ["Së Néi vô"])
    assert str(task.milestones[0].day) == "2026-06-15"
