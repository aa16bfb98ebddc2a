"""The stored verdict as pages and papers show it. Pure: reads the record the law room wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class VerdictView:
    """The verdict panel: findings in the order not met, on hold, unknown, met, and the totals."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    ok: int = 0
    no: int = 0
    ask: int = 0
    problem: str = ""
    provisional: bool = False


ORDER = {"fail": 0, "hold": 1, "unknown": 2, "pass": 3}
MARKS = {"fail": "no", "hold": "warn", "unknown": "ask", "pass": "ok"}


RULES_NAMED = "bo-quy-dinh"
"""The finding that only names the rules judged by: it is no condition, so it is not counted."""


def verdict_view(record: dict[str, Any]) -> VerdictView:
    """The stored verdict as the panel shows it."""
    rows = sorted(record.get("conditions", []), key=lambda row: ORDER[row["status"]])
    shown = [
        {
            "kind": "info" if row["id"] == RULES_NAMED else MARKS[row["status"]], "text": row["text"], "why": row.get("why", ""),
            "cite": citation_words(row["citation"]), "doubt": row.get("confidence", "verified") != "verified",
            "id": row["id"],
        }
        for row in rows
    ]  # fmt: skip
    count = [row["kind"] for row in shown]
    return VerdictView(
        shown, count.count("ok"), count.count("no"), count.count("ask") + count.count("warn"),
        record.get("problem", ""), bool(record.get("provisional")),
    )  # fmt: skip


def citation_words(citation: dict[str, str]) -> str:
    """`Điều 22 khoản 1 Luật 06/2022/QH15` from its parts."""
    parts = [
        f"Điều {citation['article']}" if citation.get("article") else "",
        f"khoản {citation['clause']}" if citation.get("clause") else "",
        citation.get("document", ""),
    ]
    return " ".join(part for part in parts if part)
