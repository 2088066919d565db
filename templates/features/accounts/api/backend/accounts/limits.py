"""The client of a request, and the response when a rate limit is exceeded."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.responses import JSONResponse

from backend.platform.http.errors import problem
from backend.platform.security.rate_limit import TooManyAttemptsError, network_of


def add_rate_limit_handler(app: FastAPI) -> None:
    """Respond to an exceeded rate limit with 429 and Retry-After."""

    @app.exception_handler(TooManyAttemptsError)
    async def respond(_: Request, error: TooManyAttemptsError) -> JSONResponse:
        return problem(error.status, str(error), {"Retry-After": str(error.seconds)})


async def client_network(request: Request) -> str:
    """Return the client's network; behind a proxy, TRUSTED_PROXIES must list the proxy."""
    return network_of(request.client.host) if request.client else ""


ClientNetwork = Annotated[str, Depends(client_network)]
