"""The official plan in its three forms, against the seed: every field, every anomaly, every link."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import Milestone, PlanReading, Severity
from thidua.plans.tests.cases.schema import wrong_in

FORMS = {
    "text": "seed/ke-hoach-357-kh-ubnd-2024.txt",
    "word": "samples/ke-hoach-357.docx",
    "pdf": "samples/ke-hoach-357.pdf",
}
RELATIONS = {
    "truoc": "before", "vao_dip": "on_occasion", "tu_den": "range", "trong_thang": "in_month",
    "hang_thang_ngay": "monthly_on_day", "hang_thang_thuc_te": "monthly_as_arises", "theo_van_ban": "by_document",
    "khi_phat_sinh": "when_arises",
}  # fmt: skip
PARTS = {"A": "CÁC NHIỆM VỤ TRỌNG TÂM", "B": "CÁC NHIỆM VỤ THƯỜNG XUYÊN"}
SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}

# Anomaly of seed/anomalies.md: the code that tells it, and where.
ANOMALIES = [
    ("A1", "DATE_BEFORE_ISSUE", "PL1.20.2"), ("A2", "DATE_BEFORE_ISSUE", "PL1.21.1"),
    ("A3", "DATE_BEFORE_ISSUE", "PL1.22.1"), ("A3", "CONFLICT_BETWEEN_APPENDICES", "PL1.22.1"),
    ("A4", "DATE_BEFORE_ISSUE", "PL1.22.2"), ("A5", "DATE_OUTSIDE_PLAN_YEAR", "PL1.1.1"),
    ("A6", "HOLIDAY", "PL1.3.1"), ("A6", "HOLIDAY", "PL1.4.1"), ("A6", "HOLIDAY", "PL1.5.1"),
    ("A7", "HOLIDAY", "PL1.17.1"), ("A7", "HOLIDAY", "PL1.18.1"),
    ("A8", "WEEKEND", "PL1.13.1"), ("A8", "WEEKEND", "PL1.19.1"), ("A8", "WEEKEND", "PL1.20.1"),
    ("A9", "RECURRENCE_UNCLEAR", "PL1.43.1"), ("A9", "RECURRENCE_OFF_DAYS", "PL1.43.1"),
    ("A10", "INCLUSIVE_UNSTATED", "document"), ("A11", "DATE_STYLE_MIXED", "document"),
    *[("A12", "NOT_ONE_DAY", where) for where in (
        "PL1.9.1", "PL1.17.2", "PL1.36.1", "PL1.40.1", "PL1.42.1", "PL1.44.1", "PL1.45.1",
        "PL2.II.1.1", "PL2.II.2.1", "PL2.II.3.1")],
    ("A13", "NOT_STATED", "PL1.7"), ("A13", "NOT_STATED", "PL1.26"),
    ("A14", "RUN_TOGETHER", "PL1.1.1"), ("A14", "RUN_TOGETHER", "PL1.1.3"),
    ("B1", "ORDER_IN_SECTION", "PL1.8"), ("B1", "ORDER_IN_SECTION", "PL1.31"),
    ("B2", "SEQUENCE_INVERTED", "PL1.6"), ("B3", "SAME_DAY_DEPENDENCY", "PL1.10"),
    ("B4", "SEQUENCE_INVERTED", "PL1.29"), ("B5", "ORGANISATION_DIFFERS", "PL1.21"),
    ("B6", "SHORT_LEAD_TIME", "PL1.7"), ("B7", "SHORT_TIME_TO_MINISTRY", "PL1.22"),
    ("B8", "SEVERAL_CUTOFFS", "PL1.30.2"), ("B9", "SEVERAL_CUTOFFS", "PL1.22.2"),
    ("B10", "REVIEWS_APART", "PL1.33"), ("B11", "SELF_SCORING", "PL1.42"),
    ("B12", "TITLE_BODY_DIFFERS", "PL1.6"), ("B13", "PERIOD_DIFFERS", None),
    ("B14", "MOVEMENT_NOT_IN_BODY", "PL1.25"), ("B14", "OPEN_LIST", None),
    ("B15", "BODY_WITHOUT_TASK", "document"), ("B16", "TASK_WITHOUT_BODY", None),
    ("B17", "COORDINATORS_DIFFER", "PL2.I.4"), ("B18", "TITLE_CONTENT_DIFFERS", "document"),
    ("B19", "GROUP_CHANGED", "PL1.15"), ("B20", "DISTRICT_LEVEL_ENDED", "PL1.30"),
    ("B20", "DISTRICT_LEVEL_ENDED", "PL1.34"), ("B21", "LEGAL_BASE_CHANGES", "document"),
]  # fmt: skip
PROPOSALS = {"PL1.20.2": "2025-04-15", "PL1.21.1": "2025-06-05", "PL1.22.1": "2025-06-16", "PL1.22.2": "2025-03-30"}
SLIPS = (
    "diễn hình", "Chủ trọng", "các văn hướng dẫn", "chuyển đổi vị sự nghiệp", "đê tài", "Noi nhận", "cho cá tập thể",
    "NVTVT", "ĐHTT, NVT", "vể vang", "Chính phủ năm khối",
)  # fmt: skip


@cache
def _read(path: Path) -> PlanReading:
    return read_plan(path.read_bytes(), path.name)


@pytest.fixture(params=FORMS.values(), ids=FORMS.keys())
def reading(request: pytest.FixtureRequest, shared: Path) -> PlanReading:
    return _read(shared / request.param)


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    return yaml.safe_load((shared / "seed/plan-2025.yaml").read_text("utf-8"))


def expected_milestone(printed: dict[str, Any]) -> dict[str, Any]:
    """The seed's milestone in the reader's words."""
    relation, when = RELATIONS[printed["relation"]], printed["date"]
    return {
        "key": printed.get("id"),
        "relation": relation,
        "printed": printed["printed"],
        "date": when if isinstance(when, str) and len(when) == 10 else None,
        "from": when[0] if relation == "range" else None,
        "to": when[1] if relation == "range" else None,
        "month": when if relation == "in_month" else None,
        "recurrence": printed.get("rrule"),
    }


def found_milestone(milestone: Milestone) -> dict[str, Any]:
    read = milestone.to_json()
    return {key: read[key] for key in ("key", "relation", "printed", "date", "from", "to", "month", "recurrence")}


def test_counts_and_head(reading: PlanReading):
    assert (len(reading.tasks), len(reading.milestones()), len(reading.sessions)) == (45, 53, 7)
    assert reading.document.number == "357/KH-UBND"
    assert reading.document.issued_on == date(2024, 12, 9)
    assert reading.document.issuer == "ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI"
    assert reading.document.title == "Công tác thi đua, khen thưởng năm 2025"
    assert reading.document.year == 2025


def test_each_task_field_by_field(reading: PlanReading, seed: dict[str, Any]):
    for task, printed in zip(reading.tasks, seed["appendix_1"], strict=True):
        assert task.key == f"PL1.{printed['number']}"
        assert task.number == str(printed["number"])
        assert task.part == PARTS[printed["part"]]
        assert task.section == (printed["section"] if printed["part"] == "A" else None)
        assert task.directing == printed["directing"]
        assert task.implementing == printed["implementing"]
        assert task.coordinating == printed["coordinating"]
        assert [found_milestone(m) for m in task.milestones] == [expected_milestone(m) for m in printed["milestones"]]


def test_titles_are_the_printed_ones(reading: PlanReading, shared: Path):
    lines = (shared / FORMS["text"]).read_text("utf-8").split("\n")
    rows = [line.split("\t") for line in lines if re.match(r"\d+\.\t", line)][:45]
    rows[6][1] += " " + next(line.split("\t")[1] for line in lines if line.startswith("\ttrấn"))
    assert [task.title for task in reading.tasks] == [row[1] for row in rows]


def test_action_words_of_the_milestones(reading: PlanReading):
    labels = {m.key: m.label for m in reading.milestones() if m.label}
    assert labels["PL1.1.1"] == "Hoàn thành dự thảo"
    assert labels["PL1.1.3"] == "Trình UBND Thành phố ban hành"
    assert labels["PL1.9.1"] == "Trình khen thưởng và tổ chức tổng kết"
    assert labels["PL1.17.2"] == "Tổng kết, trao giải"
    assert labels["PL1.30.3"] == "Các trường ĐH, CĐ gửi hồ sơ"
    assert len(labels) == 16


def test_each_row_of_the_programme(reading: PlanReading, seed: dict[str, Any]):
    for session, printed in zip(reading.sessions, seed["appendix_2"], strict=True):
        assert session.key == f"PL2.{printed['number']}"
        assert session.advising == printed["advising"]
        assert session.coordinating == printed["coordinating"]
        assert session.linked_task == printed.get("linked_item")
        found = found_milestone(session.milestones[0])
        assert found == {**expected_milestone(printed["milestones"][0]), "key": f"{session.key}.1"}
        if "contents" in printed:
            assert len(session.contents) == len(printed["contents"])
    assert [s.title for s in reading.sessions[:4]] == [
        "Phiên họp thứ nhất", "Phiên họp thứ hai", "Phiên họp thứ ba", "Phiên họp thứ tư",
    ]  # fmt: skip


@pytest.mark.parametrize(("anomaly", "code", "where"), ANOMALIES)
def test_each_anomaly_has_its_severity(reading: PlanReading, shared: Path, anomaly: str, code: str, where: str | None):
    found = [flag for flag in reading.flags if flag.code == code and where in (None, flag.where)]
    assert found, f"{anomaly}: {code} at {where} is missing"
    severity = SEVERITIES[printed_severity(shared, anomaly)]
    if code == "CONFLICT_BETWEEN_APPENDICES" or severity is not Severity.ERROR:
        assert {flag.severity for flag in found} == {severity}
    else:
        assert found[0].severity is Severity.ERROR


def printed_severity(shared: Path, anomaly: str) -> str:
    text = (shared / "seed/anomalies.md").read_text("utf-8")
    cells = next(line for line in text.split("\n") if line.startswith(f"|{anomaly}|")).strip("|").split("|")
    return cells[4][0] if anomaly.startswith("A") else cells[-1][0]


def test_only_the_four_suspect_years_are_errors(reading: PlanReading):
    errors = [(flag.code, flag.where, flag.proposal) for flag in reading.flags if flag.severity is Severity.ERROR]
    conflict = ("CONFLICT_BETWEEN_APPENDICES", "PL1.22.1", "2025-06-16")
    assert sorted(errors) == sorted([("DATE_BEFORE_ISSUE", k, v) for k, v in PROPOSALS.items()] + [conflict])


def test_proposals_change_nothing(reading: PlanReading):
    days = {m.key: (m.printed, m.day) for m in reading.milestones()}
    assert days["PL1.20.2"] == ("trước 15/4/2024", date(2024, 4, 15))
    assert days["PL1.22.1"] == ("trước ngày 16/6/2024", date(2024, 6, 16))
    proposed = next(flag for flag in reading.flags if flag.where == "PL1.22.2" and flag.proposal)
    assert "Chủ nhật" in proposed.message  # 30/3/2025 is a Sunday and is not moved


def test_structure_of_the_paper(reading: PlanReading):
    by_code: dict[str, list[str]] = {}
    for flag in reading.flags:
        by_code.setdefault(flag.code, []).append(flag.where)
    assert {"PL1.7", "PL1.16"} <= set(by_code["SPLIT_ROW_JOINED"])
    assert by_code["TEXT_TRUNCATED"] == by_code["UNBALANCED_PAREN"] == ["PL1.30"]
    assert len(by_code["BLANK_NUMBER_DATE"]) == 2
    assert len(by_code["MERGED_SECTION_CELL"]) == 1
    repeats = [flag for flag in reading.flags if flag.code == "HEADER_REPEATED"]
    pages = {block.place["page"] for block in reading.source if "page" in block.place}
    assert sorted(1 + len(flag.also) for flag in repeats) == ([3, 13] if pages else [1, 5])  # a PDF has its own pages
    assert "DUPLICATE_NUMBER" not in by_code
    assert "NUMBER_GAP" not in by_code


def test_html_is_stripped_from_the_text_form(shared: Path):
    reading = _read(shared / FORMS["text"])
    assert [1 + len(f.also) for f in reading.flags if f.code == "HTML_STRIPPED"] == [4]
    assert not any("<" in point for session in reading.sessions for point in [session.title, *session.contents])


def test_spelling_is_proposed_and_kept(reading: PlanReading):
    told = " | ".join(flag.message for flag in reading.flags if flag.code == "SPELLING")
    assert [slip for slip in SLIPS if slip not in told] == []
    assert "vể vang" in next(task.title for task in reading.tasks if task.number == "22")


def test_all_forms_read_alike(shared: Path):
    def told(form: str) -> list[Any]:
        reading = _read(shared / FORMS[form])
        rows = [row.to_json() for row in [*reading.tasks, *reading.sessions]]
        return [{key: value for key, value in row.items() if key not in ("source", "flags")} for row in rows]

    assert told("word") == told("text")
    assert told("pdf") == told("text")


def test_every_row_shows_its_source(reading: PlanReading):
    blocks = {block.id: block for block in reading.source}
    for row in [*reading.tasks, *reading.sessions]:
        held = [blocks[name] for name in row.source["blocks"]]
        assert {block.belongs_to for block in held} == {row.key}
        assert row.title.split()[0] in held[0].text


def test_form_of_exchange(reading: PlanReading):
    assert wrong_in(reading.to_json(), "plan-read-1") == []


def test_the_dash_in_the_name_of_the_trade_opens_no_list(reading):
    of = {row.key: row.contents for row in (*reading.tasks, *reading.sessions)}
    assert of["PL2.II.3"] == []
    assert of["PL1.26"] == []
    assert [len(of[key]) for key in ("PL1.7", "PL1.22", "PL1.34")] == [4, 5, 4]
    assert not any(point.startswith("Khen thưởng Thành phố") for points in of.values() for point in points)
