"""Tests compare no time with a limit: it would fail on a busy machine. They wait for a condition instead."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest

from waiting import LIMIT

ROOT = Path(__file__).parents[2]
LEAST = 30  # seconds: only a hang reaches this limit, even on a busy machine

READINGS = {"time", "monotonic", "perf_counter", "process_time", "time_ns", "monotonic_ns", "now", "utcnow"}
# Durations that something else measured: httpx, a log, a load generator.
DURATIONS = {"elapsed", "total_seconds", "seconds", "duration", "duration_ms"}
# These return an argument, or what it resolves to.
PASS_ON = {"abs", "float", "gather", "int", "list", "max", "min", "round", "run", "sorted", "sum", "median"}
HTTP = {"get", "post", "put", "patch", "delete", "head", "options", "request", "Client", "AsyncClient"}
# The position of the timeout among the arguments.
TIMED = {"wait_for": 1, "timeout": 0, "fail_after": 0, "settimeout": 0}

MOMENT, SPAN = "a reading of a clock", "a duration"
Kind = str | float | None  # a number: the seconds between a reading of a clock and a deadline
Scope = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_test_depends_on_the_speed_of_the_machine() -> None:
    found = {path: list(offences(source)) for path, source in sources(ROOT / "tests", "tests/")}
    assert [f"{path}:{one}" for path, all_of_one in found.items() for one in all_of_one] == []


def test_no_test_of_a_project_depends_on_the_speed_of_the_machine() -> None:
    found = {path: list(offences(source)) for path, source in sources(ROOT / "templates", "/tests/")}
    assert [f"{path}:{one}" for path, all_of_one in found.items() for one in all_of_one] == []


def sources(folder: Path, part: str) -> Iterator[tuple[str, str]]:
    """Read the Python files, also those that are templates, whose path has a part."""
    for path in sorted(chain(folder.rglob("*.py"), folder.rglob("*.py.jinja"))):
        name = path.relative_to(ROOT).as_posix()
        if part in name:
            yield name, path.read_text(encoding="utf-8")


@dataclass
class Module:
    """A parsed file: the kinds of its variables, and of the values that its functions return."""

    tree: ast.Module
    parents: dict[ast.AST, ast.AST] = field(default_factory=dict)
    scopes: dict[ast.AST, Scope] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    kinds: dict[tuple[Scope, str], Kind] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Follow every assignment until no variable changes its kind."""
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        # The functions in a function share its variables.
        outermost = (one for one in ast.walk(self.tree) if isinstance(one, FUNCTION))
        for function in outermost:
            for node in ast.walk(function):
                self.scopes.setdefault(node, function)
        for node in self.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module == "waiting":
                self.numbers["LIMIT"] = LIMIT
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                number = self.number(node.value)
                self.numbers |= {} if number is None else {node.targets[0].id: number}
        before = -1
        while before != len(self.kinds):
            before = len(self.kinds)
            for node in ast.walk(self.tree):
                self.follow(node)

    def follow(self, node: ast.AST) -> None:
        """Record the kind that an assignment, a loop or a `return` gives to a name."""
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                for name, value in zip(names, values, strict=False):
                    self.name(name, self.kind(value))
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self.name(target, self.kind(value))
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                self.name(target, self.kind(value))
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                self.name(target, self.kind(value))
            case ast.Return(value=ast.expr() as value):
                function = next(one for one in self.above(node) if isinstance(one, FUNCTION))
                if (kind := self.kind(value)) is not None:
                    self.kinds[self.scopes.get(self.parents[function], self.tree), function.name] = kind

    def name(self, target: ast.expr, kind: Kind) -> None:
        """Record the kind of each name in a target."""
        if kind is not None:
            self.kinds |= {
                (self.scopes.get(one, self.tree), one.id): kind
                for one in ast.walk(target)
                if isinstance(one, ast.Name)
            }

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """Go up from a node to the module."""
        while node := self.parents.get(node):  # type: ignore[assignment]
            yield node

    def known(self, node: ast.AST, name: str) -> Kind:
        """Return the kind of a name where it is used."""
        return self.kinds.get((self.scopes.get(node, self.tree), name), self.kinds.get((self.tree, name)))

    def number(self, node: ast.expr) -> float | None:
        """Compute a number from literals and constants of the module."""
        match node:
            case ast.Constant(value=int() | float() as value):
                return float(value)
            case ast.Name(id=name):
                return self.numbers.get(name)
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                factors = self.number(left), self.number(right)
                return None if None in factors else factors[0] * factors[1]  # type: ignore[operator]
        return None

    def kind(self, node: ast.expr) -> Kind:  # noqa: C901, PLR0911 - one case for each kind of node
        """Return what a value is, if it comes from a clock."""
        match node:
            case ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(value=name)) if (
                name in DURATIONS
            ):
                return SPAN
            case ast.Name(id=name):
                return self.known(node, name)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
                if name in DURATIONS:
                    return SPAN
                if name in READINGS:
                    return MOMENT
                return self.first(args) if name in PASS_ON else self.known(node, name)
            case ast.BinOp(left=left, op=operator, right=right):
                kinds = self.kind(left), self.kind(right)
                if kinds == (None, None):
                    return None
                if SPAN in kinds or isinstance(operator, ast.Sub):
                    return SPAN
                return (self.number(left if kinds[0] is None else right) or 0.0) if None in kinds else SPAN
            case ast.Await(value=value) | ast.Starred(value=value) | ast.Subscript(value=value):
                return self.kind(value)
            case ast.ListComp(elt=value) | ast.GeneratorExp(elt=value) | ast.NamedExpr(value=value):
                return self.kind(value)
            case ast.Tuple(elts=values) | ast.List(elts=values):
                return self.first(values)
        return None

    def first(self, values: list[ast.expr]) -> Kind:
        """Return the first kind that is known."""
        return next((kind for value in values if (kind := self.kind(value)) is not None), None)


def offences(source: str) -> Iterator[str]:
    """Report each comparison with a time, and each timeout that a busy machine can reach."""
    module = Module(ast.parse(source))
    for node in ast.walk(module.tree):
        why = None
        if isinstance(node, ast.Compare):
            why = wrong_comparison(module, node)
        elif isinstance(node, ast.Call) and not expects_a_timeout(module, node):
            why = short_timeout(module, node)
        if why:
            yield f"{node.lineno}: {why}"  # type: ignore[attr-defined]


def wrong_comparison(module: Module, node: ast.Compare) -> str | None:
    """Say why a comparison depends on speed: only the order of two moments and a long deadline do not."""
    values = [node.left, *node.comparators]
    kinds = [module.kind(value) for value in values]
    if SPAN in kinds:
        return "a duration is compared"
    deadlines = [kind for kind in kinds if isinstance(kind, float)]
    if deadlines:
        in_a_loop = any(isinstance(one, ast.While) for one in module.above(node))
        return (
            None
            if in_a_loop and min(deadlines) >= LEAST
            else f"a deadline of less than {LEAST} s, or outside a loop"
        )
    if MOMENT in kinds and any(isinstance(one, ast.BinOp | ast.Constant) for one in values):
        return "a reading of a clock is compared with a number"
    return None


def short_timeout(module: Module, node: ast.Call) -> str | None:
    """Say why the timeout of a call is too short."""
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    given = [one.value for one in node.keywords if one.arg == "timeout"]
    given += node.args[TIMED[name] : TIMED[name] + 1] if name in TIMED else []
    of = getattr(getattr(node.func, "value", None), "id", "")
    if (of, name) == ("asyncio", "wait"):  # it raises no error
        return None
    if any((module.number(one) or LEAST) < LEAST for one in given):
        return f"a timeout of less than {LEAST} s"
    if (
        of in {"httpx", "httpx2"}
        and name in HTTP
        and not {"timeout", "transport"} & {one.arg for one in node.keywords}
    ):
        return "httpx gives up after 5 s"
    return None


def expects_a_timeout(module: Module, node: ast.AST) -> bool:
    """Tell whether a call is in a block that catches its error, and therefore may end early."""
    child = node
    for one in module.above(node):
        if isinstance(one, ast.Try) and child in one.body and one.handlers:
            return True
        if isinstance(one, ast.With) and any(
            "raises" in ast.unparse(item.context_expr) for item in one.items
        ):
            return True
        child = one
    return False


@pytest.mark.parametrize(
    ("source", "offence"),
    [
        ("started = time.monotonic()\nassert time.monotonic() - started < 2", "2: a duration is compared"),
        ("assert response.elapsed.total_seconds() < 1", "1: a duration is compared"),
        ("assert line['duration_ms'] < 900", "1: a duration is compared"),
        (
            "def f():\n    return time.time() - x\nassert max(f() for _ in y) / f() < 2",
            "3: a duration is compared",
        ),
        ("while True:\n    assert time.monotonic() < 7", "2: a reading of a clock is compared with a number"),
        (
            "end = time.monotonic() + 5\nwhile time.monotonic() < end: pass",
            "2: a deadline of less than 30 s, or outside a loop",
        ),
        (
            "end = time.monotonic() + 60\nassert time.monotonic() < end",
            "2: a deadline of less than 30 s, or outside a loop",
        ),
        ("process.wait(timeout=10)", "1: a timeout of less than 30 s"),
        ("await asyncio.wait_for(work, 5)", "1: a timeout of less than 30 s"),
        ("httpx.get(url)", "1: httpx gives up after 5 s"),
    ],
)
def test_an_offence_is_reported_with_its_line(source: str, offence: str) -> None:
    assert list(offences(source)) == [offence]


@pytest.mark.parametrize(
    "source",
    [
        "LIMIT = 2 * 60\nend = time.time() + LIMIT\nwhile not done():\n    assert time.monotonic() < end",
        "before = datetime.now(UTC)\nassert before <= row.created_at <= datetime.now(UTC)",
        "claims = {'exp': int(time.time()) - 60}\nassert claims == wanted",
        "print(time.monotonic() - started)\nassert statuses == [200]",
        "try:\n    httpx.get(url, timeout=5)\nexcept httpx.TransportError:\n    pass",
        "with pytest.raises(TimeoutError):\n    await asyncio.wait_for(work, 0.1)",
    ],
)
def test_an_order_a_long_limit_and_a_report_are_no_offence(source: str) -> None:
    assert list(offences(source)) == []
