"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


def _forget_adoptions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A case was withdrawn: what others wrote about it goes with its text."""
    from publications.models import AdoptionReport

    for row in AdoptionReport.objects.filter(page_id=instance.case_id):
        row.delete()


class PublicationsConfig(AppConfig):
    """Publications of the library."""

    name = "publications"
    verbose_name = _("Veröffentlichungen")

    def ready(self) -> None:
        """Declare the jobs of the publications; what was built of pages that change is forgotten."""
        from django.db.models.signals import post_save, pre_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished

        from publications import pdf  # noqa: F401
        from publications.dossier import forget_orders

        page_published.connect(forget_orders, dispatch_uid="publications.dossier.published")
        page_unpublished.connect(forget_orders, dispatch_uid="publications.dossier.unpublished")
        post_save.connect(
            _forget_adoptions, sender="cases.CaseTombstone", dispatch_uid="publications.adoption.withdrawn"
        )
        pre_delete.connect(forget_orders, sender=Page, dispatch_uid="publications.dossier.deleted")
