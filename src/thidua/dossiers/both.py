"""Two people wrote on one thing: what stands and what was typed, field by field, for the slower one to choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.dossiers.models import Dossier
from thidua.foundation.dates import show_iso
from thidua.organisation.sealing import mask_cccd, open_cccd

PLAIN = ("name", "birth", "position", "workplace", "achievement")
THEIRS = "theirs"


@dataclass(frozen=True)
class Differing:
    """One field in which what stands differs from what was typed."""

    name: str
    label: str
    mine: str
    theirs: str
    touched: bool = True


def drawn(dossier: Dossier, posted: Mapping[str, str]) -> dict[str, str]:
    """The values the page was drawn from: those it sends back, on the first showing those that stand."""
    return {name: posted.get(f"was_{name}", getattr(dossier, name)) for name in PLAIN}


def differing(
    dossier: Dossier, typed: Mapping[str, str], labels: Mapping[str, Any], was: Mapping[str, str]
) -> list[Differing]:
    """The fields that differ; the identity number only masked, and only when one was typed. `typed`: cleaned form data.

    `was`: what the page was drawn from; a field the slower one did not touch is offered as it stands.
    """
    found = []
    for name in PLAIN:
        mine, theirs = typed.get(name, ""), getattr(dossier, name)
        if mine != theirs:
            found.append(
                Differing(
                    name,
                    str(labels.get(name, name)),
                    _shown(name, mine),
                    _shown(name, theirs),
                    _touched(mine, was.get(name)),
                )
            )
    number = typed.get("cccd", "")
    if number and number != open_cccd(dossier.cccd_sealed):
        found.append(
            Differing(
                "cccd", str(labels.get("cccd", "cccd")), mask_cccd(number), mask_cccd(open_cccd(dossier.cccd_sealed))
            )
        )
    return found


def _touched(mine: str, was: str | None) -> bool:
    return was is None or mine.split() != was.split()


def _shown(name: str, value: str) -> str:
    return show_iso(value) if name == "birth" and value else value


def chosen(dossier: Dossier, typed: Mapping[str, str], picks: Mapping[str, str]) -> dict[str, str]:
    """The typed fields with those taken back that a person left as they stand (`pick_<field>=theirs`)."""
    fields = dict(typed)
    everything = picks.get("choose") == THEIRS
    for name in PLAIN:
        if everything or picks.get(f"pick_{name}") == THEIRS:
            fields[name] = getattr(dossier, name)
    if everything or picks.get("pick_cccd") == THEIRS:
        fields["cccd"] = ""
    return fields
