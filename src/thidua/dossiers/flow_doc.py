"""The road of a dossier as a page of documentation, generated from the table so that it cannot drift."""

from __future__ import annotations

from thidua.dossiers.flow import DEEDS, EDGES, FACES, DossierState, DossierVerb
from thidua.dossiers.routes import ROUTES, Ending, RouteCode, Senders, road, states_on


def flow_page() -> str:
    """Markdown: the states, and every step with where it starts, where it leads and who may take it."""
    lines = ["# Đường đi của một hồ sơ", "", "Sinh từ `dossiers/flow.py`; một kiểm tra so từng dòng.", ""]
    lines += ["| Trạng thái | Ban và đơn vị thấy | Công dân thấy |", "|---|---|---|"]
    lines += [f"| `{state}` | {FACES[state].label} | {FACES[state].public} |" for state in DossierState]
    lines += ["", "| Bước | Từ | Đến | Ai | Cần lý do |", "|---|---|---|---|---|"]
    lines += [
        f"| `{verb}` {DEEDS[verb].label} | {_codes(edge.sources)} | `{edge.target}` | {_codes(edge.duties)} | {'có' if edge.needs_reason else ''} |"
        for verb, edge in EDGES.items()
    ]
    notes = [f"- `{verb}`: {edge.note}" for verb, edge in EDGES.items() if edge.note]
    if notes:
        lines += ["", "Quy tắc ngoài bảng:", "", *notes]
    return "\n".join([*lines, "", *_routes(), ""])


def _routes() -> list[str]:
    """Every route: what it is, which steps of the whole road it does not have, where its last steps start."""
    lines = [
        "## Các đường xét", "", "Sinh từ `dossiers/routes.py`. Mỗi đường bớt bước của bảng trên, không đổi tên trạng thái nào. "
        "Hội đồng có bỏ phiếu hay không là dữ liệu có ngày của phòng quy định (`duong.bo-phieu`), giữ lại ở đợt khi mở.", "",
        "| Đường | Ai gửi | Hạn riêng | Kết thúc |", "|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| `{code}` {route.label} "
        f"| {'đơn vị đợt nêu tên' if route.senders is Senders.NAMED else 'đơn vị trong phạm vi đợt'} "
        f"| {', '.join(f'`{key}`' for key in route.clocks.values())} "
        f"| {'quyết định của Thành phố' if route.ending is Ending.CITY else 'trình cấp trên, ghi kết quả'} |"
        for code, route in ROUTES.items()
    ]
    return lines + [line for code in RouteCode for line in _route(code)]


def _route(code: RouteCode) -> list[str]:
    return [
        "", f"### {ROUTES[code].label} (`{code}`)", "", f"{ROUTES[code].hint[0].upper()}{ROUTES[code].hint[1:]}.", "",
        *(line for votes in (True, False) for line in _way(code, votes)),
    ]  # fmt: skip


def _way(code: RouteCode, votes: bool) -> list[str]:
    edges = road(code, votes)
    gone = [f"`{verb}`" for verb in EDGES if verb not in edges]
    never = [f"`{state}`" for state in DossierState if state not in states_on(code, votes)]
    last = [
        f"`{verb}` từ {_codes(edges[verb].sources)}"
        for verb in (DossierVerb.DECIDE, DossierVerb.SEND_UP)
        if verb in edges
    ]
    return [
        f"- {'Hội đồng bỏ phiếu' if votes else 'Không bỏ phiếu'}: không có bước {', '.join(gone)}; không đến trạng thái {', '.join(never)}; "
        f"ra khỏi Ban: {'; '.join(last)}."
    ]


def _codes(values: frozenset[str] | frozenset[DossierState]) -> str:
    return ", ".join(f"`{value}`" for value in sorted(map(str, values)))
