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
    "sqlalchemy.sql.naming": ("conv",),
    "sqlmodel": ("Field", "SQLModel"),
    "backend.platform.database.columns": ("Choice", "Json", "Money", "now"),
}


def for_code(code: str) -> Iterator[str]:
    """Write the import lines of `code`."""
    without_texts = re.sub(r'"(\\.|[^"\\])*"', "", code)
    words = set(re.findall(r"(?<!\.)\b\w+", without_texts))
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


def _section(module: str) -> str:
    root = module.partition(".")[0]
    return root if root == "backend" else "others" if root.startswith("sql") else "standard"
