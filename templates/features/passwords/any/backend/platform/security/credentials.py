"""The form of credentials: e-mail addresses and signing keys."""

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


Key = Annotated[SecretStr, AfterValidator(_long_enough)]
