"""The requirements that the recommendation decides by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """One answer to each question of `questions/selection.py`."""

    surface: str
    admin: str
    load: str
    team: str
    shape: str
    ops: str

    @property
    def has_pages(self) -> bool:
        """Whether the server renders HTML pages."""
        return self.surface in {"site", "both"}

    @property
    def requirements_conflict(self) -> bool:
        """Whether one requirement needs Django and another needs FastAPI."""
        for_django = self.admin == "yes" or self.has_pages
        for_fastapi = self.load == "hot" or (self.team == "fastapi" and self.surface != "site")
        return for_django and for_fastapi
