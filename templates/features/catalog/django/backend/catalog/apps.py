"""App configuration: the label keeps the table names `catalog_*` if the package moves."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Products."""

    name = "backend.catalog"
    label = "catalog"
    verbose_name = "Catalog"
