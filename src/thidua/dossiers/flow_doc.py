"""The road of a dossier as a page of documentation, generated from the table so that it cannot drift."""

from __future__ import annotations

from thidua.dossiers.flow import DEEDS, EDGES, FACES, DossierState


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
    return "\n".join([*lines, ""])


def _codes(values: frozenset[str] | frozenset[DossierState]) -> str:
    return ", ".join(f"`{value}`" for value in sorted(map(str, values)))
