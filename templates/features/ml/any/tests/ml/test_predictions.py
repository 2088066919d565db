"""Predictions of the example model, over HTTP."""

from typing import Any

import httpx2
import pytest

from tests.support.problem import assert_problem

PATH = "/api/v1/models/iris/predictions"
INPUTS = ["sepal_length", "sepal_width", "petal_length", "petal_width"]


def flower(*values: object) -> dict[str, object]:
    """Return an instance."""
    return dict(zip(INPUTS, values, strict=True))


SETOSA = flower(5.1, 3.5, 1.4, 0.2)


def predict(client: httpx2.Client, *instances: object, path: str = PATH) -> httpx2.Response:
    """Request predictions."""
    return client.post(path, json={"instances": instances})


def test_the_list_has_the_version_the_hash_and_the_inputs(owner: httpx2.Client) -> None:
    response = owner.get("/api/v1/models")
    assert response.status_code == 200
    (model,) = response.json()
    assert len(model.pop("sha256")) == 64
    assert model == {"name": "iris", "version": 1, "inputs": INPUTS}


def test_predictions_are_in_the_order_of_the_instances(owner: httpx2.Client) -> None:
    response = predict(owner, SETOSA, flower(6.7, 3, 5.2, 2.3), flower(6, 2.7, 4.2, 1.3))
    assert response.status_code == 200, response.text
    assert response.json() == {
        "model": "iris",
        "version": 1,
        "predictions": [
            {"label": "setosa", "probability": 0.9816},
            {"label": "virginica", "probability": 0.9193},
            {"label": "versicolor", "probability": 0.9384},
        ],
    }


def test_up_to_256_instances_are_predicted(owner: httpx2.Client) -> None:
    assert len(predict(owner, *[SETOSA] * 256).json()["predictions"]) == 256
    assert_problem(predict(owner, *[SETOSA] * 257), 422, "#/instances")
    assert_problem(predict(owner), 422, "#/instances")


@pytest.mark.parametrize("value", [None, "5.1", True, [5.1], 1e10, -1e10])
def test_an_invalid_input_is_named(owner: httpx2.Client, value: object) -> None:
    response = predict(owner, SETOSA, SETOSA | {"petal_width": value})
    assert_problem(response, 422, "#/instances/1/petal_width")


def test_numbers_beyond_all_limits_are_named(owner: httpx2.Client) -> None:
    for number in ("1e999", "-1e999", "9" * 400):
        body = '{"instances": [{"sepal_length": ' + number + "}]}"
        headers = {"Content-Type": "application/json"}
        response = owner.post(PATH, content=body, headers=headers)
        assert_problem(response, 422, "#/instances/0/sepal_length")


def test_the_largest_inputs_have_a_prediction(owner: httpx2.Client) -> None:
    for largest in (1e9, -1e9):
        (prediction,) = predict(owner, flower(*[largest] * 4)).json()["predictions"]
        assert 0 <= prediction["probability"] <= 1


@pytest.mark.parametrize(
    ("instance", "pointer"),
    [
        ({"sepal_length": 5.1}, "#/instances/0/sepal_width"),
        (SETOSA | {"a/b~c": 1}, "#/instances/0/a~1b~0c"),
        (5, "#/instances/0"),
    ],
)
def test_a_missing_and_an_unknown_input_are_named(
    owner: httpx2.Client, instance: object, pointer: str
) -> None:
    assert_problem(predict(owner, instance), 422, pointer)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "#/instances"),
        ({"instances": SETOSA}, "#/instances"),
        ({"instances": [SETOSA], "colour": "blue"}, "#/colour"),
    ],
)
def test_an_invalid_body_names_the_field(
    owner: httpx2.Client, body: dict[str, Any], pointer: str
) -> None:
    assert_problem(owner.post(PATH, json=body), 422, pointer)


def test_an_unknown_model_or_version_is_404(owner: httpx2.Client) -> None:
    assert predict(owner, SETOSA, path=f"{PATH}?version=1").status_code == 200
    for path in (f"{PATH}?version=2", f"{PATH}?version=x", PATH.replace("iris", "rose")):
        assert_problem(predict(owner, SETOSA, path=path), 404)


def test_a_body_over_1_mib_is_413(owner: httpx2.Client) -> None:
    headers = {"Content-Type": "application/json"}
    assert_problem(owner.post(PATH, content=b" " * (1024 * 1024 + 1), headers=headers), 413)
    assert_problem(owner.post(PATH, content=b"{", headers=headers), 400)
    assert_problem(owner.post(PATH, content=b"{}", headers={"Content-Type": "text/plain"}), 415)
