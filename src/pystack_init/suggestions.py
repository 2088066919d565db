"""Suggest what a misspelt word may have meant, and write lists of alternatives."""

from collections.abc import Sequence


def nearest_word(word: str, known: Sequence[str]) -> str | None:
    """Find the known word that is closest to a misspelt one; no number is close to another."""
    if not any(letter.isalpha() for letter in word):
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - only when something is misspelt

    lowered = {one.lower(): one for one in known}
    near = get_close_matches(word.lower(), lowered, n=1)
    return lowered[near[0]] if near else None


def one_of(words: Sequence[str]) -> str:
    """Write a list of alternatives: `a`, `b` or `c`, each in backticks."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join([*([", ".join(quoted[:-1])] if quoted[1:] else []), quoted[-1]])


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """Suggest the nearest known word, or list all of them."""
    nearest = nearest_word(word, known)
    return f"Did you mean `{nearest}`?" if nearest else f"Choose {one_of(known)}"
