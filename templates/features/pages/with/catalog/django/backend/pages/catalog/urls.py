"""The URLs of the catalog pages."""

from django.urls import path

from backend.pages.catalog.views import EditProductView, NewProductView, ProductsView

urlpatterns = [
    path("", ProductsView.as_view(), name="products"),
    path("new", NewProductView.as_view(), name="new-product"),
    path("<uuid:pk>/edit", EditProductView.as_view(), name="edit-product"),
]
