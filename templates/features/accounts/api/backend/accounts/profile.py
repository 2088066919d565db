"""Read and update the current user."""

from anyio import to_thread
from fastapi import APIRouter
from sqlmodel import col, select

from backend.accounts import service
from backend.accounts.current_user import ClientNetwork, CurrentUser, limit_rate, unauthorized
from backend.accounts.schemas import TOO_SIMILAR, PasswordChange, ProfileChange, UserOut
from backend.accounts.tables import User
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.http.errors import InvalidFieldError
from backend.platform.http.openapi import problems
from backend.platform.security.passwords import (
    HashingDep,
    hash_password,
    resembles,
    verify_password,
)
from backend.platform.security.rate_limit import password_changes

router = APIRouter(prefix="/users/me", tags=["users"])


@router.get("")
async def read_me(viewer: CurrentUser, database: DatabaseDep) -> UserOut:
    """Return the current user."""
    query = select(User.id, User.email, User.full_name, User.created_at)
    (row,) = await database.fetch(query.where(col(User.id) == viewer.id))
    return UserOut.model_validate(row, from_attributes=True)


@router.patch("")
async def change_me(body: ProfileChange, viewer: CurrentUser, session: SessionDep) -> UserOut:
    """Update the current user."""
    user = await session.get_one(User, viewer.id, with_for_update=True)
    body.apply_to(user)
    return UserOut.model_validate(user, from_attributes=True)


@router.post("/password", status_code=204, responses=problems(429))
async def change_password(
    body: PasswordChange,
    viewer: CurrentUser,
    database: DatabaseDep,
    hashing: HashingDep,
    client: ClientNetwork,
) -> None:
    """Change the password, and end every session of the user."""
    key = str(viewer.id)
    await limit_rate(password_changes.check, key)
    query = select(User.email, User.full_name).where(col(User.id) == viewer.id)
    (names,) = await database.fetch(query)
    if resembles(body.new_password, *names):
        raise InvalidFieldError("#/new_password", TOO_SIMILAR)
    async with hashing.slot(client):
        # Check again: concurrent attempts may have failed meanwhile.
        await limit_rate(password_changes.check, key)
        stored = viewer.password_hash
        if not await to_thread.run_sync(verify_password, body.current_password, stored):
            await limit_rate(password_changes.count, key)
            raise InvalidFieldError("#/current_password", "This is not the current password")
        new = await to_thread.run_sync(hash_password, body.new_password)
    await limit_rate(password_changes.forgive, key)
    async with database.transaction() as session:
        changed = await service.set_password(session, viewer.id, old=stored, new=new)
    if not changed:  # a concurrent change has ended this session
        raise unauthorized("The token is not valid")
