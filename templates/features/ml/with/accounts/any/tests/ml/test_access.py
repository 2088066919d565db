"""Models are for signed-in users."""

import httpx2

from tests.ml.completion_client import PATH as COMPLETIONS
from tests.ml.test_predictions import PATH, SETOSA, predict
from tests.support.problem import assert_problem


def test_every_endpoint_requires_a_token(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.get("/api/v1/models"), 401)
    assert_problem(predict(anonymous, SETOSA, path=PATH), 401)
    assert_problem(anonymous.post(COMPLETIONS, json={"prompt": "A"}), 401)
