"""Address of the checklist."""

from django.urls import path

from publications.fit import views

urlpatterns = [path("passt/<str:key>/", views.checklist, name="fit")]
