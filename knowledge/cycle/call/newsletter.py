"""One mail per announced cycle for those who asked for it: links and dates, nothing of the inside."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from knowledge.cycle.call.actions import accepts_applications
from knowledge.cycle.call.models import NewsletterSubscription
from knowledge.cycle.models import ForumCycle
from knowledge.enums import CycleState
from search.public_forms import absolute, later, send, send_confirmations

__all__ = ["ask_newsletter_owners", "confirm_newsletter", "end_newsletter", "subscribe", "tell_newsletter"]


@transaction.atomic
def subscribe(*, email: str, language: str) -> None:
    """Remember an address; its owner is asked by mail after the commit. What is known of the address makes no
    difference that the asker could see.
    """
    known = NewsletterSubscription.objects.of(email).first()
    if known is None:
        NewsletterSubscription.objects.create(email=email, language=language)
    elif known.ask_again(language=language):
        known.save(update_fields=NewsletterSubscription.ASKING)
    transaction.on_commit(lambda: later(ask_newsletter_owners, name="newsletter"))


def ask_newsletter_owners() -> int:
    """Send the confirmations that wait; returns their number."""
    return send_confirmations(
        NewsletterSubscription.objects.all(),
        lambda row, message_id: _mail(row, "knowledge/mail/newsletter_confirm.txt", message_id),
    )


def confirm_newsletter(*, subscription: NewsletterSubscription) -> None:
    """The owner of the address says yes; cycles that are announced already are no news."""
    if not subscription.is_confirmed:
        last = ForumCycle.objects.filter(state=CycleState.CALLED).order_by("-number").first()
        subscription.told_number = last.number if last else 0
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at", "told_number"])


def end_newsletter(*, subscription: NewsletterSubscription) -> None:
    """No mail, and the address is forgotten."""
    subscription.delete()


def tell_newsletter() -> int:
    """Write to everybody who has not heard of an announced cycle yet; returns the number of mails. Safe to
    run twice, also at the same time.
    """
    NewsletterSubscription.objects.expired().delete()
    sent = 0
    for cycle in ForumCycle.objects.filter(state=CycleState.CALLED).order_by("number"):
        if not accepts_applications(cycle):
            continue
        waiting = NewsletterSubscription.objects.confirmed().filter(told_number__lt=cycle.number)
        for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
            with transaction.atomic():
                # The row is marked and the mail written in one transaction; the condition lets one win.
                if not waiting.filter(pk=pk).update(told_number=cycle.number):
                    continue
                row = NewsletterSubscription.objects.get(pk=pk)
                _mail(
                    row,
                    "knowledge/mail/newsletter_call.txt",
                    f"ausschreibung.{cycle.number}.{row.key}",
                    cycle,
                )
            sent += 1
    return sent


def _mail(
    row: NewsletterSubscription, template: str, message_id: str, cycle: ForumCycle | None = None
) -> None:
    with translation.override(row.language):
        end_url = absolute(reverse("newsletter_subscription", args=[row.key]))
        address = absolute(cycle.public_page.get_url() or "/") if cycle is not None else ""
    send(
        to=row.email,
        language=row.language,
        template=template,
        context={"cycle": cycle, "address": address},
        end_url=end_url,
        message_id=message_id,
    )
