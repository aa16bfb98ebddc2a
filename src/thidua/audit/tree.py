"""The Merkle tree over the journal, after RFC 6962: leaves and nodes are hashed with different prefixes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from thidua.audit.models import Event


def leaf_hash(event: Event) -> bytes:
    """Return the hash of an event's content: everything but its database id and its place."""
    content = [
        event.at.isoformat(), event.actor, event.unit, event.duty, event.verb, event.subject,
        event.before, event.after, event.reason, event.data,
    ]  # fmt: skip
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\x00" + canonical.encode()).digest()


def root_of(leaves: Iterable[bytes]) -> str:
    """Return the root over the leaves, in hex. Keeps only one open node per level."""
    open_nodes: list[tuple[int, bytes]] = []
    for leaf in leaves:
        level, node = 0, leaf
        while open_nodes and open_nodes[-1][0] == level:
            node = _node(open_nodes.pop()[1], node)
            level += 1
        open_nodes.append((level, node))
    if not open_nodes:
        return hashlib.sha256(b"").hexdigest()
    root = open_nodes.pop()[1]
    while open_nodes:
        root = _node(open_nodes.pop()[1], root)
    return root.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
