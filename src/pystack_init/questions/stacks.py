"""The stacks."""

from enum import StrEnum


class Stack(StrEnum):
    """What a project can stand on."""

    FASTAPI = "fastapi"
    DJANGO_DRF = "django_drf"
    HYBRID = "hybrid"

    @property
    def label(self) -> str:
        """Call it as people do."""
        return _LABELS[self]


_LABELS = {
    Stack.FASTAPI: "FastAPI",
    Stack.DJANGO_DRF: "Django + DRF",
    Stack.HYBRID: "Hybrid (Django admin + FastAPI)",
}
