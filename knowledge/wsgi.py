"""WSGI entry point: ``granian --interface wsgi knowledge.wsgi:application``."""

import os
from pathlib import Path
from typing import Any

import environ
from django.core.wsgi import get_wsgi_application

environ.Env.read_env(Path(__file__).resolve().parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knowledge.settings.production")

application: Any = get_wsgi_application()

from django.conf import settings  # noqa: E402

from knowledge.cache import ByteCache  # noqa: E402

if settings.PAGE_CACHE_MEGABYTES:
    application = ByteCache(application, settings.PAGE_CACHE_MEGABYTES)

# What a crash left in the outbox is written to the index without anybody publishing; by db_worker with
# SEARCH_OUTBOX=worker, and then nothing starts here.
from search.index import worker  # noqa: E402
from search.vectors import warm_up  # noqa: E402

worker.notify()
warm_up()

from django.db import connections  # noqa: E402

from knowledge.operations import warming  # noqa: E402

warming.warm_up(application)
connections.close_all()  # requests are answered in other threads
