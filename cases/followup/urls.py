"""The address of a follow-up."""

from django.urls import path

from cases.followup import views

urlpatterns = [path("verlauf/<str:token>/", views.follow_up, name="follow_up")]
