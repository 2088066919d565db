"""The URLs of products."""

from django.urls import path

from backend.catalog.api.views import ProductListView, ProductView

urlpatterns = [
    path("products", ProductListView.as_view(), name="products"),
    path("products/<uuid:product_id>", ProductView.as_view(), name="product"),
]
