"""Checks of a plan that stands: the reader's checks run anew on the days in use, and those the reader lacks."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from functools import cache

import pytest
import yaml

from thidua.documents.rendering import DocumentKind, render_docx
from thidua.foundation.workdays import calendar_for
from thidua.plans.demo.build import DATA, FILE, context
from thidua.plans.linting import findings, lint_json
from thidua.plans.reading.read import read_plan

CALENDAR = calendar_for([2024, 2025, 2026])


@cache
def _demo() -> dict:
    return read_plan(FILE.read_bytes(), FILE.name, calendar=CALENDAR).to_json()


@pytest.fixture
def demo() -> dict:
    return deepcopy(_demo())


def task(reading, number):
    return next(row for row in reading["tasks"] if row["number"] == str(number))


def due(reading, number, day, place=0):
    task(reading, number)["milestones"][place]["date"] = day


def found(reading, **more):
    return {(flag.code, flag.where): flag for flag in findings(reading, calendar=CALENDAR, **more)}


def test_every_flag_of_the_reader_is_a_finding(demo):
    assert {(flag["code"], flag["where"]) for flag in demo["flags"]} <= set(found(demo))


def test_the_demonstration_plan_has_nothing_that_the_reader_did_not_tell(demo):
    assert set(found(demo)) == {(flag["code"], flag["where"]) for flag in demo["flags"]}


@pytest.mark.parametrize("file", ["samples/ke-hoach-357.docx", "seed/ke-hoach-357-kh-ubnd-2024.txt"])
def test_the_official_plan_has_nothing_that_the_reader_did_not_tell(shared, file):
    path = shared / file
    reading = read_plan(path.read_bytes(), path.name, calendar=CALENDAR).to_json()
    assert set(found(reading)) == {(flag["code"], flag["where"]) for flag in reading["flags"]}


def test_days_in_use_are_checked_in_place_of_the_printed(demo):
    used = {
        "PL1.20.2": date(2025, 4, 15), "PL1.21.1": date(2025, 6, 5), "PL1.22.1": date(2025, 6, 16),
        "PL1.22.2": date(2025, 3, 30),
    }  # fmt: skip
    after = found(demo, used=used)
    assert not any(flag.severity == "error" for flag in after.values())
    assert ("WEEKEND", "PL1.22.2") in after


def test_a_wrong_day_in_use_is_found(demo):
    assert ("SEQUENCE_INVERTED", "PL1.22.2") in found(
        demo, used={"PL1.22.1": date(2025, 6, 16), "PL1.22.2": date(2025, 6, 20)}
    )


def test_what_a_person_settled_is_not_told_again(demo):
    assert ("HOLIDAY", "PL1.3.1") in found(demo)
    assert ("HOLIDAY", "PL1.3.1") not in found(demo, settled=[("HOLIDAY", "PL1.3.1")])


def test_the_contest_summed_up_after_it_is_awarded(demo):
    flag = found(demo)["SEQUENCE_INVERTED", "PL1.29"]
    assert flag.also == ("PL1.17",) and "11/06/2025" in flag.message


def test_a_submission_window_too_late(demo):
    assert "ngày làm việc" in found(demo)["SHORT_LEAD_TIME", "PL1.7"].message


def test_a_number_used_twice_is_kept_from_the_reading():
    data = yaml.safe_load(DATA.read_text("utf-8"))
    data["parts"][0]["sections"][0]["tasks"][4][0] = 4
    reading = read_plan(render_docx(DocumentKind.PLAN, context(data)).data, "x.docx", calendar=CALENDAR).to_json()
    assert "DUPLICATE_NUMBER" in {code for code, _where in found(reading)}


def test_a_year_too_far(demo):
    due(demo, 16, "2029-04-25")
    flag = found(demo)["YEAR_TOO_FAR", "PL1.16.1"]
    assert flag.proposal == "2025-04-25" and flag.severity == "warning"
    due(demo, 16, "2026-01-15")
    assert ("YEAR_TOO_FAR", "PL1.16.1") not in found(demo)


def test_a_task_due_after_its_quarter(demo):
    due(demo, 16, "2025-07-25")
    assert "Quý II" in found(demo)["DATE_OUTSIDE_SECTION", "PL1.16"].message


def test_an_appendix_of_another_year(demo):
    title = next(block for block in demo["source"] if block["text"].startswith("Tiến độ"))
    title["text"] = title["text"].replace("2025", "2024")
    assert found(demo)["APPENDIX_YEAR_DIFFERS", title["id"]].proposal == "2025"


def test_dossiers_due_after_the_award_they_serve(demo):
    due(demo, 20, "2025-06-15", 1)
    assert ("CUTOFF_AFTER_DECISION", "PL1.20.2") in found(demo)


def test_dossiers_due_after_the_session_of_the_other_appendix(demo):
    due(demo, 22, "2025-07-31")
    due(demo, 22, "2025-06-25", 1)
    assert found(demo)["CUTOFF_AFTER_SESSION", "PL1.22.2"].also == ("PL2.I.2",)


def test_time_for_opinions_but_not_for_papers(demo):
    due(demo, 34, "2025-09-12", 1)
    assert "không đủ để gửi tài liệu" in found(demo)["LITTLE_RESERVE", "PL1.34"].message
    due(demo, 34, "2025-08-20", 1)
    assert ("LITTLE_RESERVE", "PL1.34") not in found(demo)


def test_meetings_out_of_their_order(demo):
    due(demo, 19, "2025-03-10")
    assert "lần 1" in found(demo)["SERIES_INVERTED", "PL1.19"].message
    demo["sessions"][2]["milestones"][0]["date"] = "2025-06-01"
    assert ("SERIES_INVERTED", "PL2.I.3") in found(demo)


def test_a_plan_of_something_after_the_thing(demo):
    due(demo, 3, "2025-04-15")
    assert found(demo)["SEQUENCE_INVERTED", "PL1.3"].also == ("PL1.14",)
    due(demo, 3, "2025-01-31")
    assert ("SEQUENCE_INVERTED", "PL1.3") not in found(demo)


def test_a_result_told_before_the_council_considered_it(demo):
    due(demo, 32, "2025-07-15")
    assert found(demo)["SEQUENCE_INVERTED", "PL1.32"].also == ("PL1.26",)


def test_sessions_that_only_one_appendix_has(demo):
    demo["sessions"][1]["linked_task"] = None
    after = found(demo)
    assert ("SESSION_WITHOUT_TASK", "PL2.I.2") in after and ("MEETING_WITHOUT_SESSION", "PL1.22") in after


def test_points_that_only_the_programme_has(demo):
    demo["sessions"][0]["contents"].append("Xét Giải thưởng Bùi Xuân Phái")
    assert found(demo)["CONTENTS_DIFFER", "PL2.I.1"].printed == "Xét Giải thưởng Bùi Xuân Phái"


def test_the_exchange_form(demo):
    shown = lint_json(demo, findings(demo, calendar=CALENDAR))
    assert shown["schema"] == "plan-lint/1" and shown["counts"]["error"] == 5
    assert all(
        set(row) == {"code", "severity", "where", "printed", "message", "proposal", "also"} for row in shown["findings"]
    )
    weights = [("error", "warning", "info").index(row["severity"]) for row in shown["findings"]]
    assert weights == sorted(weights)


def test_a_reading_without_tasks_or_source_does_not_break():
    head = {"number": None, "issued_on": None, "issuer": None, "title": None, "year": None}
    empty = {"document": head, "tasks": [], "sessions": [], "flags": [], "source": []}
    assert findings(empty, calendar=CALENDAR) == []


# Words that stayed behind


def said_of(title, *, year=2026, points=()):
    """The findings about the words of one task of a plan of `year`."""
    reading = {
        "schema": "plan-read/1", "flags": [], "sessions": [], "source": [],
        "document": {"number": None, "issued_on": None, "issuer": None, "title": f"Công tác thi đua năm {year}", "year": year},
        "tasks": [{
            "key": "PL1.1", "part": None, "section": None, "number": "1", "title": title, "directing": "", "implementing": [],
            "coordinating": [], "milestones": [], "flags": [], "source": {},
        }],
    }  # fmt: skip
    found = findings(reading, calendar=CALENDAR)
    return [
        (flag.code, flag.proposal)
        for flag in found
        if flag.code in ("YEAR_OLD", "ANNIVERSARY_OLD", "ANNIVERSARY_UNKNOWN")
    ]


@pytest.mark.parametrize(
    ("title", "proposal"),
    [
        (
            "Kỷ niệm 80 năm Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam",
            "Kỷ niệm 81 năm Quốc khánh nước Cộng hòa xã hội chủ nghĩa Việt Nam",
        ),
        (
            "Chào mừng 95 năm ngày thành lập Đảng (3/2/1930 - 3/2/2025)",
            "96 năm ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
        ),
        (
            "Thi đua chào mừng 20 năm Ngày hội Toàn dân (19/8/2005 - 19/8/2025)",
            "21 năm Ngày hội Toàn dân (19/8/2005 - 19/8/2026)",
        ),
        ("Kỷ niệm 71 năm Giải phóng Thủ đô", "Kỷ niệm 72 năm Giải phóng Thủ đô"),
        (
            "Kỷ niệm 78 năm ngày truyền thống của ngành (01/6/1947)",
            "Kỷ niệm 79 năm ngày truyền thống của ngành (01/6/1947)",
        ),
    ],
)
def test_an_anniversary_of_last_year_is_flagged_with_the_right_number(title, proposal):
    assert said_of(title) == [("ANNIVERSARY_OLD", proposal)]


@pytest.mark.parametrize(
    "title",
    [
        "Kỷ niệm 81 năm Quốc khánh 2/9",
        "Chào mừng 96 năm ngày thành lập Đảng (3/2/1930 - 3/2/2026)",
        "Thi đua chào mừng kỷ niệm 81 năm Ngày tổng tuyển cử đầu tiên (06/01/1946 - 06/01/2027)",
        "Kế hoạch phát triển kinh tế - xã hội 5 năm",
    ],
)
def test_an_anniversary_of_the_plans_year_or_just_after_it_is_right(title):
    assert said_of(title) == []


@pytest.mark.parametrize(
    "title",
    ["Kỷ niệm 40 năm ngày thành lập Trường Thử nghiệm", "Tổ chức lễ kỷ niệm 70 năm", "Kỷ niệm 30 năm đổi tên xã"],
)
def test_an_anniversary_nobody_knows_is_to_be_looked_at(title):
    assert said_of(title) == [("ANNIVERSARY_UNKNOWN", None)]


def test_two_anniversaries_of_one_title_are_told_apart():
    found = said_of("Kỷ niệm 80 năm Quốc khánh và 50 năm giải phóng miền Nam")
    assert found == [
        ("ANNIVERSARY_OLD", "Kỷ niệm 81 năm Quốc khánh"),
        ("ANNIVERSARY_OLD", "51 năm giải phóng miền Nam"),
    ]


@pytest.mark.parametrize(
    ("title", "proposal"),
    [
        ("Đơn vị đăng ký danh hiệu thi đua năm 2025", "Đơn vị đăng ký danh hiệu thi đua năm 2026"),
        ("Ban hành Quy chế năm 2025 của cụm", "Ban hành Quy chế năm 2026 của cụm"),
        ("Tổng kết phong trào thi đua năm 2024", "Tổng kết phong trào thi đua năm 2026"),
        ("Tổng kết nhiệm vụ năm học 2023 - 2024", "Tổng kết nhiệm vụ năm học 2025-2026"),
        ("Hướng dẫn chi tiết đợt 1/2025", "Hướng dẫn chi tiết đợt 1/2026"),
    ],
)
def test_a_year_left_in_what_is_to_be_done_is_flagged_with_a_proposal(title, proposal):
    assert said_of(title) == [("YEAR_OLD", proposal)]


@pytest.mark.parametrize(
    "title",
    [
        "Tổng kết phong trào thi đua năm 2025",
        "Xét danh hiệu thi đua, hình thức khen thưởng năm 2025",
        "Triển khai Nghị định 152/2025/NĐ-CP",
        "Thực hiện Kế hoạch số 05/KH-BTC ngày 29/6/2024 của Ban Tổ chức",
        "Tổ chức tổng kết các phong trào thi đua giai đoạn 2021-2025",
        "Luật Thi đua, khen thưởng năm 2022",
        "Xây dựng kế hoạch năm 2027",
        "Họp ngày 20/12/2025",
    ],
)
def test_sums_of_last_year_citations_and_periods_keep_their_years(title):
    assert said_of(title) == []


def test_a_plan_rolled_over_as_offered_keeps_no_old_words(demo):
    from thidua.plans.rolling import paper_of, proposals, ready_choices, taken

    paper = paper_of(demo)
    offered = proposals(paper, old_year=2025, new_year=2026, calendar=CALENDAR)
    new = taken(paper, offered, ready_choices(offered), new_year=2026)
    old = [said_of(row.title) for row in new.tasks]
    assert [one for one in old if one] == []
