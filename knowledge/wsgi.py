"""WSGI entry point: ``granian --interface wsgi knowledge.wsgi:application``."""

import os
from pathlib import Path

import environ
from django.core.wsgi import get_wsgi_application

environ.Env.read_env(Path(__file__).resolve().parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.settings.production")

application = get_wsgi_application()

# What a crash left in the outbox is written to the index without anybody publishing.
from search.index import worker  # noqa: E402

worker.notify()
