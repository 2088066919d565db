"""The security scheme in the OpenAPI document."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth2's password flow."""

    target_class = "backend.accounts.api.authentication.TokenAuthentication"
    name = "OAuth2PasswordBearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Return the OAuth2 scheme with the token and refresh URLs."""
        urls = {"tokenUrl": "/api/v1/auth/token", "refreshUrl": "/api/v1/auth/refresh"}
        return {"type": "oauth2", "flows": {"password": {**urls, "scopes": {}}}}
