"""Addresses of the cards beside their pages."""

from django.urls import path

from methods import views

urlpatterns = [path("methoden-drucken/", views.card_deck, name="card_deck")]
