"""The deeds of ``docs/referenz/rechte.yaml``: how a record comes into a state, how somebody does something to
it through the pages of the library, and how the database tells whether it happened.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from cases import gate
from cases.intake.training import training_record
from cases.models import CaseMeeting, CasePage, Consent, RawCase
from cases.sections import CaseText
from knowledge.content import page_of
from knowledge.enums import AccessLevel
from knowledge.models import (
    ForumCycle,
    LessonPage,
    WorkingMeeting,
)
from tests.factories import found_nobody, unreleased_copy

__all__ = ["DEEDS", "Reader"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who tries: the browser, and the account, ``None`` for somebody who is not signed in."""

    client: Client
    user: Any


Ready = Callable[[str], Any]
Try = Callable[[Reader, Any, str], bool]

DEEDS: Final[dict[str, tuple[Ready, Try]]] = {}
"""By the name of the table."""


def deed(name: str, ready: Ready) -> Callable[[Try], Try]:
    """Register how a deed is tried."""

    def register(tried: Try) -> Try:
        DEEDS[name] = ready, tried
        return tried

    return register


def fresh(record: Any) -> Any:
    """The record as the database holds it, ``None`` where it is gone."""
    model: type[Model] = type(record)
    return model._default_manager.filter(pk=record.pk).first()


# --------------------------------------------------------------------------- lessons

_CYCLE = {"fuer_die_eigene_staffel": 3, "fuer_eine_andere_staffel": 2}
_LEVEL = {"fuer_ehemalige": AccessLevel.ALUMNI, "fuer_die_redaktion": AccessLevel.EDITORS}
NAME: Final = "Bürgermeister Hans Tratzmüller aus Quellenrode"


def lesson(state: str) -> LessonPage:
    """A lesson that nothing else uses, in a state."""
    page: LessonPage = page_of("L01")
    if state == "in_gebrauch":
        return page_of("M01")
    page = page.copy(keep_live=True, copy_revisions=False, update_attrs={"slug": "rechte", "external_id": ""})
    values: dict[str, Any] = {"live": not state.startswith("entwurf") and state != "eingereicht"}
    if state in _LEVEL:
        values["access_level"] = _LEVEL[state]
    if state in _CYCLE:
        values["access_level"] = AccessLevel.CYCLE
        values["access_cycle"] = ForumCycle.objects.get(number=_CYCLE[state])
    if state == "abgelaufen":
        values["expire_at"] = timezone.now() - timedelta(minutes=1)
    if state == "von_anderen_gesperrt":
        keeper = get_user_model().objects.create_user("sperrt")
        values |= {"locked": True, "locked_by": keeper, "locked_at": timezone.now()}
    LessonPage.objects.filter(pk=page.pk).update(**values)
    page = LessonPage.objects.get(pk=page.pk)
    if state == "entwurf_mit_einem_namen":
        page.observation = f"<p>{NAME} war dagegen.</p>"
    page.save_revision()
    if state == "eingereicht":
        page.get_workflow().start(page, get_user_model().objects.get(username="moderation"))
    return LessonPage.objects.get(pk=page.pk)


@deed("eintrag_lesen", lesson)
def _read(reader: Reader, page: LessonPage, state: str) -> bool:
    answer = reader.client.get(page.get_url())
    return answer.status_code == 200 and page.statement in answer.text


@deed("entwurf_ansehen", lesson)
def _preview(reader: Reader, page: LessonPage, state: str) -> bool:
    answer = reader.client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    return answer.status_code == 200 and page.statement in answer.text


def _filled_in(page: Page) -> Any:
    """What the form of a page sends, as somebody sees it who may do everything."""
    keeper = Client()
    keeper.force_login(get_user_model().objects.get(username="admin"))
    form = keeper.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
    return querydict_from_html(form, form_id="page-edit-form")


def _send(reader: Reader, page: Page, **values: str) -> None:
    data = _filled_in(page)
    for name, value in values.items():
        data[name.replace("_", "-") if name.startswith("action") else name] = value
    reader.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


@deed("eintrag_aendern", lesson)
def _change(reader: Reader, page: LessonPage, state: str) -> bool:
    _send(reader, page, owner_role="Neu geschrieben")
    return bool(fresh(page).get_latest_revision_as_object().owner_role == "Neu geschrieben")


@deed("eintrag_veroeffentlichen", lesson)
def _publish(reader: Reader, page: LessonPage, state: str) -> bool:
    _send(reader, page, action_publish="1")
    return bool(fresh(page).live)


@deed("eintrag_zur_pruefung_geben", lesson)
def _submit(reader: Reader, page: LessonPage, state: str) -> bool:
    _send(reader, page, action_submit="1")
    return fresh(page).current_workflow_state is not None


@deed("pruefung_annehmen", lesson)
def _approve(reader: Reader, page: LessonPage, state: str) -> bool:
    task = page.current_workflow_task_state
    reader.client.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]))
    return bool(fresh(page).live)


@deed("eintrag_zurueckziehen", lesson)
def _unpublish(reader: Reader, page: LessonPage, state: str) -> bool:
    reader.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    return not fresh(page).live


@deed("eintrag_loeschen", lesson)
def _delete(reader: Reader, page: Page, state: str) -> bool:
    reader.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    return fresh(page) is None


# --------------------------------------------------------------------------- cases


def case(state: str) -> CasePage:
    """A case that somebody else has written, with as much of release and review as the state says."""
    writer = get_user_model().objects.create_user("schreibt")
    page = unreleased_copy(page_of("F01"), "fall-r3c8t", user=writer)
    CasePage.objects.filter(pk=page.pk).update(owner=writer)
    page = CasePage.objects.get(pk=page.pk)
    if state == "fall_mit_namen":
        page.kernel = f"{NAME} war dagegen."
    page.save_revision(user=writer)
    draft = CasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if state in {"ohne_pruefung", "freigegeben_und_geprueft", "fremder_fall", "eigener_fall"}:
        gate.record_spoken_release(case=draft, channel=Consent.Channel.PAPER, level="oeffentlich")
        found_nobody(draft)
    if state == "freigegeben_und_geprueft":
        second = get_user_model().objects.get(username="redaktion")
        gate.record_review(case=draft, reviewer=second)
    return CasePage.objects.get(pk=page.pk)


def _own(reader: Reader, page: CasePage, state: str) -> CasePage:
    if state == "eigener_fall" and reader.user is not None:
        CasePage.objects.filter(pk=page.pk).update(owner=reader.user)
    return CasePage.objects.get(pk=page.pk)


def _release(reader: Reader, page: CasePage, **data: Any) -> None:
    reader.client.post(reverse("case_release", args=[page.pk]), data)


@deed("freigabelink_erzeugen", case)
def _make_link(reader: Reader, page: CasePage, state: str) -> bool:
    _release(reader, page, aktion="link")
    return page.release_links.exists()


@deed("freigabe_vermerken", case)
def _note_release(reader: Reader, page: CasePage, state: str) -> bool:
    page = _own(reader, page, state)
    before = page.consents.count()
    _release(reader, page, aktion="freigabe", weg="papier", stufe="oeffentlich")
    return page.consents.count() > before


@deed("fall_pruefen", case)
def _review(reader: Reader, page: CasePage, state: str) -> bool:
    page = _own(reader, page, state)
    digest = CaseText.of(page.get_latest_revision_as_object()).digest
    _release(reader, page, aktion="pruefung", ergebnis="bestanden", fassung=digest)
    return page.reviews.exists()


@deed("fall_veroeffentlichen", case)
def _publish_case(reader: Reader, page: CasePage, state: str) -> bool:
    with gate.released_together():
        reader.client.post(f"/admin/api/main/pages/{page.pk}/action/publish/")
    return bool(fresh(page).live)


def link(state: str) -> tuple[CasePage, str]:
    """A case that has been told, with the secret of its link."""
    page = case("ohne_freigabe")
    made, token = gate.create_release_link(case=page, user=None)
    if state == "mit_gesperrtem_link":
        gate.revoke_release_link(link=made)
    return page, token


@deed("freigabe_widerrufen", link)
def _withdraw(reader: Reader, made: tuple[CasePage, str], state: str) -> bool:
    page, token = made
    reader.client.post(f"/freigabe/{token}/widerruf/")
    return bool(fresh(page).is_withdrawn)


@deed("treffen_zuordnen", case)
def _set_meeting(reader: Reader, page: CasePage, state: str) -> bool:
    CaseMeeting.objects.filter(case_id=page.pk).delete()
    _release(reader, page, aktion="treffen", treffen=str(WorkingMeeting.objects.order_by("pk").first().pk))
    return CaseMeeting.objects.filter(case_id=page.pk).exists()


# --------------------------------------------------------------------------- the confidential room


def raw(state: str) -> RawCase:
    """The training case."""
    return RawCase.objects.get()


@deed("rohfall_aufnehmen", raw)
def _take_in(reader: Reader, record: RawCase, state: str) -> bool:
    text, names = training_record()
    sent = text | {"municipality": names.municipality, "persons": "\n".join(names.persons)}
    sent |= {"organisations": "\n".join(names.organisations), "not_secret": "on"}
    reader.client.post(reverse("raw_new"), sent)
    return RawCase.objects.count() > 1


@deed("rohfall_lesen", raw)
def _open_raw(reader: Reader, record: RawCase, state: str) -> bool:
    return "Tratzmüller" in reader.client.get(reverse("raw_review", args=[record.pk])).text


@deed("rohfall_loeschen", raw)
def _delete_raw(reader: Reader, record: RawCase, state: str) -> bool:
    reader.client.post(reverse("raw_delete", args=[record.pk]))
    return fresh(record) is None
