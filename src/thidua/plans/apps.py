"""Django's entry for the room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
