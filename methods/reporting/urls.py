"""The address of a usage report."""

from django.urls import path

from methods.reporting import views

urlpatterns = [path("einsatz/<str:token>/", views.usage_report, name="usage_report")]
