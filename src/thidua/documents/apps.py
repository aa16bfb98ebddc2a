"""Django's entry for the room."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
