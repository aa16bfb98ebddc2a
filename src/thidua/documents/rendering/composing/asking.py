"""Papers on opinions: công văn lấy ý kiến, kết quả lấy ý kiến Nhân dân.

Layout: Nghị định 30/2020/NĐ-CP, Phụ lục I; contents after Điều 34 and 44 Nghị định 152/2025/NĐ-CP.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from thidua.documents.rendering.blocks import (
    Align,
    Annex,
    Block,
    Column,
    Paper,
    Sign,
    Table,
    Title,
    row,
    side_by_side,
)
from thidua.documents.rendering.composing.shared import (
    addressees,
    body,
    closed,
    closing,
    dashed,
    head,
    reference,
    table,
    table_title,
)
from thidua.documents.rendering.contexts import AskedNominee, ConsultationResultContext, OpinionLetterContext
from thidua.documents.rendering.wording import full_number, made_at

FEW = 8
"""Up to how many nominees are named inside the letter; more stand on an attached list."""


def opinion_letter(context: OpinionLetterContext) -> Paper:
    """Return the letter that asks one agency."""
    letterhead, nominees = context["letterhead"], context["nominees"]
    attached = len(nominees) > FEW
    blocks: list[Block] = [
        replace(head(letterhead), about=f"V/v {context['subject']}"),
        *addressees([context["addressee"]]),
        *body(context["opening"]),
        *([] if attached else [_names(nominees)]),
        *closed(body(context["requests"])),
        closing(context),
    ]
    if attached:
        author = " ".join(letterhead["issuer"].split())
        blocks += [
            Annex(),
            Title("DANH SÁCH", ("Các trường hợp xin ý kiến",), reference("Công văn", letterhead, author)),
            _names(nominees),
        ]
    number = full_number(letterhead["number"], letterhead["symbol"]) if letterhead["number"] else "(dự thảo)"
    return Paper(
        f"Công văn {number}: {context['subject']}",
        made_at(context["made_at"]),
        tuple(blocks),
        context.get("footer", ""),
    )


def consultation_result(context: ConsultationResultContext) -> Paper:
    """Return the result sheet of a public consultation."""
    columns = [Column("Cá nhân, tập thể", 70), Column("Ý kiến", 22, Align.CENTRE), Column("Hợp lệ", 22, Align.CENTRE)]
    columns += [Column("Không đúng nội dung", 27, Align.CENTRE), Column("Tạm dừng", 24, Align.CENTRE)]
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("KẾT QUẢ LẤY Ý KIẾN NHÂN DÂN", (context["subject"],)),
        *dashed(context["facts"]),
        table_title("Danh sách đã công khai"),
        _names(context["nominees"]),
        table_title("Ý kiến đã nhận"),
        table(columns, [row(*cells) for cells in context["counts"]]),
        *body(context["conclusion"]),
        side_by_side(
            Sign(("NGƯỜI LẬP",), context["maker"]["name"], "(Ký, ghi rõ họ tên)"),
            Sign((context["head"]["role"].upper(),), context["head"]["name"], "(Ký, ghi rõ họ tên)"),
        ),
    ]
    return Paper(f"Kết quả lấy ý kiến: {context['subject']}", made_at(context["made_at"]), tuple(blocks), "")


def _names(nominees: Sequence[AskedNominee]) -> Table:
    columns = [
        Column("TT", 11, Align.CENTRE),
        Column("Họ tên, tên tập thể", 48),
        Column("Chức vụ, đơn vị", 60),
        Column("Danh hiệu, hình thức", 46),
    ]
    return table(
        columns,
        [row(str(number), one["name"], one["role"], one["award"]) for number, one in enumerate(nominees, start=1)],
    )
