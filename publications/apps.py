"""App configuration."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def _forget_adoptions(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A case was withdrawn: what others wrote about it goes with its text."""
    from publications.models import AdoptionReport

    for row in AdoptionReport.objects.filter(page_id=instance.case_id):
        row.delete()


def _find_anew(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A file has other pages, or an edition was replaced: what the search knows of publications is built
    anew.
    """
    from publications.models import PublicationPage
    from search.index import outbox

    if isinstance(instance, PublicationPage):
        touched = PublicationPage.objects.filter(pk=instance.replaces_id)
    elif kwargs.get("created"):
        return
    else:
        touched = PublicationPage.objects.filter(pdf=instance)
    for page in touched:
        outbox.enqueue(page)


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

        post_save.connect(
            _find_anew, sender=settings.WAGTAILDOCS_DOCUMENT_MODEL, dispatch_uid="publications.pdf.changed"
        )
        for signal in (page_published, page_unpublished):
            signal.connect(
                _find_anew, sender=self.get_model("PublicationPage"), dispatch_uid="publications.edition"
            )
        page_published.connect(forget_orders, dispatch_uid="publications.dossier.published")
        page_unpublished.connect(forget_orders, dispatch_uid="publications.dossier.unpublished")
        post_save.connect(
            _forget_adoptions, sender="cases.CaseTombstone", dispatch_uid="publications.adoption.withdrawn"
        )
        pre_delete.connect(forget_orders, sender=Page, dispatch_uid="publications.dossier.deleted")
