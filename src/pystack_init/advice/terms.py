"""The words of the advice: the stacks, what somebody needs, and the articles that are cited."""

from dataclasses import dataclass
from enum import StrEnum

# Read in full; a claim is cited by its article's number.
ARTICLES = {
    "000": "FastAPI and Django for building APIs, with DRF",
    "001": "FastAPI vs Django: Which Backend Framework Should You Choose? (February 2026)",
    "002": "Django vs FastAPI: Batteries-Included or Async Performance? (MG Software, 2026)",
    "003": "FastAPI vs Django in 2024: Which One Should You Choose (December 2024)",
    "004": "Why FastAPI Is Overtaking Django for Backend APIs (Offline Pixel)",
}
ALL = tuple(ARTICLES)


class Stack(StrEnum):
    """What a project can stand on."""

    FASTAPI = "fastapi"
    DJANGO_DRF = "django_drf"
    HYBRID = "hybrid"

    @property
    def label(self) -> str:
        """Call it as people do."""
        return _LABELS[self]


_LABELS = {
    Stack.FASTAPI: "FastAPI",
    Stack.DJANGO_DRF: "Django + DRF",
    Stack.HYBRID: "Hybrid (Django admin + FastAPI)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
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
    def pulls_both_ways(self) -> bool:
        """Tell whether there is a reason for Django that FastAPI cannot serve, and the other way round."""
        for_django = self.admin == "yes" or self.has_pages
        for_fastapi = self.load == "hot" or (self.team == "fastapi" and self.surface != "site")
        return for_django and for_fastapi


def cite(articles: tuple[str, ...]) -> str:
    """Name articles as people do."""
    return f"{ALL[0]} to {ALL[-1]}" if articles == ALL else ", ".join(articles)
