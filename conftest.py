"""What all tests share: the database engine asked for, the append-only journal and ledger around flushes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

ROOT = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    """Every test begins in the language of the house, whatever the one before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)


# Of a test that works with real transactions: the key that opens the database once more after its end.
_BLOCKER = pytest.StashKey[Any]()


@pytest.fixture(autouse=True)
def _flushable_journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions end by emptying the tables; the guards of journal and ledger step aside just for that."""
    marker = request.node.get_closest_marker("django_db")
    real = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not real:
        yield
        return
    request.getfixturevalue("transactional_db")
    request.node.stash[_BLOCKER] = request.getfixturevalue("django_db_blocker")
    yield
    for guards in _guards():
        guards.lift(connection)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Once the tables are emptied the guards stand again, whatever test the same worker takes next."""
    yield
    if _BLOCKER in item.stash and nextitem is not None:  # after the last test the database itself is gone
        with item.stash[_BLOCKER].unblock():
            for guards in _guards():
                guards.lift(connection)
                guards.install(connection)


def _guards() -> tuple[Any, ...]:
    """What keeps the journal and the ledger from being changed or emptied."""
    from thidua.audit import guards as journal  # noqa: PLC0415 - models load only once Django stands
    from thidua.register import guards as ledger  # noqa: PLC0415 - models load only once Django stands

    return journal, ledger


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material: THIDUA_SHARED, else `../shared` beside the repository; skips when absent."""
    folder = Path(os.environ.get("THIDUA_SHARED", ROOT.parent / "shared"))
    if not (folder / "seed").is_dir():
        pytest.skip("shared material: not on this machine")
    return folder
