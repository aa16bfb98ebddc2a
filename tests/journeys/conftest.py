"""A real server on the demonstration city and a real Chromium for the journeys."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from thidua.desk.demo.accounts import PASSWORD

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip
# Where to leave pictures of the journey; CI leaves none.
PICTURES = os.environ.get("THIDUA_PICTURES")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`thidua run` on a fresh folder: the command people use, with its demonstration city."""
    folder = tmp_path_factory.mktemp("var")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    env = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "THIDUA_SECRET", "DJANGO_SETTINGS_MODULE")
    }
    env["THIDUA_VAR"] = str(folder)
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "thidua.config.cli", "run", "--port", str(port)],
        cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        wait_for(base, process, folder / "server.log")
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; show its log when it does not."""
    for _ in range(1500):  # five minutes: the city is loaded first, on a busy machine too
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{base}/tai-khoan/dang-nhap/", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text(errors="replace")[-4000:])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, as tools/test.py found or installed it.

    It ends with its file: while Playwright stands, its event loop runs in this thread, and Django refuses the
    database to every other test that comes to the same worker.
    """
    path = os.environ.get("THIDUA_CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


def label(text: str) -> str:
    """What a button says, without the numbers in it."""
    return re.sub(r"\s+", " ", re.sub(r"\d+", "…", text)).strip()


def not_walked(how_to: str, walkers: Iterable[Person]) -> set[str]:
    """The buttons a how-to names in bold that nobody pressed on this journey."""
    named = re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs" / "how-to" / how_to).read_text())
    assert named
    return set(named) - {words for walker in walkers for words in walker.pressed}


class Person:
    """One person at one browser: signs in, goes places, leaves pictures."""

    def __init__(self, context: BrowserContext, base: str, username: str) -> None:
        self.base = base
        self.username = username
        self.page: Page = context.new_page()
        self.pressed: list[str] = []
        self.foreign: list[str] = []
        self.broken: list[str] = []
        self.markup: list[str] = []
        self.page.on("request", self._note_request)
        self.page.on("response", lambda answer: self.broken.append(answer.url) if answer.status >= 500 else None)
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.broken.append(line.text) if "Content Security Policy" in line.text else None,
        )

    def _note_request(self, request) -> None:
        if not request.url.startswith((self.base, "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def _look(self) -> None:
        if "</" in self.page.inner_text("body"):
            self.markup.append(self.page.url)

    def sign_in(self) -> Person:
        self.go("/tai-khoan/dang-nhap/")
        self.page.fill("input[name=login]", self.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button.main")
        self.page.wait_for_url(f"{self.base}/")
        return self

    def go(self, path: str) -> Page:
        self.page.goto(path if path.startswith("http") else self.base + path)
        self._look()
        return self.page

    def press(self, words: str | re.Pattern[str], within: str | Locator = "body") -> None:
        """Press the button or link that says so, and remember what it said."""
        place = self.page.locator(within) if isinstance(within, str) else within
        thing = place.get_by_role("button", name=words).or_(place.get_by_role("link", name=words)).first
        self.pressed.append(label(thing.inner_text()))
        thing.click()
        self.page.wait_for_load_state()
        self._look()

    def sees(self, words: str) -> bool:
        return words in self.page.inner_text("body")

    def picture(self, name: str, *, full: bool = False) -> None:
        if PICTURES:
            folder = Path(PICTURES)
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(folder / f"{name}.png"), full_page=full)


@pytest.fixture
def people(browser: Browser, server: str) -> Iterator[Callable[..., Person]]:
    """Make people at their own browsers; at the end nothing went outside and nothing broke."""
    made: list[tuple[BrowserContext, Person]] = []

    def person(username: str = "", *, width: int = 1440, height: int = 900, **options) -> Person:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN", **options)
        context.set_default_timeout(15_000)
        who = Person(context, server, username)
        made.append((context, who))
        return who.sign_in() if username else who

    yield person
    for context, who in made:
        who.picture(f"cuoi-{who.username or 'khach'}", full=True)
        context.close()
        assert who.foreign == [], f"{who.username}: requests outside the machine"
        assert who.broken == [], f"{who.username}: {who.broken}"
        assert not who.markup, f"{who.username}: markup shown as text at {who.markup}"
