"""The demonstration plan: the committed file is what the exporter makes, and the reader reads it back whole."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import docx
import pytest
import yaml
from docx.oxml.ns import qn

from thidua.plans.demo.build import DATA, FILE, build, shifted
from thidua.plans.reading.read import read_plan
from thidua.plans.reading.shapes import Severity

BLOCKING = {
    ("DATE_BEFORE_ISSUE", "PL1.20.2"),
    ("DATE_BEFORE_ISSUE", "PL1.21.1"),
    ("DATE_BEFORE_ISSUE", "PL1.22.1"),
    ("CONFLICT_BETWEEN_APPENDICES", "PL1.22.1"),
    ("DATE_BEFORE_ISSUE", "PL1.22.2"),
}
"""The wrong years printed in tasks 20, 21 and 22."""


def paragraphs(data: bytes) -> list[str]:
    body = docx.Document(BytesIO(data)).element.body
    return ["".join(piece.text or "" for piece in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]


def read(data: bytes):
    return read_plan(data, "ke-hoach.docx")


def blocking(reading):
    return {(flag.code, flag.where) for flag in reading.flags if flag.severity is Severity.ERROR}


def tasks_of_the_data():
    data = yaml.safe_load(DATA.read_text("utf-8"))
    return [task for part in data["parts"] for section in part["sections"] for task in section["tasks"]]


def test_the_committed_file_says_what_is_built():
    assert paragraphs(FILE.read_bytes()) == paragraphs(build())


def test_building_twice_gives_the_same_bytes():
    assert build() == build()


@pytest.mark.parametrize("year", [2025, 2024, 2026])
def test_the_reader_reads_it_whole(year):
    reading = read(build(year))
    assert (len(reading.tasks), len(reading.milestones()), len(reading.sessions)) == (45, 53, 7)
    assert [task.number for task in reading.tasks] == [str(number) for number in range(1, 46)]
    facts = reading.document
    assert (facts.number, facts.year, facts.issued_on) == ("12/KH-UBND", year, date(year - 1, 12, 9))
    assert "ỦY BAN NHÂN DÂN THÀNH PHỐ" in facts.issuer.upper()


def test_the_wrong_years_are_kept_and_flagged():
    reading = read(build())
    assert blocking(reading) == BLOCKING
    printed = {m.key: m.printed for m in reading.milestones()}
    assert "15/4/2024" in printed["PL1.20.2"]
    assert "05/6/2024" in printed["PL1.21.1"]
    assert "16/6/2024" in printed["PL1.22.1"]
    assert "30/3/2024" in printed["PL1.22.2"]


def test_titles_and_bodies_come_back_as_written():
    reading = read(build())
    data = yaml.safe_load(DATA.read_text("utf-8"))
    for task, (_, title, directing, implementing, coordinating, _) in zip(
        reading.tasks, tasks_of_the_data(), strict=True
    ):
        assert task.title == title
        assert task.directing == data["bodies"].get(directing, directing)
        assert task.implementing == [data["bodies"].get(code, code) for code in implementing]
        assert task.coordinating == [data["bodies"].get(code, code) for code in coordinating]


def test_another_year_moves_every_year():
    def years(data: bytes) -> list[int]:
        return [int(found) for text in paragraphs(data) for found in re.findall(r"(?<!\d)20\d\d(?!\d)", text)]

    assert [found + 3 for found in years(build())] == years(build(2028))
    assert blocking(read(build(2028))) == BLOCKING


def test_only_whole_years_move():
    assert shifted("giai đoạn 2025-2030; số 120251; 09/12/2024", 1) == "giai đoạn 2026-2031; số 120251; 09/12/2025"


def test_same_days_as_the_official_document_other_words(shared):
    official = read_plan((shared / "seed/ke-hoach-357-kh-ubnd-2024.txt").read_bytes(), "ke-hoach.txt")
    ours = read(build())
    for task, original in zip(ours.tasks, official.tasks, strict=True):
        assert [_when(m) for m in task.milestones] == [_when(m) for m in original.milestones]
        assert task.implementing == original.implementing
        assert task.title != original.title
    assert [row.linked_task for row in ours.sessions] == [row.linked_task for row in official.sessions]
    for row, original in zip(ours.sessions, official.sessions, strict=True):
        assert [_when(m) for m in row.milestones] == [_when(m) for m in original.milestones]


def _when(milestone):
    found = milestone.to_json()
    return [found[key] for key in ("relation", "date", "from", "to", "month", "recurrence")]
