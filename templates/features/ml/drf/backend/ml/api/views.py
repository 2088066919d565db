"""List models, predict, and stream completions."""

from threading import BoundedSemaphore
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.ml.api.serializers import (
    CompletionRequestSerializer,
    ModelSerializer,
    PredictionRequestSerializer,
    PredictionsSerializer,
)
from backend.ml.completions import HEADERS, events
from backend.ml.predictor import TOO_MANY, RefusedError, predictor
from backend.platform.django.problems import problem
from backend.platform.drf.schema import problem_responses
from backend.platform.drf.serializers import valid_body
from backend.settings import get_settings

TYPE = "text/event-stream; charset=utf-8"
# A prediction keeps the thread of its request: leave about half of the threads to other requests.
_threads = BoundedSemaphore(max(1, get_settings().database_pool_size // 2 - 2))


class ModelListView(APIView):
    """The models."""

    @extend_schema(operation_id="list_models", responses=ModelSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List every version of every model."""
        return Response(predictor().describe())


class PredictionView(APIView):
    """Predictions of a model."""

    @extend_schema(
        operation_id="predict",
        parameters=[OpenApiParameter("version", str, default="")],
        request=PredictionRequestSerializer,
        responses={200: PredictionsSerializer, **problem_responses(504)},
    )
    def post(self, request: Request, name: str) -> HttpResponse:
        """Predict with the newest version of a model, or with the given one."""
        instances = valid_body(PredictionRequestSerializer, request)["instances"]
        try:
            return Response(self._predict(name, instances))
        except RefusedError as error:
            return problem(error.status, str(error), error.headers, error.errors)

    def _predict(self, name: str, instances: list[dict[str, Any]]) -> dict[str, Any]:
        if not _threads.acquire(blocking=False):
            raise RefusedError(503, TOO_MANY)
        try:
            version = self.request.query_params.get("version", "")
            prediction = predictor().start(name, version, instances)
            try:
                return prediction.response(prediction.future.result(prediction.seconds))
            except TimeoutError:
                raise prediction.give_up() from None
        finally:
            _threads.release()


class CompletionView(APIView):
    """Completions of a text."""

    @extend_schema(
        operation_id="complete",
        tags=["models"],
        request=CompletionRequestSerializer,
        responses={(200, "text/event-stream"): OpenApiTypes.STR},
    )
    def post(self, request: Request) -> StreamingHttpResponse:
        """Stream a completion: an event `token` for each word, then `done`."""
        stream = events(**valid_body(CompletionRequestSerializer, request))
        return StreamingHttpResponse(stream, content_type=TYPE, headers=HEADERS)
