"""How fast certificates are made, against bare typst: ratios, because seconds mean little on shared machines.

Run `python -m thidua.documents.rendering.bench [pages]`. Two yardsticks: the same page drawn by typst from data that
is ready (what checking, fitting names and making QR codes cost), and `templates/bare.typ`, the plainest page with the
same texts and QR codes (what frame and layout cost besides). Goal: at least 0.9 of typst, at most 6 kB a page.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import process_time
from typing import Any, TypeVar

from thidua.documents.rendering import DocumentKind, render_pdf
from thidua.documents.rendering.certificates import laid_out
from thidua.documents.rendering.checking import checked
from thidua.documents.rendering.contexts import CertificatesContext
from thidua.documents.rendering.pdf import compiled, forget

T = TypeVar("T")

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Đỗ", "Vũ", "Đặng", "Bùi")
_MIDDLE = ("Đức", "Hữu", "Minh", "Quốc", "Văn", "Xuân", "Quang", "Thành")
_GIVEN = ("Huy", "Thắng", "Bảo", "Sơn", "Tài", "Vinh", "Khánh", "Long")
_MADE_AT = "2025-06-18T09:30:00+07:00"


@dataclass(frozen=True)
class Measured:
    """Pages per second of processor time: ours, the same page from ready data, the plainest page."""

    pages: int
    ours: float
    ready: float
    bare: float
    bytes_per_page: float

    @property
    def ratio(self) -> float:
        """Return our speed as a share of typst drawing the same page."""
        return self.ours / self.ready

    @property
    def ratio_plain(self) -> float:
        """Return our speed as a share of typst drawing the plainest page."""
        return self.ours / self.bare


def measure(pages: int = 500, rounds: int = 3) -> Measured:
    """Measure the best of `rounds`, taken in turns so that a busy machine slows both alike.

    Every round prints other people and lets go of them afterwards: typst remembers what it has laid out before.
    """
    at = datetime.fromisoformat(_MADE_AT)
    best = dict.fromkeys(("ours", "certificates.typ", "bare.typ"), float("inf"))
    size, first = 0, 0
    for _ in range(rounds):
        for template in ("certificates.typ", "bare.typ"):
            drawing = partial(_bare, template, _ready(batch(pages, first)), at)
            best[template] = min(best[template], _seconds(drawing)[0])
            first += pages
        seconds, made = _seconds(partial(render_pdf, DocumentKind.CERTIFICATES, batch(pages, first)))
        best["ours"], size, first = min(best["ours"], seconds), len(made.data), first + pages
    ours, ready, bare = (pages / best[key] for key in ("ours", "certificates.typ", "bare.typ"))
    return Measured(pages, ours, ready, bare, size / pages)


def _bare(template: str, ready: dict[str, Any], at: datetime) -> bytes:
    made = compiled(template, ready, at)
    forget()
    return made


def _ready(context: dict[str, Any]) -> dict[str, Any]:
    shape: CertificatesContext = checked(CertificatesContext, context)  # type: ignore[assignment]  # just checked
    ready, _ = laid_out(shape)
    ready["lines"] = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", ready["authority"]]
    return ready


def batch(pages: int, first: int = 0) -> dict[str, Any]:
    """Return a batch of certificates for invented people, numbered from `first`."""
    return {
        "made_at": _MADE_AT,
        "title": "Bằng đo tốc độ",
        "mode": "full",
        "paper": "A4",
        "authority": "Chủ tịch Ủy ban nhân dân Thành phố",
        "decision": "12/QĐ-UBND",
        "decided": "2025-06-18",
        "place": "Thành phố",
        "dated": "2025-06-18",
        "signature": {"lines": ["Chủ tịch"], "name": "Lê Thanh Bình"},
        "certificates": [_one(number) for number in range(first, first + pages)],
    }


def _one(number: int) -> dict[str, str]:
    code = f"{number * 7919 % 10**8:08d}"
    return {
        "name": f"Ông {_FAMILY[number % 8]} {_MIDDLE[number // 8 % 8]} {_GIVEN[number // 64 % 8]}",
        "verb": "Tặng danh hiệu",
        "award": "Chiến sĩ thi đua Thành phố",
        "role": "Chuyên viên",
        "unit": f"Ủy ban nhân dân phường số {number}",
        "achievement": "Đã có thành tích tiêu biểu xuất sắc trong phong trào thi đua yêu nước",
        "period": "các năm 2022, 2023, 2024",
        "number": f"12.{number:04d}",
        "code": code,
        "url": f"https://thidua.example.vn/kiem-tra/{code}",
    }


def _seconds(work: Callable[[], T]) -> tuple[float, T]:
    start = process_time()
    made = work()
    return process_time() - start, made


def main(arguments: list[str]) -> None:
    """Print the figures."""
    found = measure(int(arguments[0]) if arguments else 500)
    sys.stdout.write(
        f"{found.pages} bằng: {found.ours:.0f} trang mỗi giây xử lý, {found.bytes_per_page / 1000:.1f} kB một trang; "
        f"so với typst vẽ cùng trang {found.ratio:.2f}, so với trang trơn {found.ratio_plain:.2f}\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
