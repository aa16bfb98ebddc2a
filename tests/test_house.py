"""The house's own rules hold, and the checks that keep them can fail."""

from __future__ import annotations

import ast
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from thidua.config import messages

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "thidua"


def load_house():
    spec = importlib.util.spec_from_file_location("house", ROOT / "tools" / "house.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_house_checks_find_nothing():
    house = load_house()
    findings = [
        *house.written_outside_actions(), *house.state_writers(), *house.forbidden_names(), *house.inline_code()
    ]  # fmt: skip
    assert findings == []


@pytest.mark.parametrize(
    "code", ["X.objects.create(a=1)", "X.objects.filter(pk=1).update(a=1)", "row.save(update_fields=['a'])"]
)
def test_a_write_is_recognised(code):
    house = load_house()
    call = ast.parse(code).body[0].value
    assert house.is_row_write(call)


def test_reads_are_not_writes():
    house = load_house()
    assert not house.is_row_write(ast.parse("x.update({'a': 1})").body[0].value)
    assert not house.is_row_write(ast.parse("X.objects.filter(a=1)").body[0].value)


@pytest.mark.parametrize("line", ['<p style="x">', "<script>1</script>", '<a onclick="x">'])
def test_inline_code_is_recognised(line):
    assert load_house().INLINE.search(line)


def test_every_string_has_english():
    assert [f"{text.where}: {text.singular}" for text in messages.missing()] == []


def test_no_english_is_left_over():
    assert messages.unused() == []


def test_placeholders_are_the_same_in_english():
    holder = re.compile(r"%\(\w+\)s|%s|\{\w+\}")
    for entry in messages.catalogue("en"):
        for english in [entry.msgstr, *entry.msgstr_plural.values()]:
            if english:
                source = holder.findall(entry.msgid_plural or entry.msgid)
                assert sorted(holder.findall(english)) == sorted(source), entry.msgid


def test_template_strings_are_collected():
    texts = list(
        messages.template_texts(
            '{% trans "Một" %}<c-x a="{% trans \'Hai\' %}">{% blocktrans count n=n %}{{ n }} dòng{% plural %}{{ n }} dòng{% endblocktrans %}',
            "x.html",
        )
    )
    assert {(text.singular, text.plural) for text in texts} == {
        ("Một", ""),
        ("Hai", ""),
        ("%(n)s dòng", "%(n)s dòng"),
    }


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for entry in resolver.url_patterns:
        found += patterns(entry) if isinstance(entry, URLResolver) else [entry]
    return found


SAMPLES = {"int:": "1", "uuid:": "00000000-0000-0000-0000-000000000000"}
PUBLIC = {
    "account_login", "account_logout", "account_signup", "account_inactive", "set_language", "gallery",
    "home", "verify", "mfa_authenticate", "lists",
}  # fmt: skip


@pytest.mark.django_db
def test_every_page_but_the_public_ones_asks_to_sign_in(client):
    """Walks every route: a new one is either in the short public list or turns strangers away."""
    open_routes = []
    for pattern in patterns(get_resolver()):
        path = "/" + re.sub(r"<(\w+:)?\w+>", lambda found: SAMPLES.get(found[1], "x"), full_path(pattern))
        response = client.get(path)
        if response.status_code == 200 and pattern.name not in PUBLIC:
            open_routes.append(path)
    assert open_routes == []


def full_path(wanted: URLPattern) -> str:
    def walk(resolver: URLResolver, prefix: str) -> str | None:
        for entry in resolver.url_patterns:
            route = prefix + str(entry.pattern)
            if entry is wanted:
                return route
            if isinstance(entry, URLResolver) and (found := walk(entry, route)):
                return found
        return None

    return walk(get_resolver(), "") or ""


def test_glossary_names_every_model_and_state():
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    words = set(re.findall(r"`([A-Za-z_]+)`", glossary))
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("thidua.")}
    assert models - words == set()


def test_contract_names_the_rooms_to_come():
    layers = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    named = set(re.findall(r"\w+", " ".join(layers)))
    standing = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()} - {"config"}
    assert standing <= named
    assert {"movements", "initiatives", "insight", "api"} <= named


def test_locks_hold_hashes_and_no_address():
    for name in ("run", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        assert "http" not in lock
        packages = re.findall(r"^[a-z0-9][\w.\[\],-]*==", lock, re.MULTILINE)
        assert len(packages) > 30
        assert lock.count("--hash=sha256:") >= len(packages)
