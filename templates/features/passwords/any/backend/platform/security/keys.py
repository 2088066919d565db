"""Signing keys with a minimum length, because a short key can be found by brute force."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

MIN_BYTES = 32


def _long_enough(value: SecretStr) -> SecretStr:
    """Reject a short key without showing its value."""
    if len(value.get_secret_value().encode()) < MIN_BYTES:
        raise ValueError(f"must be at least {MIN_BYTES} bytes long")
    return value


Key = Annotated[SecretStr, AfterValidator(_long_enough)]
