"""Django's entry for the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Names the room; nothing runs here."""

    name = "thidua.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
