"""Draws a paper as PDF/A-2b, tagged, in Tinos alone.

The data travels as one JSON string beside the template, never inside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pypdfium2
import typst

from thidua.documents.rendering.blocks import Annex, Block, Paper
from thidua.documents.rendering.typeface import FONTS, SUBSTITUTE, typeface

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "a-2b"
_REMEMBERED = 10


def drawn(paper: Paper) -> tuple[bytes, list[str]]:
    """Return the file and the notes on characters the typeface lacks."""
    data = {"title": paper.title, "footer": paper.footer, "sheets": _sheets(paper)}
    shown, notes = showable(data)
    return compiled("paper.typ", shown, paper.made_at), notes


def compiled(template: str, data: Any, made_at: datetime) -> bytes:
    """Return the PDF of a template of this room. Same data, same bytes, on every machine."""
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, separators=(",", ":"))},
        pdf_standards=[STANDARD],
        timestamp=int(made_at.timestamp()),
    )


def forget() -> None:
    """Let go of the layouts typst remembers: it drops what ten compilations have not asked for."""
    for _ in range(_REMEMBERED + 1):
        typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True, format="pdf")


def page_count(data: bytes) -> int:
    """Return the number of pages of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def showable(data: Any) -> tuple[Any, list[str]]:
    """Return a copy of `data` with □ for every character the typeface lacks, and a note for each of them."""
    known = _known()
    missing: dict[str, None] = {}

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            unknown = set(value) - known
            if not unknown:
                return value
            missing.update(dict.fromkeys(c for c in value if c in unknown))
            return "".join(SUBSTITUTE if c in unknown else c for c in value)
        if isinstance(value, dict):
            return {key: shown(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [shown(item) for item in value]
        return value

    return shown(data), [f"no_glyph:U+{ord(char):04X}" for char in missing]


def _sheets(paper: Paper) -> list[dict[str, Any]]:
    sheets: list[tuple[bool, list[Block]]] = [(paper.landscape, [])]
    for block in paper.blocks:
        if isinstance(block, Annex):
            sheets.append((block.landscape, []))
        else:
            sheets[-1][1].append(block)
    return [{"landscape": landscape, "blocks": _plain(blocks)} for landscape, blocks in sheets]


def _plain(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [asdict(block) for block in blocks]


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(map(chr, typeface().advances)) | {"\n", "\t"}


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
