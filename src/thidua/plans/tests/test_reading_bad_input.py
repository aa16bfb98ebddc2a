"""Damage inside a Word file, cells of any length in any column, and how refusals and doubts are worded."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.plans.reading.failures import Failure
from thidua.plans.reading.read import Unreadable, read_plan
from thidua.plans.reading.shapes import Relation
from thidua.plans.tests.cases.schema import wrong_in

HEADER = "TT\tNội dung\tĐơn vị thực hiện\tĐơn vị phối hợp\tThời gian"


def word() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Nội dung", "Thời gian", "Việc", "01/3/2026"], strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WORD = word()
with zipfile.ZipFile(io.BytesIO(WORD)) as _archive:
    MEMBERS = {name: _archive.read(name) for name in _archive.namelist()}


def with_body(body: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**MEMBERS, "word/document.xml": body}.items():
            archive.writestr(name, data)
    return out.getvalue()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_damage_inside_a_word_file_is_read_or_refused(data: st.DataObject):
    body = bytearray(MEMBERS["word/document.xml"])
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(body) - 1))
        body[start : start + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=12))
    try:
        reading = read_plan(with_body(bytes(body)), "a.docx")
    except Unreadable as refused:
        assert refused.code in (Failure.DAMAGED, Failure.EMPTY)
    else:
        assert wrong_in(reading.to_json(), "plan-read-1") == []


def test_a_document_without_a_body_is_damaged():
    with pytest.raises(Unreadable) as refused:
        read_plan(with_body(MEMBERS["word/document.xml"].replace(b"w:body", b"w:other")), "a.docx")
    assert refused.value.code is Failure.DAMAGED


def test_the_kind_is_told_from_the_content_not_from_the_ending():
    assert len(read_plan(WORD, "ke-hoach.pdf").tasks) == 1


@pytest.mark.parametrize("code", Failure)
def test_refusals_say_what_happened_what_was_kept_and_what_to_do(code: Failure):
    sentence = Unreadable(code, limit=20).reason_vi
    assert sentence.startswith("Tệp ")
    assert "Chưa lưu gì." in sentence
    assert "Hãy " in sentence
    assert "!" not in sentence


@pytest.mark.parametrize(
    "text",
    [
        "các " + "a" * 20_000, "phong trào " * 2_000, "(a," * 6_000, "trước ngày " * 3_000, "(5/5)" * 2_000,
        "<" * 20_000, "Sở Nội vụ và " * 3_000, "\u0300" * 9_000,
    ],
    ids=lambda text: text[:8],
)  # fmt: skip
@pytest.mark.parametrize("column", range(4))
def test_long_cells_take_no_long_time(text: str, column: int):
    cells = ["Việc", "Sở Nội vụ", "Văn phòng", "trước 1/2/2026"]
    cells[column] = text
    started = time.process_time()
    read_plan("\t".join([f"{HEADER}\n1", *cells]).encode(), "a.txt")
    assert time.process_time() - started < 5


def test_ten_thousand_halves_of_one_row_are_joined_in_seconds():
    halves = "\t1 phần nữa của việc dài\tSở Nội vụ\t\t1/2/2026\n" * 10_000
    started = time.process_time()
    reading = read_plan(f"{HEADER}\n1\tViệc\tSở\t\t1/1/2026\n{halves}".encode(), "a.txt")
    assert (len(reading.tasks), time.process_time() - started < 30) == (1, True)


def test_a_time_that_is_not_understood_is_kept_and_flagged_on_its_task():
    reading = read_plan(f"{HEADER}\n1\tViệc\tSở\t\tkhi nào xong thì xong".encode(), "a.txt")
    (milestone,) = reading.milestones()
    assert (milestone.relation, milestone.printed) == (Relation.UNREAD, "khi nào xong thì xong")
    assert milestone.flags == reading.tasks[0].flags[:1] == ["UNREAD_DEADLINE"]
