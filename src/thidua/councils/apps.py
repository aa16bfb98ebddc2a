"""Django's entry for the room."""

from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.councils"
    label = "councils"
    default_auto_field = "django.db.models.BigAutoField"
