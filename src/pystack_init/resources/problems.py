"""The error of a word that describes no field or no resource."""

from pystack_init.errors import ImpossibleRequest


class InvalidField(ImpossibleRequest):
    """A word that is no valid field."""

    code = "invalid-field"


class InvalidResource(ImpossibleRequest):
    """A name or a set of fields that is no valid resource."""

    code = "invalid-resource"
