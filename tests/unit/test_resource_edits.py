"""Lines are inserted into files that their owner has edited, or nothing is changed there."""

import ast

import pytest

from pystack_init.lifecycle.edits import inserted, removed

IMPORT = {
    "place": "import",
    "names": "backend.orders.router",
    "line": "from backend.orders import router as orders",
}
ROUTER = {
    "place": "call include_router",
    "names": "orders.router",
    "line": "app.include_router(orders.router, prefix=PREFIX)",
}
APP = {"place": "list INSTALLED_APPS", "names": "backend.orders", "line": '"backend.orders",'}
URL = {
    "place": "list urlpatterns",
    "names": "backend.orders.api.urls",
    "line": 'urls.path("api/v1/", urls.include("backend.orders.api.urls")),',
}
NEW = f"{IMPORT['line']}\n"
LONG = "    app.include_router(\n        a.router,\n        prefix=PREFIX,\n        tags=['ü'],\n    )\n"
OLD_URL = '    path("api/v1/", include("backend.catalog.api.urls")),\n'
LINE = "    app.include_router(orders.router, prefix=PREFIX)\n"
CATALOG = 'urls.path("api/v1/", urls.include("backend.catalog.api.urls"))'
# Each shape: the row, a file before, and the file after; None where there is no place.
SHAPES = {
    "imports with comments": (
        IMPORT,
        "import os\n\nfrom backend.catalog import x  # mine\n# keep\nfrom backend.settings import y\n",
        f"import os\n\nfrom backend.catalog import x  # mine\n{NEW}# keep\nfrom backend.settings import y\n",
    ),
    "an import of several lines": (
        IMPORT,
        "from backend.catalog import (\n    a,\n    b,\n)\n\nx = 1\n",
        f"from backend.catalog import (\n    a,\n    b,\n)\n{NEW}\nx = 1\n",
    ),
    "only later imports": (
        IMPORT,
        "from backend.platform import a\n",
        "from backend.orders import router as orders\nfrom backend.platform import a\n",
    ),
    "another name of the import": (IMPORT, "from backend.orders import router as o\n", "same"),
    "an import of the module": (IMPORT, "import backend.orders.router\n", "same"),
    "two statements in one line": (IMPORT, "from backend.a import b; x = 1\n", None),
    "no import of the project": (IMPORT, "import os\n", None),
    "no newline at the end": (
        IMPORT,
        "from backend.a import b",
        "from backend.a import b\nfrom backend.orders import router as orders\n",
    ),
    "Windows line endings": (
        IMPORT,
        "from backend.a import b\r\nx = 1\r\n",
        "from backend.a import b\r\nfrom backend.orders import router as orders\r\nx = 1\r\n",
    ),
    "a syntax error": (IMPORT, "from backend.a import (\n", None),
    "a router with a comment": (
        ROUTER,
        "def f():\n    app.include_router(a.router, prefix=PREFIX)  # mine\n    return app\n",
        f"def f():\n    app.include_router(a.router, prefix=PREFIX)  # mine\n{LINE}    return app\n",
    ),
    "a router of several lines": (
        ROUTER,
        f"def f():\n{LONG}",
        f"def f():\n{LONG}{LINE}",
    ),
    "another name of the application": (
        ROUTER,
        "api.include_router(a.router, prefix=V1)\n",
        "api.include_router(a.router, prefix=V1)\napi.include_router(orders.router, prefix=V1)\n",
    ),
    "routers in a loop": (ROUTER, "for r in all:\n    app.include_router(r, prefix=PREFIX)\n", None),
    "a router under a condition": (ROUTER, "if debug:\n    app.include_router(r, prefix=PREFIX)\n", None),
    "routers without a prefix": (ROUTER, "app.include_router(a.router)\n", None),
    "a router with other arguments": (ROUTER, "app.include_router(orders.router, prefix='/v2')\n", "same"),
    "apps with a comment": (
        APP,
        'INSTALLED_APPS = [\n    "a",\n    "b",  # mine\n    # the end\n]\n',
        'INSTALLED_APPS = [\n    "a",\n    "b",  # mine\n    "backend.orders",\n    # the end\n]\n',
    ),
    "apps without a last comma": (
        APP,
        'INSTALLED_APPS: list[str] = [\n    "a",\n    "b"\n]\n',
        'INSTALLED_APPS: list[str] = [\n    "a",\n    "backend.orders",\n    "b"\n]\n',
    ),
    "apps and more apps": (
        APP,
        'INSTALLED_APPS = [\n  "a",\n] + MORE\n',
        'INSTALLED_APPS = [\n  "a",\n  "backend.orders",\n] + MORE\n',
    ),
    "apps in a tuple": (
        APP,
        'INSTALLED_APPS = (\n    "a",\n)\n',
        'INSTALLED_APPS = (\n    "a",\n    "backend.orders",\n)\n',
    ),
    "apps in one line": (APP, 'INSTALLED_APPS = ["a", "b"]\n', None),
    "computed apps": (APP, "INSTALLED_APPS = apps_of(everything)\n", None),
    "an app with a configuration": (APP, 'INSTALLED_APPS = ["backend.orders.apps.Orders"]\n', "same"),
    "URLs before a page for all others": (
        URL,
        f'urlpatterns = [\n    {CATALOG},\n    urls.re_path("^api", not_found),\n]\n',
        f'urlpatterns = [\n    {CATALOG},\n    {URL["line"]}\n    urls.re_path("^api", not_found),\n]\n',
    ),
    "URLs with imported functions": (
        URL,
        f"urlpatterns = [\n{OLD_URL}]\n",
        f"urlpatterns = [\n{OLD_URL}{OLD_URL.replace('catalog', 'orders')}]\n",
    ),
    "URLs with another prefix": (
        URL,
        'urlpatterns = [\n    path("v2/", include("backend.a.urls")),\n]\n',
        None,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_line_is_inserted_and_nothing_else_changes(shape: str) -> None:
    row, before, expected = SHAPES[shape]
    found = inserted(before, row)
    if expected is None:
        assert found is None
        return
    assert found is not None
    after, line = found
    assert after == (before if expected == "same" else expected)
    assert inserted(after, row) == (after, 0)
    if line:
        ast.parse(after)
        written = after.splitlines()[line - 1]
        assert removed(after, written) == (before if before.endswith("\n") else f"{before}\n")


def test_a_line_that_was_changed_is_not_removed() -> None:
    assert removed("a = 1\nb = 2\n", "c = 3") is None
    assert removed("a = 1\n    b = 2\n", "b = 2") == "a = 1\n"


def test_a_row_is_added_to_the_first_table() -> None:
    row = {"place": "row", "names": "| `x.py` |", "line": "| `x.py` | new |"}
    text = "# Files\n\n| file |\n| --- |\n| `a.py` | a |\n\n| `b.py` | other table |\n"
    after = text.replace("| `a.py` | a |\n", "| `a.py` | a |\n| `x.py` | new |\n")
    assert inserted(text, row) == (after, 6)
    assert inserted(after, row) == (after, 0)
    assert inserted("no table\n", row) == ("no table\n", 0)
