"""Refresh token rotation: a token can be used once, and reuse revokes its whole family."""

from uuid import UUID, uuid4

from django.contrib.auth.models import update_last_login
from django.db import transaction
from django.utils import timezone

from backend.accounts.models import RefreshToken, User
from backend.platform.security.tokens import LIFETIMES, Claims, TokenFormat, TokenKind
from backend.settings import get_settings

token_format = TokenFormat(get_settings().token_secret.get_secret_value())

SCHEME = "bearer"


def begin(user: User) -> dict[str, object]:
    """Start a new token family, and delete the user's expired tokens."""
    RefreshToken.objects.filter(user=user, expires_at__lt=timezone.now()).delete()
    update_last_login(User, user)
    return _issue(user, uuid4())


def rotate(token: str) -> dict[str, object] | None:
    """Exchange a refresh token, or return None; reuse suggests theft and revokes the family."""
    claims = token_format.read(TokenKind.REFRESH, token)
    if claims is None:
        return None
    with transaction.atomic():
        user, stored = _find_locked(claims)
        if user is None or stored is None or stored.revoked_at or not user.is_active:
            return None
        if token_format.fingerprint(user.password) != claims.password_fingerprint:
            return None
        if stored.spent_at:
            _revoke(family_id=stored.family_id)
            return None
        stored.spent_at = timezone.now()
        stored.save(update_fields=["spent_at"])
        return _issue(user, stored.family_id)


def end(token: str) -> None:
    """Revoke the family of a refresh token; ignore an invalid token."""
    claims = token_format.read(TokenKind.REFRESH, token)
    if claims is None:
        return
    with transaction.atomic():
        _, stored = _find_locked(claims)
        if stored:
            _revoke(family_id=stored.family_id)


def end_all(user: User) -> None:
    """Revoke all refresh tokens of a user."""
    _revoke(user=user)


def _issue(user: User, family_id: UUID) -> dict[str, object]:
    access, _ = token_format.issue(TokenKind.ACCESS, user.pk, user.password)
    refresh, claims = token_format.issue(TokenKind.REFRESH, user.pk, user.password)
    RefreshToken.objects.create(
        id=claims.token_id, user=user, family_id=family_id, expires_at=claims.expires_at
    )
    return {
        "access_token": access,
        "refresh_token": refresh,
        "token_type": SCHEME,
        "expires_in": int(LIFETIMES[TokenKind.ACCESS].total_seconds()),
    }


def _find_locked(claims: Claims) -> tuple[User | None, RefreshToken | None]:
    """Lock the user's row first, so that tokens issued concurrently are seen."""
    user = User.objects.select_for_update().filter(pk=claims.user_id).first()
    return user, RefreshToken.objects.filter(pk=claims.token_id).first()


def _revoke(**which: object) -> None:
    RefreshToken.objects.filter(revoked_at=None, **which).update(revoked_at=timezone.now())
