"""Sign-ins that last: each refresh token is good for one use, and its family falls together."""

from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.api.accounts.schemas import TokenPair
from backend.api.accounts.service import Credentials
from backend.api.accounts.tables import RefreshToken, User
from backend.api.columns import now
from backend.tokens import LIFETIMES, Claims, InvalidTokenError, TokenFormat, TokenKind


def issue_pair(
    session: AsyncSession,
    tokens: TokenFormat,
    user_id: UUID,
    password_hash: str,
    family_id: UUID | None = None,
) -> TokenPair:
    """Issue two tokens and remember the one that can be exchanged."""
    access, _ = tokens.issue(TokenKind.ACCESS, user_id, password_hash)
    refresh, claims = tokens.issue(TokenKind.REFRESH, user_id, password_hash)
    session.add(
        RefreshToken(
            id=claims.token_id,
            user_id=user_id,
            family_id=family_id or uuid4(),
            expires_at=claims.expires_at,
        )
    )
    seconds = int(LIFETIMES[TokenKind.ACCESS].total_seconds())
    return TokenPair(access_token=access, refresh_token=refresh, expires_in=seconds)


async def sign_in(session: AsyncSession, tokens: TokenFormat, who: Credentials) -> TokenPair:
    """Start a new family of tokens; this is also when those that have expired are forgotten."""
    await session.exec(update(User).where(col(User.id) == who.user_id).values(last_login=now()))
    await session.exec(
        delete(RefreshToken).where(
            col(RefreshToken.user_id) == who.user_id, col(RefreshToken.expires_at) < now()
        )
    )
    return issue_pair(session, tokens, who.user_id, who.password_hash)


async def exchange(session: AsyncSession, tokens: TokenFormat, token: str) -> TokenPair | None:
    """Exchange a refresh token once; a second use means that it was stolen, and ends its family."""
    try:
        claims = tokens.read(TokenKind.REFRESH, token)
    except InvalidTokenError:
        return None
    user, stored = await _find_locked(session, claims)
    if user is None or stored is None or stored.revoked_at is not None:
        return None
    if stored.spent_at is not None:
        await revoke_family(session, stored.family_id)
        return None
    if not user.is_active or tokens.fingerprint(user.password) != claims.password_fingerprint:
        return None
    stored.spent_at = now()
    return issue_pair(session, tokens, user.id, user.password, stored.family_id)


async def end(session: AsyncSession, tokens: TokenFormat, token: str) -> None:
    """Revoke the family of a refresh token; nothing happens for what is no token."""
    try:
        claims = tokens.read(TokenKind.REFRESH, token)
    except InvalidTokenError:
        return
    _, stored = await _find_locked(session, claims)
    if stored is not None:
        await revoke_family(session, stored.family_id)


async def _find_locked(
    session: AsyncSession, claims: Claims
) -> tuple[User | None, RefreshToken | None]:
    """Find a token when nobody else works at its family: a row that comes meanwhile is in it."""
    user = await session.get(User, claims.user_id, with_for_update=True)
    return user, await session.get(RefreshToken, claims.token_id)


async def revoke_family(session: AsyncSession, family_id: UUID) -> None:
    """End every token that came out of one sign-in."""
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=now())
    )
