"""Django's entry for the room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
