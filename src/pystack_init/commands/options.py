"""`options`: every question with its answers and its default, as a JSON Schema."""

from pystack_init.planning.json_schema import answers_schema
from pystack_init.results.options import Options


def options() -> Options:
    """Describe every answer that `new` accepts."""
    return Options(schema=answers_schema())
