"""Plain words: the texts of the repository use the standard terms of the field instead of private ones."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Of the templates only the licences have words of others.
TEXTS = ("src", "docs", "templates/core", "templates/features", "templates/template.toml")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
SKIPPED = {".pyc", ".svg"}
# A list from Django, not sentences.
PASSWORDS = {"common_passwords.txt"}

# Each private word, as a regular expression, and the words to use instead.
PRIVATE = {
    r"whoever": "the one that acts: the user, the client, the process",
    r"somebody": "the one that acts: a user, a client, another process",
    r"nobody(?!@)": "no user, no client, no other process",  # `nobody@` is the user of a database URL
    r"everybody": "every user, every client",
    r"one's own|oneself": "the current user's, your own",
    r"the house": "the architecture, the project",
    r"is no answer to": "invalid value … for …",
    r"mend(?:s|ed|ing)?": "fix",
    r"(?:lay|lays|laid) over": "resolve layers, copy files",
    r"outcomes?": "result",
    r"spelt|spells|spelling out": "write, write as a flag",
    r"checkups?": "report",
    r"objections?": "warning",
    r"advised|the advice": "recommended, the recommendation",
    r"contenders?": "candidate",
    r"still to come": "not implemented yet",
}
PATTERN = re.compile(
    "|".join(rf"(?P<w{number}>\b(?:{word})\b)" for number, word in enumerate(PRIVATE)), re.IGNORECASE
)
ADVICE = tuple(PRIVATE.values())


@pytest.mark.parametrize("place", [*TEXTS, *PAGES])
def test_texts_use_standard_words(place: str) -> None:
    found = [one for file in files(ROOT / place) for one in private_words(file)]
    assert not found, "\n" + "\n".join(found)


def test_a_private_word_is_reported_with_its_place_and_the_standard_word(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Recommend a stack.\nWhoever mends it.\n", encoding="utf-8")
    assert list(private_words(page)) == [
        f"{page}:2: `Whoever`; use: {PRIVATE['whoever']}",
        f"{page}:2: `mends`; use: fix",
    ]


def files(place: Path) -> Iterator[Path]:
    """List the files of a folder, or the file itself."""
    found = sorted(place.rglob("*")) if place.is_dir() else [place]
    assert found, f"`{place}` does not exist"
    return (one for one in found if one.is_file() and one.suffix not in SKIPPED and one.name not in PASSWORDS)


def private_words(file: Path) -> Iterator[str]:
    """Report each private word of a text file: its file and line, and the words to use."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
    for number, line in enumerate(text.splitlines(), 1):
        for word in PATTERN.finditer(line):
            yield f"{shown}:{number}: `{word[0]}`; use: {ADVICE[int((word.lastgroup or 'w0')[1:])]}"
