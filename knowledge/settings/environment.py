"""The environment, read once. Every variable is documented in ``.env.example``."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")


def required(name: str, example: str) -> str:
    """The value of a variable that production cannot do without.

    Raises ``ImproperlyConfigured`` with a sentence that says what to set.
    """
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"Die Umgebungsvariable {name} fehlt. Setzen Sie sie vor dem Start, zum Beispiel {name}={example}"
            " (siehe .env.example)."
        )
    return value


def choice(name: str, allowed: tuple[str, ...]) -> str:
    """A variable with a closed set of values; the first one is the default."""
    value: str = env.str(name, default=allowed[0])
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value} ist nicht möglich. Erlaubt sind: {', '.join(allowed)}.")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """A database by its address. SQLite comes with the backend that asks a busy file nothing
    (``knowledge/operations/sqlite``).
    """
    found: dict[str, Any] = env.db_url(name, default=default)
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["ENGINE"] = "knowledge.operations.sqlite"
    return found
