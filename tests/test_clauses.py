"""Every clause of the plan has its place, and every place exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| ([\w.]+) \| (.+?) \| (fully|partly|not yet) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs" / "clauses.md").read_text())
CLAUSES = 101


def names(resolver: URLResolver, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern) and entry.name:
            found.add(prefix + entry.name)
        elif isinstance(entry, URLResolver):
            found |= names(entry, prefix + (f"{entry.namespace}:" if entry.namespace else ""))
    return found


def commands() -> set[str]:
    from thidua.config.cli import parser

    found: set[str] = set()
    for group in parser()._subparsers._group_actions[0].choices.items():
        name, sub = group
        actions = sub._subparsers._group_actions[0].choices if sub._subparsers else {}
        found |= {f"{name} {action}" for action in actions} or {name}
    return found


def rooms() -> set[str]:
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    return set(re.findall(r"\w+", " ".join(layers)))


def test_every_clause_has_one_row():
    ids = [clause for clause, _served, _far in ROWS]
    assert len(ids) == len(set(ids)) == CLAUSES


def test_clauses_are_those_of_the_seed(shared):
    seed = (shared / "seed" / "clauses.md").read_text()
    wanted = re.findall(r"^\|((?:HDR|P0|I|II|III|IV|NN|KY|PL1|PL2)[\w.]*)\|", seed, re.MULTILINE)
    assert [clause for clause, _served, _far in ROWS] == wanted


@pytest.mark.parametrize(("clause", "served", "far"), ROWS)
def test_row_points_at_something(clause, served, far):
    kinds = {"page": names(get_resolver()), "command": commands(), "room": rooms()}
    targets = re.findall(r"`(\w+) ([^`]+)`", served)
    assert targets
    for kind, target in targets:
        assert target in kinds[kind], f"{clause}: {kind} {target}"
        assert (kind == "room") == (far == "not yet")


def test_a_missing_page_would_be_noticed():
    with pytest.raises(NoReverseMatch):
        from django.urls import reverse

        reverse("plans:nowhere")
    assert "plans:nowhere" not in names(get_resolver())
