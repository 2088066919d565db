"""Define the rules for free text as regular expressions valid in Python and JSON Schema (ECMA 262).

`names.py` states the same rules as code, with a message for each; `tests/unit/test_schema.py` compares both.
"""

# Control characters, lone surrogates, line separators, direction overrides, the byte order mark.
_CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
# The last two code points of every plane. Written literally, because ECMA's `\u` has four digits.
_NON_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_FORBIDDEN = _CONTROL + _NON_CHARACTERS

# `$` of Python also matches before a line break at the end.
_END = r"(?![\s\S])"

ONE_LINE = rf"^[^{_FORBIDDEN}]*[^\s{_FORBIDDEN}][^{_FORBIDDEN}]*{_END}"

_RESERVED = (
    r"[cC][oO][nN]|[pP][rR][nN]|[aA][uU][xX]|[nN][uU][lL]|[cC][oO][nN][iI][nN]\$|[cC][oO][nN][oO][uU][tT]\$"
    r"|(?:[cC][oO][mM]|[lL][pP][tT])[1-9]"
)
# No leading dash, no name that Windows reserves, no full stop at the end, no separator, and a letter or digit
# (a character beyond ASCII counts as one).
NAME = (
    rf"^(?!\s*-)(?!\s*(?:{_RESERVED})\s*(?:\.|$))(?!.*\.\s*$)(?=.*[0-9A-Za-z\u0080-\U0010ffff])"
    rf"[^/\\{_FORBIDDEN}]+{_END}"
).replace(r"\U0010ffff", "\U0010ffff")


def same_package(slugs: list[str]) -> str:
    """Return a pattern for the ASCII names that become one of these package names."""
    words = ("[^0-9A-Za-z]+".join(map(_any_case, slug.split("-"))) for slug in slugs)
    return rf"^[^0-9A-Za-z]*(?:{'|'.join(words)})[^0-9A-Za-z]*{_END}"


def _any_case(word: str) -> str:
    return "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in word)
