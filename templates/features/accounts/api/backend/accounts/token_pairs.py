"""Refresh token rotation: a token can be used once, and reuse revokes its whole family."""

from uuid import UUID, uuid4

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.accounts.schemas import TokenPair
from backend.accounts.service import Credentials, revoke
from backend.accounts.tables import RefreshToken, User
from backend.platform.database.columns import now
from backend.platform.security.tokens import LIFETIMES, Claims, TokenFormat, TokenKind


def issue_pair(
    session: AsyncSession,
    tokens: TokenFormat,
    user_id: UUID,
    password_hash: str,
    family_id: UUID | None = None,
) -> TokenPair:
    """Issue an access and a refresh token, and store the refresh token."""
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


async def sign_in(session: AsyncSession, tokens: TokenFormat, user: Credentials) -> TokenPair:
    """Start a new token family, and delete the user's expired tokens."""
    await session.exec(update(User).where(col(User.id) == user.user_id).values(last_login=now()))
    await session.exec(
        delete(RefreshToken).where(
            col(RefreshToken.user_id) == user.user_id, col(RefreshToken.expires_at) < now()
        )
    )
    return issue_pair(session, tokens, user.user_id, user.password_hash)


async def exchange(session: AsyncSession, tokens: TokenFormat, token: str) -> TokenPair | None:
    """Exchange a refresh token, or return None; reuse suggests theft and revokes the family."""
    claims = tokens.read(TokenKind.REFRESH, token)
    if claims is None:
        return None
    user, stored = await _find_locked(session, claims)
    if user is None or stored is None or stored.revoked_at is not None:
        return None
    if stored.spent_at is not None:
        await revoke(session, col(RefreshToken.family_id) == stored.family_id)
        return None
    if not user.is_active or tokens.fingerprint(user.password) != claims.password_fingerprint:
        return None
    stored.spent_at = now()
    return issue_pair(session, tokens, user.id, user.password, stored.family_id)


async def end(session: AsyncSession, tokens: TokenFormat, token: str) -> None:
    """Revoke the family of a refresh token; ignore an invalid token."""
    if claims := tokens.read(TokenKind.REFRESH, token):
        _, stored = await _find_locked(session, claims)
        if stored is not None:
            await revoke(session, col(RefreshToken.family_id) == stored.family_id)


async def _find_locked(
    session: AsyncSession, claims: Claims
) -> tuple[User | None, RefreshToken | None]:
    """Lock the user's row first, so that tokens issued concurrently are seen."""
    user = await session.get(User, claims.user_id, with_for_update=True)
    return user, await session.get(RefreshToken, claims.token_id)
