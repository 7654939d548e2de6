"""The environment, read once. Every variable is documented in ``.env.example``."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

#: Former names of variables and what stands for each now; the empty string where nothing does.
FORMER_NAMES = {
    "ANONYMITY_TERM_DAYS": "ANONYMITY_DECISION_DAYS",
    "SEARCH_DRAIN": "SEARCH_OUTBOX",
    "SEARCH_OWN_WORDS": "SEARCH_CORPUS_WORDS",
    "SEARCH_REPLICA": "SEARCH_FALLBACK_INDEX",
}


def refuse_former_names(variables: Mapping[str, str]) -> None:
    """Stop the start where a variable bears a name the library no longer reads: it would silently do nothing.

    Raises ``ImproperlyConfigured`` with a sentence for each such name that says the new one.
    """
    sentences = [
        f"Die Umgebungsvariable {former} heißt jetzt {current}: Bitte benennen Sie sie um."
        if current
        else f"Die Umgebungsvariable {former} gibt es nicht mehr: Bitte streichen Sie sie."
        for former, current in FORMER_NAMES.items()
        if former in variables
    ]
    if sentences:
        raise ImproperlyConfigured(" ".join([*sentences, "(siehe .env.example)"]))


env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
refuse_former_names(os.environ)


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
