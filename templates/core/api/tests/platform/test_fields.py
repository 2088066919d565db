"""Types of fields in request bodies."""

from decimal import Decimal
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from backend.platform.http.fields import Digits

PRICE = TypeAdapter[Decimal](Annotated[Decimal, Digits(5, 2, low="0")])


def test_a_number_has_its_decimals() -> None:
    numbers = [str(PRICE.validate_json(each)) for each in ("2", '"4.5"', "0")]
    assert numbers == ["2.00", "4.50", "0.00"]
    assert PRICE.json_schema()["anyOf"][1]["maximum"] == 999.99


@pytest.mark.parametrize("text", ["-1", "-1e-400", "1234", "0.125", "true", '"1_0"', '"1e1"'])
def test_another_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PRICE.validate_json(text)
