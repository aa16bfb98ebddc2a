"""Sending a kept or just made file so that it cannot attack: fixed type, no sniffing, a sandbox, a safe file name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from thidua.documents.models import StoredFile
from thidua.documents.queries import FileDamagedError, file_bytes

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "md": "text/plain; charset=utf-8",
    "jpg": "image/jpeg",
    "png": "image/png",
}
SHOWN_INSIDE = frozenset({"pdf", "jpg", "png"})


def file_response(data: bytes, name: str, kind: str, *, inline: bool = False) -> HttpResponse:
    """An answer carrying the file. `inline` shows PDF and pictures inside the page; all else is downloaded."""
    show = inline and kind in SHOWN_INSIDE
    response = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = content_disposition_header(not show, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if show:
        # The viewer of the browser needs to be framed by our own page.
        response["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; object-src 'self'; frame-ancestors 'self'"
        )
        response.xframe_options_exempt = True
    else:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def kept_file_response(file: StoredFile | None, *, inline: bool = False) -> HttpResponse:
    """An answer carrying a kept file as `file_response`. Raises Http404 when there is none or its bytes are lost or damaged."""
    if file is None:
        raise Http404
    try:
        data = file_bytes(file)
    except (FileDamagedError, FileNotFoundError) as missing:
        raise Http404 from missing
    return file_response(data, file.name, file.kind, inline=inline)
