from __future__ import annotations

import pytest

from thidua.notices.tests.mailbox import Server


@pytest.fixture
def smtp(settings):
    """A real mail server on this machine, running."""
    server = Server()
    server.settle(settings)
    server.start()
    yield server
    server.stop()
