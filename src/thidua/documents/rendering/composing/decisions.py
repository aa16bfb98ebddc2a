"""Quyết định khen thưởng, quyết định hủy bỏ và thu hồi.

Layout: Nghị định 30/2020/NĐ-CP; contents: Nghị định 152/2025/NĐ-CP Điều 33 (achievement period), Điều 56–58.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.documents.rendering.blocks import (
    Align,
    Annex,
    Block,
    Column,
    Paper,
    Para,
    ParaStyle,
    Title,
    labelled,
    line,
)
from thidua.documents.rendering.composing.shared import (
    body,
    closed,
    closing,
    entry_count,
    entry_list,
    grounds,
    head,
    numbered,
    reference,
    table,
)
from thidua.documents.rendering.contexts import DecisionContext, Entry, RevocationContext, Revoked
from thidua.documents.rendering.wording import ended, full_number, joined, made_at

_IN_FORCE = "Quyết định này có hiệu lực kể từ ngày ký."


def decision(context: DecisionContext) -> Paper:
    """Return the decision that grants an award; more than one recipient go on an attached list."""
    articles = context.get("articles") or _granting(context)
    blocks = _opening(context) + closed(_articles(articles)) + [closing(context)]
    if entry_count(context["groups"]) != 1:
        attached = reference("Quyết định", context["letterhead"], context["authority"])
        sheet, across = entry_list(
            _first_upper(f"{context['recipients_phrase']} được tặng {context['award']}"),
            attached,
            context["groups"],
        )
        blocks += [Annex(across), *sheet]
    return _paper(context, blocks)


def revocation(context: RevocationContext) -> Paper:
    """Return the decision that cancels an award and takes objects and money back."""
    blocks = _opening(context) + closed(_articles(_revoking(context))) + [closing(context)]
    if len(context["honours"]) != 1:
        attached = reference("Quyết định", context["letterhead"], context["authority"])
        subject = "Các trường hợp bị hủy bỏ, thu hồi danh hiệu, hình thức khen thưởng"
        blocks += [
            Annex(landscape=True),
            Title("DANH SÁCH", (subject,), attached),
            _revoked(context["honours"]),
        ]
    return _paper(context, blocks)


def _opening(context: Any) -> list[Block]:
    return [
        head(context["letterhead"]),
        Title("QUYẾT ĐỊNH", (context["subject"],)),
        Para(line(context["authority"].upper(), bold=True), ParaStyle.CENTRE),
        *grounds(context["grounds"], context["proposer"]),
        Para(line("QUYẾT ĐỊNH:", bold=True), ParaStyle.CENTRE, keep=True),
    ]


def _granting(context: DecisionContext) -> list[str]:
    only = _only_entry(context)
    whom = _named(only) + "," if only else context["recipients_phrase"]
    where = "" if only else " (có danh sách kèm theo)"
    return [
        f"Tặng {context['award']} cho {whom} {ended(context['achievement'], '')}; "
        f"thời gian lập thành tích: {ended(context['period'], '')}{where}.",
        *([ended(context["bonus"], ".")] if context["bonus"] else []),
        f"{_IN_FORCE} {ended(context['executors'], '')} chịu trách nhiệm thi hành Quyết định này.",
    ]


def _revoking(context: RevocationContext) -> list[str]:
    honours = context["honours"]
    target = ended(context["decision"], "")
    if context["whole"]:
        what = f"Hủy bỏ {target}"
    elif len(honours) == 1:
        what = f"Hủy bỏ nội dung tại {target} đối với {_lost(honours[0])}"
    else:
        what = f"Hủy bỏ nội dung tại {target} đối với {len(honours)} trường hợp có tên trong danh sách kèm theo"
    return [
        f"{what}. Lý do: {ended(context['reason'], '.')}",
        f"Thu hồi hiện vật khen thưởng và tiền thưởng đã nhận. Tổ chức, cá nhân có tên tại Điều 1 nộp lại cho "
        f"{context['collector']} trong thời hạn {ended(context['collect_within'], '.')}",
        f"{context['collector']} ghi việc thu hồi vào Sổ khen thưởng và công khai tại trang kiểm tra bằng.",
        f"{_IN_FORCE} {ended(context['executors'], '')} chịu trách nhiệm thi hành Quyết định này.",
    ]


def _articles(texts: Sequence[str]) -> list[Block]:
    blocks: list[Block] = []
    for i, text in enumerate(texts, start=1):
        first, *rest = text.split("\n")
        blocks += [Para(labelled(f"Điều {i}.", first)), *body(rest)]
    return blocks


def _revoked(honours: Sequence[Revoked]) -> Block:
    columns = (
        Column("TT", 11, Align.CENTRE),
        Column("Họ và tên / Tên tập thể", 45),
        Column("Đơn vị", 50),
        Column("Danh hiệu, hình thức bị thu hồi", 50),
        Column("Quyết định tặng", 45),
        Column("Số bằng", 24, Align.CENTRE),
        Column("Tiền thưởng nộp lại", 28, Align.RIGHT),
    )
    return table(columns, numbered(honours, lambda h: (
        h["name"], h["unit"], h["award"], h["decision"], h["certificate"] or "–", h["bonus"] or "–",
    )))  # fmt: skip


def _only_entry(context: DecisionContext) -> Entry | None:
    entries = [entry for group in context["groups"] for entry in group["entries"]]
    return entries[0] if len(entries) == 1 else None


def _named(entry: Entry) -> str:
    return joined([entry["name"], entry.get("role"), entry.get("unit")])


def _lost(honour: Revoked) -> str:
    return joined([
        honour["name"],
        honour["unit"],
        honour["award"],
        f"số bằng {honour['certificate']}" if honour["certificate"] else None,
        f"tiền thưởng {honour['bonus']}" if honour["bonus"] else None,
    ])  # fmt: skip


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _paper(context: Any, blocks: list[Block]) -> Paper:
    letterhead = context["letterhead"]
    number = full_number(letterhead["number"], letterhead["symbol"]) if letterhead["number"] else "(dự thảo)"
    title = f"Quyết định {number}: {context['subject']}"
    return Paper(title, made_at(context["made_at"]), tuple(blocks), context.get("footer", ""))
