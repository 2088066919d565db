"""FastAPI's tables say what Django's models say; no database is asked."""

from backend.mirror.compare import differences


def test_the_mirror_shows_what_django_owns() -> None:
    assert "\n".join(differences()) == ""
