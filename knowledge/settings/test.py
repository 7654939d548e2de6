"""Settings of the test suite: everything in memory, nothing outside."""

import tempfile
from pathlib import Path

from knowledge.settings.base import *  # noqa: F403
from knowledge.settings.environment import database

SECRET_KEY = "nur-fuer-tests"
DEMO_CONTENT_ALLOWED = True
RAW_CASE_KEYS = ["bnVyLWZ1ZXItdGVzdHMtLW5pY2h0LWVjaHQtLS0tISE="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES = {"default": database("TEST_DATABASE_URL", "sqlite://:memory:")}
if DATABASES["default"]["NAME"] == ":memory:":
    # pytest-django knows Django's own backend only: from ours it would make a file for each parallel process.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}

_SCRATCH = Path(tempfile.mkdtemp(prefix="weiterdenken-test-"))
MEDIA_ROOT = str(_SCRATCH / "media")
JOB_RESULTS_DIR = str(_SCRATCH / "auftraege")
TASKS = {
    name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"} for name in ("default", "jobs")
}
ANONYMITY_CHILD_PROCESS = SEARCH_CHILD_PROCESS = False
WITHDRAWALS_FILE = str(_SCRATCH / "widerrufe.txt")
ANONYMITY_REGISTER_FILE = str(_SCRATCH / "register.csv")
SEARCH_ENGINE = "memory"
SEARCH_MODE = "lexical"
SEARCH_OUTBOX = "immediate"
BACKGROUND_THREADS = False
SEARCH_CORPUS_WORDS = False
SEARCH_INDEX_DIR = str(_SCRATCH / "index")
WHITENOISE_AUTOREFRESH = True
SHOW_GALLERY = True
