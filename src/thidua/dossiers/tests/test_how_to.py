"""The how-tos name buttons and pages as the screens do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src" / "thidua"


@pytest.mark.parametrize("name", ["don-vi-lap-ho-so.md", "ban-tham-dinh.md", "dot-xet-tang.md"])
def test_every_word_in_bold_stands_on_a_screen(name):
    files = [
        *SOURCE.glob("dossiers/**/*.html"),
        *SOURCE.glob("dossiers/*.py"),
        *SOURCE.glob("dossiers/views/*.py"),
        *SOURCE.glob("desk/home/*.py"),
    ]
    shown = "\n".join(path.read_text() for path in files)
    named = set(re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs" / "how-to" / name).read_text()))
    assert named
    assert {words for words in named if words not in shown} == set()
