"""Makes the demonstration plan as a Word file, for its own year or shifted to another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from thidua.documents.rendering import DocumentKind, render_docx

HERE = Path(__file__).resolve().parent
DATA = HERE / "plan-2025.yaml"
FILE = HERE / "ke-hoach-mau-2025.docx"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def build(year: int = 2025) -> bytes:
    """The plan as DOCX. Another year shifts every year printed in it by the difference."""
    data = yaml.safe_load(shifted(DATA.read_text(encoding="utf-8"), year - 2025))
    return render_docx(DocumentKind.PLAN, context(data)).data


def shifted(text: str, by: int) -> str:
    """Move every four-digit year by so many years."""
    return _YEAR.sub(lambda found: str(int(found[1]) + by), text) if by else text


def context(data: dict[str, Any]) -> dict[str, Any]:
    """What the printing room needs for the plan with its two appendices."""
    bodies = data["bodies"]

    def names(codes: Iterable[str]) -> list[str]:
        return [bodies.get(code, code) for code in codes]

    issued = data["issued_on"]
    return {
        "made_at": f"{issued.isoformat()}T08:00:00+07:00",
        "letterhead": {
            "parent": None, "issuer": data["issuer"], "number": str(data["number"]), "symbol": data["symbol"],
            "place": data["place"], "dated": issued.isoformat(),
        },
        "signature": {"lines": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], "name": data["signer"]},
        "recipients": ["Các đơn vị thuộc Thành phố", "Lưu: VT, Ban TĐKT"],
        "subject": data["subject"],
        "body": [{"level": level, "text": text} for level, text in data["body"]],
        "attached_to": f"Kèm theo Kế hoạch số {data['number']}/{data['symbol']} ngày {issued:%d/%m/%Y}",
        "tasks_title": f"Tiến độ thực hiện các nhiệm vụ thi đua, khen thưởng năm {data['year']}",
        "parts": [
            {
                "mark": part["mark"], "title": part["title"],
                "sections": [
                    {
                        "mark": section["mark"], "title": section["title"],
                        "tasks": [
                            {
                                "number": number, "title": title, "contents": [], "directing": bodies.get(directing, directing),
                                "implementing": names(implementing), "coordinating": names(coordinating), "due": due,
                            }
                            for number, title, directing, implementing, coordinating, due in section["tasks"]
                        ],
                    }
                    for section in part["sections"]
                ],
            }
            for part in data["parts"]
        ],
        "council_title": "Chương trình công tác của Hội đồng Thi đua - Khen thưởng Thành phố",
        "council": [
            {
                "mark": section["mark"], "title": section["title"],
                "rows": [
                    {
                        "number": number, "title": title, "contents": contents, "advising": names(advising),
                        "coordinating": names(coordinating), "due": due,
                    }
                    for number, title, contents, advising, coordinating, due in section["rows"]
                ],
            }
            for section in data["council"]
        ],
    }  # fmt: skip


def main() -> None:
    """Write the committed file anew."""
    FILE.write_bytes(build())


if __name__ == "__main__":
    main()
