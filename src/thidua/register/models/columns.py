"""A column that follows from the others of its row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models


class Worked(models.TextField[str, str]):
    """A text worked out from the row at the moment it is written, by whatever way: nobody has to remember it."""

    def __init__(self, *args: Any, of: Callable[[Any], str] | None = None, **options: Any) -> None:
        self.of = of
        super().__init__(*args, **{"editable": False, "default": "", "blank": True, **options})

    def deconstruct(self) -> Any:
        """For migrations the column is a plain text."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Work it out."""
        if self.of is not None:
            setattr(model_instance, self.attname, self.of(model_instance))
        return str(getattr(model_instance, self.attname))
