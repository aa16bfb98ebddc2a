"""Kế hoạch công tác năm, Phụ lục 1 (tiến độ) và Phụ lục 2 (chương trình công tác của Hội đồng)."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.documents.rendering.blocks import (
    Align,
    Annex,
    Block,
    Column,
    Heading,
    Paper,
    Para,
    Row,
    Table,
    Title,
    group_row,
    line,
    row,
)
from thidua.documents.rendering.composing.shared import closed, closing, head
from thidua.documents.rendering.contexts import (
    BodyBlock,
    CouncilRow,
    CouncilSection,
    PlanContext,
    PlanPart,
    PlanTask,
)
from thidua.documents.rendering.wording import full_number, made_at

_TASK_COLUMNS = (
    Column("TT", 11, Align.CENTRE),
    Column("Nội dung thực hiện", 76),
    Column("Chỉ đạo, chủ trì", 32),
    Column("Đơn vị thực hiện", 36),
    Column("Đơn vị phối hợp", 36),
    Column("Thời gian hoàn thành", 52),
)
_COUNCIL_COLUMNS = (
    Column("TT", 11, Align.CENTRE),
    Column("Nội dung thực hiện", 112),
    Column("Đơn vị tham mưu", 40),
    Column("Đơn vị phối hợp", 38),
    Column("Thời gian", 42),
)


def plan(context: PlanContext) -> Paper:
    """Return the plan of a year with its two appendices on sheets across."""
    attached = f"({context['attached_to']})" if context["attached_to"] else ""
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("KẾ HOẠCH", (context["subject"],)),
        *closed([_body(block) for block in context["body"]]),
        closing(context),
        Annex(landscape=True),
        Title("PHỤ LỤC 1", (context["tasks_title"],), attached),
        Table(_TASK_COLUMNS, tuple(_tasks(context["parts"]))),
        Annex(landscape=True),
        Title("PHỤ LỤC 2", (context["council_title"],), attached),
        Table(_COUNCIL_COLUMNS, tuple(_council(context["council"]))),
    ]
    letterhead = context["letterhead"]
    title = f"Kế hoạch {full_number(letterhead['number'], letterhead['symbol'])}: {context['subject']}"
    return Paper(title, made_at(context["made_at"]), tuple(blocks), context.get("footer", ""))


def _body(block: BodyBlock) -> Block:
    return Heading(block["text"], block["level"]) if block["level"] else Para(line(block["text"]))


def _tasks(parts: Sequence[PlanPart]) -> list[Row]:
    rows: list[Row] = []
    for part in parts:
        rows.append(group_row(part["mark"], part["title"]))
        for section in part["sections"]:
            if section["mark"] and section["title"]:
                rows.append(group_row(section["mark"], section["title"]))
            rows += [_task(task) for task in section["tasks"]]
    return rows


def _task(task: PlanTask) -> Row:
    return row(
        f"{task['number']}.",
        _lines(task),
        task["directing"],
        _together(task["implementing"]),
        _together(task["coordinating"]),
        task["due"],
    )


def _council(parts: Sequence[CouncilSection]) -> list[Row]:
    rows: list[Row] = []
    for part in parts:
        rows.append(group_row(part["mark"], part["title"]))
        rows += [
            row(f"{item['number']}.", _lines(item), _together(item["advising"]),
                _together(item["coordinating"]), item["due"])
            for item in part["rows"]
        ]  # fmt: skip
    return rows


def _lines(item: PlanTask | CouncilRow) -> list[str]:
    return [item["title"], *("- " + content for content in item["contents"])]


def _together(units: Sequence[str]) -> str:
    return "; ".join(units)
