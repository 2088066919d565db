"""See and change oneself."""

from fastapi import APIRouter
from sqlmodel import col, select

from backend.api.accounts import service
from backend.api.accounts.hashing import HashingDep
from backend.api.accounts.schemas import PasswordChange, ProfileChange, UserOut
from backend.api.accounts.tables import User
from backend.api.db import DatabaseDep, SessionDep
from backend.api.errors import InvalidFieldError
from backend.api.security import CurrentUser

router = APIRouter(prefix="/users/me", tags=["users"])


@router.get("")
async def read_me(viewer: CurrentUser, database: DatabaseDep) -> UserOut:
    """See oneself."""
    query = select(User.id, User.email, User.full_name, User.created_at)
    (row,) = await database.fetch(query.where(col(User.id) == viewer.id))
    return UserOut.model_validate(row, from_attributes=True)


@router.patch("")
async def change_me(body: ProfileChange, viewer: CurrentUser, session: SessionDep) -> UserOut:
    """Change oneself."""
    user = await session.get_one(User, viewer.id, with_for_update=True)
    for name, value in body.model_dump(exclude_unset=True).items():
        setattr(user, name, value)
    return UserOut.model_validate(user, from_attributes=True)


@router.post("/password", status_code=204)
async def change_password(
    body: PasswordChange, viewer: CurrentUser, database: DatabaseDep, hashing: HashingDep
) -> None:
    """Change the password, and sign every device out."""
    async with hashing.turn() as turn:
        if not await turn.verify(body.current_password, viewer.password_hash):
            raise InvalidFieldError("#/current_password", "This is not the current password")
        new = await turn.hash(body.new_password)
    async with database.transaction() as session:
        await service.set_password(session, viewer.id, new)
