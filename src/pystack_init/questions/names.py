"""Validate the names of a project and its folder, and derive the distribution name."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from pystack_init.errors import InvalidAnswer

LONGEST = 100
LONGEST_FOLDER = 255  # bytes, on every file system in use
FALLBACK = "my-service"

_WINDOWS = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)
}
# Letters that Unicode does not decompose into a base letter and an accent.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Direction overrides: the displayed order differs from the stored one.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LAST_TWO_OF_A_PLANE = 0xFFFE
_CHARACTER_NAMES = {"\t": "a tab"} | dict.fromkeys("\n\r\x85\u2028\u2029", "a line break")


def slug_of(name: str) -> str:
    """Derive the distribution name: `Café Ünïcode` becomes `cafe-unicode`."""
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    slug = re.sub(r"[^a-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
    if slug or not any(letter.isalnum() for letter in name):
        return slug
    # A name without one Latin letter, say 商店: its punycode is unique, stable and plain ASCII.
    punycode = "".join(letter for letter in name.casefold() if letter.isalnum()).encode("punycode").decode()
    return "xn-" + re.sub(r"[^a-z0-9]+", "-", punycode.lower()).strip("-")


def check_text(field: str, text: str, longest: int, default: str = FALLBACK) -> str:
    """Return one line of free text without surrounding spaces, or raise `InvalidAnswer`."""
    if not text.strip():
        raise InvalidAnswer(f"The {field} is empty", fields=[field], suggestion=default)
    odd = next((letter for letter in text if _is_odd(letter)), None)
    if odd is not None:
        cleaned = " ".join("".join(" " if _is_odd(letter) else letter for letter in text).split())
        message = f"The {field} contains {_describe(odd)}, which is not allowed"
        raise InvalidAnswer(message, fields=[field], suggestion=cleaned or default)
    if len(text) > longest:
        message = f"The {field} has {len(text)} characters, at most {longest} are allowed"
        raise InvalidAnswer(message, fields=[field], suggestion=text.strip()[:longest].strip())
    return text.strip()


def check_name(name: str) -> str:
    """Return a valid project name, or raise `InvalidAnswer` with the nearest valid one."""
    name = check_text("name", name, LONGEST)
    problem = _problem_of(name)
    if problem is None and not slug_of(name):
        problem = "has no letter or digit"
    if problem is None and slug_of(name) in installed_distributions():
        problem = f"conflicts with the package `{slug_of(name)}`, which the project installs"
    if problem:
        raise InvalidAnswer(f"The name `{name}` {problem}", fields=["name"], suggestion=nearest_name(name))
    return name


def check_folder(folder: str) -> None:
    """Refuse a folder name, the last part of the target path, that an operating system does not allow."""
    odd = next((letter for letter in folder if _is_odd(letter)), None)
    problem = f"contains {_describe(odd)}" if odd else _problem_of(folder)
    if problem is None and len(folder) > LONGEST:
        problem = f"has {len(folder)} characters, at most {LONGEST} are allowed"
    if problem is None and len(folder.encode()) > LONGEST_FOLDER:
        problem = f"is longer than {LONGEST_FOLDER} bytes"
    if problem:
        shown = folder.encode("unicode_escape").decode() if odd else folder
        shown = shown if len(shown) <= LONGEST else shown[:20] + "…"
        message = f"The folder name `{shown}` {problem}"
        raise InvalidAnswer(message, fields=["path"], suggestion=nearest_name(folder))


def nearest_name(name: str) -> str:
    """Return a valid name as close as possible to a refused one."""
    cleaned = "".join(letter for letter in name if unicodedata.category(letter) != "Cs")
    near = slug_of(cleaned)[: LONGEST - len("-service")].strip("-") or FALLBACK
    taken = near in installed_distributions() or near.partition(".")[0] in _WINDOWS
    return f"{near}-service" if taken else near


@cache
def installed_distributions() -> frozenset[str]:
    """Return every distribution that a project can install; `scripts/generate.py` writes the list."""
    return frozenset(Path(__file__).with_name("distributions.txt").read_text(encoding="utf-8").split())


def _problem_of(name: str) -> str | None:
    if name in {"", ".", ".."}:
        return "is not a valid name"
    if name.startswith("-"):
        return "starts with `-`, like a command-line option"
    if "/" in name or "\\" in name:
        return "contains a path separator"
    if name != name.strip() or name.endswith("."):
        return "starts or ends with a space or a dot"
    if name.partition(".")[0].rstrip().lower() in _WINDOWS:
        return "is reserved by Windows"
    return None


def _is_odd(letter: str) -> bool:
    return (
        unicodedata.category(letter) in _CONTROL
        or letter in _REORDERING
        or letter == "\ufeff"
        or ord(letter) & _LAST_TWO_OF_A_PLANE == _LAST_TWO_OF_A_PLANE
    )


def _describe(odd: str) -> str:
    return _CHARACTER_NAMES.get(odd, f"the character U+{ord(odd):04X}")
