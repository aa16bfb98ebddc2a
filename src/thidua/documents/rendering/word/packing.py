"""The same parts always give the same archive: fixed times, no thumbnail, the substitute typeface declared."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_THUMBNAIL = "docProps/thumbnail.jpeg"
_FONT_TABLE = "word/fontTable.xml"
_EARLIEST = (1980, 1, 1, 0, 0, 0)

# Tinos stands in where Times New Roman is not installed.
_FONTS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b'<w:font w:name="Times New Roman"><w:altName w:val="Tinos"/><w:panose1 w:val="02020603050405020304"/>'
    b'<w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
)


def packed(archive: bytes) -> bytes:
    """Return the DOCX archive with fixed times, without the template's thumbnail."""
    result = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == _THUMBNAIL:
                continue
            data = _FONTS if name == _FONT_TABLE else source.read(name)
            if name == "_rels/.rels":
                data = _without_thumbnail(data)
            info = ZipInfo(name, _EARLIEST)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, data)
    return result.getvalue()


def _without_thumbnail(relations: bytes) -> bytes:
    start = relations.find(b"<Relationship ")
    head, rest = relations[:start], relations[start:]
    kept = [part for part in rest.split(b"<Relationship ") if part and _THUMBNAIL.encode() not in part]
    joined = b"".join(b"<Relationship " + part for part in kept)
    return head + joined if joined.endswith(b"</Relationships>") else head + joined + b"</Relationships>"
