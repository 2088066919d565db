"""Who sends a request: the user of its bearer token, and the network of its client."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from anyio import to_thread
from fastapi import Depends, HTTPException, Request
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import bindparam
from sqlmodel import col, select

from backend.accounts.tables import User
from backend.platform.database.session import Database
from backend.platform.security.rate_limit import TooManyAttemptsError, network_of
from backend.platform.security.tokens import TokenFormat, TokenKind

bearer = OAuth2PasswordBearer(
    "/api/v1/auth/token", refreshUrl="/api/v1/auth/refresh", auto_error=False
)
ACTIVE_USER = select(User.id, User.password, User.is_superuser).where(
    col(User.id) == bindparam("user_id"), col(User.is_active).is_(True)
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in user."""

    id: UUID
    password_hash: str
    is_superuser: bool


def unauthorized(detail: str = "Authentication required") -> HTTPException:
    """Return a 401 with the WWW-Authenticate header that it requires."""
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})


async def get_tokens(request: Request) -> TokenFormat:
    """Return the token format of the application."""
    tokens: TokenFormat = request.app.state.tokens
    return tokens


TokensDep = Annotated[TokenFormat, Depends(get_tokens)]


async def find_viewer(
    request: Request, token: Annotated[str | None, Depends(bearer)]
) -> Viewer | None:
    """Return the signed-in user, or None if no token was sent. A bad token raises 401."""
    if "authorization" not in request.headers:
        return None
    # Not as dependencies: FastAPI would resolve them for nearly every request.
    database: Database = request.app.state.database
    tokens: TokenFormat = request.app.state.tokens
    if claims := tokens.read(TokenKind.ACCESS, token or ""):
        for user in await database.fetch(ACTIVE_USER, {"user_id": claims.user_id}):
            if tokens.fingerprint(user.password) == claims.password_fingerprint:
                return Viewer(user.id, user.password, user.is_superuser)
    raise unauthorized("The token is not valid")


MaybeViewer = Annotated[Viewer | None, Depends(find_viewer)]


async def require_viewer(viewer: MaybeViewer) -> Viewer:
    """Return the signed-in user, or raise 401."""
    if viewer is None:
        raise unauthorized()
    return viewer


CurrentUser = Annotated[Viewer, Depends(require_viewer)]


def require_owner(owner_id: UUID, viewer: Viewer) -> None:
    """Raise 403 unless the viewer is the owner or a superuser."""
    if viewer.id != owner_id and not viewer.is_superuser:
        raise HTTPException(403, "Only the owner may change this")


async def client_network(request: Request) -> str:
    """Return the client's network; behind a proxy, TRUSTED_PROXIES must list the proxy."""
    return network_of(request.client.host) if request.client else ""


ClientNetwork = Annotated[str, Depends(client_network)]


async def limit_rate(step: Callable[..., None], *key: str) -> None:
    """Run a step of a rate limit in a thread; raise 429 with Retry-After if it is exceeded."""
    try:
        await to_thread.run_sync(step, *key)
    except TooManyAttemptsError as error:
        headers = {"Retry-After": str(error.seconds)}
        raise HTTPException(error.status, str(error), headers) from error


# Added to a public operation, so that the OpenAPI document marks the token as optional.
OPTIONAL_SIGN_IN: dict[str, Any] = {"security": [{}]}
