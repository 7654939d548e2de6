"""One mail per announcement, after a yes by mail."""

from __future__ import annotations

import pytest
from django.core import mail

from knowledge.cycle.call.newsletter import confirm_newsletter, end_newsletter, subscribe, tell_newsletter
from knowledge.models import NewsletterSubscription
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def test_who_confirmed_hears_once_and_nobody_else() -> None:
    for address in ("a@example.org", "b@example.org", "c@example.org"):
        subscribe(email=address, language="de")
    subscribe(email="a@example.org", language="de")
    first, second, _third = NewsletterSubscription.objects.order_by("pk")
    for row in (first, second):
        confirm_newsletter(subscription=row)
    end_newsletter(subscription=second)
    make.with_page(make.announced())
    mail.outbox.clear()
    assert (tell_newsletter(), tell_newsletter()) == (1, 0)
    [message] = mail.outbox
    assert message.to == ["a@example.org"]
    assert "9. Staffel" in message.subject and "/staffel-9/" in message.body
    assert message.extra_headers["List-Unsubscribe-Post"]


def test_who_comes_later_does_not_hear_of_what_is_announced_already() -> None:
    make.with_page(make.announced())
    subscribe(email="a@example.org", language="de")
    confirm_newsletter(subscription=NewsletterSubscription.objects.get())
    assert tell_newsletter() == 0


@pytest.mark.parametrize("how", make.HIDING)
def test_nobody_hears_of_a_call_whose_page_is_hidden(how: str) -> None:
    subscribe(email="a@example.org", language="de")
    confirm_newsletter(subscription=NewsletterSubscription.objects.get())
    make.hide(make.with_page(make.announced()), how)
    assert tell_newsletter() == 0
