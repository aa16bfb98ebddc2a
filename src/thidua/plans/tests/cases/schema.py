"""A small validator for the schemas in docs/schemas: as much of JSON Schema as they use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "schemas"
_KNOWN = {
    "$schema", "$id", "$defs", "$ref", "title", "description", "type", "required", "additionalProperties",
    "properties", "items", "enum", "const", "pattern", "minLength", "minimum", "minItems",
}  # fmt: skip
_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None),
}  # fmt: skip


def schema_of(name: str) -> dict[str, Any]:
    """The schema kept as docs/schemas/<name>.json."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def wrong_in(value: Any, name: str) -> list[str]:
    """What is wrong with `value` by the schema `name`, as "place: reason"; it first goes through JSON text."""
    whole = schema_of(name)
    return list(_wrong(json.loads(json.dumps(value, ensure_ascii=False)), whole, whole, "$"))[:20]


def _wrong(value: Any, rule: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    assert set(rule) <= _KNOWN, f"the validator does not know {set(rule) - _KNOWN}"
    if "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if not _of_type(value, rule.get("type")):
        yield f"{at}: {value!r:.60} is no {rule['type']}"
        return
    if "const" in rule and value != rule["const"]:
        yield f"{at}: {value!r} is not {rule['const']!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"{at}: {value!r} is not among {rule['enum']}"
    if isinstance(value, str):
        yield from _wrong_text(value, rule, at)
    if isinstance(value, int) and value < rule.get("minimum", value):
        yield f"{at}: {value} is too small"
    if isinstance(value, list):
        if len(value) < rule.get("minItems", 0):
            yield f"{at}: too few"
        for place, item in enumerate(value):
            yield from _wrong(item, rule.get("items", {}), whole, f"{at}[{place}]")
    if isinstance(value, dict):
        yield from _wrong_object(value, rule, whole, at)


def _of_type(value: Any, named: str | list[str] | None) -> bool:
    if named is None:
        return True
    kinds = [named] if isinstance(named, str) else named
    if isinstance(value, bool):
        return "boolean" in kinds
    return any(isinstance(value, _TYPES[kind]) for kind in kinds)


def _wrong_text(value: str, rule: dict[str, Any], at: str) -> Iterator[str]:
    if len(value) < rule.get("minLength", 0):
        yield f"{at}: too short"
    if "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"{at}: {value!r:.60} does not match {rule['pattern']}"


def _wrong_object(value: dict[str, Any], rule: dict[str, Any], whole: dict[str, Any], at: str) -> Iterator[str]:
    for key in rule.get("required", []):
        if key not in value:
            yield f"{at}: {key} is missing"
    rest = rule.get("additionalProperties", True)
    for key, inner in value.items():
        if key in rule.get("properties", {}):
            yield from _wrong(inner, rule["properties"][key], whole, f"{at}.{key}")
        elif rest is False:
            yield f"{at}: {key} is not allowed"
        elif isinstance(rest, dict):
            yield from _wrong(inner, rest, whole, f"{at}.{key}")
