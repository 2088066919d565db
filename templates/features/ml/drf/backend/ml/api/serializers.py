"""Request and response bodies for predictions and completions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from backend.ml.completions import MAX_PROMPT, MAX_TOKENS
from backend.ml.predictor import INPUT, MAX_INSTANCES
from backend.platform.drf.fields import StrictCharField
from backend.platform.drf.serializers import StrictSerializer


class StrictIntegerField(serializers.IntegerField):
    """A whole number: DRF's field would also accept the text "5"."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number. Raise ValidationError if the value is of another type."""
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(INPUT)
class InputField(serializers.Field[Any, Any, Any, Any]):
    """The value of an input. Only the model knows its inputs, so `Predictor` checks it."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the value as it is."""
        return data


@extend_schema_field({"type": "number"})
class NumberField(serializers.FloatField):
    """A number without `format: double`, as FastAPI documents it."""


class ModelSerializer(serializers.Serializer[Any]):
    """A version of a model, and the inputs of an instance."""

    name = serializers.CharField()
    version = serializers.IntegerField()
    sha256 = serializers.CharField()
    inputs = serializers.ListField(child=serializers.CharField())


class PredictionRequestSerializer(StrictSerializer):
    """Instances: the value of each input of the model, by its name."""

    instances = serializers.ListField(
        child=serializers.DictField(child=InputField()),
        min_length=1,
        max_length=MAX_INSTANCES,
    )


class PredictionSerializer(serializers.Serializer[Any]):
    """The most probable label of an instance."""

    label = serializers.CharField()  # type: ignore[assignment]
    probability = NumberField()


class PredictionsSerializer(serializers.Serializer[Any]):
    """The predictions, in the order of the instances."""

    model = serializers.CharField()
    version = serializers.IntegerField()
    predictions = PredictionSerializer(many=True)


class CompletionRequestSerializer(StrictSerializer):
    """A text to complete, with at most `max_tokens` words."""

    prompt = StrictCharField(max_length=MAX_PROMPT, allow_blank=True, trim_whitespace=False)
    max_tokens = StrictIntegerField(min_value=1, max_value=MAX_TOKENS, default=64)
