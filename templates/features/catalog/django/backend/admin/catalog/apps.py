"""Name the app, so that its tables are `catalog_*` wherever the package lives."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products."""

    name = "backend.admin.catalog"
    label = "catalog"
    verbose_name = "Catalog"
