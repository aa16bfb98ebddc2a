"""What must be known of Tinos before printing: which characters it has and how wide a text will be.

Reads the tables `cmap`, `head`, `hhea` and `hmtx` of the TrueType files (OpenType specification 1.9).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Tinos"
SUBSTITUTE = "□"

_FILES = {
    (False, False): "Tinos_400Regular.ttf",
    (True, False): "Tinos_700Bold.ttf",
    (False, True): "Tinos_400Regular_Italic.ttf",
    (True, True): "Tinos_700Bold_Italic.ttf",
}


@dataclass(frozen=True)
class Typeface:
    """One cut of the typeface. `advances` gives the width of each character in thousandths of the size."""

    advances: dict[int, float]

    def width(self, text: str, size: float) -> float:
        """Return the width of `text` set in `size` points, in points, without kerning."""
        known = self.advances
        return sum(known.get(ord(char), 1000.0) for char in text) * size / 1000

    def lacks(self, text: str) -> list[str]:
        """Return the characters of `text` the typeface cannot show, in order, each once."""
        return list(dict.fromkeys(c for c in text if ord(c) not in self.advances and not c.isspace()))


@lru_cache(maxsize=4)
def typeface(*, bold: bool = False, italic: bool = False) -> Typeface:
    """Return one of the four cuts."""
    data = (FONTS / _FILES[bold, italic]).read_bytes()
    tables = _tables(data)
    (units,) = struct.unpack_from(">H", data, tables["head"] + 18)
    (measured,) = struct.unpack_from(">H", data, tables["hhea"] + 34)
    metrics = tables["hmtx"]
    scale: float = 1000 / units

    def advance(glyph: int) -> float:
        (width,) = struct.unpack_from(">H", data, metrics + 4 * min(glyph, measured - 1))
        return float(width) * scale

    return Typeface({code: advance(glyph) for code, glyph in _characters(data, tables["cmap"]).items()})


def _tables(data: bytes) -> dict[str, int]:
    (count,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sIII", data, 12 + 16 * i) for i in range(count))
    return {tag.decode("ascii"): offset for tag, _, offset, _ in rows}


def _characters(data: bytes, cmap: int) -> dict[int, int]:
    """Return code point -> glyph from the Unicode subtable of format 4 (the whole of Tinos is below U+10000)."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for i in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * i)
        (form,) = struct.unpack_from(">H", data, cmap + offset)
        if form == 4 and (platform, encoding) in ((3, 1), (0, 3)):
            return _format_4(data, cmap + offset)
    raise ValueError("no Unicode character map of format 4")


def _format_4(data: bytes, at: int) -> dict[int, int]:
    (double,) = struct.unpack_from(">H", data, at + 6)
    segments = double // 2
    ends = struct.unpack_from(f">{segments}H", data, at + 14)
    starts = struct.unpack_from(f">{segments}H", data, at + 16 + double)
    deltas = struct.unpack_from(f">{segments}H", data, at + 16 + 2 * double)
    ranges_at = at + 16 + 3 * double
    ranges = struct.unpack_from(f">{segments}H", data, ranges_at)
    found: dict[int, int] = {}
    for i in range(segments):
        for code in range(starts[i], ends[i] + 1):
            glyph = code
            if ranges[i]:
                (glyph,) = struct.unpack_from(">H", data, ranges_at + 2 * i + ranges[i] + 2 * (code - starts[i]))
            if glyph or not ranges[i]:
                found[code] = (glyph + deltas[i]) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}
