"""`just mirror` prints each kind of field, or names the field that it cannot print."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.db.models.functions import Coalesce, Now
from django.test.utils import isolate_apps

from backend.platform.mirror import django_side, sqlmodel_side
from backend.platform.mirror.compare import compare_tables
from backend.platform.mirror.write import source
from tests.platform.test_mirror import printed


class Kind(models.TextChoices):
    """Values that differ from their names."""

    FRESHMAN = "FR"
    SENIOR = "SR"


class Size(models.IntegerChoices):
    """Numeric values."""

    SMALL = 1
    LARGE = 2


def text(default: str) -> models.Field[Any, Any]:
    return models.CharField(max_length=9, default=default, db_default=default)


FIELDS: dict[str, models.Field[Any, Any]] = {
    "text choices": models.CharField(choices=Kind, default=Kind.FRESHMAN, db_default=Kind.FRESHMAN),
    "number choices": models.IntegerField(choices=Size, default=Size.LARGE, db_default=Size.LARGE),
    "apostrophe": text("it's"),
    "quotation mark": text('a"b'),
    "percent": text("5%"),
    "backslash": text("a\\b"),
    "colon": text(":x"),
    "date": models.DateField(auto_now_add=True, db_default=Now()),
    "datetime": models.DateTimeField(auto_now_add=True, db_default=Now()),
    "time": models.TimeField(),
    "JSON": models.JSONField(default=dict),
    "JSON list": models.JSONField(default=list),
    "UUID": models.UUIDField(default=uuid4),
    "bytes": models.BinaryField(default=b""),
    "decimal": models.DecimalField(
        max_digits=8, decimal_places=3, default=Decimal("1.5"), db_default=Decimal("1.5")
    ),
    "float": models.FloatField(default=1.5, db_default=1.5),
    "big number": models.PositiveBigIntegerField(default=0, db_default=0),
    "nullable boolean": models.BooleanField(null=True),
}


@pytest.fixture
def start_empty() -> None:
    """Override the fixture that empties the database: these tests need none."""


def model_of(options: dict[str, Any], **fields: models.Field[Any, Any]) -> type[models.Model]:
    """Create a model that is not registered in the project."""
    meta = type("Meta", (), {"app_label": "accounts", **options})
    namespace = {"__module__": __name__, "Meta": meta}
    with isolate_apps("backend.accounts"):
        return type("Thing", (models.Model,), namespace | {k: v.clone() for k, v in fields.items()})


def assert_mirrored(model: type[models.Model]) -> None:
    mirror = printed(model, source(model))
    assert compare_tables(django_side.read(model), sqlmodel_side.read(mirror)) == []
    mirror()  # evaluates the Python defaults


@pytest.mark.parametrize("kind", FIELDS)
def test_the_printed_class_runs_and_satisfies_the_contract(kind: str) -> None:
    assert_mirrored(model_of({}, field=FIELDS[kind]))


def test_an_index_expression_with_commas_is_not_split() -> None:
    index = models.Index(Coalesce("a", "b"), name="either")
    assert_mirrored(model_of({"indexes": [index]}, a=text("a"), b=text("b")))


def test_an_unsupported_field_or_index_is_an_error_with_its_name() -> None:
    doubled = models.GeneratedField(
        expression=models.F("a") * 2, output_field=models.IntegerField(), db_persist=True
    )
    with pytest.raises(SystemExit, match=r"`doubled` \(GeneratedField\)"):
        source(model_of({}, a=models.IntegerField(), doubled=doubled))
    index = models.Index(fields=["a"], opclasses=["varchar_pattern_ops"], name="searched")
    with pytest.raises(SystemExit, match="`searched` has opclasses"):
        source(model_of({"indexes": [index]}, a=text("a")))
