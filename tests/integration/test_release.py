"""The case giver's link: what it shows, what an answer does, how a case is taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cases import gate as actions
from cases.contact import note_contact, offers_contact
from cases.gate import problems
from cases.models import (
    CaseContact,
    CaseMeeting,
    CasePage,
    CaseTombstone,
    Consent,
    IntruderTest,
    PublicationRefused,
    ReleaseLink,
)
from cases.sections import BESIDE, CaseText
from knowledge.guard import open_sealed
from search import engines, registry
from tests.factories import found_nobody

pytestmark = pytest.mark.usefixtures("in_its_batch")


@pytest.fixture
def case(draft: CasePage, reviewer: Any) -> CasePage:
    """A reviewed case that waits for its release."""
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=reviewer)
    return draft


@pytest.fixture
def token(case: CasePage, author: Any) -> str:
    return actions.create_release_link(case=case, user=author)[1]


@pytest.fixture
def answers() -> Callable[..., dict[str, str]]:
    """Form data: the same answer for every section, with exceptions."""

    def build(page: CasePage, level: str = "oeffentlich", **others: str) -> dict[str, str]:
        text = CaseText.of(page)
        given = {f"abschnitt-{section.key}": others.get(section.key, level) for section in text.sections}
        return given | {"fassung": text.digest}

    return build


def url(token: str, part: str = "") -> str:
    return f"/freigabe/{token}/{part}"


def codes(page: CasePage) -> set[str]:
    return {problem.code for problem in problems(CasePage.objects.get(pk=page.pk))}


def publish(page: CasePage) -> CasePage:
    CasePage.objects.get(pk=page.pk).get_latest_revision().publish()
    return CasePage.objects.get(pk=page.pk)


# --------------------------------------------------------------------------- the link


def test_token_is_stored_as_a_hash(case: CasePage, token: str) -> None:
    link = ReleaseLink.objects.get()
    assert token not in str(vars(link))
    assert len(token) >= 43
    assert timedelta(days=59) < link.expires_at - timezone.now() <= timedelta(days=60)


@pytest.mark.parametrize("part", ["", "vorschau/", "widerruf/"])
def test_nobody_else_keeps_a_copy(part: str, client: Client, token: str) -> None:
    response = client.get(url(token, part))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("part", ["", "vorschau/", "widerruf/"])
def test_unknown_and_revoked_links_show_nothing(
    part: str, client: Client, case: CasePage, token: str
) -> None:
    assert client.get(url("x" * 43, part)).status_code == 404
    actions.revoke_release_link(link=ReleaseLink.objects.get())
    response = client.get(url(token, part))
    assert response.status_code == 404
    assert case.title not in response.text
    assert client.post(url(token, part)).status_code == 404


def test_new_link_closes_the_unanswered_one(client: Client, case: CasePage, token: str, author: Any) -> None:
    _link, newer = actions.create_release_link(case=case, user=author)
    assert client.get(url(token)).status_code == 404
    assert client.get(url(newer)).status_code == 200


def test_expired_link_shows_no_text_and_still_withdraws(
    client: Client, case: CasePage, token: str, answers: Any
) -> None:
    client.post(url(token), answers(case))
    publish(case)
    now = timezone.now()
    ReleaseLink.objects.update(created_at=now - timedelta(days=61), expires_at=now - timedelta(days=1))
    response = client.get(url(token))
    assert response.status_code == 200
    assert case.kernel not in response.text
    client.post(url(token), answers(case, "nein"))
    assert Consent.objects.filter(case=case).count() == 1
    client.post(url(token, "widerruf/"))
    assert CaseTombstone.objects.filter(case=case).exists()


def test_expired_link_without_an_answer_cannot_withdraw(client: Client, case: CasePage, token: str) -> None:
    now = timezone.now()
    ReleaseLink.objects.update(created_at=now - timedelta(days=61), expires_at=now - timedelta(days=1))
    client.post(url(token, "widerruf/"))
    assert not CaseTombstone.objects.exists()


# --------------------------------------------------------------------------- what is shown


def test_page_shows_every_public_word(client: Client, case: CasePage, token: str) -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(url(token)).text))
    from html import unescape

    shown = re.sub(r"\s+", " ", unescape(text))
    for field, words in CaseText.of(case).texts:
        # The cells of a table are written as a line and shown one by one.
        for line in re.split(r"\n| \| ", words) if field not in BESIDE else ():
            assert re.sub(r"\s+", " ", line).strip() in shown, field


def test_page_shows_the_newest_draft(client: Client, case: CasePage, token: str, author: Any) -> None:
    case.takeaway = "So habe ich es gesagt."
    case.save_revision(user=author)
    assert "So habe ich es gesagt." in client.get(url(token)).text
    assert "So habe ich es gesagt." in client.get(url(token, "vorschau/")).text


def test_preview_never_prints_the_secret(client: Client, token: str) -> None:
    assert token not in client.get(url(token, "vorschau/")).text


def test_page_works_in_english(client: Client, token: str) -> None:
    assert client.get("/en" + url(token)).status_code == 200


# --------------------------------------------------------------------------- answers


def test_yes_to_everything_opens_the_gate(client: Client, case: CasePage, token: str, answers: Any) -> None:
    assert codes(case) == {"consent"}
    response = Client(enforce_csrf_checks=True).post(
        url(token), answers(case) | {"anmerkung": "Gern."}, headers={"origin": "null"}
    )
    assert response.status_code == 302
    assert codes(case) == set()
    assert publish(case).live
    consent = Consent.objects.get(case=case)
    assert consent.comment == "Gern."
    assert consent.version_hash == CaseText.of(case).digest
    assert case.kernel not in str(consent.scope)
    assert "Ihre Antwort ist gespeichert" in client.get(url(token)).text


def test_the_page_says_yes_exactly_when_publishing_succeeds(
    client: Client, signed_in: Any, case: CasePage, token: str, answers: Any
) -> None:
    def says_yes() -> bool:
        page = signed_in("redaktion").get(reverse("case_release", args=[case.pk])).text
        return "er kann veröffentlicht werden" in page

    assert not says_yes()
    with pytest.raises(PublicationRefused):
        publish(case)
    client.post(url(token), answers(case))
    IntruderTest.objects.update(verdict="erkannt")
    assert not says_yes()
    with pytest.raises(PublicationRefused, match="Suchprobe"):
        publish(case)
    IntruderTest.objects.update(verdict="niemand")
    assert says_yes()
    assert publish(case).live


def test_missing_answer_is_named_and_nothing_stored(
    client: Client, case: CasePage, token: str, answers: Any
) -> None:
    given = answers(case)
    del given["abschnitt-ideen"]
    response = client.post(url(token), given | {"anmerkung": "Bitte noch einmal ansehen."})
    assert response.status_code == 422
    assert 'href="#abschnitt-ideen"' in response.text
    assert "Bitte noch einmal ansehen." in response.text
    assert not Consent.objects.filter(case=case).exists()


def test_answer_to_another_text_is_not_stored(
    client: Client, case: CasePage, token: str, answers: Any, author: Any
) -> None:
    given = answers(case)
    case.takeaway = "Ganz neu."
    case.save_revision(user=author)
    assert client.post(url(token), given).status_code == 422
    assert not Consent.objects.filter(case=case).exists()


def test_no_keeps_the_case_unpublished_until_the_section_is_emptied(
    client: Client, case: CasePage, token: str, answers: Any
) -> None:
    client.post(url(token), answers(case, hypothesen="nein"))
    assert codes(case) == {"section"}
    with pytest.raises(PublicationRefused, match="Hypothesen"):
        publish(case)
    case.hypotheses = []
    case.save()
    assert codes(case) == {"review", "intruder"}


def test_changed_section_asks_again_and_says_which(
    client: Client, case: CasePage, token: str, answers: Any, author: Any
) -> None:
    client.post(url(token), answers(case))
    case.takeaway = "Ganz neu."
    case.save()
    case.save_revision(user=author)
    found = {problem.code: problem for problem in problems(CasePage.objects.get(pk=case.pk))}
    assert "Nächste Schritte und Schlusswort" in found["changed"].message
    assert "Ideen" not in found["changed"].message
    page = client.get(url(token)).text
    assert page.count("Geändert seit Ihrer letzten Antwort") == 1
    sections = page.partition('name="fragen"')[0]
    assert sections.count("checked") == len(CaseText.of(case).sections) - 1


def test_only_alumni_lifts_the_level(client: Client, case: CasePage, token: str, answers: Any) -> None:
    client.post(url(token), answers(case, ideen="alumni"))
    assert CasePage.objects.get(pk=case.pk).access_level == "alumni"
    live = publish(case)
    assert live.access_level == "alumni"
    assert client.get(live.url).status_code == 404
    live.access_level = "oeffentlich"
    with pytest.raises(PublicationRefused, match="Alumni"):
        live.save()


def test_yes_to_a_newer_draft_leaves_the_live_case_as_it_is(
    client: Client, case: CasePage, token: str, answers: Any, author: Any
) -> None:
    client.post(url(token), answers(case))
    live = publish(case)
    words = live.takeaway
    live.takeaway = "Ganz neu."
    live.save_revision(user=author)
    newer = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    client.post(url(token), answers(newer))
    assert Page.objects.get(pk=case.pk).live
    response = client.get(live.url)
    assert response.status_code == 200
    assert words in response.text
    assert "Ganz neu." not in response.text
    actions.recheck(case=CasePage.objects.get(pk=case.pk))
    assert Page.objects.get(pk=case.pk).live
    assert {problem.code for problem in problems(newer)} == {"review", "intruder"}
    found_nobody(newer)
    actions.record_review(case=newer, reviewer=get_user_model().objects.get(username="redaktion"))
    assert "Ganz neu." in client.get(publish(case).url).text


def test_spoken_yes_to_a_newer_draft_leaves_the_live_case_as_it_is(
    client: Client, case: CasePage, token: str, answers: Any, author: Any
) -> None:
    client.post(url(token), answers(case))
    live = publish(case)
    live.takeaway = "Ganz neu."
    live.save_revision(user=author)
    newer = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    actions.record_spoken_release(case=newer, channel=Consent.Channel.MEETING, level="oeffentlich")
    assert client.get(live.url).status_code == 200


@pytest.mark.parametrize("answer", ["nein", "alumni"])
def test_stricter_answer_to_a_newer_draft_holds_for_the_live_text_as_well(
    answer: str, client: Client, case: CasePage, token: str, answers: Any, author: Any
) -> None:
    client.post(url(token), answers(case))
    live = publish(case)
    live.takeaway = "Ganz neu."
    live.save_revision(user=author)
    newer = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    client.post(url(token), answers(newer, ideen=answer))
    assert client.get(live.url).status_code == 404
    client.post(url(token), answers(newer))
    assert client.get(live.url).status_code == 404


def test_later_no_takes_the_case_off(client: Client, case: CasePage, token: str, answers: Any) -> None:
    client.post(url(token), answers(case))
    address = publish(case).url
    assert client.get(address).status_code == 200
    client.post(url(token), answers(case, ideen="nein"))
    assert not Page.objects.get(pk=case.pk).live
    assert client.get(address).status_code == 404


# --------------------------------------------------------------------------- withdrawal


def test_withdrawal_takes_everything_back(
    client: Client, case: CasePage, token: str, answers: Any, author: Any, library: Any
) -> None:
    client.post(url(token), answers(case) | {"anmerkung": "Danke."})
    live = publish(case)
    live.kernel = "Ein Entwurf mit geheimem Wort Zwetschge."
    live.save_revision(user=author)
    assert CaseMeeting.objects.filter(case=live).exists()
    key, words = registry.source_for("case").key(live), case.kernel
    assert words in client.get(live.url).text
    assert client.get(url(token, "widerruf/")).status_code == 200
    assert Page.objects.get(pk=case.pk).live, "asking is not doing"
    client.post(url(token, "widerruf/"))
    response = client.get(live.url)
    assert response.status_code == 410
    assert "zurückgezogen" in response.text
    assert "no-store" in response["Cache-Control"]
    gone = CasePage.objects.get(pk=case.pk)
    assert not gone.live
    assert not gone.revisions.exists()
    assert not PageLogEntry.objects.filter(page=gone.pk, label=live.title).exists()
    assert all(key not in engine._documents for _index, engine in engines.pair())
    stored = str(gone.serializable_data())
    assert words not in stored
    assert "Zwetschge" not in stored
    assert live.title not in stored
    assert not any(
        getattr(gone, relation).exists()
        for relation in ("actors", "hypotheses", "ideas", "steps", "pitfalls")
    )
    assert not CaseMeeting.objects.filter(case=gone).exists()
    assert not Consent.objects.filter(case=gone).exclude(comment="").exists()
    assert "zurückgezogen" in client.get(url(token)).text


def test_withdrawn_case_never_comes_back(client: Client, case: CasePage, token: str, answers: Any) -> None:
    client.post(url(token), answers(case))
    publish(case)
    client.post(url(token, "widerruf/"))
    page = CasePage.objects.get(pk=case.pk)
    assert codes(page) == {"withdrawn"}
    page.live = True
    with pytest.raises(PublicationRefused):
        page.save(clean=False)


def test_the_case_giver_may_come_back(
    client: Client, case: CasePage, token: str, answers: Any, author: Any, reviewer: Any
) -> None:
    """From 410 back to 200: a text written anew, another yes, another review."""
    kernel, meeting = case.kernel, case.meeting_link.meeting
    client.post(url(token), answers(case))
    address = publish(case).url
    copy = CasePage.objects.get(pk=case.pk).serializable_data()
    client.post(url(token, "widerruf/"))
    assert "wieder aufnehmen" in client.get(url(token)).text
    client.post(url(token), {"aktion": "wieder"})
    assert not CasePage.objects.get(pk=case.pk).is_withdrawn
    assert "noch in Arbeit" in client.get(url(token)).text
    assert client.get(address).status_code == 410

    written = CasePage.from_serializable_data(copy | {"live": False, "pk": case.pk}, check_fks=False)
    written.save_revision(user=author, clean=False)
    draft = CasePage.objects.get(pk=case.pk).get_latest_revision_as_object()
    assert draft.kernel == kernel
    assert codes_of(draft) >= {"withdrawn"}, "what was said before the withdrawal counts no more"
    with pytest.raises(PublicationRefused):
        draft.get_latest_revision().publish()
    found_nobody(draft)
    actions.record_review(case=draft, reviewer=reviewer)
    client.post(url(token), answers(draft))
    with pytest.raises(PublicationRefused, match="kein Treffen eingetragen"):
        publish(case)  # the withdrawal took the meeting as well
    CaseMeeting.objects.create(case_id=case.pk, meeting=meeting)
    publish(case)
    assert client.get(address).status_code == 200
    assert not CaseTombstone.objects.exists()


def codes_of(draft: CasePage) -> set[str]:
    return {problem.code for problem in problems(draft)}


def test_only_what_was_taken_back_comes_back(case: CasePage) -> None:
    with pytest.raises(ValueError, match="nicht zurückgezogen"):
        actions.reopen(case=case)


def test_nobody_is_asked_about_an_unfinished_text(
    client: Client, case: CasePage, token: str, author: Any, reviewer: Any, answers: Any
) -> None:
    case.key_question = ""
    case.save_revision(user=author, clean=False)
    with pytest.raises(ValueError, match="noch nicht fertig"):
        actions.create_release_link(case=case, user=author)
    with pytest.raises(ValueError, match="noch nicht fertig"):
        actions.record_spoken_release(case=case, channel="papier", level="alumni", recorder=reviewer)
    assert "noch in Arbeit" in client.get(url(token)).text
    client.post(url(token), answers(case))
    assert not Consent.objects.filter(case=case).exists()


def test_draft_can_be_withdrawn(client: Client, case: CasePage, token: str) -> None:
    words = case.kernel
    client.post(url(token, "widerruf/"))
    assert words not in str(CasePage.objects.get(pk=case.pk).serializable_data())
    assert client.get(case.url).status_code == 410


def test_get_changes_nothing(client: Client, case: CasePage, token: str) -> None:
    for part in ("", "vorschau/", "widerruf/"):
        client.get(url(token, part))
    assert not Consent.objects.filter(case=case).exists()
    assert not CaseTombstone.objects.exists()


# --------------------------------------------------------------------------- the editors' side


def test_editors_create_a_link_that_is_shown_once(admin: Client, client: Client, case: CasePage) -> None:
    address = reverse("case_release", args=[case.pk])
    shown = admin.post(address, {"aktion": "link"}, follow=True).text
    found = re.search(r"http://testserver(/freigabe/[\w-]+/)", shown)
    assert found
    assert client.get(found[1]).status_code == 200
    assert found[1] not in admin.get(address).text
    admin.post(address, {"aktion": "sperren", "link": str(ReleaseLink.objects.get().pk)})
    assert client.get(found[1]).status_code == 404


def test_editors_see_the_state(
    admin: Client, client: Client, case: CasePage, token: str, answers: Any
) -> None:
    client.post(url(token), answers(case, ideen="nein") | {"anmerkung": "Die Ideen lieber nicht."})
    text = admin.get(reverse("case_release", args=[case.pk])).text
    assert "Die Ideen lieber nicht." in text
    assert "Dieser Abschnitt wurde nicht freigegeben" in text


def test_second_person_reviews_in_the_administration(
    signed_in: Any, admin: Client, case: CasePage, author: Any
) -> None:
    case.takeaway = "Herr Josef Obermeier hat mir geholfen."
    case.save_revision(user=author)
    case.save()
    address = reverse("case_release", args=[case.pk])
    page = signed_in("redaktion").get(address).text
    assert "Josef Obermeier" in page
    reasons = dict.fromkeys(re.findall(r'name="(grund-\w+)"', page), "erfunden")
    assert reasons
    form = {"aktion": "pruefung", "ergebnis": "bestanden", "fassung": CaseText.of(case).digest} | reasons
    assert "Sie haben den Fall angelegt" in admin.post(address, form, follow=True).text
    found_nobody(case)
    assert "review" in codes(case)
    signed_in("redaktion").post(address, form)
    assert codes(case) == {"consent"}
    signed_in("redaktion").post(address, form | {"ergebnis": "befund"})
    assert "review" in codes(case)


def test_review_of_another_text_is_not_stored(signed_in: Any, case: CasePage) -> None:
    before = case.reviews.count()
    signed_in("redaktion").post(
        reverse("case_release", args=[case.pk]),
        {"aktion": "pruefung", "ergebnis": "bestanden", "fassung": "0" * 64},
    )
    assert case.reviews.count() == before


@pytest.mark.parametrize("username", ["alumna", "moderation"])
def test_others_give_no_release(username: str, signed_in: Any, case: CasePage) -> None:
    signed_in(username).post(
        reverse("case_release", args=[case.pk]),
        {"aktion": "freigabe", "weg": "papier", "stufe": "oeffentlich"},
    )
    assert not Consent.objects.filter(case=case).exists()


def test_paper_release_is_noted(admin: Client, signed_in: Any, case: CasePage) -> None:
    address = reverse("case_release", args=[case.pk])
    signed_in("redaktion").post(address, {"aktion": "freigabe", "weg": "demo", "stufe": "oeffentlich"})
    assert codes(case) == {"consent"}
    admin.post(address, {"aktion": "freigabe", "weg": "papier", "stufe": "oeffentlich"})
    assert codes(case) == {"consent"}, "who wrote the text does not note its release"
    signed_in("redaktion").post(address, {"aktion": "freigabe", "weg": "papier", "stufe": "oeffentlich"})
    assert codes(case) == set()


def test_form_of_a_case_leads_to_its_release(admin: Client, case: CasePage) -> None:
    assert (
        reverse("case_release", args=[case.pk])
        in admin.get(reverse("wagtailadmin_pages:edit", args=[case.pk])).text
    )


def test_bulk_refusal_is_explained(admin: Client, case: CasePage) -> None:
    address = (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        + f"?id={case.pk}&next=/admin/"
    )
    response = admin.post(address, follow=True)
    assert "Es fehlt die Freigabe der fallgebenden Person" in response.text
    assert not Page.objects.get(pk=case.pk).live


def test_publish_hook_explains_and_keeps_the_draft(
    admin: Client, case: CasePage, rf: Any, author: Any
) -> None:
    from cases.wagtail_hooks import explain_refusal

    request = admin.get("/admin/").wsgi_request
    case.takeaway = "Neuer Schluss."
    case.save_revision(user=author)
    response = explain_refusal(request, case)
    assert response is not None
    assert response.url == reverse("wagtailadmin_pages:edit", args=[case.pk])
    messages = [str(message) for message in request._messages]
    assert any("Freigabe: Es fehlt die Freigabe" in message for message in messages)
    assert CasePage.objects.get(pk=case.pk).get_latest_revision_as_object().takeaway == "Neuer Schluss."


# --------------------------------------------------------------------------- questions of readers


def test_the_page_says_what_the_trustee_does_and_asks_for_nothing(client: Client, token: str) -> None:
    text = client.get(url(token)).text
    for words in ("Treuhand", "verschlüsselt", "30 Tage", "keine Folgen"):
        assert words in text
    assert re.search(r'value="organisation"\s+checked', text)


@pytest.mark.parametrize(
    ("sent", "takes", "email"),
    [
        ({"fragen": "adresse", "fragen-mail": "amt@rathaus.example"}, True, "amt@rathaus.example"),
        ({"fragen": "organisation", "fragen-mail": "amt@rathaus.example"}, True, ""),
        ({"fragen": "nein", "fragen-mail": "amt@rathaus.example"}, False, ""),
    ],
)
def test_who_releases_says_whether_questions_are_taken(
    client: Client, case: CasePage, token: str, answers: Any, sent: dict[str, str], takes: bool, email: str
) -> None:
    assert client.post(url(token), answers(case) | sent).status_code == 302
    assert offers_contact(case) is takes
    known = CaseContact.objects.filter(case=case).first()
    assert (open_sealed(known.sealed_email) if known and known.sealed_email else "") == email
    again = client.get(url(token)).text
    assert re.search(rf'value="{sent["fragen"]}"\s+checked', again)
    assert "amt@rathaus.example" not in again
    client.post(url(token), answers(case) | {"fragen": sent["fragen"], "fragen-mail": ""})
    kept = CaseContact.objects.filter(case=case).first()
    assert (open_sealed(kept.sealed_email) if kept and kept.sealed_email else "") == email


def test_a_wrong_address_saves_nothing_and_keeps_what_was_typed(
    client: Client, case: CasePage, token: str, answers: Any
) -> None:
    sent = answers(case) | {"fragen": "adresse", "fragen-mail": "amt ohne at", "anmerkung": "Bitte prüfen."}
    page = client.post(url(token), sent)
    assert page.status_code == 422 and 'href="#fragen"' in page.text
    assert "amt ohne at" in page.text and "Bitte prüfen." in page.text
    assert not Consent.objects.filter(case=case).exists()
    assert not CaseContact.objects.filter(case=case).exists()


def test_an_answer_that_says_nothing_about_questions_changes_nothing(
    client: Client, case: CasePage, token: str, answers: Any
) -> None:
    note_contact(case=case, email="amt@rathaus.example", takes_questions=True)
    before = CaseContact.objects.filter(case=case).values().get()
    client.post(url(token), answers(case))
    assert CaseContact.objects.filter(case=case).values().get() == before
