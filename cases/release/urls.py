"""Addresses of the cases that are no pages: the case giver's link."""

from django.urls import path

from cases.release import views

urlpatterns = [
    path("freigabe/<str:token>/", views.release, name="release"),
    path("freigabe/<str:token>/vorschau/", views.release_preview, name="release_preview"),
    path("freigabe/<str:token>/widerruf/", views.release_withdraw, name="release_withdraw"),
]
