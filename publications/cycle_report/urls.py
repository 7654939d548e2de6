"""The public report of a cycle."""

from django.urls import path

from publications.cycle_report import views

urlpatterns = [path("staffelbericht/<int:number>/", views.public_cycle_report, name="public_cycle_report")]
