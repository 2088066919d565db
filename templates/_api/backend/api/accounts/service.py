"""Users and their tokens: the rules, without HTTP."""

from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.api.accounts.schemas import Registration, TokenPair
from backend.api.accounts.tables import RefreshToken, User, now
from backend.api.db import Database
from backend.tokens import LIFETIMES, InvalidTokenError, TokenFormat, TokenKind


class Credentials(NamedTuple):
    """What a sign-in is checked against."""

    user_id: UUID
    password_hash: str
    is_active: bool


async def find_credentials(database: Database, email: str) -> Credentials | None:
    """Find a user whatever the case: other writers may have stored capitals."""
    query = select(User.id, User.password, User.is_active)
    found = await database.fetch(query.where(func.lower(col(User.email)) == email.lower()))
    return Credentials._make(found[0]) if found else None


def add_user(session: AsyncSession, registration: Registration, password_hash: str) -> User:
    """Store a new user."""
    user = User(email=registration.email, full_name=registration.full_name, password=password_hash)
    session.add(user)
    return user


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
    """Start a new family of tokens."""
    await session.exec(update(User).where(col(User.id) == who.user_id).values(last_login=now()))
    return issue_pair(session, tokens, who.user_id, who.password_hash)


async def exchange(session: AsyncSession, tokens: TokenFormat, token: str) -> TokenPair | None:
    """Exchange a refresh token once; a second use means that it was stolen, and ends its family."""
    try:
        claims = tokens.read(TokenKind.REFRESH, token)
    except InvalidTokenError:
        return None
    # Locked: of ten uses at once one wins.
    stored = await session.get(RefreshToken, claims.token_id, with_for_update=True)
    if stored is None or stored.revoked_at is not None:
        return None
    if stored.spent_at is not None:
        await revoke_family(session, stored.family_id)
        return None
    user = await session.get(User, stored.user_id)
    if user is None or not user.is_active:
        return None
    if tokens.fingerprint(user.password) != claims.password_fingerprint:
        return None
    stored.spent_at = now()
    return issue_pair(session, tokens, user.id, user.password, stored.family_id)


async def end(session: AsyncSession, tokens: TokenFormat, token: str) -> None:
    """Revoke the family of a refresh token; nothing happens for what is no token."""
    try:
        claims = tokens.read(TokenKind.REFRESH, token)
    except InvalidTokenError:
        return
    stored = await session.get(RefreshToken, claims.token_id)
    if stored is not None:
        await revoke_family(session, stored.family_id)


async def revoke_family(session: AsyncSession, family_id: UUID) -> None:
    """End every token that came out of one sign-in."""
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.family_id) == family_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=now())
    )


async def set_password(session: AsyncSession, user_id: UUID, password_hash: str) -> None:
    """Store a new password and end every session: access tokens end with the old hash."""
    await session.exec(update(User).where(col(User.id) == user_id).values(password=password_hash))
    await session.exec(
        update(RefreshToken)
        .where(col(RefreshToken.user_id) == user_id, col(RefreshToken.revoked_at).is_(None))
        .values(revoked_at=now())
    )
