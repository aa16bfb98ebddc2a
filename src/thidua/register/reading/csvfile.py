"""A .csv file as a sheet of text. Pure Python; the bytes must have passed `documents.checks`."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

from thidua.foundation.text import decode_legacy
from thidua.register.reading.lexicon import words
from thidua.register.reading.shapes import Unreadable
from thidua.register.reading.sheets import Sheet

_DELIMITERS: Final = (";", "\t", ",")
_LOOK: Final = 400  # lines looked at to tell the delimiter and the encoding
_WIDEST: Final = 500
_USUAL: Final = (
    "họ tên và ngày tháng năm sinh số chức vụ đơn vị công tác danh hiệu đề nghị hình thức khen thưởng thành tích phòng "
    "trưởng phó chuyên viên thị văn chiến sĩ thi đua thành phố lao động tiên tiến bằng khen giấy nữ định danh căn cước"
)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def csv_sheets(data: bytes, max_rows: int) -> list[Sheet]:
    """The one table of a .csv file: comma, semicolon or tab; UTF-8, UTF-16, Windows-1258 or an old font's bytes.

    Raises `Unreadable` when it is no table or too long.
    """
    text = _text(data)
    first, _line_end, rest = text.partition("\n")
    told = first.strip().casefold()
    if told.startswith("sep=") and len(told) == 5:
        rows = _rows(rest, first.strip()[-1], max_rows)
        return [_sheet(rows, 2)]
    return [_sheet(_rows(text, _delimiter(text), max_rows), 1)]


def _sheet(rows: list[list[str]], first_row: int) -> Sheet:
    width = max((len(row) for row in rows), default=0)
    if width > _WIDEST:
        raise Unreadable("TOO_SPREAD", f"Tệp CSV có hơn {_WIDEST} cột. Đề nghị xóa các cột thừa.")
    return Sheet(name="CSV", raw=[row + [""] * (width - len(row)) for row in rows], first_row=first_row)


def _rows(text: str, delimiter: str, max_rows: int) -> list[list[str]]:
    """One row for each record; a record over several lines is one row."""
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > max_rows:
                raise Unreadable(
                    "TOO_MANY_ROWS", f"Tệp CSV có hơn {max_rows} dòng. Đề nghị chia danh sách thành nhiều tệp."
                )
    except csv.Error as error:
        raise Unreadable(
            "DAMAGED", "Tệp CSV bị hỏng hoặc có ô quá dài. Đề nghị lưu lại từ Excel rồi gửi lại."
        ) from error
    return rows


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of cells."""
    head = "\n".join(text.splitlines()[:_LOOK])

    def fit(delimiter: str) -> tuple[int, int]:
        try:
            counts = Counter(
                len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if any(row)
            )
        except csv.Error:
            return (0, 0)
        counts.pop(1, None)
        width, times = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (times, width)

    return max(_DELIMITERS, key=fit)


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _old_text(data)


def _old_text(data: bytes) -> str:
    """Bytes of Windows-1258 become Unicode; those of TCVN3 and VNI stay letter by letter, as a sheet of Excel has them."""
    plain = data.decode("latin-1")
    head = plain[:20_000]
    windows = _windows(data)
    scores = {
        "windows": _score(unicodedata.normalize("NFC", windows[:20_000])),
        "tcvn3": _score(decode_legacy(head, "tcvn3")),
        "vni": _score(decode_legacy(head, "vni")),
    }
    best = max(scores, key=lambda name: scores[name])
    return unicodedata.normalize("NFC", windows) if best == "windows" else plain


def _windows(data: bytes) -> str:
    """Windows-1258; a byte it does not know becomes a question mark."""
    return data.decode("cp1258", "replace").replace("\ufffd", "?")


@lru_cache(maxsize=1)
def _known_words() -> frozenset[str]:
    return frozenset(w for w in (*_USUAL.split(), *(name.casefold() for name in words("surnames"))) if not w.isascii())


def _score(text: str) -> int:
    return sum(
        word.strip(",;.\"'()") in _known_words() for word in text.casefold().replace(",", " ").replace(";", " ").split()
    )
