"""The viewer of a request: without accounts, every client sees everything."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Depends
from starlette.datastructures import State

from backend.live.viewer import Viewer

SIGN_IN: dict[str, Any] = {}


async def check(_: State, viewers: Sequence[Viewer]) -> list[Viewer | None]:
    """Return the viewers: there is no session that ends."""
    return [*viewers]


async def any_client() -> Viewer:
    """Return the viewer."""
    return Viewer(sees_all=True)


def require(viewer: Viewer) -> Viewer:
    """Return the viewer."""
    return viewer


SignedIn = Annotated[Viewer, Depends(any_client)]
MaybeViewer = Annotated[Viewer, Depends(any_client)]
