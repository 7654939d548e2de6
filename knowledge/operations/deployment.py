"""What only a public installation can have wrong: static files, address, keys, accounts, directory,
schedule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.db.models import Min
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from knowledge.accounts import DEMO_ACCOUNTS
from knowledge.operations.finding import HINT, OK, PROBLEM, Check, Diagnosis
from knowledge.operations.site_address import address_of, default_site
from search.models import CommandRun

__all__ = [
    "REGULAR",
    "accounts",
    "address",
    "directory",
    "is_published",
    "keys",
    "schedule",
    "static_files",
]

_SHORTEST_SECRET = 32
_PUBLISHED_IN = (
    "*.md",
    ".env.example",
    "*.yaml",
    "*.yml",
    ".ci/*",
    "docs/**/*.md",
    "knowledge/settings/*.py",
)
_OVERDUE = timedelta(hours=1)
_A_NIGHT = timedelta(days=2)
REGULAR = {
    "publish_scheduled": _OVERDUE,
    "send_mails": _OVERDUE,
    "recheck_cases": _A_NIGHT,
    "scrub_cases": _A_NIGHT,
    "delete_raw_cases": _A_NIGHT,
    "search_sync": _A_NIGHT,
    "backup": _A_NIGHT,
}
"""How long ago each of these may have run (docs/anleitung/betrieb.md)."""


def _in_production(area: str) -> Callable[[Check], Check]:
    """The demo has known keys and accounts on purpose, and is reached from its own machine alone."""

    def wrap(check: Check) -> Check:
        def checked() -> Iterator[Diagnosis]:
            if settings.DEBUG:
                yield Diagnosis(area, OK, "in der Entwicklung nicht geprüft")
            else:
                yield from check()

        return checked

    return wrap


def static_files() -> Iterable[Diagnosis]:
    """With a manifest every page answers 500 where a file is not in it."""
    area, advice = (
        "Statische Dateien",
        "Führen Sie „manage.py collectstatic --noinput“ aus und starten Sie den Webserver neu.",
    )
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        yield Diagnosis(area, OK, "werden ohne Verzeichnis ausgeliefert (Entwicklung)")
        return
    known, _hash = staticfiles_storage.load_manifest()
    if not known:
        yield Diagnosis(
            area,
            PROBLEM,
            f"staticfiles.json fehlt in {settings.STATIC_ROOT}: Jede Seite antwortet mit 500",
            advice,
        )
        return
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # type: ignore[attr-defined]
    missing = [
        path for finder in get_finders() for path, _storage in finder.list(ignored) if path not in known
    ]
    lost = [name for name in known.values() if not staticfiles_storage.exists(name)]
    if missing or lost:
        yield Diagnosis(
            area,
            PROBLEM,
            f"{len(missing) + len(lost)} Dateien fehlen, zum Beispiel {(missing + lost)[0]}",
            advice,
        )
    else:
        yield Diagnosis(area, OK, f"{len(known)} gesammelt")


@_in_production("Adresse")
def address() -> Iterable[Diagnosis]:
    """Sitemap, feeds and mails name what the site record says; ``ALLOWED_HOSTS`` must let its visitors in."""
    area = "Adresse"
    try:
        hostname, port = address_of(settings.PUBLIC_URL)
    except ValueError as error:
        yield Diagnosis(
            area,
            PROBLEM,
            str(error),
            "Setzen Sie PUBLIC_URL, zum Beispiel PUBLIC_URL=https://bibliothek.example.de.",
        )
        return
    site, before = default_site(), Diagnosis(area, OK, f"{settings.PUBLIC_URL} in Sitemap, Feeds und Mails")
    if site is not None and (site.hostname, site.port) != (hostname, port):
        text = (
            f"Die Website ist als {site.root_url} eingetragen, PUBLIC_URL ist {settings.PUBLIC_URL}; so steht"
            " es in Sitemap und Feeds"
        )
        before = Diagnosis(
            area, PROBLEM, text, "Führen Sie „manage.py setup_library“ aus; es trägt PUBLIC_URL ein."
        )
    yield before
    if "*" in settings.ALLOWED_HOSTS:
        text = "ALLOWED_HOSTS=* lässt jeden Rechnernamen zu; Mails könnten dann auf fremde Adressen führen"
        yield Diagnosis(area, PROBLEM, text, f"Setzen Sie ALLOWED_HOSTS={hostname}.")
    elif not any(
        hostname == host or (host.startswith(".") and f".{hostname}".endswith(host))
        for host in settings.ALLOWED_HOSTS
    ):
        yield Diagnosis(
            area,
            PROBLEM,
            f"ALLOWED_HOSTS enthält {hostname} nicht: Jede Seite antwortet mit 400",
            f"Ergänzen Sie ALLOWED_HOSTS um {hostname}.",
        )


def is_published(secret: str) -> bool:
    """Whether a secret stands in this repository, where everybody can read it."""
    files = (
        path for pattern in _PUBLISHED_IN for path in Path(settings.BASE_DIR).glob(pattern) if path.is_file()
    )
    return len(secret) > 3 and any(secret in path.read_text("utf-8", errors="ignore") for path in files)


@_in_production("Schlüssel")
def keys() -> Iterable[Diagnosis]:
    """The secret of the sessions. Keys of the confidential room are looked at by the app that seals with
    them.
    """
    area = "Schlüssel"
    if is_published(settings.SECRET_KEY) and len(settings.SECRET_KEY) >= _SHORTEST_SECRET:
        advice = (
            "Setzen Sie SECRET_KEY auf mindestens 50 zufällige Zeichen (siehe .env.example); alle müssen sich"
            " danach neu anmelden."
        )
        yield Diagnosis(
            area,
            PROBLEM,
            "SECRET_KEY steht im veröffentlichten Quelltext: Jeder kann sich als Administration ausgeben",
            advice,
        )
    elif len(settings.SECRET_KEY) < _SHORTEST_SECRET:
        yield Diagnosis(
            area,
            PROBLEM,
            "SECRET_KEY fehlt oder ist zu kurz",
            "Setzen Sie SECRET_KEY auf mindestens 50 zufällige Zeichen (siehe .env.example).",
        )
    else:
        yield Diagnosis(
            area,
            OK,
            "SECRET_KEY ist lang und nicht veröffentlicht; an ihm hängen Anmeldungen und offene Formulare,"
            " keine Daten",
        )


@_in_production("Konten")
def accounts() -> Iterable[Diagnosis]:
    """Somebody must be able to come in, and nobody with a password of the README."""
    area, users = "Konten", get_user_model()._default_manager
    active = {
        user.get_username(): user
        for user in users.filter(is_active=True, username__in=[account.username for account in DEMO_ACCOUNTS])
    }
    # Not ``user.check_password``: it would write a newer hash.
    known = [
        one.username
        for one in DEMO_ACCOUNTS
        if one.username in active and check_password(one.password, active[one.username].password)
    ]
    if known:
        advice = (
            "Ändern Sie die Kennwörter mit „manage.py changepassword NAME“ oder löschen Sie die Konten in der"
            " Verwaltung."
        )
        yield Diagnosis(
            area, PROBLEM, f"Konten mit den Kennwörtern aus der README: {', '.join(known)}", advice
        )
    if not users.filter(is_active=True, is_superuser=True).exists():
        yield Diagnosis(
            area,
            PROBLEM,
            "niemand kann die Bibliothek verwalten",
            "Führen Sie „manage.py setup_library --administrator NAME --email ADRESSE“ aus.",
        )
    elif not known:
        yield Diagnosis(area, OK, "eine Administration, keine Konten der Demo")


def directory() -> Iterable[Diagnosis]:
    """The directory through which people sign in: whole or not at all, and on a way nobody reads along."""
    area = "Verzeichnis"
    values = {
        "OIDC_SERVER_URL": settings.OIDC_SERVER_URL,
        "OIDC_CLIENT_ID": settings.OIDC_CLIENT_ID,
        "OIDC_CLIENT_SECRET": settings.OIDC_CLIENT_SECRET,
    }
    missing = [name for name, value in values.items() if not value]
    address = urlsplit(settings.OIDC_SERVER_URL)
    if len(missing) == len(values):
        yield Diagnosis(area, OK, "keines eingerichtet: Man meldet sich mit Code, Passkey oder Passwort an")
    elif missing:
        yield Diagnosis(
            area,
            PROBLEM,
            f"halb eingerichtet, es fehlt {', '.join(missing)}: Die Seite bietet diesen Weg nicht an",
            "Setzen Sie alle drei Variablen oder keine (docs/anleitung/konten.md).",
        )
    elif address.scheme != "https" or not address.netloc:
        yield Diagnosis(
            area,
            PROBLEM,
            "OIDC_SERVER_URL ist keine Adresse mit https: Wer mitliest, kommt in fremde Konten",
            "Setzen Sie die Adresse des Verzeichnisses, zum Beispiel https://anmeldung.example.de.",
        )
    else:
        yield Diagnosis(area, OK, f"Anmeldung auch über {address.netloc}")


def schedule() -> Iterable[Diagnosis]:
    """Wagtail publishes and takes down on time only where somebody runs its command."""
    area, late = "Zeitplan", timezone.now() - _OVERDUE
    models = [
        Page,
        *(
            model
            for model in apps.get_models()
            if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
        ),
    ]
    overdue = Revision.objects.filter(approved_go_live_at__lt=late).count()
    overdue += sum(model._default_manager.filter(live=True, expire_at__lt=late).count() for model in models)
    if overdue:
        advice = (
            "Lassen Sie „manage.py publish_scheduled“ alle fünf Minuten laufen (docs/anleitung/betrieb.md)."
        )
        yield Diagnosis(
            area, PROBLEM, f"{overdue} Einträge hätten längst erscheinen oder verschwinden sollen", advice
        )
    else:
        yield Diagnosis(area, OK, "nichts ist überfällig")
    if not settings.DEBUG:
        yield from _regular_commands(area)


def _regular_commands(area: str) -> Iterable[Diagnosis]:
    """What a timer should have called and nobody did. A young installation is only told, and so is whoever
    has no recent backup.
    """
    now, advice = timezone.now(), "Richten Sie Timer oder Cron ein (docs/anleitung/betrieb.md, Abschnitt 5)."
    runs = dict(CommandRun.objects.values_list("command", "ended"))
    started = get_user_model()._default_manager.aggregate(first=Min("date_joined"))["first"] or now
    never = [name for name in REGULAR if name not in runs]
    if never:
        state = PROBLEM if now - started > _A_NIGHT else HINT
        yield Diagnosis(area, state, f"noch nie gelaufen: {', '.join(never)}", advice)
    for name, longest in REGULAR.items():
        if name in runs and now - runs[name] > longest:
            hours = (now - runs[name]).total_seconds() / 3600
            state = HINT if name == "backup" else PROBLEM
            yield Diagnosis(area, state, f"{name} lief zuletzt vor {hours:.0f} Stunden", advice)
