"""Tables of users and refresh tokens, with the names and types that Django would choose."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, ForeignKey, Index, false, func, text, true
from sqlmodel import Field, SQLModel

from backend.platform.database.columns import UtcDateTime, now


class User(SQLModel, table=True):
    """A user, who signs in with an e-mail address. It is stored in lower case."""

    __tablename__ = "accounts_user"  # pyright: ignore[reportAssignmentType]

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    password: str = Field(max_length=128)
    last_login: datetime | None = Field(default=None, sa_type=UtcDateTime)
    is_superuser: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    email: str = Field(max_length=254)
    full_name: str = Field(
        default="", max_length=150, sa_column_kwargs={"server_default": text("''")}
    )
    is_staff: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    created_at: datetime = Field(
        default_factory=now, sa_type=UtcDateTime, sa_column_kwargs={"server_default": func.now()}
    )

    __table_args__ = (Index("accounts_user_email_lower_uniq", text("lower(email)"), unique=True),)


class RefreshToken(SQLModel, table=True):
    """An issued refresh token; its family is the chain of tokens from one sign-in."""

    __tablename__ = "accounts_refreshtoken"  # pyright: ignore[reportAssignmentType]

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: UUID = Field(
        sa_column=Column(
            ForeignKey("accounts_user.id", ondelete="CASCADE"), index=True, nullable=False
        )
    )
    family_id: UUID = Field(index=True)
    created_at: datetime = Field(
        default_factory=now, sa_type=UtcDateTime, sa_column_kwargs={"server_default": func.now()}
    )
    expires_at: datetime = Field(sa_type=UtcDateTime)
    spent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
