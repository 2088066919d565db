"""Print the mirror of a Django model: `python -m backend.platform.mirror catalog.Product`."""

import os
import sys

import django
from django.apps import apps


def main() -> None:
    """Print the SQLModel class, ready to paste."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    django.setup()
    from backend.platform.mirror.write import source  # noqa: PLC0415 - after Django's setup

    models = {model._meta.label_lower: model for model in apps.get_models()}
    label = " ".join(sys.argv[1:]).lower()
    if label not in models:
        known = ", ".join(sorted(model._meta.label for model in models.values()))
        sys.exit(f"error: expected one of these models: {known}")
    print(source(models[label]))  # noqa: T201


if __name__ == "__main__":
    main()
