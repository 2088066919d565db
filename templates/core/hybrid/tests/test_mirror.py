"""`just mirror` prints a class that the contract accepts as it is."""

import subprocess
import sys
from typing import Any

import pytest
from django.apps import apps
from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from backend.mirror import django_side, sqlmodel_side
from backend.mirror.compare import between
from backend.mirror.write import source
from backend.settings import ROOT

MODELS = [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("auth").get_models()]
MODELS += [apps.get_model("sessions.Session"), apps.get_model("admin.LogEntry")]


@pytest.fixture
def start_empty() -> None:
    """Do without the database that every other test finds empty."""


def printed(model: type[Any], code: str) -> type[SQLModel]:
    """Run what is printed, on metadata of its own."""
    apart = registry(metadata=MetaData(naming_convention=SQLModel.metadata.naming_convention))

    class Base(SQLModel, registry=apart):
        """What the printed class is a table of."""

    room: dict[str, Any] = {"Base": Base, "__name__": "tests.test_mirror"}
    code = code.replace("(SQLModel, table=True)", "(Base, table=True)")
    exec(compile(code, "printed", "exec"), room)  # noqa: S102 - it is our own
    made: type[SQLModel] = room[model.__name__]
    return made


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_is_printed_fulfils_the_contract(model: type[Any]) -> None:
    said = between(django_side.read(model), sqlmodel_side.read(printed(model, source(model))))
    # Django's own models have no defaults in the database; that is theirs to say.
    assert [line for line in said if "only Django knows its default" not in line] == []


def test_a_drift_says_what_to_change() -> None:
    model = apps.get_model("accounts.User")
    old = "full_name: str = Field("
    assert old in source(model)
    drifted = printed(model, source(model).replace(old, "nickname: str = Field("))
    lacks, has = between(django_side.read(model), sqlmodel_side.read(drifted))
    assert lacks.startswith("accounts_user.full_name: the mirror lacks the column. Change `User`")
    assert lacks.endswith("`just mirror accounts.User` prints it")
    assert has.startswith("accounts_user.nickname: Django has no such column. Remove it")


def test_it_is_printed_by_a_command() -> None:
    command = [sys.executable, "-m", "backend.mirror"]
    done = subprocess.run(  # noqa: S603
        [*command, "accounts.User"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "class User(SQLModel, table=True):" in done.stdout
    refused = subprocess.run(  # noqa: S603
        [*command, "nothing"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: name one of accounts.")
