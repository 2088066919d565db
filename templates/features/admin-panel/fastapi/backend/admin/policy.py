"""The content security policy of the admin: its inline scripts run, and no others."""

import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import starlette_admin
from jinja2 import BaseLoader, Environment, FileSystemLoader
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.problems import CONTENT_SECURITY_POLICY

BASE_URL = "/admin"
STATIC = f"{BASE_URL}/static/"
LIBRARY = Path(starlette_admin.__file__).parent / "templates"
OWN = Path(__file__).with_name("templates")
# How our templates name those of the library that they extend.
ORIGINAL = "@core/"
EVENT_HANDLER = re.compile(r'\son[a-z]+="([^"]*)"')
SCRIPT, WITH_NONCE = "<script>", '<script nonce="{{ request.state.csp_nonce }}">'


def _hash_of(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"


def _policy() -> str:
    """Return the policy, with `{nonce}` and the hashes of the library's event handlers."""
    files = [file.read_text(encoding="utf-8") for file in LIBRARY.rglob("*.html")]
    hashes = sorted({_hash_of(code) for text in files for code in EVENT_HANDLER.findall(text)})
    scripts = " ".join(["script-src 'self'", "'nonce-{nonce}'", "'unsafe-hashes'", *hashes])
    return CONTENT_SECURITY_POLICY.replace("script-src 'self'", scripts)


POLICY = _policy()


class NonceLoader(BaseLoader):
    """Loads the library's templates, and gives the scripts in them the nonce of the response.

    A script that a page contains by an injection has none: only the templates are changed.
    """

    def __init__(self) -> None:
        self.library = FileSystemLoader(LIBRARY)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template for Jinja."""
        name = template.removeprefix(ORIGINAL)
        source, path, is_current = self.library.get_source(environment, name)
        return source.replace(SCRIPT, WITH_NONCE), path, is_current


class PolicyMiddleware:
    """Sets the headers of the admin's responses, outside the middleware that sets the API's."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose a nonce, pass the request on, and replace the policy of its response."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{BASE_URL}/"):
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
                if not scope["path"].startswith(STATIC):
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_policy)
