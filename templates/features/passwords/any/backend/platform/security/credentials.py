"""The form of credentials: e-mail addresses, signing keys, URLs with a password."""

from typing import Annotated

from pydantic import AfterValidator, SecretStr

ATOM = r"[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]+"
LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
# HTML's pattern for e-mail inputs, with a dot in the domain and none at the ends of a part.
ADDRESS = rf"^{ATOM}(?:\.{ATOM})*@{LABEL}(?:\.{LABEL})+$"
MIN_BYTES = 32  # a shorter key can be found by brute force


def _long_enough(value: SecretStr) -> SecretStr:
    """Reject a short key without showing its value."""
    if len(value.get_secret_value().encode()) < MIN_BYTES:
        raise ValueError(f"must be at least {MIN_BYTES} bytes long")
    return value


def _known(value: SecretStr) -> SecretStr:
    """Reject an unknown storage at start-up, not at the first sign-in."""
    if not value.get_secret_value().startswith(("memory://", "valkey://", "valkeys://")):
        raise ValueError("must be memory:// or begin with valkey:// or valkeys://")
    return value


Key = Annotated[SecretStr, AfterValidator(_long_enough)]
CounterStorage = Annotated[SecretStr, AfterValidator(_known)]
