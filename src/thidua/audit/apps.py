"""Django's entry for the room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
