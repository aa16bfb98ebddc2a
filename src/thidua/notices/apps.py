"""Django's entry for the room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
