"""What all tests share: the database engine asked for, the append-only journal around flushes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def _flushable_journal(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests with real transactions end by emptying the tables; the journal's guards step aside just for that."""
    marker = request.node.get_closest_marker("django_db")
    real = (marker and marker.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if not real:
        yield
        return
    from thidua.audit import guards  # noqa: PLC0415 - models load only once Django stands

    request.getfixturevalue("transactional_db")
    guards.lift(connection)
    guards.install(connection)
    yield
    guards.lift(
        connection
    )  # pytest-django runs these tests last, and each of them puts the guards back first


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material: THIDUA_SHARED, else `../shared` beside the repository; skips when absent."""
    folder = Path(os.environ.get("THIDUA_SHARED", ROOT.parent / "shared"))
    if not (folder / "seed").is_dir():
        pytest.skip("shared material: not on this machine")
    return folder
