"""Secrets of other people: keys and addresses of subscriptions, release tokens. Who may read them, and what
the log keeps of them.
"""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.snippets.models import get_snippet_models

from cases.models import ParticipantBand
from knowledge.enums import SizeBand
from knowledge.models import ChallengeArea, ForumCycle, OpenQuestion, QuestionSubscription
from knowledge.operations.log_masking import secret_routes
from knowledge.urls import urlpatterns
from search.models import SavedSearch
from tests.conftest import REPOSITORY

TOKEN = "Zq3vO5m1xT0c9bqWJ7nKe2LhYd8sRgU4aPfXiM6Btk0"
KEY = "0b9b7f4e-6a3a-4c1f-9a43-1f0e5a2f7c11"
TAXONOMIES = {"challengearea", "policyfield", "targetgroup", "sustainabledevelopmentgoal", "format"}
"""Public words that everybody who writes has to be able to choose."""


def may_see(name: str, model: Any) -> bool:
    """Whether an account has any permission for the records of a model."""
    user = get_user_model().objects.get(username=name)
    return any(
        user.has_perm(f"{model._meta.app_label}.{action}_{model._meta.model_name}")
        for action in ("view", "add", "change", "delete")
    )


@pytest.fixture
def rows(library: Any) -> list[Any]:
    question = OpenQuestion.objects.create(text="Wie bekommen wir ein Rechenzentrum ans Wärmenetz?")
    return [
        SavedSearch.objects.create(
            email="erika@rathaus.example", address="?q=Rat", confirmed_at=timezone.now()
        ),
        QuestionSubscription.objects.create(question=question, email="emil@rathaus.example"),
        ParticipantBand.objects.create(
            cycle=ForumCycle.objects.order_by("pk").last(),
            federal_state="BW",
            size_band=SizeBand.values[1],
            count=7,
        ),
    ]


def addresses(model: Any, pk: int) -> dict[str, str]:
    """Every page of the administration about records of a model: the viewset's own and those of its
    chooser.
    """
    viewset, found = model.snippet_viewset, {}
    patterns = [(viewset, p.name) for p in viewset.get_urlpatterns()] + [
        (viewset.chooser_viewset, p.name) for p in viewset.chooser_viewset.get_urlpatterns()
    ]
    for owner, name in patterns:
        for arguments in ([], [pk]):
            try:
                found[owner.get_url_name(name)] = reverse(owner.get_url_name(name), args=arguments)
            except NoReverseMatch:
                continue
    chosen = next((name for name in found if name.endswith(":chosen_multiple")), None)
    if chosen:
        found[chosen] += f"?id={pk}"
    return found


@pytest.mark.parametrize("name", ["redaktion", "moderation", "alumna"])
def test_no_page_of_the_administration_shows_a_secret_of_a_subscription(
    signed_in: Any, rows: list[Any], name: str
) -> None:
    client = signed_in(name)
    for row in rows:
        model = type(row)
        may = may_see(name, model)
        for label, address in addresses(model, row.pk).items():
            response = client.get(address)
            page = b"".join(response.streaming_content if response.streaming else [response.content]).decode(
                "utf-8", "replace"
            )
            assert str(getattr(row, "key", "no key")) not in page, label
            if not may:
                assert response.status_code in {302, 403, 404}, label
                assert getattr(row, "email", "no address") not in page, label


def test_choosers_are_open_to_those_who_may_see_the_records(signed_in: Any, rows: list[Any]) -> None:
    checked = set()
    for name in ("redaktion", "moderation"):
        client = signed_in(name)
        for model in get_snippet_models():
            label = model._meta.model_name
            may = may_see(name, model)
            record = model.objects.first()
            chooser = {
                key: url
                for key, url in addresses(model, record.pk if record else 1).items()
                if "chooser" in key
            }
            for key, url in chooser.items():
                if not key.endswith(":create"):
                    assert may or label in TAXONOMIES or client.get(url).status_code in {302, 403, 404}, (
                        name,
                        key,
                    )
                    checked.add(label)
    assert checked >= TAXONOMIES | {"forumcycle"}  # the ones that forms need are still there
    assert (
        signed_in("moderation")
        .get(reverse(ChallengeArea.snippet_viewset.chooser_viewset.get_url_name("choose")))
        .status_code
        == 200
    )


def test_the_audit_log_keeps_neither_key_nor_address(signed_in: Any, rows: list[Any]) -> None:
    editor = signed_in("redaktion")
    for row in rows[:2]:
        editor.post(reverse(type(row).snippet_viewset.get_url_name("delete"), args=[row.pk]))
        assert not type(row).objects.exists()
    labels = list(ModelLogEntry.objects.values_list("label", flat=True))
    assert len(labels) >= 2
    for row in rows[:2]:
        assert not any(str(row.key) in label or row.email in label for label in labels)


# --------------------------------------------------------------------------- logs


@pytest.fixture
def lines() -> Any:
    """What a handler of somebody else, put on the root and on loggers that pass nothing on, would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    loggers = [logging.getLogger(name) for name in ("", "django.server", "granian.access")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    yield stream
    for logger, level in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


@pytest.mark.parametrize(
    "address",
    [
        f"/freigabe/{TOKEN}/",
        f"/freigabe/{TOKEN}/widerruf/",
        f"/en/freigabe/{TOKEN}/vorschau/",
        f"/freigabe//{TOKEN}",
        f"/freigabe/{TOKEN}/gibt-es-nicht/",
        f"/Freigabe/{TOKEN}/",
        f"/suche/abo/{KEY}/",
        f"/en/frage/abo/{KEY}/",
        f"/suche/abo/{KEY}/x/",
    ],
)
def test_addresses_with_a_secret_do_not_stand_in_the_log(
    lines: io.StringIO, library: Any, address: str
) -> None:
    for method in ("get", "put", "post"):
        getattr(Client(), method)(address)
    secret = TOKEN if TOKEN in address else KEY
    assert secret not in lines.getvalue()
    assert "***" in lines.getvalue()


def test_servers_write_masked_lines(lines: io.StringIO) -> None:
    logging.getLogger("django.server").info('"%s" %s %s', f"GET /freigabe/{TOKEN}/ HTTP/1.1", "200", "512")
    logging.getLogger("django.server").info('"%s" %s %s', f"GET /freigabe%2f{TOKEN}/ HTTP/1.1", "200", "512")
    logging.getLogger("django.server").info(
        '"%s" %s %s', f"GET /admin/password_reset/confirm/MQ/{TOKEN}/ HTTP/1.1", "302", "0"
    )
    logging.getLogger("granian.access").info(
        '%(addr)s "%(method)s %(path)s" %(status)d',
        {"addr": "::1", "method": "GET", "path": f"/frage/abo/{KEY}/", "status": 200},
    )
    try:
        raise RuntimeError(f"broken at /suche/abo/{KEY}/")
    except RuntimeError:
        logging.getLogger("search.tests").exception("failed")
    written = lines.getvalue()
    assert TOKEN not in written
    assert KEY not in written
    assert 'GET /freigabe/***/ HTTP/1.1" 200 512' in written
    assert "/admin/password_reset/confirm/MQ/***/ HTTP/1.1" in written
    assert "RuntimeError: broken at /suche/abo/***/" in written
    assert '::1 "GET /frage/abo/***/" 200' in written


def test_pages_without_a_secret_are_written_as_they_are(lines: io.StringIO, client: Client) -> None:
    client.get("/gibt-es-nicht/freigabe/")
    assert "Not Found: /gibt-es-nicht/freigabe/" in lines.getvalue()


# --------------------------------------------------------------------------- start


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "knowledge.settings.production",
    "SECRET_KEY": "x" * 60,
    "ALLOWED_HOSTS": "bibliothek.example.org",
    "PUBLIC_URL": "https://bibliothek.example.org",
    "RAW_CASE_KEYS": "bnVyLWZ1ZXItdGVzdHMtLW5pY2h0LWVjaHQtLS0tISE=",
}


def start(asked: str = "settings.MAIL_TRANSPORT", **variables: str) -> subprocess.CompletedProcess[str]:
    given = {"EMAIL_URL", "REQUIRE_MFA", *PRODUCTION}
    kept = {key: value for key, value in os.environ.items() if key not in given}
    environment = kept | PRODUCTION | variables
    code = f"from django.conf import settings; print({asked})"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_does_not_start_without_a_mail_server() -> None:
    refused = start()
    assert refused.returncode != 0
    assert "Die Umgebungsvariable EMAIL_URL fehlt" in refused.stderr
    assert "smtp+tls://" in refused.stderr
    assert (
        start(EMAIL_URL="consolemail://").stdout.strip() == "django.core.mail.backends.console.EmailBackend"
    )
    assert (
        start(EMAIL_URL="smtp+tls://u:p@mail.example.org:587").stdout.strip()
        == "django.core.mail.backends.smtp.EmailBackend"
    )


@pytest.mark.parametrize(
    ("told", "asks"), [({}, True), ({"REQUIRE_MFA": "0"}, False)], ids=["silent", "told"]
)
def test_production_asks_for_a_second_factor_unless_told_otherwise(told: dict[str, str], asks: bool) -> None:
    done = start("settings.REQUIRE_MFA", EMAIL_URL="consolemail://", **told)
    assert done.stdout.strip() == str(asks), done.stderr


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_behind_a_secret_address_hands_it_on(client: Client, rows: list[Any], prefix: str) -> None:
    """Where there is such a page and where there is none: the form for barriers learns nothing."""
    saved, asked, _band = rows
    fronts = [re.sub(r"<\w+>", "MQ", front) for front in sorted(secret_routes(urlpatterns))]
    pages = [
        f"/suche/abo/{saved.key}/",
        f"/frage/abo/{asked.key}/",
        *(f"/{front}{word}/" for front in fronts for word in (TOKEN, KEY)),
    ]
    for address in pages:
        page = client.get(prefix + address, follow=True)
        if "text/html" in page["Content-Type"]:
            assert "seite=" not in page.text, address
    assert "barriere-melden/?seite=" in client.get(f"{prefix}/kontakt/").text
