"""Django's entry for the room."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.dossiers"
    label = "dossiers"
    default_auto_field = "django.db.models.BigAutoField"
