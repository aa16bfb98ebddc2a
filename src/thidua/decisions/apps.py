"""Django's entry for the room."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.decisions"
    label = "decisions"
    default_auto_field = "django.db.models.BigAutoField"
