"""More deeds of ``docs/referenz/rechte.yaml``: contributions, cycles, questions, jobs, one's own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from cases.models import CaseFollowUp
from knowledge import contributions
from knowledge.alumni import ExchangeRequest, ExchangeTopic, KeptRecord
from knowledge.content import page_of
from knowledge.enums import ContributionState
from knowledge.host import HostSettings
from knowledge.jobs import Job
from knowledge.models import Application, ChallengeArea, ForumCycle, LessonVerdict, OpenQuestion
from methods.models import UsageReport
from publications.models import AdoptionReport, PageFeedback
from tests.factories.contributions import usage_report
from tests.integration.rights_deeds import Reader, deed, fresh, lesson

# --------------------------------------------------------------------------- contributions


def _received(row: Any, state: str) -> Any:
    """The row in a state; a demo row is put back to what it was before anybody decided."""
    if row.state != ContributionState.RECEIVED:
        contributions.put_back(contribution=row, user=None)
    if state == "angenommen":
        contributions.accept(contribution=fresh(row))
    return fresh(row)


def report(state: str) -> UsageReport:
    """A report on a method card."""
    row = usage_report(page_of("M01"))
    row.save()
    return _received(row, state)


def _decide(reader: Reader, row: Any, wish: str, **data: str) -> str:
    names = [row._meta.app_label, row._meta.model_name, row.pk]
    reader.client.post(reverse("decide_contribution", args=names), {"entscheidung": wish, **data})
    return str(fresh(row).state)


def _accepted(reader: Reader, row: Any, state: str) -> bool:
    if state == "selbst_eingetragen":
        type(row).objects.filter(pk=row.pk).update(submitted_by=reader.user)
    before = row.decided_at
    after = _decide(reader, row, "annehmen")
    return after == ContributionState.ACCEPTED and fresh(row).decided_at != before


deed("bericht_annehmen", report)(_accepted)
deed("urteil_annehmen", lambda state: _received(LessonVerdict.objects.first(), state))(_accepted)
deed("nachfrage_annehmen", lambda state: _received(CaseFollowUp.objects.first(), state))(_accepted)
deed("uebernahme_annehmen", lambda state: _received(AdoptionReport.objects.first(), state))(_accepted)


def feedback(state: str) -> PageFeedback:
    """What somebody said of a page."""
    row = PageFeedback(page_id=page_of("L01").pk, helped="nein", text="Es fehlt, was es kostet.")
    row.save()
    return row


@deed("rueckmeldung_ablehnen", feedback)
def _reject(reader: Reader, row: PageFeedback, state: str) -> bool:
    return _decide(reader, row, "ablehnen", decision="Das steht dort.") == ContributionState.REJECTED


@deed("entscheidung_zuruecknehmen", report)
def _put_back(reader: Reader, row: UsageReport, state: str) -> bool:
    before = row.state
    return before != _decide(reader, row, "zurueck") == ContributionState.RECEIVED


# --------------------------------------------------------------------------- cycles


def applied(state: str) -> Application:
    """Somebody who wants to take part."""
    row = Application.objects.order_by("pk").first()
    if state == "zurueckgezogen":
        Application.objects.filter(pk=row.pk).update(state="zurueckgezogen")
    return fresh(row)  # type: ignore[no-any-return]


@deed("anmeldung_entscheiden", applied)
def _decide_application(reader: Reader, row: Application, state: str) -> bool:
    reader.client.post(reverse("decide_application", args=[row.pk]), {"schritt": "warteliste"})
    return bool(fresh(row).state == "warteliste")


def cycle(state: str) -> ForumCycle:
    """A cycle of the demo that is in this state."""
    return ForumCycle.objects.filter(state=state).order_by("-number").first()  # type: ignore[return-value]


@deed("staffel_weiterbewegen", cycle)
def _step(reader: Reader, row: ForumCycle, state: str) -> bool:
    reader.client.post(reverse("cycle_step", args=["staffel", row.pk]), {"schritt": "zurueckziehen"})
    return bool(fresh(row).state != row.state)


@deed("naechste_staffel_anlegen", cycle)
def _next(reader: Reader, row: ForumCycle, state: str) -> bool:
    before = ForumCycle.objects.count()
    reader.client.post(reverse("cycle_next", args=[row.pk]))
    return ForumCycle.objects.count() > before


def _invited(role: str) -> Any:
    def tried(reader: Reader, record: None, state: str) -> bool:
        email = "neu@rathaus.example"
        reader.client.post(reverse("invite_people"), {"people": email, "role": role})
        return get_user_model().objects.filter(email=email, groups__name=role).exists()

    return tried


deed("ehemalige_einladen", lambda state: None)(_invited("Alumni"))
deed("redaktion_einladen", lambda state: None)(_invited("Redaktion"))

# --------------------------------------------------------------------------- questions, jobs, settings


def question(state: str) -> OpenQuestion:
    """Nobody has answered it."""
    return OpenQuestion.objects.create(text="Wie gewinnen wir Ehrenamtliche für den Bürgerbus?")


@deed("frage_beantworten", question)
def _answer(reader: Reader, row: OpenQuestion, state: str) -> bool:
    sent = {
        "frage": row.pk,
        "eintrag": page_of("M01").pk,
        "satz": "Wie finden wir Menschen für ein Amt?",
    }
    reader.client.post(reverse("learn"), sent)
    return fresh(row).phrase_id is not None


@deed("frage_loeschen", question)
def _delete_question(reader: Reader, row: OpenQuestion, state: str) -> bool:
    viewset: Any = OpenQuestion.snippet_viewset  # type: ignore[attr-defined]
    reader.client.post(reverse(viewset.get_url_name("delete"), args=[row.pk]))
    return fresh(row) is None


def job(state: str) -> Job:
    """Work that somebody else has started."""
    other = get_user_model().objects.create_user("startet")
    return Job.objects.create(kind="knowledge.export", user=other, state=Job.State.DONE)


@deed("auftrag_ansehen", job)
def _see_job(reader: Reader, row: Job, state: str) -> bool:
    if state == "eigener":
        Job.objects.filter(pk=row.pk).update(user=reader.user)
    return reader.client.get(reverse("job", args=[row.pk])).status_code == 200


@deed("sicherung_starten", lambda state: None)
def _back_up(reader: Reader, record: None, state: str) -> bool:
    reader.client.post(reverse("job_start", args=["knowledge.backup"]))
    return Job.objects.filter(kind="knowledge.backup").exists()


@deed("aussehen_aendern", lambda state: HostSettings.load())
def _host(reader: Reader, row: HostSettings, state: str) -> bool:
    address = reverse("wagtailsettings:edit", args=["knowledge", "hostsettings", row.pk])
    keeper = Client()
    keeper.force_login(get_user_model().objects.get(username="admin"))
    page = keeper.get(address).text
    sent = querydict_from_html(page, form_index=page.count("<form") - 1)
    sent["name"] = "Anderer Name"
    reader.client.post(address, sent)
    return bool(fresh(row).name == "Anderer Name")


@deed("konto_anlegen", lambda state: None)
def _make_account(reader: Reader, record: None, state: str) -> bool:
    secret = "ein-langes-Kennwort-42"
    sent = {"username": "neues", "email": "neu@rathaus.example", "first_name": "N", "last_name": "N"}
    reader.client.post(reverse("wagtailusers_users:add"), sent | {"password1": secret, "password2": secret})
    return get_user_model().objects.filter(username="neues").exists()


# --------------------------------------------------------------------------- one's own account


@deed("merken", lesson)
def _keep(reader: Reader, page: Any, state: str) -> bool:
    reader.client.post(reverse("account_kept"), {"seite": str(page.translation_key)})
    return KeptRecord.objects.filter(page=page).exists()


@deed("thema_nennen", lambda state: ChallengeArea.objects.first())
def _name_topic(reader: Reader, area: ChallengeArea, state: str) -> bool:
    sent = {"tun": "nennen", "art": "biete", "thema": area.slug}
    reader.client.post(reverse("account_topics"), sent)
    return ExchangeTopic.objects.exists()


def wish(state: str) -> ExchangeRequest:
    """Somebody asks somebody to talk."""
    users = get_user_model().objects
    topic = ExchangeTopic.objects.create(
        user=users.create_user("bietet"), kind="biete", challenge_area=ChallengeArea.objects.first()
    )
    return ExchangeRequest.objects.create(topic=topic, asked_by=users.create_user("fragt"))


@deed("kontaktwunsch_beantworten", wish)
def _say_yes(reader: Reader, row: ExchangeRequest, state: str) -> bool:
    if state == "an_mich" and reader.user is not None:
        ExchangeTopic.objects.update(user=reader.user)
    before = fresh(row).state
    reader.client.post(reverse("account_topics"), {"tun": "ja", "nr": row.pk})
    return bool(fresh(row).state != before)


@deed("daten_mitnehmen", lambda state: None)
def _take_data(reader: Reader, record: None, state: str) -> bool:
    answer = reader.client.post(reverse("account_data"))
    return answer.status_code == 200 and answer.json()["benutzername"] == reader.user.get_username()


@deed("konto_loeschen", lambda state: None)
def _delete_account(reader: Reader, record: None, state: str) -> bool:
    if reader.user is None:
        before = get_user_model().objects.count()
        reader.client.post(reverse("delete_account"))
        return get_user_model().objects.count() < before
    if state == "bestaetigt":
        name = reader.user.get_username()
        reader.client.post(reverse("account_reauthenticate"), {"password": f"weiterdenken-{name}"})
    reader.client.post(reverse("delete_account"))
    return fresh(reader.user) is None


@deed("fremdes_konto_loeschen", lambda state: get_user_model().objects.create_user("andere"))
def _delete_other(reader: Reader, other: Any, state: str) -> bool:
    reader.client.post(reverse("wagtailusers_users:delete", args=[other.pk]))
    return fresh(other) is None
