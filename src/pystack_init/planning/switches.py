"""Which stack a project can be switched to, what it keeps of the old one, and why the rest is refused."""

from collections.abc import Mapping

from pystack_init.questions.answers import Value
from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID

# Parts of the old stack that a switched project keeps until its owner removes them, and their answers.
KEPT_PARTS = {"drf": "uses_drf", "alembic": "uses_alembic"}
_KEEPS = {(DJANGO_DRF.id, HYBRID.id): "drf", (FASTAPI.id, HYBRID.id): "alembic"}
# The other directions: why they are refused, and what to do instead.
_NO_VIEWS = "its endpoints would have to be written again as views"
_NO_ROUTERS = "its endpoints would have to be written again as routers"
_LEAVE_DJANGO = "follow `Leave Django later` in `docs/explanation/hybrid.md`"
REFUSED = {
    (FASTAPI.id, DJANGO_DRF.id): (
        _NO_VIEWS,
        "Run `pystack-init switch hybrid`, write the views of each domain, then delete its router",
    ),
    (DJANGO_DRF.id, FASTAPI.id): (
        _NO_ROUTERS,
        f"Run `pystack-init switch hybrid`, move each domain to FastAPI, then {_LEAVE_DJANGO}",
    ),
    (HYBRID.id, FASTAPI.id): (
        "Django owns its tables and its admin site",
        f"To mirror the tables, stamp Alembic's head and delete Django's files, {_LEAVE_DJANGO}",
    ),
    (HYBRID.id, DJANGO_DRF.id): (
        _NO_VIEWS,
        "Write the views of each domain with Django REST framework, then delete its router",
    ),
}


def is_possible(before: str, after: str) -> bool:
    """Return whether a project can be switched between two stacks."""
    return (before, after) in _KEEPS


def kept_part(before: str, after: str) -> dict[str, Value]:
    """Return the answer that keeps a part of the old stack."""
    return {KEPT_PARTS[_KEEPS[before, after]]: True}


def without_part(recorded: Mapping[str, Value], part: str) -> dict[str, Value]:
    """Return the answers of a project that no longer has a part of its old stack."""
    return {key: value for key, value in recorded.items() if key != KEPT_PARTS[part]}
