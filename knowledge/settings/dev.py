"""Settings of ``make run``: no server, no variable needed."""

import warnings

from knowledge.settings.base import *  # noqa: F403
from knowledge.settings.environment import env

DEBUG = env.bool("DEBUG", default=True)
# The demo shows the library's own error pages (serve_demo); styles are read from the folders all the same.
WHITENOISE_USE_FINDERS = True
warnings.filterwarnings("ignore", "No directory at")  # nothing is collected here
SHOW_GALLERY = True
SECRET_KEY = env.str("SECRET_KEY", default="nur-fuer-die-entwicklung-nicht-fuer-den-betrieb-geeignet")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", ".localhost"])
DEMO_BANNER = env.bool("DEMO_BANNER", default=True)
DEMO_CONTENT_ALLOWED = env.bool("DEMO_CONTENT_ALLOWED", default=DEBUG or DEMO_BANNER)
# For development only: everybody can read it here.
RAW_CASE_KEYS = env.list("RAW_CASE_KEYS", default=["bnVyLWZ1ZXItZGllLWVudHdpY2tsdW5nLW5pY2h0ISE="])
