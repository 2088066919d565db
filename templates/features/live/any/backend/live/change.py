"""A change of a row: its format on the bus, and the message that each viewer gets."""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Self
from uuid import UUID

from backend.live.viewer import Viewer

# By whether the viewer could see the row before the change, and can see it now.
KINDS = {(False, True): "created", (True, True): "changed", (True, False): "removed"}


@dataclass(frozen=True, slots=True)
class Audience:
    """The viewers of a row: everyone if it is public, else its owner and superusers."""

    is_public: bool
    owner_id: UUID | None = None

    def includes(self, viewer: Viewer) -> bool:
        """Return whether a viewer may see the row."""
        is_owner = self.owner_id is not None and self.owner_id == viewer.user_id
        return self.is_public or is_owner or viewer.sees_all


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a row, with its audience before and after; None: there was no row."""

    subject: str
    id: UUID
    before: Audience | None
    after: Audience | None
    at: datetime = field(default_factory=_now)

    def encode(self) -> str:
        """Return the text that is published on the bus."""
        return json.dumps(asdict(self) | {"at": _written(self.at)}, default=str)

    @classmethod
    def decode(cls, text: str) -> Self:
        """Return the change of a published text."""
        values = json.loads(text)
        return cls(
            subject=values["subject"],
            id=UUID(values["id"]),
            before=_audience(values["before"]),
            after=_audience(values["after"]),
            at=datetime.fromisoformat(values["at"]),
        )

    def message_for(self, viewer: Viewer) -> str | None:
        """Return the JSON of a viewer's message, or None: it may not see the row, nor could it."""
        saw = self.before is not None and self.before.includes(viewer)
        sees = self.after is not None and self.after.includes(viewer)
        kind = KINDS.get((saw, sees))
        return None if kind is None else _message(self.subject, kind, self.id, self.at)


@lru_cache(maxsize=8)  # a change has three texts at most, for all its viewers
def _message(subject: str, kind: str, row_id: UUID, at: datetime) -> str:
    return json.dumps({"type": f"{subject}.{kind}", "id": str(row_id), "at": _written(at)})


def _written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _audience(values: dict[str, Any] | None) -> Audience | None:
    if values is None:
        return None
    owner_id = values["owner_id"]
    return Audience(values["is_public"], owner_id and UUID(owner_id))
