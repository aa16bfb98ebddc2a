"""Biên bản họp Hội đồng, biên bản kiểm phiếu.

Shares are of the whole membership (Nghị định 152/2025/NĐ-CP); whether a nominee passed is told, not computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from thidua.documents.rendering.blocks import (
    Align,
    Block,
    Column,
    Fields,
    Heading,
    Line,
    Paper,
    Para,
    Run,
    Sign,
    Signs,
    Title,
    labelled,
    line,
    row,
    side_by_side,
)
from thidua.documents.rendering.composing.shared import (
    body,
    closed,
    dashed,
    head,
    person,
    sections,
    table,
)
from thidua.documents.rendering.contexts import (
    Absent,
    Ballot,
    Result,
    SessionMinutesContext,
    TallyMinutesContext,
)
from thidua.documents.rendering.kinds import ContextError
from thidua.documents.rendering.wording import ended, joined, made_at, moment, share

PASSED = "Đạt"
NOT_PASSED = "Không đạt"


def session_minutes(context: SessionMinutesContext) -> Paper:
    """Return the minutes of a council session with the tally of every ballot."""
    _check(context["ballots"])
    end = f"Phiên họp kết thúc lúc {moment(context['ended_at'], 'ended_at')}. Biên bản được đọc lại trước Hội đồng"
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("BIÊN BẢN", (context["subject"],)),
        *sections([
            ("THỜI GIAN, ĐỊA ĐIỂM", _when(context)),
            ("THÀNH PHẦN", _attendance(context)),
            ("CHƯƠNG TRÌNH", dashed(context["agenda"])),
            ("NỘI DUNG PHIÊN HỌP", body(context["proceedings"])),
            ("KẾT QUẢ LẤY Ý KIẾN NHÂN DÂN", body([context["public_notice"]] if context["public_notice"] else [])),
            ("KẾT QUẢ BỎ PHIẾU", _ballots(context["ballots"])),
            ("KẾT LUẬN", dashed(context["conclusions"])),
        ]),
        *closed(body([end])),
        side_by_side(
            Sign(("THƯ KÝ",), context["secretary"]["name"]),
            Sign(("CHỦ TRÌ",), context["chair"]["name"]),
        ),
    ]  # fmt: skip
    return _paper("Biên bản", context, blocks)


def tally_minutes(context: TallyMinutesContext) -> Paper:
    """Return the minutes of the tellers: ballots issued, returned, valid, invalid, and the counts."""
    _check(context["ballots"])
    if context["valid"] + context["invalid"] != context["returned"] or context["returned"] > context["issued"]:
        raise ContextError("returned", "số phiếu hợp lệ và không hợp lệ phải bằng số thu về, không quá số phát ra")
    end = f"Việc kiểm phiếu kết thúc lúc {moment(context['ended_at'], 'ended_at')}. Biên bản được các thành viên " \
          "Ban kiểm phiếu đọc lại và cùng ký tên"  # fmt: skip
    blocks: list[Block] = [
        head(context["letterhead"]),
        Title("BIÊN BẢN KIỂM PHIẾU", (context["subject"],)),
        *sections([
            ("THỜI GIAN, ĐỊA ĐIỂM", _when(context)),
            ("BAN KIỂM PHIẾU", dashed([person(teller) for teller in context["tellers"]])),
            ("NGƯỜI CHỨNG KIẾN", dashed([person(witness) for witness in context["witnesses"]])),
            ("SỐ PHIẾU", [_counts(context)]),
            ("KẾT QUẢ", _ballots(context["ballots"])),
            ("GHI NHẬN KHÁC", dashed(context["remarks"])),
        ]),
        *closed(body([end])),
        _tellers_sign(context),
    ]  # fmt: skip
    return _paper("Biên bản kiểm phiếu", context, blocks)


def _when(context: Any) -> list[Block]:
    return [
        Para(line(f"1. Bắt đầu: {moment(context['started_at'], 'started_at')}.")),
        Para(line(f"2. Địa điểm: {ended(context['venue'], '.')}")),
    ]


def _attendance(context: SessionMinutesContext) -> list[Block]:
    present, absent, guests = context["present"], context["absent"], context["guests"]
    counts = f"{context['members_total']} người; có mặt {len(present)}, vắng mặt {len(absent)}."
    blocks: list[Block] = [
        Para(labelled("1. Tổng số thành viên Hội đồng:", counts)),
        Para(labelled("2. Chủ trì:", ended(person(context["chair"]), "."))),
        Para(labelled("3. Thư ký:", ended(person(context["secretary"]), "."))),
    ]
    parts = [
        ("Thành viên có mặt:", [person(member) for member in present]),
        ("Thành viên vắng mặt:", [_absence(member) for member in absent]),
        ("Khách mời:", [person(guest) for guest in guests]),
    ]
    number = 4
    for title, people in parts:
        if people:
            blocks += [Para(line(f"{number}. {title}", bold=True), keep=True), *dashed(people)]
            number += 1
    return blocks


def _absence(member: Absent) -> str:
    opinion = "đã gửi ý kiến bằng văn bản" if member["written_opinion"] else "không gửi ý kiến"
    return joined([member["name"], member["role"]]) + f" (lý do: {member['reason']}; {opinion})"


def _counts(context: TallyMinutesContext) -> Fields:
    return Fields((
        ("Tổng số thành viên Hội đồng", str(context["members_total"])),
        ("Số phiếu phát ra", str(context["issued"])),
        ("Số phiếu thu về", str(context["returned"])),
        ("Số phiếu hợp lệ", str(context["valid"])),
        ("Số phiếu không hợp lệ", str(context["invalid"])),
    ))  # fmt: skip


def _ballots(ballots: Sequence[Ballot]) -> list[Block]:
    blocks: list[Block] = []
    for i, ballot in enumerate(ballots, start=1):
        blocks += [
            Heading(f"{i}. {ended(ballot['title'], '')}", 2),
            Para(_rule(ballot), keep=True),
            table(_COLUMNS, [row(str(n), *_result(r, ballot["members_total"]))
                             for n, r in enumerate(ballot["results"], start=1)]),
            Para(line(_summary(ballot))),
        ]  # fmt: skip
    return blocks


_COLUMNS = (
    Column("TT", 11, Align.CENTRE),
    Column("Họ và tên, đơn vị", 58),
    Column("Đồng ý", 19, Align.CENTRE),
    Column("Không đồng ý", 19, Align.CENTRE),
    Column("Không hợp lệ", 19, Align.CENTRE),
    Column("Đồng ý / tổng số thành viên", 28, Align.CENTRE),
    Column("Kết quả", 22, Align.CENTRE),
)


def _rule(ballot: Ballot) -> Line:
    return (
        Run("Tổng số thành viên Hội đồng: "),
        Run(str(ballot["members_total"]), bold=True),
        Run(f". {ended(ballot['rule'], '.')}"),
    )


def _result(result: Result, total: int) -> list[str | list[str]]:
    return [
        [result["name"], *([result["unit"]] if result["unit"] else [])],
        str(result["agree"]),
        str(result["disagree"]),
        str(result["invalid"]),
        [f"{result['agree']}/{total}", f"({share(result['agree'], total)})"],
        PASSED if result["passed"] else NOT_PASSED,
    ]


def _summary(ballot: Ballot) -> str:
    passed = sum(result["passed"] for result in ballot["results"])
    total = len(ballot["results"])
    return f"Có {passed} trong {total} trường hợp đạt tỷ lệ quy định."


def _check(ballots: Sequence[Ballot]) -> None:
    for i, ballot in enumerate(ballots):
        for n, result in enumerate(ballot["results"]):
            if result["agree"] + result["disagree"] + result["invalid"] > ballot["members_total"]:
                raise ContextError(f"ballots[{i}].results[{n}]", "tổng số phiếu lớn hơn số thành viên Hội đồng")


def _tellers_sign(context: TallyMinutesContext) -> Signs:
    others = [Sign(("THÀNH VIÊN",), teller["name"]) for teller in context["tellers"][1:]]
    first = [Sign(("TRƯỞNG BAN KIỂM PHIẾU",), teller["name"]) for teller in context["tellers"][:1]]
    return side_by_side(*others, *first, Sign(("CHỦ TRÌ PHIÊN HỌP",), context["chair"]["name"]))


def _paper(name: str, context: Any, blocks: list[Block]) -> Paper:
    return Paper(f"{name}: {context['subject']}", made_at(context["made_at"]), tuple(blocks), context.get("footer", ""))
