"""Keys are too long to be tried out: what they sign is no stronger than they are."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

MIN_BYTES = 32


def _long_enough(value: SecretStr) -> SecretStr:
    """Refuse a short one, and show no value."""
    if len(value.get_secret_value().encode()) < MIN_BYTES:
        raise ValueError(f"must be at least {MIN_BYTES} bytes long")
    return value


Key = Annotated[SecretStr, AfterValidator(_long_enough)]
