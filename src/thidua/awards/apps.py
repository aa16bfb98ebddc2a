"""Django's entry for the room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.awards"
    label = "awards"
    default_auto_field = "django.db.models.BigAutoField"
