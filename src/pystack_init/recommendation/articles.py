"""The articles that the recommendation cites, and how a citation is written."""

# Read in full; a claim is cited by its article's number.
ARTICLES = {
    "000": "FastAPI and Django for building APIs, with DRF",
    "001": "FastAPI vs Django: Which Backend Framework Should You Choose? (February 2026)",
    "002": "Django vs FastAPI: Batteries-Included or Async Performance? (MG Software, 2026)",
    "003": "FastAPI vs Django in 2024: Which One Should You Choose (December 2024)",
    "004": "Why FastAPI Is Overtaking Django for Backend APIs (Offline Pixel)",
}
ALL = tuple(ARTICLES)


def cite(articles: tuple[str, ...]) -> str:
    """Write a citation: `000, 003`, or `000 to 004` for all of them."""
    return f"{ALL[0]} to {ALL[-1]}" if articles == ALL else ", ".join(articles)
