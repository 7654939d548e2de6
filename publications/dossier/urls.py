"""Addresses of the dossier."""

from django.urls import path, re_path

from publications.dossier import views

urlpatterns = [
    path("dossier/", views.dossier, name="dossier"),
    path("dossier/ansicht/", views.shown, name="dossier_shown"),
    path("dossier/dossier.md", views.markdown, name="dossier_markdown"),
    re_path(r"^dossier/merkliste\.(?P<form>csv|xlsx)$", views.table, name="dossier_table"),
    path("dossier/bestellen/", views.order, name="dossier_order"),
    path("dossier/datei/<uuid:key>/", views.ordered, name="dossier_ordered"),
    path("dossier/datei/<uuid:key>/laden/", views.file, name="dossier_file"),
]
