"""Settings of a public installation. A missing variable stops the start and says what to set."""

from knowledge.settings.base import *  # noqa: F403
from knowledge.settings.base import STORAGES
from knowledge.settings.environment import env, required

SECRET_KEY = required("SECRET_KEY", "$(python -c 'import secrets; print(secrets.token_urlsafe(50))')")
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "bibliothek.example.de").split(",")]
PUBLIC_URL = required("PUBLIC_URL", "https://bibliothek.example.de").rstrip("/")
RAW_CASE_KEYS = [
    key.strip()
    for key in required(
        "RAW_CASE_KEYS",
        "$(python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')",
    ).split(",")
]
# Without it mails would go to the log, with the secrets in them. Who wants that says so: consolemail://
required("EMAIL_URL", "smtp+tls://benutzer:kennwort@mail.example.de:587")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

REQUIRE_MFA = env.bool("REQUIRE_MFA", default=True)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
PROXY_COUNT = env.int("PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Editors preview pages in a frame of the same site (X_FRAME_OPTIONS = "SAMEORIGIN").
SILENCED_SYSTEM_CHECKS = ["security.W019"]

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
