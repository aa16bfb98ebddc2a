"""Công văn đôn đốc: a letter to the units that are late, with the list of what each owes.

Layout: Nghị định 30/2020/NĐ-CP, Phụ lục I: a letter has no title; what it is about stands under its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thidua.documents.rendering.blocks import Align, Annex, Block, Column, Paper, Row, Table, Title, row
from thidua.documents.rendering.composing.shared import (
    addressees,
    body,
    closed,
    closing,
    head,
    reference,
    table,
)
from thidua.documents.rendering.contexts import UrgedUnit, UrgingContext
from thidua.documents.rendering.wording import full_number, made_at

FEW = 8
"""Up to how many units are named one by one and listed inside the letter."""
ALL_LISTED = "Các đơn vị có tên trong danh sách kèm theo"


def urging(context: UrgingContext) -> Paper:
    """Return the letter; many units stand on an attached list."""
    letterhead, units = context["letterhead"], context["units"]
    attached = len(units) > FEW
    blocks: list[Block] = [
        replace(head(letterhead), about=f"V/v {context['subject']}"),
        *addressees([ALL_LISTED] if attached else [unit["name"] for unit in units]),
        *body(context["opening"]),
        *([] if attached else [_table(units)]),
        *closed(body(context["requests"])),
        closing(context),
    ]
    if attached:
        author = " ".join(letterhead["issuer"].split())
        title = Title("DANH SÁCH", ("Các đơn vị được đôn đốc",), reference("Công văn", letterhead, author))
        blocks += [Annex(), title, _table(units)]
    number = full_number(letterhead["number"], letterhead["symbol"]) if letterhead["number"] else "(dự thảo)"
    return Paper(
        f"Công văn {number}: {context['subject']}",
        made_at(context["made_at"]),
        tuple(blocks),
        context.get("footer", ""),
    )


def _table(units: Sequence[UrgedUnit]) -> Table:
    """One row for each thing owed; the column of what it is falls away when all units owe the same one."""
    same = len({item["what"] for unit in units for item in unit["items"]}) <= 1
    columns = [Column("TT", 11, Align.CENTRE), Column("Đơn vị", 60), Column("Nội dung", 62)]
    columns += [Column("Thời hạn", 26, Align.CENTRE), Column("Tình trạng", 34, Align.CENTRE)]
    if same:
        columns.pop(2)
    rows: list[Row] = []
    for number, unit in enumerate(units, start=1):
        for place, item in enumerate(unit["items"]):
            first = ("", "") if place else (str(number), unit["name"])
            what = () if same else (item["what"],)
            rows.append(row(*first, *what, item["due"], item["late"]))
    return table(columns, rows)
