"""Write the imports that a generated class needs."""

import re
from collections.abc import Iterator

MODULES = {
    "datetime": ("UTC", "date", "datetime", "time"),
    "decimal": ("Decimal",),
    "enum": ("IntEnum", "StrEnum"),
    "typing": ("Any",),
    "uuid": ("UUID", "uuid4"),
    "sqlalchemy": (
        "JSON",
        "BigInteger",
        "CheckConstraint",
        "Index",
        "Integer",
        "SmallInteger",
        "Text",
        "UniqueConstraint",
        "desc",
        "false",
        "func",
        "literal_column",
        "text",
        "true",
    ),
    "sqlalchemy.dialects.postgresql": ("JSONB",),
    "sqlalchemy.sql.naming": ("conv",),
    "sqlmodel": ("Field", "SQLModel"),
    "backend.platform.database.columns": ("Money", "UtcDateTime"),
}
NOW = '''def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)
'''


def for_code(code: str) -> Iterator[str]:
    """Write the lines before `code`: imports, and `now()` where a default uses it."""
    needs_now = "default_factory=now" in code
    without_texts = re.sub(r'"(\\.|[^"\\])*"', "", code + (NOW if needs_now else ""))
    words = set(re.findall(r"\w+", without_texts))
    previous = "datetime"
    for module, names in MODULES.items():
        used = [name for name in names if name in words]
        if not used:
            continue
        if _section(module) != _section(previous):
            yield ""
        previous = module
        yield f"from {module} import {', '.join(used)}"
    yield from ("", "")
    if needs_now:
        yield from (*NOW.splitlines(), "", "")


def _section(module: str) -> str:
    root = module.partition(".")[0]
    return root if root == "backend" else "others" if root.startswith("sql") else "standard"
