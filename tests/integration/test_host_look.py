"""The host's own look: entered in the administration, seen in its preview and on every page."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from knowledge.host import HostSettings
from knowledge.permissions import Role
from tests.integration.conftest import Library

FORM = {
    "name": "Lernort Landkreis",
    "library_name": "Erfahrungsspeicher",
    "library_name_en": "Store of experience",
    "purpose": "Von Rathäusern für Rathäuser.",
    "purpose_en": "By town halls for town halls.",
    "federal_states": ["BW"],
    "logo": "",
    "colour_brand": "#00664f",
    "colour_action": "",
    "colour_accent": "",
    "contact_role": "Redaktion im Hauptamt",
    "contact_role_en": "",
    "contact_email": "hilfe@example.org",
    "contact_phone": "",
    "imprint_url": "https://example.org/impressum",
    "privacy_url": "",
    "accessibility_url": "",
}


def address(name: str = "edit") -> str:
    found = HostSettings.load()
    return reverse(f"wagtailsettings:{name}", args=["knowledge", "hostsettings", found.pk])


def test_what_the_administration_enters_stands_on_every_page(
    signed_in: Callable[[str], Client], library: Library, client: Client
) -> None:
    response = signed_in("admin").post(address(), FORM)
    assert response.status_code == 302, response.context["form"].errors
    html = client.get("/").text
    key = HostSettings.load().look().stylesheet
    assert f'<link rel="stylesheet" href="/aussehen/{key}.css">' in html and "<style" not in html
    for words in (
        "Lernort Landkreis</span>",
        "– Lernort Landkreis</title>",
        "Erfahrungsspeicher",
        "Von Rathäusern für Rathäuser.",
        "Für Kommunen in Baden-Württemberg.",
        'href="https://example.org/impressum"',
    ):
        assert words in html, words
    assert "Meine Kommune weiterdenken</span>" not in html
    english = client.get("/en/").text
    assert "Store of experience" in english and "By town halls for town halls." in english
    assert client.get(f"/aussehen/{key}.css").status_code == 200


def test_what_is_handed_on_bears_the_name_of_the_host(library: Library) -> None:
    HostSettings.objects.update_or_create(pk=HostSettings.load().pk, defaults={"name": "Lernort Landkreis"})
    HostSettings.load().save()
    case = library.page("F01")
    key = f"case:{case.translation_key.hex}"
    feed = Client().get("/feeds/case.atom").text
    assert re.findall(r"<author><name>(.*?)</name>", feed) == ["Lernort Landkreis"]
    said = {
        "oai": "/oai?verb=Identify",
        "record": f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:{key}",
        "reference": f"/zitieren/{key}.ris",
        "page": case.get_url(),
        "api": f"/api/v1/cases/{key}",
    }
    for name, address in said.items():
        answer = Client().get(address).content.decode()
        assert "Meine Kommune weiterdenken" not in answer, name
        assert name == "api" or "Lernort Landkreis" in answer, name


def test_the_preview_shows_what_is_not_saved_yet(
    signed_in: Callable[[str], Client], library: Library, client: Client
) -> None:
    admin = signed_in("admin")
    preview = address("preview_on_edit")
    assert admin.post(preview, FORM).json()["is_valid"]
    html = admin.get(preview, {"mode": ""}).text
    assert "Lernort Landkreis</span>" in html and "/aussehen/00664f-" in html
    assert "Lernort Landkreis" not in client.get("/").text
    assert admin.post(preview, FORM | {"colour_brand": "#88bbff"}).json()["is_valid"] is False


def test_a_weak_colour_is_said_at_its_field_and_nothing_is_saved(
    signed_in: Callable[[str], Client], library: Library
) -> None:
    response = signed_in("admin").post(address(), FORM | {"colour_brand": "#88bbff"})
    assert response.status_code == 200 and "ist zu schwach: Kontrast" in response.text
    assert HostSettings.load().name == ""


def test_editors_change_it_once_they_are_allowed_to(
    signed_in: Callable[[str], Client], library: Library
) -> None:
    editor = signed_in("redaktion")
    refused = editor.post(address(), FORM)
    assert refused.status_code == 403 and HostSettings.load().name == ""
    assert "Lernort Landkreis" in refused.text, "what was written is given back"
    permission = Permission.objects.get(codename="change_hostsettings")
    Group.objects.get(name=Role.EDITOR).permissions.add(permission)
    assert editor.post(address(), FORM).status_code == 302
    assert HostSettings.load().name == "Lernort Landkreis"
