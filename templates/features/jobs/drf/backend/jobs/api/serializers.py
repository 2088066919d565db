"""A job in responses, and the query of a list of jobs."""

from rest_framework import serializers

from backend.jobs.models import Job, Status
from backend.platform.drf.fields import ObjectField, StrictCharField
from backend.platform.drf.serializers import PageQuery, StrictModelSerializer


class OptionalObjectField(ObjectField):
    """A JSON object, or null."""

    response_schema = {
        "anyOf": [{"type": "object", "additionalProperties": True}, {"type": "null"}],
    }


class JobSerializer(StrictModelSerializer):
    """A job as stored, without its arguments."""

    attempts = serializers.IntegerField()
    result = OptionalObjectField()
    problem = OptionalObjectField()

    class Meta:  # pyright: ignore[reportIncompatibleVariableOverride]
        model = Job
        fields = (
            "id",
            "kind",
            "status",
            "attempts",
            "created_at",
            "started_at",
            "finished_at",
            "result",
            "problem",
        )


class JobQuery(PageQuery):
    """Filters and page of a list of jobs."""

    status = serializers.ChoiceField(Status.choices, required=False)
    kind = StrictCharField(max_length=50, required=False, allow_blank=True, trim_whitespace=False)
