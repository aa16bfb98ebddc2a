"""Django's entry for the room."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
