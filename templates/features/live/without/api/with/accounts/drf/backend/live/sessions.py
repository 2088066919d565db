"""The sessions of viewers. They are read in a thread of their own, not in those of requests."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import Max
from django.http import HttpRequest
from rest_framework.exceptions import APIException, NotAuthenticated
from rest_framework.views import APIView

from backend.accounts.api.sessions import token_format
from backend.accounts.models import User
from backend.live.viewer import Viewer
from backend.platform.django.problems import RejectedError, database_problem
from backend.platform.django.timeouts import MAX_CHECK, SILENT_DATABASE
from backend.platform.drf.exceptions import problem_parts

CHUNK = 1000  # users in one statement

Result = TypeVar("Result")
_thread = ThreadPoolExecutor(1, thread_name_prefix="live")


async def authenticate(request: HttpRequest) -> Viewer:
    """Return the viewer of a request's token; raise RejectedError, 401 or 503."""
    return await _in_thread(partial(_authenticate, request))


async def renew(viewers: Sequence[Viewer]) -> list[Viewer | None]:
    """Return each viewer with its current rights; None after a logout or a new password.

    Raise RejectedError, 503, if the database does not respond.
    """
    return await _in_thread(partial(_renew, viewers))


def viewer_of(user: Any) -> Viewer:
    """Return the viewer of a user, from the thread of a request. Raise NotAuthenticated."""
    viewer = _find([user.pk]).get(user.pk)
    if viewer is None:  # deleted since the token was checked
        raise NotAuthenticated
    return viewer


async def _in_thread(read: Callable[[], Result]) -> Result:
    work = asyncio.get_running_loop().run_in_executor(_thread, partial(_run, read))
    try:
        async with asyncio.timeout(MAX_CHECK):
            return await work
    except TimeoutError:
        raise RejectedError(*SILENT_DATABASE) from None


def _run(read: Callable[[], Result]) -> Result:
    try:
        return read()
    except APIException as error:
        raise RejectedError(*problem_parts(error)) from error
    except Exception as error:
        if unavailable := database_problem(error):
            raise RejectedError(*unavailable) from error
        raise
    finally:
        connections.close_all()


def _authenticate(request: HttpRequest) -> Viewer:
    """Check a request as a view does, with the settings of Django REST framework."""
    view = APIView()
    api_request = view.initialize_request(request)
    view.initial(api_request)
    return viewer_of(api_request.user)


def _renew(viewers: Sequence[Viewer]) -> list[Viewer | None]:
    now = _find(list({each.user_id for each in viewers if each.user_id}))
    return [viewer.renewed(now.get(viewer.user_id)) for viewer in viewers]


def _find(user_ids: Sequence[UUID]) -> dict[UUID | None, Viewer]:
    """Return the viewers of active users."""
    found: dict[UUID | None, Viewer] = {}
    users = User.objects.filter(is_active=True).annotate(last=Max("refresh_tokens__revoked_at"))
    for start in range(0, len(user_ids), CHUNK):
        rows = users.filter(pk__in=user_ids[start : start + CHUNK])
        columns = "pk", "password", "is_superuser", "last"
        for user_id, password, is_superuser, last in rows.values_list(*columns):
            found[user_id] = Viewer(
                user_id=user_id,
                password_fingerprint=token_format.fingerprint(password),
                revoked_at=last.isoformat() if last else "",
                sees_all=is_superuser,
            )
    return found
