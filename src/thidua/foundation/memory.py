"""Making many objects at once. Pure Python."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_objects() -> Iterator[None]:
    """Around work that makes hundreds of thousands of objects none of which form rings: looking for rings waits till after.

    Looking through all of them again and again costs a third of the time of such work.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
