"""QR codes of many addresses that differ in a few characters.

For a fixed length, version and mask a QR code is an affine function of its data bits over GF(2): the
Reed–Solomon code is linear, the mask is an XOR. So one code is made by the library, the change each single
bit brings is remembered, and every further code is an XOR of a few integers: microseconds instead of
milliseconds. Codes are of error correction level M, in byte mode (ISO/IEC 18004).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

import segno
from segno.encoder import DataOverflowError

from thidua.documents.rendering.kinds import RenderingError

_CHUNK = 11


@lru_cache(maxsize=4096)  # twice the patterns of a chunk
def _strokes(modules: str) -> str:
    """Return the dark runs of a piece of a row ("1" is dark) as strokes, relative to its left end."""
    strokes, at = [], 0
    for run in re.finditer("1+", modules):
        strokes.append(f"m{run.start() - at} 0h{run.end() - run.start()}")
        at = run.end()
    return "".join(strokes)


class _Family:
    """All codes of one payload length; made from the first of them."""

    def __init__(self, sample: bytes) -> None:
        try:
            code = segno.make_qr(sample.decode("ascii"), error="m", mode="byte", boost_error=False)
        except DataOverflowError:
            raise RenderingError("Địa chỉ kiểm tra quá dài để in thành mã QR.") from None
        self.version, self.mask, self.size = code.version, code.mask, len(code.matrix)
        self.sample = int.from_bytes(sample, "big")
        self.length = len(sample)
        self.base = _modules(code)
        self.flips: dict[int, int] = {}

    def modules(self, payload: bytes) -> int:
        """Return the modules of a code, row by row, as the bits of one integer."""
        changed = int.from_bytes(payload, "big") ^ self.sample
        result = self.base
        while changed:
            bit = changed & -changed
            result ^= self.flips.get(bit) or self._learn(bit)
            changed ^= bit
        return result

    def _learn(self, bit: int) -> int:
        payload = (self.sample ^ bit).to_bytes(self.length, "big").decode("latin-1")
        code = segno.make_qr(payload, error="m", mode="byte", boost_error=False, version=self.version, mask=self.mask)
        self.flips[bit] = _modules(code) ^ self.base
        return self.flips[bit]


def qr_modules(address: str) -> tuple[int, str]:
    """Return the side of the code and its modules row by row, "1" for dark, without quiet zone.

    Raises `RenderingError` when the address is too long for any code.
    """
    payload = quote(address, safe=":/?#[]@!$&'()*+,;=%-._~").encode("ascii")
    family = _family(len(payload))
    if not family:
        family.append(_Family(payload))
    size = family[0].size
    return size, format(family[0].modules(payload), f"0{size * size}b")


def qr_path(address: str) -> tuple[int, str]:
    """Return the side of the code in modules and the path (SVG) whose strokes, one wide, are its dark modules.

    Strokes take half the room of filled squares in the PDF, and unlike dashes no printer limits their number.
    """
    size, modules = qr_modules(address)
    pieces = []
    for y in range(size):
        row = modules[y * size : (y + 1) * size]
        for x in range(0, size, _CHUNK):
            strokes = _strokes(row[x : x + _CHUNK])
            if strokes:
                pieces.append(f"M{x} {y}.5{strokes}")
    return size, "".join(pieces)


def _modules(code: segno.QRCode) -> int:
    return int("".join("1" if module else "0" for row in code.matrix for module in row), 2)


@lru_cache(maxsize=64)
def _family(length: int) -> list[_Family]:
    """Return the place where the family of a payload length is kept once it is known."""
    return []
