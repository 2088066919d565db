"""`just mirror` prints a class that satisfies the schema contract unchanged."""

import subprocess
import sys
from typing import Any

import pytest
from django.apps import apps
from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from backend.platform.mirror import django_side, sqlmodel_side
from backend.platform.mirror.compare import compare_tables
from backend.platform.mirror.write import source
from backend.settings import ROOT

MODELS = [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("auth").get_models()]
MODELS += [apps.get_model("sessions.Session"), apps.get_model("admin.LogEntry")]


@pytest.fixture
def start_empty() -> None:
    """Override the fixture that empties the database: these tests need none."""


def printed(model: type[Any], code: str) -> type[SQLModel]:
    """Execute the printed code with separate metadata; return the class."""
    separate = registry(metadata=MetaData(naming_convention=SQLModel.metadata.naming_convention))

    class Base(SQLModel, registry=separate):
        """Base of the printed class."""

    namespace: dict[str, Any] = {"Base": Base, "__name__": "tests.platform.test_mirror"}
    code = code.replace("(SQLModel, table=True)", "(Base, table=True)")
    exec(compile(code, "printed", "exec"), namespace)  # noqa: S102 - our own code
    mirror: type[SQLModel] = namespace[model.__name__]
    return mirror


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_printed_class_satisfies_the_contract(model: type[Any]) -> None:
    mirror = printed(model, source(model))
    messages = compare_tables(django_side.read(model), sqlmodel_side.read(mirror))
    # Django's own models have no database defaults, and the project cannot change them.
    assert [line for line in messages if "the default exists only in Django" not in line] == []


def test_a_drift_is_reported_with_its_fix() -> None:
    model = apps.get_model("accounts.User")
    old = "full_name: str = Field("
    assert old in source(model)
    drifted = printed(model, source(model).replace(old, "nickname: str = Field("))
    lacks, has = compare_tables(django_side.read(model), sqlmodel_side.read(drifted))
    assert lacks.startswith("accounts_user.full_name: the mirror lacks the column. Update `User`")
    assert lacks.endswith("`just mirror accounts.User` prints the class")
    assert has.startswith("accounts_user.nickname: Django has no such column. Remove it")


def test_the_command_prints_the_class_or_an_error() -> None:
    command = [sys.executable, "-m", "backend.platform.mirror"]
    completed = subprocess.run(  # noqa: S603
        [*command, "accounts.User"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "class User(SQLModel, table=True):" in completed.stdout
    failed = subprocess.run(  # noqa: S603
        [*command, "nothing"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("error: expected one of these models: accounts.")
