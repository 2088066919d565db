"""The URL of the exports of products."""

from django.urls import path

from backend.catalog.api.exports import ExportView

urlpatterns = [path("products/exports", ExportView.as_view(), name="product-exports")]
