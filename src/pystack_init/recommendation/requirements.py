"""What the user wants to build, as the recommendation reads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What somebody wants to build: one answer to each question of `selection.py`."""

    surface: str
    admin: str
    load: str
    team: str
    shape: str
    ops: str

    @property
    def has_pages(self) -> bool:
        """Tell whether the server makes pages for people."""
        return self.surface in {"site", "both"}

    @property
    def requirements_conflict(self) -> bool:
        """Tell whether there is a reason for Django that FastAPI cannot serve, and the other way round."""
        for_django = self.admin == "yes" or self.has_pages
        for_fastapi = self.load == "hot" or (self.team == "fastapi" and self.surface != "site")
        return for_django and for_fastapi
