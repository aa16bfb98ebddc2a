"""Choosing several awards of some fifty: grouped by level, all in sight, narrowed by typing where scripts run."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from thidua.awards.rules.catalogue import catalogue_on
from thidua.foundation.words import mark

LEVELS = {
    "province": mark("Của Ủy ban nhân dân, Chủ tịch UBND Thành phố"), "city": mark("Danh hiệu riêng của Thành phố"),
    "base": mark("Của cơ sở"), "commune": mark("Của xã, phường, tổ dân phố"), "state": mark("Của Nhà nước"),
}  # fmt: skip
"""Levels of the catalogue in the order in which the city's office uses them."""


def award_groups(on: date) -> list[tuple[str, list[tuple[str, str]]]]:
    """Code and name of every award given on a day, under its level; a level nobody named comes last under its code."""
    found: dict[str, list[tuple[str, str]]] = {level: [] for level in LEVELS}
    for award in catalogue_on(on):
        found.setdefault(award.declaration.level, []).append((award.code, award.name))
    return [(_(LEVELS.get(level, level)), rows) for level, rows in found.items() if rows]


class AwardChoice(forms.CheckboxSelectMultiple):
    """Check boxes under the names of their levels; a group opens by itself, the long one of the State when needed."""

    template_name = "dossiers/_award_choice.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The groups, each with how many are chosen in it and whether it stands open."""
        context = super().get_context(name, value, attrs)
        groups = [
            (label, options, sum(option["selected"] for option in options))
            for label, options, _n in context["widget"]["optgroups"]
        ]
        context["groups"] = [
            (label, options, chosen, chosen or len(options) < MANY) for label, options, chosen in groups
        ]
        return context


MANY = 20
"""A group as long as this stays closed until something in it is chosen."""
