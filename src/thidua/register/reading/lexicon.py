"""The word lists of the list reader, read once from `data/`. Pure Python."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The mapping in `data/<name>.yaml`; callers must not change it."""
    text = (resources.files("thidua.register.reading") / "data" / f"{name}.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of `data/words.yaml`."""
    return tuple(str(word) for word in lexicon("words")[name])
