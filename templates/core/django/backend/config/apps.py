"""App configuration, so that Django finds the commands here, such as `migrate` with a lock."""

from django.apps import AppConfig, apps
from django.core import checks

from backend.platform.django import unicode_lower


class ConfigConfig(AppConfig):
    """The project's configuration."""

    name = "backend.config"
    label = "config"

    def ready(self) -> None:
        """Register the lookup `lower`."""
        unicode_lower.install()


@checks.register(checks.Tags.models)
def check_defaults(**_: object) -> list[checks.CheckMessage]:
    """Report constant defaults that an INSERT of another program would lack."""
    models = [model for model in apps.get_models() if model.__module__.startswith("backend.")]
    return [
        checks.Warning("Only Django knows this default", "Add `db_default`", field, "project.W001")
        for model in models
        for field in model._meta.local_fields
        if field.has_default() and not callable(field.default)
        if not field.null and not field.has_db_default()
    ]
