"""The message catalogues: collecting Vietnamese source strings, finding what has no English yet, compiling.

Written with polib alone, so that neither set-up nor tests need the gettext programs.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.template.base import Lexer, TokenType
from django.utils.translation.template import block_re, constant_re, endblock_re, inline_re, plural_re

SOURCE = Path(__file__).resolve().parent.parent
LOCALE = SOURCE / "config" / "locale"
SINGLE = {"_", "gettext", "gettext_lazy", "mark"}
PLURAL = {"ngettext", "ngettext_lazy"}


@dataclass(frozen=True)
class Text:
    """One source string, its plural form when it has one, and where it stands."""

    singular: str
    plural: str
    where: str


def collect() -> list[Text]:
    """Every source string of the Python modules and templates, once, in a stable order."""
    found: dict[tuple[str, str], Text] = {}
    for text in [*_from_python(), *_from_templates()]:
        found.setdefault((text.singular, text.plural), text)
    return sorted(found.values(), key=lambda text: (text.where, text.singular))


def _from_python() -> Iterator[Text]:
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "/tests/" in name or "/migrations/" in name:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield from _call(node, name)


def _call(node: ast.Call, name: str) -> Iterator[Text]:
    function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if function in SINGLE and words:
        yield Text(words[0], "", name)
    elif function in PLURAL and len(words) >= 2:
        yield Text(words[0], words[1], name)


def _from_templates() -> Iterator[Text]:
    for path in sorted(SOURCE.rglob("*.html")):
        yield from template_texts(path.read_text(), path.relative_to(SOURCE).as_posix())


def template_texts(source: str, name: str) -> Iterator[Text]:
    """The strings of one template: trans, blocktrans with plural, and `_("…")` arguments."""
    block: list[str] | None = None
    singular = ""
    trimmed = False
    for token in Lexer(source).tokenize():
        content = token.contents
        if block is None:
            if token.token_type == TokenType.BLOCK and (begun := block_re.match(content)):
                block, singular, trimmed = [], "", " trimmed" in begun.group(0) or content.endswith("trimmed")
                continue
            yield from _inline(token.token_type, content, name)
        elif token.token_type == TokenType.BLOCK and endblock_re.match(content):
            last = _joined(block, trimmed)
            yield Text(singular, last, name) if singular else Text(last, "", name)
            block = None
        elif token.token_type == TokenType.BLOCK and plural_re.match(content):
            singular, block = _joined(block, trimmed), []
        elif token.token_type == TokenType.VAR:
            block.append(f"%({content.split('|')[0].strip()})s")
        elif token.token_type == TokenType.TEXT:
            block.append(content.replace("%", "%%"))


def _joined(parts: list[str], trimmed: bool) -> str:
    text = "".join(parts)
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


TRANS_IN_ATTRIBUTE = re.compile(r"""\{%\s*trans(?:late)?\s+(['"])(.+?)\1""")


def _inline(kind: TokenType, content: str, name: str) -> Iterator[Text]:
    if kind == TokenType.BLOCK and (found := inline_re.match(content)):
        text = found.group(1)
        yield Text(text[1:-1], "", name)
    if kind in (TokenType.BLOCK, TokenType.VAR):
        for constant in constant_re.findall(content):
            yield Text(constant[1:-1], "", name)
    if kind == TokenType.TEXT:
        for _quote, text in TRANS_IN_ATTRIBUTE.findall(content):
            yield Text(text, "", name)


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language as it stands in the repository."""
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def missing(language: str = "en") -> list[Text]:
    """Source strings without a translation."""
    known = {(entry.msgid, entry.msgid_plural) for entry in catalogue(language) if _translated(entry)}
    return [text for text in collect() if (text.singular, text.plural) not in known]


def unused(language: str = "en") -> list[str]:
    """Entries whose source string is gone."""
    wanted = {(text.singular, text.plural) for text in collect()}
    return [entry.msgid for entry in catalogue(language) if (entry.msgid, entry.msgid_plural) not in wanted]


def _translated(entry: polib.POEntry) -> bool:
    plural = entry.msgstr_plural
    return bool(entry.msgstr) or (bool(plural) and all(plural.values()))


def update(language: str = "en") -> tuple[int, int]:
    """Add new source strings (untranslated) and drop those that are gone. Returns how many of each."""
    po = catalogue(language)
    gone = set(unused(language))
    kept = [entry for entry in po if entry.msgid not in gone]
    known = {(entry.msgid, entry.msgid_plural) for entry in kept}
    fresh = [text for text in collect() if (text.singular, text.plural) not in known]
    po.clear()
    po.extend(kept)
    for text in fresh:
        entry = polib.POEntry(msgid=text.singular, occurrences=[(text.where, "")])
        if text.plural:
            entry.msgid_plural, entry.msgstr_plural = text.plural, {0: "", 1: ""}
        po.append(entry)
    po.sort(key=lambda entry: entry.msgid)
    po.save(str(LOCALE / language / "LC_MESSAGES" / "django.po"))
    return len(fresh), len(gone)


def compile_all() -> int:
    """Compile every catalogue beside its source. Returns how many."""
    files = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    for file in files:
        polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))
    return len(files)
