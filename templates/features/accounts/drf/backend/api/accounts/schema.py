"""How the documentation signs in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth2's password flow."""

    target_class = "backend.api.authentication.TokenAuthentication"
    name = "OAuth2PasswordBearer"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """Name the endpoints of the password flow."""
        urls = {"tokenUrl": "/api/v1/auth/token", "refreshUrl": "/api/v1/auth/refresh"}
        return {"type": "oauth2", "flows": {"password": {**urls, "scopes": {}}}}
