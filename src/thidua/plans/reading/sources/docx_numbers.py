"""Automatic numbers and bullets of a Word document, which are not part of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 39
_DEEPEST_STYLE = 6


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int


class Numbers:
    """Counts the numbered paragraphs of one document, in order of reading."""

    def __init__(self, numbering: Any, styles: Any = None) -> None:
        self._styles = _numbered_styles(styles)
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if numbering is not None:
            self._read(numbering)

    def next_label(self, paragraph: Any) -> str:
        """Return the number or "-" that Word shows before this paragraph, or ""."""
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        style = self._styles.get(_value(paragraph.find(f"{W}pPr/{W}pStyle")))
        if properties is None:
            return self._label(*style) if style else ""
        given = _value(properties.find(W + "numId"))
        level = properties.find(W + "ilvl")
        return self._label(given or (style[0] if style else ""), int(_value(level) or 0))

    def _read(self, numbering: Any) -> None:
        abstract = {
            element.get(W + "abstractNumId"): _levels_of(element) for element in numbering.findall(W + "abstractNum")
        }
        for element in numbering.findall(W + "num"):
            base = dict(abstract.get(_value(element.find(W + "abstractNumId")), {}))
            for override in element.findall(W + "lvlOverride"):
                level = int(override.get(W + "ilvl") or 0)
                start = _value(override.find(W + "startOverride"))
                if start and level in base:
                    base[level] = _Level(base[level].kind, base[level].text, int(start))
            self._levels[element.get(W + "numId")] = base

    def _label(self, number: str, level: int) -> str:
        shape = self._levels.get(number, {}).get(level)
        if shape is None or shape.kind == "none":
            return ""
        if shape.kind == "bullet":
            return "-"
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, shape.start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda match: self._shown(number, int(match[1]) - 1), shape.text)

    def _shown(self, number: str, level: int) -> str:
        shape = self._levels[number].get(level)
        if shape is None:
            return ""
        return _as_shown(self._counts.get(number, {}).get(level, shape.start), shape.kind)


def _numbered_styles(styles: Any) -> dict[str, tuple[str, int]]:
    """Return the styles that number their paragraphs: the list and the level, taken over from the style they rest on."""
    found: dict[str, tuple[str, int]] = {}
    rests: dict[str, str] = {}
    for style in styles.findall(W + "style") if styles is not None else ():
        name = str(style.get(W + "styleId") or "")
        number = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        if number:
            found[name] = (number, int(_value(style.find(f"{W}pPr/{W}numPr/{W}ilvl")) or 0))
        else:
            rests[name] = _value(style.find(W + "basedOn"))
    for _ in range(_DEEPEST_STYLE):
        found.update({name: found[base] for name, base in rests.items() if base in found and name not in found})
    return found


def _levels_of(abstract: Any) -> dict[int, _Level]:
    return {
        int(level.get(W + "ilvl") or 0): _Level(
            kind=_value(level.find(W + "numFmt")) or "decimal",
            text=_value(level.find(W + "lvlText")),
            start=int(_value(level.find(W + "start")) or 1),
        )
        for level in abstract.findall(W + "lvl")
    }


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(W + "val") or "")


def _as_shown(count: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman") and 0 < count <= _MAX_ROMAN:
        return _roman(count) if kind == "lowerRoman" else _roman(count).upper()
    if kind in ("upperLetter", "lowerLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    return f"{count:02d}" if kind == "decimalZero" else str(count)


def _roman(count: int) -> str:
    shown = ""
    for value, sign in _ROMANS:
        while count >= value:
            shown += sign
            count -= value
    return shown
