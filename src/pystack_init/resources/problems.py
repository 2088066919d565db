"""The error of words that describe no field or no resource."""

from pystack_init.errors import ImpossibleRequest


class InvalidResource(ImpossibleRequest):
    """A word that is no valid field, or a set of words that is no valid resource."""

    code = "invalid-resource"
