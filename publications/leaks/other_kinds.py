"""Cases, methods, publications with their chapters and files, and a picture: what of the matrix is no lesson.

Each is a record of the library that is reworded and gets a level; nothing is written but rows of the
transaction that is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page

from cases.models import CaseClearance, CaseInnerPassage, CasePage
from cases.sections import CaseText
from knowledge.enums import AccessLevel
from knowledge.models import ForumCycle, LibraryDocument, LibraryImage
from methods.models import MethodCardPage, MethodInnerPassage
from publications.models import PublicationPage
from search.index import outbox

__all__ = ["plant_kinds", "plant_picture"]

Note = Callable[..., None]
Words = Callable[[], tuple[str, str]]

LEVELS: Final = {"alumni": (AccessLevel.ALUMNI, None), "staffel-3": (AccessLevel.CYCLE, 3)}
_PASSAGES: Final[dict[str, tuple[Any, Any, str]]] = {
    "fall": (CasePage, CaseInnerPassage, "case"),
    "methode": (MethodCardPage, MethodInnerPassage, "card"),
}


def plant_kinds(words: Words, note: Note) -> None:
    """A case, a method and a publication of each level, and passages of a public case and method."""
    for name, model in (("fall", CasePage), ("methode", MethodCardPage)):
        # The first and the last of a kind are taken elsewhere.
        pages = model.objects.public().order_by("pk")[1 : 1 + len(LEVELS)]
        for page, level in zip(pages, LEVELS, strict=True):
            word, mark = words()
            _reword(page, f"wer {word} sagt, meint {mark}", level)
            _plant(note, f"{name}-{level}", word, mark, page)
    _publications(words, note)
    _passages(words, note)


def _plant(note: Note, name: str, word: str, mark: str, page: Any, **more: Any) -> Any:
    """Into the index, and noted; the page as it is now."""
    kept = type(page).objects.get(pk=page.pk)
    outbox.enqueue(kept)
    note(name, word, mark, kept, is_page=True, **more)
    return kept


def _publications(words: Words, note: Note) -> None:
    """Copies, because there may be one alone; each with its first chapter and a file of its own."""
    page = PublicationPage.objects.public().order_by("pk").first()
    for level in LEVELS:
        word, mark = words()
        copied = page.copy(
            keep_live=False,
            copy_revisions=False,
            log_action="",
            update_attrs={"slug": f"probe-{word}-{mark}", "external_id": ""},
        )
        now = timezone.now()
        Page.objects.filter(pk=copied.pk).update(live=True, first_published_at=now, last_published_at=now)
        _reword(copied, f"wer {word} sagt, meint {mark}", level)
        kept = _plant(note, f"publikation-{level}", word, mark, copied, file=_own_file(copied))
        chapter = f"{kept.get_url()}{kept.sections[0].value['anchor']}/"
        note(f"kapitel-{level}", word, mark, kept, is_page=True, url=chapter)


def _passages(words: Words, note: Note) -> None:
    """For alumni and for a cycle, on a case and a method that everybody may read."""
    for name, (model, passage, key) in _PASSAGES.items():
        page = model.objects.public().order_by("pk")[1]
        for level, (access, cycle) in LEVELS.items():
            word, mark = words()
            row = passage(
                **{key: page},
                heading=f"wie {word} begann",
                text=f"es war {word} und wurde {mark}",
                access_level=access,
                access_cycle=_cycle(cycle),
            )
            passage.objects.bulk_create([row])
            note(f"vertiefung-{name}-{level}", word, mark, page)
        if isinstance(page, CasePage):
            _clear(page)
        outbox.enqueue(page)


def _cycle(number: int | None) -> ForumCycle | None:
    return ForumCycle.objects.get(number=number) if number else None


def _reword(page: Any, title: str, level: str) -> None:
    """Beside the guard of texts; of a case, what the gate keeps says the same."""
    access, cycle = LEVELS[level]
    values = {"title": title, "draft_title": title}
    if not isinstance(page, PublicationPage):
        values["title_en"] = ""
    type(page).objects.filter(pk=page.pk).update(**values, access_level=access, access_cycle=_cycle(cycle))
    if isinstance(page, CasePage):
        CaseClearance.objects.filter(case=page).update(title=title, title_en="")
        _clear(page)


def _clear(page: CasePage) -> None:
    """As if the gate had read the text as it is now, passages included."""
    text = CaseText.of(CasePage.objects.get(pk=page.pk))
    CaseClearance.objects.filter(case=page).update(cleared_hash=text.digest)


def _own_file(page: Any) -> str:
    """The address of a document that this page alone uses: another row of a file that is there."""
    document: Any = LibraryDocument.objects.exclude(file="").order_by("pk").first()
    document.pk = None
    (own,) = LibraryDocument.objects.bulk_create([document])
    type(page).objects.filter(pk=page.pk).update(pdf=own)
    return str(own.url)


def plant_picture(words: Words, note: Note, page: Any) -> None:
    """A picture of a collection for whoever is signed in; a row without a file."""
    word, mark = words()
    collection = Collection.get_first_root_node().add_child(name=word)
    CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    name = f"original_images/{word}-{mark}.png"
    LibraryImage.objects.bulk_create(
        [LibraryImage(title=word, file=name, width=1, height=1, collection=collection)]
    )
    note("bild-geschuetzt", word, mark, page, picture=f"/media/{name}")
