"""Django's entry for the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
