"""Papers as files: a kind and a plain context go in, bytes of PDF or DOCX come out.

Pure Python: no database, no clock, no settings, no network. The contexts are declared in `contexts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from thidua.documents.rendering import pdf, word
from thidua.documents.rendering.board import print_board
from thidua.documents.rendering.certificates import print_sheets
from thidua.documents.rendering.composing import composed
from thidua.documents.rendering.kinds import (
    PDF_ONLY,
    ContextError,
    DocumentKind,
    FormatNotOffered,
    Rendered,
    RenderingError,
)

__all__ = [
    "PDF_ONLY",
    "ContextError",
    "DocumentKind",
    "FormatNotOffered",
    "Rendered",
    "RenderingError",
    "render_docx",
    "render_pdf",
]


def render_pdf(kind: DocumentKind, context: Mapping[str, Any]) -> Rendered:
    """Return the document as PDF/A-2b, tagged, set in Tinos alone.

    Same context, same bytes. Raises `ContextError` when the context does not fit the kind.
    """
    if kind is DocumentKind.CERTIFICATES:
        data, notes = print_sheets(context)
    elif kind is DocumentKind.PLAN_BOARD:
        data, notes = print_board(context)
    else:
        data, notes = pdf.drawn(composed(kind, context))
    return Rendered(data, sha256(data).hexdigest(), pdf.page_count(data), tuple(notes))


def render_docx(kind: DocumentKind, context: Mapping[str, Any]) -> Rendered:
    """Return the document as DOCX with named Word styles, in Times New Roman (Tinos where it is absent).

    Same context, same bytes. Raises `ContextError`, and `FormatNotOffered` for what is laid out to its sheet
    (certificates, the leader's board), which a word processor does not keep.
    """
    if kind in PDF_ONLY:
        raise FormatNotOffered("Loại này chỉ in từ PDF.")
    data = word.written(composed(kind, context))
    return Rendered(data, sha256(data).hexdigest(), 0, ())
