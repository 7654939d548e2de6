"""The abstract page every record of the library extends, and the one rule that says who may read a page.

The rule stands twice: ``QuerySet.readable_by(viewer)`` for what the database looks for,
``page.is_readable_by(viewer)`` for a page at hand (``reading.readable_pages`` asks it of pages of any type).
A test holds them equal. Whatever names a page to a reader goes through one of them: relations, lists,
chapters, sitemap, documents, links inside texts. No template and no view asks for ``live`` by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, time
from typing import Any, ClassVar, Self

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.url_routing import RouteResult

from knowledge.base import in_use, reading, rows
from knowledge.base.forms import LibraryCopyForm, LibraryPageForm
from knowledge.base.inner_passages import inner_passages_for
from knowledge.base.slugs import german_slug, named_by_address_of
from knowledge.classification import classify
from knowledge.enums import AccessLevel
from knowledge.guard import rules
from knowledge.permissions import audience_of, is_inner, readable_levels, viewer_for
from search import registry
from search.contract import Audience, Viewer
from search.index import outbox
from search.models import OneOf
from search.public_forms import keep_private
from search.unanswered import note, searched_for

__all__ = [
    "PAGE_CLASSIFICATION",
    "LibraryPage",
    "LibraryPageManager",
    "LibraryPageQuerySet",
    "OutdatedPage",
    "SitePage",
    "SitePageManager",
    "SitePageQuerySet",
    "record_models",
]

PAGE_CLASSIFICATION = classify(
    public="title slug seo_title search_description show_in_menus locale entry_phrases",
    internal="""
        id path depth numchild translation_key live has_unpublished_changes first_published_at
        last_published_at live_revision go_live_at expire_at expired locked locked_at locked_by
        latest_revision draft_title content_type url_path owner alias_of latest_revision_created_at page_ptr
        index_entries _revisions _specific_revisions _workflow_states _specific_workflow_states
    """,
)
"""Classification of Wagtail's own columns: dates and tree positions would tell when a case came in."""


_SCHEDULED = "wagtail.publish.scheduled"
"""What Wagtail calls the publication of a revision whose day has come."""


_OF_THE_ROW = ("alias_of", "content_type", "latest_revision", "locale", "locked_by", "owner")
"""Keys that Wagtail takes from the page for every draft, whatever its revision says."""


class SitePageQuerySet(PageQuerySet):
    """Pages as readers ask for them."""

    def current(self) -> Self:
        """Live, and not past their date: nobody has to run anything for a page to end."""
        found: Self = self.live().filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()))
        return found

    def readable_by(self, viewer: Viewer) -> Self:
        """Pages that this viewer may read now."""
        found = self.current()
        if viewer.is_editor:
            return found
        if not viewer.is_public:  # signed in, so a restriction to whoever is signed in does not count
            return found.exclude(reading.restriction(but=PageViewRestriction.LOGIN))
        return found.exclude(reading.restriction())


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


class LibraryPageQuerySet(SitePageQuerySet):
    """Sentences every listing starts with."""

    def public(self) -> Self:
        """Pages that everybody may read."""
        return self.readable_by(Viewer())

    def readable_by(self, viewer: Viewer) -> Self:
        """Records of a level that this viewer has reached."""
        return super().readable_by(viewer).filter(readable_levels(viewer))

    def with_readers(self) -> Self:
        """Records that somebody who is no editor may find: no index holds the others, nor what lies behind
        one of Wagtail's own restrictions.
        """
        found: Self = (
            self.current()
            .exclude(access_level=AccessLevel.EDITORS)
            .exclude(access_level=AccessLevel.CYCLE, access_cycle=None)
            .exclude(reading.restriction())
        )
        return found

    def drawn(self) -> Self:
        """In an order that says nothing about when a record came in."""
        found: Self = reading.drawn(self)
        return found

    def newest(self) -> LibraryPageQuerySet:
        """Latest release batch first; inside a batch by title, so that the order tells nothing."""
        return self.order_by("-released_on", "title")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """All or none: the tree counts children before it knows whether a page may go
        (:mod:`knowledge.base.in_use`).
        """
        with transaction.atomic():
            return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


LibraryPageManager = PageManager.from_queryset(LibraryPageQuerySet)


class OutdatedPage(PermissionDenied):
    """A page is written that was read before somebody published it or took it back for good; nothing is
    saved.
    """

    def __init__(self, reason: str = "") -> None:
        super().__init__(
            reason
            or gettext(
                "Diese Seite ist inzwischen veröffentlicht worden; der ältere Stand wurde nicht darüber"
                " gespeichert. Bitte neu laden."
            )
        )


class SitePage(Page):
    """Abstract: any page of the library, served in few queries. ``read_with`` names what is read together
    with the page.
    """

    read_with: ClassVar[tuple[str, ...]] = ()

    read_slug = ""
    """The address as it was read of a live page, or saved as public: it stays, whatever becomes of the title.
    That of a draft may come from anywhere and is judged when the draft is published.
    """

    read_as_draft = False
    """Whether the page was not live when read: the autosave of a draft's form saves the whole row."""
    text_guard: ClassVar[str] = "publish"
    """Where its words are looked through before readers see them (system check ``knowledge.E005``)."""
    is_guarded: ClassVar[bool] = True
    """Whether the guard of public texts reads this page; cases have a gate of their own."""
    names_makers: ClassVar[bool] = False
    """Whether the page is there to name those who run the library, with address and telephone (imprint)."""

    objects = SitePageManager()
    base_form_class = LibraryPageForm
    copy_form_class = LibraryCopyForm

    class Meta:
        abstract = True

    def contributions_changed(self) -> None:
        """Called when something that was contributed to it appears, changes or goes."""

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Remember whether the page was live."""
        page = super().from_db(db, field_names, values)
        page.read_as_draft = not page.__dict__.get("live", True)
        page.read_slug = "" if page.read_as_draft else page.__dict__.get("slug", "")
        return page

    def clean(self) -> None:
        """A new address names nobody whom the title does not name: it outlives the title."""
        super().clean()
        if found := named_by_address_of(self):
            sentence = _("In der Adresse steht „%(words)s“. Bitte ohne Namen und Orte.")
            raise ValidationError({"slug": sentence % {"words": ", ".join(found)}})

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Remember whether the page is live."""
        super().refresh_from_db(*args, **kwargs)
        self.read_as_draft = not self.__dict__.get("live", True)

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """A draft from its JSON; whether what it names is still there is asked once per model."""
        known = rows.with_known_keys(cls, data) if check_fks and not strict_fks else data
        draft: Self | None = super().from_serializable_data(
            known, check_fks=strict_fks, strict_fks=strict_fks
        )
        return draft

    def _set_core_field_defaults(self) -> None:
        """An empty address is drawn from the title as everywhere: "strasse", where Wagtail writes "strae"."""
        has_parent = self.path or getattr(self, "_cached_parent_obj", None)
        if not self.slug and has_parent and (address := german_slug(self.title)):
            self.slug: str = self._get_autogenerated_slug(address)
        super()._set_core_field_defaults()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """A draft is as old as the row it was made for; what belongs to the row is not looked up for it."""
        draft: Self = super().with_content_json({**content, **dict.fromkeys(_OF_THE_ROW)})
        draft.read_as_draft, draft.read_slug = self.read_as_draft, self.read_slug
        return draft

    def save(self, clean: bool = True, user: Any = None, log_action: Any = False, **kwargs: Any) -> None:
        """Save what passes the guard of public texts, unless an old state of a draft would take a page off
        that was published meanwhile.

        Raises :class:`knowledge.guard.rules.PublicTextRefused` or ``OutdatedPage``, and nothing is written.
        """
        if (
            self.is_guarded
            and self.live
            and self.alias_of_id is None
            and rules.touches_text(type(self), kwargs.get("update_fields"))
        ):
            rules.check(self)
        with transaction.atomic():
            if (
                self.pk
                and self.read_as_draft
                and not self.live
                and "live" in (kwargs.get("update_fields") or ("live",))
            ):
                # Locked, so that a publication on its way is finished first.
                is_live = (
                    Page.objects.select_for_update().filter(pk=self.pk).values_list("live", flat=True).first()
                )
                if is_live:
                    raise OutdatedPage
            with nullcontext() if kwargs.get("update_fields") else rows.written_once(self):
                super().save(clean=clean, user=user, log_action=log_action, **kwargs)
            self.judge_saved(kwargs.get("update_fields"))
        self.read_as_draft = not self.live
        if clean and self.live and "slug" in (kwargs.get("update_fields") or ("slug",)):
            self.read_slug = self.slug  # judged with its title; that of a draft waits for publishing

    def judge_saved(self, update_fields: Collection[str] | None) -> None:
        """Called in the transaction that saved the page: whatever is raised undoes it."""

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """All or none, as in the queryset. Raises ``InUse`` where others need the page or one below it."""
        with transaction.atomic():
            return super().delete(*args, **kwargs)

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: Any = True,
        **kwargs: Any,
    ) -> None:
        """Publish a revision that passes the guard; it is asked before anything is touched.

        Raises :class:`knowledge.guard.rules.PublicTextRefused`. A scheduled revision is put back to draft
        instead: the run goes on.
        """
        skip_checks = kwargs.pop("skip_permission_checks", False)
        action = PublishPageRevisionAction(
            revision, user=user, changed=changed, log_action=log_action, **kwargs
        )
        if self.may_go_live(action.object, revision, user=user, is_scheduled=log_action == _SCHEDULED):
            with transaction.atomic():
                action.execute(skip_permission_checks=skip_checks)

    def may_go_live(self, draft: Self, revision: Revision, *, user: Any, is_scheduled: bool) -> bool:
        """Whether this draft passes; ``False`` for a scheduled one, which was put back.

        Raises :class:`knowledge.guard.rules.PublicTextRefused` or ``GuardUnavailable``.
        """
        try:
            found = rules.open_findings(draft) if self.is_guarded else []
            if is_scheduled:  # whoever publishes now is told at the field
                found += rules.in_address(named_by_address_of(draft))
        except rules.GuardUnavailable:
            if is_scheduled:  # it keeps its date, and the next run asks again
                return False
            raise
        if found and is_scheduled:
            rules.refuse_schedule(revision, found)
            return False
        if found:
            raise rules.PublicTextRefused(found)
        return True

    @property
    def asked_as(self) -> list[str]:
        """The sentences with which people ask for this page (:mod:`knowledge.phrases`); they stand beside
        it.
        """
        return [row.text for row in self.entry_phrases.all()] if self.pk else []

    def objections_to(self, words: Sequence[str]) -> list[str]:
        """Why these words may not stand beside the page although they name nobody, as sentences."""
        return []

    def is_open_to(self, viewer: Viewer) -> bool:
        """Whether the page is there for this viewer; Wagtail's view restrictions, which ask for a login, are
        left to Wagtail.
        """
        return bool(self.live) and (self.expire_at is None or self.expire_at > timezone.now())

    def is_readable_by(self, viewer: Viewer) -> bool:
        """The rule of ``QuerySet.readable_by`` for this page."""
        return self.is_open_to(viewer) and (viewer.is_editor or not self._is_restricted_for(viewer))

    def _is_restricted_for(self, viewer: Viewer) -> bool:
        restrictions = self.get_view_restrictions()
        if not viewer.is_public:
            restrictions = restrictions.exclude(restriction_type=PageViewRestriction.LOGIN)
        return getattr(self, "is_restricted", True) and restrictions.exists()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page for those who may read it. Decided here and not when it is served, so that no method
        (``OPTIONS``) answers for a hidden page.

        Raises ``Http404`` for everybody else.
        """
        result: RouteResult = super().route(request, path_components)
        if result.page == self and not self.is_open_to(viewer_for(request)):
            raise Http404
        return result

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Only what everybody may read, without the moment at which somebody saved it."""
        if not self.is_readable_by(Viewer()):
            return []
        entries: list[dict[str, Any]] = super().get_sitemap_urls(request)
        return [{**entry, "lastmod": None} for entry in entries]

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Wagtail's restrictions of this page and everything above it, by the path instead of by a look at
        each ancestor.
        """
        if self.alias_of_id is not None:
            restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
            return restrictions
        if not getattr(self, "is_restricted", True):
            return PageViewRestriction.objects.none()
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=paths)


class LibraryPage(SitePage):
    """A record with an access level, a release batch and a review date.

    Whoever may not read a page gets 404, never a hint that it exists.
    """

    access_level = models.CharField(
        _("Sichtbarkeit"),
        max_length=12,
        choices=AccessLevel.choices,
        default=AccessLevel.PUBLIC,
        help_text=_(
            "Wer die Seite lesen darf. „Öffentlich“ für alle, „Nur Alumni“ nach Anmeldung, „Nur Redaktion“"
            " zum Beispiel während der Prüfung; dann steht sie in keiner Suche."
        ),
    )
    access_cycle = models.ForeignKey(
        "knowledge.ForumCycle",
        on_delete=in_use.protect,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Staffel der Sichtbarkeit"),
        help_text=_("Nur bei „Nur diese Staffel“: wessen Ehemalige die Seite lesen dürfen."),
    )
    released_on = models.DateField(
        _("Veröffentlicht mit der Sammlung vom"),
        null=True,
        blank=True,
        help_text=_("Datum der gemischten Veröffentlichung, nicht des einzelnen Datensatzes."),
    )
    review_due = models.DateField(
        _("Wiedervorlage"),
        null=True,
        blank=True,
        help_text=_(
            "Wann jemand prüft, ob der Text noch stimmt. Bei Methoden und Lehren leer lassen: dann in 18"
            " Monaten."
        ),
    )
    external_id = models.CharField(
        _("Kennung der Quelle"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("Damit ein erneuter Import den Datensatz wiedererkennt."),
    )

    came_from = models.URLField(
        _("Übernommen aus"),
        blank=True,
        editable=False,
        help_text=_("Adresse der Bibliothek, aus deren Ausgabe der Text stammt; leer, wenn er von hier ist."),
    )

    # Editors find a draft by the title it is going to have (docs/adr/0009-german-in-the-admin.md).
    search_fields = [
        *Page.search_fields,
        index.SearchField("draft_title"),
        index.AutocompleteField("draft_title"),
    ]

    objects = LibraryPageManager()

    contributed: ClassVar[tuple[str, ...]] = ()
    """Relations of what stands beside the page and was contributed to it (:mod:`knowledge.contributions`)."""

    beside: ClassVar[tuple[str, ...]] = ("entry_phrases",)
    """Relations of what stands beside every record and is read with it."""

    read_inside = False
    """Whether this object is read for somebody who is signed in: what was accepted shows before its batch."""

    review_months: ClassVar[int] = 0
    """Months until somebody looks again at a record whose review date was left empty; 0 for records that need
    no review.
    """

    classification: ClassVar[dict[str, Any]] = {
        **PAGE_CLASSIFICATION,
        **classify(
            public="released_on came_from", internal="access_level access_cycle review_due external_id"
        ),
    }

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [OneOf("access_level")]

    def clean(self) -> None:
        """Set the review date where an editor left it empty. The level "cycle" names its cycle.

        Raises ``ValidationError`` by field.
        """
        super().clean()
        if self.access_level != AccessLevel.CYCLE:
            self.access_cycle = None
        elif self.access_cycle_id is None:
            raise ValidationError(
                {"access_cycle": gettext("Bitte sagen, welche Staffel die Seite lesen darf.")}
            )
        if self.review_months and self.review_due is None:
            self.review_due = timezone.localdate() + relativedelta(months=self.review_months)

    def serializable_data(self) -> dict[str, Any]:
        """What a revision keeps."""
        with rows.at_hand(self):
            data: dict[str, Any] = super().serializable_data()
        return data

    def restrict_to(self, level: str) -> None:
        """Set the page and its newest draft to a stricter level; the search hears of it."""
        type(self).objects.filter(pk=self.pk).update(access_level=level)
        newest = self.latest_revision
        if newest is not None and newest.content.get("access_level") == self.access_level:
            newest.content["access_level"] = level
            newest.save(update_fields=["content"])
        outbox.enqueue(type(self).objects.get(pk=self.pk))

    def shown(self, name: str) -> list[Any]:
        """The contributions of a relation that whoever reads this object may see."""
        return [row for row in getattr(self, name).all() if row.is_shown(inner=self.read_inside)]

    @classmethod
    def is_gone_for_good(cls, key: str) -> bool:
        """Whether the record with this key (32 hexadecimal digits) was taken back and may not come again."""
        return False

    def contributions_changed(self) -> None:
        """Called when one of its contributions appears, changes or goes: the search hears of it."""
        outbox.enqueue(self)

    @property
    def audience(self) -> str:
        """Index term for who may find this record."""
        return audience_of(self.access_level, self.access_cycle_id)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page itself, with all its rows at hand."""
        result = super().route(request, path_components)
        rows.fetch_rows(self)
        self.read_inside = is_inner(viewer_for(request))
        return result

    def is_open_to(self, viewer: Viewer) -> bool:
        """A record is there for whoever has reached its level."""
        return super().is_open_to(viewer) and viewer.may_read(self.audience)

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The date is the one of the mixed release, because the real one would tell when a case came in."""
        entries = super().get_sitemap_urls(request)
        for entry in entries:
            entry["lastmod"] = self.released_on and datetime.combine(self.released_on, time.min, tzinfo=UTC)
        return entries

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve the page; what is not for everybody is kept by no cache on the way. By which search somebody
        came is counted, and nothing about them.
        """
        response: HttpResponse = super().serve(request, *args, **kwargs)
        if (searched := searched_for(request)) and (source := registry.source_of(self)) is not None:
            note(searched, source.key(self))
        if self.audience != Audience.PUBLIC or inner_passages_for(self, viewer_for(request)):
            keep_private(response)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``inner_passages``: those that this reader may read, of a kind that has some."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["inner_passages"] = inner_passages_for(self, viewer_for(request))
        return context


def record_models() -> list[type[LibraryPage]]:
    """Every concrete record type, in the order of the installed apps."""
    return [model for model in apps.get_models() if issubclass(model, LibraryPage)]
