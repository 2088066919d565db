"""The client of a connection, as the ticket and the session checks know it."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in user; without accounts, a client that sees everything.

    `revoked_at` is the last time at which a session of the user had ended when this one began.
    """

    user_id: UUID | None = None
    password_fingerprint: str = ""
    revoked_at: str = ""
    sees_all: bool = False

    def renewed(self, now: Self | None) -> Self | None:
        """Return the viewer with the rights that it has now, or None if its session has ended."""
        if now is None or now.password_fingerprint != self.password_fingerprint:
            return None
        if now.revoked_at > self.revoked_at:  # of any session: access tokens do not tell theirs
            return None
        return replace(self, sees_all=now.sees_all)

    def encode(self) -> str:
        """Return the text that is stored with a ticket."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def decode(cls, text: str) -> Self:
        """Return the viewer of a stored text."""
        values = json.loads(text)
        user_id = values.pop("user_id")
        return cls(user_id=user_id and UUID(user_id), **values)
