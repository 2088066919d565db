"""Insert the lines that a resource needs in files of the project.

`ast` finds the place, whole lines of text are inserted there, and the result is parsed again. Where the file
has another shape than expected, nothing is inserted.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

Row = Mapping[str, str]
_AFTER_ELEMENT = re.compile(r"\s*,\s*(#.*)?")
_LAST_ELEMENT = re.compile(r"\s*(#.*)?")


@dataclass(frozen=True, slots=True)
class Insertion:
    """A line of text, and the number of the line before it."""

    text: str
    after: int


def inserted(text: str, row: Row) -> tuple[str, int] | None:
    """Return a file with the line of `row`, and the line's number; None if there is no place for it.

    A file that has it already is returned as it is, with the number 0.
    """
    if row["place"] == "row":
        return _in_table(text, row)
    tree = _parsed(text)
    if tree is None:
        return None
    if _has(tree, row):
        return text, 0
    kind, _, name = row["place"].partition(" ")
    found = _PLACES[kind](tree, text.splitlines(), name, row)
    if found is None:
        return None
    new = _with_line(text, found)
    parsed = _parsed(new)
    return (new, found.after + 1) if parsed is not None and _has(parsed, row) else None


def removed(text: str, line: str) -> str | None:
    """Return a file without the line, whatever its indentation; None if it is not there."""
    lines = text.splitlines(keepends=True)
    at = next((number for number, one in enumerate(lines) if one.strip() == line.strip()), None)
    if at is None:
        return None
    return "".join(lines[:at] + lines[at + 1 :])


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _with_line(text: str, found: Insertion) -> str:
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if "\r\n" in text else "\n"
    if found.after and not lines[found.after - 1].endswith(("\n", "\r")):
        lines[found.after - 1] += ending
    lines.insert(found.after, found.text + ending)
    return "".join(lines)


def _has(tree: ast.Module, row: Row) -> bool:
    """Return whether the file has the line in some form."""
    kind, _, name = row["place"].partition(" ")
    if kind == "import":
        return row["names"] in set(_imported(tree))
    if kind == "call":
        calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call) and _attribute(one.func) == name]
        return any(ast.unparse(argument) == row["names"] for one in calls for argument in one.args)
    if kind == "loop":
        calls = [one for one in _looped(tree, name) if isinstance(one, ast.Call)]
        return any(_attribute(one.func) == row["names"] for one in calls)
    inner = [node for one in _elements(tree, name) for node in ast.walk(one)]
    texts = [node.value for node in inner if isinstance(node, ast.Constant)]
    return any(
        isinstance(one, str) and (one == row["names"] or one.startswith(f"{row['names']}.apps."))
        for one in texts
    )


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name for one in node.names)


def _import(tree: ast.Module, lines: list[str], _: str, row: Row) -> Insertion | None:
    """Find the place among the imports of the project's own modules, which are sorted."""
    module = row["line"].split()[1]
    own = [
        one
        for one in tree.body
        if isinstance(one, ast.ImportFrom) and not one.level and (one.module or "").split(".")[0] == "backend"
    ]
    if not own or any(not _stands_alone(one, lines) for one in own):
        return None
    before = [one for one in own if (one.module or "").lower() <= module.lower()]
    return Insertion(row["line"], (before[-1].end_lineno or 0) if before else own[0].lineno - 1)


def _call(tree: ast.Module, lines: list[str], name: str, row: Row) -> Insertion | None:
    """Find the place after the last call with a prefix, outside of loops and conditions."""
    bodies = [
        one.body
        for one in ast.walk(tree)
        if isinstance(one, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    calls = [
        (one, one.value)
        for body in bodies
        for one in body
        if isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Call)
        and _attribute(one.value.func) == name
    ]
    for statement, call in sorted(calls, key=lambda pair: pair[0].lineno, reverse=True):
        prefix = next((ast.unparse(one.value) for one in call.keywords if one.arg == "prefix"), None)
        if prefix and _stands_alone(statement, lines):
            line = f"{ast.unparse(call.func)}({row['names']}, prefix={prefix})"
            return Insertion(" " * statement.col_offset + line, statement.end_lineno or 0)
    return None


def _list(tree: ast.Module, lines: list[str], name: str, row: Row) -> Insertion | None:
    """Find the place after the last element of a list, or of its elements that include URLs."""
    elements = _elements(tree, name)
    anchors = elements if row["line"].startswith('"') else [one for one in elements if _include(one)]
    if not anchors:
        return None
    anchor = anchors[-1]
    first, last = lines[anchor.lineno - 1], lines[(anchor.end_lineno or 0) - 1]
    indent, rest = (
        first[: _characters(first, anchor.col_offset)],
        last[_characters(last, anchor.end_col_offset or 0) :],
    )
    if indent.strip():
        return None
    line = row["line"] if row["line"].startswith('"') else _url(anchor, row["names"])
    if _AFTER_ELEMENT.fullmatch(rest):
        return Insertion(indent + line, anchor.end_lineno or 0)
    if _LAST_ELEMENT.fullmatch(rest):
        return Insertion(indent + line, anchor.lineno - 1)
    return None


def _loop(tree: ast.Module, lines: list[str], name: str, row: Row) -> Insertion | None:
    """Find the place after the last element of what a loop goes through."""
    anchors = _looped(tree, name)
    if not anchors:
        return None
    first, last = lines[anchors[-1].lineno - 1], lines[(anchors[-1].end_lineno or 0) - 1]
    indent = first[: _characters(first, anchors[-1].col_offset)]
    rest = last[_characters(last, anchors[-1].end_col_offset or 0) :]
    if indent.strip() or not _AFTER_ELEMENT.fullmatch(rest):
        return None
    return Insertion(indent + row["line"], anchors[-1].end_lineno or 0)


def _looped(tree: ast.Module, name: str) -> list[ast.expr]:
    """Return the elements that a loop with the variable `name` goes through."""
    for one in ast.walk(tree):
        if isinstance(one, ast.For) and isinstance(one.target, ast.Name) and one.target.id == name:
            return list(one.iter.elts) if isinstance(one.iter, ast.List | ast.Tuple) else []
    return []


def _elements(tree: ast.Module, name: str) -> list[ast.expr]:
    for one in tree.body:
        targets = (
            one.targets
            if isinstance(one, ast.Assign)
            else [one.target]
            if isinstance(one, ast.AnnAssign)
            else []
        )
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            value = one.value  # type: ignore[attr-defined]
            while isinstance(value, ast.BinOp):
                value = value.left
            return list(value.elts) if isinstance(value, ast.List | ast.Tuple) else []
    return []


def _include(element: ast.expr) -> ast.Call | None:
    """Return the call that includes the URLs of a module of the project under the API's prefix."""
    if not (
        isinstance(element, ast.Call) and len(element.args) > 1 and isinstance(element.args[0], ast.Constant)
    ):
        return None
    inner = element.args[1]
    is_include = isinstance(inner, ast.Call) and _attribute(inner.func) == "include" and bool(inner.args)
    return inner if is_include and element.args[0].value == "api/v1/" else None  # type: ignore[return-value]


def _url(anchor: ast.expr, names: str) -> str:
    include = _include(anchor)
    if not isinstance(anchor, ast.Call) or include is None:
        return ""
    return f'{ast.unparse(anchor.func)}("api/v1/", {ast.unparse(include.func)}("{names}")),'


def _in_table(text: str, row: Row) -> tuple[str, int]:
    """Add a row to the first table whose rows begin with code; a file without one stays as it is."""
    lines = text.splitlines()
    rows = [number for number, line in enumerate(lines, 1) if line.startswith("| `")]
    if not rows or any(line.startswith(row["names"]) for line in lines):
        return text, 0
    last = next(number for number in rows if number + 1 not in rows)
    return _with_line(text, Insertion(row["line"], last)), last + 1


def _attribute(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _stands_alone(node: ast.stmt, lines: list[str]) -> bool:
    """Return whether no other statement shares the lines of this one."""
    first, last = lines[node.lineno - 1], lines[(node.end_lineno or 0) - 1]
    before, after = (
        first[: _characters(first, node.col_offset)],
        last[_characters(last, node.end_col_offset or 0) :],
    )
    return not before.strip() and _LAST_ELEMENT.fullmatch(after) is not None


def _characters(line: str, octets: int) -> int:
    """Convert an offset of `ast`, which counts bytes."""
    return len(line.encode()[:octets].decode())


_PLACES: dict[str, Callable[[ast.Module, list[str], str, Row], Insertion | None]] = {
    "import": _import,
    "call": _call,
    "list": _list,
    "loop": _loop,
}
