"""One mail per announcement, after a yes by mail."""

from __future__ import annotations

import pytest
from django.core import mail
from wagtail.models import Site

from knowledge.cycle.call.newsletter import confirm_newsletter, end_newsletter, subscribe, tell_newsletter
from knowledge.models import CycleIndexPage, CyclePage, NewsletterSubscription
from tests.factories import HomePageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def announced_with_page() -> None:
    cycle = make.announced()
    home = HomePageFactory()
    Site.objects.update(root_page=home)
    Site.clear_site_root_paths_cache()
    index = home.add_child(instance=CycleIndexPage(title="Staffeln", slug="staffeln"))
    index.add_child(
        instance=CyclePage(title="Staffel", slug="staffel-9", cycle=cycle, summary="<p>Kommt.</p>")
    )


def test_who_confirmed_hears_once_and_nobody_else() -> None:
    for address in ("a@example.org", "b@example.org", "c@example.org"):
        subscribe(email=address, language="de")
    subscribe(email="a@example.org", language="de")
    first, second, _third = NewsletterSubscription.objects.order_by("pk")
    for row in (first, second):
        confirm_newsletter(subscription=row)
    end_newsletter(subscription=second)
    announced_with_page()
    mail.outbox.clear()
    assert (tell_newsletter(), tell_newsletter()) == (1, 0)
    [message] = mail.outbox
    assert message.to == ["a@example.org"]
    assert "9. Staffel" in message.subject and "/staffel-9/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"]


def test_who_comes_later_does_not_hear_of_what_is_announced_already() -> None:
    announced_with_page()
    subscribe(email="a@example.org", language="de")
    confirm_newsletter(subscription=NewsletterSubscription.objects.get())
    assert tell_newsletter() == 0
