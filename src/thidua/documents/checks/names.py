"""Is the name of an uploaded file honest? Pure Python."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from thidua.documents.checks.kinds import EXTENSIONS, KIND_WORDS, KNOWN_EXTENSIONS
from thidua.documents.checks.verdict import Findings, Limits

_PROGRAMS = re.compile(
    r"\.(?:exe|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|msi|dll|jar|hta|lnk|pif|cpl|reg|sh|php|html?|svg)$",
    re.IGNORECASE,
)
# A slash, a backslash, a full stop, a NUL or an end of line written as a code (also twice over), bytes longer than
# UTF-8 allows, and letters that only look like a slash. Other codes may be text: "Đạt 100%CBCC" hides nothing.
_ENCODED = re.compile(
    r"%(?:25)*(?:2f|5c|2e|00|0a|0d|u00(?:2f|5c|2e|00)|u(?:2044|2215|ff0f|ff3c|29f8)"
    r"|(?:c[01]|e0%(?:25)*[89][0-9a-f]|f0%(?:25)*8[0-9a-f])%)|[\u2044\u2215\uff0f\uff3c\u29f8]",
    re.IGNORECASE,
)
_MACRO_NAMES = frozenset({".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm"})


def extension_of(filename: str) -> str:
    """The extension of a name with its dot, in small letters."""
    return PurePosixPath(filename.replace("\\", "/")).suffix.casefold()


def check_name(filename: str, kind: str, found: Findings, limits: Limits) -> None:
    """Adds reasons about the name itself and about name and content telling different stories."""
    if (
        _ENCODED.search(filename)
        or "/" in filename
        or "\\" in filename
        or ".." in filename.split()
        or filename in {".", ".."}
    ):
        found.add("NAME_PATH")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in filename):
        found.add("NAME_CONTROL")
    if len(filename) > limits.max_name or len(filename.encode("utf-8", "replace")) > 255:
        found.add("NAME_LONG")
    if _PROGRAMS.search(filename.rstrip(". ")):
        found.add("NAME_PROGRAM")
    extension = extension_of(filename)
    if extension in _MACRO_NAMES:
        found.add("MACRO")
    elif extension in KNOWN_EXTENSIONS and extension not in EXTENSIONS.get(kind, {extension}):
        found.add("EXTENSION_MISMATCH", ext=extension, kind=KIND_WORDS.get(kind, kind))
