"""The administration of publications."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from knowledge.admin_listings import choice_column, listing
from publications.models import PublicationPage


@hooks.register("register_admin_viewset")
def publication_listing() -> PageListingViewSet:
    """Menu entry "Veröffentlichungen"."""
    return listing(
        PublicationPage,
        name="veroeffentlichungen",
        label=_("Veröffentlichungen"),
        icon="doc-full",
        order=240,
        columns=[choice_column("series", _("Reihe")), Column("year", label=_("Jahr"), sort_key="year")],
        filters=["live", "series", "year"],
        export=["subtitle", "series", "edition", "year"],
    )
