"""Addresses: German, stable, without database ids. Other apps are named by string
(docs/explanation/architecture.md).
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth import views as auth_views
from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from knowledge.accounts import views as accounts
from knowledge.cycle.ballot import views as ballot
from knowledge.cycle.call import views as call
from knowledge.operations import log_masking
from knowledge.questions import views as questions
from knowledge.web import barriers, documents, host, media, restricted, sitemap, views
from search import saved

# Signing out ends on one page, which clears what a tab has kept.
_sign_out = auth_views.LogoutView.as_view(next_page=reverse_lazy("logged_out"))

urlpatterns = [
    path("admin/logout/", _sign_out),  # before Wagtail's own
    path("admin/login/", accounts.EditorLoginView.as_view()),  # the same, with a second factor
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", documents.serve_document),  # before Wagtail's own, which asks nobody
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.media, name="media"),
    path("api/v1/", include("search.web.api_urls")),
    path("", include("publications.exports.urls")),
    path("aussehen/<slug:key>.css", host.host_stylesheet, name="host_stylesheet"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    re_path(r"^sitemap-(?P<part>[0-9a-f]{1,4})\.xml$", sitemap.sitemap_part, name="sitemap_part"),
    path("feeds/<slug:kind>.atom", saved.kind_atom, name="kind_feed"),
    path("healthz/", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", RedirectView.as_view(url=settings.STATIC_URL + "img/favicon.svg", permanent=False)),
]

urlpatterns += i18n_patterns(
    path("suche/", include("search.web.urls")),
    path("", include("cases.release.urls")),
    path("", include("cases.followup.urls")),
    path("", include("cases.contact.urls")),
    path("", include("methods.reporting.urls")),
    path("", include("methods.urls")),
    path("", include("publications.coverage.urls")),
    path("", include("publications.adoption.urls")),
    path("", include("publications.cycle_report.urls")),
    path("", include("publications.dossier.urls")),
    path("", include("publications.feedback.urls")),
    path("", include("publications.fit.urls")),
    path("frage/", questions.ask, name="question"),
    path("frage/danke/", questions.asked, name="question_asked"),
    path("frage/abo/<uuid:key>/", questions.subscription, name="question_subscription"),
    path("frage/abo/<uuid:key>/bestaetigen/", questions.confirm, name="confirm_question_subscription"),
    path("anmelden/<int:number>/", call.application_form, name="application_form"),
    path("anmelden/<int:number>/termine.ics", call.call_calendar, name="call_calendar"),
    path("anmeldung/<uuid:key>/", call.application, name="application"),
    path("anmeldung/<uuid:key>/termine.ics", call.application_calendar, name="application_calendar"),
    path("urteil/", ballot.ballot_code, name="ballot_code"),
    path("urteil/<str:code>/", ballot.ballot, name="ballot"),
    path("rundbrief/", call.newsletter, name="newsletter"),
    path("rundbrief/<uuid:key>/", call.newsletter_subscription, name="newsletter_subscription"),
    path(
        "rundbrief/<uuid:key>/bestaetigen/",
        call.confirm_newsletter_subscription,
        name="confirm_newsletter_subscription",
    ),
    path("barriere-melden/", barriers.barrier, name="barrier"),
    path("barriere-melden/danke/", barriers.barrier_reported, name="barrier_reported"),
    path("so-bewerten-wir/", views.ratings, name="ratings"),
    path("komponenten/", views.gallery, name="gallery"),
    path("konto/", include("knowledge.accounts.urls")),
    path("konto/abmelden/", _sign_out, name="account_logout"),
    path("konto/abmelden/", _sign_out, name="logout"),
    path("konto/abgemeldet/", views.logged_out, name="logged_out"),
    # Before what follows, which would take them for pages.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        restricted.page_password,
        name="page_password",
    ),
    path("_util/login/", RedirectView.as_view(pattern_name="login", query_string=True)),
    # Before Wagtail's own, which goes down step by step.
    re_path(wagtail_urls.serve_pattern, views.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler400 = "knowledge.web.views.bad_request"
handler404 = "knowledge.web.views.not_found"
handler500 = "knowledge.web.views.server_error"

log_masking.watch(urlpatterns)
