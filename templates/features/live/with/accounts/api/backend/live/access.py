"""The viewer of a request, and whether its session still lasts."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import bindparam, func
from sqlmodel import col, select
from starlette.datastructures import State

from backend.accounts import current_user
from backend.accounts.tables import RefreshToken, User
from backend.live.viewer import Viewer

SIGN_IN = current_user.OPTIONAL_SIGN_IN  # a ticket replaces the token
CHUNK = 1000  # users in one statement
LAST_REVOKED = (
    select(func.max(RefreshToken.revoked_at))
    .where(col(RefreshToken.user_id) == col(User.id))
    .scalar_subquery()
)
USERS = select(User.id, User.password, User.is_superuser, LAST_REVOKED.label("revoked_at")).where(
    col(User.id).in_(bindparam("ids", expanding=True)), col(User.is_active).is_(True)
)


async def check(state: State, viewers: Sequence[Viewer]) -> list[Viewer | None]:
    """Return each viewer with its current rights; None after a logout or a new password."""
    now = await _find(state, list({each.user_id for each in viewers if each.user_id}))
    return [viewer.renewed(now.get(viewer.user_id)) for viewer in viewers]


async def _find(state: State, user_ids: Sequence[UUID]) -> dict[UUID | None, Viewer]:
    found: dict[UUID | None, Viewer] = {}
    for start in range(0, len(user_ids), CHUNK):
        ids = user_ids[start : start + CHUNK]
        for user in await state.database.fetch(USERS, {"ids": ids}):
            found[user.id] = Viewer(
                user_id=user.id,
                password_fingerprint=state.tokens.fingerprint(user.password),
                revoked_at=user.revoked_at.isoformat() if user.revoked_at else "",
                sees_all=user.is_superuser,
            )
    return found


async def maybe_viewer(request: Request, user: current_user.MaybeViewer) -> Viewer | None:
    """Return the viewer of a bearer token, or None without one."""
    if user is None:
        return None
    return (await _find(request.app.state, [user.id])).get(user.id)


MaybeViewer = Annotated[Viewer | None, Depends(maybe_viewer)]


def require(viewer: Viewer | None) -> Viewer:
    """Return the viewer, or raise 401."""
    if viewer is None:
        raise current_user.unauthorized()
    return viewer


async def signed_in(viewer: MaybeViewer) -> Viewer:
    """Return the viewer of a bearer token, or raise 401."""
    return require(viewer)


SignedIn = Annotated[Viewer, Depends(signed_in)]
