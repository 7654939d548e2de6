"""What caches, search engines and referrers keep of a page that is not for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from search.public_forms.privacy import keep_private, private_page, secret_address


def answer(request: HttpRequest, status: int = 200) -> HttpResponse:
    return HttpResponse("nur für eine Person", status=status)


def test_private_response_is_stored_and_listed_nowhere() -> None:
    response = keep_private(HttpResponse())
    assert response["Cache-Control"] == "private, no-store"
    assert "noindex" in response["X-Robots-Tag"]


def test_private_page_is_private_whatever_it_answers(rf: RequestFactory) -> None:
    for status in (200, 404, 503):
        response = private_page(answer)(rf.get("/"), status=status)
        assert (response.status_code, response["Cache-Control"]) == (status, "private, no-store")
        assert "Referrer-Policy" not in response


def test_secret_address_is_passed_on_to_nobody_and_needs_no_token(rf: RequestFactory) -> None:
    view = secret_address(answer)
    assert view(rf.post("/"))["Referrer-Policy"] == "no-referrer"
    assert view.csrf_exempt
    assert not hasattr(private_page(answer), "csrf_exempt")


def test_decorated_view_keeps_its_name() -> None:
    assert (private_page(answer).__name__, secret_address(answer).__name__) == ("answer", "answer")
