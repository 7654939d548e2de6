"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    """Publications of the library."""

    name = "publications"
    verbose_name = _("Veröffentlichungen")

    def ready(self) -> None:
        """Declare the jobs of the publications; what was built of pages that change is forgotten."""
        from django.db.models.signals import pre_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished

        from publications import pdf  # noqa: F401
        from publications.dossier import forget_orders

        page_published.connect(forget_orders, dispatch_uid="publications.dossier.published")
        page_unpublished.connect(forget_orders, dispatch_uid="publications.dossier.unpublished")
        pre_delete.connect(forget_orders, sender=Page, dispatch_uid="publications.dossier.deleted")
