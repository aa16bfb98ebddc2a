"""Settings of the tests: the same application, cheap password hashing, files in a folder of their own."""

import os
import tempfile

os.environ.setdefault("THIDUA_VAR", tempfile.mkdtemp(prefix="thidua-test-"))
os.environ.setdefault("THIDUA_SECRET", "secret for tests only")
os.environ.setdefault("THIDUA_FIELD_KEY", "field key for tests only")

from thidua.config.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
ALLOWED_HOSTS = ["*"]
