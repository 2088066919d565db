"""Sign-in to the admin: superusers, with the limits of the API's sign-in."""

from typing import Any, Final
from uuid import UUID

from fastapi import HTTPException
from sqlalchemy import Row, bindparam
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.templating import Jinja2Templates
from starlette_admin.auth import AdminUser, AuthProvider
from starlette_admin.cookies import SignedCookie
from starlette_admin.exceptions import LoginFailed
from starlette_admin.helpers import index_url, safe_redirect_url

from backend.accounts import service, token_pairs
from backend.accounts.current_user import client_network
from backend.accounts.router import sign_in
from backend.accounts.tables import RefreshToken, User
from backend.admin.policy import BASE_URL, STATIC
from backend.platform.security.tokens import TokenKind

COOKIE: Final = "admin_session"
SESSION_SECONDS = 12 * 3600
UNAUTHORIZED = 401
REFUSED = "The e-mail address or the password is wrong, or the user is no superuser"
# A session of the admin is a sign-in like others: a refresh token that is given to no client.
SESSION = (
    select(User.email, User.password)
    .join(RefreshToken, col(RefreshToken.user_id) == User.id)
    .where(
        col(RefreshToken.id) == bindparam("token_id"),
        col(RefreshToken.revoked_at).is_(None),
        col(User.is_active).is_(True),
        col(User.is_superuser).is_(True),
    )
)


class SignIn(AuthProvider):
    """The sign-in page, and the session of each request: a signed cookie and a row."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._cookie = SignedCookie(secret, "admin-session", timed=True, max_age=SESSION_SECONDS)

    async def render_login(self, request: Request, templates: Jinja2Templates) -> Response:
        """Show why a sign-in is refused on the page itself, also if there were too many."""
        try:
            return await super().render_login(request, templates)
        except HTTPException as error:
            page, context = "login.html", {"error": error.detail}
            status, headers = error.status_code, error.headers
            return templates.TemplateResponse(request, page, context, status, headers)

    async def login(
        self,
        username: str,
        password: str,
        remember_me: bool,  # noqa: FBT001 - as the library calls it
        request: Request,
    ) -> Response:
        """Check the credentials as the API does; redirect with the cookie of a new session."""
        state = request.app.state
        database, tokens, network = state.database, state.tokens, await client_network(request)
        try:
            pair = await sign_in(username, password, database, state.hashing, tokens, network)
        except HTTPException as error:
            if error.status_code != UNAUTHORIZED:
                raise
            raise LoginFailed(REFUSED) from None
        claims = tokens.read(TokenKind.REFRESH, pair.refresh_token)
        if await self._find(request, claims.token_id) is None:
            async with database.transaction() as session:
                await token_pairs.end(session, tokens, pair.refresh_token)
            raise LoginFailed(REFUSED)
        home = index_url(request)
        wanted = request.query_params.get("next") or home
        response = RedirectResponse(safe_redirect_url(wanted, request, home), 303)
        response.set_cookie(
            COOKIE,
            self._cookie.dumps([str(claims.token_id), claims.password_fingerprint]),
            max_age=SESSION_SECONDS if remember_me else None,
            path=BASE_URL,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    async def logout(self, request: Request) -> Response:
        """End the session in the database too, so that a copy of its cookie is of no use."""
        token_id, _ = self._cookie.loads(request.cookies[COOKIE])
        async with request.app.state.database.transaction() as session:
            await service.revoke(session, col(RefreshToken.id) == UUID(token_id))
        response = RedirectResponse(index_url(request), 303)
        response.delete_cookie(COOKIE, path=BASE_URL)
        return response

    async def authenticate(self, request: Request) -> AdminUser | None:
        """Return the user of the session, as stored now: still active, with the same password."""
        signed = request.cookies.get(COOKIE)
        content = self._cookie.loads(signed) if signed else None
        if content is None or request.url.path.startswith(STATIC):
            return None
        token_id, fingerprint = content
        user = await self._find(request, UUID(token_id))
        if user is None or request.app.state.tokens.fingerprint(user.password) != fingerprint:
            return None
        return AdminUser(user.email)

    async def _find(self, request: Request, token_id: UUID) -> Row[Any] | None:
        found = await request.app.state.database.fetch(SESSION, {"token_id": token_id})
        return found[0] if found else None
