"""Request and response bodies for predictions and completions."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, WithJsonSchema

from backend.ml.completions import MAX_PROMPT, MAX_TOKENS
from backend.ml.predictor import INPUT, MAX_INSTANCES
from backend.platform.database.text import Text
from backend.platform.http.schemas import RequestBody


class ModelOut(BaseModel):
    """A version of a model, and the inputs of an instance."""

    name: str
    version: int
    sha256: str
    inputs: list[str]


# Only the model knows its inputs, so `Predictor` checks them.
Instance = dict[str, Annotated[Any, WithJsonSchema(INPUT)]]


class PredictionRequest(RequestBody):
    """Instances: the value of each input of the model, by its name."""

    instances: Annotated[list[Instance], Field(min_length=1, max_length=MAX_INSTANCES)]


class PredictionOut(BaseModel):
    """The most probable label of an instance."""

    label: str
    probability: float


class PredictionsOut(BaseModel):
    """The predictions, in the order of the instances."""

    model: str
    version: int
    predictions: list[PredictionOut]


class CompletionRequest(RequestBody):
    """A text to complete, with at most `max_tokens` words."""

    prompt: Annotated[Text, Field(max_length=MAX_PROMPT)]
    max_tokens: Annotated[int, Field(strict=True, ge=1, le=MAX_TOKENS)] = 64
