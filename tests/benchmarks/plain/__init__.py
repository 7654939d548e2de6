"""The peer: what ``wagtail start`` makes, with a list and a detail page and the same texts, in a folder and
in processes of its own.

The files beside this one are copied into that project as its app ``records``; nothing here is imported by
it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["Plain"]

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]

_SETTINGS = """
from pathlib import Path
from plain.settings.base import *

DEBUG = False
SECRET_KEY = "only-for-a-measurement"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS += ["records"]
ROOT_URLCONF = "records.urls"
LANGUAGE_CODE = "de"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WAGTAILADMIN_BASE_URL = "http://localhost"
"""
_CACHED = """
from plain.settings.bench import *

INSTALLED_APPS += ["wagtailcache"]
MIDDLEWARE = [
    "wagtailcache.cache.UpdateCacheMiddleware", *MIDDLEWARE, "wagtailcache.cache.FetchFromCacheMiddleware",
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
"""


class Plain:
    """A project of Wagtail in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "plain"

    def build(self, texts: list[dict[str, Any]]) -> None:
        """Make the project with these records in its database; one that is there stays, with the script that
        measures it as it is now.
        """
        if (self.folder / "ready").exists():
            shutil.copy(HERE / "measuring.py", self.folder)
            return
        self.folder.mkdir()
        start = "from wagtail.bin.wagtail import main; main()"
        subprocess.run(
            [sys.executable, "-c", start, "start", "plain", str(self.folder)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (self.folder / "plain/settings/bench.py").write_text(_SETTINGS)
        (self.folder / "plain/settings/cached.py").write_text(_CACHED)
        app = self.folder / "records"
        app.mkdir()
        (app / "__init__.py").touch()
        for name in ("models.py", "urls.py"):
            shutil.copy(HERE / name, app)
        shutil.copytree(HERE / "templates", app / "templates")
        shutil.copy(HERE / "measuring.py", self.folder)
        (self.folder / "records.json").write_text(json.dumps(texts), encoding="utf-8")
        self.ask("load")
        (self.folder / "ready").touch()

    def add_wagtail_cache(self) -> str:
        """Fetch the package into the project's folder; why not, where it cannot be had."""
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target"]
        done = subprocess.run(
            [*command, str(self.folder), "wagtail-cache==3.0.0"], capture_output=True, text=True
        )
        return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1][:80]

    def environment(self, settings: str = "bench") -> dict[str, str]:
        """Of its processes: nothing of the library's settings."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
        return kept | {"DJANGO_SETTINGS_MODULE": f"plain.settings.{settings}"}

    def ask(self, what: str, settings: str = "bench") -> Any:
        """What ``measuring.py`` prints, done in a process of the project."""
        done = subprocess.run(
            [sys.executable, "measuring.py", what],
            cwd=self.folder,
            env=self.environment(settings) | {"PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3_000:])
        return json.loads(done.stdout.splitlines()[-1])
