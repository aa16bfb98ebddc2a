"""What stands above a table: the appendix it belongs to, its title, and the document it goes with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.plans.reading.flat import flat, one_line
from thidua.plans.reading.sources.blocks import Paragraph

_APPENDIX = re.compile(
    r"^(?:phu luc|bieu)(?:\s+so)?\s*[:.]?\s*(?:(?P<numeral>\d{1,2}|[ivx]{1,5}|[a-h])\b)?"
    r"(?:\s*[.:-]\s*(?P<title>.*)|(?(numeral)(?:\s+(?P<running>.*))?|))$"
)
_GOES_WITH = re.compile(r"\(?\s*(?:ban hanh )?kem theo\b")
_ROMANS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_LOOK_BACK = 8


@dataclass(slots=True)
class Caption:
    """The appendix of a table: "PL1" (or "" in the body), its title, and the line "Kèm theo …"."""

    prefix: str = ""
    title: str = ""
    goes_with: Paragraph | None = None
    lines: list[Paragraph] = field(default_factory=list)


def caption_of(paragraphs: Sequence[Paragraph]) -> Caption:
    """Return the caption told from the lines between the table before and this one."""
    recent = list(paragraphs[-_LOOK_BACK:])
    start = next((i for i in range(len(recent) - 1, -1, -1) if _appendix(recent[i].text)), None)
    if start is None:
        return Caption(title=one_line(recent[-1].text) if recent else "", lines=recent)
    match = _appendix(recent[start].text)
    caption = Caption(prefix=_prefix(match["numeral"] if match else None), lines=recent[start:])
    title = [_title_on_line(recent[start].text, match)] if match else []
    for paragraph in recent[start + 1 :]:
        if _GOES_WITH.match(flat(paragraph.text)):
            caption.goes_with = paragraph
        elif inside := re.search(r"\((?:[Bb]an hành )?[Kk]èm theo.*", paragraph.text):
            caption.goes_with = paragraph
            title.append(paragraph.text[: inside.start()])
        elif caption.goes_with is None:
            title.append(paragraph.text)
    caption.title = one_line(" ".join(title))
    return caption


def _appendix(text: str) -> re.Match[str] | None:
    line = flat(text.strip())
    return _APPENDIX.match(line) if len(line) < 200 else None


def _title_on_line(text: str, match: re.Match[str]) -> str:
    start = max(match.start("title"), match.start("running"))
    return text.strip()[start:] if start >= 0 else ""


def _prefix(numeral: str | None) -> str:
    if not numeral:
        return "PL"
    if numeral.isdigit():
        return f"PL{int(numeral)}"
    return f"PL{_ROMANS.get(numeral, numeral.upper())}"
