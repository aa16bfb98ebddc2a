"""The mail server as one address, like the database: EMAIL_URL."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

BACKENDS = "django.core.mail.backends"
PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True)
class MailSettings:
    """What Django wants to know, by its own names."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    ssl: bool = False


def email_settings(url: str, folder: Path) -> MailSettings:
    """Read smtp://NAME:PASSWORD@HOST:587/?tls=1, smtps://…, console: or file:///FOLDER; nothing means files in `folder`.

    ValueError for another scheme: a mistyped address must not lose letters silently.
    """
    parts = urlsplit(url)
    if parts.scheme in ("", "file"):
        return MailSettings(f"{BACKENDS}.filebased.EmailBackend", folder=parts.path or str(folder))
    if parts.scheme == "console":
        return MailSettings(f"{BACKENDS}.console.EmailBackend")
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL: smtp://, smtps://, console: or file:/// is expected")
    return MailSettings(
        backend=f"{BACKENDS}.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parse_qs(parts.query).get("tls") == ["1"],
        ssl=parts.scheme == "smtps",
    )
