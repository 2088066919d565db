"""What templates ask for by a bare name: facts derived from the answers, each a row."""

import json
import re
from collections.abc import Callable, Mapping

from pystack_init.planning.decision import decision_record
from pystack_init.questions.project import BY_ID

Answers = Mapping[str, str | bool]

# What would be markup in running text, and only there, so that an ordinary name stays as it was typed.
_MARKUP = re.compile(r"[\\`*\[\]<>~]|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|(?<!\S)#|^[-+]")
_NUMBERED = re.compile(r"^(\d+)([.)])")


def facts_of(answers: Answers, slug: str) -> dict[str, str | bool]:
    """Derive every fact; one that is among the answers already stands as it was given."""
    return {"slug": slug, **{name: derive(answers) for name, derive in _FACTS.items()}, **answers}


def _uses_drf(answers: Answers) -> bool:
    """Say whether Django has an API of its own: not in a new hybrid; one that was switched to it kept it."""
    return bool(answers.get("uses_drf", answers["stack"] == "django_drf"))


def _has_pages(answers: Answers) -> bool:
    """The pages have users, and products have an owner."""
    return bool(answers["pages"]) and answers["stack"] != "fastapi" and answers["auth"] == "jwt"


def _has_passwords(answers: Answers) -> bool:
    """Django's admin has users with passwords, whatever the API does."""
    return answers["stack"] != "fastapi" or answers["auth"] == "jwt"


def _python_versions(answers: Answers) -> str:
    """List the Pythons that CI tests on, from the floor up, as YAML."""
    versions = BY_ID["python"].values
    return json.dumps(versions[versions.index(str(answers["python"])) :])


def _migrate_command(answers: Answers) -> str:
    """Spell what the image and the service run before they serve."""
    return "alembic upgrade head" if answers["stack"] == "fastapi" else "python manage.py migrate"


def _license_expression(answers: Answers) -> str:
    return "LicenseRef-Proprietary" if answers["license"] == "proprietary" else str(answers["license"])


def _quoted(text: str) -> str:
    """Fit into double quotes in TOML, YAML, JSON and Python alike: JSON's escapes are valid in all four."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _markdown(text: str) -> str:
    return _NUMBERED.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", text.strip()))


_FACTS: Mapping[str, Callable[[Answers], str | bool]] = {
    "uses_fastapi": lambda answers: answers["stack"] != "django_drf",
    "uses_django": lambda answers: answers["stack"] != "fastapi",
    "uses_drf": _uses_drf,
    "uses_both": lambda answers: answers["stack"] == "hybrid",
    "only_fastapi": lambda answers: answers["stack"] == "fastapi",
    "only_django": lambda answers: answers["stack"] == "django_drf",
    # Whether nothing below /api is Django's to answer.
    "api_is_fastapis": lambda answers: not _uses_drf(answers),
    "uses_alembic": lambda answers: answers["stack"] == "fastapi",
    "migrate_command": _migrate_command,
    "uses_sqlite": lambda answers: answers["database"] == "sqlite",
    "uses_postgresql": lambda answers: answers["database"] == "postgresql",
    "has_auth": lambda answers: answers["auth"] == "jwt",
    "has_fastapi_auth": lambda answers: answers["stack"] != "django_drf" and answers["auth"] == "jwt",
    "has_passwords": _has_passwords,
    "has_example": lambda answers: bool(answers["example"]),
    # Without accounts and products there are only questions about health.
    "takes_bodies": lambda answers: answers["auth"] == "jwt" or bool(answers["example"]),
    "has_pages": _has_pages,
    "lacks_pages": lambda answers: not _has_pages(answers),
    "has_docker": lambda answers: bool(answers["docker"]),
    # A PostgreSQL of its own in compose, with a password from `.env`.
    "has_database_service": lambda answers: bool(answers["docker"]) and answers["database"] == "postgresql",
    "on_github": lambda answers: answers["ci"] == "github",
    "on_gitlab": lambda answers: answers["ci"] == "gitlab",
    "python_versions": _python_versions,
    "license_expression": _license_expression,
    "decision": decision_record,
    "name_quoted": lambda answers: _quoted(str(answers["name"])),
    "description_quoted": lambda answers: _quoted(str(answers["description"])),
    "author_quoted": lambda answers: _quoted(str(answers["author"])),
    "name_markdown": lambda answers: _markdown(str(answers["name"])),
    "description_markdown": lambda answers: _markdown(str(answers["description"])),
}
