"""Print the mirror of a Django model: `python -m backend.mirror catalog.Product`."""

import os
import sys

import django
from django.apps import apps


def main() -> None:
    """Print the class, ready to be pasted."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.admin.config.settings")
    django.setup()
    from backend.mirror.write import source  # noqa: PLC0415 - after Django's setup

    try:
        model = apps.get_model(sys.argv[1])
    except (IndexError, LookupError, ValueError):
        known = ", ".join(sorted(each._meta.label for each in apps.get_models()))
        sys.exit(f"error: name one of {known}")
    print(source(model))  # noqa: T201


if __name__ == "__main__":
    main()
