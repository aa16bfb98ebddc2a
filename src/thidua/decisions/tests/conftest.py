"""Many people at once: threads on the engine as it runs in service."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

Together = Callable[..., list[Any]]


@pytest.fixture
def together(transactional_db, tmp_path) -> Iterator[Together]:
    """Run functions at the same moment, each in a thread with a connection of its own; give results or exceptions.

    Call it once everything is prepared. On SQLite the tests' database lives in memory, where locks are not those of
    service: it is copied into a file first, and what the threads left is to be read in a thread, too.
    """
    kept, settings = connection.settings_dict["NAME"], connections.settings["default"]
    copied = False

    def run(*functions: Callable[[], Any]) -> list[Any]:
        nonlocal copied
        if connection.vendor == "sqlite" and not copied:
            connection.ensure_connection()
            _copy(connection.connection, tmp_path / "dong-thoi.sqlite3")
            settings["NAME"], copied = str(tmp_path / "dong-thoi.sqlite3"), True
        elif connection.vendor != "sqlite":
            connection.close()
        barrier = Barrier(len(functions))
        with ThreadPoolExecutor(len(functions)) as pool:
            return list(pool.map(lambda function: _alone(function, barrier), functions))

    yield run
    settings["NAME"] = kept


def _copy(source: sqlite3.Connection, path: Any) -> None:
    target = sqlite3.connect(path)
    source.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.close()


def _alone(function: Callable[[], Any], barrier: Barrier) -> Any:
    try:
        barrier.wait(10)
        return function()
    except Exception as error:
        return error
    finally:
        connections.close_all()
