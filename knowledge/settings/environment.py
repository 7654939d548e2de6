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


class Environment(environ.Env):
    """The environment; a value that cannot be read ends the start with a sentence instead of a traceback."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """The value of a variable. Raises ``ImproperlyConfigured`` where it is not what it should be."""
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"Die Umgebungsvariable {var} lässt sich nicht lesen: Bitte vergleichen Sie sie mit"
                " .env.example."
            ) from error

    def email_url(self, var: str, default: str) -> dict[str, Any]:
        """A mail server by its address. Raises ``ImproperlyConfigured``."""
        try:
            found: dict[str, Any] = super().email_url(var, default=default)
        except (ImproperlyConfigured, ValueError) as error:
            raise ImproperlyConfigured(
                f"{var} ist keine Adresse eines Mailservers. Möglich ist"
                " smtp+tls://benutzer:kennwort@mail.example.de:587 (siehe .env.example)."
            ) from error
        return found


env = Environment()
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
    if not found.get("ENGINE") or not found.get("NAME"):
        # Without the address itself: there may be a password in it.
        raise ImproperlyConfigured(
            f"{name} ist keine Adresse einer Datenbank. Möglich sind sqlite:////var/lib/weiterdenken/db.sqlite3"
            " und postgres://benutzer:kennwort@127.0.0.1:5432/weiterdenken (siehe .env.example)."
        )
    if found["ENGINE"] == "django.db.backends.sqlite3":
        found["ENGINE"] = "knowledge.operations.sqlite"
    if found["ENGINE"] == "django.db.backends.postgresql":
        # Kept open between requests, looked at before each: the door of the byte cache asks on every hit.
        # At most as many as threads of a process may want one at once.
        found.setdefault("OPTIONS", {}).setdefault("pool", {"min_size": 1, "max_size": 16})
        found["CONN_HEALTH_CHECKS"] = True
    return found
