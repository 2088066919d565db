"""ALLOWED_HOSTS has the same meaning on both sides."""

import pytest
from django.http.request import split_domain_port, validate_host

from backend.main import create_app
from backend.settings import Settings
from tests.support.asgi_client import asgi_client

NAMES = ("example.com", "a.b.example.com", "EXAMPLE.com:81", "example.com.", "xexample.com", "org")


@pytest.mark.anyio
@pytest.mark.parametrize("allowed", [".example.com", "Example.com", "a.b.example.com", ".org", "*"])
async def test_both_sides_accept_the_same_hosts(settings: Settings, allowed: str) -> None:
    app = create_app(settings.model_copy(update={"allowed_hosts": (allowed,)}))
    async with asgi_client(app) as client:
        for name in NAMES:
            response = await client.get("/api/docs", headers={"Host": name})
            in_django = validate_host(split_domain_port(name)[0], [allowed])
            assert (response.status_code == 200) is in_django, name
