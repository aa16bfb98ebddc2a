"""The design system: every component renders, nothing is inline, icons exist, colours can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.views.i18n import set_language
from django_cotton.compiler_regex import CottonCompiler

from thidua.config import gallery

CONFIG = Path(__file__).resolve().parent.parent
TEMPLATES = CONFIG / "templates"
STATIC = CONFIG / "static" / "thidua"
COTTON = TEMPLATES / "cotton"
COMPONENTS = sorted(file.stem for file in COTTON.glob("*.html"))
ALL_TEMPLATES = sorted(CONFIG.parent.rglob("templates/**/*.html"))
# Painted documents, not pages: a document template may carry the styles of the paper it draws.
PAGES = [file for file in ALL_TEMPLATES if "papers" not in file.parts]
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SVG_VOID = {"path", "rect", "circle", "use", "line", "polyline", "polygon", "stop"}


# The look is tested by itself: of the addresses only the change of language is asked for.
pytestmark = pytest.mark.urls(__name__)
urlpatterns = [path("ngon-ngu/", set_language, name="set_language")]


def draw(source: str, **context: object) -> str:
    request = RequestFactory().get("/thanh-phan/")
    request.user = AnonymousUser()
    # The loader compiles <c-…> in files; a source given as text is compiled here.
    return engines["django"].from_string(CottonCompiler().process(source)).render(context, request)


class Outline(HTMLParser):
    """Finds tags that do not close, ids used twice and what the content security policy forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.pointed: set[str] = set()
        self.unnamed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.look(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID | SVG_VOID:
            self.wrong.append(f"<{tag}/> does not close in HTML")
        self.look(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of order")

    def look(self, tag: str, given: dict[str, str | None]) -> None:
        self.wrong += [f"{tag} {name}=" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.wrong.append(f"inline <{tag}>")
        if given.get("id"):
            self.ids.append(str(given["id"]))
        for name in ("aria-describedby", "aria-labelledby", "for"):
            self.pointed |= set((given.get(name) or "").split())
        if tag == "svg" and not ({"aria-hidden", "aria-label"} & set(given)) and "x" not in given:
            self.unnamed.append(str(given))


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    return found


@pytest.fixture
def page() -> str:
    request = RequestFactory().get("/thanh-phan/")
    request.user = AnonymousUser()
    return gallery.gallery(request).content.decode()


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_renders_without_any_attribute(name: str) -> None:
    html = draw(f"<c-{name.replace('_', '-')}>Chữ</c-{name.replace('_', '-')}>")
    assert not outline(html).wrong
    assert "{{" not in html
    assert "<c-" not in html


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_is_small_says_its_attributes_and_is_in_the_gallery(name: str) -> None:
    source = (COTTON / f"{name}.html").read_text()
    assert source.startswith(("{#", "{% comment %}"))
    assert source.count("\n") <= 40
    shown = "".join(file.read_text() for file in TEMPLATES.rglob("*.html") if file.stem != name)
    assert f"<c-{name.replace('_', '-')}" in shown


def test_gallery_is_well_formed_and_obeys_the_content_security_policy(page: str) -> None:
    found = outline(page)
    assert found.wrong == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert found.pointed <= set(found.ids)
    assert found.unnamed == []


def test_gallery_has_one_title_one_main_and_skips_to_it(page: str) -> None:
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert 'class="skip" href="#noi-dung"' in page
    assert 'id="noi-dung"' in page


@pytest.mark.parametrize("base", ["base.html", "base_public.html", "base_plain.html"])
def test_base_stands_without_a_frame(base: str) -> None:
    html = draw(f'{{% extends "{base}" %}}{{% block main %}}<h1>Tên</h1>{{% endblock %}}', frame=None, public_places=[])
    assert not outline(html).wrong
    assert "<h1>Tên</h1>" in html
    assert 'lang="vi"' in html


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429, 500, 503])
def test_error_page_says_what_happened_what_was_kept_and_what_to_do(code: int) -> None:
    html = engines["django"].get_template(f"{code}.html").render({})
    for words in ("Việc đã xảy ra", "Phần được giữ", "Cách làm tiếp"):
        assert words in html
    assert "!" not in re.sub(r"<[^>]*>", "", html)


def test_error_page_escapes_the_reason() -> None:
    assert "<b>" not in engines["django"].get_template("403.html").render({"reason": "<b>x</b>"}).split("<dl>")[1]


def test_blocked_button_stays_reachable_and_tied_to_its_reason() -> None:
    html = draw('<c-btn why="Còn 1 điều kiện chưa đạt.">Trình ký</c-btn>')
    told = re.search(r'aria-describedby="([^"]+)"', html)
    assert told
    assert f'id="{told[1]}"' in html
    assert 'tabindex="0"' in html
    assert "<button" not in html


def test_button_is_live_when_the_answer_gives_no_reason() -> None:
    html = draw('<c-btn kind="main" why="{{ reason }}" name="verb" value="sign">Ký</c-btn>', reason="")
    assert "aria-disabled" not in html
    assert 'type="submit"' in html
    assert 'name="verb"' in html


def test_button_passes_htmx_attributes_and_escapes_words() -> None:
    html = draw('<c-btn hx-get="/a" title="{{ t }}">{{ t }}</c-btn>', t='"><script>alert(1)</script>')
    assert 'hx-get="/a"' in html
    assert "<script>" not in html


def test_dialog_holds_its_own_protected_form() -> None:
    html = draw('<c-dialog id="d" title="Đóng?" act="Đóng" action="/dong"></c-dialog>')
    assert 'name="csrfmiddlewaretoken"' in html
    assert 'action="/dong"' in html
    assert html.index("data-closes") < html.index("btn main")


@pytest.mark.parametrize(
    "source",
    [
        '<c-mark kind="ok" word="đạt" />',
        '<c-state kind="ok">đạt</c-state>',
        "{{ 'ok'|state:'đạt' }}",
        "{{ 'ok'|shape }} đạt",
    ],
)
def test_shape_of_a_state_is_drawn_not_written_out(source: str) -> None:
    html = draw(source)
    assert '<svg class="mk"' in html
    assert "&lt;" not in html
    assert "đạt" in html


def test_badge_of_a_list_row_is_the_component_and_escapes_its_words() -> None:
    assert draw("{{ 'late'|state:'Quá hạn' }}") == draw('<c-state kind="late">Quá hạn</c-state>').strip()
    assert "&lt;b&gt;" in draw("{{ 'late'|state:words }}", words="<b>")


def test_fraction_names_the_need_and_does_not_round() -> None:
    html = draw('<c-fraction :yes="26" :total="29" :need="27" share="89,66 %" />')
    assert "26 trên 29, mức cần 27" in html
    assert "cells no" in html
    assert "cells ok" in draw('<c-fraction :yes="27" :total="29" :need="27" />')


def test_honours_places_every_cell_under_its_year() -> None:
    lanes = [{"label": "CSTĐ", "cells": [None, {"kind": "held"}, {"kind": "gold", "text": "đợt 1"}]}]
    html = draw('<c-honours :years="y" :lanes="l" label="x" />', y=[{"year": n} for n in (2023, 2024, 2025)], l=lanes)
    assert html.count("m-held") == 1
    assert re.search(r'translate\(62 0\)"><circle class="m-held"', html)
    assert re.search(r'translate\(124 0\)"><svg', html)
    assert ">2025<" in html


def test_strip_repeats_its_events_as_a_list_in_words() -> None:
    html = draw('<c-calendar-strip :days="d" :events="e" />', d=gallery._days(), e=gallery._events())
    assert html.count('class="d c') == 30
    listed = html.split('class="agenda"')[1]
    assert listed.count("<li>") == len(gallery._events())


def test_form_shows_error_hint_and_keeps_what_was_typed() -> None:
    html = draw("{{ form }}", form=gallery._sample_form())
    assert 'value="00119609421"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_identity_helptext id_identity_error"' in html
    assert 'id="id_identity_error"' in html
    assert "hãy thêm 1 chữ số" in html
    assert not outline(html).wrong


def test_hidden_field_of_a_form_is_drawn_once() -> None:
    from django import forms

    form_class = type("F", (forms.Form,), {"key": forms.CharField(widget=forms.HiddenInput), "a": forms.CharField()})
    assert draw("{{ form }}", form=form_class()).count('name="key"') == 1


@pytest.mark.parametrize("file", PAGES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_template_has_nothing_inline(file: Path) -> None:
    source = file.read_text()
    assert not re.search(r"\sstyle\s*=", source), "inline style"
    assert not re.search(r"<style\b", source), "inline style sheet"
    assert not re.search(r"<script(?![^>]*\bsrc=)", source), "inline script"
    assert not re.search(r"\son(click|change|submit|load|input)\s*=", source), "inline handler"
    assert not re.search(r"https?://(?!www\.w3\.org)", source), "another host"


def test_an_icon_beside_a_word_is_the_one_the_component_draws() -> None:
    assert draw('a{{ "lock"|icon }}b').split() == draw('a<c-icon name="lock" />b').split()
    assert "<b>" not in draw("{{ name|icon }}", name='"><b>')


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="i-([\w-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    used = set()
    for file in ALL_TEMPLATES:
        source = file.read_text()
        used |= set(re.findall(r'<c-icon name="([\w-]+)"', source)) | set(re.findall(r'"([\w-]+)"\|icon\b', source))
        for tag in re.findall(r"<c-(?:btn|note|empty)\b[^>]*>", source):
            used |= set(re.findall(r'\b(?:icon|after)="([\w-]+)"', tag))
    assert used - sprite == set()
    assert {place.icon for group in gallery._frame().places for place in group} <= sprite
    listed = (CONFIG.parents[2] / "docs" / "components.md").read_text().split("## Icons")[1].split("`")[1]
    assert set(listed.split()) == sprite


def test_style_sheets_stay_under_sixty_kilobytes() -> None:
    assert sum(file.stat().st_size for file in (STATIC / "css").glob("*.css")) < 60_000


def test_style_sheet_points_only_to_files_that_exist() -> None:
    css = (STATIC / "css" / "app.css").read_text()
    files = re.findall(r"url\(([^)]+)\)", css)
    assert files
    for file in files:
        assert (STATIC / "css" / file).resolve().is_file()


def test_every_colour_used_is_a_token() -> None:
    css = {file.name: file.read_text() for file in (STATIC / "css").glob("*.css")}
    defined = set(re.findall(r"(--[\w-]+):", css["tokens.css"]))
    templates = "".join(file.read_text() for file in TEMPLATES.rglob("*.html"))
    assert set(re.findall(r"var\((--[\w-]+)", css["app.css"] + templates)) - defined == set()


def test_lines_are_high_enough_for_two_stacked_marks() -> None:
    css = (STATIC / "css" / "app.css").read_text()
    for selector, declared in re.findall(r"([^{}]+)\{([^{}]*)\}", css):
        for value in re.findall(r"line-height:([\d.]+)(?![\d.]*(?:rem|px|em))", declared):
            assert float(value) >= 1.25, selector


def _tokens(css: str, opening: str) -> dict[str, str]:
    start = css.index("{", css.index(opening)) + 1
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})\b", css[start : css.index("\n}", start)]))


def _themes() -> dict[str, dict[str, str]]:
    css = (STATIC / "css" / "tokens.css").read_text()
    light = _tokens(css, ":root {")
    dark, automatic = (
        _tokens(css, '\n[data-theme="dark"] {'),
        _tokens(css, "@media (prefers-color-scheme: dark)"),
    )
    return {"light": light, "dark": light | dark, "automatic": light | automatic}


def _brightness(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_brightness(one), _brightness(other)))
    return (high + 0.05) / (low + 0.05)


def _pairs() -> list[tuple[str, str, float]]:
    papers = ("paper", "paper-side", "paper-deep", "paper-raise")
    states = ("ok", "warn", "late", "info", "wait", "sealed")
    shapes = [f"{name}-line" for name in ("ok", "warn", "late", "info", "wait", "gold")]
    text = [(ink, paper) for ink in ("ink", "ink-2", "ink-3", "link") for paper in papers]
    text += [("on-action", "action"), ("on-action", "action-hover")]
    text += [(ink, paper) for ink in ("lacquer-text", "gold-text") for paper in ("paper", "paper-side", "gold-tint")]
    for state in states:
        text += [(state, paper) for paper in ("paper", "paper-side", f"{state}-tint")]
        text += [("ink", f"{state}-tint"), ("ink-2", f"{state}-tint")]
    text += [
        ("ink", "gold-tint"),
        ("ink-3", "gold-tint"),
        ("lacquer-text", "wait-tint"),
        ("link", "info-tint"),
    ]
    drawn = [(s, p) for s in (*shapes, "rule-strong", "focus", "action") for p in ("paper", "paper-side")]
    drawn += [(f"chart-{n}", "paper") for n in range(1, 5)]
    return [(a, b, 4.5) for a, b in text] + [(a, b, 3.0) for a, b in drawn]


@pytest.mark.parametrize("theme", ["light", "dark", "automatic"])
def test_every_pair_of_colours_can_be_read(theme: str) -> None:
    tokens = _themes()[theme]
    poor = [
        f"{a} on {b}: {_contrast(tokens[a], tokens[b]):.2f}"
        for a, b, least in _pairs()
        if _contrast(tokens[a], tokens[b]) < least
    ]
    assert poor == []


def test_the_two_dark_themes_are_one() -> None:
    themes = _themes()
    assert themes["dark"] == themes["automatic"]
    assert themes["dark"]["paper"] != themes["light"]["paper"]


def test_vendored_file_is_the_one_its_version_note_names() -> None:
    from hashlib import sha256

    folder = STATIC / "vendor" / "htmx"
    note = dict(line.split(": ", 1) for line in (folder / "VERSION").read_text().splitlines())
    assert sha256((folder / "htmx.min.js").read_bytes()).hexdigest() == note["file-sha256"]
    assert f'version:"{note["version"]}"' in (folder / "htmx.min.js").read_text()
    assert (folder / "LICENSE").is_file()
