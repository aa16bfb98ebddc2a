"""Papers round a dossier: tờ trình, danh sách kèm theo, biên nhận, phiếu thẩm định.

Items of the tờ trình after mẫu 01 of Nghị định 152/2025/NĐ-CP.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.documents.rendering.blocks import (
    Align,
    Annex,
    Block,
    Column,
    Fields,
    Paper,
    Para,
    ParaStyle,
    Sign,
    Title,
    labelled,
    line,
    row,
    side_by_side,
)
from thidua.documents.rendering.composing.shared import (
    addressees,
    body,
    closed,
    closing,
    dashed,
    entry_count,
    entry_list,
    grounds,
    head,
    numbered,
    person,
    reference,
    sections,
    sign,
    table,
    table_title,
)
from thidua.documents.rendering.contexts import (
    AppraisalContext,
    AttachedListContext,
    Condition,
    ConsolidatedContext,
    PaperItem,
    Proposal,
    ReceiptContext,
    ReportContext,
    SubmissionContext,
)
from thidua.documents.rendering.wording import ended, joined, long_day, made_at, moment

OUTCOMES = {"pass": "Đạt", "fail": "Không đạt", "unknown": "Chưa rõ", "hold": "Tạm dừng"}


def submission(context: SubmissionContext) -> Paper:
    """Return the letter with which a unit asks for awards, and its list."""
    attached = entry_count(context["groups"]) > 0
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("TỜ TRÌNH", (context["subject"],)),
        *addressees(context["addressees"]),
        *grounds(context["grounds"]),
        *body(context["opening"]),
        *sections([
            ("ĐỀ NGHỊ KHEN THƯỞNG", [_proposals(context["proposals"])] if context["proposals"] else []),
            ("THÀNH TÍCH", body(context["achievement"])),
            ("Ý KIẾN ĐÃ LẤY", body(context["opinions"])),
            ("KẾT QUẢ THẨM ĐỊNH CỦA ĐƠN VỊ TRÌNH", body(context["appraisal"])),
        ]),
        *closed(body([ended(context["closing"], "") + (" (có danh sách kèm theo)" if attached else "")])),
        closing(context),
    ]  # fmt: skip
    if attached:
        author = " ".join(context["letterhead"]["issuer"].split())
        sheet, across = entry_list("Đề nghị khen thưởng", reference("Tờ trình", context["letterhead"], author),
                                   context["groups"])  # fmt: skip
        blocks += [Annex(across), *sheet]
    return _paper("Tờ trình", context["subject"], context, blocks)


def attached_list(context: AttachedListContext) -> Paper:
    """Return a list that goes with another paper."""
    attached = f"(Kèm theo {ended(context['attached_to'], '')})" if context["attached_to"] else ""
    sheet, across = entry_list(context["title"], attached, context["groups"])
    blocks: list[Block] = [*([head(context["letterhead"])] if context["letterhead"] else []), *sheet]
    if context["signature"]:
        blocks.append(side_by_side(Sign(("NGƯỜI LẬP",), ""), sign(context["signature"])))
    return _paper("Danh sách", context["title"], context, blocks, across)


def receipt(context: ReceiptContext) -> Paper:
    """Return the receipt for a dossier handed in."""
    when = long_day(context["result_by"], "result_by") if context["result_by"] else "theo kế hoạch của đợt xét"
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("BIÊN NHẬN HỒ SƠ", (context["subject"],)),
        Fields((
            ("Mã hồ sơ", context["dossier"]),
            ("Đơn vị nộp", context["sender_unit"]),
            ("Người nộp", person(context["sender"])),
            ("Đợt xét", context["round"]),
            ("Tiếp nhận lúc", moment(context["received_at"], "received_at")),
            ("Số trường hợp đề nghị", str(context["nominees"])),
        )),
        table_title("Giấy tờ đã nhận"),
        _papers(context["papers"]),
        *dashed(context["remarks"]),
        Para(labelled("Ngày trả kết quả:", ended(when, "."))),
        *([Para(labelled("Theo dõi hồ sơ:", ended(context["lookup"], ".")))] if context["lookup"] else []),
        side_by_side(
            Sign(("NGƯỜI NỘP",), context["deliverer"], "(Ký, ghi rõ họ tên)"),
            Sign(("NGƯỜI TIẾP NHẬN",), context["receiver"]["name"], "(Ký, ghi rõ họ tên)"),
        ),
    ]  # fmt: skip
    return _paper("Biên nhận", context["dossier"], context, blocks)


def appraisal(context: AppraisalContext) -> Paper:
    """Return the appraisal sheet of one nominee: every condition with its facts and its source."""
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("PHIẾU THẨM ĐỊNH", (f"Hồ sơ {context['dossier']}",)),
        Fields((
            ("Người, tập thể được đề nghị", joined([context["nominee"], context["birth"]])),
            ("Chức vụ, đơn vị", joined([context["role"], context["unit"]])),
            ("Danh hiệu, hình thức", context["award"]),
            ("Thời gian lập thành tích", context["period"]),
            ("Đợt xét", context["round"]),
        )),
        *sections([
            ("ĐIỀU KIỆN, TIÊU CHUẨN", [_conditions(context["conditions"])]),
            ("HỒ SƠ", [*body([done] if (done := context.get("completeness", "")) else []), _papers(context["papers"])]),
            ("ĐIỂM CẦN BỔ SUNG", dashed(context["defects"])),
            ("Ý KIẾN CỦA CÁC CƠ QUAN, NHÂN DÂN", dashed(context.get("opinions", []))),
            ("TẠM DỪNG", body([held] if (held := context.get("held", "")) else [])),
            ("QUÁ TRÌNH XỬ LÝ", dashed(context.get("history", []))),
            ("Ý KIẾN THẨM ĐỊNH", body([context["opinion"]])),
            ("Ý KIẾN CỦA LÃNH ĐẠO BAN", body([said] if (said := context.get("approval", "")) else [])),
        ]),
        side_by_side(
            Sign(("NGƯỜI THẨM ĐỊNH",), context["appraiser"]["name"]),
            Sign((context["head"]["role"].upper(),), context["head"]["name"]),
        ),
    ]  # fmt: skip
    return _paper("Phiếu thẩm định", context["dossier"], context, blocks)


def consolidated(context: ConsolidatedContext) -> Paper:
    """Return the consolidated list of a round with its balance, across the sheet."""
    columns = (
        Column("TT", 10, Align.CENTRE), Column("Họ và tên, tập thể", 44), Column("Đơn vị", 50), Column("Đề nghị", 40),
        Column("Xét theo quy định", 22), Column("Ý kiến thẩm định", 60), Column("Trạng thái", 30),
    )  # fmt: skip
    counted = (Column("Cơ cấu", 90), Column("Đợt này", 45), Column("Năm trước", 45))
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("BẢNG TỔNG HỢP ĐỀ NGHỊ KHEN THƯỞNG", (context["subject"],)),
        *sections([
            ("DANH SÁCH", [table(columns, numbered(context["rows"], tuple))]),
            ("CƠ CẤU", [table(counted, [row(each["what"], each["now"], each["last"]) for each in context["balance"]])]),
            ("CHỈ TIÊU, MỤC TIÊU", dashed(context["quotas"])),
        ]),
        side_by_side(
            Sign(("NGƯỜI LẬP",), context["maker"]["name"]), Sign((context["head"]["role"].upper(),), context["head"]["name"])
        ),
    ]  # fmt: skip
    return _paper("Bảng tổng hợp", context["subject"], context, blocks, landscape=True)


def report(context: ReportContext) -> Paper:
    """Return the achievement report: its sections under the headings of the form."""
    blocks: list[Block] = [head(context["letterhead"]), Title(context["title"].upper(), (context["subject"],))]
    if context["form"]:
        blocks.append(Para(line(f"({context['form']})", italic=True), ParaStyle.NOTE))
    for section in context["sections"]:
        blocks.append(Para(line(section["title"], bold=True), keep=True))
        blocks += body(section["paragraphs"])
    author, chief = context["author"], context["unit_head"]
    blocks.append(side_by_side(
        Sign(("XÁC NHẬN CỦA THỦ TRƯỞNG ĐƠN VỊ",), chief["name"], "(Ký, đóng dấu)"),
        Sign(("NGƯỜI BÁO CÁO",), author["name"], "(Ký, ghi rõ họ tên)"),
    ))  # fmt: skip
    return _paper(context["title"], context["subject"], context, blocks)


def _proposals(proposals: Sequence[Proposal]) -> Block:
    columns = (
        Column("TT", 11, Align.CENTRE),
        Column("Danh hiệu, hình thức khen thưởng", 90),
        Column("Cá nhân", 22, Align.CENTRE),
        Column("Tập thể", 22, Align.CENTRE),
        Column("Cộng", 20, Align.CENTRE),
    )
    return table(columns, numbered(proposals, lambda p: (
        p["award"], str(p["individuals"]), str(p["collectives"]), str(p["individuals"] + p["collectives"]),
    )))  # fmt: skip


def _papers(papers: Sequence[PaperItem]) -> Block:
    columns = (
        Column("TT", 11, Align.CENTRE),
        Column("Tên giấy tờ", 78),
        Column("Số bản", 16, Align.CENTRE),
        Column("Hình thức", 32),
        Column("Ghi chú", 30),
    )
    return table(columns, numbered(papers, lambda p: (p["title"], str(p["copies"]), p["form"], p["note"] or "")))


def _conditions(conditions: Sequence[Condition]) -> Block:
    columns = (
        Column("TT", 11, Align.CENTRE),
        Column("Điều kiện", 55),
        Column("Kết quả", 20, Align.CENTRE),
        Column("Dữ kiện", 48),
        Column("Căn cứ", 32),
    )
    return table(columns, numbered(conditions, lambda c: (c["text"], OUTCOMES[c["outcome"]], c["facts"], c["source"])))


def _paper(name: str, about: str, context: Any, blocks: list[Block], landscape: bool = False) -> Paper:
    title = f"{name}: {about}"
    return Paper(title, made_at(context["made_at"]), tuple(blocks), context.get("footer", ""), landscape)
