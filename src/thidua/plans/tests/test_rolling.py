"""Next year's plan: where every day, word and task goes, and why. Pure: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import pytest

from thidua.documents.rendering import DocumentKind, render_docx
from thidua.foundation.dates import ReadDate
from thidua.foundation.workdays import calendar_for
from thidua.plans.demo.build import FILE, build
from thidua.plans.reading.read import read_plan
from thidua.plans.rolling import Choice, Kind, RollRules, as_used, paper_of, proposals, ready_choices, taken
from thidua.plans.rolling.days import Shift
from thidua.plans.rolling.drops import drop_of
from thidua.plans.rolling.paper import due_lines, titled
from thidua.plans.rolling.restyling import restyled, to_days
from thidua.plans.rolling.texts import reworded

MADE = datetime(2025, 11, 20, 2, 0, tzinfo=UTC)
CALENDAR = calendar_for([2024, 2025, 2026, 2027])
USED = {
    "PL1.20.2": date(2025, 4, 15), "PL1.21.1": date(2025, 6, 5), "PL1.22.1": date(2025, 6, 16),
    "PL1.22.2": date(2025, 3, 30),
}  # fmt: skip
"""The years that an officer confirms in the demonstration plan."""


def written(paper) -> bytes:
    return render_docx(DocumentKind.PLAN, paper.context(MADE)).data


def read(data: bytes) -> dict:
    return read_plan(data, "ke-hoach.docx", calendar=CALENDAR).to_json()


@cache
def demo() -> dict:
    return read(FILE.read_bytes())


def demo_paper():
    return paper_of(as_used(demo(), USED))


def offered(paper=None, year=2026):
    paper = paper or demo_paper()
    return {one.id: one for one in proposals(paper, old_year=2025, new_year=year, calendar=CALENDAR)}


def without_marks(row: dict) -> dict:
    """A task, session or milestone without flags and places, which belong to the paper it was read from."""
    kept = {name: value for name, value in row.items() if name not in ("flags", "source")}
    if "milestones" in kept:
        kept["milestones"] = [without_marks(one) for one in kept["milestones"]]
    return kept


def assert_same(first: dict, second: dict) -> None:
    assert second["document"] == first["document"]
    for name in ("tasks", "sessions"):
        assert [without_marks(row) for row in second[name]] == [without_marks(row) for row in first[name]]


# Written and read back


def test_the_demonstration_plan_written_anew_reads_the_same():
    assert_same(demo(), read(written(paper_of(demo()))))


@pytest.mark.parametrize(
    "file", ["samples/ke-hoach-357.docx", "samples/ke-hoach-357.pdf", "seed/ke-hoach-357-kh-ubnd-2024.txt"]
)
def test_the_official_plan_written_anew_reads_the_same(shared, file):
    path = shared / file
    official = read_plan(path.read_bytes(), path.name, calendar=CALENDAR).to_json()
    assert_same(official, read(written(paper_of(official))))


def test_head_body_and_foot_come_along():
    paper = paper_of(demo())
    outside = paper.outside
    assert (outside.issuer, outside.place, outside.symbol) == ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ", "Hà Nội", "KH-UBND")
    assert (outside.signature, outside.signer) == (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "Hoàng Minh Đức")
    assert outside.recipients == ["Các đơn vị thuộc Thành phố", "Lưu: VT, Ban TĐKT"]
    assert [level for _block, level, _text in outside.body] == [1, 0, 1, 0]
    again = paper_of(read(written(paper))).outside
    assert (again.signer, again.recipients, again.tasks, again.marks) == (
        outside.signer, outside.recipients, outside.tasks, outside.marks,
    )  # fmt: skip


def test_a_plan_without_parts_keeps_its_sections():
    reading = {**demo(), "tasks": [{**task, "part": None} for task in demo()["tasks"][:20]], "sessions": []}
    again = read(written(paper_of(reading)))
    assert [(task["part"], task["section"]) for task in again["tasks"]] == [
        (None, task["section"]) for task in reading["tasks"]
    ]


def test_a_plan_with_neither_parts_nor_sections_keeps_its_tasks():
    reading = {**demo(), "sessions": []}
    reading["tasks"] = [{**task, "part": None, "section": None} for task in demo()["tasks"][:5]]
    again = read(written(paper_of(reading)))
    assert [task["title"] for task in again["tasks"]] == [task["title"] for task in reading["tasks"]]


def test_a_title_that_runs_on_into_points_is_parted_without_loss():
    text = "Họp Hội đồng Thi đua - Khen thưởng xét: - Xét Cờ thi đua (xã, phường) - Xét, tặng năm học 2024 - 2025; - Bằng khen"
    head, points = titled(text)
    assert head == "Họp Hội đồng Thi đua - Khen thưởng xét:"
    assert points == ["Xét Cờ thi đua (xã, phường)", "Xét, tặng năm học 2024 - 2025;", "Bằng khen"]
    assert " - ".join([head, *points]).replace(": - ", ": - ", 1) == text


def test_milestones_stated_by_the_same_words_share_a_line():
    same = {"label": "", "printed": "ngày 15/3 và 20/9/2025", "date": "2025-03-15", "to": None}
    assert [due.text for due in due_lines([same, {**same, "date": "2025-09-20"}])] == ["ngày 15/3 và 20/9/2025"]


# Days


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("Trước ngày 05/6/2024", (2024, 6, 5), (2026, 6, 9), "Trước ngày 09/6/2026"),
        ("trước 5/6/2024", (2024, 6, 5), (2026, 12, 9), "trước 9/12/2026"),
        ("Trước ngày 10/3/2025", (2025, 3, 10), (2026, 2, 27), "Trước ngày 27/02/2026"),
        ("Trước ngày 10/03/2025", (2025, 3, 10), (2026, 4, 9), "Trước ngày 09/04/2026"),
        ("ngày 16 tháng 6 năm 2025", (2025, 6, 16), (2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        ("trước 25/4", (2025, 4, 25), (2026, 4, 24), "trước 24/4"),
        ("16.6.25", (2025, 6, 16), (2026, 6, 15), "16.6.25"),
        ("đến 2025-06-16", (2025, 6, 16), (2026, 6, 15), "đến 2026-06-15"),
        ("từ 01/01/2025 đến 28/02/2025", (2025, 2, 28), (2026, 2, 27), "từ 01/01/2025 đến 27/02/2026"),
    ],
)
def test_another_day_in_the_style_of_the_print(text, old, new, expected):
    assert restyled(text, to_days({date(*old): date(*new)}), year=2025) == expected


def test_what_names_no_day_is_left_letter_by_letter():
    text = "25 hàng tháng, đợt 1/2025, NĐ 98/2023/NĐ-CP"
    assert restyled(text, lambda found: ReadDate.of(date(2030, 1, 1)), year=2025) == text


def shift(old=2025, new=2026):
    return Shift(old, new, CALENDAR, RollRules.standard())


@pytest.mark.parametrize(
    ("day", "expected", "why"),
    [
        (date(2025, 3, 10), date(2026, 3, 10), "Thứ Ba"),
        (date(2025, 3, 15), date(2026, 3, 13), "Chủ nhật"),
        (date(2025, 4, 30), date(2026, 4, 29), "Ngày Chiến thắng"),
        (date(2025, 2, 18), date(2026, 2, 13), "Tết Nguyên đán"),
        (date(2025, 1, 10), date(2026, 1, 10), "ngày làm bù"),
    ],
)
def test_a_deadline_gives_way_to_days_off(day, expected, why):
    moved = shift().moved(day, "before", "hop hoi dong")
    assert moved.day == expected
    assert why in moved.reason


def test_an_occasion_stays_on_its_day_even_on_a_saturday():
    moved = shift().moved(date(2025, 10, 10), "on_occasion", "to chuc dai hoi")
    assert moved.day == date(2026, 10, 10)
    assert "Ngày giải phóng Thủ đô" in moved.reason and "Thứ Bảy" in moved.reason


def test_an_occasion_named_in_words_stays_too_but_a_bare_holiday_does_not():
    assert shift().moved(date(2025, 4, 30), "before", "chao mung ky niem ngay giai phong").day == date(2026, 4, 30)
    assert shift().moved(date(2025, 4, 30), "before", "xong ke hoach").day == date(2026, 4, 29)


def test_a_day_that_a_rule_prints_stays():
    moved = shift(2025, 2029).moved(date(2025, 3, 31), "before", "don vi gui ho so cong dan thu do uu tu")
    assert moved.day == date(2029, 3, 31)
    assert "71/2025/QĐ-UBND" in moved.reason
    assert shift(2024, 2025).moved(date(2024, 8, 31), "before", "x").day == date(2025, 8, 29)


def test_the_last_of_february_stays_the_last():
    assert shift(2027, 2028).same_day(date(2027, 2, 28)) == date(2028, 2, 29)
    assert shift(2024, 2025).same_day(date(2024, 2, 29)) == date(2025, 2, 28)


def test_a_cutoff_keeps_its_working_days_before_the_session():
    found = offered()["PL1.34:due2"]
    assert (found.old_day, found.day) == (date(2025, 8, 20), date(2026, 8, 20))
    assert (
        CALENDAR.between(found.day, date(2026, 9, 30)) == CALENDAR.between(date(2025, 8, 20), date(2025, 9, 30)) == 27
    )
    assert "27 ngày làm việc" in found.reasons[0]


def test_a_cutoff_leaves_its_own_day_to_keep_the_distance():
    moved = shift().before_session(date(2025, 2, 28), date(2025, 3, 10), date(2026, 3, 10))
    assert moved.day == date(2026, 3, 2)  # six working days before both; 28/02/2026 is a Saturday
    assert CALENDAR.between(date(2025, 2, 28), date(2025, 3, 10)) == CALENDAR.between(moved.day, date(2026, 3, 10)) == 6


def test_both_appendices_move_a_session_to_the_same_day():
    found = offered()
    for task, row in (("PL1.7", "PL2.I.1"), ("PL1.22", "PL2.I.2"), ("PL1.26", "PL2.I.3"), ("PL1.34", "PL2.I.4")):
        assert found[f"{task}:due1"].day == found[f"{row}:due1"].day


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tập huấn nghiệp vụ năm 2025", "Tập huấn nghiệp vụ năm 2026"),
        ("Khen thưởng năm 2024, đợt 1/2025", "Khen thưởng năm 2025, đợt 1/2026"),
        ("đợt 1/năm 2025 (trừ khối Giáo dục)", "đợt 1/năm 2026 (trừ khối Giáo dục)"),
        ("sách “Hoa đẹp” tập 31 (năm 2025)", "sách “Hoa đẹp” tập 32 (năm 2026)"),
        ("Kế hoạch năm 2026.", "Kế hoạch năm 2027."),
        ("năm học 2024 - 2025 ngành Giáo dục", "năm học 2025 - 2026 ngành Giáo dục"),
        ("trình trong tháng 12/2025", "trình trong tháng 12/2026"),
        ("Luật Thi đua, khen thưởng năm 2024 và năm 2025", "Luật Thi đua, khen thưởng năm 2024 và năm 2026"),
        ("theo Quyết định số 71/2025/QĐ-UBND ngày 12/11/2025", "theo Quyết định số 71/2025/QĐ-UBND ngày 12/11/2025"),
        ("từ năm 2022", "từ năm 2022"),
        ("Tập huấn 31 lớp", "Tập huấn 31 lớp"),
    ],
)
def test_years_move_with_the_plan_and_citations_do_not(text, expected):
    found = reworded(text, year=2025, by=1)
    assert found.text == expected
    assert bool(found.changes) is (text != expected)


@pytest.mark.parametrize("text", ["giai đoạn 2021-2025", "nhiệm kỳ 2020 - 2025", "giai đoạn (2025-2030)"])
def test_periods_are_pointed_out_and_left(text):
    found = reworded(text, year=2025, by=1)
    assert found.text == text
    assert "cần người xem" in found.looks[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Kỷ niệm 95 năm ngày thành lập Đảng (3/2/1930 - 3/2/2025) trong năm 2025",
            "Kỷ niệm 96 năm ngày thành lập Đảng (3/2/1930 - 3/2/2026) trong năm 2026",
        ),
        (
            "Năm 2025 kỷ niệm 80 năm Ngày A (2/9/1945 - 2/9/2025); 80 năm Ngày B (06/01/1946 - 06/01/2026) và 20 năm Ngày C",
            "Năm 2026 kỷ niệm 81 năm Ngày A (2/9/1945 - 2/9/2026); 80 năm Ngày B (06/01/1946 - 06/01/2026) và 21 năm Ngày C",
        ),
    ],
)
def test_anniversaries_of_the_year_move_whole_and_are_pointed_out(text, expected):
    found = reworded(text, year=2025, by=1)
    assert found.text == expected
    assert any("ngày kỷ niệm" in why for why in found.looks)
    assert any("số năm kỷ niệm" in why for why in found.changes)


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2025;",
        "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ;",
        "Căn cứ Luật số 94/2025/QH15 ngày 26 tháng 6 năm 2025;",
        "Chỉ thị 24-CT/TU ngày 07/8/2024 của Thành ủy về kỷ cương",
        "Nghị quyết số 15-NQ/TW của Bộ Chính trị ngày 05 tháng 5 năm 2025 về phương hướng",
        "Thông báo số 15 ngày 10/3/2025 của Văn phòng",
        "Công văn số 1234/BNV-TĐKT ngày 12 tháng 11 năm 2024",
        "Luật Thủ đô (có hiệu lực từ 01/01/2025)",
        "Theo Quyết định số 2025/QĐ-UBND",
    ],
)
def test_numbers_and_days_of_documents_stay(text):
    found = reworded(text, year=2025, by=1)
    assert (found.text, found.changes) == (text, [])


def test_the_introduction_of_the_official_plan_moves_whole(shared):
    path = shared / "samples/ke-hoach-357.docx"
    official = read_plan(path.read_bytes(), path.name, calendar=CALENDAR).to_json()
    paper = paper_of(as_used(official, USED))
    bodies = [
        one for one in proposals(paper, old_year=2025, new_year=2026, calendar=CALENDAR) if one.id.endswith(":body")
    ]
    intro = next(one for one in bodies if one.old.startswith("Năm 2025 là năm diễn ra"))
    assert intro.ticked and intro.look
    assert intro.new.count("/2026)") == 6 and "/2025)" not in intro.new
    assert "Kỷ niệm 96 năm ngày thành lập Đảng (3/2/1930 - 3/2/2026)" in intro.new
    assert "giai đoạn 2025-2030" in intro.new
    capital = next(one for one in bodies if "Luật Thủ đô" in one.old)
    assert "(có hiệu lực từ 01/01/2025)" in capital.new and "chủ đề công tác năm 2026" in capital.new


# Tasks left out


def drop(title, year=2026):
    return drop_of(title, new_year=year, old_year=2025, rules=RollRules.standard())


def test_the_congress_comes_back_every_five_years():
    assert drop("Ban Tổ chức Đại hội họp lần 1").sure
    assert drop("Ban Tổ chức Đại hội họp lần 1", 2030) is None


def test_summing_up_a_period_is_done_once():
    assert "2021-2025" in drop("Tổng kết các phong trào thi đua 2021-2025 do Thành phố phát động").reason
    assert drop("Tổng kết năm học 2024 - 2025") is None
    assert drop("Tổng kết phong trào giai đoạn 2023-2030") is None


def test_a_task_that_also_honours_others_is_not_dropped_unasked():
    found = drop("Tổ chức Đại hội Thi đua yêu nước, vinh danh “Công dân Thủ đô ưu tú” năm 2025")
    assert found is not None and not found.sure


def test_what_the_demonstration_plan_drops():
    drops = {one.number: one.ticked for one in offered().values() if one.kind is Kind.DROP}
    assert drops == {
        "1": True,
        "11": True,
        "12": True,
        "13": True,
        "19": True,
        "25": True,
        "27": True,
        "31": True,
        "36": False,
    }


# Taken together


def test_every_changed_date_is_listed_and_nothing_changes_unlisted():
    paper = demo_paper()
    found = offered(paper)
    before = paper.slots()
    assert all(found[place].old == before[place] for place in found if not place.endswith(":drop"))
    new = taken(paper, found.values(), ready_choices(found.values()), new_year=2026)
    after = new.slots()
    assert {place for place in after if after[place] != before[place]} <= set(found)
    assert before == paper.slots()


def test_nothing_taken_changes_nothing_but_number_and_day():
    paper = demo_paper()
    new = taken(paper, offered(paper).values(), {}, new_year=2026)
    assert new.slots() == paper.slots()
    assert (new.number, new.dated) == (None, None)


def test_the_draft_reads_as_next_years_plan():
    paper = demo_paper()
    found = list(offered(paper).values())
    new = taken(paper, found, ready_choices(found), new_year=2026)
    reading = read(written(new))
    assert (reading["document"]["year"], reading["document"]["number"]) == (2026, None)
    assert (len(reading["tasks"]), len(reading["sessions"])) == (37, 7)
    assert [task["number"] for task in reading["tasks"]] == [str(n) for n in range(1, 38)]
    assert [flag for flag in reading["flags"] if flag["severity"] == "error"] == []
    days = [m["date"] or m["to"] for task in reading["tasks"] for m in task["milestones"] if m["date"] or m["to"]]
    assert {day[:4] for day in days} == {"2026"}
    off = [f["where"] for f in reading["flags"] if f["code"] in ("WEEKEND", "HOLIDAY")]
    assert off == []
    assert [row["linked_task"] for row in reading["sessions"][:4]] == ["PL1.6", "PL1.17", "PL1.20", "PL1.26"]


def test_words_typed_by_the_officer_win():
    paper = demo_paper()
    found = offered(paper)
    choices = {
        **ready_choices(found.values()),
        "PL1.7:due1": Choice(True, "Họp Hội đồng trước ngày 06/3/2026"),
        "PL1.16:title": Choice(False, "không dùng"),
        "PL1.1:drop": Choice(False, ""),
    }
    new = taken(paper, found.values(), choices, new_year=2026, number="371", dated=date(2025, 12, 26))
    slots = new.slots()
    assert slots["PL1.7:due1"] == "Họp Hội đồng trước ngày 06/3/2026"
    assert slots["PL1.16:title"].endswith("năm 2025")
    assert slots["PL1.1:due1"] == "Xong dự thảo trước 31/12/2025"
    reading = read(written(new))
    assert (reading["document"]["number"], reading["document"]["issued_on"]) == ("371/KH-UBND", "2025-12-26")
    assert new.outside.tasks.goes_with == "Kèm theo Kế hoạch số 371/KH-UBND ngày 26/12/2025"


def test_confirmed_days_are_what_is_rolled():
    assert offered()["PL1.21:due1"].old == "Trước ngày 05/6/2025"
    assert offered()["PL1.21:due1"].new == "Trước ngày 05/6/2026"


def test_several_years_on():
    found = offered(year=2027)
    assert found["PL1.4:title"].new.endswith("tập 33")
    assert found["PL1.7:due1"].day == date(2027, 3, 10)


def test_the_same_year_is_no_next_year():
    with pytest.raises(ValueError, match="later year"):
        offered(year=2025)


def test_districts_that_ended_are_pointed_out():
    found = offered()["PL1.30:who"]
    assert found.look and not found.ticked and "quận, huyện, thị xã" in found.reasons[0]
    assert "PL1.30:who" not in {
        one.id
        for one in proposals(
            paper_of(read(build(2023))), old_year=2023, new_year=2024, calendar=calendar_for([2022, 2023, 2024])
        )
    }


def test_the_official_plan_rolls_over_whole(shared):
    path = shared / "samples/ke-hoach-357.docx"
    official = read_plan(path.read_bytes(), path.name, calendar=CALENDAR).to_json()
    paper = paper_of(as_used(official, USED))
    found = list(proposals(paper, old_year=2025, new_year=2026, calendar=CALENDAR))
    reading = read(written(taken(paper, found, ready_choices(found), new_year=2026)))
    assert (len(reading["tasks"]), len(reading["sessions"]), reading["document"]["year"]) == (37, 7, 2026)
    assert [flag["code"] for flag in reading["flags"] if flag["severity"] == "error"] == []
