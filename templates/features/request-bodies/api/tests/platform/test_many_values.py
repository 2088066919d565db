"""Many invalid values are counted, not described: that would block the event loop."""

import pytest
from pydantic import ValidationError

from backend.platform.http.bodies import RequestBody


class Line(RequestBody):
    """A part of a body."""

    name: str
    price: int


class Order(RequestBody):
    """A body with parts."""

    lines: list[Line]


@pytest.mark.parametrize(("lines", "errors"), [(10, 20), (10_000, 1)])
def test_very_many_errors_become_one(lines: int, errors: int) -> None:
    assert Order.model_validate({"lines": []}).lines == []
    with pytest.raises(ValidationError) as raised:
        Order.model_validate({"lines": [{}] * lines})
    assert raised.value.error_count() == errors
    if errors == 1:
        assert raised.value.errors()[0]["msg"] == "20000 values are not valid"
