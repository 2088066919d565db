"""Who asks: the user whose access token comes with the request."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from backend.admin.accounts.models import User
from backend.api.accounts.sessions import token_format
from backend.tokens import InvalidTokenError, TokenKind

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """A bad token is refused even where none is needed: silence would hide that it expired."""

    def authenticate(self, request: Request) -> tuple[User, str] | None:
        """Find the user, or nobody when no token was sent."""
        header = get_authorization_header(request)
        if not header:
            return None
        scheme, _, token = header.partition(b" ")
        if scheme.lower() != SCHEME.lower().encode():
            raise AuthenticationFailed
        try:
            claims = token_format.read(TokenKind.ACCESS, token.decode())
        except (InvalidTokenError, UnicodeDecodeError) as error:
            raise AuthenticationFailed from error
        user = User.objects.filter(pk=claims.user_id, is_active=True).first()
        if user is None or token_format.fingerprint(user.password) != claims.password_fingerprint:
            raise AuthenticationFailed
        return user, token.decode()

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, which makes the refusal a 401."""
        return SCHEME
