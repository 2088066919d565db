"""Who is asking: reads the bearer token and finds its user."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, HTTPException, Request
from fastapi.security import OAuth2PasswordBearer
from sqlmodel import col, select

from backend.api.accounts.tables import User
from backend.api.db import DatabaseDep
from backend.tokens import InvalidTokenError, TokenFormat, TokenKind

bearer = OAuth2PasswordBearer(
    "/api/v1/auth/token", refreshUrl="/api/v1/auth/refresh", auto_error=False
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who is signed in."""

    id: UUID
    password_hash: str
    is_superuser: bool


def unauthorized(detail: str = "Sign in first") -> HTTPException:
    """Refuse with the challenge that a 401 must carry."""
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})


async def get_tokens(request: Request) -> TokenFormat:
    """Find the token format that the application was made with."""
    tokens: TokenFormat = request.app.state.tokens
    return tokens


TokensDep = Annotated[TokenFormat, Depends(get_tokens)]


async def find_viewer(
    request: Request,
    database: DatabaseDep,
    tokens: TokensDep,
    token: Annotated[str | None, Depends(bearer)],
) -> Viewer | None:
    """Give the signed-in user, or nobody where no token was sent. A bad token is never nobody."""
    if "authorization" not in request.headers:
        return None
    try:
        claims = tokens.read(TokenKind.ACCESS, token or "")
    except InvalidTokenError:
        raise unauthorized("The token is not valid") from None
    query = select(User.id, User.password, User.is_superuser).where(
        col(User.id) == claims.user_id, col(User.is_active).is_(True)
    )
    # A connection of its own, given back at once: nobody holds one while waiting for a second.
    async with database.reading() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None or tokens.fingerprint(row.password) != claims.password_fingerprint:
        raise unauthorized("The token is not valid")
    return Viewer(row.id, row.password, row.is_superuser)


MaybeViewer = Annotated[Viewer | None, Depends(find_viewer)]


async def require_viewer(viewer: MaybeViewer) -> Viewer:
    """Refuse whoever is not signed in."""
    if viewer is None:
        raise unauthorized()
    return viewer


CurrentUser = Annotated[Viewer, Depends(require_viewer)]
# Added to an operation that everybody may use: the document then says that a token is optional.
OPTIONAL_SIGN_IN: dict[str, Any] = {"security": [{}]}
