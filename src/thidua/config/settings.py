"""Settings of the application. Everything that differs between machines comes from the environment.

THIDUA_VAR      folder for the database and files (default: var/ beside the sources)
DATABASE_URL    another database (default: SQLite in THIDUA_VAR)
THIDUA_SECRET   secret key; made once and kept in THIDUA_VAR when absent
THIDUA_FIELD_KEY key for encrypted fields; made once and kept in THIDUA_VAR when absent
THIDUA_HOSTS    host names served, separated by commas (default: this machine only)
THIDUA_KEEP_DAYS days that sent letters and results of background work are kept (default: 180)
THIDUA_BASE_URL address printed in QR codes (default: http://HOST:PORT of `thidua run`)
THIDUA_DEBUG    1 for Django's debug pages
EMAIL_URL       where letters go: smtp://NAME:PASSWORD@HOST:587/?tls=1, smtps://HOST, console:, file:///FOLDER
                (default: files in THIDUA_VAR/mail, so that nothing is lost before a server is named)
EMAIL_FROM      sender of the letters (default: thidua@HOST of THIDUA_BASE_URL)
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF

from thidua.config.mail import email_settings

django_stubs_ext.monkeypatch()

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
VAR = Path(os.environ.get("THIDUA_VAR", ROOT / "var")).resolve()


def _kept_secret(variable: str, name: str) -> str:
    """Return the secret from the environment, or the one kept in VAR, made at the first start."""
    if given := os.environ.get(variable):
        return given
    path = VAR / name
    VAR.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


DEBUG = os.environ.get("THIDUA_DEBUG") == "1"
SECRET_KEY = _kept_secret("THIDUA_SECRET", "secret-key")
FIELD_KEY = _kept_secret("THIDUA_FIELD_KEY", "field-key")
ALLOWED_HOSTS = os.environ.get("THIDUA_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
BASE_URL = os.environ.get("THIDUA_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # its own field templates, under ours
    "django_cotton.apps.SimpleAppConfig",
    "thidua.audit",
    "thidua.accounts",  # before allauth, whose pages it draws anew
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "thidua.organisation",
    "thidua.documents",
    "thidua.notices",
    "thidua.plans",
    "thidua.councils",
    "thidua.register",
    "thidua.clusters",
    "thidua.awards",
    "thidua.dossiers",
    "thidua.decisions",
    "thidua.desk",
    "thidua.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "thidua.organisation.acting.ActingMiddleware",
    "thidua.awards.inforce.LawMiddleware",
    "thidua.config.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "thidua.config.urls"
WSGI_APPLICATION = "thidua.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "thidua.config.templatetags.thidua",
            ],
            "libraries": {"thidua": "thidua.config.templatetags.thidua"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "thidua.desk.frame.frame",
            ],
        },
    }
]
if DEBUG:
    TEMPLATES[0]["OPTIONS"]["loaders"] = TEMPLATES[0]["OPTIONS"]["loaders"][0][1]
COTTON_DIR = "cotton"

# One write transaction at a time, taken at BEGIN: a deferred transaction that read first fails at once when it
# turns writer, however long the timeout (design/performance: 0 lost of 45 clients against 79-96 % lost).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA cache_size=-65536;"
        "PRAGMA mmap_size=268435456;"
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA foreign_keys=ON;"
    ),
}
POSTGRES_OPTIONS = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}


def database(url: str) -> dict[str, Any]:
    """Return Django's entry for a database URL, with the options the application needs on that engine."""
    entry: dict[str, Any] = dict(dj_database_url.parse(url))
    options = SQLITE_OPTIONS if "sqlite3" in entry["ENGINE"] else POSTGRES_OPTIONS
    # Merged, never replaced: dj_database_url keeps the socket folder of a PostgreSQL URL in OPTIONS.
    entry.setdefault("OPTIONS", {}).update(options)
    entry["CONN_MAX_AGE"] = 0
    return entry


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'thidua.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_FORMS = {"login": "thidua.accounts.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}  # codes of the second step; passwords are counted by axes
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "thidua.accounts.adapter.ClosedAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Thi Đua"

# Locked by account and address together: nobody can lock a named official out from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "thidua.accounts.lockout.locked_out"
AXES_USERNAME_CALLABLE = "thidua.accounts.lockout.name_counted"
AXES_VERBOSE = False
# The address seen is the peer's: behind a proxy the proxy's own setting must be added here.
AXES_IPWARE_META_PRECEDENCE_ORDER = ["REMOTE_ADDR"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["thidua.config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
UPLOAD_LIMIT_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000
# Django takes folders and unprintable characters (so also those that turn text round) out of a file's name before
# anything sees it: what is checked, shown and kept is the name left over, and a name that hid "exe.xlsx" is judged
# as it now reads. `thidua files check` gets the name as it stands on the disk, uncleaned, and refuses it. Refusing on
# pages too would take a parser of our own, for a name no one can be misled by any more.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

_MAIL = email_settings(os.environ.get("EMAIL_URL", ""), VAR / "mail")
EMAIL_BACKEND, EMAIL_FILE_PATH = _MAIL.backend, _MAIL.folder
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _MAIL.tls, _MAIL.ssl, 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or f"thidua@{urlsplit(BASE_URL).hostname or 'localhost'}"
KEEP_DAYS = max(1, int(os.environ.get("THIDUA_KEEP_DAYS") or 180))
FEED_ROUTE = "plans:feed"  # the page of a person's calendar: the room of notices does not know the rooms above

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "thidua.config.refusals.csrf_refused"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
