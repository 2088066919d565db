"""Business rules for users and passwords, independent of HTTP."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.accounts.schemas import Registration
from backend.accounts.tables import RefreshToken, User
from backend.platform.database.columns import now
from backend.platform.database.session import Database


class Credentials(NamedTuple):
    """The stored values that a sign-in is checked against."""

    user_id: UUID
    password_hash: str
    is_active: bool


async def find_credentials(database: Database, email: str) -> Credentials | None:
    """Find a user by e-mail without case: other writers may have stored capital letters."""
    query = select(User.id, User.password, User.is_active)
    found = await database.fetch(query.where(func.lower(col(User.email)) == email.lower()))
    return Credentials._make(found[0]) if found else None


def add_user(session: AsyncSession, registration: Registration, password_hash: str) -> User:
    """Store a new user."""
    user = User(email=registration.email, full_name=registration.full_name, password=password_hash)
    session.add(user)
    return user


async def set_password(session: AsyncSession, user_id: UUID, *, old: str, new: str) -> bool:
    """Store a new hash and end every session; return False if `old` has been replaced already."""
    changed = await session.exec(
        update(User)
        .where(col(User.id) == user_id, col(User.password) == old)
        .values(password=new)
        .returning(col(User.id))
    )
    if changed.first() is None:
        return False
    await revoke(session, col(RefreshToken.user_id) == user_id)
    return True


async def revoke(session: AsyncSession, condition: ColumnElement[bool]) -> None:
    """Revoke the refresh tokens for which a condition holds, such as those of one family."""
    valid = update(RefreshToken).where(col(RefreshToken.revoked_at).is_(None))
    await session.exec(valid.where(condition).values(revoked_at=now()))
